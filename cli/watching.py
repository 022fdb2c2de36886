"""Wait for changes in the folders of the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from plansvar.settings import Settings
from plansvar.sources import AnySource, FolderSource

_QUIET_MS = 2_000  # a file that is being saved changes several times
_LONGEST_MS = 30_000


def chosen(settings: Settings, names: Sequence[str]) -> dict[str, AnySource]:
    """The sources that are named; none named: all."""
    return {name: settings.sources[name] for name in names} if names else settings.sources


def changes(settings: Settings, names: Sequence[str]) -> Iterator[list[str]]:
    """Yield the names of the sources whose folders changed, each time that some did.

    Ends when the user interrupts, and at once where there is no folder to watch. A folder that
    isn't there is not watched, nor are web pages, nor the data folder, which every sync changes and
    which may lie in the folder of a source.

    Args:
        settings: where the sources are configured.
        names: the sources to watch; none: all.
    """
    from watchfiles import Change, DefaultFilter, watch

    folders = {
        name: source.folder
        for name, source in chosen(settings, names).items()
        if isinstance(source, FolderSource)
    }
    data, worth_it = settings.data.resolve(), DefaultFilter()

    def counts(change: Change, path: str) -> bool:
        return worth_it(change, path) and not Path(path).is_relative_to(data)

    there = [folder for folder in folders.values() if folder.is_dir()]
    if not there:
        return
    for seen in watch(
        *there, watch_filter=counts, step=_QUIET_MS, debounce=_LONGEST_MS, raise_interrupt=False
    ):
        paths = [Path(path) for _, path in seen]
        yield [
            name
            for name, folder in folders.items()
            if any(path.is_relative_to(folder) for path in paths)
        ]
