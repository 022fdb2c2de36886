"""The example corpus and its questions are what examples/README.md and FORMAT.md say."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from eval.question_set import load_questions
from examples.builder.formats import build_source
from examples.builder.source import read_source
from examples.check import Half, check_records, read_half
from examples.checker.corpus import Corpus

EXAMPLES = Path(__file__).parents[2] / "examples"
HALVES = {"open": EXAMPLES, "blind": EXAMPLES / "blind"}
MEGABYTE = 1_000_000


@pytest.fixture(scope="module", params=HALVES)
def folder(request: pytest.FixtureRequest) -> Path:
    return HALVES[request.param]


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Corpus:
    """The documents of a half. Its problems tell that a file isn't what its source gives."""
    return Corpus(folder)


@pytest.fixture(scope="module")
def records(folder: Path) -> Half:
    return read_half(folder)


@pytest.fixture(scope="module")
def all_records() -> list[Half]:
    return [read_half(half) for half in HALVES.values()]


def test_the_files_are_what_their_sources_give(corpus: Corpus) -> None:
    """Byte for byte, with the pinned versions of the libraries."""
    assert [str(problem) for problem in corpus.problems] == []


def test_quotes_pages_and_ids(corpus: Corpus, records: Half) -> None:
    """Each quote stands in its document, in one block, on the page that is named; and so on."""
    problems = [*records.problems, *corpus.problems, *check_records(records, corpus)]
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    assert errors == []


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone can't be set here")
def test_the_time_zone_is_not_in_the_files(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_suffix = {
        Path(read_source(source).head.output).suffix: source
        for source in (folder / "sources").glob("*.md")
    }
    assert set(by_suffix) == {".docx", ".pdf", ".pptx", ".xlsx"}
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        for source in by_suffix.values():
            built = build_source(source, tmp_path)
            committed = folder / "corpus" / built.relative_to(tmp_path)
            assert built.read_bytes() == committed.read_bytes(), source.name
    finally:
        monkeypatch.undo()
        time.tzset()


def test_there_is_as_much_as_promised(all_records: list[Half]) -> None:
    documents = [document for half in all_records for document in half.documents]
    languages = Counter(document.language for document in documents)
    assert len(documents) >= 60
    assert languages["nn"] >= 15
    assert languages["en"] >= 3
    assert {Path(document.file).suffix for document in documents} >= {
        ".pdf", ".docx", ".pptx", ".xlsx", ".html", ".eml", ".txt", ".md",
    }  # fmt: skip
    questions = [question for half in all_records for _, question in half.questions]
    answerable = Counter(one.language for one in questions if one.answerable)
    unanswerable = [one for one in questions if not one.answerable]
    assert len(questions) >= 400
    pairs = [{one.pair for _, one in half.questions if one.pair} for half in all_records]
    assert sum(map(len, pairs)) >= 150
    assert answerable["en"] >= 60
    assert len(unanswerable) >= 80
    assert sum(one.near_miss for one in unanswerable) >= len(unanswerable) / 2


def test_both_halves_ask_for_all_kinds(records: Half) -> None:
    kinds = {question.kind for _, question in records.questions if question.answerable}
    assert kinds == {
        "fact", "list", "owner", "goal", "decision", "funding", "application", "as-of",
        "contradiction", "overview", "which-documents", "conversation",
    }  # fmt: skip
    types = {fact.type for _, fact in records.facts}
    assert types == {
        "goal", "measure", "responsibility", "decision", "application", "scheme",
        "open_question", "party",
    }  # fmt: skip


def test_the_halves_have_no_document_and_no_question_in_common(all_records: list[Half]) -> None:
    first, second = ({document.file for document in half.documents} for half in all_records)
    assert first & second == set()
    asked = Counter(one.question for half in all_records for _, one in half.questions)
    # "Og i 2023?" may follow upon two questions.
    alone = [one for half in all_records for _, one in half.questions if not one.history]
    assert [one.question for one in alone if asked[one.question] > 1] == []


def test_the_readme_names_every_document(folder: Path, records: Half) -> None:
    readme = (folder / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:internt/)?[\w.-]+\.\w+)`", readme))
    assert {document.file for document in records.documents} - named == set()


def test_the_harness_reads_the_questions(folder: Path, records: Half) -> None:
    assert len(load_questions(folder / "questions")) == len(records.questions)


def test_the_corpus_is_small() -> None:
    size = sum(
        path.stat().st_size
        for half in HALVES.values()
        for path in (half / "corpus").rglob("*")
        if path.is_file()
    )
    assert size < 30 * MEGABYTE


def test_nothing_else_lies_in_the_folders(folder: Path) -> None:
    expected = {"README.md", "corpus", "documents.jsonl", "questions", "register", "sources"}
    found = {path.name for path in folder.iterdir() if not path.name.startswith(("_", "."))}
    code = {"FORMAT.md", "blind", "build.py", "builder", "check.py", "checker", "demo.py"}
    claims = {"claims"} if folder == EXAMPLES else {"claims.jsonl"}
    assert found - (code if folder == EXAMPLES else set()) - claims == expected
