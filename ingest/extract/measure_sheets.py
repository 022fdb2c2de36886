"""Measures outside of tables: sheets, fact boxes, labelled lines, headings and lists.

"Tiltak 2.1 Sirkulær havn" as a heading with "Ansvarlig: …" below, a table of two columns "Ansvarlig
| …", "AP1 Pakkeri" with "Ansvarleg: X. Periode: 2024–2026.", "Prosjekt: …" in a list.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.extract import stated
from ingest.extract.columns import topic_fields, topic_of
from ingest.extract.labelled import Labelled, labelled, values_of
from ingest.extract.parties_in import parties_in
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

_LONGEST_TITLE = 200
_LONGEST_REFERENCE = 40
_LONGEST_ITEM = 220
_LEADER = re.compile(r"(?:…|\.{3,}|_{3,})\s*\d*\s*$")
_HEADING_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+(?=[^\W\d_])")
# "Sirkulær havn (2.1)", "Sirkulær havn (2.1): Fristen er flyttet".
_BEHIND_TITLE = re.compile(
    r"(?P<title>[^():.]{4,60}?)\s?\((?P<code>\d{1,2}\.\d{1,2}[a-z]?)\)(?::\s|:?$)"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)\d\d)?")
_JOINS = re.compile(r"\b(?:og|and|for|av|i|of)\b")
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
        self.depth: int | None = None

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
        self.listing = self.depth = None
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
        labels = _labels(span)
        values = list(_values(labels))
        named = None if self._barred() else self._name(span, heading=False)
        if named and (item or not values or len(span) <= _LONGEST_TITLE):
            yield from self.close()
            heading = list(self._lead_of_heading())
            titled = any(value.field == "title" for value in named)
            sure = 0.75 if item else 0.8
            self.sheet = _Sheet([*named, *heading], 99, sure, "label", titled, by_item=True)
            return
        if item and (named := self._item_name(block, span, labels)):
            yield from self.close()
            rest = [*values, *self._lead_of_heading()]
            sure = 0.8 if values else 0.65 if len(named) > 1 else 0.5
            self.sheet = _Sheet([*named, *rest], 99, sure, "list", enough=True, by_item=True)
            return
        if self.sheet is None and values:
            self.sheet = self._sheet_of_heading({value.field for value in values})
        if self.sheet is not None:
            self._into_sheet(self.sheet, block, span, values)

    def _into_sheet(self, sheet: _Sheet, block: Block, span: Span, values: Sequence[Value]) -> None:
        if values:
            sheet.values.extend(_new(sheet.values, values))
            sheet.said = True
            sheet.confidence = (
                max(sheet.confidence, 0.8) if sheet.rule == "list" else sheet.confidence
            )
        elif sheet.by_item and block.kind is BlockKind.PARAGRAPH:
            return
        elif not sheet.described and block.kind is BlockKind.PARAGRAPH and not sheet.by_item:
            sheet.described = True
            if (
                span.text.endswith(".")
                and len(span) >= 40
                and not any(v.field == "description" for v in sheet.values)
            ):
                first = next(iter(span.sentences()), span)
                sheet.values.append(stated.value("description", first, first.text))

    def _table(self, block: Block) -> Iterator[Claim]:
        """A fact box: rows of a label and what it says."""
        values, name = _box(self.document, block, lambda span: self._name(span, heading=True))
        said = {value.field for value in values}
        if len(said) < _BOX_FIELDS:
            return
        if name is not None:
            yield from self.close()
            yield Claim(FactKind.MEASURE, (*name, *values), "box", 0.85)
        elif sheet := self.sheet or self._sheet_of_heading(said):
            sheet.values.extend(_new(sheet.values, values))
            sheet.said, self.sheet = True, sheet
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
        if heading and (numbering := _HEADING_NUMBER.match(span.text)):
            return self._name(span.part(numbering.end(), len(span)), heading=False)
        if behind := _BEHIND_TITLE.match(span.text):
            return _named(span.part(*behind.span("title")), span.part(*behind.span("code")))
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

    def _item_name(
        self, block: Block, span: Span, labels: Sequence[Labelled]
    ) -> list[Value] | None:
        """The name of an item in a list of measures, or of one that says who answers for it."""
        told = {each.field for each in labels}
        if self._barred() or (self.listing is None and not {"leads", "deadline"} <= told):
            return None
        if self.depth is not None and block.level > self.depth:
            return None
        end = labels[0].label.start - span.start if labels else len(span)
        name = span.part(0, end).strip(" (,;–-.\n")
        if len(name) > _LONGEST_ITEM or name.text.endswith((":", "?")) or not name.text:
            return None
        self.depth = block.level
        code = stated.code_at(name)
        return _named(stated.behind_code(name, code) if code else name, code)

    def _sheet_of_heading(self, told: set[str]) -> _Sheet | None:
        """A measure that a heading names, as the labels below it tell."""
        if not self.headings or self._barred() or not told & {"leads", "deadline", "status"}:
            return None
        level, span = self.headings[-1]
        listed = any(_lists_measures(above.text) for _, above in self.headings[:-1])
        if (
            not (listed or ("leads" in told and len(told) >= _BOX_FIELDS))
            or _lists_measures(span.text)
            or level == 1
        ):
            return None
        numbering = _HEADING_NUMBER.match(span.text)
        named = _named(span.part(numbering.end() if numbering else 0, len(span)).strip(":"), None)
        return _Sheet(named, level, 0.75 if listed else 0.6, "sheet") if named else None

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


def _labels(span: Span) -> list[Labelled]:
    names = {"title", "number", "subtitle", "subnumber", "year", "other", "comment"}
    return [each for each in labelled(span, "measures") if each.field not in names]


def _values(labels: Iterable[Labelled]) -> Iterator[Value]:
    for each in labels:
        said = each.said
        if each.field == "leads" and (sentence := next(iter(said.sentences()), None)):
            said = sentence
        yield from values_of(each.field, said.strip(". ") if each.field != "funding" else said)


def _box(
    document: Document, block: Block, name_of: Callable[[Span], list[Value] | None]
) -> tuple[list[Value], list[Value] | None]:
    """The values of a table of labels, and the measure's name where a row gives it."""
    values: list[Value] = []
    name: list[Value] | None = None
    titles = set(topic_of("measures").key)
    for row in block.rows:
        cells = [Span(document.text, start, end).strip() for start, end in row.cells]
        if len(cells) not in {1, 2}:
            return [], None
        if len(cells) == 1 or not cells[1].text or cells[0].text == cells[1].text:
            name = name or name_of(cells[0])
            continue
        label, said = cells
        (found,) = topic_fields("measures", [label.text.rstrip(":")])
        if found in titles and said.text and name is None:
            code = stated.code_at(said)
            name = _named(stated.behind_code(said, code) if code else said, code)
        elif found and said.text:
            values.extend(_new(values, list(values_of(found, said))))
        elif name is None and (code := _number_of_kind(label)):
            name = _named(said, code)
    return values, name


def _number_of_kind(label: Span) -> Span | None:
    """The number of "Tiltak 2.1", which stands beside its name."""
    match = _kind_label().match(label.text)
    rest = label.part(match.end(), len(label)).strip() if match else None
    return stated.whole_code(rest) if rest and rest.text else None


def _new(known: Iterable[Value], values: Sequence[Value]) -> Iterator[Value]:
    """What is said for the first time; parties add up within a line, not over lines."""
    said = {value.field for value in known}
    return (value for value in values if value.field not in said)


def _lists_measures(heading: str) -> bool:
    """Whether a heading is "Tiltak", "Prioriterte tiltak 2026" or the like."""
    numbering = _HEADING_NUMBER.match(heading)
    plain = _YEARS.sub("", heading[numbering.end() if numbering else 0 :]).strip(" :").lower()
    words = plain.split()
    listed = stated.measure_words()["list_headings"]
    return plain in listed or (
        1 < len(words) <= 3 and words[-1] in listed and not _JOINS.search(plain)
    )


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
