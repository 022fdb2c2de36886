"""What is in a document but is no content of its own: page furniture and repeats.

Furniture is kept in the stored text, so that a reader sees the document as it is, but it is not
indexed and never becomes an answer.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
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
    return flags


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
    exact, phrases, longest = _lists()
    text = _key(text)
    return len(text) <= longest and (
        len(_BREADCRUMB.findall(text)) > 1
        or text.strip(" :.!›»«→") in exact
        or any(phrase in text for phrase in phrases)
    )


def _key(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()


@functools.cache
def _lists() -> tuple[frozenset[str], tuple[str, ...], int]:
    text = resources.files("ingest").joinpath("furniture.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return frozenset(table["exact"]), tuple(table["contains"]), int(table["longest"])
