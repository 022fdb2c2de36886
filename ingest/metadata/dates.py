"""The document's own date, with its precision and where it was found.

A year that is not written is not guessed, and the file's own timestamps are not used: they tell
when somebody copied the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.metadata.opening import Opening
from plansvar.documents.types import DatePrecision, DocumentDate
from plansvar.language.dates import FoundDate, find_dates

# Where a document says when it is from; the date must follow on the same line.
_PUBLISHED = re.compile(r"\bpublisert\b|\bpublished\b", re.IGNORECASE)
_LABELS = (
    r"møtedato|møtetid|møtedag|dato|vår dato|tid|tidspunkt|tid og sted|tid og stad|date"
    r"|date of meeting|datert|dated|sendt(?=\s*:)|sent(?=\s*:)|innsendt|innsendingsdato|søknadsdato"
    r"|dato for (?:innsending|søknad(?:en)?|møtet?)|(?:date )?submitted(?: on)?"
    r"|date of (?:submission|application)|status per|status pr\.?|per dato|pr\.? dato"
)
_DATE_LABEL = re.compile(rf"^\W*(?:{_LABELS})(?!\w)", re.IGNORECASE)
_LABEL = re.compile(_LABELS.replace(r"(?=\s*:)", ""), re.IGNORECASE)
_ADOPTED = re.compile(r"\bvedtatt\b|\bvedteken?\b|\badopted\b", re.IGNORECASE)
_ISSUED = re.compile(
    r"\b(?:utarbeidet|utarbeidd|utgitt|utgjeve|utgjeven|prepared|issued)\b", re.IGNORECASE
)
_UPDATED = re.compile(
    r"\bsist (?:endret|endra|oppdatert)\b|\boppdatert\b|\blast (?:updated|modified)\b",
    re.IGNORECASE,
)
# A page that is kept up to date; news items that were corrected say "Oppdatert" alone.
_LAST_CHANGED = re.compile(
    r"\bsist (?:endret|endra|oppdatert)\b|\blast (?:updated|modified)\b", re.IGNORECASE
)
# A line that says until when something is open is no date line.
_TERM = re.compile(r"frist|periode|deadline|period\b|gjelder|gjeld\b|valid", re.IGNORECASE)
# A sentence tells of something that happens on a day.
_TELLS = re.compile(
    r"\s(?:overtar|overtek|leder|leier|starter|startar|begynner|byrjar|skal|vil|kan|må|blir|will"
    r"|shall|must|is|are|was|were)\s",
    re.IGNORECASE,
)
_LOWER_WORD = re.compile(r"(?<!\S)[a-zæøå]{2,}")
_MOST_LOWER_WORDS = 7
_SENTENCE_END = re.compile(r"(?<=\d{4})[.;]\s+(?=[A-ZÆØÅ])|\n")
# A draft is sent out on the day on which its hearing begins; the year stands at the end.
_HEARING = re.compile(
    r"\b(?:høringsperiode|høyringsperiode|consultation period)n?\b", re.IGNORECASE
)
_TO = re.compile(r"\s*(?:til og med|til|to|[-–—])\s*", re.IGNORECASE)
# How far after its cue a date may stand, and how long a line may be that is little but a date. The
# body that adopts or the office that issues may be named in between.
_CUE_REACH = 40
_ISSUED_REACH = 80
_ADOPTED_REACH = 90  # "Vedtatt av representantskapet i … 12. desember 2024"
_DATE_LINE = 80
_EDGE = 3
# "Ål, 7. april 2026" above the signatures, or beside one; the place may have several words.
_CAPITAL = r"[A-ZÆØÅÁČĐŊŠ][\w.]*"
_SIGNED = re.compile(
    r"(?!(?:Man|Tirs|Tys|Ons|Tors|Fre|Lør|Laur|Søn)dag)"
    rf"(?:{_CAPITAL}(?: i)?[ -])?(?:{_CAPITAL}[ -])?{_CAPITAL}(?: \w*hus(?:et)?)?,?\s+(?:den\s+)?"
)
_SIGNATURE = re.compile(rf"\s+{_CAPITAL}(?:[ -]{_CAPITAL}){{1,3}}")
_ISO_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{2})(?:-(\d{2}))?(?!\d)(-\d{2}(?!\d))?")


def date_of(found: Opening) -> DocumentDate | None:
    """The first that is there: published, labelled as the date, a date line, adopted, signed.

    A page that was published and changed later is of the day of the last change.
    """
    head = [line.text for line in found.head]
    end = [line.text for line in found.tail]
    edges = head + [line for line in end[-_EDGE:] if line not in head]
    published = found.properties.get("published", "")
    return (
        _later(_cued_date(_PUBLISHED, edges), _cued_date(_LAST_CHANGED, edges))
        or _first_date([published], "metadata", DatePrecision.YEAR)
        or _cued_date(_DATE_LABEL, edges)
        or _first_date(found.labelled(_LABEL), "text")
        or _hearing_begins(head)
        # A date that stands alone ("12. mai 2021", "Storvik, 12.05.2021"), or in the title.
        or _first_date(filter(_is_date_line, _parts(found)), "text")
        or _cued_date(_ADOPTED, edges, _ADOPTED_REACH)
        or _cued_date(_ISSUED, edges, _ISSUED_REACH)
        or _signed_date(end)
        or _first_date([line for line in found.margins if len(line) <= _DATE_LINE], "margin")
        or _cued_date(_UPDATED, edges)
        or _date_in_name(found.path.name)
    )


def _parts(found: Opening) -> Iterable[str]:
    """The lines of the head; of paragraphs, each line and each sentence that ends with a year."""
    for line in found.head:
        if line.is_heading:
            yield line.text
        else:
            yield from (part for part in _SENTENCE_END.split(line.text) if not _tells(part))


def _tells(part: str) -> bool:
    return _TELLS.search(part) is not None or len(_LOWER_WORD.findall(part)) > _MOST_LOWER_WORDS


def _is_date_line(line: str) -> bool:
    return len(line) <= _DATE_LINE and not _TERM.search(line)


def _later(published: DocumentDate | None, updated: DocumentDate | None) -> DocumentDate | None:
    """The day of the last change, where that is told to the day."""
    if published is None or updated is None or updated.precision is not DatePrecision.DAY:
        return published
    return max(published, updated, key=lambda date: date.value)


def _cued_date(
    cue: re.Pattern[str], lines: Sequence[str], reach: int = _CUE_REACH
) -> DocumentDate | None:
    for line in lines:
        match = cue.search(line)
        if match and (date := _date_after(line, match.end(), reach)):
            return _document_date(date, line, "text")
    return None


def _first_date(
    lines: Iterable[str], found_in: str, coarsest: DatePrecision = DatePrecision.MONTH
) -> DocumentDate | None:
    """The first date of the lines that is as exact as ``coarsest`` at least."""
    for line in lines:
        for date in _with_year(find_dates(line)):
            if coarsest is DatePrecision.YEAR or date.precision is not DatePrecision.YEAR:
                return _document_date(date, line, found_in)
    return None


def _hearing_begins(lines: Sequence[str]) -> DocumentDate | None:
    """The first day of "høringsperiode 15. august til 30. september 2022"."""
    for line in lines:
        dates = find_dates(line) if _HEARING.search(line) else []
        if len(dates) < 2:
            continue
        first, last = dates[:2]
        if last.year is None or not _TO.fullmatch(line[first.end : last.start]):
            continue
        value = first.value if first.year else f"{last.year}-{first.value.lstrip('-')}"
        if first.precision is DatePrecision.DAY and value <= last.value:
            return DocumentDate(value, first.precision, "text", line[first.start : last.end])
    return None


def _signed_date(lines: Sequence[str]) -> DocumentDate | None:
    """The date beside the place at the end of a letter or of minutes: a line with nothing else."""
    for line in reversed(lines):
        for date in _with_year(find_dates(line)):
            place, rest = line[: date.start], line[date.end :]
            signed = _SIGNED.fullmatch(place)
            alone = not rest.strip(" .") and (not place.strip() or signed)
            if (
                alone or (signed and _SIGNATURE.fullmatch(rest))
            ) and date.precision is DatePrecision.DAY:
                return _document_date(date, line, "text")
    return None


def _date_in_name(name: str) -> DocumentDate | None:
    match = _ISO_IN_NAME.search(name)
    # In "2026-04-26-04-08" nobody can tell the day from the year.
    exact = match is not None and match[3] and not match[4]
    if match is None:
        return None
    found = match[0] if exact else f"{match[1]}-{match[2]}"
    if not find_dates(found if exact else f"{found}-01"):
        return None
    return DocumentDate(found, DatePrecision.DAY if exact else DatePrecision.MONTH, "path", found)


def _date_after(line: str, position: int, reach: int) -> FoundDate | None:
    found = [date for date in _with_year(find_dates(line)) if date.start >= position]
    return found[0] if found and found[0].start - position <= reach else None


def _with_year(dates: Sequence[FoundDate]) -> list[FoundDate]:
    return [date for date in dates if date.year is not None]


def _document_date(date: FoundDate, line: str, found_in: str) -> DocumentDate:
    return DocumentDate(date.value, date.precision, found_in, line[date.start : date.end])
