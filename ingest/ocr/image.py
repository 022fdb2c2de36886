"""Measures on the image of a page what Tesseract doesn't tell: bold print, ruled lines, bullets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.readers.pdf_types import Rule

_SHORTEST_ACROSS, _SHORTEST_DOWN = 30.0, 18.0  # points; strokes of letters are shorter
_THICKEST = 3.0  # points
_SOLID = 0.92  # share of a ruled line that is dark
_STEPS = 64  # strips in which a crooked page is set straight
_DISC = 0.62  # share of its box that a bullet fills; letters fill less
_MOST_RULES = 600
_FEWEST_RUNS = 12
_LONG_RUN = 1.7  # of the median

Grey = NDArray[np.uint8]
Dark = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Image:
    """A page as an image, with its resolution in dots per inch."""

    grey: Grey
    dpi: int

    @property
    def pgm(self) -> bytes:
        """As a file."""
        height, width = self.grey.shape
        return f"P5\n{width} {height}\n255\n".encode() + self.grey.tobytes()

    def turned(self, angle: int) -> Image:
        """Returns the image turned clockwise by a multiple of 90 degrees."""
        return Image(np.ascontiguousarray(np.rot90(self.grey, -angle // 90)), self.dpi)


def dark_of(grey: Grey) -> Dark:
    """Returns where there is ink, by the threshold that parts dark and light best (Otsu 1979)."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(float)
    levels = np.arange(256)
    below, total = counts.cumsum(), counts.sum()
    sums = (counts * levels).cumsum()
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = sums[-1] * below / total - sums
        spread = apart**2 / (below * (total - below))
    threshold = int(np.nanargmax(np.where(np.isfinite(spread), spread, -1.0)))
    result: Dark = grey <= min(max(threshold, 40), 215)
    return result


def stroke(grey: Grey, dark: Dark) -> float:
    """Returns how thick the strokes of a word are, in pixels; 0 where there is too little of it.

    That is the mean ink of a row's run, without the long runs along a horizontal stroke. Ink is
    counted by its greyness, since a stroke is only some pixels thick.
    """
    edges = np.diff(np.pad(dark.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    (rows, starts), (_, ends) = np.nonzero(edges == 1), np.nonzero(edges == -1)
    if rows.size < _FEWEST_RUNS:
        return 0.0
    paper, black = float(np.percentile(grey, 90)), float(grey.min())
    ink = np.clip((paper - grey) / max(paper - black, 1.0), 0.0, 1.0)
    # The pixels at a stroke's edges are too light to be dark, and belong to it.
    sums = np.pad(np.cumsum(ink, axis=1), ((0, 0), (1, 0)))
    width = grey.shape[1]
    thick = sums[rows, np.minimum(ends + 1, width)] - sums[rows, np.maximum(starts - 1, 0)]
    return float(thick[thick <= _LONG_RUN * np.median(thick)].mean())


def is_bullet(dark: Dark) -> bool:
    """Tells whether a shape is a filled disc or square."""
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not rows.size:
        return False
    shape = dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = shape.shape
    return 0.75 <= width / height <= 1.33 and float(shape.mean()) >= _DISC


def rules_of(dark: Dark, dpi: int, slope: float) -> tuple[Rule, ...]:
    """Returns the ruled lines of a page whose lines of text rise by ``-slope`` per pixel."""
    scale = 72 / dpi
    across = _lines(_straightened(dark, slope), _SHORTEST_ACROSS / scale, _THICKEST / scale)
    # What is crooked by a shear in one direction is crooked by the opposite one in the other.
    down = _lines(_straightened(dark.T, -slope), _SHORTEST_DOWN / scale, _THICKEST / scale)
    if max(len(across), len(down)) > _MOST_RULES:
        return ()  # a drawing
    height, width = dark.shape
    found: list[Rule] = []
    for horizontal, lines, turn, middle in (
        (True, across, slope, height / 2),
        (False, down, -slope, width / 2),
    ):
        for at, *ends in lines:
            start, end = (value + turn * (at - middle) for value in ends)
            found.append(Rule(horizontal, *(round(x * scale, 1) for x in (at, start, end))))
    return tuple(found)


def _straightened(dark: Dark, slope: float) -> Dark:
    """Returns the image with its columns moved up or down, so that its lines run straight.

    The page is turned around its middle, so that nothing moves far.
    """
    height, width = dark.shape
    if abs(slope) * width < 1:
        return dark
    result = np.zeros_like(dark)
    step = max(width // _STEPS, 1)
    for left in range(0, width, step):
        shift = round(slope * (left + step / 2 - width / 2))
        source = dark[max(shift, 0) : height + min(shift, 0), left : left + step]
        top = max(-shift, 0)
        result[top : top + source.shape[0], left : left + step] = source
    return result


def _lines(dark: Dark, shortest: float, thickest: float) -> list[tuple[float, float, float]]:
    """Returns (at, start, end) of the thin horizontal lines, in pixels."""
    length = int(shortest)
    if dark.shape[1] <= length:
        return []
    # A scan breaks a line here and there, and what is left of its slope moves it to the next row.
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    sums = np.pad(np.cumsum(thick, axis=1, dtype=np.int32), ((0, 0), (1, 0)))
    solid = (sums[:, length:] - sums[:, :-length]) >= _SOLID * length
    found: list[list[float]] = []  # top, bottom, start, end
    for row in np.flatnonzero(solid.any(axis=1)):
        edges = np.diff(np.pad(solid[row].astype(np.int8), (1, 1)))
        for start, end in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
            right = float(end + length - 1)
            for line in reversed(found[-40:]):
                if row - line[1] <= 2 and start <= line[3] and right >= line[2]:
                    line[1:] = [float(row), min(line[2], float(start)), max(line[3], right)]
                    break
            else:
                found.append([float(row), float(row), float(start), right])
    return [
        ((top + bottom) / 2, start, end)
        for top, bottom, start, end in found
        if bottom - top <= thickest
    ]
