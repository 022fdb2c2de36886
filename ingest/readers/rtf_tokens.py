"""Cuts RTF into its tokens: groups, control words and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from plansvar.errors import ReadError

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"
    rb"|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<open>\{)|(?P<close>\})"
    rb"|[\r\n]+"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|\\",  # a backslash at the file's very end
    re.S,
)
_DEEPEST = 1_000
_MOST_TOKENS = 8_000_000


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


def tokens(data: bytes) -> Iterator[Token]:
    r"""Yields the tokens of an RTF file; what ``\bin`` announces is left out.

    Raises:
        ReadError: ``read.malformed`` for groups in groups without end, or words without end.
    """
    position = depth = count = 0
    while match := _TOKEN.match(data, position):
        position = match.end()
        count += 1
        if count > _MOST_TOKENS:
            raise ReadError("read.malformed")
        if match["text"] is not None:
            yield Token(Kind.BYTES, data=match["text"])
        elif match["word"] is not None:
            number = int(match["number"]) if match["number"] else None
            word = match["word"].decode("ascii")
            if word == "bin":
                position += max(0, number or 0)
                continue
            yield Token(Kind.WORD, word, number)
        elif match["bytes"] is not None:
            digits = match["bytes"].replace(b"\\'", b"").decode("ascii")
            yield Token(Kind.BYTES, data=bytes.fromhex(digits))
        elif match["open"] is not None:
            depth += 1
            if depth > _DEEPEST:
                raise ReadError("read.malformed")
            yield Token(Kind.OPEN)
        elif match["close"] is not None:
            depth -= 1
            yield Token(Kind.CLOSE)
        elif match["symbol"] is not None:
            yield Token(Kind.SYMBOL, match["symbol"].decode("latin-1"))
