"""What the models learn from: questions, the texts that answer, and texts that don't."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.norquad import contexts, is_training, passages, questions
from ingest.chunking import PATH_SEPARATOR
from plansvar.language.sentences import sentence_spans

# Sentences of an article that lie around the one that answers, to each side.
_AROUND = 5
_MADE_UP = Path(__file__).parent / "made_up"


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the text that answers it (a unit or a passage), and others of its document."""

    question: str
    answer: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and which texts of its document answer it, by number; none: it is unanswered."""

    question: str
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A made-up document: its title, the heading and text of each unit, and its questions."""

    title: str
    units: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The units under their headings and the title."""
        return tuple(
            f"{self.title}{PATH_SEPARATOR}{heading}\n{text}" for heading, text in self.units
        )

    def sections(self) -> Sections:
        """The document's sections, as search has them: title and path before."""
        whole: dict[str, str] = {}
        of_unit = []
        for heading, text in self.units:
            path = f"{self.title}{PATH_SEPARATOR}{heading}"
            whole[path] = f"{whole.get(path, path)}\n{text}"
            of_unit.append(list(whole).index(path))
        asked = tuple(
            Asked(one.question, tuple(sorted({of_unit[at] for at in one.right})))
            for one in self.asked
        )
        return Sections(tuple(whole.values()), asked)


@dataclass(frozen=True, slots=True)
class Sections:
    """Whole sections of a document, and its questions."""

    texts: tuple[str, ...]
    asked: tuple[Asked, ...]


@functools.cache
def documents() -> tuple[Document, ...]:
    """The made-up documents. One is a JSON object a line."""
    return tuple(
        _document(json.loads(line))
        for file in sorted(_MADE_UP.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    )


def _document(record: dict[str, Any]) -> Document:
    right: dict[str, list[int]] = {}
    for at, unit in enumerate(record["units"]):
        for question in unit["questions"]:
            right.setdefault(question["text"], []).append(at)
    for question in record.get("unanswered", ()):
        right.setdefault(question["text"], [])
    return Document(
        record["title"],
        tuple((unit["heading"], unit["text"]) for unit in record["units"]),
        tuple(Asked(question, tuple(found)) for question, found in right.items()),
    )


def made_up() -> Iterator[Example]:
    """Questions to made-up plan documents, each with the unit that answers it."""
    for document in documents():
        texts = [f"{heading}\n{text}" for heading, text in document.units]
        for one in document.asked:
            for own in one.right:
                yield _example(one.question, texts, own, one.right)


def made_up_sections() -> Iterator[Example]:
    """The same questions, each with the whole section."""
    for document in documents():
        sections = document.sections()
        for one in sections.asked:
            for own in one.right:
                yield _example(one.question, list(sections.texts), own, one.right)


def norquad(folder: Path) -> Iterator[Example]:
    """Examples of NorQuAD's training part: the sentence that holds the answer."""
    articles = contexts(folder)
    sentences = {key: sentence_spans(text) for key, text in articles.items()}
    for one in questions(folder):
        if not is_training(one.context_id):
            continue
        spans, text = sentences[one.context_id], articles[one.context_id]
        holding = [at for at, (start, end) in enumerate(spans) if start <= one.start < end]
        if not holding:
            continue
        first = max(0, holding[0] - _AROUND)
        near = [text[slice(*span)] for span in spans[first : holding[0] + _AROUND + 1]]
        yield _example(one.text, near, holding[0] - first)


def norquad_passages(folder: Path) -> Iterator[Example]:
    """The same questions, each with the passage that holds the answer."""
    texts = passages(folder)
    of_article: dict[str, list[str]] = {}
    for key in texts:
        of_article.setdefault(key.partition("#")[0], []).append(key)
    for one in questions(folder):
        if is_training(one.context_id):
            keys = of_article[one.context_id]
            own = keys.index(one.passage_id)
            yield _example(one.text, [texts[key] for key in keys], own)


def _example(question: str, texts: list[str], own: int, right: tuple[int, ...] = ()) -> Example:
    """``right``: all that answer, so that none of them counts as wrong."""
    also = {texts[at] for at in (own, *right)}
    return Example(question, texts[own], tuple(text for text in texts if text not in also))
