"""Reads Markdown: CommonMark with tables; raw HTML and images are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.readers.clean import clean
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.tables import rectangle
from ingest.readers.text import decode
from ingest.readers.unseen import tag_letters
from plansvar.documents.types import BlockKind, RawBlock, ReadFile
from plansvar.errors import ReadError

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_ENTRY = re.compile(r"^([A-Za-zÆØÅæøå_][\w -]*):\s*(\S.*)$")
_KEYS = {
    "tittel": "title",
    "forfatter": "author",
    "date": "published",
    "dato": "published",
    "publisert": "published",
    "created": "created",
    "updated": "modified",
    "oppdatert": "modified",
    "lang": "language",
    "språk": "language",
}


def read(path: Path, limits: Limits = DEFAULT) -> ReadFile:
    """Reads a Markdown file.

    Raises:
        ReadError: ``read.empty``, ``read.not_this_format``, ``read.too_much_text`` or
            ``read.no_text``.
    """
    text = decode(path.read_bytes()).replace("\r\n", "\n").removeprefix("\ufeff")
    limits.check_characters(len(text))
    metadata: dict[str, str] = {}
    if match := _FRONT_MATTER.match(text):
        metadata = _metadata(match[1])
        text = text[match.end() :]
    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"])
    blocks = _Reader().read(parser.parse(text))
    if not blocks:
        raise ReadError("read.no_text")
    return ReadFile(tuple(blocks), metadata, hidden=tag_letters(text))


def _metadata(front: str) -> dict[str, str]:
    """Returns the ``key: value`` lines of the front matter, under the names used by others."""
    found: dict[str, str] = {}
    for line in front.split("\n"):
        if match := _ENTRY.match(line):
            key = match[1].strip().lower()
            value = clean(match[2].strip().strip("\"'"))
            if value:
                found.setdefault(_KEYS.get(key, key), value)
    return found


class _Reader:
    """Turns a stream of tokens into blocks."""

    def __init__(self) -> None:
        self._blocks: list[RawBlock] = []
        # One entry for each open list: the next number, or None for bullets.
        self._lists: list[int | None] = []
        self._item: str | None = None

    def read(self, tokens: Sequence[Token]) -> list[RawBlock]:
        """Returns the blocks of a whole document."""
        heading = 0
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type == "table_open":
                end = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
                self._table(tokens[index:end])
                index = end
            elif token.type in {"bullet_list_open", "ordered_list_open"}:
                start = int(token.attrGet("start") or 1) if token.tag == "ol" else None
                self._lists.append(start)
            elif token.type in {"bullet_list_close", "ordered_list_close"}:
                self._lists.pop()
                self._item = None
            elif token.type == "list_item_open":
                self._open_item(token)
            elif token.type == "list_item_close":
                self._item = None
            elif token.type == "heading_open":
                heading = int(token.tag[1:])
            elif token.type == "inline":
                self._text(_inline(token), heading)
                heading = 0
            elif token.type in {"fence", "code_block"}:
                self._text(clean(token.content), 0)
            index += 1
        return self._blocks

    def _open_item(self, token: Token) -> None:
        number = self._lists[-1]
        self._item = ""
        if number is not None:
            self._item = f"{number}{token.markup or '.'}"
            self._lists[-1] = number + 1

    def _text(self, text: str, heading: int) -> None:
        if not text:
            return
        if heading:
            self._blocks.append(RawBlock(BlockKind.HEADING, text, heading))
        elif self._item is not None:
            level = len(self._lists) - 1
            self._blocks.append(RawBlock(BlockKind.LIST_ITEM, text, level, label=self._item))
            self._item = None  # a further paragraph of the item is a paragraph
        else:
            self._blocks.append(RawBlock(BlockKind.PARAGRAPH, text))

    def _table(self, tokens: Sequence[Token]) -> None:
        rows: list[list[str]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline" and rows:
                rows[-1].append(_inline(token))
        header = bool(rows) and any(rows[0])
        grid = rectangle(rows)
        if grid:
            self._blocks.append(
                RawBlock(BlockKind.TABLE, rows=grid, header_rows=int(header and len(grid) > 1))
            )


def _inline(token: Token) -> str:
    """Returns an inline token's words, without markup, raw HTML and images."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return clean("".join(parts))
