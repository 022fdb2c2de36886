"""The questions that one question holds: "Hvor mange er med, og hva heter det nå?"."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assistant.register.several import split
from assistant.understanding import Question, QuestionTerm, understand
from plansvar.embedding.protocol import Vectors

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


def part_vectors(whole: Vectors, own: Vectors) -> Vectors:
    """The vectors of a part, shape ``(2, dimension)``: with names, and without.

    Args:
        whole: those of the whole question, shape ``(2, dimension)``.
        own: those of the part's words alone, the same shape.
    """
    mixed = _OWN * own + (1 - _OWN) * whole
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)


def _carried(whole: Question, part: Question) -> list[QuestionTerm]:
    there = {term.text for term in part.terms}
    return [
        term if term.is_name else replace(term, weight=term.weight * _CARRIED)
        for term in whole.terms
        if term.text not in there
    ]
