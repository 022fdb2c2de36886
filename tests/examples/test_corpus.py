"""The example corpus and its questions are what examples/README.md says."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from examples import build
from ingest.assemble import assemble
from ingest.readers import registry
from plansvar.documents.types import Document
from plansvar.language.normalise import squeeze

EXAMPLES = Path(__file__).parents[2] / "examples"
CORPUS = EXAMPLES / "corpus"
README = (EXAMPLES / "README.md").read_text(encoding="utf-8")
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (EXAMPLES / "questions" / "questions.jsonl").read_text(encoding="utf-8").split("\n")
    if line
]
ANSWERABLE = [one for one in QUESTIONS if one["expected"]]
BUILT = sorted(build.read_source(path)[0].output for path in build.SOURCES.glob("*.md"))


@cache
def document(path: Path) -> Document:
    return assemble(registry.read(path), path)


def words(found: Document, page: int | None = None) -> str:
    """What stands in a document, or on one of its pages, white space squeezed."""
    pieces = [
        found.text[block.start : block.end]
        for block in found.blocks
        if page is None or block.page == page
    ]
    return squeeze(" ".join(pieces))


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: str(question["id"]))
def test_the_quote_stands_in_its_document(question: dict[str, Any]) -> None:
    found = document(CORPUS / question["document"])
    assert question["page"] is not None or found.page_count is None
    assert squeeze(question["quote"]) in words(found, question["page"])


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda one: one["id"])
def test_what_is_expected_stands_in_its_document(question: dict[str, Any]) -> None:
    text = words(document(CORPUS / question["document"]))
    patterns = [*question["expected"], *([question["short"]] if question["short"] else [])]
    assert [one for one in patterns if not re.search(one, text, re.IGNORECASE)] == []


def test_what_has_no_answer_names_no_source() -> None:
    unanswerable = [one for one in QUESTIONS if not one["expected"]]
    assert len(unanswerable) == 6
    for one in unanswerable:
        assert one["kind"] == "unanswerable"
        assert {one[field] for field in ("short", "document", "page", "quote")} == {None}


def test_the_questions_are_as_described() -> None:
    ids = [one["id"] for one in QUESTIONS]
    assert len(ids) == len(set(ids)) == len({one["question"] for one in QUESTIONS}) == 30
    assert all(one["id"].startswith(f"{one['language']}-") for one in QUESTIONS)
    counts = Counter(one["language"] for one in QUESTIONS)
    said = re.search(r"(\d+) in bokmål, (\d+) in nynorsk, (\d+) in English", README)
    assert said
    assert tuple(map(int, said.groups())) == (counts["nb"], counts["nn"], counts["en"])
    fields = set(re.findall(r"`(\w+)`", README.partition("| Field |")[2].partition("Six")[0]))
    kinds = {one["kind"] for one in QUESTIONS}
    assert kinds <= fields
    assert set(QUESTIONS[0]) - {"id", "question", "language"} <= fields
    assert all(set(one) == set(QUESTIONS[0]) for one in QUESTIONS)


def test_the_files_are_those_described() -> None:
    described = re.findall(r"^\| `([\w.-]+\.\w+)` \|", README, re.MULTILINE)
    assert sorted(described) == sorted(path.name for path in CORPUS.iterdir())
    assert set(BUILT) < set(described)


def test_the_corpus_is_small() -> None:
    assert sum(path.stat().st_size for path in CORPUS.iterdir()) < 1_000_000


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The built files, twice: in Norway, and half a day ahead of it."""
    folders: list[Path] = []
    for zone in ("Europe/Oslo", "Pacific/Kiritimati"):
        folder = tmp_path_factory.mktemp("examples") / "corpus"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            patch.setattr(build, "CORPUS", folder)
            patch.setattr(build, "HERE", folder.parent)
            build.main()
        time.tzset()
        folders.append(folder)
    return folders[0], folders[1]


def test_building_gives_the_same_bytes(builds: tuple[Path, Path]) -> None:
    first, second = ({path.name: path.read_bytes() for path in one.iterdir()} for one in builds)
    assert sorted(first) == BUILT
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.parametrize("name", BUILT)
def test_the_sources_say_what_the_files_say(builds: tuple[Path, Path], name: str) -> None:
    new, committed = document(builds[0] / name), document(CORPUS / name)
    assert new.text == committed.text
    assert new == committed
