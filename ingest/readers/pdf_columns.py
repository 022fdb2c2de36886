"""Cuts a PDF page into stretches of text that are read one after the other."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from ingest.readers.pdf_rows import rows_of
from ingest.readers.pdf_types import Span

_SAME_EDGE = 3.0  # points within which left edges are one edge
_NARROWEST_GUTTER = 8.0  # points
_FEWEST_LINES = 4  # on each side of a gutter
_PROSE_LENGTH = 18  # characters that a column's lines have on average; table cells are shorter
_PROSE_FILL = 0.3  # of the column's width


def columns_of(spans: list[Span], depth: int = 0) -> list[list[Span]]:
    """Cuts spans into stretches that are read one after the other."""
    if not spans:
        return []
    gutter = _gutter(spans) if depth < 4 else None
    if gutter is None:
        return [spans]
    across = [span for span in spans if span.left < gutter - 1 and span.right > gutter + 1]
    across_ids = {id(span) for span in across}
    bands: list[list[Span]] = [[]]
    # Spans that run across the gutter part the page into bands above each other.
    rest = sorted(spans, key=lambda span: span.bottom)
    was_across = False
    for span in rest:
        is_across = id(span) in across_ids
        if is_across != was_across and bands[-1]:
            bands.append([])
        was_across = is_across
        bands[-1].append(span)
    stretches: list[list[Span]] = []
    for band in bands:
        left = [span for span in band if span.right <= gutter + 1]
        right = [span for span in band if span.left >= gutter - 1]
        if len(left) + len(right) == len(band) and _is_prose(left) and _is_prose(right):
            stretches.extend(columns_of(left, depth + 1))
            stretches.extend(columns_of(right, depth + 1))
        elif stretches and bands[0] is not band and not _had_columns(stretches, gutter):
            stretches[-1].extend(band)
        else:
            stretches.append(band)
    return stretches


def _had_columns(stretches: list[list[Span]], gutter: float) -> bool:
    """Tells whether the last stretch was a column, to which what follows can't belong."""
    last = stretches[-1]
    return all(span.right <= gutter + 1 for span in last) or all(
        span.left >= gutter - 1 for span in last
    )


def _gutter(spans: list[Span]) -> float | None:
    """Returns the x of the clearest vertical gutter between two columns of prose."""
    starts: Counter[int] = Counter(round(span.left / _SAME_EDGE) for span in spans)
    left_edge, right_edge = min(s.left for s in spans), max(s.right for s in spans)
    best: tuple[int, float] | None = None
    for start, _ in starts.most_common(6):
        count = starts[start] + starts[start + 1]
        edge = min(
            (s.left for s in spans if round(s.left / _SAME_EDGE) in {start, start + 1}),
            default=left_edge,
        )
        share = (edge - left_edge) / max(right_edge - left_edge, 1.0)
        if count < _FEWEST_LINES or not 0.15 < share < 0.85:
            continue
        x = edge - 3
        left = [span for span in spans if span.right <= edge - _NARROWEST_GUTTER + 2]
        right = [span for span in spans if span.left >= x - 1]
        if not (_is_prose(left) and _is_prose(right)) or not _beside(left, right):
            continue
        if best is None or count > best[0]:
            best = (count, x)
    return best[1] if best else None


def _beside(left: list[Span], right: list[Span]) -> bool:
    """Tells whether two groups of spans share enough height to be columns."""
    top = max(min(s.top for s in left), min(s.top for s in right))
    bottom = min(max(s.bottom for s in left), max(s.bottom for s in right))
    lines = sum(1 for span in right if top <= span.bottom <= bottom)
    return bottom - top > 0 and lines >= _FEWEST_LINES


def _is_prose(spans: list[Span]) -> bool:
    """Tells whether spans are lines of running text, not cells or labels."""
    rows = rows_of(spans)
    if len(rows) < _FEWEST_LINES:
        return False
    width = max(s.right for s in spans) - min(s.left for s in spans)
    lengths = sum(len(span.text) for span in spans) / len(rows)
    widths = sorted(row[-1].right - row[0].left for row in rows)
    inner = sum(1 for row in rows for a, b in pairwise(row) if b.left - a.right > 2.5 * a.size)
    return (
        lengths >= _PROSE_LENGTH
        and widths[len(widths) // 2] >= _PROSE_FILL * width
        and inner < 0.5 * len(rows)
    )
