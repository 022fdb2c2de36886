"""Tables of applications and grants, and which scheme the headings above them name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.amounts import amounts_in, scale_of
from ingest.extract.application_subjects import decided_on, outcome_above, subject_scheme
from ingest.extract.field_labels import Labels
from ingest.extract.scheme_draft import read_name
from ingest.extract.schemes import call_title, schemes
from ingest.extract.spans import Span, span_of
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind, Document
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

SAID = 0.9
# A sum that somebody has asked for, with no word on which scheme it is.
UNSURE = 0.5
_FAR = 400
_NEAR = 5


@functools.cache
def _columns() -> Labels:
    return Labels(lexicon("applications")["columns"])


def in_table(document: Document, block: Block) -> Iterator[Claim]:
    """A table of applicants with what they asked for or got."""
    grid = [[Span(document.text, start, end) for start, end in row.cells] for row in block.rows]
    if len(grid) < 2:
        return
    fields = [_columns().field(cell.text) for cell in grid[0]]
    names = [field[0] if field else None for field in fields]
    if "applicant" not in names or not {"asked", "granted", "outcome"} & set(names):
        return
    scheme = section_scheme(document, block) or subject_scheme(document) or _only_scheme(document)
    year = _year_above(document, block) or decided_on(document)
    above = outcome_above(document, block)
    before = document.text[max(0, block.start - 160) : block.start]
    for row in grid[1:]:
        applicant = row[names.index("applicant")] if len(row) == len(names) else None
        if applicant is None or not applicant.text.strip() or _is_sum(applicant.text):
            continue
        values = [state("applicant", applicant)]
        values += list(_row_values(names, grid[0], row, applicant, before))
        if above is not None and not any(value.field == "outcome" for value in values):
            reason = row[names.index("reason")].text.strip() if "reason" in names else ""
            said = Span(row[0].source, applicant.start, row[-1].end) if reason else above
            text = f"{above.text.capitalize()}: {reason}" if reason else above.text.capitalize()
            values.append(state("outcome", said, text))
        if scheme is not None and not any(value.field == "scheme" for value in values):
            values.insert(1, state("scheme", scheme))
        if year is not None and not any(value.field == "date" for value in values):
            values.append(year)
        sure = SAID if any(value.field == "scheme" for value in values) else UNSURE
        yield Claim(FactKind.APPLICATION, tuple(values), "application table", sure)


def _only_scheme(document: Document) -> Span | None:
    """The scheme that the whole document explains, if it is one."""
    named = [
        value
        for claim in schemes(document)
        if claim.confidence >= SAID
        for value in claim.values
        if value.field == "name"
    ]
    if len({value.text for value in named}) != 1:
        return None
    return Span(document.text, named[0].start, named[0].end)


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
            written = _MARK.sub("", cell.text)
            bare = written if re.search(r"[a-zæøå]", written) else f"{written} kr"
            amount = next(iter(amounts_in(bare, scale)), None)
            if amount:
                name = "granted" if field == "granted" else "amount"
                yield state(name, said, written, amount.normal)
            if field == "granted" and "outcome" not in names:
                yield state("outcome", said, f"{label}: {cell.text}")
        else:
            yield state(field, said, cell.text)


# A footnote's mark behind an amount: "175 000 *)".
_MARK = re.compile(r"\s*(?:\*{1,3}\)?|\d\))$")


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
