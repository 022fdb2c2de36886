"""The properties of a mail, of a recipient or of an attachment in Outlook's files ([MS-OXMSG])."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import olefile
from olefile.olefile import STGTY_STORAGE, STGTY_STREAM, OleDirectoryEntry

from ingest.readers.rtf_state import code_page
from plansvar.errors import ReadError

# What olefile and the reading of its bytes raise for damaged files.
BAD = (
    OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError,
    RecursionError, struct.error,
)  # fmt: skip
_PROPERTIES = "__properties_version1.0"
_BINARY, _UNICODE, _BYTES, _TIME = 0x0102, 0x001F, 0x001E, 0x0040
_INTERNET_CODE_PAGE, _CODE_PAGE = 0x3FDE, 0x3FFD
_MOST_PROPERTIES = 10_000
_MOST_TIMES = 3  # a property may be asked for more than once
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)


class Source:
    """An open OLE file of ``size`` bytes, out of which not much more than these can be read."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._ole = olefile.OleFileIO(file)
        self._size = size
        self._left = _MOST_TIMES * size
        self.root: OleDirectoryEntry = self._ole.root

    def stream(self, entry: OleDirectoryEntry, path: list[str]) -> bytes:
        """Returns the bytes of a stream.

        Raises:
            ReadError: ``read.archive_bomb`` when entries share their bytes to seem large.
        """
        if entry.size > self._size:
            return b""
        self._left -= entry.size
        if self._left < 0:
            raise ReadError("read.archive_bomb")
        with self._ole.openstream(path) as stream:
            return bytes(stream.read())


class Folder:
    """A storage of the file with its properties. Streams are read when they are asked for."""

    def __init__(
        self, source: Source, entry: OleDirectoryEntry, path: Sequence[str], *, header: int
    ) -> None:
        """Opens a storage.

        Args:
            source: The file.
            entry: The storage in its directory.
            path: Names from the file's root to the storage.
            header: How many bytes stand before the properties in their stream.
        """
        self._source, self._path = source, list(path)
        self._entries = {kid.name: kid for kid in entry.kids}
        self._fixed: dict[int, tuple[int, bytes]] = {}
        data = self._stream(_PROPERTIES)
        for start in range(header, min(len(data), header + 16 * _MOST_PROPERTIES) - 15, 16):
            kind, name = struct.unpack_from("<HH", data, start)
            self._fixed.setdefault(name, (kind, data[start + 8 : start + 16]))
        self.is_mail = _PROPERTIES in self._entries

    def text(self, name: int) -> str:
        """Returns a text property, "" if there is none."""
        data = self._stream(f"__substg1.0_{name:04X}{_UNICODE:04X}")
        if data:
            return data.decode("utf-16-le", errors="replace").rstrip("\x00")
        data = self._stream(f"__substg1.0_{name:04X}{_BYTES:04X}")
        page = self.integer(_CODE_PAGE) or self.integer(_INTERNET_CODE_PAGE) or 1252
        return data.decode(code_page(page), errors="replace").rstrip("\x00")

    def binary(self, name: int) -> bytes:
        """Returns a property of bytes, empty if there is none."""
        return self._stream(f"__substg1.0_{name:04X}{_BINARY:04X}")

    def integer(self, name: int) -> int | None:
        """Returns a number or a yes and no."""
        if name not in self._fixed:
            return None
        kind, data = self._fixed[name]
        size = {0x0002: 2, 0x0003: 4, 0x000B: 1}.get(kind)
        return int.from_bytes(data[:size], "little") if size else None

    def time(self, name: int) -> dt.datetime | None:
        """Returns a moment, in UTC."""
        kind, data = self._fixed.get(name, (0, b""))
        if kind != _TIME:
            return None
        try:
            return _EPOCH + dt.timedelta(microseconds=int.from_bytes(data, "little") // 10)
        except OverflowError:
            return None

    def folder(self, name: str, *, header: int) -> Folder | None:
        """Returns the storage of this name in this one."""
        entry = self._entries.get(name)
        if entry is None or entry.entry_type != STGTY_STORAGE:
            return None
        return Folder(self._source, entry, [*self._path, name], header=header)

    def folders(self, prefix: str, most: int) -> Iterator[Folder]:
        """Yields recipients or attachments.

        Raises:
            ReadError: ``read.too_many_parts``.
        """
        names = sorted(name for name in self._entries if name.startswith(prefix))
        if len(names) > most:
            raise ReadError("read.too_many_parts", limit=most)
        for name in names:
            if (found := self.folder(name, header=8)) is not None:
                yield found

    def _stream(self, name: str) -> bytes:
        entry = self._entries.get(name)
        if entry is None or entry.entry_type != STGTY_STREAM:
            return b""
        return self._source.stream(entry, [*self._path, name])
