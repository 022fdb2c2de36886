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

# Where a document says when it is from, strongest first. The date must follow on the same line.
_DATE_CUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bpublisert\b|\bpublished\b",
        r"\bmøtedato\b|\bdate of meeting\b|\bmøte(?:t)?\s+(?:ble holdt|vart halde)?\s*(?:den\s)?",
        r"^\W*dato\b|\bdatert\b|^\W*date\b|\bvår dato\b",
        r"\bvedtatt\b|\bvedteke\b|\badopted\b|\bgodkjent av\b",
        r"\bsist endret\b|\bsist oppdatert\b|\boppdatert\b|\blast updated\b|\bsist endra\b",
    )
)
_CUE_REACH = 40
_HEAD_BLOCKS = 12
_ISO_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{2})(?:-(\d{2}))?(?!\d)")

# First match wins; the places are searched in the order title, file name, first lines.
_TYPE_WORDS: tuple[tuple[DocumentType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (DocumentType.MINUTES, r"(?:\b|møte)(?:referat|protokoll|møtebok)\b|\bminutes\b"),
        (
            DocumentType.CONSULTATION_INPUT,
            r"høringsinnspill|høyringsinnspel|høringssvar|høyringssvar"
            r"|høringsuttalelse|høyringsfråsegn|\binnspill til\b|\binnspel til\b|consultation (?:input|response)",
        ),
        (
            DocumentType.APPLICATION,
            r"\bsøknad (?:om|til)\b|klyngesøknad\b|klyngjesøknad\b|\bapplication (?:for|to)\b|\bprosjektsøknad",
        ),
        (
            DocumentType.CALL,
            r"\butlysning|\butlysing|\bcall for\b|tilskotsordning|tilskuddsordning|støtteordning|funding scheme",
        ),
        (
            DocumentType.ACTION_PROGRAMME,
            r"handlingsprogram|handlingsplan|tiltaksplan|action (?:programme|plan)",
        ),
        (
            DocumentType.PROJECT_DESCRIPTION,
            r"prosjektbeskrivelse|prosjektplan|prosjektskildring|prosjektskisse|project description|prosjektets mål",
        ),
        (
            DocumentType.REPORT,
            r"årsrapport|årsmelding|årsberetning|\brapport\b|annual report|\breport\b",
        ),
        (DocumentType.PLAN, r"\w*plan(?:en)?\b|\bstrategi(?:en|dokument)?\b|\bstrategy\b"),
    )
)
_NEWS = re.compile(
    r"^\W*nyhet(?:er)?\b|^\W*nyhende\b|pressemelding|\bpress release\b|^\W*news\b", re.I
)
_SPEECH = re.compile(r"[,»”\"]\s*(?:sier|seier|fortsetter|avslutter|forteller|fortel|says)\s+\w")
_DRAFT = re.compile(
    r"\b(?:høringsutkast|høyringsutkast|utkast|forslag til|høringsforslag|draft)\b", re.I
)

_AUTHORITY = {
    DocumentType.PLAN: Authority.ADOPTED,
    DocumentType.ACTION_PROGRAMME: Authority.ADOPTED,
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
    authority = _AUTHORITY.get(kind, Authority.OTHER)
    if authority is Authority.ADOPTED and _DRAFT.search("\n".join([title, *head[:4]])):
        authority = Authority.DRAFT
    return Description(title, kind, authority, _date(read, blocks, text, path))


def _title(read: ReadFile, blocks: Sequence[Block], text: str, path: Path) -> str:
    """The first heading with more than one word; else the first short line; else the file's name."""
    candidates: list[str] = []
    for block in blocks[:_HEAD_BLOCKS]:
        own = text[block.start : block.end].split("\n")[0].strip(" #*:")
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
    if path.suffix.lower() in {".pptx", ".ppt", ".odp"} or re.search(
        r"presentasjon|lysark", name, re.I
    ):
        return DocumentType.PRESENTATION
    return named or _named_type(opening) or DocumentType.OTHER


def _named_type(words: str) -> DocumentType | None:
    return next((kind for kind, pattern in _TYPE_WORDS if pattern.search(words)), None)


def _date(read: ReadFile, blocks: Sequence[Block], text: str, path: Path) -> DocumentDate | None:
    lines = [text[block.start : block.end] for block in blocks if block.kind is not BlockKind.TABLE]
    edges = lines[:_HEAD_BLOCKS] + lines[-3:]
    for cue in _DATE_CUES:
        for line in edges:
            match = cue.search(line)
            if match and (date := _date_after(line, match.end())):
                return _document_date(date, line, "text")
    published = read.metadata.get("published", "")
    if found := _with_year(find_dates(published)):
        return _document_date(found[0], published, "metadata")
    for line in lines[:_HEAD_BLOCKS]:
        # A date that stands alone ("12. mai 2021", "Storvik, 12.05.2021") or in the title line.
        found = _with_year(find_dates(line))
        if found and found[0].precision is not DatePrecision.YEAR and len(line) <= 80:
            return _document_date(found[0], line, "text")
    if match := _ISO_IN_NAME.search(path.name):
        found = _with_year(find_dates(match[0])) or _with_year(find_dates(match[0] + "-01"))
        if found:
            value = found[0].value if match[3] else match[0]
            precision = DatePrecision.DAY if match[3] else DatePrecision.MONTH
            return DocumentDate(value, precision, "path", match[0])
    return None


def _date_after(line: str, position: int) -> FoundDate | None:
    found = [date for date in _with_year(find_dates(line)) if date.start >= position]
    return found[0] if found and found[0].start - position <= _CUE_REACH else None


def _with_year(dates: Sequence[FoundDate]) -> list[FoundDate]:
    return [date for date in dates if date.year is not None]


def _document_date(date: FoundDate, line: str, found_in: str) -> DocumentDate:
    return DocumentDate(date.value, date.precision, found_in, line[date.start : date.end])
