"""Marks that keep a document from the public: only where they stand as a mark.

"Unntatt offentlighet, jf. offl. § 13" in a page header, in the head of a letter or on a line of its
own is a mark; the same words in a sentence about the law are not. A document that has one is never
made public by default, so a line that says nothing else is taken for a mark rather than not: who
knows better allows it, but what got out can't be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from ingest.metadata.mark_words import (
    CODE_LABEL,
    CODES,
    CONDITION,
    DENIED,
    HINT,
    LABEL,
    LEVEL,
    REFERENCE,
    REPLY,
    SENSITIVITIES,
    SENTENCE,
    SUBJECT_OF_NAME,
    UNTIL,
    WORDS,
    Words,
    is_ground,
    is_law,
)
from ingest.metadata.opening import HEAD_BLOCKS, Opening
from plansvar.documents.about import Mark, MarkKind
from plansvar.documents.types import Block, BlockKind

_ATTACHED = re.compile(r"\W*(?:vedlegg|kopi|attachment)", re.IGNORECASE)
# A box that nobody ticked.
_EMPTY_BOX = re.compile("[☐□❏]")
_SEPARATOR = re.compile(r"\s*[:–—|]\s|\s-+\s|[.!]\s+(?=[A-ZÆØÅ«])")
_WORD_BREAK = re.compile(r"[\W_]+|(?<=[a-zæøå])(?=[A-ZÆØÅ])")
_LONGEST = 140
_FIRST_HEADINGS = 3


class _Place(Enum):
    """Where a line stands, which decides what makes a mark of it."""

    DEEP = auto()  # far down: the mark alone, or behind its label
    VALUE = auto()  # a cell or a property: the same, and never with more around it
    ITEM = auto()  # a list's item in the head: it may begin with the mark
    HEAD = auto()  # the head and the margins: it may end with the mark too
    TITLE = auto()  # the document's title, which may begin with any mark


def marks_of(found: Opening, blocks: Sequence[Block], text: str) -> tuple[Mark, ...]:
    """All marks of a document, each kind once, in the order in which they stand."""
    marks: dict[MarkKind, Mark] = {}
    for mark in _all(found, blocks, text):
        marks.setdefault(mark.kind, mark)
    return tuple(marks.values())


def _all(found: Opening, blocks: Sequence[Block], text: str) -> Iterator[Mark]:
    for line in found.margins:
        yield from (Mark(kind, line, "margin") for kind in _kinds(line, _Place.HEAD))
    stamped = _stamped(blocks, text)
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.TABLE:
            yield from _in_table(block, text) if number < HEAD_BLOCKS else ()
            continue
        line = text[block.start : min(block.end, block.start + _LONGEST + 1)]
        place = _Place.HEAD if line in stamped else _place(number, block)
        if place is not None:
            quote = line[:_LONGEST].rstrip()
            yield from (Mark(kind, quote, "text") for kind in _kinds(line, place))
    label = found.properties.get("sensitivity", "")
    chosen = _kinds(label, _Place.VALUE, (*WORDS, *SENSITIVITIES))
    yield from (Mark(kind, label, "metadata") for kind in chosen)
    yield from (Mark(kind, found.path.name, "path") for kind in _in_name(found.path.stem))


def _place(number: int, block: Block) -> _Place | None:
    """Where a block stands; ``None`` where it can't be a mark."""
    if block.kind is BlockKind.LIST_ITEM:
        return _Place.ITEM if number < HEAD_BLOCKS else None
    if number == 0:
        return _Place.TITLE
    top = number < HEAD_BLOCKS or block.page == 1
    # Further down, "Internt" and "Fortrolig" are headings of what they are about.
    if (top and block.kind is BlockKind.PARAGRAPH) or number < _FIRST_HEADINGS:
        return _Place.HEAD
    return _Place.DEEP


def _stamped(blocks: Sequence[Block], text: str) -> set[str]:
    """Short lines that stand on several pages: headers and watermarks that came with the text."""
    pages: dict[str, set[int]] = {}
    for block in blocks:
        if block.page and block.end - block.start <= _LONGEST and not block.rows:
            pages.setdefault(text[block.start : block.end], set()).add(block.page)
    return {line for line, on in pages.items() if len(on) > 1}


def _in_table(block: Block, text: str) -> Iterator[Mark]:
    """A value beside its label, or what stands alone in its row; no column's heading."""
    for row in block.rows:
        cells = [cell for start, end in row.cells if (cell := text[start:end].strip())]
        cells = list(dict.fromkeys(cells))  # a merged cell comes once for each column
        for number, cell in enumerate(cells):
            label = cells[number - 1].rstrip(" :") if number else ""
            line = f"{label}: {cell}" if LABEL.fullmatch(label) else cell
            if len(cells) == 1 or line != cell or _is_labelled(cell):
                yield from (Mark(kind, cell, "text") for kind in _kinds(line, _Place.VALUE))


def _in_name(stem: str) -> Iterator[MarkKind]:
    """The kinds of mark that a file's name has among its words."""
    name = _WORD_BREAK.sub(" ", stem).strip()
    if not HINT.search(name) or SUBJECT_OF_NAME.search(name):
        return
    for words in WORDS:
        match = words.pattern.search(name)
        if match and (words.name or match.end() == len(name)):
            yield words.kind


def _is_labelled(line: str) -> bool:
    return LABEL.match(line.lstrip(" *_([")) is not None


def _kinds(line: str, place: _Place, among: Sequence[Words] = WORDS) -> Iterator[MarkKind]:
    """The kinds of mark that a line is, where it stands."""
    line = line[: _LONGEST + 1]  # a character more tells that there is more
    if not HINT.search(line) or _EMPTY_BOX.search(line):
        return
    if len(line) <= _LONGEST and is_ground(line):
        yield MarkKind.EXEMPT
        return
    for words in (*among, *CODES):
        if place is _Place.DEEP and not words.deep and not _is_labelled(line):
            continue
        if any(_is_mark(line, match, words, place) for match in words.pattern.finditer(line)):
            yield words.kind


def _is_mark(line: str, match: re.Match[str], words: Words, place: _Place) -> bool:
    before, after = line[: match.start()], line[match.end() :]
    if reply := REPLY.match(before):
        before = before[reply.end() :]
    if level := LEVEL.match(after):
        after = after[level.end() :]
    label = before.strip(" \t*_([:–—-|.!")
    if words in CODES:
        alone = CODE_LABEL.fullmatch(label) is not None
    else:
        alone = not any(letter.isalnum() for letter in label) or bool(LABEL.fullmatch(label))
    at_top = place in (_Place.ITEM, _Place.HEAD, _Place.TITLE)
    if at_top and alone and _goes_on(label, after, words, place):
        return True
    # "Unntatt offentlighet:" is a label that waits for its value.
    if len(line) > _LONGEST or after.rstrip().endswith(":") or not is_law(after):
        return False
    return alone or (at_top and _ends(before, match[0], place))


def _ends(before: str, mark: str, place: _Place) -> bool:
    """Whether a title or a line of references ends with the mark."""
    if _ATTACHED.match(before):
        return False
    if REFERENCE.fullmatch(before) and mark[0].isupper():
        return True
    if place is _Place.ITEM:  # "Sak 4: Lønn – unntatt offentlighet" is what an agenda lists
        return False
    return re.search(r"(?:\s[–—|·•-]\s+|\()$", before) is not None


def _goes_on(label: str, after: str, words: Words, place: _Place) -> bool:
    """Whether a mark has more behind it that doesn't unmake it."""
    if words.sentence and UNTIL.match(after):
        return True
    if words.sentence and SENTENCE.fullmatch(label):
        return after[:1] != "?" and not CONDITION.search(after)
    if not (words.opens or place is _Place.TITLE):
        return False
    for separator in _SEPARATOR.finditer(after):
        if is_law(after[: separator.start()]):
            rest = after[separator.end() :]
            return any(letter.isalnum() for letter in rest) and not DENIED.match(rest)
    return False
