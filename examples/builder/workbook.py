"""Writes an Excel workbook."""

from __future__ import annotations

import datetime as dt
import re
from math import ceil
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from examples.builder.archive import moment, normalise_zip
from examples.builder.blocks import (
    Box,
    Figure,
    Heading,
    Item,
    Paragraph,
    Source,
    SourceError,
    Table,
)
from examples.builder.inline import plain
from examples.builder.table import natural_width
from examples.builder.theme import THEMES, Theme

NUMBER = re.compile(r"-?(?:[1-9]\d{0,2}(?:[ \u00a0]\d{3})+|0|[1-9]\d*)(?:,(\d+))?")
DATE = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
BAD_NAME = re.compile(r"[\[\]:*?/\\]")
SHEET_CHARACTERS = 130  # the width of a sheet with given column widths
LINE = 15  # the height of a line, in points
A4 = 9  # in the list of papers of the format
SIZE = 11  # of type, in points
DEFAULT_SHEET = "Ark1"


def write_xlsx(path: Path, source: Source) -> None:
    """Write a source as a workbook."""
    head = source.head
    book = Workbook()
    book.remove(book.worksheets[0])
    properties = book.properties
    properties.title, properties.subject = head.title, head.subtitle
    properties.creator = properties.lastModifiedBy = head.author
    properties.language = head.language
    properties.created = properties.modified = moment(head)
    sheet: SheetWriter | None = None
    if source.notes:
        line = min(note.line for note in source.notes.values())
        raise SourceError(source.path, line, "a workbook has no footnotes")
    for block in source.blocks:
        if isinstance(block, Heading) and block.level == 1:
            name = plain(block.text)
            if len(name) > 31 or BAD_NAME.search(name) or name in book.sheetnames:
                message = f"a sheet can't have the name {name} (at most 31 characters, once)"
                raise SourceError(source.path, block.line, message)
            sheet = SheetWriter(book.create_sheet(name), THEMES[head.theme])
            continue
        if isinstance(block, Figure):
            raise SourceError(source.path, block.line, "a workbook has no figures")
        sheet = sheet or SheetWriter(book.create_sheet(DEFAULT_SHEET), THEMES[head.theme])
        match block:
            case Heading():
                sheet.add_text(block.text, bold=True)
            case Paragraph():
                sheet.add_text(block.text)
            case Item():
                mark = "–" if block.number is None else f"{block.number}."
                sheet.add_text(f"{'   ' * (block.level - 1)}{mark} {block.text}")
            case Box():
                for text in block.texts:
                    sheet.add_text(text)
            case Table():
                sheet.add_table(block)
            case _:
                pass
    book.save(path)
    normalise_zip(path, head)


class SheetWriter:
    """Fills a sheet from the top."""

    def __init__(self, sheet: Worksheet, theme: Theme) -> None:
        self.sheet = sheet
        self.theme = theme
        self.row = 0
        self.after_table = False
        self.widths: list[float] = []
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def next_row(self, table: bool) -> int:
        """Return the next row; an empty one is left below a table."""
        self.row += 2 if self.after_table else 1
        self.after_table = table
        return self.row

    def add_text(self, text: str, bold: bool = False) -> None:
        """Add a row with one text."""
        cell = self.sheet.cell(self.next_row(table=False), 1, plain(text))
        cell.data_type = "s"
        cell.font = self.font(bold or text.startswith("**"))

    def add_table(self, table: Table) -> None:
        """Add a table."""
        top = self.next_row(table=True)
        for index, row in enumerate(table.rows):
            for column, text in enumerate(row):
                cell = self.sheet.cell(top + index, column + 1)
                assert isinstance(cell, Cell)
                set_value(cell, plain(text))
                self.style(cell, table, index, text)
        for span in table.spans:
            self.sheet.merge_cells(
                start_row=top + span.row,
                end_row=top + span.bottom,
                start_column=span.column + 1,
                end_column=span.right + 1,
            )
        self.row = top + len(table.rows) - 1
        self.set_widths(table)
        self.set_heights(table, top)

    def set_widths(self, table: Table) -> None:
        """Set the widths of columns that no table above has set, and of any with a wider word."""
        merged = {(span.row, span.column) for span in table.spans if span.right > span.column}
        for column, share in enumerate(table.widths):
            natural = natural_width(row[column] for row in table.rows) + 2
            width = round(share * SHEET_CHARACTERS if table.widths_given else natural, 1)
            if column < len(self.widths):
                width = self.widths.pop(column)
            texts = [row[column] for i, row in enumerate(table.rows) if (i, column) not in merged]
            width = max(width, *(word_width(text) for text in texts))
            self.widths.insert(column, width)
            self.sheet.column_dimensions[get_column_letter(column + 1)].width = width

    def set_heights(self, table: Table, top: int) -> None:
        """Make each row high enough for its longest cell; merged cells don't count."""
        merged = {(span.row, span.column) for span in table.spans}
        for index, row in enumerate(table.rows):
            lines = [
                sum(ceil(len(plain(part)) * 1.1 / width) for part in text.split("\n"))
                for column, (text, width) in enumerate(zip(row, self.widths, strict=False))
                if (index, column) not in merged
            ]
            self.sheet.row_dimensions[top + index].height = LINE * max(1, *lines)

    def font(self, bold: bool) -> Font:
        """Make the typeface of a cell."""
        return Font(name=self.theme.office, size=SIZE, bold=bold)

    def style(self, cell: Cell, table: Table, row: int, text: str) -> None:
        """Set type, colour and lines of a cell."""
        head = row < table.head_rows
        cell.font = self.font(head or text.startswith("**"))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if head and table.look != "bare":
            cell.fill = PatternFill("solid", fgColor=self.theme.pale)
        if table.look == "ruled":
            side = Side("thin", color=self.theme.grey)
            cell.border = Border(side, side, side, side)


def word_width(text: str) -> float:
    """Tell how many characters wide a column must be, not to break or hide what is in a cell."""
    value = plain(text)
    words = [value] if NUMBER.fullmatch(value) else value.split()
    return round(max(map(len, words), default=0) * 1.15 + 1, 1)


def set_value(cell: Cell, text: str) -> None:
    """Set the value of a cell: a number or a date where the text is one."""
    if not text:
        return
    if match := NUMBER.fullmatch(text):
        digits = re.sub(r"\s", "", text).replace(",", ".")
        cell.value = float(digits) if match[1] else int(digits)
        whole = "#,##0" if re.search(r"\s", text) else "0"
        cell.number_format = whole + (f".{'0' * len(match[1])}" if match[1] else "")
        return
    if match := DATE.fullmatch(text):
        day, month, year = map(int, match.groups())
        try:
            cell.value = dt.date(year, month, day)
        except ValueError:
            cell.value = text
        else:
            cell.number_format = "dd.mm.yyyy"
        return
    cell.value = text
    cell.data_type = "s"  # a text that begins with = is no formula
