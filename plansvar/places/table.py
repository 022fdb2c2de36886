"""The table of municipalities and counties: numbers, names, years, and what became of them.

The numbers are those of Statistics Norway. The table begins in 2016: ``from`` is empty for what
was there before. A merger lists one successor, a split several; a boundary that moved by some farms
is no split. Sami and Kven names stand in ``also``.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Literal

Kind = Literal["municipality", "county"]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality (number of four digits) or a county (two digits) in its time.

    ``valid_from`` and ``valid_to`` (inclusive) are ``None`` where the table has no end. ``into``
    names the successors by number.
    """

    number: str
    name: str
    also: tuple[str, ...]
    valid_from: dt.date | None
    valid_to: dt.date | None
    into: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """Which of the two it is."""
        return "county" if len(self.number) == 2 else "municipality"

    @property
    def county(self) -> str:
        """The number of the county that it is, or lies in."""
        return self.number[:2]

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, the Norwegian one first."""
        return (self.name, *self.also)

    def valid_on(self, day: dt.date) -> bool:
        """Whether it was there on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@functools.cache
def places() -> dict[str, Place]:
    """All places by number. A number was never given twice."""
    return {place.number: place for name in ("counties", "municipalities") for place in _read(name)}


def on(day: dt.date, kind: Kind) -> list[Place]:
    """The municipalities or counties that there were on a day."""
    return [place for place in places().values() if place.kind == kind and place.valid_on(day)]


@functools.cache
def predecessors(number: str) -> tuple[str, ...]:
    """What a place was made of, one step back."""
    return tuple(place.number for place in places().values() if number in place.into)


@functools.cache
def lineage(number: str) -> frozenset[str]:
    """A place with all that it came from and all that it became."""
    return frozenset({number, *_follow([number], back=True), *_follow([number], back=False)})


@functools.cache
def successors(number: str) -> frozenset[str]:
    """All that a place became, over any number of reforms."""
    return frozenset(_follow([number], back=False))


def _follow(numbers: Iterable[str], *, back: bool) -> set[str]:
    found: set[str] = set()
    waiting = list(numbers)
    while waiting:
        number = waiting.pop()
        following = predecessors(number) if back else places()[number].into
        waiting.extend(one for one in following if one not in found)
        found.update(following)
    return found


def _read(name: str) -> Iterable[Place]:
    text = resources.files("plansvar.places").joinpath(f"{name}.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield Place(
            number=row["number"],
            name=row["name"],
            also=tuple(filter(None, row["also"].split("/"))),
            valid_from=_day(row["from"]),
            valid_to=_day(row["to"]),
            into=tuple(row["into"].split()),
        )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
