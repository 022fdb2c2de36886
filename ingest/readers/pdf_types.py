"""What a PDF page is between pdfium and the layout: spans of text and drawn shapes in one frame."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers.tables import Rows
from plansvar.documents.types import Box


@dataclass(frozen=True, slots=True)
class Tag:
    """The block-level element that a text belongs to, as the PDF's structure tags say.

    ``kind`` is ``heading``, ``item``, ``label``, ``paragraph``, ``artifact`` or ``other``;
    ``element`` tells elements of one page apart. In a tagged table, ``table`` and ``row`` do so for
    its parts (-1 outside of tables), ``column`` counts the row's cells from 0 and ``columns`` is
    their number; ``header`` marks a header cell. ``order`` is the text's place in the document's
    own reading order.
    """

    kind: str
    element: int
    level: int = 0
    table: int = -1
    row: int = -1
    column: int = -1
    columns: int = 0
    order: int = field(default=-1, compare=False)
    header: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis, at y or x = ``at`` from ``start`` to ``end``."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Shapes:
    """What is drawn on a page, in points from its top left corner as it is read.

    ``grounds`` are coloured areas, ``dots`` the centres of shapes as small as a list's bullet;
    ``scans`` are images large enough to show a text, ``scanned`` says that images cover the page,
    and ``complete`` that there was not too much to look at.
    """

    rules: tuple[Rule, ...]
    grounds: tuple[tuple[float, float, float, float], ...]
    dots: tuple[tuple[float, float], ...]
    scanned: bool
    complete: bool
    scans: tuple[tuple[float, float, float, float], ...] = ()

    def has_ground(self, x: float, y: float) -> bool:
        """Tells whether something coloured lies at the point, on which white text is seen."""
        return not self.complete or _lies_in(self.grounds, x, y)

    def is_scanned(self, x: float, y: float) -> bool:
        """Tells whether the point lies on a scan, whose text is written unseen on top of it."""
        return self.scanned or _lies_in(self.scans, x, y)


def _lies_in(areas: tuple[tuple[float, float, float, float], ...], x: float, y: float) -> bool:
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in areas)


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns between PDF space (origin at the bottom left) and a page seen with a ``rotation``."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in {90, 270} else (width, height)

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Returns the place of a PDF point on the page as seen, from its top left corner."""
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def unseen(self, u: float, v: float) -> tuple[float, float]:
        """The inverse of :meth:`seen`."""
        match self.rotation:
            case 90:
                return v + self.left, u + self.bottom
            case 180:
                return self.right - u, v + self.bottom
            case 270:
                return self.right - v, self.top - u
            case _:
                return u + self.left, self.top - v

    def rectangle(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Returns a PDF rectangle as (left, top, right, bottom) on the page as seen."""
        u0, v0 = self.seen(left, bottom)
        u1, v1 = self.seen(right, top)
        return min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters of one style on one base line. ``text`` keeps its outer spaces.

    ``turned`` text doesn't run from left to right. A span with a ``table`` stands for it.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    tag: Tag | None
    turned: bool = False
    table: Table | None = None
    font: str = ""

    @property
    def order(self) -> int:
        """Its place in the order of the tags; -1 without a tag."""
        if self.table is not None:
            return self.table.order
        return self.tag.order if self.tag is not None else -1


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is read: ``number`` is 1-based, lengths are points from the top left.

    ``hidden`` is how many letters and digits were left out because nobody sees them.
    """

    number: int
    width: float
    height: float
    spans: tuple[Span, ...]
    shapes: Shapes
    reading: Frame
    shown: Frame
    hidden: int = 0

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Returns a rectangle of this page as it lies on the page as shown."""
        x0, y0 = self.reading.unseen(left, top)
        x1, y1 = self.reading.unseen(right, bottom)
        shown = self.shown.rectangle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        return Box(self.number, *(round(value, 1) for value in shown))


@dataclass(frozen=True, slots=True)
class Table:
    """A table on one page; ``columns`` are the left edges of its columns.

    A ``remnant`` has text in one column only: the end of a table that began on the page before, or
    else no table at all.
    """

    page: Page
    rows: Rows
    header_rows: int
    left: float
    top: float
    right: float
    bottom: float
    columns: tuple[float, ...]
    remnant: bool = False
    order: int = -1
