"""How near units are to a question in meaning: cosines of their embeddings.

Embedding is what an answer costs, so a list isn't embedded where its items are: it is as near as
the nearest of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.competing import Competitors
from assistant.units import Unit, UnitKind
from plansvar.embedding.protocol import Embedder, Vectors

# What the embedder sees of a unit, in characters.
_EMBEDDED_CHARACTERS = 800


def cosines(
    questions: Sequence[Vectors], competing: Competitors, embedder: Embedder
) -> list[Vectors]:
    """The cosines of some questions with each unit.

    Args:
        questions: vectors of each question, shape ``(n, dimension)``.
        competing: the units.
        embedder: what made the vectors.

    Returns:
        For each question, shape ``(n, len(competing))``.
    """
    if not len(competing):
        return [np.zeros((len(one), 0), np.float32) for one in questions]
    items = [_items(unit, competing) for unit in competing]
    alone = [number for number, parts in enumerate(items) if not parts]
    vectors = embedder.embed_passages([embedded_text(competing.units[one]) for one in alone])
    found = []
    for question in questions:
        near = np.zeros((len(question), len(competing)), np.float32)
        near[:, alone] = question @ vectors.T
        for number, parts in enumerate(items):
            if parts:
                near[:, number] = near[:, parts].max(axis=1)
        found.append(near)
    return found


def embedded_text(unit: Unit) -> str:
    """What the embedder sees of a unit: its headings and its text."""
    text = f"{unit.context}\n{unit.text}" if unit.context else unit.text
    return text[:_EMBEDDED_CHARACTERS]


def _items(whole: Unit, competing: Competitors) -> list[int]:
    """The units that are items of a list, by number; none of what is no list."""
    if whole.kind is not UnitKind.LIST:
        return []
    return [
        number
        for number, unit in enumerate(competing)
        if unit.kind is not UnitKind.LIST
        and unit.document.version_id == whole.document.version_id
        and unit.spans[0] in whole.spans
    ]
