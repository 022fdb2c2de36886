"""Finds tables on a PDF page whose rows are parted by lines or coloured bands, but not the columns.

Where such a table has its columns is seen from the white between them, which runs down through all
rows. The result is a grid of lines like that of a table with all its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_rows import rows_of
from ingest.readers.pdf_types import Page, Rule, Span

_SAME_EDGE = 3.0  # points
_TALLEST_BAND = 180.0  # points; more is a part of the page between two lines
_NARROWEST = 60.0  # points; a shorter line or band parts no rows
_FLATTEST = 6.0  # points; a flatter band is a line
_GUTTER = 0.6  # of the font size: more than between two words
_CROSSED = 0.15  # share of rows that may have a cell over two columns
_FEWEST_PAIRS = 0.6  # share of rows with text in two columns or more
_LINE_GAP = 0.7  # of the font size between two lines of a cell
_HEADER_GAP = 1.2  # of the font size between the names of the columns and the first line


@dataclass(slots=True)
class _Band:
    """What stands between two lines."""

    top: float
    bottom: float
    spans: list[Span] = field(default_factory=list)

    def covers(self, x: float) -> bool:
        return any(span.left <= x <= span.right for span in self.spans)

    @property
    def lines(self) -> int:
        return len(rows_of(self.spans))

    @property
    def has_cells(self) -> bool:
        """Whether white runs down through it between two texts."""
        reached = None
        for span in sorted(self.spans, key=lambda item: item.left):
            if reached is not None and span.left - reached >= _GUTTER * span.size:
                return True
            reached = max(span.right, reached or span.right)
        return False


def banded_grids(
    page: Page, lines: Iterable[Rule], spans: Sequence[Span]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yields the lines between the rows and those between the columns of each such table.

    Args:
        page: The page.
        lines: Its horizontal lines that no vertical one meets.
        spans: Its text that isn't part of another table.
    """
    for stack in _stacks([*lines, *_ground_edges(page)]):
        left, right = stack[0].start - _SAME_EDGE, stack[0].end + _SAME_EDGE
        inside = [
            span for span in spans if span.left >= left and span.right <= right and not span.turned
        ]
        bands = [_band(upper.at, lower.at, inside) for upper, lower in pairwise(stack)]
        if head := _names_above(stack[0].at, inside):
            bands.insert(0, head)
        if last := _row_below(page, stack[-1].at, inside):
            bands.append(last)
        for part, down in _tables(bands):
            edges = [part[0].top, *(band.bottom for band in part)]
            yield [Rule(True, at, stack[0].start, stack[0].end) for at in edges], down


def _ground_edges(page: Page) -> Iterator[Rule]:
    """Yields the upper and lower edges of coloured bands as lines."""
    for left, top, right, bottom in page.shapes.grounds:
        if right - left >= _NARROWEST and bottom - top >= _FLATTEST:
            yield Rule(True, top, left, right)
            yield Rule(True, bottom, left, right)


def _stacks(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups lines that begin and end at the same places, each group from the top down."""
    stacks: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda item: item.at):
        if rule.end - rule.start < _NARROWEST:
            continue
        for stack in stacks:
            last = stack[-1]
            if (
                abs(last.start - rule.start) <= _SAME_EDGE
                and abs(last.end - rule.end) <= _SAME_EDGE
                and rule.at - last.at <= _TALLEST_BAND
            ):
                if rule.at - last.at > _SAME_EDGE:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) >= 3]


def _band(top: float, bottom: float, spans: Iterable[Span]) -> _Band:
    held = [span for span in spans if top - 1 <= (span.top + span.bottom) / 2 < bottom - 1]
    return _Band(top, bottom, held)


def _names_above(top: float, spans: Sequence[Span]) -> _Band | None:
    """Returns the row of text right above the first line, if it can name the columns."""
    rows = rows_of(span for span in spans if span.bottom <= top + 1)
    if not rows or len(rows[-1]) < 2:
        return None
    row = rows[-1]
    size = max(span.size for span in row)
    if top - max(span.bottom for span in row) > _HEADER_GAP * size:
        return None
    return _Band(min(span.top for span in row) - 1, top, row)


def _row_below(page: Page, bottom: float, spans: Iterable[Span]) -> _Band | None:
    """Returns the row of text below a coloured band: where every second row is, it may be last."""
    if not any(abs(ground[3] - bottom) <= 1 for ground in page.shapes.grounds):
        return None
    below = rows_of(span for span in spans if span.top >= bottom - 1)
    held: list[Span] = []
    reached = bottom
    for row in below:
        gap = _LINE_GAP if held else _HEADER_GAP
        if min(span.top for span in row) - reached > gap * max(span.size for span in row):
            break
        held.extend(row)
        reached = max(span.bottom for span in row)
    band = _Band(bottom, reached + 1, held)
    return band if band.has_cells else None


def _tables(bands: Sequence[_Band]) -> Iterator[tuple[list[_Band], list[Rule]]]:
    """Yields the runs of bands that are tables, with the lines between their columns.

    Two tables of one width, and a box above them, make one stack. What parts them is text that
    runs over the whole width; one line of it may be a heading inside a table.
    """
    for part in _split(bands, fewest_lines=2):
        if down := _gutters(part):
            yield part, down
            continue
        for smaller in _split(part, fewest_lines=1):
            if down := _gutters(smaller):
                yield smaller, down


def _split(bands: Sequence[_Band], fewest_lines: int) -> Iterator[list[_Band]]:
    """Yields runs of two bands or more without those of running text, which begin and end none."""
    runs: list[list[_Band]] = [[]]
    for band in bands:
        if band.lines == 0 or (not band.has_cells and band.lines >= fewest_lines):
            runs.append([])
        elif band.has_cells or runs[-1]:
            runs[-1].append(band)
    for run in runs:
        while run and not run[-1].has_cells:
            run.pop()
        if len(run) >= 2:
            yield run


def _gutters(bands: Sequence[_Band]) -> list[Rule]:
    """Returns lines down through the white between columns, left out where a cell crosses it."""
    spans = [span for band in bands for span in band.spans]
    filled = [band for band in bands if band.spans]
    allowed = int(_CROSSED * len(filled))
    least = _GUTTER * median(span.size for span in spans)
    middles: list[float] = []
    white: list[tuple[int, int]] = []  # places with the number of rows that cover them
    for x in range(int(min(s.left for s in spans)), int(max(s.right for s in spans)) + 1):
        covering = sum(band.covers(x) for band in filled)
        if covering <= allowed:
            white.append((covering, x))
        elif white:
            if len(white) >= least:
                whitest = [place for number, place in white if number == min(white)[0]]
                middles.append(whitest[len(whitest) // 2])
            white = []
    pairs = sum(_columns_used(band, middles) >= 2 for band in filled)
    if not middles or pairs < _FEWEST_PAIRS * len(filled):
        return []
    return [
        Rule(False, x, band.top, band.bottom)
        for x in middles
        for band in bands
        if not band.covers(x)
    ]


def _columns_used(band: _Band, middles: Sequence[float]) -> int:
    return len({sum(span.left > x for x in middles) for span in band.spans})
