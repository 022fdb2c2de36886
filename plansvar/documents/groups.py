"""Groups out of pairs: what is joined, over however many others, is together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """The name of the group of each that is in a pair: the first of its members' names."""
    above: dict[str, str] = {}

    def top(one: str) -> str:
        above.setdefault(one, one)
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for one, other in pairs:
        first, second = sorted((top(one), top(other)))
        above[second] = first
    return {one: top(one) for one in above}
