"""From a file to its chunks: all that is done with content that nobody has looked at yet.

It is called in a process of its own, see :mod:`ingest.isolation`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.assemble import assemble
from ingest.chunking import chunk
from ingest.readers import registry
from ingest.readers.limits import Limits
from plansvar.documents.types import BlockKind, Chunk, Document, DocumentType, RawBlock, ReadFile
from plansvar.errors import ReadError


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's document and the pieces of it that are indexed.

    ``scanned_pages`` (from 1) are images of text that have not been recognised; a document without
    chunks has some.
    """

    document: Document
    chunks: tuple[Chunk, ...]
    scanned_pages: tuple[int, ...] = ()


def parse(
    path: Path,
    module: str,
    forced_type: DocumentType | None,
    limits: Limits,
    scans: Path | None = None,
) -> Parsed:
    """Read a file, assemble its document and cut it.

    Args:
        path: the file.
        module: the reader's module, see :func:`ingest.readers.registry.module_for`.
        forced_type: what the user says that it is.
        limits: how much of it is taken in.
        scans: the folder with what was recognised on its scanned pages, if that was done.

    Raises:
        ReadError: whatever keeps the file from being read.
    """
    return _parsed(registry.read(path, limits, module, scans), path, forced_type)


def warm_up() -> None:
    """Load the tables and patterns that every file needs, before there is a process per file."""
    _parsed(
        ReadFile((RawBlock(BlockKind.PARAGRAPH, "Møtet var 1. mai 2020."),)), Path("a.txt"), None
    )


def _parsed(read: ReadFile, path: Path, forced_type: DocumentType | None) -> Parsed:
    document = assemble(read, path, forced_type)
    chunks = tuple(chunk(document))
    if not chunks and not read.scanned_pages:
        raise ReadError("read.no_text")
    return Parsed(document, chunks, read.scanned_pages)
