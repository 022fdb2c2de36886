"""No citation leaves the house unchecked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.composing import compose
from assistant.understanding import understand
from assistant.verification import UnverifiedError, verify
from plansvar.access import user
from plansvar.answers import Answer, AnswerSentence, Mode, SentenceKind
from plansvar.database import reads, writes
from tests.assistant.making import all_units, ranked
from tests.conftest import READER, Desk


@pytest.fixture
def answer(desk: Desk) -> Answer:
    """Two sentences of two documents, as they are put together for a reader."""
    desk.write("a.md", "# A\n\nKaia er av tre.\n")
    desk.write("b.md", "# B\n\nMoloen er av stein.\n")
    desk.ingest()
    engine = desk.stores.engine
    texts = {
        one.version_id: reads.text(engine, READER, one.version_id) or "" for one in desk.documents()
    }
    composed = compose(understand("Hva er det bygd av?"), [ranked(*all_units(desk))], texts)
    assert len(composed.citations) == 2
    return Answer(
        question="Hva er det bygd av?",
        language="nb",
        mode=Mode.EXTRACTIVE,
        abstained=False,
        sentences=composed.sentences,
        citations=composed.citations,
        coverage=reads.coverage(engine, READER),
    )


def test_what_stands_there_is_verified(desk: Desk, answer: Answer) -> None:
    assert verify(answer, READER, desk.stores)


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "Kaia er av gull."},
        {"quote": "Kaia er av tre"},
        {"quote": ""},
        {"quote": "", "end": 0, "start": 0},
        {"start": 4},
        {"end": 10_000},
        {"start": -3},
    ],
)
def test_a_wrong_quote_is_a_fault_of_ours(
    desk: Desk, answer: Answer, change: dict[str, int | str]
) -> None:
    first, second = answer.citations
    wrong = replace(first, **change)  # type: ignore[arg-type]
    with pytest.raises(UnverifiedError):
        verify(replace(answer, citations=(wrong, second)), READER, desk.stores)


def test_a_quote_of_the_other_document_is_wrong(desk: Desk, answer: Answer) -> None:
    first, second = answer.citations
    crossed = (replace(first, document=second.document), second)
    with pytest.raises(UnverifiedError):
        verify(replace(answer, citations=crossed), READER, desk.stores)


@pytest.mark.parametrize("citations", [(), (2,), (7,)])
def test_a_sentence_must_be_the_quote_of_its_citation(
    desk: Desk, answer: Answer, citations: tuple[int, ...]
) -> None:
    first, second = answer.sentences
    wrong = replace(first, citations=citations)
    with pytest.raises(UnverifiedError):
        verify(replace(answer, sentences=(wrong, second)), READER, desk.stores)


@pytest.mark.parametrize("short", ["tre", "3", None])
def test_a_short_answer_from_a_quote(desk: Desk, answer: Answer, short: str | None) -> None:
    assert verify(replace(answer, short_answer=short), READER, desk.stores)


def test_a_short_answer_that_no_quote_holds(desk: Desk, answer: Answer) -> None:
    with pytest.raises(UnverifiedError):
        verify(replace(answer, short_answer="gull"), READER, desk.stores)


def test_words_of_our_own_need_no_citation(desk: Desk, answer: Answer) -> None:
    framing = AnswerSentence("Dette står i planene:", SentenceKind.FRAMING)
    framed = replace(answer, sentences=(framing, *answer.sentences))
    assert verify(framed, READER, desk.stores)


def test_a_document_that_was_removed(desk: Desk, answer: Answer) -> None:
    writes.hide(desk.stores.engine, [answer.citations[1].document.id])
    assert not verify(answer, READER, desk.stores)


def test_a_document_that_has_other_readers_now(desk: Desk, answer: Answer) -> None:
    writes.set_groups(desk.stores.engine, answer.citations[0].document.id, ("styret",))
    assert not verify(answer, READER, desk.stores)
    assert verify(answer, user("kari", ("styret",)), desk.stores)


def test_a_document_that_was_changed(desk: Desk, answer: Answer) -> None:
    desk.write("a.md", "# A\n\nKaia er av stål.\n")
    desk.ingest()
    assert not verify(answer, READER, desk.stores)


def test_a_fact_names_only_what_stands_in_its_quotes(desk: Desk, answer: Answer) -> None:
    fact = AnswerSentence("Kaia er av tre.", SentenceKind.FACT, (1,), values=("Kaia", "tre"))
    assert verify(replace(answer, sentences=(fact,)), READER, desk.stores)
    for wrong in (
        replace(fact, values=("stein",), text="Kaia er av stein."),
        replace(fact, values=("moloen",)),
        replace(fact, citations=()),
        replace(fact, citations=(1, 9)),
    ):
        with pytest.raises(UnverifiedError):
            verify(replace(answer, sentences=(wrong,)), READER, desk.stores)


def test_what_a_model_wrote_is_checked_once_more(desk: Desk, answer: Answer) -> None:
    told = AnswerSentence("Kaia er laget av tre.", SentenceKind.GENERATED, (1,))
    assert verify(replace(answer, sentences=(told,)), READER, desk.stores)
    for wrong in (
        replace(told, text="Kaia er ikke av tre."),
        replace(told, text="Kaia fra 1950 er av tre."),
        replace(told, citations=()),
        replace(told, citations=(1, 9)),
    ):
        with pytest.raises(UnverifiedError):
            verify(replace(answer, sentences=(wrong,)), READER, desk.stores)
