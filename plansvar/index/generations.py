"""The folder of the embedded index: whole generations, and a pointer to the one in use.

::

    index/
        gen-3/      the one in use
        gen-4/      being built, or left over from a build that died
        current     the text "gen-3"

The pointer is replaced in one step, so whoever opens the index finds the old generation or the new
one, whole. Only the process that owns the data folder may call these functions; the lock inside a
generation keeps two from opening the same one, but not from removing each other's.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from plansvar.errors import IndexStateError
from plansvar.index.edge import EdgeIndex

_POINTER = "current"
_GENERATION = re.compile(r"gen-(\d+)")


def current_folder(index_dir: Path) -> Path | None:
    """The generation in use, or ``None`` when there is none yet.

    Raises:
        IndexStateError: ``index.damaged`` if the pointer names nothing that is there.
    """
    try:
        name = (index_dir / _POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    folder = index_dir / name
    if not _GENERATION.fullmatch(name) or not folder.is_dir():
        raise IndexStateError("index.damaged", path=str(index_dir), reason=f"{_POINTER}: {name!r}")
    return folder


def open_current(index_dir: Path, dimension: int, *, create: bool = False) -> EdgeIndex:
    """Open the generation in use.

    Args:
        index_dir: The folder of all generations.
        dimension: Length of the embedding model's vectors.
        create: Begin with an empty generation when there is none.

    Raises:
        IndexStateError: ``index.missing`` when there is none and none was to be made; else as
            :class:`EdgeIndex`.
    """
    folder = current_folder(index_dir)
    if folder is not None:
        return EdgeIndex(folder, dimension)
    if not create:
        raise IndexStateError("index.missing", path=str(index_dir))
    index = EdgeIndex(new_folder(index_dir), dimension)
    swap_in(index_dir, index.folder)
    return index


def new_folder(index_dir: Path) -> Path:
    """Make an empty folder for the next generation; its number was not used before."""
    number = 1 + max((int(found[1]) for _, found in _generations(index_dir)), default=0)
    folder = index_dir / f"gen-{number}"
    folder.mkdir(parents=True)
    return folder


def swap_in(index_dir: Path, folder: Path) -> None:
    """Make ``folder`` the generation in use, in one step that survives a power cut."""
    draft = index_dir / f"{_POINTER}.tmp"
    with draft.open("w", encoding="utf-8") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(index_dir / _POINTER)
    _sync_folder(index_dir)


def remove_unused(index_dir: Path) -> list[Path]:
    """Remove every generation but the one in use, once the old one is closed.

    Does nothing while no generation is in use: a lost pointer should not cost the index as well.
    What can't be removed now is left for the next call.
    """
    current = current_folder(index_dir)
    if current is None:
        return []
    unused = [folder for folder, _ in _generations(index_dir) if folder != current]
    for folder in unused:
        shutil.rmtree(folder, ignore_errors=True)
    return [folder for folder in unused if not folder.exists()]


def _generations(index_dir: Path) -> list[tuple[Path, re.Match[str]]]:
    if not index_dir.is_dir():
        return []
    found = ((path, _GENERATION.fullmatch(path.name)) for path in sorted(index_dir.iterdir()))
    return [(path, match) for path, match in found if match]


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handles on folders to sync
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
