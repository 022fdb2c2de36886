"""The whole judgement of a sentence: rules first, then, where they leave it open, its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.gate.checking import Fault, faults, is_order
from assistant.gate.meaning import Similarity, is_supported
from plansvar.embedding import Embedder


def judge(
    text: str, quotes: Sequence[str], similarity: Similarity, around: str = ""
) -> list[Fault]:
    """What a sentence says that its quotes don't bear; nothing: it may be shown.

    Args:
        text: one sentence.
        quotes: the verbatim quotes that it cites.
        similarity: asked only where the rules find no fault and the words don't decide.
        around: headings and titles that the quotes stand under.
    """
    found = faults(text, quotes, around)
    if found:
        return found
    bearing = [quote for quote in quotes if not is_order(quote)]
    return [] if is_supported(text, bearing, similarity, around) else [Fault.MEANING]


class Cosines:
    """Cosines of sentences and quotes by an embedding model; each quote is embedded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._quotes: dict[str, Any] = {}

    def __call__(self, text: str, quotes: Sequence[str]) -> float:
        """The highest cosine; 0 without quotes."""
        new = [one for one in dict.fromkeys(quotes) if one not in self._quotes]
        vectors = self._embedder.embed_passages([text, *new])
        self._quotes.update(zip(new, vectors[1:], strict=True))
        return max((float(vectors[0] @ self._quotes[one]) for one in quotes), default=0.0)
