"""From when to when a document says that it applies. Nothing is worked out and nothing guessed."""

from __future__ import annotations

import re

from ingest.metadata.opening import Opening
from plansvar.documents.about import Validity
from plansvar.documents.types import DocumentType
from plansvar.language.dates import bounds, find_dates

_YEAR = r"(?:19|20)\d{2}"
_DASH = r"\s?[-–—/]\s?"
_PERIOD = re.compile(
    rf"(?<![\d./-])(?P<start>{_YEAR})(?:{_DASH}|\s(?:til|til og med|t\.o\.m\.|to|through)\s)"
    rf"(?P<end>{_YEAR}|\d{{2}})(?![\d/-]|\.\d|\s?(?:%|kroner|kr\b))"
)
# "Meld. St. 9 (2023–2024)" is a session of Parliament, "skoleåret 2023–24" a school year.
_NO_PERIOD = re.compile(
    r"(?:Meld\. ?St\.|St\. ?meld\.|Prop\.|Innst\.|Dok(?:ument|\.)|NOU)[^()]{0,12}\(?\s*$"
    r"|(?:skoleåret|skuleåret|sesongen|versjon)\s*$",
    re.IGNORECASE,
)
_PERIOD_TYPES = frozenset({DocumentType.PLAN, DocumentType.ACTION_PROGRAMME, DocumentType.CALL})
# "Handlingsprogram 2024": the year that it is for.
_PROGRAMME_YEAR = re.compile(
    rf"(?:program(?:met)?|plan(?:en)?|programme)\s+(?:for\s+)?(?P<year>{_YEAR})(?!\s?[-–—/.]\s?\d)"
    r"(?!\w)",
    re.IGNORECASE,
)
_SUBJECT = (
    r"(?:(?:dette |denne |this )?(?:\w*plan(?:en)?|\w*program(?:met)?|\w*programme"
    r"|\w*strategi(?:en)?|strategy|ordning(?:en|a)?|vedtak(?:et)?|avtale[nr]?|avtala|dokument(?:et)?|den|det|it)\s+)"
)
_APPLIES = re.compile(
    rf"(?:{_SUBJECT}|^\W*)(?:gjelder|gjeld|er gyldig|gyldig|er gjeldende|gjeldende|is valid|valid"
    r"|applies|varer|varar|har virketid|har virkeperiode)\b(?P<rest>.{0,160})",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"planperioden?|programperioden?|virkeperiode|virketid|gyldighetsperiode|gyldig|gjelder"
    r"|gjeld|gyldigheit|periode|validity|period",
    re.IGNORECASE,
)
_FOR_PERIOD = re.compile(
    rf"\b(?:for|i) (?:plan|program)?(?:perioden|periode|åra|årene|the period) "
    rf"(?={_YEAR}{_DASH})",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:fra(?: og med)?|f\.o\.m\.|frå(?: og med)?|from)\b[\s:]*", re.IGNORECASE)
_TO = re.compile(
    r"\b(?:til(?: og med)?|t\.o\.m\.|ut|fram til|frem til|until|through|to)\b[\s:]*(?:året\s)?",
    re.IGNORECASE,
)
_NAMES_A_PLAN = re.compile(r"plan|program|strategi|strategy|periode|period", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_LINE = 60
_LONGEST_SPAN = 60
_NEAR = 12


def validity_of(kind: DocumentType, title: str, found: Opening) -> Validity | None:
    """What stands in the title of a plan, programme or scheme; else what its opening says."""
    lines = [line.text for line in found.head]
    if kind in _PERIOD_TYPES and (period := _period(title)):
        return period
    for value in found.labelled(_LABEL):
        if period := _period(value) or _ends(value):
            return period
    for line in lines:
        if match := _APPLIES.search(line):
            rest = match["rest"]
            if period := _ends(rest) or _period_near_start(rest):
                return period
    if kind in _PERIOD_TYPES:
        for line in lines:
            if (match := _FOR_PERIOD.search(line)) and (period := _period(line[match.end() :])):
                return period
        # The line under the title: "2023–2030", "Strategi 2023–2030".
        for line in [*lines[:4], *found.margins]:
            named = _NAMES_A_PLAN.search(line) or not _LETTER.search(line)
            if len(line) <= _LONGEST_LINE and named and (period := _period(line)):
                return period
    if kind is DocumentType.ACTION_PROGRAMME and (match := _PROGRAMME_YEAR.search(title)):
        return Validity(match["year"], match["year"], match["year"])
    return None


def _period(text: str) -> Validity | None:
    for match in _PERIOD.finditer(text):
        start, end = match["start"], match["end"]
        if len(end) == 2:
            end = start[:2] + end
        plausible = 0 < int(end) - int(start) <= _LONGEST_SPAN
        if plausible and not _NO_PERIOD.search(text[: match.start()]):
            return Validity(start, end, match[0])
    return None


def _period_near_start(rest: str) -> Validity | None:
    match = _PERIOD.search(rest)
    if match is None or len(rest[: match.start()].split()) > 4:
        return None
    return _period(rest)


def _ends(text: str) -> Validity | None:
    """As "fra 1. januar 2024 til 31. desember 2027", or one of the two."""
    dates = [date for date in find_dates(text) if date.year is not None]
    start = end = None
    first = last = None
    for date in dates:
        before = text[max(0, date.start - _NEAR - 12) : date.start]
        if start is None and end is None and _at_end(_FROM, before):
            start, first = date.value, date
        elif end is None and _at_end(_TO, before):
            end, last = date.value, date
    if start is None and end is None:
        return None
    if start and end and bounds(start)[0] > bounds(end)[1]:
        return None
    place = (first or last), (last or first)
    if place[0] is None or place[1] is None:
        return None
    return Validity(start, end, text[place[0].start : place[1].end])


def _at_end(cue: re.Pattern[str], before: str) -> bool:
    return any(match.end() == len(before) for match in cue.finditer(before))
