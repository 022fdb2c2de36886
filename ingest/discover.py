"""Which files a run reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.readers.registry import SUFFIXES
from plansvar.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Discovered:
    """Files to read, files that no reader knows, and folders that can't be opened, with why."""

    files: tuple[Path, ...]
    skipped: tuple[Path, ...]
    unreadable: tuple[tuple[Path, str], ...] = ()


def discover(paths: Sequence[Path], exclude: Iterable[Path] = ()) -> Discovered:
    """The files named, and those below the folders named, in order of their path.

    Hidden files and folders are left out, links to folders are not followed, and a link to a file
    counts only when it stays below its folder. A file named by itself is always tried.

    Args:
        paths: files and folders.
        exclude: folders to leave out, such as the data folder itself.

    Raises:
        NotFoundError: ``path.missing``, before anything is done.
    """
    files: dict[Path, None] = {}
    skipped: dict[Path, None] = {}
    unreadable: list[tuple[Path, str]] = []
    excluded = {folder.resolve() for folder in exclude}
    for path in paths:
        if not path.exists():
            raise NotFoundError("path.missing", path=path)
        if path.is_file():
            files[path.resolve()] = None
            continue
        for file in _walk(path.resolve(), excluded, unreadable):
            known = file.suffix.lower() in SUFFIXES
            (files if known else skipped)[file] = None
    unknown = tuple(file for file in skipped if file not in files)
    return Discovered(tuple(files), unknown, tuple(unreadable))


def _walk(root: Path, excluded: set[Path], unreadable: list[tuple[Path, str]]) -> list[Path]:
    found: list[Path] = []

    def report(error: OSError) -> None:
        unreadable.append((Path(str(error.filename)), error.strerror or str(error)))

    for folder, subfolders, names in os.walk(root, onerror=report):
        here = Path(folder)
        subfolders[:] = sorted(
            name
            for name in subfolders
            if not name.startswith(".") and (here / name).resolve() not in excluded
        )
        for name in sorted(names):
            file = here / name
            # Lock files of office programs ("~$plan.docx") are no documents.
            if name.startswith((".", "~$")) or not file.is_file():
                continue
            if file.is_symlink() and not file.resolve().is_relative_to(root):
                continue
            found.append(file)
    return found
