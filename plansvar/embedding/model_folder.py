"""What a model folder holds, and whether it still holds it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

MANIFEST = "manifest.json"

# Files that shape the vectors. Read-me files, images and other runtimes' exports don't.
_SHAPING_SUFFIXES = frozenset({".bin", ".json", ".model", ".safetensors", ".txt"})
_OTHER_RUNTIMES = frozenset({"onnx", "openvino"})


def write_manifest(folder: Path) -> None:
    """Write size and SHA-256 of every file in ``folder`` to its manifest, and all to the disk."""
    files = {}
    for path in _files(folder):
        # Else a power cut after the rename may leave files of the right size with nothing in them.
        with path.open("rb") as file:
            os.fsync(file.fileno())
        files[path.relative_to(folder).as_posix()] = {
            "size": path.stat().st_size,
            "sha256": sha256(path),
        }
    text = json.dumps({"files": files}, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def is_intact(folder: Path, *, contents: bool = False, without: tuple[str, ...] = ()) -> bool:
    """Whether every file that the manifest names is there in its full size.

    Args:
        folder: a folder that ``write_manifest`` has seen; missing or without manifest: not intact.
        contents: read the files and compare their SHA-256 too.
        without: beginnings of the names of files that don't matter now.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name, expected in manifest["files"].items():
            if name.startswith(without):
                continue
            path = folder / name
            if path.stat().st_size != expected["size"]:
                return False
            if contents and sha256(path) != expected["sha256"]:
                return False
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def content_key(folder: Path) -> str:
    """Short hash of all files in ``folder`` that shape its vectors."""
    total = hashlib.sha256()
    for path in _files(folder):
        name = path.relative_to(folder)
        if path.suffix in _SHAPING_SUFFIXES and not _OTHER_RUNTIMES & set(name.parts):
            total.update(f"{name.as_posix()} {sha256(path)}\n".encode())
    return total.hexdigest()[:16]


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """All files below ``folder`` in a fixed order, without hidden ones and the manifest."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.name != MANIFEST:
            yield path
