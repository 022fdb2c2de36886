"""What the adapter learns from: questions, the text that answers, and texts that don't."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the text that answers it (a unit or a passage), and others of its document."""

    question: str
    answer: str
    others: tuple[str, ...]


_MADE_UP = Path(__file__).parent / "made_up"


def made_up() -> Iterator[Example]:
    """Questions to made-up plan documents, each with the unit that answers it.

    One document is a JSON object a line.
    """
    for document, at, question in _asked():
        texts = [f"{unit['heading']}\n{unit['text']}" for unit in document.units]
        yield _example(question, texts, at)


def made_up_sections() -> Iterator[Example]:
    """The same questions, each with the whole section, as search has it: title and path before."""
    for document, at, question in _asked():
        sections: dict[str, str] = {}
        for unit in document.units:
            path = f"{document.title}{PATH_SEPARATOR}{unit['heading']}"
            sections[path] = f"{sections.get(path, path)}\n{unit['text']}"
        own = list(sections).index(
            f"{document.title}{PATH_SEPARATOR}{document.units[at]['heading']}"
        )
        yield _example(question, list(sections.values()), own)


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


@dataclass(frozen=True, slots=True)
class _Document:
    title: str
    units: list[dict[str, Any]]


def _asked() -> Iterator[tuple[_Document, int, str]]:
    """Each question, with its document and which of the document's units answers it."""
    for file in sorted(_MADE_UP.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            document = _Document(record["title"], record["units"])
            for at, unit in enumerate(document.units):
                for question in unit["questions"]:
                    yield document, at, question["text"]


def _example(question: str, texts: list[str], own: int) -> Example:
    others = tuple(text for text in texts if text != texts[own])
    return Example(question, texts[own], others)
