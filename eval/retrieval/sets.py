"""The query sets: NorQuAD, known items among real files, and the example questions.

None but the examples is part of this repository. The others lie in a folder that the command is
given; a set that isn't there is skipped and named.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath

from eval.norquad import is_training
from eval.question_set import Question, load_questions
from eval.retrieval.types import Query, QuerySet
from plansvar.answers import SearchHit

EXAMPLES = Path(__file__).parents[2] / "examples"
INTERNAL = "internt"


class MissingSetError(Exception):
    """The data of a set isn't there; ``path`` is what was looked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def norquad(data: Path) -> QuerySet:
    """NorQuAD's development passages, each a document of its own, and all questions on them.

    Raises:
        MissingSetError: the data isn't there; so do the others.
    """
    folder = _there(data / "norquad")
    records = _records(folder / "passage_corpus.jsonl")
    passages = {str(one["_id"]): str(one["text"]) for one in records}
    rows = _table(folder / "dev_qrels.tsv")
    relevant = {row["query-id"]: row["corpus-id"] for row in rows}
    queries = []
    for one in _records(folder / "dev_queries.jsonl"):
        key = str(one["_id"])
        source, _, _ = relevant[key].partition("#")
        queries.append(
            Query(
                id=key,
                text=str(one["text"]),
                relevant=(relevant[key],),
                kind=source.partition("-")[0],
                language="nb",
                part="training" if is_training(source) else "reporting",
            )
        )
    names = {key: f"{key.replace('#', '_')}.txt" for key in passages}
    keys = {name: key for key, name in names.items()}

    def write(place: Path) -> dict[str, tuple[Path, ...]]:
        return {"public": _written(place, {names[key]: text for key, text in passages.items()})}

    return QuerySet("norquad", tuple(queries), write, _by_file(lambda name: keys.get(name, name)))


def known_items(data: Path) -> QuerySet:
    """Real files, looked for by the name of their sender, among public texts.

    A file counts whichever of its chunks is found.
    """
    folder = _there(data / "real")
    wanted: dict[str, list[str]] = defaultdict(list)
    for row in _table(folder / "known_item_dev.tsv"):
        wanted[row["query"]].append(PurePath(row["file"]).name)
    queries = tuple(
        Query(f"known-{number:03}", text, tuple(files), kind="known item", language="nb")
        for number, (text, files) in enumerate(wanted.items(), 1)
    )

    def write(place: Path) -> dict[str, tuple[Path, ...]]:
        public = data / "public_text"
        return {"public": (folder / "files", *([public] if public.is_dir() else []))}

    return QuerySet("known_items", queries, write, _by_file(lambda name: name))


def half(blind: bool) -> Path:
    """The folder of one half of the examples."""
    return EXAMPLES / "blind" if blind else EXAMPLES


def documents(folder: Path) -> dict[str, tuple[Path, ...]]:
    """The documents of a half, by the group that may read them."""
    corpus = folder / "corpus"
    internal = corpus / INTERNAL
    public = tuple(path for path in sorted(corpus.iterdir()) if path != internal)
    return {"public": public, **({"internal": (internal,)} if internal.is_dir() else {})}


def document_types(folder: Path) -> dict[str, str]:
    """What each document of a half is, by its file; nothing where the half doesn't tell."""
    told = folder / "documents.jsonl"
    records = _records(told) if told.is_file() else []
    return {str(one["file"]): str(one["type"]).replace("_", " ") for one in records}


def source(question: Question, types: dict[str, str]) -> str:
    """The type of document that a question's evidence is from; empty where none is known."""
    found = {types[one.document] for one in question.evidence if one.document in types}
    return found.pop() if len(found) == 1 else "several types" if found else ""


def examples(blind: bool) -> QuerySet:
    """The answerable example questions of one half; what is looked for is their evidence.

    A hit is a piece of evidence when it holds the quote's words.
    """
    folder = half(blind)
    types = document_types(folder)
    asked = {
        one.id: one
        for one in load_questions(folder / "questions")
        if one.answerable and one.evidence and not one.history
    }
    queries = tuple(
        Query(
            id=one.id,
            text=one.question,
            relevant=tuple(f"{one.id}/{number}" for number in range(len(one.evidence))),
            kind=one.kind,
            language=one.language,
            pair=one.pair,
            groups=one.groups,
            source=source(one, types),
        )
        for one in asked.values()
    )

    def write(place: Path) -> dict[str, tuple[Path, ...]]:
        return documents(folder)

    def items(query: Query, hit: SearchHit) -> tuple[str, ...]:
        return _evidence(asked[query.id], hit)

    name = "examples_blind" if blind else "examples"
    return QuerySet(name, queries, write, items, blind=blind)


SETS: dict[str, Callable[[Path], QuerySet]] = {
    "examples": lambda _: examples(blind=False),
    "examples_blind": lambda _: examples(blind=True),
    "norquad": norquad,
    "known_items": known_items,
}


def _evidence(question: Question, hit: SearchHit) -> tuple[str, ...]:
    documents = {PurePath(one.path).name for one in (hit.document, *hit.also)}
    text = _words(" ".join((*hit.heading, hit.text)))
    found = tuple(
        f"{question.id}/{number}"
        for number, one in enumerate(question.evidence)
        if PurePath(one.document).name in documents and _words(one.quote) in text
    )
    return found or (f"{hit.document.id}:{hit.start}",)


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _by_file(item: Callable[[str], str]) -> Callable[[Query, SearchHit], tuple[str, ...]]:
    def items(_: Query, hit: SearchHit) -> tuple[str, ...]:
        return tuple(item(PurePath(one.path).name) for one in (hit.document, *hit.also))

    return items


def _written(place: Path, texts: dict[str, str]) -> tuple[Path, ...]:
    place.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (place / name).write_text(text, encoding="utf-8")
    return (place,)


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        raise MissingSetError(folder)
    return folder


def _records(path: Path) -> Iterable[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))
