"""What was recognised on a scanned page, and the file in which it waits for the reader."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from ingest.readers.pdf_types import Rule

MOST_WORDS = 20_000  # on a page


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a scan, in points from the top left corner of the page as it is read.

    ``line`` numbers the lines, from 0; ``bottom`` is its base line; ``size`` is the font's;
    ``stroke`` is how thick its strokes are, 0 where that can't be told.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    stroke: float
    line: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What was recognised on a page.

    ``angle`` is by how much the page as shown must be turned clockwise to be read.
    """

    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    angle: int


def save(scan: Scan) -> str:
    """Returns a scan as JSON."""
    words = [list(astuple(word)) for word in scan.words]
    rules = [list(astuple(rule)) for rule in scan.rules]
    return json.dumps({"words": words, "rules": rules, "angle": scan.angle}, ensure_ascii=False)


def load(text: str) -> Scan | None:
    """The inverse of :func:`save`; ``None`` for what isn't a scan, such as a note of a failure."""
    try:
        value: dict[str, Any] = json.loads(text)
        words = tuple(_word(*item) for item in value["words"])
        rules = tuple(Rule(bool(item[0]), *map(float, item[1:4])) for item in value["rules"])
        angle = int(value["angle"])
    except (ValueError, KeyError, TypeError, IndexError):
        return None
    return Scan(words[:MOST_WORDS], rules, angle) if angle in {0, 90, 180, 270} else None


def _word(text: str, *numbers: float) -> Word:
    left, top, right, bottom, size, stroke, line = numbers
    return Word(str(text), left, top, right, bottom, max(size, 1.0), stroke, int(line))


def page_file(folder: Path, number: int) -> Path:
    """Where the words of page ``number`` are kept."""
    return folder / f"{number:05d}.json"
