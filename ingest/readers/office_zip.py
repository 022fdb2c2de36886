"""Opens Office files (zipped XML) without trusting them: sizes, entries, entities and links."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from ingest.readers.clean import clean
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.sensitivity import chosen_label
from ingest.safe_xml import SAFE
from plansvar.errors import ReadError

if TYPE_CHECKING:
    from types import TracebackType

_RATIO_FROM = 1024 * 1024  # bytes; a smaller file may well be mostly white space
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DEFLATE_RATIO = 1032  # no stream of this format unpacks to more
_STEP = 1024 * 1024
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# "Strict" Office files use other names for the same namespaces.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/presentationml/main": (
        b"http://schemas.openxmlformats.org/presentationml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/main": (
        b"http://schemas.openxmlformats.org/drawingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_PROPERTIES = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "{http://purl.org/dc/terms/}created": "created",
    "{http://purl.org/dc/terms/}modified": "modified",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship from one part to another: ``kind`` is the last part of its type's URL."""

    kind: str
    target: str


class Package:
    """An open Office file. Only the parts that are asked for are unpacked."""

    def __init__(self, path: Path, limits: Limits = DEFAULT) -> None:
        """Opens a file.

        Raises:
            ReadError: ``read.empty``, ``read.too_large``, ``read.encrypted``,
                ``read.not_this_format``, ``read.malformed`` or ``read.archive_bomb``.
        """
        size = path.stat().st_size
        limits.check_bytes(size)
        with path.open("rb") as file:
            start = file.read(8)
        if start == _OLE:  # an encrypted Office file, or one from before 2007
            raise ReadError("read.encrypted" if _holds_encrypted(path) else "read.not_this_format")
        if not start.startswith(b"PK"):
            raise ReadError("read.not_this_format")
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as exc:
            raise ReadError("read.malformed") from exc
        self._limits = limits
        self._unzipped = 0
        self._size = size
        self._check_declared()

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._zip.close()

    def _check_declared(self) -> None:
        """Raises if what the archive says of itself is beyond the limits."""
        entries = self._zip.infolist()
        total = sum(map(_possible_size, entries))
        if len(entries) > self._limits.zip_entries or self._is_bomb(total):
            self._zip.close()
            raise ReadError("read.archive_bomb", entries=len(entries), bytes=total)

    def _is_bomb(self, unzipped: int) -> bool:
        return unzipped > self._limits.unzipped_bytes or (
            unzipped > _RATIO_FROM and unzipped > self._limits.zip_ratio * self._size
        )

    def bytes(self, name: str) -> bytes | None:
        """Returns a part, counted while it is unpacked; ``None`` if there is none of this name.

        Raises:
            ReadError: ``read.archive_bomb``, ``read.encrypted`` or ``read.malformed``.
        """
        try:
            entry = self._zip.getinfo(name.lstrip("/"))
        except KeyError:
            return None
        if entry.flag_bits & 1:
            raise ReadError("read.encrypted")
        parts: list[bytes] = []
        try:
            with self._zip.open(entry) as stream:
                while part := stream.read(_STEP):
                    self._unzipped += len(part)
                    if self._is_bomb(self._unzipped):
                        raise ReadError("read.archive_bomb", bytes=self._unzipped)
                    parts.append(part)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as exc:
            raise ReadError("read.malformed") from exc
        except (NotImplementedError, RuntimeError) as exc:  # an unknown compression
            raise ReadError("read.malformed") from exc
        return b"".join(parts)

    def xml(self, name: str) -> etree._Element | None:
        """Returns a part's root element; ``None`` if there is no such part.

        Raises:
            ReadError: ``read.malformed`` for broken XML, XML deeper than 256 elements and XML
                with a document type, which could define entities.
        """
        data = self.bytes(name)
        if data is None:
            return None
        parser = etree.XMLParser(**SAFE)
        try:
            root = etree.fromstring(_usual(data), parser)
        except (etree.XMLSyntaxError, ValueError) as exc:
            raise ReadError("read.malformed", part=name) from exc
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReadError("read.malformed", part=name)
        return root

    def elements(self, name: str, tags: Sequence[str]) -> Iterator[etree._Element]:
        """Yields a part's elements of these names when they end, for parts too large for a tree.

        Each is dropped when the next one is asked for; nothing is yielded if there is no such part.

        Raises:
            ReadError: as :meth:`xml`.
        """
        data = self.bytes(name)
        if data is None:
            return
        found = etree.iterparse(
            io.BytesIO(_usual(data)),
            events=("end",),
            tag=tags,
            **SAFE,
        )
        try:
            for number, (_, element) in enumerate(found):
                if not number and element.getroottree().docinfo.internalDTD is not None:
                    raise ReadError("read.malformed", part=name)
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        except (etree.XMLSyntaxError, ValueError) as exc:
            raise ReadError("read.malformed", part=name) from exc

    def links(self, part: str) -> dict[str, Link]:
        """Returns the part's relationships to other parts of the file, by id."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Link] = {}
        for item in root.iter(_RELATIONSHIP) if root is not None else ():
            if item.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", "")))
            kind = item.get("Type", "").rsplit("/", 1)[-1]
            found[item.get("Id", "")] = Link(kind, target.lstrip("/"))
        return found

    def main_part(self) -> tuple[str, etree._Element]:
        """Returns the name and root of the part that the others hang on.

        Raises:
            ReadError: ``read.malformed``, or ``read.not_this_format`` for another kind of zip.
        """
        if self.bytes("[Content_Types].xml") is None:
            raise ReadError("read.not_this_format")
        for link in self.links("").values():
            if link.kind == "officeDocument" and (root := self.xml(link.target)) is not None:
                return link.target, root
        raise ReadError("read.malformed")

    def properties(self) -> dict[str, str]:
        """Returns title, author, dates and language as far as the file names them."""
        found: dict[str, str] = {}
        try:
            root = self.xml("docProps/core.xml")
        except ReadError:
            return found  # properties are no reason to lose the text
        for item in root if root is not None else ():
            key = _PROPERTIES.get(str(item.tag))
            if key and (text := clean(item.text or "")):
                found[key] = text
        if label := self._sensitivity():
            found["sensitivity"] = label
        return found

    def _sensitivity(self) -> str:
        """Returns the sensitivity label that somebody chose, "" if nobody did."""
        try:
            root = self.xml("docProps/custom.xml")
        except ReadError:
            return ""
        items = [item for item in (root if root is not None else ()) if len(item)]
        return chosen_label((item.get("name", ""), clean(item[0].text or "")) for item in items)


def _usual(data: bytes) -> bytes:
    """Returns XML with the usual names of the namespaces."""
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    return data


def _possible_size(entry: zipfile.ZipInfo) -> int:
    """Returns the size that an entry claims to have, as far as it can have it."""
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        return min(entry.file_size, _DEFLATE_RATIO * entry.compress_size)
    return entry.file_size


def _holds_encrypted(path: Path) -> bool:
    """Tells whether an OLE file holds an encrypted Office file: its directory then says so."""
    with path.open("rb") as file:
        return "EncryptedPackage".encode("utf-16-le") in file.read()
