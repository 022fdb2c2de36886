"""From a file to its chunks: all that is done with content that nobody has looked at yet.

It is called in a process of its own, see :mod:`ingest.isolation`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ingest import attached
from ingest.assemble import assemble
from ingest.attached import AttachedFile
from ingest.chunking import chunk
from ingest.extract import extract
from ingest.metadata import Given
from ingest.readers import registry
from ingest.readers.limits import Limits
from plansvar.documents.types import BlockKind, Chunk, Document, RawBlock, ReadFile
from plansvar.errors import ReadError
from plansvar.register.claims import Claim


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's document, what is indexed of it, what it claims, and the files it brought along.

    ``scanned_pages`` (from 1) are images of text that have not been recognised; a document without
    chunks has some.
    """

    document: Document
    chunks: tuple[Chunk, ...]
    scanned_pages: tuple[int, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    claims: tuple[Claim, ...] = ()


def parse(
    path: Path,
    name: Path,
    module: str,
    given: Given,
    limits: Limits,
    scans: Path | None = None,
    attachments: Path | None = None,
) -> Parsed:
    """Read a file, assemble its document and cut it.

    Args:
        path: the file.
        name: what the document is known by: its path in the source, or the address of a page.
        module: the reader's module, see :func:`ingest.readers.registry.module_for`.
        given: what somebody says of it.
        limits: how much of it is taken in.
        scans: the folder with what was recognised on its scanned pages, if that was done.
        attachments: the folder to write the files to that it brought along, if they are wanted.

    Raises:
        ReadError: whatever keeps the file from being read.
    """
    read = registry.read(path, limits, module, scans)
    parsed = _parsed(read, name, given)
    if attachments is None or not read.attachments:
        return parsed
    return replace(parsed, attachments=attached.write(read.attachments, attachments, limits))


def warm_up() -> None:
    """Load the tables and patterns that every file needs, before there is a process per file."""
    _parsed(
        ReadFile((RawBlock(BlockKind.PARAGRAPH, "Møtet var 1. mai 2020."),)), Path("a.txt"), Given()
    )


def _parsed(read: ReadFile, path: Path, given: Given) -> Parsed:
    document = assemble(read, path, given)
    chunks = tuple(chunk(document))
    if not chunks and not read.scanned_pages:
        raise ReadError("read.no_text")
    return Parsed(document, chunks, read.scanned_pages, claims=extract(document))
