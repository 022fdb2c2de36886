"""Plain text: UTF-8, UTF-16 or Windows-1252, with whatever structure the lines show."""

from __future__ import annotations

from pathlib import Path

from ingest.readers import text_blocks, text_lines
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.unseen import tag_letters
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError


def read(path: Path, limits: Limits = DEFAULT) -> ReadFile:
    """Read a text file.

    Raises:
        ReadError: ``read.empty``, ``read.no_text``, ``read.too_much_text`` or
            ``read.not_this_format`` (binary content).
    """
    text = decode(path.read_bytes())
    limits.check_characters(len(text))
    blocks = text_blocks.build(text_lines.classify(text))
    if not blocks:
        raise ReadError("read.no_text")
    return ReadFile(blocks=tuple(blocks), hidden=tag_letters(text))


def decode(data: bytes) -> str:
    """Bytes to text: byte order mark, else UTF-8, else Windows-1252.

    Raises:
        ReadError: ``read.empty``; ``read.not_this_format`` where the bytes are no text.
    """
    if not data:
        raise ReadError("read.empty")
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\x00" in data[:4096]:
        raise ReadError("read.not_this_format")
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - broken
    # Windows-1252 read as UTF-8 breaks at nearly every Norwegian letter, damaged UTF-8 at few.
    return text if broken <= whole else data.decode("cp1252", errors="replace")
