"""Wait for changes in the folders of the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from plansvar.settings import Settings

_QUIET_MS = 2_000  # a file that is being saved changes several times
_LONGEST_MS = 30_000


def changes(settings: Settings, names: Sequence[str]) -> Iterator[list[str]]:
    """Yield the names of the sources whose folders changed, each time that some did.

    Ends when the user interrupts. A folder that isn't there is not watched.

    Args:
        settings: where the sources are configured.
        names: the sources to watch; none: all.
    """
    from watchfiles import watch  # noqa: PLC0415 - only where it is asked for

    chosen = {name: settings.sources[name] for name in names} if names else settings.sources
    folders = {name: source.path.resolve() for name, source in chosen.items()}
    there = [folder for folder in folders.values() if folder.is_dir()]
    if not there:
        return
    for seen in watch(*there, step=_QUIET_MS, debounce=_LONGEST_MS, raise_interrupt=False):
        paths = [Path(path) for _, path in seen]
        yield [
            name
            for name, folder in folders.items()
            if any(path.is_relative_to(folder) for path in paths)
        ]
