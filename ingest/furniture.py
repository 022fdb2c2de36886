"""What is in a document but is no content of its own: page furniture and repeats.

Furniture is kept in the stored text, so that a reader sees the document as it is, but it is not
indexed and never becomes an answer.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from plansvar.documents.types import BlockKind, RawBlock

# A repeated short line can be a heading or a list item that belongs where it stands; a repeated
# passage of this many characters is a pull quote, a teaser or a copying error.
_REPEAT_LENGTH = 60
_CONTENTS = re.compile(r"\S\s*(?:…|\.{3,}|(?:\. ){3,}|_{3,})\s*\d{1,3}$")
_CONTENTS_RUN = 3
# Characters from the end of a line within which its leader begins.
_CONTENTS_REACH = 200
_BREADCRUMB = re.compile(r"\S\s+[>›»/→]\s+\S")


def furniture(blocks: Sequence[RawBlock]) -> list[bool]:
    """For each block, whether it is furniture."""
    seen: set[str] = set()
    flags: list[bool] = []
    contents = _contents_entries(blocks)
    for number, block in enumerate(blocks):
        key = _key(block.text)
        repeated = block.kind is BlockKind.PARAGRAPH and len(key) >= _REPEAT_LENGTH and key in seen
        seen.add(key)
        furnishing = block.kind is not BlockKind.TABLE and is_page_furniture(key)
        flags.append(repeated or furnishing or number in contents)
    _keep_lists_whole(blocks, flags, contents)
    return flags


def _keep_lists_whole(blocks: Sequence[RawBlock], flags: list[bool], contents: set[int]) -> None:
    """A list is a menu as a whole or not at all: "Facebook" may be an item of a real one."""
    for is_list, run in itertools.groupby(
        range(len(blocks)), lambda number: blocks[number].kind is BlockKind.LIST_ITEM
    ):
        numbers = list(run)
        if is_list and not all(flags[number] for number in numbers):
            for number in numbers:
                flags[number] = number in contents


def _contents_entries(blocks: Sequence[RawBlock]) -> set[int]:
    """Blocks of a table of contents: lines in a row that end in a leader and a page number."""
    entries = {
        number
        for number, block in enumerate(blocks)
        if _CONTENTS.search(block.text[-_CONTENTS_REACH:])
    }
    return {
        number
        for number in entries
        if sum(number + step in entries for step in range(-_CONTENTS_RUN, _CONTENTS_RUN + 1))
        >= _CONTENTS_RUN
    }


def is_page_furniture(text: str) -> bool:
    """Whether a short text is a menu entry, a sign-up form, a cookie notice or the like."""
    lists = _lists()
    text = _key(text)
    return len(text) <= lists.longest and (
        len(_BREADCRUMB.findall(text)) > 1
        or text.strip(" :.!›»«→") in lists.exact
        or any(phrase in text for phrase in lists.contains)
        or all(any(word in text for word in words) for words in lists.together)
    )


def _key(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of furniture.toml."""

    exact: frozenset[str]
    contains: tuple[str, ...]
    together: tuple[tuple[str, ...], ...]
    longest: int


@functools.cache
def _lists() -> _Lists:
    text = resources.files("ingest").joinpath("furniture.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return _Lists(
        exact=frozenset(table["exact"]),
        contains=tuple(table["contains"]),
        together=tuple(map(tuple, table["together"])),
        longest=int(table["longest"]),
    )
