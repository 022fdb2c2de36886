"""How near units are to a question in meaning."""

from __future__ import annotations

import numpy as np

from assistant.competing import Competitors
from assistant.likeness import cosines, embedded_text
from assistant.units import UnitKind
from plansvar.embedding.protocol import Embedder
from tests.assistant.making import all_units
from tests.conftest import Desk

PLAN = """# Havneplan

Kommunen har tre mål:

- trygg havn for alle
- levende kai om sommeren
- rent vann i fjorden

Moloen koster 3 mill. kroner.
"""


def test_a_list_is_as_near_as_the_nearest_of_its_items(desk: Desk, model: Embedder) -> None:
    desk.write("plan.md", PLAN)
    desk.ingest()
    found = Competitors.of(all_units(desk))
    question = model.embed_queries(["Hvor rent skal vannet være?", "Hva skal være rent?"])
    (near,) = cosines([question], found, model)

    whole = next(n for n, unit in enumerate(found) if unit.kind is UnitKind.LIST)
    items = [n for n, unit in enumerate(found) if unit.kind is UnitKind.ITEM]
    assert len(items) == 3
    assert np.array_equal(near[:, whole], near[:, items].max(axis=1))
    rest = [n for n in range(len(found)) if n != whole]
    own = model.embed_passages([embedded_text(found.units[n]) for n in rest])
    assert np.allclose(near[:, rest], question @ own.T, atol=1e-5)


def test_a_list_whose_items_do_not_compete_is_embedded_itself(desk: Desk, model: Embedder) -> None:
    desk.write("plan.md", PLAN)
    desk.ingest()
    found = Competitors.of([one for one in all_units(desk) if one.kind is UnitKind.LIST])
    question = model.embed_queries(["Hvor rent skal vannet være?"])
    (near,) = cosines([question], found, model)

    own = model.embed_passages([embedded_text(unit) for unit in found])
    assert np.allclose(near, question @ own.T, atol=1e-5)


def test_nothing_is_near_to_nothing(model: Embedder) -> None:
    question = model.embed_queries(["Hvor?", "Når?"])

    assert [one.shape for one in cosines([question], Competitors.of([]), model)] == [(2, 0)]
