"""From text to BM25 vectors: terms, and the parts of compounds at half the weight."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plansvar.index.bm25 import Bm25
from plansvar.index.protocol import SparseVector
from plansvar.language.compounds import parts
from plansvar.language.terms import stem, tokens
from plansvar.language.word_list import word_list

# Count up when the same text gives other vectors, or the index makes other scores of them: what was
# made before must be rebuilt.
ANALYSIS = 3
BM25 = Bm25()
# How much a part of a compound counts, beside 1 for a word that stands there itself.
_PART_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Analyser:
    """Makes the vectors of passages and questions alike. ``cache``: where the word list is kept."""

    cache: Path

    def passage(self, text: str) -> SparseVector:
        """The vector of a passage to be found."""
        return BM25.passage(self._weights(text))

    def query(self, text: str, more: Iterable[str] = ()) -> SparseVector:
        """The vector of a question; ``more`` are further terms that it looks for."""
        weights = self._weights(text)
        for term in more:
            weights[term] = weights.get(term, 0.0) + 1
        return BM25.query(weights)

    def stems(self, word: str) -> tuple[str, ...]:
        """The terms of one word: its own, and those of its parts if it is a compound."""
        return _stems(self.cache, word)

    def _weights(self, text: str) -> dict[str, float]:
        words = word_list(self.cache)
        weights: dict[str, float] = {}
        for token in tokens(text):
            term = stem(token.text)
            weights[term] = weights.get(term, 0.0) + 1
            for part in parts(token.text.lower(), words):
                term = stem(part)
                weights[term] = weights.get(term, 0.0) + _PART_WEIGHT
        return weights


@functools.lru_cache(maxsize=100_000)
def _stems(cache: Path, word: str) -> tuple[str, ...]:
    """Each word of each hit is asked for, and most of them stand in many."""
    return (stem(word), *(stem(part) for part in parts(word.lower(), word_list(cache))))
