"""The vectors of what answers are made of, embedded before anybody asks.

To answer, the sentences, list items and rows of ten passages compete (:mod:`assistant.units`), and
embedding them is most of what an answer takes. They are the same whatever is asked, so they are
embedded once, after documents have been read in and can be found already. From then on a passage is
found by its nearest sentence too (:mod:`assistant.retrieval`). A question whose units have no
vectors yet embeds them itself.
"""

from __future__ import annotations

from assistant.likeness import embedded_text
from assistant.retrieval import Passage
from assistant.units import units_of_each
from plansvar import index_record
from plansvar.access import User
from plansvar.database import reads
from plansvar.database.units import Unread, not_read_ahead, read_ahead_by, set_units, unread
from plansvar.documents.stored import text_hash
from plansvar.embedding.protocol import Vectors
from plansvar.service import Progress, ProgressCallback
from plansvar.stores import Stores
from plansvar.vectors import vectors_of

# Versions are embedded together until they have so many units; of a longer one, so many at a time.
_BATCH = 512
# The texts of a version's units, by chunk.
_Texts = dict[str, list[str]]


def read_ahead(stores: Stores, progress: ProgressCallback | None = None) -> None:
    """Embed the units of all current versions that lack them.

    Interrupted, it goes on where it was. ``progress`` counts documents.
    """
    # The record rather than the model, which takes long to load where there is nothing to do.
    record = index_record.read(stores.settings.data)
    if record is None or not stores.settings.answer.read_ahead:
        return
    report = progress or (lambda _: None)
    by = read_ahead_by(record.model)
    waiting: dict[str, _Texts] = {}
    versions = not_read_ahead(stores.engine, by)
    for number, version in enumerate(versions):
        report(Progress("ahead", number, len(versions)))
        waiting[version] = _texts(unread(stores.engine, version), stores)
        if sum(len(texts) for own in waiting.values() for texts in own.values()) >= _BATCH:
            _embed(waiting, by, stores)
            waiting = {}
    if versions:
        _embed(waiting, by, stores)
        report(Progress("ahead", len(versions), len(versions)))


def _texts(version: Unread, stores: Stores) -> _Texts:
    """What the embedder sees of the units of a version."""
    reader = User("reading-ahead", version.groups)
    chunks = reads.chunks(stores.engine, reader, version.chunks)
    there = [one for one in version.chunks if one in chunks]
    passages = [Passage(chunks[one], 0.0, None, None) for one in there]
    return {
        one: list(dict.fromkeys(embedded_text(unit) for unit in own))
        for one, own in zip(there, units_of_each(passages, reader, stores), strict=True)
    }


def _embed(waiting: dict[str, _Texts], by: str, stores: Stores) -> None:
    texts = [text for own in waiting.values() for some in own.values() for text in some]
    vectors: dict[str, Vectors] = {}
    # Some at a time, each kept at once: a long document is a long time to lose.
    for start in range(0, len(texts), _BATCH):
        vectors |= vectors_of(stores.engine, stores.embedder(), texts[start : start + _BATCH])
    for version, own in waiting.items():
        hashes = {chunk: [text_hash(text) for text in some] for chunk, some in own.items()}
        of_chunks = {chunk: {key: vectors[key] for key in some} for chunk, some in hashes.items()}
        set_units(stores.engine, version, by, of_chunks)
