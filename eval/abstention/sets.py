"""Questions of which some are answered by the documents and some are not."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval import norquad as data_of
from eval.question_set import load_questions
from eval.retrieval.sets import MissingSetError, documents, half
from eval.retrieval.types import Query

# The kinds of questions.
ANSWERABLE, UNANSWERABLE, NEAR_MISS, TAKEN_OUT = (
    "answerable",
    "unanswerable",
    "near miss",
    "taken out",
)
_GROUPS = ("first", "second")


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions over some documents; ``kind`` of each says whether these answer it.

    ``write`` puts the documents into a folder and returns what is to be read in, by group.
    ``blind``: of this set only figures are told.
    """

    name: str
    queries: tuple[Query, ...]
    write: Callable[[Path], dict[str, tuple[Path, ...]]]
    blind: bool = False


def examples(blind: bool) -> Questions:
    """The example questions of one half, without those that go on from others."""
    folder = half(blind)

    def kind(answerable: bool, near_miss: bool) -> str:
        if answerable:
            return ANSWERABLE
        return NEAR_MISS if near_miss else UNANSWERABLE

    queries = tuple(
        Query(
            id=one.id,
            text=one.question,
            relevant=(),
            kind=kind(one.answerable, one.near_miss),
            language=one.language,
            pair=one.pair,
            groups=one.groups,
        )
        for one in load_questions(folder / "questions")
        if not one.history
    )
    name = "abstention_examples_blind" if blind else "abstention_examples"
    return Questions(name, queries, lambda _: documents(folder), blind)


def norquad(data: Path) -> Questions:
    """NorQuAD's reporting part, each question with its article and with its article taken out.

    The articles are two halves that different people may read, and everyone asks everything: so
    one index serves, and for either half of the questions as many documents are searched.

    Raises:
        MissingSetError: the data isn't there.
    """
    folder = data / "norquad"
    if not folder.is_dir():
        raise MissingSetError(folder)
    articles = data_of.contexts(folder)
    queries = tuple(
        Query(
            id=f"{one.id} {kind}",
            text=one.text,
            relevant=(),
            kind=kind,
            language="nb",
            groups=("public", group),
        )
        for one in data_of.questions(folder)
        if not data_of.is_training(one.context_id)
        for kind, group in (
            (ANSWERABLE, _group(one.context_id)),
            (TAKEN_OUT, _other(_group(one.context_id))),
        )
    )

    def write(place: Path) -> dict[str, tuple[Path, ...]]:
        for group in _GROUPS:
            (place / group).mkdir(parents=True, exist_ok=True)
        for key, text in articles.items():
            (place / _group(key) / f"{key}.txt").write_text(text, encoding="utf-8")
        return {group: (place / group,) for group in _GROUPS}

    return Questions("abstention_norquad", queries, write)


SETS: dict[str, Callable[[Path], Questions]] = {
    "examples": lambda _: examples(blind=False),
    "examples_blind": lambda _: examples(blind=True),
    "norquad": norquad,
}


def _group(context_id: str) -> str:
    """Who may read an article; another part of its checksum tells training from reporting."""
    return _GROUPS[zlib.crc32(context_id.encode()) // 100 % 2]


def _other(group: str) -> str:
    first, second = _GROUPS
    return second if group == first else first
