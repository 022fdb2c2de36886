"""What a document is: title, type, authority and its own date, read from its text.

The date carries its precision and where it was found. A year that is not written is not guessed,
and the file's own timestamps are not used: they tell when somebody copied the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.furniture import is_page_furniture
from plansvar.documents.types import (
    Authority,
    Block,
    BlockKind,
    DatePrecision,
    DocumentDate,
    DocumentType,
    ReadFile,
)
from plansvar.language.dates import FoundDate, find_dates

# Where a document says when it is from; the date must follow on the same line.
_PUBLISHED = re.compile(r"\bpublisert\b|\bpublished\b", re.IGNORECASE)
_DATE_LABEL = re.compile(
    r"^\W*(?:møtedato|møtetid|dato|vår dato|tid|tidspunkt|tid og sted|tid og stad|date"
    r"|date of meeting|datert|dated)\b",
    re.IGNORECASE,
)
_ADOPTED = re.compile(r"\bvedtatt\b|\bvedteke\b|\badopted\b", re.IGNORECASE)
_UPDATED = re.compile(
    r"\bsist (?:endret|endra|oppdatert)\b|\boppdatert\b|\blast updated\b", re.IGNORECASE
)
# How far after its cue a date may stand, and how long a line may be that is little but a date.
_CUE_REACH = 40
_DATE_LINE = 80
_HEAD_BLOCKS = 12
_ISO_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{2})(?:-(\d{2}))?(?!\d)")

# What the types are called. First match wins; the places are searched in the order title, file
# name, first lines.
_TYPE_WORDS: tuple[tuple[DocumentType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile("|".join(words), re.IGNORECASE))
    for kind, words in (
        (DocumentType.MINUTES, (r"(?:\b|møte)(?:referat|protokoll|møtebok)\b", r"\bminutes\b")),
        (
            DocumentType.CONSULTATION_INPUT,
            (
                r"h[øo]rings(?:innspill|svar|uttalelse)",
                r"høyrings(?:innspel|svar|fråsegn)",
                r"\binnsp(?:ill|el) til\b",
                r"consultation (?:input|response)",
            ),
        ),
        (
            DocumentType.APPLICATION,
            (
                r"\bsøknad (?:om|til)\b",
                r"(?:klynge|klyngje|prosjekt)søknad\b",
                r"\bapplication (?:for|to)\b",
            ),
        ),
        (
            DocumentType.CALL,
            (
                r"\butlysn?ing",
                r"(?:tilskudds|tilskots|støtte)ordning",
                r"\bcall for\b|funding scheme",
            ),
        ),
        (
            DocumentType.ACTION_PROGRAMME,
            (r"handlingsprogram|handlingsplan|tiltaksplan", r"action (?:programme|plan)"),
        ),
        (
            DocumentType.PROJECT_DESCRIPTION,
            (
                r"prosjekt(?:beskrivelse|plan|skildring|skisse)",
                r"project description",
            ),
        ),
        (
            DocumentType.REPORT,
            (r"års(?:rapport|melding|beretning)|\brapport\b", r"annual report|\breport\b"),
        ),
        (DocumentType.PLAN, (r"plan(?:en)?\b|\bstrategi(?:en|dokument)?\b|\bstrategy\b",)),
    )
)
_NEWS = re.compile(
    r"^\W*nyhet(?:er)?\b|^\W*nyhende\b|pressemelding|\bpress release\b|^\W*news\b", re.I
)
_SPEECH = re.compile(r"[,»”\"]\s*(?:sier|seier|fortsetter|avslutter|forteller|fortel|says)\s+\w")
_SLIDES = re.compile(r"presentasjon|lysark|slides", re.IGNORECASE)
_DRAFT = re.compile(
    r"\b(?:høringsutkast|høyringsutkast|utkast|forslag til|høringsforslag|draft)\b", re.I
)

_PLANS = frozenset({DocumentType.PLAN, DocumentType.ACTION_PROGRAMME})
_AUTHORITY = {
    DocumentType.CALL: Authority.ADOPTED,
    DocumentType.MINUTES: Authority.MINUTES,
    DocumentType.APPLICATION: Authority.APPLICATION,
    DocumentType.NEWS: Authority.NEWS,
}


@dataclass(frozen=True, slots=True)
class Description:
    """What was found out about a document."""

    title: str
    type: DocumentType
    authority: Authority
    date: DocumentDate | None


def describe(
    read: ReadFile,
    blocks: Sequence[Block],
    text: str,
    path: Path,
    forced_type: DocumentType | None,
) -> Description:
    """Find title, type, authority and date."""
    title = _title(read, blocks, text, path)
    head = [text[block.start : block.end] for block in blocks[:_HEAD_BLOCKS]]
    kind = forced_type or _type(title, path, head, text)
    authority = _authority(kind, "\n".join([title, *head]))
    return Description(title, kind, authority, _date(read, blocks, text, path))


def _authority(kind: DocumentType, opening: str) -> Authority:
    """A plan binds when it says that it was adopted; one that says nothing isn't taken to."""
    if kind not in _PLANS:
        return _AUTHORITY.get(kind, Authority.OTHER)
    if _DRAFT.search(opening):
        return Authority.DRAFT
    return Authority.ADOPTED if _ADOPTED.search(opening) else Authority.OTHER


def _title(read: ReadFile, blocks: Sequence[Block], text: str, path: Path) -> str:
    """The first heading; else the first line of several words; else the file's title or name."""
    candidates: list[str] = []
    for block in blocks[:_HEAD_BLOCKS]:
        own = text[block.start : block.end].split("\n", maxsplit=1)[0].strip(" #*:")
        if block.kind is BlockKind.TABLE or len(own) > 160 or is_page_furniture(own):
            continue
        if block.kind is BlockKind.HEADING and block.level <= 2 and len(own) > 2:
            return own
        candidates.append(own)
    stated = read.metadata.get("title", "").strip()
    for candidate in candidates:
        if len(candidate.split()) >= 2 and not candidate.endswith((".", ",", ";")):
            return candidate
    return stated or (candidates[0] if candidates else path.stem)


def _type(title: str, path: Path, head: Sequence[str], text: str) -> DocumentType:
    """News shows itself by its form; the other types by what they are called."""
    name = re.sub(r"[-_.]+", " ", path.stem)
    opening = "\n".join(head)
    named = _named_type(title) or _named_type(name)
    if named is DocumentType.MINUTES:
        return named
    speech = len(_SPEECH.findall(text[:20_000]))
    if _NEWS.search("\n".join([title, name])) or any(_NEWS.search(line) for line in head[:5]):
        return DocumentType.NEWS
    if speech > 1 or (speech and named is None):
        return DocumentType.NEWS
    if path.suffix.lower() in {".pptx", ".ppt", ".odp"} or _SLIDES.search(name):
        return DocumentType.PRESENTATION
    # Plans and reports are spoken of everywhere; only a title makes a document one.
    opened = _named_type(opening)
    spoken_of = opened in {DocumentType.PLAN, DocumentType.REPORT}
    return named or (None if spoken_of else opened) or DocumentType.OTHER


def _named_type(words: str) -> DocumentType | None:
    return next((kind for kind, pattern in _TYPE_WORDS if pattern.search(words)), None)


def _date(read: ReadFile, blocks: Sequence[Block], text: str, path: Path) -> DocumentDate | None:
    """The first that is there: published, labelled as the date, a date line, adopted, updated."""
    lines = [text[block.start : block.end] for block in blocks if block.kind is not BlockKind.TABLE]
    head, edges = lines[:_HEAD_BLOCKS], lines[:_HEAD_BLOCKS] + lines[-3:]
    published = read.metadata.get("published", "")
    return (
        _cued_date(_PUBLISHED, edges)
        or _first_date([published], "metadata", DatePrecision.YEAR)
        or _cued_date(_DATE_LABEL, edges)
        # A date that stands alone ("12. mai 2021", "Storvik, 12.05.2021"), or in the title.
        or _first_date([line for line in head if len(line) <= _DATE_LINE], "text")
        or _cued_date(_ADOPTED, edges)
        or _cued_date(_UPDATED, edges)
        or _date_in_name(path.name)
    )


def _cued_date(cue: re.Pattern[str], lines: Sequence[str]) -> DocumentDate | None:
    for line in lines:
        match = cue.search(line)
        if match and (date := _date_after(line, match.end())):
            return _document_date(date, line, "text")
    return None


def _first_date(
    lines: Sequence[str], found_in: str, coarsest: DatePrecision = DatePrecision.MONTH
) -> DocumentDate | None:
    """The first date of the lines that is as exact as ``coarsest`` at least."""
    for line in lines:
        for date in _with_year(find_dates(line)):
            if coarsest is DatePrecision.YEAR or date.precision is not DatePrecision.YEAR:
                return _document_date(date, line, found_in)
    return None


def _date_in_name(name: str) -> DocumentDate | None:
    match = _ISO_IN_NAME.search(name)
    if match is None or not find_dates(match[0] if match[3] else match[0] + "-01"):
        return None
    precision = DatePrecision.DAY if match[3] else DatePrecision.MONTH
    return DocumentDate(match[0], precision, "path", match[0])


def _date_after(line: str, position: int) -> FoundDate | None:
    found = [date for date in _with_year(find_dates(line)) if date.start >= position]
    return found[0] if found and found[0].start - position <= _CUE_REACH else None


def _with_year(dates: Sequence[FoundDate]) -> list[FoundDate]:
    return [date for date in dates if date.year is not None]


def _document_date(date: FoundDate, line: str, found_in: str) -> DocumentDate:
    return DocumentDate(date.value, date.precision, found_in, line[date.start : date.end])
