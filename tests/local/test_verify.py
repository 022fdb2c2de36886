"""Database and index are compared chunk by chunk, and the index is mended after the database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from plansvar.database import writes
from plansvar.index.chunk_points import points_of
from plansvar.service import Verification
from plansvar.verify import repair, verify
from tests.conftest import Desk

MODEL = "hashing-1"


@pytest.fixture
def filled(desk: Desk) -> Desk:
    for name, words in (("a.txt", "Kommunen eier moloen."), ("b.txt", "Fristen er 1. mai 2026.")):
        desk.ingest(desk.write(name, words), groups=("public", "styret"))
    return desk


def look(desk: Desk) -> Verification:
    return verify(desk.stores.engine, desk.stores.index, MODEL)


def mend(desk: Desk) -> int:
    return repair(desk.stores.engine, desk.stores.index, MODEL, desk.stores.analyser, look(desk))


def test_they_agree(filled: Desk) -> None:
    found = look(filled)
    assert found == Verification(documents=2, chunks=2)
    assert found.agrees
    assert mend(filled) == 0


def test_missing_points_come_back_as_they_were(filled: Desk) -> None:
    index = filled.stores.index
    before = sorted(index.listed(), key=lambda info: info.id)
    index.delete_points([before[0].id])
    assert look(filled).missing == (before[0].id,)
    assert mend(filled) == 1
    assert sorted(index.listed(), key=lambda info: info.id) == before


def test_points_of_nothing_go(filled: Desk) -> None:
    index = filled.stores.index
    [point, _] = points_of(filled.stores.engine, MODEL, filled.stores.analyser)
    stray = replace(point, id="00000000-0000-4000-8000-000000000001")
    index.upsert([stray])
    assert look(filled).orphaned == (stray.id,)
    assert mend(filled) == 1
    assert look(filled).agrees


@pytest.mark.parametrize(
    "wrong", [{"groups": ("public",)}, {"groups": ()}, {"version_id": "another"}]
)
def test_wrong_access_is_found_and_mended(filled: Desk, wrong: dict[str, object]) -> None:
    [point, _] = points_of(filled.stores.engine, MODEL, filled.stores.analyser)
    filled.stores.index.upsert([replace(point, **wrong)])  # type: ignore[arg-type]
    assert look(filled).wrong_access == (point.id,)
    assert mend(filled) == 1
    assert look(filled).agrees


def test_what_a_stopped_run_left_is_cleared_away(filled: Desk) -> None:
    [document, _] = filled.documents()
    writes.hide(filled.stores.engine, [document.id])
    found = look(filled)
    assert (found.documents, found.chunks, len(found.leftover)) == (1, 1, 1)
    assert found.orphaned == ()
    assert not found.agrees
    mend(filled)
    assert look(filled) == Verification(documents=1, chunks=1)


def test_wrong_counts_are_found_and_mended(filled: Desk) -> None:
    with filled.stores.engine.begin() as connection:
        connection.execute(text("DELETE FROM term_counts WHERE \"group\" = 'styret'"))
    assert look(filled).miscounted == ("styret",)
    assert mend(filled) == 0
    assert look(filled).agrees
    with filled.stores.engine.begin() as connection:  # as it was before words were counted
        connection.execute(text("UPDATE versions SET terms = NULL"))
    assert look(filled).miscounted == ("public", "styret")
    mend(filled)
    assert look(filled).agrees


def test_another_model_has_no_vectors(filled: Desk) -> None:
    found = verify(filled.stores.engine, filled.stores.index, "another")
    assert len(found.without_vector) == 2
