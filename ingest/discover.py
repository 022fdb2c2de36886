"""Which files a run reads."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.readers.registry import SUFFIXES
from plansvar.errors import NotFoundError, ReadError


@dataclass(frozen=True, slots=True)
class Discovered:
    """Files to read, files that no reader knows, and what can't be read or is not followed."""

    files: tuple[Path, ...]
    skipped: tuple[Path, ...]
    refused: tuple[tuple[Path, ReadError], ...] = ()


def discover(paths: Sequence[Path], exclude: Iterable[Path] = ()) -> Discovered:
    """The files named, and those below the folders named, in order of their path.

    Hidden files and folders are left out, links to folders are not followed, and a link to a file
    counts only when it stays below its folder. A file named by itself is always tried. What has the
    name of a document but is a pipe or a device, or leads out of its folder, is ``refused``.

    Args:
        paths: files and folders.
        exclude: folders to leave out, such as the data folder itself.

    Raises:
        NotFoundError: ``path.missing``, before anything is done.
    """
    files: dict[Path, None] = {}
    skipped: dict[Path, None] = {}
    refused: list[tuple[Path, ReadError]] = []
    excluded = {folder.resolve() for folder in exclude}
    for path in paths:
        if not path.exists():
            raise NotFoundError("path.missing", path=path)
        if not path.is_dir():
            files[path.resolve()] = None
            continue
        for file in _walk(path.resolve(), excluded, refused):
            if file.suffix.lower() not in SUFFIXES:
                skipped[file] = None
            elif (error := _refusal(file, path.resolve())) is not None:
                refused.append((file, error))
            else:
                files[file] = None
    unknown = tuple(file for file in skipped if file not in files)
    return Discovered(tuple(files), unknown, tuple(refused))


def _refusal(file: Path, root: Path) -> ReadError | None:
    """Why something with a document's name is none, or not one of this folder's."""
    if _leads_out(file, root):
        return ReadError("read.link_outside")
    if not file.exists():
        return ReadError("read.vanished")
    return None if file.is_file() else ReadError("read.not_a_file")


def _closed(error: OSError) -> ReadError:
    """Why a folder can't be opened; what the system says of it is English."""
    if error.errno in {errno.EACCES, errno.EPERM}:
        return ReadError("read.folder_closed")
    return ReadError("read.folder_unreadable", reason=error.strerror or str(error))


def _leads_out(path: Path, root: Path) -> bool:
    return path.is_symlink() and not path.resolve().is_relative_to(root)


def _walk(root: Path, excluded: set[Path], refused: list[tuple[Path, ReadError]]) -> list[Path]:
    found: list[Path] = []

    def report(error: OSError) -> None:
        refused.append((Path(str(error.filename)), _closed(error)))

    for folder, subfolders, names in os.walk(root, onerror=report):
        here = Path(folder)
        refused.extend(
            (here / name, ReadError("read.link_outside"))
            for name in sorted(subfolders)
            if not name.startswith(".") and _leads_out(here / name, root)
        )
        subfolders[:] = sorted(
            name
            for name in subfolders
            if not name.startswith(".") and (here / name).resolve() not in excluded
        )
        for name in sorted(names):
            # Lock files of office programs ("~$plan.docx") are no documents.
            if not name.startswith((".", "~$")):
                found.append(here / name)
    return found
