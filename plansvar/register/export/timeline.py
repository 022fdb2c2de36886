"""Decisions in the order of their dates, as a picture: years down the side, a box for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from plansvar.language.detect import Language
from plansvar.messages.catalogue import message
from plansvar.register.export.drawing import LINE, Drawing, wrapped
from plansvar.register.export.evidence import main_evidence
from plansvar.register.export.wording import mark_texts, source_text, value_text, when_text
from plansvar.register.facts import Fact

_WIDTH, _MARGIN, _RAIL, _PAD, _GAP = 960.0, 28.0, 190.0, 12.0, 14.0
_BOX = _WIDTH - _MARGIN - _RAIL - 22.0
_TITLE, _YEAR, _TEXT, _SMALL = 24.0, 20.0, 15.0, 12.5
_MOST_LINES = 6
_REPEALED = frozenset({"rejected", "repealed", "postponed"})


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of one size and colour inside a box."""

    lines: list[str]
    size: float
    ink: str = "ink"
    bold: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE


def timeline_svg(facts: Iterable[Fact], language: Language, as_of: str | None = None) -> str:
    """The picture, as XML. Decisions that may have been read wrong are counted, not drawn."""
    everything = list(facts)
    decisions = sorted((one for one in everything if one.known), key=_order)
    title = message("register.picture.timeline", language)
    about = message("register.picture.timeline_about", language, count=len(decisions))
    drawing = Drawing(title, about, _WIDTH)
    y = _heading(drawing, title, about, language, as_of)
    for year, group in groupby(decisions, key=_year):
        words = year or message("register.picture.undated", language)
        drawing.text(_MARGIN, y, [words], _YEAR, "strong", bold=True)
        y += _YEAR * LINE + 6
        for fact in group:
            y = _decision(drawing, fact, y, language)
        y += _GAP
    y = _footer(drawing, y, everything, decisions, language)
    return drawing.svg(y + _MARGIN)


def _heading(
    drawing: Drawing, title: str, about: str, language: Language, as_of: str | None
) -> float:
    drawing.text(_MARGIN, _MARGIN, [title], _TITLE, bold=True)
    if as_of:
        day = message("register.picture.as_of", language, date=when_text(as_of, language))
        about = f"{day}. {about}"
    drawing.text(_MARGIN, _MARGIN + _TITLE * LINE, [about], _SMALL, "soft")
    return _MARGIN + _TITLE * LINE + _SMALL * LINE + 22


def _decision(drawing: Drawing, fact: Fact, y: float, language: Language) -> float:
    """Draw one; returns where the next one begins."""
    parts = list(_parts(fact, language))
    height = sum(part.height for part in parts) + 2 * _PAD
    rail = _MARGIN + _RAIL - 16
    drawing.line([(rail, y - 4), (rail, y + height + _GAP)])
    gone = fact.normal("outcome") in _REPEALED
    drawing.dot(rail, y + _PAD + 8, 6, "warn" if gone else "strong")
    date = when_text(fact.normal("date"), language) if fact.normal("date") else fact.text("date")
    drawing.text(
        _MARGIN, y + _PAD, wrapped(date or "–", _RAIL - 40, _SMALL), _SMALL, "soft", bold=True
    )
    x = _MARGIN + _RAIL
    drawing.box(x, y, _BOX, height, "warn" if fact.conflicts else "line")
    inner = y + _PAD
    for part in parts:
        drawing.text(x + _PAD, inner, part.lines, part.size, part.ink, bold=part.bold)
        inner += part.height
    return y + height + _GAP


def _parts(fact: Fact, language: Language) -> Iterator[_Part]:
    width = _BOX - 2 * _PAD
    about = " · ".join(_about(fact, language))
    if about:
        yield _Part(wrapped(about, width, _SMALL, bold=True), _SMALL, "strong", bold=True)
    yield _Part(wrapped(fact.name, width, _TEXT, most=_MOST_LINES), _TEXT)
    for field, key in (("changes", "changes"), ("replaces", "replaced")):
        for text in fact.texts(field):
            words = message(f"register.picture.{key}", language, text=text)
            yield _Part(wrapped(words, width, _SMALL, most=2), _SMALL, "soft")
    piece = main_evidence(fact)
    if piece is not None:
        words = source_text(piece.document, piece.page, language)
        yield _Part(wrapped(words, width, _SMALL, most=2), _SMALL, "soft")
    for mark in mark_texts(fact, language):
        yield _Part(wrapped(mark, width, _SMALL, most=2), _SMALL, "warn", bold=True)


def _about(fact: Fact, language: Language) -> Iterator[str]:
    """What came of it, by whom, in which case."""
    for field in ("outcome", "body"):
        for entry in fact.fields.get(field, ())[:1]:
            words = value_text(fact.kind, field, entry, language)
            yield words[:1].upper() + words[1:]
    if number := fact.text("case_number"):
        yield message("register.picture.case", language, number=number)
    if point := fact.text("point"):
        yield message("register.picture.point", language, point=point)
    unanimous = fact.normal("unanimous")
    if unanimous in {"true", "false"}:
        key = "unanimous" if unanimous == "true" else "not_unanimous"
        yield message(f"register.picture.{key}", language)


def _footer(
    drawing: Drawing,
    y: float,
    everything: Sequence[Fact],
    drawn: Sequence[Fact],
    language: Language,
) -> float:
    left_out = len(everything) - len(drawn)
    lines = []
    if not drawn:
        lines.append(message("register.picture.nothing", language))
    if left_out:
        lines.append(message("register.picture.left_out", language, count=left_out))
    drawing.text(_MARGIN, y, lines, _SMALL, "soft")
    return y + len(lines) * _SMALL * LINE


def _order(fact: Fact) -> tuple[bool, str, str, str]:
    """The oldest first; what is known less exactly before what lies in it, the undated last."""
    date = fact.normal("date")
    case = fact.text("case_number") or ""
    return date is None, date or "", case, fact.text("point") or ""


def _year(fact: Fact) -> str:
    return (fact.normal("date") or "")[:4]
