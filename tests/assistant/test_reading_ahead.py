"""The vectors of sentences are there before anybody asks, and go with their documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from assistant.pipeline import ask
from assistant.reading_ahead import read_ahead
from plansvar import index_record
from plansvar.access import User
from plansvar.database import reads, writes
from plansvar.database.models import EmbeddingRow, UnitRow, UnitVectorsRow
from plansvar.database.units import not_read_ahead, read_ahead_by
from plansvar.documents.types import Block
from plansvar.embedding.protocol import Embedder, Vectors
from plansvar.service import Progress
from plansvar.vectors import KeptVectors, vectors_of
from tests.conftest import READER, Desk, HashingEmbedder

PLAN = """# Havneplan

## Molo

Moloen i Nordvik skal stå ferdig i 2030. Kystverket eier moloen.

- Havnevesenet leder arbeidet.
- Fylket betaler halvparten.
- Kommunen varsler naboene.

| Tiltak | Ansvarlig |
|---|---|
| Ny kran | Havnevesenet |
| Ny vei | Kommunen |
"""
QUESTIONS = (
    "Hvem eier moloen i Nordvik?",
    "Hvem leder arbeidet?",
    "Hvem har ansvaret for ny kran?",
)


@pytest.fixture
def ahead(desk: Desk) -> Desk:
    """A desk whose index knows its model."""
    index_record.write(desk.stores.settings.data, desk.embedder)
    desk.write("plan.md", PLAN)
    desk.ingest()
    return desk


def asking(desk: Desk) -> HashingEmbedder:
    """Ask through the vectors that are kept; returns the embedder of all others."""
    model = HashingEmbedder()
    kept = KeptVectors(model, desk.stores.engine)
    stores = replace(desk.stores, embedder=lambda: kept)
    for question in QUESTIONS:
        ask(question, READER, stores)
    return model


def count(desk: Desk, row: type[UnitRow | UnitVectorsRow | EmbeddingRow]) -> int:
    with Session(desk.stores.engine) as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


def test_a_question_embeds_no_passages_once_they_are_read_ahead(ahead: Desk) -> None:
    assert asking(ahead).embedded  # before
    steps: list[Progress] = []
    read_ahead(ahead.stores, steps.append)
    assert asking(ahead).embedded == []
    assert [(step.stage, step.done, step.total) for step in steps] == [
        ("ahead", 0, 1),
        ("ahead", 1, 1),
    ]


def test_but_for_the_order_of_passages_answers_are_the_same_as_without(ahead: Desk) -> None:
    chosen = ahead.stores.settings
    search = chosen.search.model_copy(update={"sentence_share": 0.0})
    ahead.stores = replace(ahead.stores, settings=chosen.model_copy(update={"search": search}))
    before = [ask(question, READER, ahead.stores).sentences for question in QUESTIONS]
    read_ahead(ahead.stores)
    kept = KeptVectors(ahead.embedder, ahead.stores.engine)
    stores = replace(ahead.stores, embedder=lambda: kept)
    assert [ask(question, READER, stores).sentences for question in QUESTIONS] == before


def test_nothing_is_embedded_twice(ahead: Desk) -> None:
    read_ahead(ahead.stores)
    ahead.embedder.embedded.clear()
    read_ahead(ahead.stores)
    assert ahead.embedder.embedded == []


def test_interrupted_it_goes_on_where_it_was(ahead: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.reading_ahead._BATCH", 1)
    ahead.write("andre.md", "# Veiplan\n\nKommunen rydder veien til Nordvik hver vinter.\n")
    ahead.ingest()

    def stop(progress: Progress) -> None:
        if progress.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_ahead(ahead.stores, stop)
    by = read_ahead_by(ahead.embedder.model_key)
    assert len(not_read_ahead(ahead.stores.engine, by)) == 1
    steps: list[Progress] = []
    read_ahead(ahead.stores, steps.append)
    assert steps[-1].total == 1
    assert not_read_ahead(ahead.stores.engine, by) == []


def test_a_long_document_is_kept_piece_by_piece(
    ahead: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.reading_ahead._BATCH", 4)

    class Stopped(HashingEmbedder):
        def embed_passages(
            self, texts: Sequence[str], progress: Callable[[int], None] | None = None
        ) -> Vectors:
            if self.embedded:
                raise KeyboardInterrupt
            return super().embed_passages(texts, progress)

    stopped = Stopped()
    with pytest.raises(KeyboardInterrupt):
        read_ahead(replace(ahead.stores, embedder=lambda: stopped))
    ahead.embedder.embedded.clear()
    read_ahead(ahead.stores)
    assert ahead.embedder.embedded
    assert not set(stopped.embedded) & set(ahead.embedder.embedded)


def test_a_document_without_text_needs_no_model(ahead: Desk) -> None:
    read_ahead(ahead.stores)
    ahead.write("tom.md", "# Bare en overskrift\n")
    ahead.ingest()
    read_ahead(ahead.stores)

    def no_model() -> HashingEmbedder:
        raise AssertionError("the model was loaded")

    read_ahead(replace(ahead.stores, embedder=no_model))


def test_a_document_is_read_once(ahead: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many passages it has: a long one is soon read ahead, too."""
    ahead.write("lang.md", "".join(f"# Del {n}\n\nKommunen bygger bro {n}.\n\n" for n in range(30)))
    ahead.ingest()
    texts, blocks = [], []
    text_of, blocks_of = reads.text, reads.blocks

    def text(engine: Engine, user: User, version: str) -> str | None:
        texts.append(version)
        return text_of(engine, user, version)

    def between(engine: Engine, user: User, version: str, first: int, last: int) -> list[Block]:
        found = blocks_of(engine, user, version, first, last)
        blocks.extend((version, one.ordinal) for one in found)
        return found

    monkeypatch.setattr(reads, "text", text)
    monkeypatch.setattr(reads, "blocks", between)
    read_ahead(ahead.stores)
    assert len(texts) == len(set(texts)) == 2
    assert len(blocks) == len(set(blocks))


def test_another_model_reads_all_again(ahead: Desk) -> None:
    read_ahead(ahead.stores)
    other = HashingEmbedder("hashing-2")
    index_record.write(ahead.stores.settings.data, other)
    read_ahead(replace(ahead.stores, embedder=lambda: other))
    assert other.embedded


def test_what_is_gone_leaves_no_vector(ahead: Desk) -> None:
    read_ahead(ahead.stores)
    assert count(ahead, UnitRow) > 5
    assert count(ahead, UnitVectorsRow) > 0
    (document,) = ahead.documents()
    writes.hide(ahead.stores.engine, [document.id])
    writes.drop_leftovers(ahead.stores.engine)
    assert {count(ahead, row) for row in (UnitRow, UnitVectorsRow, EmbeddingRow)} == {0}


def test_what_is_changed_is_read_again(ahead: Desk) -> None:
    read_ahead(ahead.stores)
    ahead.write("plan.md", PLAN.replace("Kystverket eier", "Fylket eier"))
    ahead.ingest()
    assert asking(ahead).embedded
    read_ahead(ahead.stores)
    assert asking(ahead).embedded == []


def test_it_can_be_left_out(ahead: Desk) -> None:
    chosen = ahead.stores.settings
    answer = chosen.answer.model_copy(update={"read_ahead": False})
    read_ahead(replace(ahead.stores, settings=chosen.model_copy(update={"answer": answer})))
    assert count(ahead, UnitRow) == 0


def test_a_document_that_goes_meanwhile_is_left_out(
    ahead: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (document,) = ahead.documents()

    def gone(engine: Engine, embedder: Embedder, texts: Sequence[str]) -> dict[str, Vectors]:
        writes.hide(engine, [document.id])
        writes.drop_leftovers(engine)
        return vectors_of(engine, embedder, texts)

    monkeypatch.setattr("assistant.reading_ahead.vectors_of", gone)
    read_ahead(ahead.stores)
    assert count(ahead, UnitRow) == count(ahead, UnitVectorsRow) == 0
