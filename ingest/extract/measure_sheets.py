"""Measures outside of tables: sheets, fact boxes, labelled lines, headings and lists.

"Tiltak 2.1 Sirkulær havn" as a heading with "Ansvarlig: …" below, a table of two columns "Ansvarlig
| …", "AP1 Pakkeri" with "Ansvarleg: X. Periode: 2024–2026.", "Prosjekt: …" in a list.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.extract import stated
from ingest.extract.columns import topic_fields, topic_of
from ingest.extract.parties_in import parties_in
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

_LONGEST_TITLE = 200
_LONGEST_LABEL = 40
_LONGEST_REFERENCE = 40
_LONGEST_ITEM = 220
_LABEL = re.compile(
    r"(?:(?<=[.;\n|])\s{0,3}|^\s{0,3})[*_•–-]{0,3}(?P<label>[^\W\d_][^.:;|\n]{1,38}):[*_]{0,2}\s"
)
_LEADER = re.compile(r"(?:…|\.{3,}|_{3,})\s*\d*\s*$")
_HEADING_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+(?=[^\W\d_])")
# "Sirkulær havn (2.1)", "Sirkulær havn (2.1): Fristen er flyttet".
_BEHIND_TITLE = re.compile(
    r"(?P<title>[^():.]{4,60}?)\s?\((?P<code>\d{1,2}\.\d{1,2}[a-z]?)\)(?::\s|:?$)"
)
_ROLE = re.compile(r"(?P<name>[^()]{2,60}?)\s?\((?P<roles>[^()]{3,60})\):?$")
_BOX_FIELDS = 2


@dataclass
class _Sheet:
    """A measure that is being read; what stands below its name belongs to it.

    ``enough``: its name tells that it is one, though nothing more may be said of it.
    """

    values: list[Value]
    level: int
    confidence: float
    rule: str
    enough: bool = False
    said: bool = False
    by_item: bool = False
    described: bool = field(default=False)


def measures_in_text(document: Document) -> Iterator[Claim]:
    """The measures that stand in headings, lists, labelled lines and fact boxes."""
    reader = _Reader(document)
    for block in document.blocks:
        if not block.furniture:
            yield from reader.read(block)
    yield from reader.close()


class _Reader:
    """Goes through the blocks once; a sheet ends where its section does."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sheet: _Sheet | None = None
        self.headings: list[tuple[int, Span]] = []
        self.listing: int | None = None

    def read(self, block: Block) -> Iterator[Claim]:
        """What a block closes or claims."""
        span = span_of(self.document, block).strip()
        if block.kind is BlockKind.HEADING:
            yield from self._heading(block, span)
        elif block.kind is BlockKind.TABLE:
            yield from self._table(block)
        else:
            yield from self._text(block, span)

    def close(self) -> Iterator[Claim]:
        """The claim of the open sheet."""
        sheet, self.sheet = self.sheet, None
        if sheet is not None and (sheet.said or sheet.enough):
            yield Claim(FactKind.MEASURE, tuple(sheet.values), sheet.rule, sheet.confidence)

    def _heading(self, block: Block, span: Span) -> Iterator[Claim]:
        while self.headings and self.headings[-1][0] >= block.level:
            self.headings.pop()
        if self.sheet and (self.sheet.by_item or block.level <= self.sheet.level):
            yield from self.close()
        self.listing = None
        self.headings.append((block.level, span))
        if named := self._name(span, heading=True):
            yield from self.close()
            whole = {value.field for value in named} == {"title", "number"}
            enough = whole and not _BEHIND_TITLE.match(span.text)
            self.sheet = _Sheet(named, block.level, 0.85, "sheet", enough)
        elif _lists_measures(span.text) and not self._barred():
            self.listing = block.level

    def _text(self, block: Block, span: Span) -> Iterator[Claim]:
        item = block.kind is BlockKind.LIST_ITEM
        if _LEADER.search(span.text):
            return
        values = list(_labelled(span))
        named = None if self._barred() else self._name(span, heading=False)
        if named and (item or not values or len(span) <= _LONGEST_TITLE):
            yield from self.close()
            heading = list(self._lead_of_heading())
            titled = any(value.field == "title" for value in named)
            sure = 0.75 if item else 0.8
            self.sheet = _Sheet([*named, *heading], 99, sure, "label", titled, by_item=True)
            return
        if self.sheet is not None:
            self._into_sheet(self.sheet, block, span, values)
            return
        if item and self.listing is not None and not self._barred():
            yield from self._listed(block, span)

    def _into_sheet(self, sheet: _Sheet, block: Block, span: Span, values: Sequence[Value]) -> None:
        if values:
            sheet.values.extend(_new(sheet.values, values))
            sheet.said = True
        elif sheet.by_item and block.kind is BlockKind.PARAGRAPH:
            return
        elif not sheet.described and block.kind is BlockKind.PARAGRAPH and not sheet.by_item:
            sheet.described = True
            if len(span) >= 40 and not any(v.field == "description" for v in sheet.values):
                first = next(iter(span.sentences()), span)
                sheet.values.append(stated.value("description", first, first.text))

    def _table(self, block: Block) -> Iterator[Claim]:
        """A fact box: rows of a label and what it says."""
        values, name = _box(self.document, block)
        said = {value.field for value in values}
        if len(said) < _BOX_FIELDS:
            return
        if name is not None:
            yield from self.close()
            yield Claim(FactKind.MEASURE, (*name, *values), "box", 0.85)
        elif self.sheet is not None:
            self.sheet.values.extend(_new(self.sheet.values, values))
            self.sheet.said = True
        elif self._box_of_document(said):
            title = self._title()
            if title is not None:
                yield Claim(FactKind.MEASURE, (stated.value("title", title), *values), "box", 0.7)

    def _box_of_document(self, said: set[str]) -> bool:
        """Whether a document is about one project, whose box names who leads it."""
        described = self.document.type is DocumentType.PROJECT_DESCRIPTION
        return described and "leads" in said and len(self.headings) <= 2

    def _title(self) -> Span | None:
        return self.headings[0][1] if self.headings else None

    def _name(self, span: Span, *, heading: bool) -> list[Value] | None:
        """Title and number of a measure that a text names: "Tiltak 2.1 Sirkulær havn"."""
        if len(span) > _LONGEST_TITLE or span.text.endswith("?"):
            return None
        if heading and (number := _HEADING_NUMBER.match(span.text)):
            behind = span.part(number.end(), len(span))
            return self._name(behind, heading=False) or None
        if behind := _BEHIND_TITLE.match(span.text):
            title, code = (span.part(*behind.span(name)) for name in ("title", "code"))
            return _named(title, code)
        match = _kind_label().match(span.text)
        rest = span.part(match.end(), len(span)).strip() if match else span
        code = stated.code_at(rest)
        if match is None and (code is None or not _is_package(code.text)):
            return None
        if match and code is None and match["colon"] is None:
            digit = re.match(r"\d{1,2}[a-z]?(?=\s?[:.–-]\s|\s[A-ZÆØÅ])", rest.text)
            if digit is None:
                return None
            code = rest.part(0, digit.end())
        title = stated.behind_code(rest, code) if code else rest
        return _named(title, code)

    def _listed(self, block: Block, span: Span) -> Iterator[Claim]:
        """An item of a list of measures, which says nothing but its name."""
        if block.level > 0 or len(span) > _LONGEST_ITEM or span.text.endswith((":", "?")):
            return
        code = stated.code_at(span)
        title = stated.behind_code(span, code) if code else span
        named = _named(title, code)
        if named:
            values = [*named, *self._lead_of_heading()]
            yield Claim(FactKind.MEASURE, tuple(values), "list", 0.65 if code else 0.5)

    def _lead_of_heading(self) -> Iterator[Value]:
        """Who answers for what stands below: "Kommune (tilrettelegger):"."""
        if not self.headings:
            return
        span = self.headings[-1][1]
        match = _ROLE.match(span.text)
        if match is None or not _roles().search(match["roles"]):
            return
        for party in parties_in(span.part(match.start("name"), match.end("name"))):
            yield Value("leads", party.name, span.start, span.end)

    def _barred(self) -> bool:
        """Whether a heading above is about risks, removed measures, decisions and the like."""
        return any(_not_measures().search(span.text) for _, span in self.headings)


def _named(title: Span, code: Span | None) -> list[Value] | None:
    """Title and number; "Tiltak 3.1 i næringsplanen" has only the number, a sentence neither."""
    words = stated.clean(title.text)
    number = [stated.number(code)] if code else []
    if code and words[:1].islower():
        return number if len(words) <= _LONGEST_REFERENCE else None
    if sum(character.isalpha() for character in words) < 3:
        return None
    return [stated.value("title", title), *number]


def _labelled(span: Span) -> Iterator[Value]:
    """What the labels of a line say: "Ansvarlig: X. Periode: 2024–2026."."""
    matches = []
    for match in _LABEL.finditer(span.text):
        found = _field_of(match["label"])
        if found is not None:
            matches.append((match, found))
    for position, (match, name) in enumerate(matches):
        last = position + 1 == len(matches)
        end = len(span) if last else matches[position + 1][0].start()
        said = span.part(match.end(), end).strip().strip(";|. \n")
        if name == "leads" and (stop := next(iter(said.sentences()), None)):
            said = stop.strip(".")
        yield from _values(name, said)


def _field_of(label: str) -> str | None:
    if len(label) > _LONGEST_LABEL:
        return None
    (found,) = topic_fields("measures", [label])
    return found if found not in {"title", "number", "subtitle", "subnumber", "year"} else None


def _values(name: str, said: Span) -> Iterator[Value]:
    if not said.text or stated.is_nothing(said):
        return
    if name in {"leads", "partners"}:
        yield from stated.parties(name, said)
    elif name in {"deadline", "period"}:
        yield from stated.when(said, name)
    elif name in {"status", "light"}:
        yield stated.value("status", said, normal=stated.light_of(said.text))
    elif name in {"description", "funding", "goal"}:
        yield stated.value(name, said)


def _box(document: Document, block: Block) -> tuple[list[Value], list[Value] | None]:
    """The values of a table of labels, and the measure's name where a row gives it."""
    values: list[Value] = []
    name: list[Value] | None = None
    titles = set(topic_of("measures").key)
    for row in block.rows:
        if len(row.cells) != 2:
            return [], None
        label = Span(document.text, *row.cells[0]).strip()
        said = Span(document.text, *row.cells[1]).strip()
        (found,) = topic_fields("measures", [label.text.rstrip(":")])
        if found in titles and said.text and name is None:
            code = stated.code_at(said)
            name = _named(stated.behind_code(said, code) if code else said, code)
        elif found and said.text:
            values.extend(_new(values, list(_values(found, said))))
    return values, name


def _new(known: Iterable[Value], values: Sequence[Value]) -> Iterator[Value]:
    """What is said for the first time; parties add up within a line, not over lines."""
    said = {value.field for value in known}
    return (value for value in values if value.field not in said)


def _lists_measures(heading: str) -> bool:
    number = _HEADING_NUMBER.match(heading)
    words = re.sub(
        r"(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)\d\d)?", "", heading[number.end() if number else 0 :]
    )
    return words.strip(" :").lower() in set(stated.measure_words()["list_headings"])


def _is_package(code: str) -> bool:
    return bool(re.match(r"(?:AP|WP)\s?\d", code))


@functools.cache
def _kind_label() -> re.Pattern[str]:
    kinds = sorted(stated.measure_words()["kinds"], key=len, reverse=True)
    words = "|".join(re.escape(word) for word in kinds)
    return re.compile(
        rf"[*_•–-]{{0,3}}(?:{words})(?P<colon>\s?:)?[*_]{{0,2}}(?:\s|$)", re.IGNORECASE
    )


@functools.cache
def _not_measures() -> re.Pattern[str]:
    words = "|".join(map(re.escape, stated.measure_words()["not_measures"]))
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)


@functools.cache
def _roles() -> re.Pattern[str]:
    words = "|".join(map(re.escape, stated.measure_words()["heading_roles"]))
    return re.compile(rf"(?:{words})", re.IGNORECASE)
