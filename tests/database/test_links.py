"""Copies and editions are those that a reader could find in his own documents alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from plansvar.access import user
from plansvar.database import relations
from plansvar.database.corrections import state
from plansvar.database.reads import documents, related
from plansvar.database.relations import Link, Related
from plansvar.documents.groups import grouped
from tests.register.library import Library, library

NAMES = ("a.txt", "b.txt", "c.txt", "d.txt")
# Each beside the next; b and c are copies as well.
PAIRS = ((0, 1, False), (1, 2, True), (2, 3, False))
MATRIX = [chosen for count in range(5) for chosen in combinations(range(4), count)]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return shelf(tmp_path_factory.mktemp("all"), range(4))


def shelf(folder: Path, chosen: Sequence[int]) -> Library:
    """Those of the four plans, each for a group of its own, linked as they are by themselves."""
    made = library(folder)
    ids = {
        number: made.add(
            NAMES[number],
            f"measure title=Molo {'i havna' if number % 2 else ''}; number=2.1; leads=Vik {number}",
            groups=(f"only-{number}",),
            date=f"202{number}-01-01",
        )
        for number in chosen
    }
    links = set()
    for one, other, copies in PAIRS:
        if one in ids and other in ids:
            first, second = sorted((ids[one], ids[other]))
            links.add(Link(first, second, copies=copies, editions=True))
    copies = grouped((link.one, link.other) for link in links if link.copies)
    works = grouped((link.one, link.other) for link in links)
    relations.relate(
        made.engine,
        {one: Related(copies.get(one), works.get(one)) for one in ids.values()},
        gone=set(),
        new=links,
    )
    return made


@pytest.mark.parametrize("chosen", MATRIX)
def test_every_reader_sees_the_groups_and_facts_of_his_own_documents(
    books: Library, tmp_path: Path, chosen: tuple[int, ...]
) -> None:
    reader = user("kari", tuple(f"only-{number}" for number in chosen))
    alone = shelf(tmp_path, chosen)
    assert documents(books.engine, reader) == documents(alone.engine, reader)
    assert state(books.engine, reader) == state(alone.engine, reader)
    for one in documents(books.engine, reader):
        beside = related(books.engine, reader, [one.id])
        assert beside == related(alone.engine, reader, [one.id])
    facts = books.service().register(reader).facts
    assert facts == alone.service().register(reader).facts


def test_a_hidden_plan_joins_nothing(books: Library) -> None:
    ends = user("ola", ("only-0", "only-3"))
    assert {one.work for one in documents(books.engine, ends)} == {None}
    everyone = user("per", tuple(f"only-{number}" for number in range(4)))
    assert len({one.work for one in documents(books.engine, everyone)}) == 1


def test_a_link_goes_with_its_document(tmp_path: Path) -> None:
    made = shelf(tmp_path, range(4))
    before = relations.links(made.engine)
    relations.relate(made.engine, {}, gone=before, new=set())
    assert relations.links(made.engine) == frozenset()
