"""Measures outside of tables: sheets, fact boxes, labelled lines, headings and lists.

"Tiltak 2.1 Sirkulær havn" as a heading with "Ansvarlig: …" below, a table of two columns "Ansvarlig
| …", "AP1 Pakkeri" with "Ansvarleg: X. Periode: 2024–2026.", "Prosjekt: …" in a list.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.extract import stated
from ingest.extract.about import issuer
from ingest.extract.above import goals_above
from ingest.extract.goal_words import label_of
from ingest.extract.labelled import Labelled
from ingest.extract.measure_boxes import (
    box_of,
    first_sentence,
    labels_of,
    leads_other_list,
    new_values,
    values_of_labels,
)
from ingest.extract.measure_leads import (
    LeadIn,
    is_numbered,
    lead_in_of,
    lead_of_item,
    lead_of_line,
    without_item_number,
    without_tail,
)
from ingest.extract.measure_names import (
    is_about_others,
    last_words,
    lead_of_heading,
    lists_measures,
    name_in,
    named,
    number_behind,
    without_heading_number,
)
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

_LONGEST_TITLE = 200
_LONGEST_ITEM = 220
# What somebody "will" is told in whole sentences.
_LONGEST_LED = 450
# A shorter line between two lists is the name of the second.
_SHORT = 120
_INNER = 99
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


@dataclass
class _Listing:
    """A list of measures that may follow.

    ``level`` is its heading's, or ``_INNER`` where a line leads it in; ``lead`` who carries its
    measures out; ``led``: it is led in by who will do it, not by a word for measures. ``begun``:
    an item was seen.
    """

    level: int
    confidence: float
    lead: Span | None = None
    led: bool = False
    begun: bool = False
    depth: int | None = None


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
        self.listing: _Listing | None = None
        self.outer: _Listing | None = None
        self.listed = 0.65 if document.type in _PLANS else 0.5
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
        self.listing = self.outer = None
        self.headings.append((block.level, span))
        if name := name_in(span, heading=True):
            yield from self.close()
            whole = {value.field for value in name} == {"title", "number"}
            enough = whole and not number_behind(span.text)
            values = [*name, *self._goal(block)]
            self.sheet = _Sheet(values, block.level, 0.85, "sheet", enough)
        elif self._barred():
            return
        elif lists_measures(span.text):
            self.listing = self.outer = _Listing(block.level, self.listed)
        elif led := lead_in_of(span, heading=True):
            self.listing = self.outer = self._led(led, block.level)

    def _text(self, block: Block, span: Span) -> Iterator[Claim]:
        item = block.kind is BlockKind.LIST_ITEM
        if _LEADER.search(span.text[-_END:]):
            return
        labels = labels_of(span)
        values = list(values_of_labels(labels))
        name = None if self._barred() else name_in(span, heading=False)
        if name and (item or not values or len(span) <= _LONGEST_TITLE):
            yield from self.close()
            heading = [*self._lead_of_heading(), *self._goal(block)]
            titled = any(value.field == "title" for value in name)
            sure = 0.75 if item else 0.8
            self.sheet = _Sheet([*name, *heading], 99, sure, "label", titled, by_item=True)
            return
        if not item and self.listing is not None and is_numbered(span):
            item, span = True, without_item_number(span)
        if item and (name := self._item_name(block, span, labels)):
            yield from self.close()
            own = [*self._lead_of_item(name), *self._lead_of_heading(), *self._goal(block)]
            rest = [*values, *new_values([*name, *values], own)]
            listed = self.listing.confidence if self.listing else self.listed
            # In a plan a list under "Tiltak" is its measures; elsewhere it may be anybody's.
            sure = 0.8 if values else max(listed, 0.65 if len(name) > 1 else 0)
            self.sheet = _Sheet([*name, *rest], 99, sure, "list", enough=True, by_item=True)
            return
        if not item and (yield from self._line(span)):
            return
        if self.sheet is None and values:
            self.sheet = self._sheet_of_heading({value.field for value in values})
        if self.sheet is not None:
            self._into_sheet(self.sheet, block, span, values)

    def _line(self, span: Span) -> Generator[Claim, None, bool]:
        """A line between lists: whether it leads the next one in; else it may end the last."""
        opened: _Listing | None = None
        if lists_measures(last_words(span.text)):
            lead = lead_of_line(span)
            opened = _Listing(_INNER, 0.75 if lead else self.listed, lead)
        elif not self._barred() and (led := lead_in_of(span, heading=False)):
            opened = self._led(led, _INNER)
        if opened is not None:
            yield from self.close()
            self.listing = opened
            return True
        if self.listing is not None and self.listing.level == _INNER:
            self.listing = self.outer
        listing = self.listing
        if listing and listing.led and listing.lead is None and leads_other_list(span.text):
            self.listing = self.outer = None
        over = self.listing is not None and self.listing.led and self.listing.begun
        if over and not span.text.endswith(":") and (len(span) > _SHORT or span.text[-1:] == "."):
            self.listing = self.outer = None
        return False

    def _led(self, led: LeadIn, level: int) -> _Listing | None:
        """The list below a line such as "Regjeringen vil:"; goals have rules of their own."""
        if self.document.type is DocumentType.MINUTES:
            return None
        if level == _INNER and self.headings:
            label = label_of(self.headings[-1][1])
            if label is not None and not label.rest.text:
                return None
        if led.proposed or led.party is None:
            lead = issuer(self.document) if led.issuer and not led.proposed else None
            return _Listing(level, 0.55 if led.proposed else 0.65, lead, led=True)
        return _Listing(level, 0.75, led.party, led=True)

    def _into_sheet(self, sheet: _Sheet, block: Block, span: Span, values: Sequence[Value]) -> None:
        if values:
            sheet.values.extend(new_values(sheet.values, values))
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
        values, name = box_of(self.document, block, lambda span: name_in(span, heading=True))
        said = {value.field for value in values}
        if len(said) < _BOX_FIELDS:
            return
        if name is not None:
            yield from self.close()
            yield Claim(FactKind.MEASURE, (*name, *values), "box", 0.85)
        elif sheet := self.sheet or self._sheet_of_heading(said):
            sheet.values.extend(new_values(sheet.values, values))
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
        listing = self.listing
        if self._barred() or (listing is None and not {"leads", "deadline"} <= told):
            return None
        if listing and listing.depth is not None and block.level > listing.depth:
            return None
        end = labels[0].label.start - span.start if labels else len(span)
        name = span.part(0, end).strip(" (,;–-.\n")
        led = bool(listing and listing.led)
        if led:
            name = without_tail(name)
        name = first_sentence(name)
        longest = _LONGEST_LED if listing else _LONGEST_ITEM
        if len(name) > longest or name.text.endswith((":", "?")) or not name.text:
            return None
        if listing:
            listing.depth, listing.begun = block.level, True
        code = stated.code_at(name)
        return named(stated.behind_code(name, code) if code else name, code)

    def _lead_of_item(self, name: Sequence[Value]) -> Iterator[Value]:
        """Who carries an item out: who begins it, else who leads its list in."""
        if self.listing is None:
            return
        title = Span(self.document.text, name[0].start, name[0].end)
        if lead := lead_of_item(title) or self.listing.lead:
            yield stated.value("leads", lead, lead.text)

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
