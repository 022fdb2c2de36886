"""Writes OLE files: Outlook's mails are such, and no library at hand makes them."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD

Entry = tuple[str, int, int, int, int, int, int]  # name, kind, left, right, child, start, size
Tree = Mapping[str, "bytes | Tree"]


def ole(tree: Tree) -> bytes:
    """Returns a file with these streams (bytes) and storages (mappings)."""
    return _Writer().write(tree)


class _Writer:
    def __init__(self) -> None:
        self.sectors: list[bytes] = []
        self.fat: list[int] = []
        self.mini = bytearray()
        self.mini_fat: list[int] = []
        self.entries: list[Entry] = []

    def write(self, tree: Tree) -> bytes:
        self.entries.append(("Root Entry", 5, _FREE, _FREE, 0, _END, 0))
        child = self._add_all(tree)
        start = self._chain(bytes(self.mini)) if self.mini else _END
        self.entries[0] = ("Root Entry", 5, _FREE, _FREE, child, start, len(self.mini))
        mini_fat = b"".join(struct.pack("<I", one) for one in self.mini_fat)
        mini_start = self._chain(mini_fat, b"\xff") if mini_fat else _END
        directory = self._chain(b"".join(map(_entry, self.entries)))
        count = 1
        while (len(self.sectors) + count) * 4 > count * _SECTOR:
            count += 1
        first = len(self.sectors)
        fat = [*self.fat, *[_FAT] * count]
        fat += [_FREE] * (count * _SECTOR // 4 - len(fat))
        header = struct.pack(
            "<8s16sHHHHH6sIIIIIIIIII",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"",
            *(0x3E, 3, 0xFFFE, 9, 6),
            b"",
            *(0, count, directory, 0, _CUTOFF, mini_start),
            *(-(-len(mini_fat) // _SECTOR), _END, 0),
            first,
        )
        difat = list(range(first + 1, first + count)) + [_FREE] * (109 - count)
        header += b"".join(struct.pack("<I", one) for one in difat)
        body = b"".join(self.sectors) + b"".join(struct.pack("<I", one) for one in fat)
        return header + body

    def _add_all(self, tree: Tree) -> int:
        """Adds entries as a balanced tree, as Outlook does, and returns its top."""
        places = []
        for name, content in tree.items():
            place = len(self.entries)
            places.append(place)
            self.entries.append((name, 0, _FREE, _FREE, _FREE, 0, 0))
            if isinstance(content, bytes):
                kind, child, start, size = 2, _FREE, self._store(content), len(content)
            else:
                kind, child, start, size = 1, self._add_all(content), 0, 0
            self.entries[place] = (name, kind, _FREE, _FREE, child, start, size)
        return self._balance(places)

    def _balance(self, places: Sequence[int]) -> int:
        if not places:
            return _FREE
        middle = len(places) // 2
        name, kind, _, _, child, start, size = self.entries[places[middle]]
        left, right = self._balance(places[:middle]), self._balance(places[middle + 1 :])
        self.entries[places[middle]] = (name, kind, left, right, child, start, size)
        return places[middle]

    def _store(self, data: bytes) -> int:
        if not data:
            return _END
        if len(data) >= _CUTOFF:
            return self._chain(data)
        start = len(self.mini_fat)
        count = -(-len(data) // _MINI)
        self.mini += data.ljust(count * _MINI, b"\x00")
        self.mini_fat += [*range(start + 1, start + count), _END]
        return start

    def _chain(self, data: bytes, filler: bytes = b"\x00") -> int:
        start = len(self.sectors)
        count = -(-len(data) // _SECTOR)
        padded = data.ljust(count * _SECTOR, filler)
        self.sectors += [padded[n : n + _SECTOR] for n in range(0, len(padded), _SECTOR)]
        self.fat += [*range(start + 1, start + count), _END]
        return start


def _entry(item: Entry) -> bytes:
    name, kind, left, right, child, start, size = item
    raw = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ",
        raw,
        len(raw) + 2,
        kind,
        1,
        *(left, right, child),
        b"",
        0,
        *(b"", b""),
        start,
        size,
    )


def properties(header: int, values: Mapping[int, str | bytes | int | bool]) -> dict[str, bytes]:
    """Returns the streams of a mail's, recipient's or attachment's properties.

    Texts become Unicode, bytes binary; a number larger than 2^32 is a moment.
    """
    streams: dict[str, bytes] = {}
    fixed = b"\x00" * header
    for name, value in values.items():
        if isinstance(value, str):
            kind, data = 0x001F, value.encode("utf-16-le")
        elif isinstance(value, bytes):
            kind, data = 0x0102, value
        else:
            kind = 0x000B if isinstance(value, bool) else 0x0040 if value > 2**32 else 0x0003
            fixed += struct.pack("<HHIq", kind, name, 6, value)
            continue
        streams[f"__substg1.0_{name:04X}{kind:04X}"] = data
        fixed += struct.pack("<HHIII", kind, name, 6, len(data), 0)
    return {"__properties_version1.0": fixed, **streams}
