"""What is asked, what was found, and what that is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plansvar.answers import SearchHit


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the items that answer it.

    ``part`` is ``training`` or ``reporting`` where a set is split, else empty. ``pair`` is shared
    by the bokmål and the nynorsk form of one question. ``source`` is the type of the documents that
    answer it, where a set tells it.
    """

    id: str
    text: str
    relevant: tuple[str, ...]
    kind: str = ""
    language: str = ""
    part: str = ""
    pair: str | None = None
    groups: tuple[str, ...] = ("public",)
    source: str = ""


@dataclass(frozen=True, slots=True)
class QuerySet:
    """Queries over some documents.

    ``write`` puts the documents into a folder and returns what is to be read in, by group.
    ``items`` says which of a query's relevant items a hit is; a name of its own where it is none.
    ``blind``: of this set only figures are told.
    """

    name: str
    queries: tuple[Query, ...]
    write: Callable[[Path], dict[str, tuple[Path, ...]]]
    items: Callable[[Query, SearchHit], tuple[str, ...]]
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found: items, best first; the time it took; figures from 0 to 1 by name."""

    query: Query
    found: tuple[str, ...]
    milliseconds: float
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """All results of one system on one set. ``commit`` ends in ``+`` where the tree was changed."""

    set_name: str
    system: str
    commit: str
    created: str
    settings: dict[str, object]
    results: tuple[Result, ...]
    costs: dict[str, float] = field(default_factory=dict)
    blind: bool = False


def part(results: Sequence[Result], name: str) -> list[Result]:
    """The results of a part of the set; of all where the set isn't split."""
    chosen = [one for one in results if one.query.part == name]
    return chosen or list(results)
