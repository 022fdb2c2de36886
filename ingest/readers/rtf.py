"""Reads RTF: paragraphs, headings by style, lists, tables and notes.

The tokens are walked here. striprtf, the usual library, gives one text without styles, and takes
hidden and deleted words for shown ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.readers.clean import clean
from ingest.readers.docx_headings import Candidate, settle_headings
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.office_cells import LONGEST_CELL
from ingest.readers.rtf_paragraphs import Piece, candidate_of
from ingest.readers.rtf_state import FILE_WORDS, LETTER_WORDS, Paragraph, Place, State, Tables
from ingest.readers.rtf_tables import ROW_WORDS, TableReader
from ingest.readers.rtf_tokens import Kind, Token, Tokens
from ingest.readers.unseen import letters
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError

_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*\{\s*\\rtf")
_MOST_PARAGRAPHS = 200_000
_NOWHERE = frozenset(
    (
        "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
        "footerf", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "xe", "tc", "tcn",
        "rxe", "txe", "fldinst", "nonshppict", "shprslt", "nonesttables", "listtable", "revtbl",
        "listoverridetable", "annotation", "atnid", "atnauthor", "filetbl", "private", "template",
        "pnseclvl", "bkmkstart", "bkmkend", "comment", "htmltag",
    )
)  # fmt: skip
# Objects with a part that is text after all: the drawing of an object, the text in a shape.
_OBJECTS = frozenset(("object", "shpinst", "do", "upr"))
_TEXT_OF_OBJECTS = frozenset(("result", "shptxt", "dptxbxtext", "ud"))
_PLACES = {
    "fonttbl": Place.FONTS,
    "colortbl": Place.COLORS,
    "stylesheet": Place.STYLES,
    "info": Place.INFO,
    "listtext": Place.LABEL,
    "pntext": Place.LABEL,
}
_SIGNS = {
    "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
    "qmspace": " ", "page": "\n", "column": "\n", "softline": "\n",
}  # fmt: skip
_SYMBOLS = {"~": " ", "_": "-", "\t": "\t", "\\": "\\", "{": "{", "}": "}"}
_ENDS = frozenset(("par", "sect", "nestcell"))


def read(path: Path, _limits: Limits = DEFAULT) -> ReadFile:
    """Reads an RTF file.

    Raises:
        ReadError: ``read.empty``, ``read.not_this_format``, ``read.malformed``,
            ``read.too_many_rows`` or ``read.no_text``.
    """
    data = path.read_bytes()
    if not data:
        raise ReadError("read.empty")
    result = read_rtf(data)
    if not result.blocks:
        raise ReadError("read.no_text")
    return result


def read_rtf(data: bytes) -> ReadFile:
    """Reads RTF, which also stands in mails; there may be no blocks in it.

    Raises:
        ReadError: ``read.not_this_format``, ``read.malformed`` or ``read.too_many_rows``.
    """
    if not _START.match(data):
        raise ReadError("read.not_this_format")
    reader = _Reader()
    tokens = Tokens(data)
    for token in tokens:
        if reader.take(token):
            tokens.skip_group()
        if reader.is_done:
            break
    blocks = tuple(settle_headings(reader.finish()))
    return ReadFile(blocks, reader.metadata, hidden=reader.hidden)


@dataclass(slots=True)
class _Aside:
    """What waits while a footnote or text box inside a paragraph is read."""

    depth: int
    pieces: list[Piece]
    label: str
    found: list[Candidate]


class _Reader:
    """Follows the tokens, and collects paragraphs, cells and notes."""

    def __init__(self) -> None:
        self.metadata: dict[str, str] = {}
        self.is_done = False
        self.hidden = 0  # letters and digits that nobody sees
        self._state, self._paragraph = State(), Paragraph()
        self._stack: list[tuple[State, Paragraph, bool]] = []
        self._own = True  # this group has properties of its own, not just those around it
        self._tables = Tables()
        self._found: list[Candidate] = []
        self._notes: list[Candidate] = []
        self._asides: list[_Aside] = []
        self._pieces: list[Piece] = []
        self._label = ""
        self._cell: list[Candidate] = []
        self._table = TableReader()
        self._bytes = bytearray()  # not yet decoded: a letter may take two
        self._units: list[int] = []  # halves of letters beyond the first 65,536
        self._skip = 0
        self._starred = False

    def take(self, token: Token) -> bool:
        """Takes the next token; returns whether the group that it stands in has no text."""
        if token.kind is Kind.BYTES:
            data = token.data[self._skip :]
            self._skip = max(0, self._skip - len(token.data))
            if data:
                self._flush_units()
                self._bytes += data
            return False
        if token.kind is Kind.WORD and token.word == "u":
            self._flush_bytes()
            self._skip = self._state.skip
            self._units.append((token.number or 0) & 0xFFFF)
            return False
        if self._skip and (token.kind is Kind.WORD or token.kind is Kind.SYMBOL):
            self._skip -= 1
            return False
        if self._bytes or self._units:
            self._flush()
        self._skip = 0
        if token.kind is Kind.OPEN:
            self._stack.append((self._state, self._paragraph, self._own))
            self._own = False
        elif token.kind is Kind.CLOSE:
            self._close()
        elif token.kind is Kind.SYMBOL:
            self._symbol(token.word)
        else:
            self._word(token.word, token.number)
        return self._state.place is Place.NOWHERE

    def finish(self) -> list[Candidate]:
        """Returns all that was found; the file may end in the middle of anything."""
        self._flush()
        while self._asides:
            self._end_aside()
        if self._cell:
            self._end_cell()
        self._end_paragraph()
        self._end_table()
        return self._found + self._notes

    # Groups

    def _close(self) -> None:
        if self._state.place is Place.STYLES:
            self._tables.end_style()
        if self._asides and self._asides[-1].depth == len(self._stack):
            self._end_aside()
        if self._stack:
            self._state, self._paragraph, self._own = self._stack.pop()
        self.is_done = not self._stack

    def _begin_aside(self, found: list[Candidate]) -> None:
        aside = _Aside(len(self._stack), self._pieces, self._label, self._found)
        self._asides.append(aside)
        self._pieces, self._label, self._found = [], "", found
        self._paragraph = Paragraph()

    def _end_aside(self) -> None:
        aside = self._asides.pop()
        self._end_paragraph()
        self._pieces, self._label, self._found = aside.pieces, aside.label, aside.found

    # Words

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if self._state.place is Place.NOWHERE:
            return
        if not self._own:
            self._state, self._paragraph = replace(self._state), replace(self._paragraph)
            self._own = True
        state = self._state
        if state.place is Place.OBJECT:
            if word in _TEXT_OF_OBJECTS:
                self._text_of_object(word)
        elif word in _OBJECTS:
            state.place = Place.OBJECT
        elif word in _PLACES:
            state.place = _PLACES[word]
        elif word == "footnote" and state.place is Place.BODY:
            self._begin_aside(self._notes)
        elif starred or word in _NOWHERE:
            state.place = Place.NOWHERE
        elif state.place is Place.INFO:
            state.key = "" if word in self.metadata else word
        elif state.place is Place.BODY or state.place is Place.LABEL:
            self._word_of_text(word, number)
        else:
            self._tables.define(state.place, word, number)

    def _text_of_object(self, word: str) -> None:
        """Goes back from an object to the text that the object stands in."""
        outer = (s.place for s, _, _ in reversed(self._stack) if s.place is not Place.OBJECT)
        self._state.place = next(outer, Place.BODY)
        if word in {"shptxt", "dptxbxtext"} and self._state.place is Place.BODY:
            self._begin_aside(self._cell if self._in_cell() else self._found)

    def _word_of_text(self, word: str, number: int | None) -> None:
        if word in LETTER_WORDS:
            self._state.take(word, number)
        elif word in _SIGNS:
            self._add(_SIGNS[word])
        elif word in FILE_WORDS:
            self._tables.take(word, number)
        elif self._state.place is Place.BODY:
            self._structure(word, number)

    def _structure(self, word: str, number: int | None) -> None:
        """Takes a word about paragraphs, lists and tables."""
        paragraph = self._paragraph
        if word in _ENDS:
            self._end_paragraph()
        elif word == "pard":
            self._paragraph = Paragraph()
        elif word == "s":
            paragraph.style = number or 0
        elif word == "outlinelevel":
            paragraph.outline = 9 if number is None else number
        elif word == "ilvl":
            paragraph.level = max(0, min(number or 0, 8))
        elif word == "intbl":
            paragraph.in_table = True
        elif word == "cbpat":
            paragraph.shaded = bool(number)
        elif word == "cell":
            self._end_cell()
        elif word == "row":
            self._table.row()
        elif word in ROW_WORDS:
            self._table.word(word, number)

    def _symbol(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in _SYMBOLS:
            self._add(_SYMBOLS[sign])

    # Text

    def _flush(self) -> None:
        self._flush_units()
        self._flush_bytes()

    def _flush_units(self) -> None:
        if self._units:
            data = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units.clear()
            self._add(data.decode("utf-16-le", errors="replace"))

    def _flush_bytes(self) -> None:
        if self._bytes:
            text = self._tables.decode(bytes(self._bytes), self._state.font)
            self._bytes.clear()
            self._add(text)

    def _add(self, text: str) -> None:
        """Adds text to what the group that it stands in belongs to."""
        state = self._state
        if state.place is Place.BODY:
            on_ground = self._paragraph.shaded or self._in_cell()
            if not self._tables.is_unseen(state, on_ground=on_ground):
                self._pieces.append(Piece(text, state.bold, state.size))
            elif not state.deleted:
                self.hidden += letters(text)
        elif state.place is Place.LABEL:
            if not (state.hidden or state.deleted):
                self._label += text
        elif state.place is Place.STYLES or state.place is Place.COLORS:
            self._tables.text(state.place, text)
        elif state.place is Place.INFO and state.key in {"title", "author"}:
            whole = self.metadata.get(state.key, "") + text
            if clean(whole):
                self.metadata[state.key] = clean(whole) if text.strip() else whole

    # Paragraphs and tables

    def _in_cell(self) -> bool:
        return self._paragraph.in_table and not self._asides

    def _end_paragraph(self) -> None:
        candidate = self._candidate()
        if self._in_cell():
            if candidate is not None:
                self._cell.append(candidate)
            return
        if not self._asides:
            self._end_table()
        if candidate is not None:
            self._found.append(candidate)
            if len(self._found) > _MOST_PARAGRAPHS:
                raise ReadError("read.too_many_rows", limit=_MOST_PARAGRAPHS)

    def _end_cell(self) -> None:
        candidate = self._candidate()
        self._table.cell([*self._cell, candidate] if candidate is not None else self._cell)
        self._cell = []

    def _end_table(self) -> None:
        if self._table.rows or self._cell:
            self._found += self._table.finish(LONGEST_CELL)
            self._found += self._cell
            self._cell = []

    def _candidate(self) -> Candidate | None:
        """Returns the paragraph that ends here as a block; ``None`` if it has no text."""
        pieces, self._pieces = self._pieces, []
        label, self._label = clean(self._label) if self._label else "", ""
        style = self._tables.styles.get(self._paragraph.style, "")
        return candidate_of(pieces, label, self._paragraph, style)
