"""Reads Excel workbooks: each sheet with its tables, one row one unit, as a reader sees them.

The XML is walked here, part by part, and not through openpyxl: that knows merged cells only when it
builds the whole workbook, at some 400 bytes a cell, and one damaged style keeps it from opening.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from ingest.readers.clean import clean
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.office_zip import Link, Package
from ingest.readers.sheet_blocks import blocks_of
from ingest.readers.sheet_grid import MOST_CELLS, Area, too_many_cells
from ingest.readers.xlsx_sheet import SheetReader, read_area, text_of
from ingest.readers.xlsx_styles import S, integer, read_styles
from plansvar.documents.types import BlockKind, RawBlock, ReadFile
from plansvar.errors import ReadError

_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# What Excel, LibreOffice and others call a sheet that nobody named.
_NAMELESS = re.compile(r"^(?:ark|sheet|tabell|table|blad|tabelle|worksheet)?\s*\d*$", re.I)
_MOST_SHEETS = 500


def read(path: Path, limits: Limits = DEFAULT) -> ReadFile:
    """Reads a workbook (.xlsx, .xlsm).

    Formulas are read as the values that were last calculated; macros are not looked at.

    Raises:
        ReadError: see :class:`ingest.readers.office_zip.Package`, ``read.too_many_rows``,
            ``read.too_many_cells`` and ``read.no_text``.
    """
    with Package(path, limits) as package:
        name, root = package.main_part()
        if root.tag != f"{S}workbook":
            raise ReadError("read.not_this_format")
        links = package.links(name)
        parts = {link.kind: link.target for link in links.values()}
        settings = root.find(f"{S}workbookPr")
        reader = SheetReader(
            package,
            _strings(package, parts.get("sharedStrings")),
            read_styles(package.xml(parts["styles"]) if "styles" in parts else None),
            since_1904=settings is not None and settings.get("date1904") in {"1", "true"},
        )
        sheets = _shown_sheets(root, links)
        blocks: list[RawBlock] = []
        for title, part in sheets:
            has_heading = len(sheets) > 1 or not _NAMELESS.match(title)
            grid = reader.read(part, _tables(package, part))
            own = blocks_of(grid, level=2 if has_heading else 1)
            if own and has_heading and title:
                blocks.append(RawBlock(BlockKind.HEADING, title, level=1))
            blocks += own
        metadata = package.properties()
    if not blocks:
        raise ReadError("read.no_text")
    return ReadFile(tuple(blocks), metadata, hidden=reader.hidden)


def _shown_sheets(root: etree._Element, links: dict[str, Link]) -> list[tuple[str, str]]:
    """Returns names and parts of the sheets that aren't hidden; charts have no cells."""
    found: dict[str, str] = {}
    for sheet in root.iter(f"{S}sheet"):
        link = links.get(sheet.get(_R_ID, ""))
        shown = sheet.get("state", "visible") == "visible"
        if shown and link is not None and link.kind == "worksheet":
            found.setdefault(link.target, clean(sheet.get("name", "")))
    if len(found) > _MOST_SHEETS:
        raise too_many_cells()
    return [(name, part) for part, name in found.items()]


def _strings(package: Package, part: str | None) -> list[str]:
    """Returns the texts that cells point to, without the readings of Asian characters."""
    strings: list[str] = []
    for item in package.elements(part, [f"{S}si"]) if part else ():
        strings.append(text_of(item))
        if len(strings) > MOST_CELLS:
            raise too_many_cells()
    return strings


def _tables(package: Package, part: str) -> Iterable[tuple[Area, int]]:
    """Yields the areas that a sheet formats as tables, each with its number of header rows."""
    for link in package.links(part).values():
        root = package.xml(link.target) if link.kind == "table" else None
        if root is None:
            continue
        if (area := read_area(root.get("ref", ""))) is not None:
            yield area, min(integer(root.get("headerRowCount"), 1), 4)
