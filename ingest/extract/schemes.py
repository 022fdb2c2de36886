"""Funding schemes: from calls, web pages, chapters of plans, minutes and news."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from ingest.extract.about import first_heading, is_minutes
from ingest.extract.field_labels import Labelled, Labels
from ingest.extract.scheme_draft import (
    Draft,
    frames,
    read_name,
    scheme_noun,
)
from ingest.extract.scheme_prose import closed, explained, spoken_of, steps_in, told_of_scheme
from ingest.extract.scheme_sections import APPLICANTS, SAID, refusing, said_in
from ingest.extract.scheme_sentences import (
    caller,
    frame_of,
    giving,
    introduced,
    names_again,
    no_call,
    said_of_scheme,
)
from ingest.extract.scheme_tables import named_in_table, read_table, values_of
from ingest.extract.spans import Span, span_of
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.register.claims import Claim, Value

_LONGEST_NAME = 80
_MOST_ITEMS = 30
_LONGEST_SENTENCE = 1_500
_ANY_LEVEL = 9
# How many different things labels must say below a heading that no noun shows to be a scheme.
_LABELLED = 3
_BEHIND = re.compile(r":\s|\s[–—-]\s")


@functools.cache
def labels() -> Labels:
    """The labels of calls for applications."""
    return Labels(lexicon("schemes")["labels"])


def schemes(document: Document) -> Iterator[Claim]:
    """The schemes that a document tells of, each year of one apart where it tells them apart."""
    for draft, least in _Reader(document).read():
        if claim := draft.claim(least):
            yield claim


def call_title(document: Document) -> Span | None:
    """The title of a document that is a call, or a page about one scheme."""
    title = first_heading(document)
    if title is None or len(title) > _LONGEST_NAME + 40:
        return None
    if document.type is DocumentType.CALL:
        return title
    name, _ = read_name(title)
    shown = 0
    for block in document.blocks[:40]:
        if block.furniture or block.kind is BlockKind.TABLE:
            continue
        text = span_of(document, block)
        if block.kind is BlockKind.HEADING:
            field = labels().field(text.text)
            shown += field is not None and field[0] in ("eligible", "purpose", "supported", "much")
        else:
            for sentence in text.sentences():
                found = giving(sentence) or next(iter(introduced(sentence) or ()), None)
                shown += found is not None and found.text == name.text
    return title if shown >= 2 else None


@functools.cache
def _general() -> re.Pattern[str]:
    """Headings that name no scheme: "Fakta", "Key facts"."""
    return re.compile(any_of(lexicon("schemes")["title"]["general"]), re.IGNORECASE)


def _subject(document: Document) -> Span | None:
    """What the document's own heading names before a colon or dash: "Nordmidlar: resultat"."""
    title = first_heading(document)
    if title is None:
        return None
    name, _ = read_name(title)
    name = name.part(0, len(_BEHIND.split(name.text)[0]))
    return name if 3 < len(name) <= _LONGEST_NAME and name.text[:1].isupper() else None


class _Reader:
    """Reads a document from its beginning and keeps which scheme it is about."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.title = call_title(document)
        self.drafts: list[tuple[Draft, int]] = []
        self.current: Draft | None = None
        self.level = 0
        self.section: str | None = None
        self.refused: str | None = None
        # A scheme that prose speaks of goes on to be meant under the next heading, by its noun.
        self.prose = False
        self.away = False
        # A heading that may be a scheme's name, if the labels below it say as much.
        self.pending: Span | None = None
        self.pending_level = 0
        self.subject = _subject(document)

    def read(self) -> list[tuple[Draft, int]]:
        """All schemes, with how much must be known of each before it counts."""
        if self.title is not None:
            self.current = self._start(self.title, 1)
        for block in self.document.blocks:
            if block.furniture:
                continue
            if block.kind is BlockKind.HEADING:
                self._heading(block)
            elif block.kind is BlockKind.TABLE:
                self._table(block)
            else:
                self._text(block)
        return self.drafts

    def _start(self, name: Span, least: int, year: str | None = None) -> Draft:
        short, written = read_name(name)
        year = year or written
        for known, _ in self.drafts:
            same = known.name.text.casefold() == short.text.casefold()
            if same and (year is None or known.year in (None, year)):
                return known
        draft = Draft(short, year, name if year else None)
        self.drafts.append((draft, least))
        return draft

    def _heading(self, block: Block) -> None:
        text = span_of(self.document, block)
        found = labels().field(text.text)
        self.section = found[0] if found else None
        self.refused = None
        if self.title is not None:
            return
        if self.prose and not is_minutes(self.document):
            self.away = True
        elif self.current is not None and block.level <= self.level:
            self.current = None
        if told := explained(text):
            self.current, self.level = self._start(told[0], 1), block.level
            self.prose = self.away = False
            self.current.steps = True
            self._current_add(told[1])
            return
        name, _ = read_name(text)
        if found is None and 3 < len(name) <= _LONGEST_NAME and _is_name(name.text):
            self.current, self.level = self._start(text, 2), block.level
            self.prose = self.away = False
        elif found is None and _general().fullmatch(text.text.strip(" :")):
            self.pending, self.pending_level = self.subject, 1
        elif found is None:
            apt = 3 < len(name) <= _LONGEST_NAME and text.text[:1].isupper() and block.level > 1
            self.pending, self.pending_level = (text if apt else None), block.level

    def _take_pending(self) -> None:
        """Begin the scheme that the heading above names; its labels must say much of it."""
        if self.current is None and self.pending is not None:
            self.current, self.level = self._start(self.pending, _LABELLED), self.pending_level
            self.prose = self.away = False
            self.pending = None

    def _table(self, block: Block) -> None:
        if self.title is None and (named := named_in_table(self.document, block, labels())):
            name, year = named
            self.current = self._start(name, 1, year)
            self.prose, self.away, self.section, self.level = True, False, None, _ANY_LEVEL
        for scheme, when, value in read_table(self.document, block, labels()):
            if scheme is None:
                self._take_pending()
            if scheme is not None:
                self._start(scheme, 1, when).add(value)
            elif self.current is not None:
                draft = self.current if when is None else self._year_of(self.current, when)
                draft.add(value)

    def _year_of(self, draft: Draft, year: str) -> Draft:
        """The same scheme in another year."""
        if draft.year == year:
            return draft
        for known, _ in self.drafts:
            if known.year == year and known.name.text == draft.name.text:
                return known
        other = Draft(draft.name, year, _year_span(self.document, draft, year))
        self.drafts.append((other, 1))
        return other

    def _text(self, block: Block) -> None:
        text = span_of(self.document, block)
        found = list(labels().inside(text))
        if found:
            self._take_pending()
        if found and self.current is not None:
            for one in found:
                self._labelled(one)
            return
        for sentence in text.sentences():
            self._sentence(sentence)
        if self.current is not None and self.section:
            self._in_section(text, block)

    def _labelled(self, one: Labelled) -> None:
        draft = self.current
        if draft is None:
            return
        if one.year and draft.year is None and "/" not in one.year:
            draft.year, draft.year_said = one.year, one.said
        for year, value in values_of(one):
            if year and draft.year and year != draft.year and "/" not in draft.year:
                self._year_of(draft, year).add(value)
            else:
                draft.add(value)

    def _sentence(self, sentence: Span) -> None:
        if len(sentence) > _LONGEST_SENTENCE:
            return
        if framed := frame_of(sentence):
            name, year, amount = framed
            self._speak_of(self._start(name, 1, year), sentence)
            self._current_add(value for _, value in frames(amount, sentence, "Ramme", year))
            return
        if none := no_call(sentence):
            name, year, words = none
            draft = self._start(name, 1, year)
            draft.year_said = sentence
            draft.add(state("window", sentence, words.text))
            return
        if ended := closed(sentence):
            self._start(ended[0], 1).add(ended[1])
            return
        if introduction := introduced(sentence) or spoken_of(sentence):
            name, what = introduction
            self._speak_of(self._start(name, 1), sentence)
            self._current_add([state("purpose", sentence, _purpose(what))])
        elif giver := giving(sentence):
            self._speak_of(self._start(giver, 1), sentence)
            self._current_add([state("purpose", sentence, _purpose(sentence))])
        if not self.away or names_again(sentence):
            self._current_add(said_of_scheme(sentence))
            if self.title is not None:
                self._current_add(caller(sentence))
            told = told_of_scheme(sentence)
            # Below a heading "Frist" its own rule reads it.
            outside = self.title is None or self.section is None
            self._current_add(
                one for one in told if self.title is None or (outside and one.field == "window")
            )
            if self.current is not None and self.current.steps:
                self._current_add(steps_in(sentence))
            if APPLICANTS.match(sentence.text):
                self._current_add([state("eligible", sentence)])

    def _speak_of(self, draft: Draft, sentence: Span) -> None:
        if (draft.year and draft.year_said is None) or draft.year_said == draft.name:
            draft.year_said = sentence
        if self.title is None:
            self.current, self.level = draft, _ANY_LEVEL
            self.prose, self.away, self.section = True, False, SAID

    def _current_add(self, values: Iterable[Value]) -> None:
        if self.current is not None:
            self.current.add(*values)

    def _in_section(self, text: Span, block: Block) -> None:
        draft = self.current
        if draft is None or len(draft.values) > 4 * _MOST_ITEMS:
            return
        if block.kind is not BlockKind.LIST_ITEM:
            word = refusing().search(text.text) if text.text.endswith(":") else None
            self.refused = word.group().casefold() if word else None
        draft.add(*said_in(self.section or "", text, block, draft, self.refused))


def _is_name(text: str) -> bool:
    """Whether a heading names one scheme: a noun that says so, and the letters of a name."""
    noun = scheme_noun().search(text)
    return noun is not None and noun.group().casefold() != text.casefold() and text[:1].isupper()


def _purpose(what: Span) -> str:
    """What it is for: behind "for" or "som skal", else the whole sentence."""
    match = re.search(
        r"\s(?:som skal|that shall|which shall|for|til)\s(?P<of>.+)$", what.text, re.S
    )
    return match["of"].strip(" .") if match else what.text


def _year_span(document: Document, draft: Draft, year: str) -> Span:
    for value in draft.values:
        if year in document.text[value.start : value.end]:
            return Span(document.text, value.start, value.end)
    position = document.text.find(year)
    return Span(document.text, position, position + len(year)) if position >= 0 else draft.name
