"""Tells which blocks of a PDF are headings, and of which level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.readers.pdf_outline import Bookmark
from ingest.readers.pdf_paragraphs import Draft, Habits
from ingest.readers.pdf_types import Table
from plansvar.documents.types import BlockKind

_LARGER = 1.12  # of the body's size
_MUCH_LARGER = 1.4  # where the PDF names its headings itself and this is none of them
_LONGEST = 200  # characters of a heading that is larger than the body
_LONGEST_BOLD = 120  # characters of one that is only bold
_MOST_LINES = 4
_DEEPEST = 6
_CAPTION = re.compile(r"^(figur|tabell|figure|table|bilde|foto|kilde|kjelde|source)\b", re.I)
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
_NOT_WORD = re.compile(r"[^\w]+|^\d+(\.\d+)*")
_BEGINNING = re.compile(r"[\d«\"“‘(§]|(?![a-zæøåäöé])\w")
_SENTENCE = re.compile(r"[.,;…]$")

Style = tuple[float, bool]


def mark_headings(
    drafts: Sequence[Draft | Table], habits: Habits, bookmarks: Sequence[Bookmark]
) -> None:
    """Turns the blocks that are headings into headings, with their levels."""
    outline: dict[str, list[Bookmark]] = {}
    for bookmark in bookmarks:
        outline.setdefault(_plain(bookmark.title), []).append(bookmark)
    levels = {
        id(draft): _known_level(draft, outline) for draft in drafts if isinstance(draft, Draft)
    }
    larger = _MUCH_LARGER if sum(map(bool, levels.values())) >= 3 else _LARGER
    found: list[Draft] = []
    for index, draft in enumerate(drafts):
        if isinstance(draft, Table):
            continue
        following = drafts[index + 1 : index + 5]
        if levels[id(draft)] or _looks_like_heading(draft, following, habits, larger):
            found.append(draft)
    for draft in found:
        draft.kind = BlockKind.HEADING
        draft.text = f"{draft.label} {draft.text}".strip()
        draft.label = ""
    _set_levels(found, levels)


def _known_level(draft: Draft, outline: dict[str, list[Bookmark]]) -> int:
    """Returns the level that the PDF itself gives the block as a heading; 0 if it gives none."""
    text = f"{draft.label} {draft.text}"
    if len(text) > _LONGEST or " … " in text or not any(char.isalpha() for char in text):
        return 0
    tag = draft.first.tag
    if tag is not None and tag.kind == "heading":
        return tag.level
    for bookmark in outline.get(_plain(text), ()):
        if bookmark.page in {None, draft.first.page.number}:
            return min(bookmark.level, _DEEPEST)
    return 0


def _looks_like_heading(
    draft: Draft, following: Sequence[Draft | Table], habits: Habits, larger: float
) -> bool:
    """Tells whether a block is set like a heading: larger than the body, or bold by itself."""
    text = draft.text
    letters = sum(char.isalpha() for char in text)
    if (
        letters < max(2, 0.5 * len(text))
        or len(draft.lines) > _MOST_LINES
        or not _BEGINNING.match(text)
        or _CAPTION.match(text)
        or " … " in text
        or (draft.kind is BlockKind.LIST_ITEM and not draft.label)
        or draft.first.column >= 10_000
    ):
        return False
    numbered = bool(draft.label) or _NUMBERED.match(text) is not None
    if _SENTENCE.search(text) and not numbered:
        return False
    if draft.size >= larger * habits.body and len(text) <= _LONGEST:
        return True
    bold = all(line.bold for line in draft.lines) and not habits.mostly_bold
    if not bold or draft.size < 0.95 * habits.body or len(text) > _LONGEST_BOLD:
        return False
    return _has_body(following)


def _has_body(following: Sequence[Draft | Table]) -> bool:
    """Tells whether text that isn't bold follows soon, which a heading could be the heading of."""
    return any(
        isinstance(item, Table) or not all(line.bold for line in item.lines) for item in following
    )


def _plain(text: str) -> str:
    return _NOT_WORD.sub("", _NOT_WORD.sub("", text.strip()).casefold())


def _style(draft: Draft) -> Style:
    return (draft.size, all(line.bold for line in draft.lines))


def _set_levels(headings: Sequence[Draft], known: dict[int, int]) -> None:
    """Sets levels: the PDF's own, else by style, larger and bold first, else by numbering."""
    given: dict[Style, Counter[int]] = {}
    for heading in headings:
        counts = given.setdefault(_style(heading), Counter())
        if known[id(heading)]:
            counts[known[id(heading)]] += 1
    uses = Counter(map(_style, headings))
    largest = max((style for style, count in uses.items() if count > 1), default=None)
    by_style: dict[Style, int] = {}
    deepest = 0
    for style in sorted(given, reverse=True):
        usual = given[style].most_common(1)
        # A cover has its own sizes; all of them are the title, above the first usual heading.
        is_title = largest is not None and style > largest
        by_style[style] = usual[0][0] if usual else 1 if is_title else min(deepest + 1, _DEEPEST)
        deepest = max(deepest, by_style[style])
    chapter = 0
    for heading in headings:
        level = known[id(heading)] or by_style[_style(heading)]
        number = _NUMBERED.match(heading.text)
        if number is not None and not known[id(heading)]:
            depth = number[1].count(".") + 1
            if depth == 1:
                chapter = level
            elif chapter:
                level = max(level, min(chapter + depth - 1, _DEEPEST))
        heading.level = level
