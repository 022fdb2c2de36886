"""Settles what only the whole PDF can tell: are its tags to be trusted, which text is bold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.readers.pdf_types import Page, Span

_MOST_HEADINGS = 0.4  # share of the text; some programs tag every text as a heading
_FEWEST_TAGGED = 0.9  # share of a page's text, for its tags to give the reading order


def settle(pages: Sequence[Page]) -> list[Page]:
    """Returns the pages without tags that make no sense, and with bold text found by its font."""
    spans = [span for page in pages for span in page.spans]
    in_headings = sum(
        len(span.text) for span in spans if span.tag is not None and span.tag.kind == "heading"
    )
    untrusted = in_headings > _MOST_HEADINGS * sum(len(span.text) for span in spans)
    # Fonts whose names say nothing ("CIDFont+F2"): one that differs from the body's is emphasis.
    body = "" if any(span.bold for span in spans) else _body_font(spans)

    def settled(span: Span) -> Span:
        tag = span.tag
        if untrusted and tag is not None and tag.kind != "artifact":
            tag = None
        bold = span.bold or (body != "" and span.font not in {body, ""})
        return replace(span, tag=tag, bold=bold) if (tag, bold) != (span.tag, span.bold) else span

    if not untrusted and not body:
        return list(pages)
    return [replace(page, spans=tuple(map(settled, page.spans))) for page in pages]


def _body_font(spans: Sequence[Span]) -> str:
    fonts: Counter[str] = Counter()
    for span in spans:
        fonts[span.font] += len(span.text)
    return fonts.most_common(1)[0][0] if fonts else ""


def order_is_tagged(spans: Sequence[Span]) -> bool:
    """Tells whether the tags of a page give a reading order that its layout doesn't contradict.

    They know what a text box or a column belongs to. But some programs give them in the order in
    which things were drawn, or list footnotes with their references: then the text jumps back up.
    """
    total = sum(len(span.text) for span in spans)
    tagged = [span for span in spans if span.order >= 0]
    if not tagged or sum(len(span.text) for span in tagged) < _FEWEST_TAGGED * total:
        return False
    places: dict[int, tuple[float, float, float]] = {}
    for span in tagged:
        left, top, right = places.get(span.order, (span.left, span.top, span.right))
        places[span.order] = (min(left, span.left), min(top, span.top), max(right, span.right))
    in_order = [places[order] for order in sorted(places)]
    return len(in_order) >= 3 and not any(
        _goes_back_up(before, after) for before, after in pairwise(in_order)
    )


def _goes_back_up(before: tuple[float, float, float], after: tuple[float, float, float]) -> bool:
    """Tells whether a text stands above the one before it, and not in another column."""
    shared = min(before[2], after[2]) - max(before[0], after[0])
    narrower = min(before[2] - before[0], after[2] - after[0])
    return after[1] < before[1] - 6 and shared > 0.5 * narrower
