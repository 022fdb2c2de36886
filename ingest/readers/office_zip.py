"""Opens Office files (zipped XML) without trusting them: sizes, entries, entities and links."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from ingest.readers.clean import clean
from ingest.readers.sensitivity import chosen_label
from plansvar.errors import ReadError

if TYPE_CHECKING:
    from types import TracebackType

_MOST_BYTES = 50_000_000
_MOST_UNZIPPED = 200 * 1024 * 1024
_MOST_ENTRIES = 2_000
_HIGHEST_RATIO = 100
_RATIO_FROM = 1024 * 1024  # bytes; a smaller file may well be mostly white space
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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

    def __init__(self, path: Path) -> None:
        """Opens a file.

        Raises:
            ReadError: ``read.empty``, ``read.too_large``, ``read.encrypted``,
                ``read.not_this_format``, ``read.malformed`` or ``read.archive_bomb``.
        """
        size = path.stat().st_size
        if size == 0:
            raise ReadError("read.empty")
        if size > _MOST_BYTES:
            raise ReadError("read.too_large", megabytes=_MOST_BYTES // 1_000_000)
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
        total = sum(entry.file_size for entry in entries)
        if len(entries) > _MOST_ENTRIES or self._is_bomb(total):
            self._zip.close()
            raise ReadError("read.archive_bomb", entries=len(entries), bytes=total)

    def _is_bomb(self, unzipped: int) -> bool:
        return unzipped > _MOST_UNZIPPED or (
            unzipped > _RATIO_FROM and unzipped > _HIGHEST_RATIO * self._size
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
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as exc:
            raise ReadError("read.malformed", part=name) from exc
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReadError("read.malformed", part=name)
        return root

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


def _holds_encrypted(path: Path) -> bool:
    """Tells whether an OLE file holds an encrypted Office file: its directory then says so."""
    with path.open("rb") as file:
        return "EncryptedPackage".encode("utf-16-le") in file.read(_MOST_BYTES)
