"""Text in the cells of a spreadsheet: never a formula, never more than a cell takes."""

from __future__ import annotations

import re

# What a spreadsheet takes for the start of a formula, or strips off before it looks for one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_LONGEST = 32_767
# Control characters, halves of characters, and what XML calls no character.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """Text without characters that no file of XML can hold."""
    return _UNWRITABLE.sub("", text)


def cell_text(text: str) -> str:
    """Text that fits into a cell of a workbook."""
    text = writable(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 2] + " …"


def plain_cell(text: str) -> str:
    """A cell of a file that has only text: with an apostrophe where it would become a formula."""
    text = writable(text)
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text
