"""A second look at the units that rank best: a cross-encoder reads each with the question.

It sees what no cosine tells: which of several like sentences answers, and whether any does. It is
slow, so it looks at few, where it is set up (docs/models/reranker.md: what it costs and gives).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.list_scoring import NOTHING_NEW
from assistant.units import Unit, UnitKind
from plansvar.reranking.protocol import Reranker
from plansvar.stores import Stores

PATH_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Reads the best ``most`` units of a question."""

    reranker: Reranker
    most: int

    def __call__(
        self, question: str, units: Sequence[Unit], scores: Sequence[float]
    ) -> dict[int, float]:
        """How well the best units answer, in log-odds against "nothing does".

        Args:
            question: what is asked.
            units: what competes; of lists, the items are read.
            scores: what the units are worth so far.

        Returns:
            By the unit's number; those that were not read are missing.
        """
        order = sorted(range(len(units)), key=lambda number: -scores[number])
        chosen = [
            number
            for number in order
            if units[number].kind is not UnitKind.LIST and scores[number] > NOTHING_NEW / 2
        ][: self.most]
        read = self.reranker.scores(question, [read_text(units[number]) for number in chosen])
        return dict(zip(chosen, read.tolist(), strict=True))


def second_look(stores: Stores, questions: int) -> SecondLook | None:
    """The second look at each of some questions; ``None`` where there is none, or no time for it.

    Several questions in one share what is read.
    """
    most = stores.settings.answer.second_look
    reranker = None if stores.hurried() else stores.reader()
    return SecondLook(reranker, max(most // questions, 1)) if reranker and most else None


def sureness(read: Sequence[float]) -> float:
    """The log-odds that any of some units answers, of what was read of each."""
    return float(np.logaddexp.reduce(read))


def read_text(unit: Unit) -> str:
    """A unit as the re-ranker learnt to read: under its title and headings."""
    above = PATH_SEPARATOR.join(filter(None, (unit.document.title, unit.context)))
    return f"{above}\n{unit.text}"
