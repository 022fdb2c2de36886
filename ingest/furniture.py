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


def furniture(blocks: Sequence[RawBlock]) -> list[bool]:
    """For each block, whether it is furniture."""
    seen: set[str] = set()
    flags: list[bool] = []
    for block in blocks:
        key = _key(block.text)
        repeated = block.kind is BlockKind.PARAGRAPH and len(key) >= _REPEAT_LENGTH and key in seen
        seen.add(key)
        flags.append(repeated or (block.kind is not BlockKind.TABLE and is_page_furniture(key)))
    return flags


def is_page_furniture(text: str) -> bool:
    """Whether a short text is a menu entry, a sign-up form, a cookie notice or the like."""
    exact, phrases, longest = _lists()
    text = _key(text)
    return len(text) <= longest and (
        text.strip(" :.!›»«→") in exact or any(phrase in text for phrase in phrases)
    )


def _key(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()


@functools.cache
def _lists() -> tuple[frozenset[str], tuple[str, ...], int]:
    text = resources.files("ingest").joinpath("furniture.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return frozenset(table["exact"]), tuple(table["contains"]), int(table["longest"])
