"""Reads what is drawn on a PDF page besides text: ruled lines, coloured grounds, scans."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.pdf_types import Frame, Rule, Shapes

_MOST_OBJECTS = 6_000  # a page with more is a map or a drawing, whose lines mean no table
_MOST_SEGMENTS = 400
_DEEPEST_FORM = 4
_THIN = 2.5  # points; a filled path this thin is a line
_SHORTEST = 6.0  # points; shorter strokes are dashes and arrows
_SMALLEST_DOT, _LARGEST_DOT = 1.5, 9.0  # points
_MOST_DOTS = 300
_SCAN_SHARE = 0.6  # of the page covered by images
_PART_SHARE = 0.25  # of the page; a smaller image is no scanned text

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_shapes(page: pdfium.PdfPage, frame: Frame) -> Shapes:
    """Reads the drawn shapes of a page; ``frame`` turns PDF space into the page as it is read."""
    rules: list[Rule] = []
    grounds: list[tuple[float, float, float, float]] = []
    scans: list[tuple[float, float, float, float]] = []
    dots: list[tuple[float, float]] = []
    covered = 0.0
    complete = True
    width, height = frame.size
    for count, (item, kind, matrix) in enumerate(_objects(page.raw, _IDENTITY, 0)):
        if count >= _MOST_OBJECTS:
            rules, complete = [], False
            break
        bounds = _bounds(item, matrix, frame)
        if bounds is None:
            continue
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            area = _area(bounds, width, height)
            covered += area
            if area >= _PART_SHARE * width * height:
                scans.append(bounds)
            grounds.append(bounds)
        elif kind == raw.FPDF_PAGEOBJ_SHADING:
            grounds.append(bounds)
        else:
            filled, stroked = _paint(item)
            if filled and _is_coloured(item):
                grounds.append(bounds)
                rules.extend(_thin(bounds))
                dots.extend(_dot(bounds))
            if stroked:
                rules.extend(_strokes(item, _times(_matrix(item), matrix), frame))
    return Shapes(
        rules=tuple(rules),
        grounds=tuple(grounds),
        dots=tuple(dots[:_MOST_DOTS]),
        scanned=covered >= _SCAN_SHARE * width * height,
        complete=complete,
        scans=tuple(scans),
    )


def _area(bounds: tuple[float, float, float, float], width: float, height: float) -> float:
    """Returns how much of the page a rectangle covers; some scanners cut a page into strips."""
    across = min(bounds[2], width) - max(bounds[0], 0.0)
    down = min(bounds[3], height) - max(bounds[1], 0.0)
    return max(across, 0.0) * max(down, 0.0)


def _objects(
    holder: raw.FPDF_PAGE, matrix: Matrix, depth: int
) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, int, Matrix]]:
    """Yields the paths, images and shadings of a page or form, forms opened up."""
    in_form = depth > 0
    count = raw.FPDFFormObj_CountObjects if in_form else raw.FPDFPage_CountObjects
    get = raw.FPDFFormObj_GetObject if in_form else raw.FPDFPage_GetObject
    for index in range(count(holder)):
        item = get(holder, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            if depth < _DEEPEST_FORM:
                yield from _objects(item, _times(_matrix(item), matrix), depth + 1)
        elif kind != raw.FPDF_PAGEOBJ_TEXT:
            yield item, kind, matrix


def _matrix(item: raw.FPDF_PAGEOBJECT) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """Returns the matrix that applies ``first`` and then ``then``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(
    item: raw.FPDF_PAGEOBJECT, matrix: Matrix, frame: Frame
) -> tuple[float, float, float, float] | None:
    """Returns an object's bounds as (left, top, right, bottom) on the page as it is read."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    corners = [_apply(matrix, x, y) for x, y in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return frame.rectangle(min(xs), min(ys), max(xs), max(ys))


def _paint(item: raw.FPDF_PAGEOBJECT) -> tuple[bool, bool]:
    """Returns whether a path is filled and whether it is stroked."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, fill, stroke):
        return False, False
    return fill.value != 0, bool(stroke.value)


def _is_coloured(item: raw.FPDF_PAGEOBJECT) -> bool:
    """Tells whether a path's fill differs from white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < 245


def _thin(bounds: tuple[float, float, float, float]) -> Iterator[Rule]:
    """Yields the line that a thin filled rectangle is (so Word draws cell borders)."""
    left, top, right, bottom = bounds
    if bottom - top <= _THIN < right - left:
        yield Rule(True, (top + bottom) / 2, left, right)
    elif right - left <= _THIN < bottom - top:
        yield Rule(False, (left + right) / 2, top, bottom)


def _dot(bounds: tuple[float, float, float, float]) -> Iterator[tuple[float, float]]:
    """Yields the centre of a shape that is small and square enough for a list's bullet."""
    left, top, right, bottom = bounds
    width, height = right - left, bottom - top
    small = min(width, height) >= _SMALLEST_DOT and max(width, height) <= _LARGEST_DOT
    if small and abs(width - height) <= 0.4 * max(width, height):
        yield (left + right) / 2, (top + bottom) / 2


def _strokes(item: raw.FPDF_PAGEOBJECT, matrix: Matrix, frame: Frame) -> Iterator[Rule]:
    """Yields the straight strokes of a path that run along an axis."""
    count = raw.FPDFPath_CountSegments(item)
    if not 1 < count <= _MOST_SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = frame.seen(*_apply(matrix, x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _stroke(here, point)
        here = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _stroke(here, start)
            here = start


def _stroke(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Rule]:
    (x0, y0), (x1, y1) = one, other
    if abs(y0 - y1) < 1 and abs(x0 - x1) >= _SHORTEST:
        yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    elif abs(x0 - x1) < 1 and abs(y0 - y1) >= _SHORTEST:
        yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
