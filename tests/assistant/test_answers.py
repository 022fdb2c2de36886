"""The gate: thirty questions, answered from ten documents with the real model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.pipeline import ask
from eval.question_set import Judged, load_questions, run, summary
from ingest.pipeline import ingest
from plansvar.access import ANONYMOUS
from plansvar.answers import Mode, SentenceKind
from plansvar.database import reads
from plansvar.database.engine import open_database
from plansvar.embedding import Embedder
from plansvar.index.edge import EdgeIndex
from plansvar.language.detect import LANGUAGES, Language
from plansvar.messages.catalogue import catalogue_keys
from plansvar.service import IngestRequest
from plansvar.settings import Settings
from plansvar.stores import Stores

FILES = Path(__file__).parents[1] / "files"
LEAST_RIGHT = 24


@pytest.fixture(scope="module")
def stores(model: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """The documents, read in for everybody."""
    data = tmp_path_factory.mktemp("examples")
    engine = open_database(f"sqlite:///{data / 'plansvar.db'}")
    index = EdgeIndex(data / "index", model.dimension)
    stores = Stores(engine, index, lambda: model, Settings(data=data))
    report = ingest(IngestRequest((FILES / "corpus",), ("public",)), stores)
    assert (len(report.added), report.failed) == (10, ())
    yield stores
    engine.dispose()
    index.close()


@pytest.fixture(scope="module")
def judged(stores: Stores) -> list[Judged]:
    """All questions, answered and judged; an error in any of them fails every test here."""
    questions = load_questions(FILES / "questions.jsonl")
    return list(run(questions, lambda one: ask(one.question, ANONYMOUS, stores)))


def test_most_answers_are_right(judged: list[Judged]) -> None:
    right = sum(one.right for one in judged)
    wrong = [
        f"{one.question.id}: {one.question.question}\n    {one.answer.text[:200]}"
        for one in judged
        if not one.right
    ]
    table = json.dumps(summary(judged), indent=2, ensure_ascii=False)
    assert len(judged) == 30
    assert right >= LEAST_RIGHT, "\n".join([table, *wrong])


def test_what_the_documents_do_not_say_is_not_answered(judged: list[Judged]) -> None:
    unanswerable = [one for one in judged if not one.question.answerable]
    assert [one.question.id for one in unanswerable if not one.answer.abstained] == []


def test_every_citation_is_verbatim(judged: list[Judged], stores: Stores) -> None:
    citations = [citation for one in judged for citation in one.answer.citations]
    assert len(citations) >= LEAST_RIGHT - 6
    for citation in citations:
        text = reads.text(stores.engine, ANONYMOUS, citation.document.version_id)
        assert text is not None
        assert citation.quote
        assert text[citation.start : citation.end] == citation.quote


def test_every_quoted_sentence_is_cited(judged: list[Judged]) -> None:
    for one in judged:
        quotes = {citation.number: citation.quote for citation in one.answer.citations}
        for sentence in one.answer.sentences:
            cited = [quotes[number] for number in sentence.citations]
            if sentence.kind is SentenceKind.FACT:
                assert cited, one.question.id
                continue
            expected = [sentence.text] if sentence.kind is SentenceKind.QUOTE else []
            assert cited == expected, one.question.id


def test_pages_are_told_where_there_are_pages(judged: list[Judged]) -> None:
    for one in judged:
        for citation in one.answer.citations:
            paged = Path(citation.document.path).suffix in {".pdf", ".pptx"}
            assert (citation.page is not None) == paged, one.question.id


def framings(language: Language) -> list[re.Pattern[str]]:
    """The words of our own that an answer in this language may have."""
    texts = catalogue_keys(language)
    plain = ("list", "under", "columns", "not_found", "nearest", "talk.outside")
    names = [f"answer.{name}" for name in plain]
    names += [name for name in texts if name.startswith("answer.register.")]
    return [
        # A list of values stands below its sentence, which then ends in a colon.
        re.compile(".*".join(map(re.escape, re.split(r"\{\w+\}", form))))
        for name in names
        for text in [texts[name]]
        for form in (text, text.replace("{value}", "").rstrip(" .:") + ":")
        if re.sub(r"\{\w+\}|\W", "", form)
    ]


def test_words_of_our_own_are_in_the_language_of_the_question(judged: list[Judged]) -> None:
    seen: set[str] = set()
    for one in judged:
        language = one.answer.language
        assert language == one.question.language, one.question.id
        for sentence in one.answer.sentences:
            if sentence.kind is SentenceKind.FRAMING and one.answer.mode is Mode.EXTRACTIVE:
                known = any(pattern.fullmatch(sentence.text) for pattern in framings(language))
                assert known, sentence.text
                seen.add(language)
    assert seen == set(LANGUAGES)
