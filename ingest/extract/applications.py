"""Who has applied for what: applications themselves, tables of grants, minutes and news."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.amounts import amounts_in, scale_of
from ingest.extract.application_sentences import Applied, applied_in
from ingest.extract.field_labels import Labelled, Labels
from ingest.extract.names import kind_of
from ingest.extract.scheme_draft import read_name
from ingest.extract.scheme_sentences import introduced
from ingest.extract.schemes import call_title
from ingest.extract.spans import Span, span_of
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.language.dates import find_dates
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

_SAID = 0.9
# A sum that somebody has asked for, with no word on which scheme it is.
_UNSURE = 0.5
_HEAD = 30
_FAR = 400
_NEAR = 5
_LONGEST_SENTENCE = 1_500


@functools.cache
def _labels() -> Labels:
    return Labels(lexicon("applications")["labels"])


@functools.cache
def _columns() -> Labels:
    return Labels(lexicon("applications")["columns"])


def applications(document: Document) -> Iterator[Claim]:
    """The application that a document is, and those that it tells of."""
    own = _own(document)
    if own is not None:
        yield own
        return
    found = [claim for block in document.blocks for claim in _told(document, block)]
    for claim in found:
        if not any(_says_more(other, claim) for other in found):
            yield claim


def _told(document: Document, block: Block) -> Iterator[Claim]:
    if block.furniture:
        return
    if block.kind is BlockKind.TABLE:
        yield from _in_table(document, block)
    elif block.kind is not BlockKind.HEADING or len(span_of(document, block)) > _HEAD:
        yield from _in_text(document, block)


def _says_more(other: Claim, claim: Claim) -> bool:
    """Whether another sentence tells the same application with its scheme, and this one nothing."""
    if claim.first("scheme") or len(claim.values) > 1 or not other.first("scheme"):
        return False
    first, second = claim.first("applicant"), other.first("applicant")
    return first is not None and second is not None and first.text == second.text


def _own(document: Document) -> Claim | None:
    """The claim of a document that is an application, from its head."""
    scheme = title_scheme(document)
    fields: dict[str, list[Value]] = {}
    for one in _head(document):
        for value in _value(one):
            fields.setdefault(value.field, []).append(value)
    if scheme is not None:
        fields.setdefault("scheme", []).insert(0, state("scheme", scheme[1], scheme[0].text))
    is_one = document.type is DocumentType.APPLICATION or scheme is not None
    if not is_one or "applicant" not in fields or "scheme" not in fields:
        return None
    if "amount" not in fields and (amount := _asked(document)):
        fields["amount"] = [amount]
    if "date" not in fields and (date := _dated(document)):
        fields["date"] = [date]
    order = ("applicant", "scheme", "level", "date", "outcome", "amount")
    values = tuple(fields[name][0] for name in order if name in fields)
    return Claim(FactKind.APPLICATION, values, "application", _SAID)


def _head(document: Document) -> Iterator[Labelled]:
    """Labels with values on the first pages: rows of a table and lines."""
    for block in document.blocks[:_HEAD]:
        if block.furniture:
            continue
        if block.kind is not BlockKind.TABLE:
            yield from _labels().inside(span_of(document, block))
            continue
        for row in block.rows:
            cells = [Span(document.text, start, end) for start, end in row.cells]
            if len(cells) == 2 and (known := _labels().field(cells[0].text)) and cells[1].text:
                yield Labelled(known[0], cells[0], cells[1], known[1])


def _value(one: Labelled) -> Iterator[Value]:
    if one.field == "applicant":
        yield state("applicant", one.said, re.split(r",\s|\s\(", one.value.text)[0])
    elif one.field == "amount":
        if amount := next(iter(amounts_in(one.value.text)), None):
            text = one.value.text[amount.start : amount.end]
            yield state("amount", one.said, text, amount.normal)
    elif one.field == "date":
        if date := next(iter(find_dates(one.value.text)), None):
            text = one.value.text[date.start : date.end]
            yield state("date", one.said, text, date.value if date.year is not None else None)
    elif one.field == "scheme":
        name, _ = read_name(one.value.part(0, len(one.value.text.split(",")[0])))
        yield state("scheme", one.said, name.text)
    elif one.field in ("level", "outcome"):
        yield state(one.field, one.said, one.value.text)


def applicant_of(document: Document) -> Span | None:
    """Who applies, where the document is an application: the name in its head."""
    if _own(document) is None:
        return None
    for one in _head(document):
        if one.field == "applicant":
            return one.value.part(0, len(re.split(r",\s|\s\(", one.value.text)[0]))
    return None


@functools.cache
def _title() -> re.Pattern[str]:
    words = any_of(lexicon("applications")["words"]["title"])
    return re.compile(rf"(?<!\w){words}\s*(?=[A-ZÆØÅ])", re.IGNORECASE)


def title_scheme(document: Document) -> tuple[Span, Span] | None:
    """The scheme in "Søknad til Nordmidler 2025", and the line that says it."""
    for block in document.blocks[:6]:
        if block.kind is BlockKind.TABLE or block.furniture:
            continue
        text = span_of(document, block)
        match = _title().search(text.text)
        if match and len(text) < 140:
            rest = text.part(match.end(), len(text))
            # "Søknad til Lidvik kommune, Nordmidler 2025": to whom comes first.
            for part in rest.split(re.compile(r",\s")):
                name, _ = read_name(part)
                if name.text[:1].isupper() and kind_of(name.text) in (None, "person"):
                    return name, text
    return None


_ASK = re.compile(
    r"\b(?:søker|søkjer|søknaden er på|søknadssummen er|apply for|applies for)\s(?:om\s|totalt\s)*",
    re.IGNORECASE,
)


def _asked(document: Document) -> Value | None:
    for block in document.blocks[: 2 * _HEAD]:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        for sentence in span_of(document, block).sentences():
            if match := _ASK.search(sentence.text):
                for amount in amounts_in(sentence.text):
                    if 0 <= amount.start - match.end() <= 3:
                        text = sentence.text[amount.start : amount.end]
                        return state("amount", sentence, text, amount.normal)
    return None


_PLACE_AND_DAY = re.compile(r"\D{0,40}\d{1,2}\.?\s\w+\s(?:19|20)\d{2}\.?$")


def _dated(document: Document) -> Value | None:
    """The day in a line such as "Lidvik, 3. mars 2025"."""
    for block in (*document.blocks[:8], *document.blocks[-8:]):
        text = span_of(document, block)
        if len(text) < 60 and _PLACE_AND_DAY.match(text.text):
            for date in find_dates(text.text):
                return state("date", text, text.text[date.start : date.end], date.value)
    return None


def _in_table(document: Document, block: Block) -> Iterator[Claim]:
    """A table of applicants with what they asked for or got."""
    grid = [[Span(document.text, start, end) for start, end in row.cells] for row in block.rows]
    if len(grid) < 2:
        return
    fields = [_columns().field(cell.text) for cell in grid[0]]
    names = [field[0] if field else None for field in fields]
    if "applicant" not in names or not {"asked", "granted", "outcome"} & set(names):
        return
    scheme = section_scheme(document, block)
    year = _year_above(document, block)
    before = document.text[max(0, block.start - 160) : block.start]
    for row in grid[1:]:
        applicant = row[names.index("applicant")] if len(row) == len(names) else None
        if applicant is None or not applicant.text.strip() or _is_sum(applicant.text):
            continue
        values = [state("applicant", applicant)]
        values += list(_row_values(names, grid[0], row, applicant, before))
        if scheme is not None and not any(value.field == "scheme" for value in values):
            values.insert(1, state("scheme", scheme))
        if year is not None and not any(value.field == "date" for value in values):
            values.append(year)
        sure = _SAID if any(value.field == "scheme" for value in values) else _UNSURE
        yield Claim(FactKind.APPLICATION, tuple(values), "application table", sure)


_ONE_YEAR = re.compile(r"(?<![\d–-])(?:i|in|for)\s((?:19|20)\d{2})(?![\d–-])")


def _year_above(document: Document, block: Block) -> Value | None:
    """The year in the heading right above: "Tilskudd i 2024"."""
    for number in range(block.ordinal - 1, max(-1, block.ordinal - _NEAR), -1):
        other = document.blocks[number]
        if other.kind is BlockKind.HEADING:
            text = span_of(document, other)
            match = _ONE_YEAR.search(text.text)
            return state("date", text, match[1], match[1]) if match else None
    return None


def _row_values(
    names: list[str | None], header: list[Span], row: list[Span], applicant: Span, before: str
) -> Iterator[Value]:
    done: set[str] = set()
    for field in ("granted", "asked", "outcome", "date", "scheme", "level"):
        if field not in names:
            continue
        column = names.index(field)
        cell, label = row[column], " ".join(header[column].text.split())
        if not re.search(r"\w", cell.text):
            continue
        said = Span(cell.source, min(applicant.start, cell.start), max(applicant.end, cell.end))
        if field in ("granted", "asked"):
            scale = scale_of(label) if scale_of(label) > 1 else scale_of(before)
            bare = cell.text if re.search(r"[a-zæøå]", cell.text) else f"{cell.text} kr"
            amount = next(iter(amounts_in(bare, scale)), None)
            if amount and "amount" not in done:
                done.add("amount")
                yield state("amount", said, cell.text, amount.normal)
            if field == "granted" and "outcome" not in names:
                yield state("outcome", said, f"{label}: {cell.text}")
        else:
            yield state(field, said, cell.text)


@functools.cache
def _sums() -> re.Pattern[str]:
    return re.compile(rf"\W*{any_of(lexicon('applications')['words']['sum'])}\b", re.IGNORECASE)


def _is_sum(text: str) -> bool:
    return _sums().match(text) is not None


_CASE = re.compile(
    r"^\W*(?:[A-ZÆØÅ]{0,4}-?)?sak\s?(?:nr\.?\s?)?\d+/\d+:?\s*|^\W*PS\s\d+/\d+:?\s*", re.I
)


@functools.cache
def _general() -> re.Pattern[str]:
    words = any_of(lexicon("applications")["words"]["general"])
    return re.compile(rf"(?:{words}|vedtak)\b", re.IGNORECASE)


def section_scheme(document: Document, block: Block) -> Span | None:
    """The scheme that the headings above name; the title counts where the document is a call."""
    level = 99
    for number in range(block.ordinal - 1, max(-1, block.ordinal - _FAR), -1):
        other = document.blocks[number]
        if other.kind is not BlockKind.HEADING or other.level >= level or other.furniture:
            continue
        level = other.level
        text = span_of(document, other)
        if text.text == document.title:
            break
        if match := _CASE.match(text.text):
            text = text.part(match.end(), len(text))
        name, _ = read_name(text.part(0, len(re.split(r"\s[–-]\s", text.text)[0])))
        if 3 < len(name) < 70 and name.text[:1].isupper() and not _general().match(name.text):
            return name
    title = call_title(document)
    return read_name(title)[0] if title is not None else None


def _in_text(document: Document, block: Block) -> Iterator[Claim]:
    near: Span | None = None
    for sentence in span_of(document, block).sentences():
        if len(sentence) > _LONGEST_SENTENCE:
            continue
        if found := introduced(sentence):
            near = found[0]
        for applied in applied_in(sentence):
            yield _claim(document, block, applied, near)


def _claim(document: Document, block: Block, found: Applied, near: Span | None) -> Claim:
    scheme = found.scheme
    # "Nordklynger er et program … Nå søker tre miljøer om status: …"
    section = near if found.sure else None
    if scheme is None and found.about_call and document.type is not DocumentType.NEWS:
        section = section_scheme(document, block)
    values = [state("applicant", found.said, found.applicant.text)]
    if scheme is not None:
        values.append(state("scheme", found.said, scheme.text))
    elif section is not None:
        values.append(state("scheme", section))
    if found.level is not None:
        values.append(state("level", found.said, found.level.text))
    if found.outcome is not None:
        values.append(state("outcome", found.said, found.outcome.text))
    if found.amount is not None:
        text, normal = found.amount
        values.append(state("amount", found.said, text.text, normal))
    sure = _SAID if scheme is not None or section is not None or found.sure else _UNSURE
    return Claim(FactKind.APPLICATION, tuple(values), "application sentence", sure)
