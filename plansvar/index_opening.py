"""Opens the index that the settings name, and makes it anew from the database.

Engines are imported when they are used: each takes up to a second.
"""

from __future__ import annotations

from collections.abc import Callable

from plansvar.index import Index
from plansvar.index.analysis import Analyser
from plansvar.settings import Settings

_FOLDER = "index"
# Where the database is, the key of the model whose vectors count, and what makes terms of texts.
Arguments = tuple[str, str, Analyser]


def open_index(settings: Settings, dimension: int, *, create: bool) -> Index:
    """The index of a server, or the one in the data folder; ``create`` makes that where none is."""
    chosen = settings.index
    if chosen.url:
        from plansvar.index.server import ServerIndex  # noqa: PLC0415 - see above

        key = chosen.api_key.get_secret_value() if chosen.api_key else None
        return ServerIndex.connect(chosen.url, chosen.collection, dimension, api_key=key)
    from plansvar.index import generations  # noqa: PLC0415 - see above

    folder = settings.data / _FOLDER
    index = generations.open_current(folder, dimension, create=create)
    generations.remove_unused(folder)
    return index


def refill(index: Index, keep: set[str], arguments: Arguments) -> int:
    """Bring a server's index in line with the chunks that the database has; counts points."""
    from plansvar.index.chunk_points import stored_points  # noqa: PLC0415 - see above

    index.delete_points([point for point in index.ids() if point not in keep])
    return index.upsert(stored_points(*arguments))


def rebuild(
    settings: Settings, dimension: int, arguments: Arguments, written: Callable[[int], None]
) -> int:
    """Build the index in the data folder anew; ``written`` is told of points as they are made."""
    from plansvar.index import generations  # noqa: PLC0415 - see above
    from plansvar.index import rebuild as anew  # noqa: PLC0415 - see above
    from plansvar.index.chunk_points import stored_points  # noqa: PLC0415 - see above

    folder = settings.data / _FOLDER
    count = anew.rebuild(folder, dimension, stored_points, arguments, written)
    generations.remove_unused(folder)
    return count
