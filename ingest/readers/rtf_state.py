"""What holds at a place in an RTF file: how letters look, and whose text it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

_SMALLEST = 2  # half points; smaller letters nobody reads
# Windows' numbers of character sets.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp850",
}  # fmt: skip
_ENCODINGS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
LETTER_WORDS = frozenset(
    (
        "b", "v", "webhidden", "deleted", "fs", "cf", "cb", "chcbpat", "highlight", "chshdng", "f",
        "uc", "plain",
    )
)  # fmt: skip
FILE_WORDS = frozenset(("ansicpg", "deff", *_ENCODINGS))
_COLORS = ("red", "green", "blue")
_CODE_PAGES = frozenset(
    (
        437, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874,
        932, 936, 949, 950, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258,
    )
)  # fmt: skip


class Place(Enum):
    """Where a group's text goes."""

    BODY = auto()
    LABEL = auto()
    OBJECT = auto()  # nothing but what a part of it says is text
    FONTS = auto()
    COLORS = auto()
    STYLES = auto()
    INFO = auto()
    NOWHERE = auto()


@dataclass(slots=True)
class State:
    """The properties that a group inherits and that are put back at its end."""

    place: Place = Place.BODY
    key: str = ""  # of the property in an info group
    hidden: bool = False
    deleted: bool = False
    bold: bool = False
    size: int = 24  # half points
    color: int = 0
    shaded: bool = False
    font: int = -1
    skip: int = 1  # bytes that follow a \u for programs that don't know it

    def take(self, word: str, number: int | None) -> None:
        """Takes a control word about letters; of others nothing is changed."""
        on = number != 0
        if word == "b":
            self.bold = on
        elif word in {"v", "webhidden"}:
            self.hidden = on
        elif word == "deleted":
            self.deleted = on
        elif word == "fs":
            self.size = 24 if number is None else number
        elif word == "cf":
            self.color = number or 0
        elif word in {"cb", "chcbpat", "highlight", "chshdng"}:
            self.shaded = bool(number)
        elif word == "f":
            self.font = number or 0
        elif word == "uc":
            self.skip = max(0, min(1 if number is None else number, 100))
        elif word == "plain":
            self.hidden = self.deleted = self.bold = self.shaded = False
            self.size, self.color, self.font = 24, 0, -1


@dataclass(slots=True)
class Paragraph:
    """The properties of the paragraph that is being read; they hold until they are put back."""

    style: int = 0
    outline: int = 9
    level: int = 0
    in_table: bool = False
    shaded: bool = False


@dataclass(slots=True)
class Tables:
    """The fonts, colours and styles that a file defines at its beginning."""

    encoding: str = "cp1252"
    font: int = -1  # the one that is used where none is named
    fonts: dict[int, str] = field(default_factory=dict)
    white: set[int] = field(default_factory=set)
    styles: dict[int, str] = field(default_factory=dict)

    _defined: int = 0  # the font or style that is being defined
    _name: str = ""
    _color: list[int] = field(default_factory=lambda: [0, 0, 0])
    _colors: int = 0

    def take(self, word: str, number: int | None) -> None:
        """Takes a control word about the whole file; of others nothing is changed."""
        if word == "ansicpg":
            self.encoding = code_page(number or 0)
        elif word == "deff":
            self.font = number or 0
        elif word in _ENCODINGS:
            self.encoding = _ENCODINGS[word]

    def define(self, place: Place, word: str, number: int | None) -> None:
        """Takes a control word in one of the tables."""
        if place is Place.FONTS and word == "f":
            self._defined = number or 0
        elif place is Place.FONTS and word == "fcharset":
            self.fonts[self._defined] = _CHARSETS.get(number or 0, self.encoding)
        elif place is Place.STYLES and word == "s":
            self._defined = number or 0
        elif place is Place.COLORS and word in _COLORS:
            self._color[_COLORS.index(word)] = number or 0

    def text(self, place: Place, text: str) -> None:
        """Takes text in one of the tables: a style's name, or a colour's end."""
        if place is Place.STYLES:
            self._name += text
            return
        for _ in range(text.count(";")):
            if self._color == [255, 255, 255]:
                self.white.add(self._colors)
            self._colors += 1
            self._color = [0, 0, 0]

    def end_style(self) -> None:
        """Ends the definition of a style."""
        if self._name:
            self.styles[self._defined] = self._name.strip().rstrip(";")
        self._name, self._defined = "", 0

    def decode(self, data: bytes, font: int) -> str:
        """Returns the text of some bytes that are set in a font."""
        encoding = self.fonts.get(font if font >= 0 else self.font, self.encoding)
        return data.decode(encoding, errors="replace")

    def is_unseen(self, state: State, *, on_ground: bool) -> bool:
        """Tells whether nobody who looks at the document sees letters set so."""
        if state.hidden or state.deleted or state.size < _SMALLEST + 1:
            return True
        return state.color in self.white and not state.shaded and not on_ground


def code_page(number: int) -> str:
    """Returns the encoding of a code page, the usual one for those that Python hasn't got."""
    if number == 10000:
        return "mac_roman"
    if number == 65001:
        return "utf-8"
    return f"cp{number}" if number in _CODE_PAGES else "cp1252"
