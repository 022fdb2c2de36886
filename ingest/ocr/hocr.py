"""Turns Tesseract's output (hOCR) and the page's image into words with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from xml.etree import ElementTree

from ingest.ocr.image import Dark, Image, dark_of, is_bullet, rules_of, stroke
from ingest.readers.scan_file import Scan, Word

_LINES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_BOX = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"\bx_size ([\d.]+)")
_CONFIDENCE = re.compile(r"\bx_wconf (\d+)")
# Of a line below this, two of three words are wrong (measured, docs/adr/0010-ocr.md). Single words
# are judged by their line: one that Tesseract isn't sure of at all is often right.
_LEAST_OF_LINE = 30
_LEAST_OF_MARK = 60  # of a "word" without a letter or digit, which a speck may be
_LINES_OR_SPECKS = frozenset("|_~=©¢{}\\")


@dataclass(frozen=True, slots=True)
class Raw:
    """A word as Tesseract gives it, in pixels: ``base`` is its base line in the middle of it."""

    text: str
    confidence: int
    left: int
    top: int
    right: int
    bottom: int
    base: float
    height: float
    slope: float
    line: int


def raw_words(data: bytes) -> list[Raw]:
    """Returns the words of a page.

    Raises:
        ValueError: it is no hOCR.
    """
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - Tesseract's own, which escapes all text
    except ElementTree.ParseError as error:
        raise ValueError("no hOCR") from error
    lines = (each for each in root.iter() if each.get("class") in _LINES)
    return [word for number, line in enumerate(lines) for word in _words(line, number)]


def _words(line: ElementTree.Element, number: int) -> Iterator[Raw]:
    title = line.get("title", "")
    box, base, size = _BOX.search(title), _BASELINE.search(title), _SIZE.search(title)
    if box is None or size is None:
        return
    slope, offset = (float(base[1]), float(base[2])) if base else (0.0, 0.0)
    left, bottom = int(box[1]), int(box[4])
    for element in line.iter():
        title = element.get("title", "")
        own, confidence = _BOX.search(title), _CONFIDENCE.search(title)
        text = "".join(element.itertext()).strip()
        if element.get("class") != "ocrx_word" or own is None or confidence is None or not text:
            continue
        x0, y0, x1, y1 = (int(value) for value in own.groups())
        at = bottom + offset + slope * ((x0 + x1) / 2 - left)
        yield Raw(text, int(confidence[1]), x0, y0, x1, y1, at, float(size[1]), slope, number)


def confidence_of(words: list[Raw]) -> float:
    """Returns how sure Tesseract is of a page, from 0 to 100, by letters."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def scan_of(words: list[Raw], image: Image, angle: int) -> Scan:
    """Returns what is on a page, in points, set straight where it was scanned askew.

    Args:
        words: What Tesseract found on it.
        image: The page as Tesseract got it.
        angle: By how much it had been turned clockwise from how it is shown.
    """
    dark = dark_of(image.grey)
    slope = median(word.slope for word in words for _ in word.text) if words else 0.0
    kept: list[Word] = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        if confidence_of(line) < _LEAST_OF_LINE:
            continue
        for index, word in enumerate(line):
            if text := _cleaned(word, dark, first=index == 0):
                thick = _stroke(text, word, image, dark)
                kept.append(_placed(text, word, thick, image, slope))
    return Scan(tuple(kept), rules_of(dark, image.dpi, slope), angle)


def _cleaned(word: Raw, dark: Dark, *, first: bool) -> str:
    """Returns a word's text, "" for what is none."""
    text = word.text.replace(
        "—", "–"
    )  # Norwegian has the shorter one, which Tesseract doesn't know
    small = word.bottom - word.top < 0.6 * word.height
    shape = dark[word.top : word.bottom, word.left : word.right]
    if first and small and len(text) <= 2 and not text.isdigit() and is_bullet(shape):
        return "•"  # which Tesseract gives as "e", "«" or "*"
    if any(map(str.isalnum, text)):
        return text.strip("|")  # the ruled line beside it
    sure = word.confidence >= _LEAST_OF_MARK and not _LINES_OR_SPECKS.issuperset(text)
    # In the wide gap after a bullet, Tesseract sees a dash that isn't there.
    return text if sure and shape.any() else ""


def _stroke(text: str, word: Raw, image: Image, dark: Dark) -> float:
    if sum(map(str.isalpha, text)) < 2:
        return 0.0
    place = (slice(word.top, word.bottom), slice(word.left, word.right))
    return stroke(image.grey[place], dark[place])


def _placed(text: str, word: Raw, thick: float, image: Image, slope: float) -> Word:
    """Returns a word's place on a page that is turned around its middle until it is straight."""
    height, width = image.grey.shape
    scale = 72 / image.dpi
    down = slope * ((word.left + word.right) / 2 - width / 2)
    across = slope * ((word.top + word.bottom) / 2 - height / 2)
    return Word(
        text=text,
        left=round((word.left + across) * scale, 1),
        top=round((word.top - down) * scale, 1),
        right=round((word.right + across) * scale, 1),
        bottom=round((word.base - down) * scale, 1),
        size=round(word.height * scale, 2),
        stroke=round(thick * scale, 3),
        line=word.line,
    )
