"""Lines of plain text, each with what it looks like on its own.

The first of two steps: here a line is classified by its own shape (bullet, number, label, short).
What it is in its surroundings is decided in ``text_blocks``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.readers.text_tables import rows_in
from plansvar.language.normalise import clean


class Shape(StrEnum):
    """What a line looks like by itself."""

    MARKDOWN_HEADING = "markdown_heading"
    BULLET = "bullet"
    NUMBERED = "numbered"
    LABEL = "label"
    SHORT = "short"
    PROSE = "prose"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Line:
    """A non-empty line.

    ``text`` is without marker and bold marks; ``gap`` counts the empty lines above; ``indent`` the
    columns before the marker; ``marker`` is "-", "1.", "##", … or empty; ``cells`` are those of a
    row of a table.
    """

    shape: Shape
    text: str
    gap: int
    indent: int = 0
    marker: str = ""
    bold: bool = False
    cells: tuple[str, ...] = ()


_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(\S.*)$")
_RULE = re.compile(r"[-=_*~·.]{3,}$")
_BULLET = re.compile(r"(?P<marker>[-–—•*▪◦‣·✓✔➢►○●o])(?P<gap>\s+)(?P<rest>\S.*)$")
_TIGHT_DASH = re.compile(r"(?P<marker>[-–—•▪✓✔])(?P<rest>[^\s\d>-].*)$")
_INNER_MARK = re.compile(r"[✓✔▪•►➢]\s+")
_NUMBERED = re.compile(
    r"(?P<marker>(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[a-zæøå]\)))\s+(?P<rest>\S.*)$"
)
_WHOLE_BOLD = re.compile(r"(?:\*\*|__)(?P<text>[^*_].*?)(?:\*\*|__)[:.]?$")
_BOLD_MARK = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")
_SENTENCE_END = re.compile(r"[.!…;,]$")

# A heading or label of more words than this is a sentence.
MAX_SHORT_WORDS = 12
MAX_SHORT_CHARACTERS = 90


def classify(text: str) -> list[Line]:
    """The non-empty lines of ``text``; empty bullets and rules of dashes are dropped."""
    lines: list[Line] = []
    gap = 0
    every = [raw.expandtabs(4) for raw in clean(text).split("\n")]
    rows = rows_in(every)
    for number, expanded in enumerate(every):
        stripped = expanded.strip()
        if not stripped or _RULE.match(stripped) or stripped in {"-", "–", "•", "*"}:
            # An empty bullet is no paragraph break, but it does part what is around it.
            gap += 1
            continue
        if number in rows:
            lines.append(Line(Shape.ROW, _plain(stripped), gap, cells=rows[number]))
            gap = 0
            continue
        lines.append(_line(stripped, gap, len(expanded) - len(expanded.lstrip())))
        gap = 0
    return lines


def is_short(text: str) -> bool:
    """Short enough for a heading or a label, and not the end of a sentence."""
    return (
        len(text) <= MAX_SHORT_CHARACTERS
        and len(text.split()) <= MAX_SHORT_WORDS
        and not _SENTENCE_END.search(text)
    )


def _line(stripped: str, gap: int, indent: int) -> Line:
    if match := _MARKDOWN_HEADING.match(stripped):
        heading = match[2].rstrip("#") or match[2]
        return Line(Shape.MARKDOWN_HEADING, _plain(heading), gap, indent, match[1])
    if match := _BULLET.match(stripped):
        return _bullet(match, gap, indent)
    bold = bool(_WHOLE_BOLD.match(stripped))
    if not bold and (match := _TIGHT_DASH.match(stripped)):
        return _bullet(match, gap, indent)
    if match := _NUMBERED.match(stripped):
        rest = _plain(match["rest"])
        # "30 deltakere møtte" is no numbered line: a bare number needs a heading's capital.
        if match["marker"][-1] in ".)" or ("." in match["marker"] and rest[:1].isupper()):
            return Line(Shape.NUMBERED, rest, gap, indent, match["marker"], bold)
    text = _plain(stripped)
    if text.endswith(":") and is_short(text):
        return Line(Shape.LABEL, text, gap, indent, bold=bold)
    return Line(Shape.SHORT if is_short(text) else Shape.PROSE, text, gap, indent, bold=bold)


def _bullet(match: re.Match[str], gap: int, indent: int) -> Line:
    rest = (
        _INNER_MARK.sub("", match["rest"], count=1)
        if _INNER_MARK.match(match["rest"])
        else match["rest"]
    )
    bold = bool(_WHOLE_BOLD.match(rest))
    return Line(Shape.BULLET, _plain(rest), gap, indent, match["marker"], bold)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", _BOLD_MARK.sub("", text)).strip()
