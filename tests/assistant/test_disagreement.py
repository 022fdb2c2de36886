"""An answer that quotes a replaced deadline says what holds, as far as the question reaches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.disagreement import with_what_holds
from plansvar.answers import Answer, AnswerSentence, Citation, Limit, Mode, SentenceKind
from plansvar.database import reads
from plansvar.documents.stored import Coverage
from plansvar.index.protocol import SearchFilter
from plansvar.register.evidence import StoredClaim
from plansvar.register.facts import Register
from plansvar.register.kinds import FactKind
from tests.assistant.shire import MINUTES, PLAN
from tests.conftest import READER, Desk
from tests.register.making import claim, register

QUOTE = "Fristen for tiltak 1.1 Felles molo er 1. juni 2025."


@pytest.fixture
def quoting(desk: Desk) -> Answer:
    """An answer out of the plan, whose deadline the minutes have moved."""
    desk.write("plan.md", PLAN)
    desk.write("protokoll-2024.md", MINUTES)
    desk.ingest()
    (plan,) = [one for one in desk.documents() if one.path.endswith("plan.md")]
    text = reads.text(desk.stores.engine, READER, plan.version_id) or ""
    start = text.index(QUOTE)
    citation = Citation(1, plan, None, ("Tiltak",), QUOTE, start, start + len(QUOTE))
    return Answer(
        question="Når er fristen for Felles molo?",
        language="nb",
        mode=Mode.EXTRACTIVE,
        abstained=False,
        sentences=(AnswerSentence(QUOTE, SentenceKind.QUOTE, (1,)),),
        citations=(citation,),
        coverage=reads.coverage(desk.stores.engine, READER),
    )


def test_what_holds_now_comes_first(quoting: Answer, desk: Desk) -> None:
    told = with_what_holds(quoting, None, READER, desk.stores)
    assert "1. oktober 2025" in told.sentences[0].text
    assert told.sentences[-1].text == QUOTE
    assert {one.document.title for one in told.citations} == {
        "Næringsplan for Fjellheim 2023–2030",
        "Protokoll fra møte i Fjellheim regionråd",
    }


def test_before_it_was_moved_the_plan_holds(quoting: Answer, desk: Desk) -> None:
    assert with_what_holds(quoting, "2023-06-01", READER, desk.stores) == quoting


def test_documents_that_were_not_chosen_are_not_brought_in(quoting: Answer, desk: Desk) -> None:
    plan = quoting.citations[0].document
    search = SearchFilter(groups=READER.groups)
    limit = Limit(search, frozenset({plan.id}), Coverage(1, 0, None))
    assert with_what_holds(quoting, None, READER, replace(desk.stores, limit=limit)) == quoting


BOARD = """# Protokoll fra årsmøte i Fjellheim regionråd

Møtedato: 3. mai 2024

## Sak 7/24 Valg

Siri Moe, styremedlem i Fjellheim regionråd, og styreleder Eva Lid
"""


def test_a_new_member_of_the_board_is_nobodys_answer_to_who_leads(
    quoting: Answer, desk: Desk
) -> None:
    desk.write("valg.md", BOARD)
    desk.ingest()
    (minutes,) = [one for one in desk.documents() if one.path.endswith("valg.md")]
    (plan,) = [one for one in desk.documents() if one.path.endswith("plan.md")]

    def holds(role: str, before: str, now: str) -> list[StoredClaim]:
        kind, area = FactKind.RESPONSIBILITY, "Fjellheim regionråd"
        return [
            claim(minutes, kind, area=area, role=role, party=before),
            claim(
                plan, kind, area=area, role=role, party=now, changes=True, effective="2025-02-01"
            ),
        ]

    def read(*_: object) -> Register:
        members = holds("styremedlem", "Siri Moe", "Jon Vik")
        return register(*members, *holds("styreleder", "Eva Lid", "Per Nes"))

    text = reads.text(desk.stores.engine, READER, minutes.version_id) or ""
    quoted = replace(
        quoting,
        question="Hvem leder Fjellheim regionråd?",
        citations=(Citation(1, minutes, None, (), text, 0, len(text)),),
        sentences=(AnswerSentence(text, SentenceKind.QUOTE, (1,)),),
    )
    stores = replace(desk.stores, register=read)
    answer = with_what_holds(quoted, None, READER, stores)
    told = "\n".join(one.text for one in answer.sentences)
    assert told.startswith("«Fjellheim regionråd»: styreleder er nå Per Nes")
    assert "Jon Vik" not in told
