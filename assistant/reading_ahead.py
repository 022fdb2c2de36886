"""The vectors of what answers are made of, embedded before anybody asks.

To answer, the sentences, list items and rows of ten passages compete (:mod:`assistant.units`), and
embedding them is most of what an answer takes. They are the same whatever is asked, so they are
embedded once, after documents have been read in and can be found already. A question whose units
have no vectors yet embeds them itself: nothing but time depends on this.
"""

from __future__ import annotations

from assistant.likeness import embedded_text
from assistant.retrieval import Passage
from assistant.units import units
from plansvar import index_record
from plansvar.access import User
from plansvar.database import reads
from plansvar.database.units import Unread, not_read_ahead, set_units, unread
from plansvar.documents.stored import text_hash
from plansvar.service import Progress, ProgressCallback
from plansvar.stores import Stores
from plansvar.vectors import vectors_of

# Count up when other units, or other texts of them, are embedded for a question.
EDITION = 1
# Versions are embedded together until they have so many units; of a longer one, so many at a time.
_BATCH = 512


def read_ahead(stores: Stores, progress: ProgressCallback | None = None) -> None:
    """Embed the units of all current versions that lack them.

    Interrupted, it goes on where it was. ``progress`` counts documents.
    """
    # The record rather than the model, which takes long to load where there is nothing to do.
    record = index_record.read(stores.settings.data)
    if record is None or not stores.settings.answer.read_ahead:
        return
    report = progress or (lambda _: None)
    by = f"{EDITION} {record.model}"
    waiting: dict[str, list[str]] = {}
    versions = not_read_ahead(stores.engine, by)
    for number, version in enumerate(versions):
        report(Progress("ahead", number, len(versions)))
        waiting[version] = _texts(unread(stores.engine, version), stores)
        if sum(map(len, waiting.values())) >= _BATCH:
            _embed(waiting, by, stores)
            waiting = {}
    if versions:
        _embed(waiting, by, stores)
        report(Progress("ahead", len(versions), len(versions)))


def _texts(version: Unread, stores: Stores) -> list[str]:
    """What the embedder sees of the units of a version."""
    reader = User("reading-ahead", version.groups)
    chunks = reads.chunks(stores.engine, reader, version.chunks)
    passages = [Passage(chunks[one], 0.0, None, None) for one in version.chunks if one in chunks]
    found = (embedded_text(unit) for unit in units(passages, reader, stores))
    return list(dict.fromkeys(found))


def _embed(waiting: dict[str, list[str]], by: str, stores: Stores) -> None:
    texts = [text for own in waiting.values() for text in own]
    # Some at a time, each kept at once: a long document is a long time to lose.
    for start in range(0, len(texts), _BATCH):
        vectors_of(stores.engine, stores.embedder(), texts[start : start + _BATCH])
    for version, own in waiting.items():
        set_units(stores.engine, version, by, [text_hash(text) for text in own])
