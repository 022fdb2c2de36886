"""Measures outside of tables: sheets, fact boxes, labelled lines, headings and lists.

"Tiltak 2.1 Sirkulær havn" as a heading with "Ansvarlig: …" below, a table of two columns "Ansvarlig
| …", "AP1 Pakkeri" with "Ansvarleg: X. Periode: 2024–2026.", "Prosjekt: …" in a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.extract import stated
from ingest.extract.above import goals_above
from ingest.extract.columns import topic_fields, topic_of
from ingest.extract.labelled import Labelled, labelled, values_of
from ingest.extract.measure_names import (
    is_about_others,
    last_words,
    lead_of_heading,
    lists_measures,
    name_in,
    named,
    number_behind,
    number_of_kind,
    without_heading_number,
)
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

_LONGEST_TITLE = 200
_LONGEST_ITEM = 220
# Only the end of a line is looked at, so that a line of a million dots costs nothing.
_END = 40
_LEADER = re.compile(r"(?:…|\.{3,}|_{3,})\s*\d*\s*$")
_BOX_FIELDS = 2
_PLANS = {DocumentType.PLAN, DocumentType.ACTION_PROGRAMME}


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
        self.above = goals_above(document)

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
        if name := name_in(span, heading=True):
            yield from self.close()
            whole = {value.field for value in name} == {"title", "number"}
            enough = whole and not number_behind(span.text)
            values = [*name, *self._goal(block)]
            self.sheet = _Sheet(values, block.level, 0.85, "sheet", enough)
        elif lists_measures(span.text) and not self._barred():
            self.listing = block.level

    def _text(self, block: Block, span: Span) -> Iterator[Claim]:
        item = block.kind is BlockKind.LIST_ITEM
        if _LEADER.search(span.text[-_END:]):
            return
        labels = _labels(span)
        values = list(_values(labels))
        name = None if self._barred() else name_in(span, heading=False)
        if name and (item or not values or len(span) <= _LONGEST_TITLE):
            yield from self.close()
            heading = [*self._lead_of_heading(), *self._goal(block)]
            titled = any(value.field == "title" for value in name)
            sure = 0.75 if item else 0.8
            self.sheet = _Sheet([*name, *heading], 99, sure, "label", titled, by_item=True)
            return
        if item and (name := self._item_name(block, span, labels)):
            yield from self.close()
            rest = [*values, *_new(values, [*self._lead_of_heading(), *self._goal(block)])]
            # In a plan a list under "Tiltak" is its measures; elsewhere it may be anybody's.
            listed = 0.65 if self.document.type in _PLANS or len(name) > 1 else 0.5
            sure = 0.8 if values else listed
            self.sheet = _Sheet([*name, *rest], 99, sure, "list", enough=True, by_item=True)
            return
        if not item and lists_measures(last_words(span.text)):
            yield from self.close()
            self.listing, self.depth = 99, None
            return
        if not item and self.listing == 99:
            self.listing = None
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
        values, name = _box(self.document, block, lambda span: name_in(span, heading=True))
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
        return named(stated.behind_code(name, code) if code else name, code)

    def _sheet_of_heading(self, told: set[str]) -> _Sheet | None:
        """A measure that a heading names, as the labels below it tell."""
        if not self.headings or self._barred() or not told & {"leads", "deadline", "status"}:
            return None
        level, span = self.headings[-1]
        listed = any(lists_measures(above.text) for _, above in self.headings[:-1])
        if (
            not (listed or ("leads" in told and len(told) >= _BOX_FIELDS))
            or lists_measures(span.text)
            or level == 1
        ):
            return None
        name = named(without_heading_number(span).strip(":"), None)
        return _Sheet(name, level, 0.75 if listed else 0.6, "sheet") if name else None

    def _goal(self, block: Block) -> Iterator[Value]:
        """The goal that a measure serves, by the headings above it."""
        if goal := self.above.get(block.ordinal):
            yield goal

    def _lead_of_heading(self) -> Iterator[Value]:
        yield from lead_of_heading(self.headings[-1][1]) if self.headings else ()

    def _barred(self) -> bool:
        """Whether a heading above is about risks, removed measures, decisions and the like."""
        return any(is_about_others(span.text) for _, span in self.headings)


def _labels(span: Span) -> list[Labelled]:
    names = {"title", "number", "subtitle", "subnumber", "year", "other", "comment"}
    return [each for each in labelled(span, "measures") if each.field not in names]


def _values(labels: Iterable[Labelled]) -> Iterator[Value]:
    """The values of labels; of several who lead (an owner, a manager) the first one counts."""
    seen: set[str] = set()
    for each in labels:
        said = each.said
        if each.field == "leads" and "leads" in seen:
            continue
        seen.add(each.field)
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
            name = named(stated.behind_code(said, code) if code else said, code)
        elif found and said.text:
            values.extend(_new(values, list(values_of(found, said))))
        elif name is None and (code := number_of_kind(label)):
            name = named(said, code)
    return values, name


def _new(known: Iterable[Value], values: Sequence[Value]) -> Iterator[Value]:
    """What is said for the first time; parties add up within a line, not over lines."""
    said = {value.field for value in known}
    return (value for value in values if value.field not in said)
