"""What is kept beside the database goes with the documents it belongs to."""

from __future__ import annotations

from plansvar import originals, recognised
from plansvar.database import writes
from plansvar.stores import Stores


def clear(stores: Stores, before: set[str]) -> None:
    """Delete what belongs to contents that nobody sees any more; ``before`` are those seen once."""
    data, now = stores.settings.data, writes.current_contents(stores.engine)
    recognised.drop(data, before - now)
    recognised.drop_others(data, now)
    unkept = [name for name, source in stores.settings.sources.items() if not source.keep_originals]
    originals.drop_others(data, writes.current_contents(stores.engine, unkept))
