"""Reads of a workbook's styles what its text needs: number formats, bold, and hidden letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from ingest.readers.xlsx_formats import BUILT_IN, GENERAL

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WHITE_INDEX = frozenset({"1", "9"})
_WHITE_THEME = "0"  # the theme's first colour is the paper's


@dataclass(frozen=True, slots=True)
class CellStyle:
    """A cell's number format, and whether its text is bold, or white on white."""

    format: str = GENERAL
    bold: bool = False
    unseen: bool = False


def read_styles(root: etree._Element | None) -> Sequence[CellStyle]:
    """Returns the cell styles, in the order in which cells name them."""
    if root is None:
        return ()
    formats = dict(BUILT_IN)
    for item in root.iterfind(f"{S}numFmts/{S}numFmt"):
        formats[integer(item.get("numFmtId"), 0)] = item.get("formatCode", GENERAL)
    fonts = [(_is_bold(font), _is_white(font)) for font in root.iterfind(f"{S}fonts/{S}font")]
    fills = [_is_filled(fill) for fill in root.iterfind(f"{S}fills/{S}fill")]
    styles: list[CellStyle] = []
    for item in root.iterfind(f"{S}cellXfs/{S}xf"):
        font, fill = integer(item.get("fontId"), 0), integer(item.get("fillId"), 0)
        bold, white = fonts[font] if 0 <= font < len(fonts) else (False, False)
        filled = 0 <= fill < len(fills) and fills[fill]
        code = formats.get(integer(item.get("numFmtId"), 0), GENERAL)
        styles.append(CellStyle(code, bold, white and not filled))
    return styles


def integer(text: str | None, default: int) -> int:
    """Returns an attribute's number, ``default`` where it is none or far too large."""
    try:
        return int(text) if text and len(text) < 12 else default
    except ValueError:
        return default


def _is_bold(font: etree._Element) -> bool:
    bold = font.find(f"{S}b")
    return bold is not None and bold.get("val", "1") not in {"0", "false"}


def _is_white(font: etree._Element) -> bool:
    color = font.find(f"{S}color")
    if color is None:
        return False
    if color.get("theme") == _WHITE_THEME:
        return not color.get("tint", "0").startswith("-")
    return color.get("rgb", "")[-6:].upper() == "FFFFFF" or color.get("indexed") in _WHITE_INDEX


def _is_filled(fill: etree._Element) -> bool:
    pattern = fill.find(f"{S}patternFill")
    if pattern is None:
        return len(fill) > 0
    return pattern.get("patternType", "none") != "none"
