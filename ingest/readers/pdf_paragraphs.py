"""Joins the lines of a PDF to paragraphs and list items.

Where the PDF is tagged, its own paragraphs decide; elsewhere the gap, the indentation, the style
and whether a line ended before it was full.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.clean import hyphenated_words, join_lines
from ingest.readers.pdf_lines import Line
from ingest.readers.pdf_types import Table
from plansvar.documents.types import BlockKind

_SENTENCE_END = re.compile(r"[.!?:;…][\"»”')\]]*$")
_BULLET = re.compile(r"^[•▪◦●○■□‣·➢➤►✓✔∙⁃❖◆◼\ue000-\uf8ff]\s*(?=\S)")
_DASH = re.compile(r"^[-–—]\s+(?=\S)")
_NUMBER = re.compile(r"^(?:\(?(?:\d{1,2}|[a-zæøå]|[ivx]{1,4})\)|(?:\d{1,2}|[a-zæøå])\.)(?=\s+\S)")
_TIGHT_NUMBER = re.compile(r"^\d{1,2}[.)](?=[^\W\d])")
_DATE = re.compile(
    r"^\d{1,2}\.\s*(?:\d|jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des|oct|dec|may)", re.I
)
_CONTENTS = re.compile(r" … \S{1,6}$")
_GAP = 1.3  # of the usual distance between lines; larger ones part paragraphs
_OFTEN = 0.5  # of the most frequent distance: another one that is usual too
_BROKEN = 0.3  # of the line's width left free
_INDENT = 0.8  # of the font size


@dataclass(slots=True)
class Draft:
    """A block that is being put together from lines."""

    kind: BlockKind
    lines: list[Line]
    text: str
    label: str = ""
    level: int = 0
    left: float = 0.0
    text_left: float = 0.0

    @property
    def first(self) -> Line:
        """The line that began the block."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The line that came last."""
        return self.lines[-1]

    @property
    def size(self) -> float:
        """The font size of the first line."""
        return self.lines[0].size


@dataclass(frozen=True, slots=True)
class Habits:
    """What is usual in a document: its body's size, the line distance by size, its hyphens."""

    body: float
    pitch: dict[float, float] = field(default_factory=dict)
    mostly_bold: bool = False
    hyphenated: frozenset[str] = frozenset()


def habits_of(items: Iterable[Line | Table]) -> Habits:
    """Measures a document's habits."""
    lines = [item for item in items if isinstance(item, Line)]
    sizes: Counter[float] = Counter()
    pitches: dict[float, Counter[float]] = {}
    words: set[str] = set()
    bold = total = 0
    for line in lines:
        sizes[line.size] += len(line.text)
        total += len(line.text)
        bold += len(line.text) if line.bold else 0
        words |= hyphenated_words(line.text)
    for above, below in pairwise(lines):
        if above.page is below.page and above.column == below.column and above.size == below.size:
            step = below.bottom - above.bottom
            if 0.8 * above.size < step < 3 * above.size:
                pitches.setdefault(above.size, Counter())[round(step * 2) / 2] += 1
    return Habits(
        body=sizes.most_common(1)[0][0] if sizes else 10.0,
        pitch={size: _usual_step(counts) for size, counts in pitches.items()},
        mostly_bold=bold > 0.5 * total,
        hyphenated=frozenset(words),
    )


def _usual_step(counts: Counter[float]) -> float:
    """Returns the usual step from line to line, to half a point.

    In minutes and letters, steps from one paragraph of one line to the next may be as many; they
    are the larger ones. On a scan, no two steps are quite the same.
    """
    near = {step: counts[step - 0.5] + counts[step] + counts[step + 0.5] for step in counts}
    most = max(near.values())
    best = max(counts, key=lambda step: (near[step], counts[step]))
    smaller = [step for step in counts if step < best / _GAP and near[step] >= _OFTEN * most]
    return max(smaller, key=lambda step: (near[step], counts[step]), default=best)


def drafts_of(items: Sequence[Line | Table], habits: Habits) -> list[Draft | Table]:
    """Returns the document's blocks in reading order, lists levelled, page breaks mended."""
    drafts: list[Draft | Table] = []
    current: Draft | None = None
    for item in items:
        if isinstance(item, Table):
            drafts.append(item)
            current = None
            continue
        started = _start(current, item, habits)
        if started is not None:
            drafts.append(started)
            current = started
        elif current is not None:
            current.lines.append(item)
            current.text = join_lines(current.text, item.text, habits.hyphenated)
    mended = _join_over_breaks(drafts, habits)
    _level_lists(mended)
    return mended


def _start(current: Draft | None, line: Line, habits: Habits) -> Draft | None:
    """Returns a new block if the line begins one, ``None`` if it goes on with ``current``."""
    fresh = current is None or _begins(current, line, habits)
    marker = _marker(current, line, fresh)
    if marker is not None:
        label, length = marker
        text = line.text[length:].strip()
        if text:
            draft = Draft(BlockKind.LIST_ITEM, [line], text, label)
            draft.left, draft.text_left = line.left, line.text_left
            return draft
    if not fresh:
        return None
    kind = BlockKind.PARAGRAPH
    tagged = line.tag is not None and line.tag.kind in {"item", "label"}
    if tagged or _CONTENTS.search(line.text):
        kind = BlockKind.LIST_ITEM
    draft = Draft(kind, [line], line.text)
    draft.left = draft.text_left = line.left
    return draft


def _begins(current: Draft, line: Line, habits: Habits) -> bool:
    """Tells whether a line parts from the block above it, whatever marker it has."""
    above = current.last
    early = _ends_early(above, line)
    if (
        line.page is not above.page
        or line.column != above.column
        or abs(line.size - above.size) > 0.08 * above.size + 0.5
        or _CONTENTS.search(above.text) is not None
        or (line.bold != above.bold and (early or _SENTENCE_END.search(above.text) is not None))
    ):
        return True
    if line.tag is not None and above.tag is not None and line.tag.element >= 0:
        if line.tag.element != above.tag.element:
            return True
        if line.tag.kind in {"paragraph", "item", "heading"}:
            # Within a paragraph, a line that ends far too early was broken on purpose.
            room = above.limit - above.right > _BROKEN * (above.limit - above.left)
            return line.tag.kind != "heading" and early and room and not line.text[0].islower()
    step = line.bottom - above.bottom
    usual = habits.pitch.get(line.size, 1.3 * line.size)
    if len(current.lines) > 1:
        usual = min(usual * 1.15, above.bottom - current.lines[-2].bottom) or usual
    if step > max(_GAP * usual, 1.1 * line.size) or step < -line.size:
        return True
    return _breaks_shape(current, line, early=early)


def _breaks_shape(current: Draft, line: Line, *, early: bool) -> bool:
    """Tells whether an untagged line parts from the one above by its indentation or length."""
    above = current.last
    ended = _SENTENCE_END.search(above.text) is not None
    indent = line.left - above.left
    if current.kind is BlockKind.LIST_ITEM:
        outside = line.left < current.text_left - 0.4 * line.size
        hanging = current.text_left > current.left + 1
        return (outside and hanging and (early or ended or line.left < current.left - 3)) or (
            early and ended and not line.text[0].islower()
        )
    if indent > _INDENT * line.size and (ended or early) and not line.text[0].islower():
        return True
    return early and not line.text[0].islower()


def _ends_early(above: Line, line: Line) -> bool:
    """Tells whether the next line's first word would have fitted into the line above."""
    letter = (line.right - line.text_left) / max(len(line.text), 1)
    word = letter * (len(line.text.split(" ", 1)[0]) + 1)
    return above.limit - above.right > 1.4 * word + 0.02 * (above.limit - above.left)


def _marker(current: Draft | None, line: Line, fresh: bool) -> tuple[str, int] | None:
    """Returns a list item's label ("" for a bullet) and the length of its marker, or ``None``.

    A dash or number may also stand at a line's start by chance, within a sentence.
    """
    text = line.text
    if match := _BULLET.match(text):
        return "", match.end()
    if line.marker == "o" and len(text) > 1:
        return "", 1
    in_list = current is not None and current.kind is BlockKind.LIST_ITEM
    apart = line.marker != "" and not line.marker[-1].isalpha()
    if match := _DASH.match(text):
        # "– Dette er bra, sier ordføreren": a quotation begins so too, but without a wide gap.
        listed = apart or (fresh and (text[0] == "-" or in_list))
        return ("", match.end()) if listed else None
    tagged = line.tag is not None and line.tag.kind == "item"
    match = _NUMBER.match(text) or (_TIGHT_NUMBER.match(text) if tagged else None)
    if match is None or _DATE.match(text):
        return None
    done = current is not None and _SENTENCE_END.search(current.text) is not None
    follows = current is not None and _follows(current.label, match[0])
    if apart or fresh or (in_list and (done or follows)):
        return match[0], match.end()
    return None


def _follows(label: str, following: str) -> bool:
    """Tells whether a label is the next one of its list: "b)" after "a)", "10." after "9."."""
    one, other = label.strip("(.)"), following.strip("(.)")
    if one.isdecimal() and other.isdecimal():
        return label[-1] == following[-1] and int(other) == int(one) + 1
    return len(one) == len(other) == 1 and ord(other) == ord(one) + 1 and not one.isdecimal()


def _join_over_breaks(drafts: list[Draft | Table], habits: Habits) -> list[Draft | Table]:
    """Joins paragraphs that a page or column break cut in the middle of a sentence."""
    result: list[Draft | Table] = []
    for draft in drafts:
        before = _cut_off(result, draft, habits) if isinstance(draft, Draft) else None
        if before is not None and isinstance(draft, Draft):
            before.lines.extend(draft.lines)
            before.text = join_lines(before.text, draft.text, habits.hyphenated)
        else:
            result.append(draft)
    return result


def _cut_off(done: Sequence[Draft | Table], draft: Draft, habits: Habits) -> Draft | None:
    """Returns the block that ``draft`` goes on with, past the footnotes of the page before."""
    if draft.label or not draft.text[0].islower() or draft.first.tag_is_heading:
        return None
    for before in reversed(done[-12:]):
        if isinstance(before, Table):
            return None
        line, last = draft.first, before.last
        if last.page is line.page and last.column == line.column:
            return None
        if last.size < 0.92 * habits.body <= line.size:
            continue
        alike = abs(last.size - line.size) <= 0.5 and last.bold == line.bold
        open_end = not _SENTENCE_END.search(before.text) and not _CONTENTS.search(before.text)
        near = line.page.number - last.page.number <= 1
        return before if alike and open_end and near and not last.tag_is_heading else None
    return None


def _level_lists(drafts: Iterable[Draft | Table]) -> None:
    """Gives list items their level by how far they are indented in their list."""
    lefts: list[float] = []
    for draft in drafts:
        if isinstance(draft, Table) or draft.kind is not BlockKind.LIST_ITEM:
            lefts.clear()
            continue
        while lefts and draft.left < lefts[-1] - 4:
            lefts.pop()
        if not lefts or draft.left > lefts[-1] + 4:
            lefts.append(draft.left)
        draft.level = len(lefts) - 1
