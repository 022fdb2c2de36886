"""Reads Word, PowerPoint and Excel files from before 2007 (.doc, .ppt, .xls) through LibreOffice.

What kind of file it is, its content says: a ".doc" may well be RTF, a web page or a docx, which the
readers for these read without LibreOffice.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import olefile

from ingest.readers import docx, html, msg, odt, pptx, rtf, xlsx
from ingest.readers.libreoffice import DOC, PPT, XLS, Kind, convert
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.msg_properties import BAD
from ingest.readers.office_zip import Package
from plansvar.documents.types import BlockKind, RawBlock, ReadFile
from plansvar.errors import ReadError

Read = Callable[[Path, Limits], ReadFile]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_START = 4096  # bytes that tell what a file is
_HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|meta|body|table|div)\b",
    re.IGNORECASE | re.DOTALL,
)
# The main stream in an OLE file says which program's file it is.
_STREAMS = {
    "WordDocument": DOC,
    "PowerPoint Document": PPT,
    "Workbook": XLS,
    "Book": XLS,
}
_READERS: Mapping[str, Read] = {"docx": docx.read, "pptx": pptx.read, "xlsx": xlsx.read}
# The end of the name of the main part's root element: whose file a zip is.
_ROOTS: Mapping[str, Read] = {
    "}document": docx.read,
    "}presentation": pptx.read,
    "}workbook": xlsx.read,
}
_ODT = b"application/vnd.oasis.opendocument.text"
# LibreOffice has written the zip, and packs long rows of equal cells well: this is no bomb.
_ANY_RATIO = 1_032

_WORD_ENCRYPTED = 0x0100  # of the flags at byte 10 of a Word file ([MS-DOC] 2.5.2)
_POWERPOINT_ENCRYPTED = b"\xdf\xc4\xd1\xf3"  # at byte 12 of "Current User" ([MS-PPT] 2.3.2)
_FILE_PASS = 0x002F  # record that begins an encrypted Excel file ([MS-XLS] 2.4.117)
_MOST_RECORDS = 20  # it is the second one, or comes after a few others


def read(path: Path, limits: Limits = DEFAULT) -> ReadFile:
    """Reads a file from Word, PowerPoint or Excel 97 to 2003, or what has such a name.

    Raises:
        ReadError: ``read.needs_libreoffice``, ``read.not_this_format``, ``read.encrypted``,
            ``read.malformed`` and whatever the readers of the new formats raise.
    """
    with path.open("rb") as file:
        start = file.read(_START)
    if start.startswith(_OLE):
        return _read_ole(path, limits)
    if start.startswith(b"PK"):
        return _zip_reader(path, start, limits)(path, limits)
    if start.startswith(b"{\\rtf"):
        return rtf.read(path, limits)
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    if _HTML.match(start.decode(encoding, "replace")):
        return html.read(path, limits)
    raise ReadError("read.not_this_format")


def _zip_reader(path: Path, start: bytes, limits: Limits) -> Read:
    if _ODT in start:
        return odt.read
    with Package(path, limits) as package:
        _, root = package.main_part()
    for end, reader in _ROOTS.items():
        if str(root.tag).endswith(end):
            return reader
    raise ReadError("read.not_this_format")


def _read_ole(path: Path, limits: Limits) -> ReadFile:
    try:
        with olefile.OleFileIO(path) as ole:
            if ole.exists("EncryptedPackage"):  # a new format, which lies in it encrypted
                raise ReadError("read.encrypted")
            is_mail = ole.exists("__properties_version1.0")
            kind = next((kind for name, kind in _STREAMS.items() if ole.exists(name)), None)
            is_encrypted = kind is not None and _is_encrypted(ole, kind)
    except BAD as error:
        raise ReadError("read.malformed") from error
    if is_mail:
        return msg.read(path, limits)
    if kind is None:
        raise ReadError("read.not_this_format")
    with tempfile.TemporaryDirectory() as folder:
        try:
            new = convert(path, kind, Path(folder), limits.office_program)
            result = _READERS[kind.new_suffix](new, replace(limits, zip_ratio=_ANY_RATIO))
        except ReadError as error:
            # Excel "encrypts" what is only protected against changes, with a password that all
            # programs know: so it is tried first.
            if is_encrypted and error.code in {"read.malformed", "read.no_text"}:
                raise ReadError("read.encrypted") from error
            raise
    return _settled(result, kind)


def _is_encrypted(ole: olefile.OleFileIO, kind: Kind) -> bool:
    """Whether the file says that it is."""
    if kind is DOC:
        flags = _first(ole, "WordDocument", 12)[10:12]
        return bool(int.from_bytes(flags, "little") & _WORD_ENCRYPTED)
    if kind is PPT:
        return _first(ole, "Current User", 16)[12:] == _POWERPOINT_ENCRYPTED
    data = _first(ole, "Workbook" if ole.exists("Workbook") else "Book", _START)
    place = 0
    for _ in range(_MOST_RECORDS):
        number, length = (int.from_bytes(data[place + n : place + n + 2], "little") for n in (0, 2))
        if number == _FILE_PASS:
            return True
        place += 4 + length
    return False


def _first(ole: olefile.OleFileIO, name: str, count: int) -> bytes:
    """Returns the first bytes of a stream; none if there is no such stream."""
    if not ole.exists(name):
        return b""
    with ole.openstream(name) as stream:
        return bytes(stream.read(count))


def _settled(file: ReadFile, kind: Kind) -> ReadFile:
    """Returns the file without what LibreOffice has made up, and with what it has forgotten."""
    metadata = {name: value for name, value in file.metadata.items() if name != "language"}
    blocks = file.blocks
    if kind is DOC:  # it breaks pages otherwise than Word, with other letters
        blocks = tuple(replace(block, page=None) for block in blocks)
    elif kind is PPT:
        blocks = _with_slides_below(blocks)
    return replace(file, blocks=blocks, metadata=metadata)


def _with_slides_below(blocks: tuple[RawBlock, ...]) -> tuple[RawBlock, ...]:
    """Returns slides' titles below the first one's, where all have become titles of chapters."""
    titles = [number for number, one in enumerate(blocks) if one.kind is BlockKind.HEADING]
    if any(blocks[number].level != 1 for number in titles):
        return blocks
    lower = set(titles[1:])
    return tuple(
        replace(one, level=2) if number in lower else one for number, one in enumerate(blocks)
    )
