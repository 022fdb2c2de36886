"""The questions that one question holds, or leans on: "Hvor mange er med, og hva heter det?"."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assistant.register.several import split
from assistant.understanding import Question, QuestionTerm, understand
from plansvar.embedding.protocol import Embedder, Vectors

# What a later question only points back to ("det") weighs less in it than its own words.
_CARRIED = 0.5
# How much a part's own meaning counts beside that of the whole, which says what it is about.
_OWN = 0.5


@dataclass(frozen=True, slots=True)
class Aim:
    """Something to answer, and its vectors, shape ``(2, dimension)``: with names, and without."""

    question: Question
    vectors: Vectors


def parts(question: Question) -> tuple[Question, ...]:
    """The questions that a question holds, each with what the others name; none where it is one."""
    texts = split(question.text)
    if len(texts) < 2:
        return ()
    own = [understand(text) for text in texts]
    return tuple(
        replace(
            one,
            language=question.language,
            terms=(*one.terms, *_carried(question, one)),
        )
        for one in own
    )


def leaning_on(question: Question, before: str) -> Question:
    """A question that goes on from another one, with what that one names."""
    carried = _carried(understand(before), question)
    return replace(question, terms=(*question.terms, *carried), about=before)


def aims(question: Question, embedder: Embedder) -> list[Aim]:
    """What to look for: the question, and each of several in it."""
    asked = [question, *parts(question)]
    before = understand(question.about) if question.about else question
    texts = [text for one in (before, *asked) for text in one.embedded]
    # A question without names is the same text twice.
    different = list(dict.fromkeys(texts))
    rows = [different.index(text) for text in texts]
    vectors = embedder.embed_queries(different)[rows].reshape(len(asked) + 1, 2, -1)
    whole = _mixed(vectors[0], vectors[1])
    return [
        Aim(one, whole if number == 0 else _mixed(whole, own))
        for number, (one, own) in enumerate(zip(asked, vectors[1:], strict=True))
    ]


def _mixed(around: Vectors, own: Vectors) -> Vectors:
    """The vectors of a question that means little without what is around it; ``(2, dimension)``."""
    mixed = _OWN * own + (1 - _OWN) * around
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)


def _carried(whole: Question, part: Question) -> list[QuestionTerm]:
    there = {term.text for term in part.terms}
    return [
        term if term.is_name else replace(term, weight=term.weight * _CARRIED)
        for term in whole.terms
        if term.text not in there
    ]
