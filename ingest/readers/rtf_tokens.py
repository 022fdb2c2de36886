"""Cuts RTF into its tokens: groups, control words and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from plansvar.errors import ReadError

_TOKEN = re.compile(
    rb"[\r\n]*(?:\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"
    rb"|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<open>\{)|(?P<close>\})"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|\\|[\r\n])",  # a backslash or a line's end at the file's very end
    re.S,
)
_BRACE = re.compile(
    rb"[^{}\\]*(?:(?P<open>\{)|(?P<close>\})|\\bin(?P<size>\d{1,10})(?!\d) ?|\\[^a-zA-Z]|\\)",
    re.S,
)
_DEEPEST = 1_000
_MOST_TOKENS = 2_000_000  # a book has some hundred thousand


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    SYMBOL = auto()
    BYTES = auto()


@dataclass(slots=True)
class Token:
    """A token: a control word with its number, a symbol's sign, or bytes of text."""

    kind: Kind
    word: str = ""
    number: int | None = None
    data: bytes = b""


class Tokens:
    """The tokens of an RTF file, in order; bytes that are announced as binary are left out."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = self._depth = self._count = 0

    def __iter__(self) -> Iterator[Token]:
        """Yields the tokens.

        Raises:
            ReadError: ``read.malformed`` for groups in groups without end, and for more words than
                any text has.
        """
        while match := _TOKEN.match(self._data, self._position):
            self._position = match.end()
            self._count += 1
            if self._count > _MOST_TOKENS or self._depth > _DEEPEST:
                raise ReadError("read.malformed")
            if match["text"] is not None:
                yield Token(Kind.BYTES, data=match["text"])
            elif match["word"] is not None:
                number = int(match["number"]) if match["number"] else None
                word = match["word"].decode("ascii")
                if word == "bin":
                    self._position += max(0, number or 0)
                    continue
                yield Token(Kind.WORD, word, number)
            elif match["bytes"] is not None:
                digits = match["bytes"].replace(b"\\'", b"").decode("ascii")
                yield Token(Kind.BYTES, data=bytes.fromhex(digits))
            elif match["open"] is not None:
                self._depth += 1
                yield Token(Kind.OPEN)
            elif match["close"] is not None:
                self._depth -= 1
                yield Token(Kind.CLOSE)
            elif match["symbol"] is not None:
                yield Token(Kind.SYMBOL, match["symbol"].decode("latin-1"))

    def skip_group(self) -> None:
        """Goes on to the end of the group that is open: a picture may be most of the file."""
        depth = 0
        while match := _BRACE.match(self._data, self._position):
            if match["close"] is not None and depth == 0:
                self._position = match.start("close")
                return
            self._position = match.end()
            if match["open"] is not None:
                depth += 1
            elif match["close"] is not None:
                depth -= 1
            elif match["size"] is not None:
                self._position += int(match["size"])
        self._position = len(self._data)
