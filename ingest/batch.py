"""What is to be read in together, and by what rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.discover import Discovered
from ingest.metadata import NOTHING_GIVEN, Given
from plansvar.database import writes

# Part of a version's identity: raise it when a change of rules should make every document be read
# again, whatever its bytes.
READING_VERSION = "12"


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file to read in: ``path`` is what its document is known by, ``file`` is where it lies."""

    path: str
    file: Path


@dataclass(frozen=True, slots=True)
class Batch:
    """Files of one source that are read in the same way.

    ``known`` is what the database has of the source, by path, and ``parts`` what came with that, by
    the id of what it came with and by path. ``groups`` is who may read: without it known documents
    keep theirs, and new ones get the configured default. ``given`` wins over what is found out
    about a document. Marked documents become public with ``allow_marked`` only.
    """

    source: str
    files: tuple[RawFile, ...]
    known: Mapping[str, writes.Known]
    groups: tuple[str, ...] | None = None
    given: Given = NOTHING_GIVEN
    allow_marked: bool = False
    keep_originals: bool = False
    parts: Mapping[str, Mapping[str, writes.Known]] = field(default_factory=dict)


def raw_files(found: Discovered) -> tuple[RawFile, ...]:
    """Files that were come upon, each known by where it lies."""
    return tuple(RawFile(path_name(file), file) for file in found.files)


def reading_of(given: Given) -> str:
    """By what rules and statements documents are read: part of a version's identity."""
    return ":".join(
        (READING_VERSION, given.type or "", given.authority or "", given.organisation or "")
    )


def path_name(path: Path) -> str:
    """A path as it is stored and shown, also where it is no UTF-8."""
    return str(path).encode("utf-8", "backslashreplace").decode()
