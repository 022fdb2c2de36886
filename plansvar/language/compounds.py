"""Compounds taken apart: "skoleprosjektet" is also about "skole" and "prosjektet".

A word is cut where both sides are words of the word list, with a linking "s" or "e" if need be.
Of several cuts the one whose shorter side is longest wins, as short words fit by chance; so far as
Koehn and Knight, "Empirical methods for compound splitting" (EACL 2003), without frequencies,
which changed nothing (docs/adr/0016-retrieval.md).
"""

from __future__ import annotations

from typing import Protocol

from plansvar.language.word_list import SHORTEST

_LINKS = ("", "s", "e")


class Words(Protocol):
    """A list of words in lower case."""

    def __contains__(self, word: str) -> bool:
        """Whether a word is one of the list."""
        ...

    def prefixes(self, word: str) -> list[str]:
        """The words of the list with which ``word`` begins."""
        ...


def parts(word: str, words: Words) -> tuple[str, ...]:
    """The two parts of a compound in lower case; nothing where it is none.

    The first part comes without its link.
    """
    if len(word) < 2 * SHORTEST or not word.isalpha():
        return ()
    best: tuple[int, int, str, str] | None = None
    for head in words.prefixes(word):
        for link in _LINKS:
            tail = word[len(head) :].removeprefix(link)
            if link and not word.startswith(link, len(head)):
                continue
            if len(head) < SHORTEST or len(tail) < SHORTEST or tail not in words:
                continue
            # A cut without a link wins over one with.
            found = (min(len(head), len(tail)), -len(link), head, tail)
            if best is None or found > best:
                best = found
    return best[2:] if best else ()
