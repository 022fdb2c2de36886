"""From files to the register's answer, over real stores."""

from __future__ import annotations

from assistant.pipeline import ask
from plansvar.access import User, user
from plansvar.answers import Answer, Mode, SentenceKind
from tests.assistant.making import assert_verbatim
from tests.conftest import READER, Desk

PLAN = """# Kystplan 2024–2030

Vedtatt av Sundet kommunestyre 10. januar 2024

## Tiltak

| Nr. | Tiltak | Ansvarlig | Samarbeidspartner | Frist |
| --- | --- | --- | --- | --- |
| 1.1 | Fyrlykta på Neset | Sundet kommune | Kystlaget | 31.12.2030 |
| 1.2 | Felles mottak for treavfall | Trevirke AS | Sundet kommune | 30.06.2024 |
| 1.3 | Kystkultursti | Sundet kommune | | 31.12.2029 |
"""
SECRET = """# Internt handlingsprogram 2025

| Nr. | Tiltak | Ansvarlig | Frist |
| --- | --- | --- | --- |
| 9.1 | Hemmelig molo | Sundet kommune | 31.12.2026 |
"""
STAFF = user("ansatt", ("internal",))


def told(desk: Desk, question: str, who: User = READER) -> Answer:
    answer = ask(question, who, desk.stores)
    assert_verbatim(answer, desk.stores, who)
    return answer


def test_who_owns_it(desk: Desk) -> None:
    desk.write("plan.md", PLAN)
    desk.ingest()
    answer = told(desk, "Hvem eier Fyrlykta?")
    assert answer.mode is Mode.REGISTER
    assert answer.short_answer == "Sundet kommune"
    first = answer.sentences[0]
    assert first.kind is SentenceKind.FACT
    assert first.text == "Sundet kommune har ansvaret for «Fyrlykta på Neset»."
    assert "Sundet kommune" in answer.citations[0].quote


def test_a_complete_list_with_a_table(desk: Desk) -> None:
    desk.write("plan.md", PLAN)
    desk.ingest()
    answer = told(desk, "What is Sundet municipality responsible for?")
    assert answer.sentences[0].text == "Sundet kommune is responsible for 2 measures:"
    assert answer.table is not None
    assert [row[0] for row in answer.table[1:]] == ["Fyrlykta på Neset", "Kystkultursti"]
    assert answer.coverage.documents == 1


def test_nothing_hints_at_what_somebody_may_not_read(desk: Desk) -> None:
    desk.write("plan.md", PLAN)
    desk.ingest()
    desk.ingest(desk.write("internt.md", SECRET), groups=("internal",))
    theirs = told(desk, "Hva har Sundet kommune ansvar for?", STAFF)
    assert theirs.short_answer == "3"
    ours = told(desk, "Hva har Sundet kommune ansvar for?")
    assert ours.short_answer == "2"
    assert "molo" not in str(ours)
    assert theirs.notices == ours.notices
    assert told(desk, "Hvem eier Hemmelig molo?").mode is Mode.EXTRACTIVE


def test_what_the_register_does_not_understand_is_searched_for(desk: Desk) -> None:
    desk.write("plan.md", PLAN)
    desk.ingest()
    assert told(desk, "Hvorfor har Sundet kommune en plan for kysten?").mode is Mode.EXTRACTIVE


def test_a_document_that_goes_takes_its_facts_along(desk: Desk) -> None:
    path = desk.write("plan.md", PLAN)
    desk.ingest()
    path.write_text(PLAN.replace("Sundet kommune | Kystlaget", "Fyrlaget AS | Kystlaget"), "utf-8")
    desk.ingest()
    assert told(desk, "Hvem eier Fyrlykta?").short_answer == "Fyrlaget AS"
