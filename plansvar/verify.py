"""Do the database and the index agree? The database is right; the index is mended after it."""

from __future__ import annotations

from sqlalchemy import Engine

from plansvar.database import term_counts, writes
from plansvar.index import Index, rarity
from plansvar.index.analysis import Analyser
from plansvar.index.chunk_points import points_of
from plansvar.service import Verification


def verify(engine: Engine, index: Index, model_key: str) -> Verification:
    """Compare every current chunk with its point, and every point with its chunk.

    And what is counted of their words with what they make.
    """
    expected = {info.id: info for info in writes.current_points(engine)}
    found = {info.id: info for info in index.listed()}
    embedded = writes.chunks_with_vector(engine, model_key)
    leftover = writes.leftover_chunks(engine)
    return Verification(
        documents=len({info.document_id for info in expected.values()}),
        chunks=len(expected),
        missing=tuple(sorted(expected.keys() - found.keys())),
        # Points of a version that is still to be cleared away are leftovers, not orphans.
        orphaned=tuple(sorted(found.keys() - expected.keys() - set(leftover))),
        wrong_access=tuple(
            sorted(name for name in expected.keys() & found.keys() if expected[name] != found[name])
        ),
        without_vector=tuple(sorted(expected.keys() - embedded)),
        leftover=tuple(leftover),
        miscounted=term_counts.miscounted(engine),
    )


def repair(
    engine: Engine, index: Index, model_key: str, analyser: Analyser, found: Verification
) -> int:
    """Bring the index in line with the database; returns how many points were changed.

    The chunks without a vector must have been embedded before. Of what differs, points are written
    again as the database has them, and what it doesn't have goes.
    """
    index.delete_points([*found.orphaned, *found.leftover])
    writes.drop_leftovers(engine)
    if found.miscounted:
        rarity.recount(engine, analyser)
    again = [*found.missing, *found.wrong_access]
    written = index.upsert(points_of(engine, model_key, analyser, again))
    return written + len(found.orphaned) + len(found.leftover)
