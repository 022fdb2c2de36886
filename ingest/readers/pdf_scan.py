"""Puts the words that were recognised on a scanned page in the place of its text layer.

A page's words wait in a file of their own, see :mod:`ingest.ocr`. From here on they go through the
same steps as the text of any other PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from ingest.readers.pdf_chars import Piece, Style
from ingest.readers.pdf_page import spans_of
from ingest.readers.pdf_types import Frame, Page, Shapes, Span
from ingest.readers.scan_file import Scan, Word, load, page_file

_FEWEST_CHARACTERS = 100  # letters and digits of a page's own text; with fewer, a scan is read
_MOST_UNREADABLE = 0.3  # share of a page's characters that stand for none
_SAME_SIZE = 0.12  # of the font size: what is measured on a scan varies so much within one style
_HEAVIER = 1.2  # of the body's thickness of stroke; measured: bold is 1.35 to 1.5


def needs_reading(page: Page) -> bool:
    """Tells whether a page is an image whose text can't be had from the PDF."""
    if _is_unreadable(page):
        return True
    letters = sum(char.isalnum() for span in page.spans for char in span.text)
    return page.shapes.scanned and letters < _FEWEST_CHARACTERS


def _is_unreadable(page: Page) -> bool:
    """Tells whether most of a page's text stands for no characters: its fonts don't say which."""
    text = "".join(span.text for span in page.spans)
    visible = [char for char in text if not char.isspace()]
    if len(visible) < _FEWEST_CHARACTERS:
        return False
    return sum(map(_stands_for_none, visible)) > _MOST_UNREADABLE * len(visible)


def _stands_for_none(char: str) -> bool:
    # Unassigned, control and private use characters are not printable either.
    return char == "\ufffd" or not char.isprintable()


def with_scans(
    pages: Sequence[Page], folder: Path | None
) -> tuple[list[Page], list[int], list[int]]:
    """Returns the pages with what was recognised on them.

    Args:
        pages: All pages.
        folder: Where the recognised words are, if there are any.

    Returns:
        The pages; the numbers of those that were recognised; and of those that still should be.
    """
    scans: dict[int, Scan] = {}
    missing: list[int] = []
    for page in pages:
        if needs_reading(page):
            scan = _read(folder, page.number)
            if scan is None:
                missing.append(page.number)
            else:
                scans[page.number] = scan
    if not scans:
        return list(pages), [], missing
    sizes = _usual_sizes([word for scan in scans.values() for word in scan.words])
    result = [
        _with_scan(page, scans[page.number], sizes) if page.number in scans else page
        for page in pages
    ]
    return result, [number for number, scan in scans.items() if scan.words], missing


def _read(folder: Path | None, number: int) -> Scan | None:
    if folder is None:
        return None
    try:
        return load(page_file(folder, number).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def _usual_sizes(words: Sequence[Word]) -> list[float]:
    """Returns the sizes that a document is set in, the most used first.

    A size that was measured differs from line to line by a tenth, which would part paragraphs.
    """
    left = sorted(words, key=lambda word: word.size)
    sizes: list[float] = []
    while left:
        weights = [len(word.text) for word in left]
        half, middle = sum(weights) / 2, left[-1].size
        for word, weight in zip(left, weights, strict=True):
            half -= weight
            if half <= 0:
                middle = word.size
                break
        sizes.append(round(middle * 2) / 2)
        left = [word for word in left if not _is_size(word, sizes[-1])]
    return sizes


def _is_size(word: Word, size: float) -> bool:
    return abs(word.size - size) <= max(_SAME_SIZE * size, 0.5)


def _set_size(word: Word, sizes: Sequence[float]) -> float:
    return next((size for size in sizes if _is_size(word, size)), word.size)


def _weight(word: Word, sizes: Sequence[float]) -> float:
    """Returns how thick a word's strokes are as a share of its font size."""
    return word.stroke / _set_size(word, sizes)


def _with_scan(page: Page, scan: Scan, sizes: Sequence[float]) -> Page:
    """Returns a page with the recognised words where it has no text of its own."""
    shown = page.shown
    rotation = (shown.rotation + scan.angle) % 360
    frame = Frame(shown.left, shown.bottom, shown.right, shown.top, rotation)
    own: tuple[Span, ...] = ()
    if not _is_unreadable(page):
        # What a program has put on the scan later, such as a case number in the margin.
        own = tuple(_moved(span, page.reading, frame) for span in page.spans)
    shapes = Shapes(scan.rules, page.shapes.grounds, (), page.shapes.scanned, page.shapes.complete)
    words = [word for word in scan.words if not any(_covers(span, word) for span in own)]
    bold = _bold_words(words, sizes)
    pieces: list[Piece] = []
    styles: dict[tuple[float, bool], Style] = {}
    for index, word in enumerate(words):
        size, heavy = _set_size(word, sizes), bold[index]
        new = Style(size, heavy, "", rotation, white=False, unpainted=False, tag=None)
        style = styles.setdefault((size, heavy), new)
        if index:
            same = words[index - 1].line == word.line
            pieces.append(Piece(" " if same else "", 0.0, 0.0, 0.0, 0.0, style))
        x0, y0 = frame.unseen(word.left, word.bottom - size)
        x1, y1 = frame.unseen(word.right, word.bottom + 0.2 * size)
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        pieces.append(Piece(word.text, *box, style))
    width, height = frame.size
    spans = (*own, *spans_of(pieces, frame, shapes))
    return Page(page.number, width, height, spans, shapes, frame, shown)


def _bold_words(words: Sequence[Word], sizes: Sequence[float]) -> list[bool]:
    """Returns which words are set in thicker strokes than most of the page.

    How thick a scanner makes them differs from page to page.
    """
    weights = [_weight(word, sizes) for word in words]
    usual = [
        weight for word, weight in zip(words, weights, strict=True) for _ in word.text if weight
    ]
    if not usual:
        return [False] * len(words)
    least = _HEAVIER * median(usual)
    result: list[bool] = []
    for index, word in enumerate(words):
        # A word alone is measured too badly to be judged without those beside it.
        near = range(max(index - 2, 0), min(index + 3, len(words)))
        known = [weights[n] for n in near if weights[n] and words[n].line == word.line]
        result.append(bool(known) and median(known) > least)
    return result


def _moved(span: Span, old: Frame, new: Frame) -> Span:
    """Returns a span as it lies on the page when that is turned."""
    if old.rotation == new.rotation:
        return span
    x0, y0 = old.unseen(span.left, span.top)
    x1, y1 = old.unseen(span.right, span.bottom)
    left, top, right, bottom = new.rectangle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return replace(span, left=left, top=top, right=right, bottom=bottom, turned=not span.turned)


def _covers(span: Span, word: Word) -> bool:
    x, y = (word.left + word.right) / 2, word.bottom - 0.3 * word.size
    return span.left <= x <= span.right and span.top <= y <= span.bottom
