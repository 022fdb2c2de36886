"""From question to answer, over real stores and with the real model."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant import pipeline, scoring
from assistant.pipeline import ask, search
from assistant.verification import UnverifiedError, verify
from plansvar.access import ANONYMOUS, user
from plansvar.answers import Answer, Mode, SearchNotice, SentenceKind
from plansvar.database import writes
from plansvar.documents.stored import Coverage
from plansvar.errors import QuestionError
from plansvar.search_settings import AnswerSettings
from plansvar.stores import Stores
from tests.assistant.conftest import Office
from tests.assistant.making import assert_verbatim, quoted
from tests.assistant.town import MINUTES, PLAN
from tests.conftest import READER, Desk

GOALS = [
    "trygg innseiling i all slags vær",
    "levende kai med torg og kafé",
    "utslippsfri havn innen 2030",
]


@pytest.mark.parametrize(
    ("question", "language", "fact", "short"),
    [
        ("Hvem har ansvaret for landstrøm?", "nb", "Storvåg havn KF", "Storvåg havn KF"),
        ("Hvem skal drive kafeen?", "nb", "drives av Storvåg Kystlag", "Storvåg Kystlag"),
        ("Når skal moloen stå ferdig?", "nb", "30. juni 2026", "30. juni 2026"),
        ("Hvor kommer steinen til moloen fra?", "nb", "bruddet på Nes", "Nes"),
        ("Hvor mye koster moloen?", "nb", "45 millioner", "45 millioner kroner"),
        ("Hvor mange båtplasser skal gjestehavna ha i 2025?", "nb", "60 båtplasser", "60"),
        ("Kven tok over etter Eline Tarholt?", "nn", "Ingrid Solvang tek over", "Ingrid Solvang"),
        (
            "Når skal torget på kaia vere ferdig etter at fristen blei flytta?",
            "nn",
            "til 1. september 2025",
            "1. september 2025",
        ),
        ("Kvifor blei fristen for torget flytta?", "nn", "må forsterkast", None),
        ("How many berths does the port have for fishing boats?", "en", "120 berths", "120"),
        ("Where is the harbour office?", "en", "old cannery at Nesgata 4", "Nesgata"),
        ("When is the sauna open?", "en", "Friday and Saturday", "Friday and Saturday"),
        ("How long may guest boats stay?", "en", "up to 14 days", "14"),
    ],
)
def test_answers(town: Office, question: str, language: str, fact: str, short: str | None) -> None:
    answer = town.ask(question)
    assert not answer.abstained
    assert answer.language == language
    assert answer.mode is (Mode.REGISTER if "landstrøm" in question else Mode.EXTRACTIVE)
    assert re.search(fact, answer.text)
    assert answer.short_answer == short


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        (
            "Hvilke mål har kommunen for havna?",
            "Under «Storvåg kommune har tre mål for havna» står det 3 punkter:",
        ),
        (
            "Kva for mål har kommunen for hamna?",
            "Under «Storvåg kommune har tre mål for havna» står det 3 punkt:",
        ),
        (
            "Which goals does Storvåg kommune have for the port (havna)?",
            "Under “Storvåg kommune har tre mål for havna” there are 3 items:",
        ),
    ],
)
def test_a_list_is_whole_and_framed_in_the_language_of_the_question(
    town: Office, question: str, heading: str
) -> None:
    answer = town.ask(question)
    assert quoted(answer) == GOALS
    framing = [one.text for one in answer.sentences if one.kind is SentenceKind.FRAMING]
    assert framing == [heading]


def test_no_answer_ends_in_a_colon(town: Office) -> None:
    answer = town.ask("Kva mål har kommunen for hamna?")
    assert not answer.abstained
    assert not answer.text.endswith(":")


def test_a_citation_says_where(town: Office) -> None:
    found = town.ask("Kven tok over etter Eline Tarholt?").citations
    citation = next(one for one in found if "Ingrid Solvang" in one.quote)
    assert citation.document.title == "Referat frå møte i hamneutvalet"
    assert citation.document.date == "2024-03-14"
    assert citation.heading[-1] == "Sak 4/24 Prosjektleiing"


@pytest.mark.parametrize(
    "question",
    [
        "Hvilken rolle har Eline Tarholm?",
        "Kven tok over etter Eline Tarholm?",
        "Who took over after Eline Tarholm?",
        "Hvem eier kafeen i Storvik?",
    ],
)
def test_a_name_one_letter_off(town: Office, question: str) -> None:
    assert town.ask(question).abstained


@pytest.mark.parametrize(
    "question",
    [
        "Hvor mange båtplasser skal gjestehavna ha i 2026?",
        "Kor mange båtplassar skal gjestehamna ha i 2026?",
        "How many berths will there be in 2026?",
    ],
)
def test_the_year_after_the_last(town: Office, question: str) -> None:
    assert town.ask(question).abstained


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        (
            "Hva koster en barnehageplass i Storvåg?",
            "Fant ikke svar på dette i 4 dokumenter (det nyeste er datert 14. mars 2024, 2 er uten"
            " dato).",
        ),
        (
            "Kva tid går nattbussen?",
            "Fann ikkje svar på dette i 4 dokument (det nyaste er datert 14. mars 2024, 2 er utan"
            " dato).",
        ),
        (
            "When does the last night bus leave?",
            "No answer to this was found in 4 documents (the newest is dated 14 March 2024, 2 have"
            " no date).",
        ),
    ],
)
def test_an_abstention_says_what_was_searched(town: Office, question: str, beginning: str) -> None:
    answer = town.ask(question)
    assert answer.abstained
    assert answer.coverage == Coverage(documents=4, undated=2, latest="2024-03-14")
    searched, nearest = answer.sentences
    assert searched.text == beginning
    titles = re.findall("[«“](.+?)[»”]", nearest.text)
    assert 1 <= len(titles) == len(set(titles)) <= 3
    assert set(titles) <= {one.title for one in town.documents()}
    assert (answer.citations, answer.short_answer, answer.table) == ((), None, None)
    assert {one.kind for one in answer.sentences} == {SentenceKind.FRAMING}


def test_the_same_question_gets_the_same_answer(town: Office) -> None:
    for question in ("Hvem har ansvaret for landstrøm?", "Hva koster en barnehageplass?"):
        first, second = (town.ask(question) for _ in range(2))
        assert replace(first, timings_ms={}) == replace(second, timings_ms={})


def test_how_a_question_is_written_does_not_matter(town: Office) -> None:
    usual = town.ask("Når skal moloen stå ferdig?")
    for text in ("  når skal moloen\n stå ferdig", "NÅR SKAL MOLOEN STÅ FERDIG?"):
        assert quoted(ask(text, READER, town.stores)) == quoted(usual)


def test_time_is_told(town: Office) -> None:
    timings = town.ask("Når skal moloen stå ferdig?").timings_ms
    steps = {"understand", "register", "embed", "retrieve", "score", "compose", "verify"}
    assert set(timings) == steps
    assert all(value >= 0 for value in timings.values())


@pytest.mark.parametrize("text", ["", "?!", "x" * 2001])
def test_what_is_no_question_is_refused(town: Office, text: str) -> None:
    with pytest.raises(QuestionError):
        ask(text, READER, town.stores)
    with pytest.raises(QuestionError):
        search(text, READER, 5, town.stores)


def test_search(town: Office) -> None:
    hits = search("Når skal moloen stå ferdig?", READER, 3, town.stores).hits
    assert len(hits) == 3
    assert hits[0].heading[-1] == "Molo"
    assert "30. juni 2026" in hits[0].text
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(search("molo", READER, 100, town.stores).hits) > 3
    assert search("molo", READER, 3, town.stores).notices == ()


def test_search_says_that_no_hit_has_a_word_of_the_query(town: Office) -> None:
    found = search("xyzzy", READER, 3, town.stores)
    assert found.hits and found.notices == (SearchNotice.NO_WORDS,)


@pytest.mark.parametrize("text", ["hva er det?", "og", "When is the breakwater finished?"])
def test_nor_is_it_said_of_words_without_content_or_of_another_language(
    town: Office, text: str
) -> None:
    found = search(text, READER, 3, town.stores)
    assert found.hits and found.notices == ()


def test_somebody_who_may_read_nothing_learns_nothing(office: Office) -> None:
    office.write("havneplan.md", PLAN)
    office.ingest(groups=("styret",))
    question = "Når skal moloen stå ferdig?"
    assert not office.ask(question, user("kari", ("styret",))).abstained
    answer = office.ask(question, ANONYMOUS)
    assert answer.abstained
    assert answer.text == "Fant ikke svar på dette i 0 dokumenter."
    assert answer.coverage == Coverage(documents=0, undated=0, latest=None)
    assert search(question, ANONYMOUS, 10, office.stores).hits == ()


def test_what_others_may_read_is_neither_quoted_nor_named(office: Office) -> None:
    office.ingest(office.write("havneplan.md", PLAN), groups=("styret",))
    office.ingest(office.write("referat.md", MINUTES), groups=("public",))
    answer = office.ask("Når skal moloen stå ferdig?", ANONYMOUS)
    assert "2026" not in answer.text
    assert "Havneplan" not in answer.text
    assert answer.coverage.documents == 1


def test_a_document_that_is_there_twice_answers_once(office: Office) -> None:
    office.write("havneplan.md", PLAN)
    office.write("kopi av havneplan.md", PLAN)
    office.ingest()
    answer = office.ask("Hvor mye koster moloen?")
    assert len(quoted(answer)) == len(answer.citations) == 1
    assert quoted(office.ask("Hvilke mål har kommunen for havna?")) == GOALS
    assert answer.coverage.documents == 2


# What happens to documents while a question is answered. The model doesn't matter here.


@pytest.fixture
def stores(desk: Desk) -> Stores:
    """Stores that answer whatever the model says of how well it fits."""
    settings = desk.stores.settings.model_copy(update={"answer": AnswerSettings(threshold=0.0)})
    return replace(desk.stores, settings=settings)


QUESTION = "Hva er kaia bygd av?"


def fill(desk: Desk, *materials: str) -> None:
    for material in materials:
        desk.write(f"{material}.md", f"# Notat om {material}\n\nKaia er bygd av {material}.\n")
    desk.ingest()


def before_each_check(
    monkeypatch: pytest.MonkeyPatch, happens: Callable[[Answer], None]
) -> list[Answer]:
    """Makes something happen before an answer is checked; returns the answers that were."""
    checked: list[Answer] = []

    def check(answer: Answer, *rest: object) -> bool:
        happens(answer)
        checked.append(answer)
        return verify(answer, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "verify", check)
    return checked


def test_a_document_that_goes_is_answered_without(
    desk: Desk, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, "tre", "stein")
    gone: list[str] = []

    def remove_first(answer: Answer) -> None:
        if not gone:
            gone.append(answer.citations[0].document.id)
            writes.hide(stores.engine, gone)

    checked = before_each_check(monkeypatch, remove_first)
    answer = ask(QUESTION, READER, stores)
    assert len(checked) == 2
    (left,) = desk.documents()
    assert [one.document.id for one in answer.citations] == [left.id]
    assert len(quoted(answer)) == answer.coverage.documents == 1
    assert_verbatim(answer, stores)


@pytest.mark.parametrize("how", ["removed", "regrouped"])
def test_the_only_document_that_goes_leaves_no_answer(
    desk: Desk, stores: Stores, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    fill(desk, "tre")
    (only,) = desk.documents()

    def happens(_: Answer) -> None:
        if how == "removed":
            writes.hide(stores.engine, [only.id])
        else:
            writes.set_groups(stores.engine, only.id, ("styret",))

    checked = before_each_check(monkeypatch, happens)
    answer = ask(QUESTION, READER, stores)
    assert quoted(checked[0]) == ["Kaia er bygd av tre."]
    assert answer.abstained
    assert answer.text == "Fant ikke svar på dette i 0 dokumenter."


def test_a_document_that_changes_is_answered_from_its_new_text(
    desk: Desk, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, "tre")

    def change(_: Answer) -> None:
        desk.write("tre.md", "# Notat om stål\n\nKaia er bygd av stål.\n")
        desk.ingest()

    before_each_check(monkeypatch, change)
    answer = ask(QUESTION, READER, stores)
    assert quoted(answer) == ["Kaia er bygd av stål."]
    assert_verbatim(answer, stores)


def test_documents_that_never_stand_still_leave_no_answer(
    desk: Desk, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, "tre", "stein", "stål", "betong", "sand")

    def remove_what_was_cited(answer: Answer) -> None:
        writes.hide(stores.engine, [answer.citations[0].document.id])

    checked = before_each_check(monkeypatch, remove_what_was_cited)
    answer = ask(QUESTION, READER, stores)
    assert len(checked) == 3
    assert answer.abstained
    assert (answer.citations, len(answer.sentences)) == ((), 1)


def test_a_document_that_goes_before_it_is_quoted(
    desk: Desk, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, "tre", "stein")
    rank = scoring.rank

    def rank_and_remove(*arguments: object) -> list[scoring.ScoredUnit]:
        ranked = rank(*arguments)  # type: ignore[arg-type]
        gone = [one.id for one in desk.documents() if one.path.endswith("tre.md")]
        writes.hide(stores.engine, gone)
        return ranked

    monkeypatch.setattr(scoring, "rank", rank_and_remove)
    answer = ask(QUESTION, READER, stores)
    assert quoted(answer) == ["Kaia er bygd av stein."]
    assert_verbatim(answer, stores)


def test_an_answer_that_cannot_be_verified_is_not_given(
    desk: Desk,
    stores: Stores,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A fault of ours: it is logged, and whoever asks gets an abstention."""
    fill(desk, "tre")

    def fail(_: Answer) -> None:
        raise UnverifiedError("x")

    before_each_check(monkeypatch, fail)
    answer = ask(QUESTION, READER, stores)
    assert answer.abstained
    assert answer.citations == ()
    assert len(caplog.records) == 3
