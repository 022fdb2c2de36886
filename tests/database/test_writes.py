import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from plansvar.database import embeddings, writes
from plansvar.vectors import embed_current, vectors_of
from tests.conftest import Desk, HashingEmbedder


def rows(desk: Desk, table: str) -> int:
    with desk.stores.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


def test_a_hidden_document_leaves_nothing_behind(desk: Desk) -> None:
    desk.write("molo.txt", "Molo i Sund\n\nMoloen er av stein.\n")
    desk.ingest(groups=("public", "styret"))
    (info,) = desk.documents()
    assert writes.hide(desk.stores.engine, [info.id, "finnes-ikke"]) == 1
    assert desk.documents() == []
    assert writes.leftover_chunks(desk.stores.engine) == list(desk.stores.index.ids())
    assert writes.known(desk.stores.engine, info.source) == {}
    writes.drop_leftovers(desk.stores.engine)
    tables = ("documents", "document_groups", "versions", "blocks", "chunks", "embeddings")
    assert {table: rows(desk, table) for table in tables} == dict.fromkeys(tables, 0)


def test_a_vector_is_kept_while_some_text_needs_it(desk: Desk) -> None:
    for name in ("a", "b"):
        desk.write(f"{name}.txt", "Molo i Sund\n\nMoloen er av stein.\n")
    desk.ingest()
    assert rows(desk, "embeddings") == 1
    first, second = desk.documents()
    for info, left in ((first, 1), (second, 0)):
        writes.hide(desk.stores.engine, [info.id])
        writes.drop_leftovers(desk.stores.engine)
        assert rows(desk, "embeddings") == left


def test_texts_are_embedded_once_per_model(desk: Desk) -> None:
    one, other = HashingEmbedder("en"), HashingEmbedder("to")
    steps: list[int] = []
    found = vectors_of(desk.stores.engine, one, ["molo", "kai", "molo"], steps.append)
    assert one.embedded == ["molo", "kai"]
    assert sum(steps) == 3
    again = vectors_of(desk.stores.engine, one, ["kai", "torg"], steps.append)
    assert one.embedded == ["molo", "kai", "torg"]
    assert sum(steps) == 5
    vectors_of(desk.stores.engine, other, ["kai"])
    assert other.embedded == ["kai"]
    (shared,) = set(found) & set(again)
    assert np.allclose(found[shared], again[shared], atol=1e-3)


def test_every_current_chunk_gets_a_vector_of_another_model(desk: Desk) -> None:
    for number in range(3):
        desk.write(f"{number}.txt", f"Molo {number}\n\nMoloen er av stein {number}.\n")
    desk.ingest()
    other = HashingEmbedder("to")
    steps: list[tuple[int, int]] = []
    assert embed_current(desk.stores.engine, other, lambda *step: steps.append(step)) == 3
    assert (len(other.embedded), steps) == (3, [(3, 3)])
    assert embed_current(desk.stores.engine, other) == 3
    assert len(other.embedded) == 3


@given(st.lists(st.floats(-1, 1, width=16), min_size=1, max_size=8).filter(any))
def test_a_stored_vector_comes_back_as_a_direction(values: list[float]) -> None:
    vector = np.array(values, dtype=np.float32)
    if np.linalg.norm(vector) < 1e-3:
        return
    found = embeddings.decode_vector(vector.astype("<f2").tobytes())
    assert found.dtype == np.float32
    assert np.isclose(np.linalg.norm(found), 1, atol=1e-5)
    assert np.allclose(found, vector / np.linalg.norm(vector), atol=1e-5)
