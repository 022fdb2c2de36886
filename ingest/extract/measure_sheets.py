"""Measures outside of tables: sheets, fact boxes, labelled lines, headings and lists.

"Tiltak 2.1 Sirkulær havn" as a heading with "Ansvarlig: …" below, a table of two columns "Ansvarlig
| …", "AP1 Pakkeri" with "Ansvarleg: X. Periode: 2024–2026.", "Prosjekt: …" in a list.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence

from ingest.extract import stated
from ingest.extract.about import issuer
from ingest.extract.above import goals_above
from ingest.extract.duty_lists import tells_roles
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
from ingest.extract.measure_brackets import Brackets
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
    package_in,
    without_heading_number,
)
from ingest.extract.measure_parts import INNER, Listing, Sheet
from ingest.extract.measure_told import told_of
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
_SHORTEST_TALE = 20
# "Problemet: …", a footnote: what such a line tells is not what the measure is.
_OTHER_LABEL = re.compile(r"\[\^|(?=\S[^.:]{2,40}:\s)")
_CHAPTER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s")
# Only the end of a line is looked at, so that a line of a million dots costs nothing.
_END = 40
_LEADER = re.compile(r"(?:…|\.{3,}|_{3,})\s*\d*\s*$")
_BOX_FIELDS = 2
_PLANS = {DocumentType.PLAN, DocumentType.ACTION_PROGRAMME}


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
        self.sheet: Sheet | None = None
        self.headings: list[tuple[int, Span]] = []
        self.listing: Listing | None = None
        self.outer: Listing | None = None
        self.listed = 0.65 if document.type in _PLANS else 0.5
        self.above = goals_above(document)
        self.plan = document.type in _PLANS
        self.brackets = Brackets(document)
        # The first paragraph below a heading, until the heading turns out to be a measure.
        self.first: Span | None = None

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
        self.listing = self.outer = self.first = None
        self.headings.append((block.level, span))
        if name := name_in(span, heading=True):
            yield from self.close()
            whole = {value.field for value in name} == {"title", "number"}
            enough = whole and not number_behind(span.text)
            values = [*name, *self._goal(block)]
            self.sheet = Sheet(values, block.level, 0.85, "sheet", enough)
        elif self._barred():
            return
        elif lists_measures(span.text):
            self.listing = self.outer = Listing(block.level, self.listed)
        elif led := lead_in_of(span, heading=True):
            self.listing = self.outer = self._led(led, block.level)

    def _text(self, block: Block, span: Span) -> Iterator[Claim]:
        item = block.kind is BlockKind.LIST_ITEM
        if _LEADER.search(span.text[-_END:]):
            return
        labels = labels_of(span)
        values = list(values_of_labels(labels))
        barred = self._barred()
        if not barred and (package := self._package(block, span, values)):
            yield from self.close()
            self.sheet = package
            return
        name = None if barred else name_in(span, heading=False)
        if name and (item or not values or len(span) <= _LONGEST_TITLE):
            yield from self.close()
            heading = [*self._lead_of_heading(), *self._goal(block)]
            titled = any(value.field == "title" for value in name)
            sure = 0.75 if item else 0.8
            # "Sommerjobber (3.4)" in other papers only mentions a measure of the plan.
            enough = titled and (self.plan or not number_behind(span.text))
            self.sheet = Sheet([*name, *heading], INNER, sure, "label", enough, by_item=True)
            return
        if not item and self.listing is not None and is_numbered(span):
            item, span = True, without_item_number(span)
        if item and not barred and self.plan and (found := self.brackets.name_of(span)):
            yield from self.close()
            told = [*found[0], *found[1], *self._goal(block)]
            self.sheet = Sheet(told, INNER, 0.75, "list", enough=True, by_item=True)
            return
        if item and (name := self._item_name(block, span, labels)):
            yield from self.close()
            own = [*self._lead_of_item(name), *self._lead_of_heading(), *self._goal(block)]
            rest = [*values, *new_values([*name, *values], own)]
            listed = self.listing.confidence if self.listing else self.listed
            # In a plan a list under "Tiltak" is its measures; elsewhere it may be anybody's.
            sure = 0.8 if values else max(listed, 0.65 if len(name) > 1 else 0)
            self.sheet = Sheet([*name, *rest], 99, sure, "list", enough=True, by_item=True)
            return
        if not item and (yield from self._line(span)):
            return
        if self.sheet is None and values:
            self.sheet = self._sheet_of_heading({value.field for value in values})
            if self.sheet is not None and self.first is not None:
                self._describe(self.sheet, self.first)
        if self.first is None and not item and not values:
            self.first = span
        if self.sheet is not None:
            self._into_sheet(self.sheet, block, span, values)

    def _package(self, block: Block, span: Span, values: Sequence[Value]) -> Sheet | None:
        """A work package with what the sentences behind its name tell."""
        found = package_in(span, listed=self.listing is not None)
        if found is None:
            return None
        name, rest = found
        told = [*values, *new_values([*name, *values], list(told_of(rest)))]
        every = [*name, *told, *self._goal(block)]
        return Sheet(every, INNER, 0.8, "label", enough=True, by_item=True)

    def _line(self, span: Span) -> Generator[Claim, None, bool]:
        """A line between lists: whether it leads the next one in; else it may end the last."""
        opened: Listing | None = None
        if lists_measures(last_words(span.text)):
            lead = lead_of_line(span)
            opened = Listing(INNER, 0.75 if lead else self.listed, lead)
        elif not self._barred() and (led := lead_in_of(span, heading=False)):
            opened = self._led(led, INNER)
        if opened is not None:
            yield from self.close()
            self.listing = opened
            return True
        if self.listing is not None and self.listing.level == INNER:
            self.listing = self.outer
        listing = self.listing
        if listing and listing.led and listing.lead is None and leads_other_list(span.text):
            self.listing = self.outer = None
        over = self.listing is not None and self.listing.led and self.listing.begun
        if over and not span.text.endswith(":") and (len(span) > _SHORT or span.text[-1:] == "."):
            self.listing = self.outer = None
        return False

    def _led(self, led: LeadIn, level: int) -> Listing | None:
        """The list below a line such as "Regjeringen vil:"; goals have rules of their own."""
        if self.document.type is DocumentType.MINUTES:
            return None
        if any(tells_roles(heading.text) for _, heading in self.headings):
            return None  # what a party does as its part is no measure
        if level == INNER and self.headings:
            label = label_of(self.headings[-1][1])
            if label is not None and not label.rest.text:
                return None
        if led.proposed or led.party is None:
            lead = issuer(self.document) if led.issuer and not led.proposed else None
            return Listing(level, 0.55 if led.proposed else 0.65, lead, led=True)
        return Listing(level, 0.75, led.party, led=True)

    def _into_sheet(self, sheet: Sheet, block: Block, span: Span, values: Sequence[Value]) -> None:
        if values:
            sheet.values.extend(new_values(sheet.values, values))
            sheet.said = True
            sheet.confidence = (
                max(sheet.confidence, 0.8) if sheet.rule == "list" else sheet.confidence
            )
        elif sheet.by_item and block.kind is BlockKind.PARAGRAPH:
            return
        elif not sheet.described and block.kind is BlockKind.PARAGRAPH and not sheet.by_item:
            self._describe(sheet, span)

    def _describe(self, sheet: Sheet, span: Span) -> None:
        """Take a paragraph, or its first sentence, for what a measure is about."""
        if _OTHER_LABEL.match(span.text):
            return
        sheet.described = True
        known = any(value.field == "description" for value in sheet.values)
        if span.text.endswith(".") and len(span) >= _SHORTEST_TALE and not known:
            said = span if len(span) <= _LONGEST_TITLE else next(iter(span.sentences()), span)
            sheet.values.append(stated.value("description", said, said.text))

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

    def _sheet_of_heading(self, told: set[str]) -> Sheet | None:
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
        name = named(without_heading_number(span).strip(":"), self._own_number(span))
        return Sheet(name, level, 0.75 if listed else 0.6, "sheet") if name else None

    def _own_number(self, heading: Span) -> Span | None:
        """The number of a heading, where it doesn't go on with the number of its chapter."""
        code = stated.code_at(heading)
        above = [_CHAPTER.match(span.text) for _, span in self.headings[:-1]]
        if code is None or not any(above):
            return None
        inside = any(match and code.text.startswith(f"{match[1]}.") for match in above)
        return None if inside else code

    def _goal(self, block: Block) -> Iterator[Value]:
        """The goal that a measure serves, by the headings above it."""
        if goal := self.above.get(block.ordinal):
            yield goal

    def _lead_of_heading(self) -> Iterator[Value]:
        yield from lead_of_heading(self.headings[-1][1]) if self.headings else ()

    def _barred(self) -> bool:
        """Whether a heading above is about risks, removed measures, decisions and the like."""
        return any(is_about_others(span.text) for _, span in self.headings)
