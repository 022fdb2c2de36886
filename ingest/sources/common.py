"""What all kinds of sources have alike."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.batch import Batch, RawFile
from ingest.metadata import Given
from ingest.publish import sweep
from plansvar.database import parts, writes
from plansvar.sources import SourceSettings
from plansvar.stores import Stores

_MOST_GONE = 0.2  # share of a source's documents


def too_many(gone: int, known: int) -> bool:
    """Whether so many documents are gone that a fault is more likely than somebody's intention."""
    return gone > _MOST_GONE * known


def given_by(source: SourceSettings) -> Given:
    """What a source's settings say of all its documents."""
    return Given(source.type, source.authority, source.organisation)


def batch_of(
    name: str,
    source: SourceSettings,
    files: tuple[RawFile, ...],
    known: Mapping[str, writes.Known],
) -> Batch:
    """Files of a source, to be read as its settings say."""
    return Batch(
        source=name,
        files=files,
        known=known,
        groups=source.groups,
        given=given_by(source),
        allow_marked=source.allow_marked,
        keep_originals=source.keep_originals,
    )


def take_out(documents: Mapping[str, str], stores: Stores) -> dict[str, str]:
    """Have documents, by id and path, seen no more; returns what came with them, which goes too."""
    if not documents:
        return {}
    below = parts.below(stores.engine, list(documents))
    writes.hide(stores.engine, [*documents, *below])
    sweep(stores)
    return below
