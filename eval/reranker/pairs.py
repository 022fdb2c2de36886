"""What the re-ranker learns from: questions, texts that answer, and texts that are mistaken for it.

Half of the wrong texts are those that the embedding model finds nearest: what it can't tell apart
is what a second look is for.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from eval.adapter.data import Asked, Sections, documents
from eval.norquad import contexts, is_training, passages, questions
from plansvar.embedding.protocol import Embedder
from plansvar.language.sentences import sentence_spans

T = TypeVar("T")

# Wrong units of a question: from its document's nearest, and from other documents.
_NEAR, _ELSEWHERE = 4, 1
_NEAREST = 12
_WRONG_SECTIONS = 2
# Other documents' nearest may answer as well; those after them hardly do.
_SURELY_OTHER, _STILL_NEAR = 20, 200
_WRONG_SENTENCES, _AROUND = 4, 6
_WRONG_PASSAGES = 2
# Of the questions that are answered, one in so many is also asked of texts that don't answer it.
_UNANSWERED_EVERY = 8


@dataclass(frozen=True, slots=True)
class Group:
    """A question and texts, of which the first ``right`` answer it (0: none does)."""

    question: str
    texts: tuple[str, ...]
    right: int


class Texts:
    """Texts with their embeddings, and which of them a question is nearest to."""

    def __init__(self, texts: Sequence[str], embedder: Embedder) -> None:
        self.texts = tuple(texts)
        self._vectors = embedder.embed_passages(self.texts)
        self._embedder = embedder

    def nearest(self, asked: Sequence[str]) -> list[list[int]]:
        """For each question all texts by number, nearest first."""
        different = sorted(set(asked))
        vectors = dict(zip(different, self._embedder.embed_queries(different), strict=True))
        return [np.argsort(-(self._vectors @ vectors[one])).tolist() for one in asked]


def made_up_units(embedder: Embedder, dice: random.Random) -> Iterator[Group]:
    """Questions to made-up plan documents: units with their title and headings."""
    found = [(number, one) for number, document in enumerate(documents()) for one in document.asked]
    texts = Texts([text for document in documents() for text in document.texts], embedder)
    of_document = [number for number, one in enumerate(documents()) for _ in one.texts]
    orders = texts.nearest([one.question for _, one in found])
    first = _begins(of_document)
    for count, ((number, one), order) in enumerate(zip(found, orders, strict=True)):
        right = [first[number] + at for at in one.right]
        own = [at for at in order if of_document[at] == number and at not in right]
        others = [at for at in order if of_document[at] != number]
        wrong = [
            *_some(own[:_NEAREST], _NEAR, dice),
            *_some(others[_SURELY_OTHER:_STILL_NEAR], _ELSEWHERE, dice),
        ]
        yield _group(one, right, wrong, texts.texts)
        if right and count % _UNANSWERED_EVERY == 0:
            yield _group(one, [], own[: len(wrong)], texts.texts)


def made_up_sections(dice: random.Random, every: int) -> Iterator[Group]:
    """Every so many of the same questions, with whole sections as search has them."""
    found = [(sections, one) for sections in _sections() for one in sections.asked]
    for sections, one in found[::every]:
        wrong = [at for at in range(len(sections.texts)) if at not in one.right]
        yield _group(one, list(one.right), _some(wrong, _WRONG_SECTIONS, dice), sections.texts)


def norquad_sentences(folder: Path, dice: random.Random, every: int) -> Iterator[Group]:
    """Every so many questions of NorQuAD's training part, with sentences of their article."""
    articles = contexts(folder)
    spans = {key: sentence_spans(text) for key, text in articles.items()}
    asked = [one for one in questions(folder) if is_training(one.context_id)][::every]
    for one in asked:
        text = articles[one.context_id]
        at = next(
            (n for n, (start, end) in enumerate(spans[one.context_id]) if start <= one.start < end),
            None,
        )
        if at is None:
            continue
        near = spans[one.context_id][max(0, at - _AROUND) : at + _AROUND + 1]
        sentences = [text[slice(*span)] for span in near]
        right = text[slice(*spans[one.context_id][at])]
        answer = text[one.start : one.end].casefold()
        wrong = [other for other in sentences if answer not in other.casefold()]
        yield Group(one.text, (right, *_some(wrong, _WRONG_SENTENCES, dice)), 1)


def norquad_passages(folder: Path, dice: random.Random, every: int) -> Iterator[Group]:
    """Every so many of them, with other passages of their article."""
    kept, articles = passages(folder), contexts(folder)
    of_article: dict[str, list[str]] = defaultdict(list)
    for key, text in kept.items():
        of_article[key.partition("#")[0]].append(text)
    asked = [one for one in questions(folder) if is_training(one.context_id)][1::every]
    for one in asked:
        answer = articles[one.context_id][one.start : one.end].casefold()
        others = [text for text in of_article[one.context_id] if answer not in text.casefold()]
        wrong = _some(others, _WRONG_PASSAGES, dice)
        yield Group(one.text, (kept[one.passage_id], *wrong), 1)


def _group(one: Asked, right: list[int], wrong: list[int], texts: Sequence[str]) -> Group:
    return Group(one.question, tuple(texts[at] for at in (*right, *wrong)), len(right))


def _sections() -> list[Sections]:
    return [document.sections() for document in documents()]


def _begins(of_document: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for at, number in enumerate(of_document):
        found.setdefault(number, at)
    return found


def _some(of: Sequence[T], most: int, dice: random.Random) -> list[T]:
    return dice.sample(of, min(most, len(of)))
