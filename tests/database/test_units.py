"""The nearest of a chunk's units: among all of them, for who may read the chunk."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plansvar.access import User, user
from plansvar.database import writes
from plansvar.database.units import nearest_units, read_ahead_by, set_units, unread
from plansvar.embedding.protocol import Vectors
from tests.conftest import READER, Desk

BY = read_ahead_by("model-1")
NOBODY = User("none", ())
BOARD = user("kari", ("styret",))
ROUNDING = 2e-3  # of float16
DIRECTIONS = st.lists(st.integers(-5, 5), min_size=3, max_size=3).filter(any)
UNITS = st.lists(st.lists(DIRECTIONS, max_size=5), min_size=3, max_size=3)


def unit(direction: list[int]) -> Vectors:
    vector = np.array(direction, np.float32)
    return vector / np.linalg.norm(vector)


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """One open document of a chunk, and a closed one of two."""
    desk.ingest(desk.write("open.md", "# Molo\n\nMoloen skal stå ferdig i 2030.\n"))
    closed = "# Kai\n\nKaien skal stå ferdig i 2031.\n\n# Torg\n\nTorget ble ferdig i 2020.\n"
    desk.ingest(desk.write("closed.md", closed), groups=("styret",))
    return desk


def chunks(desk: Desk) -> list[tuple[str, str]]:
    """Version and chunk of all that there is, the open one first."""
    both = [*desk.documents(), *desk.documents(BOARD)]  # the closed one is read by the board alone
    versions = dict.fromkeys(one.version_id for one in both)
    found = [
        (version, key) for version in versions for key in unread(desk.stores.engine, version).chunks
    ]
    assert len(found) == 3
    return found


def keep(desk: Desk, units: list[list[Vectors]], by: str = BY) -> list[str]:
    """Write units down; returns the ids of their chunks."""
    found = chunks(desk)
    for version in dict.fromkeys(version for version, _ in found):
        own = {
            key: {f"{key}-{number}": vector for number, vector in enumerate(vectors)}
            for (other, key), vectors in zip(found, units, strict=True)
            if other == version
        }
        set_units(desk.stores.engine, version, by, own)
    return [key for _, key in found]


def nearest(
    desk: Desk, ids: list[str], question: Vectors, who: User = READER, by: str = BY
) -> dict[str, float]:
    return nearest_units(desk.stores.engine, who, ids, by, question)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=UNITS, question=DIRECTIONS)
def test_it_is_the_nearest_of_all_units_of_what_one_may_read(
    shelf: Desk, units: list[list[list[int]]], question: list[int]
) -> None:
    vectors = [[unit(one) for one in own] for own in units]
    asked = unit(question)
    ids = keep(shelf, vectors)
    for who, readable in ((READER, ids[:1]), (BOARD, ids), (NOBODY, [])):
        expected = {
            key: max(float(one @ asked) for one in own)
            for key, own in zip(ids, vectors, strict=True)
            if own and key in readable
        }
        assert nearest(shelf, ids, asked, who) == pytest.approx(expected, abs=ROUNDING)


def test_only_of_the_chunks_asked_for(shelf: Desk) -> None:
    one = unit([1, 0, 0])
    ids = keep(shelf, [[one]] * 3)
    assert set(nearest(shelf, ids[2:], one, BOARD)) == {ids[2]}
    assert nearest(shelf, [], one, BOARD) == {}


def test_what_another_model_made_is_not_compared(shelf: Desk) -> None:
    one = unit([1, 0, 0])
    ids = keep(shelf, [[one]] * 3)
    assert nearest(shelf, ids, one, by=read_ahead_by("model-2")) == {}


def test_units_take_the_place_of_earlier_ones(shelf: Desk) -> None:
    keep(shelf, [[unit([1, 0, 0])]] * 3)
    ids = keep(shelf, [[unit([0, 1, 0])], [], []])
    assert nearest(shelf, ids, unit([1, 0, 0])) == pytest.approx({ids[0]: 0.0}, abs=ROUNDING)
    assert set(nearest(shelf, ids, unit([1, 0, 0]), BOARD)) == {ids[0]}


def test_of_a_document_that_goes_nothing_is_left(shelf: Desk) -> None:
    one = unit([1, 0, 0])
    ids = keep(shelf, [[one]] * 3)
    (document,) = shelf.documents()
    writes.hide(shelf.stores.engine, [document.id])
    assert nearest(shelf, ids, one) == {}
    writes.drop_leftovers(shelf.stores.engine)
    set_units(shelf.stores.engine, document.version_id, BY, {ids[0]: {"a": one}})  # too late
    assert nearest(shelf, ids, one) == {}
