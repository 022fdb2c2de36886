"""What a meeting leaves to somebody to do: tables and lists of tasks, and lines marked as such.

A task is a measure of its own, with who does it and until when. It has no number: those of the next
meeting's list, or of the plan, mean other things.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from ingest.extract import stated
from ingest.extract.attendance import Known, attendees
from ingest.extract.columns import known_tables, topic_fields
from ingest.extract.field_labels import Labels
from ingest.extract.labelled import labelled
from ingest.extract.last_days import last_day
from ingest.extract.meeting_heads import is_minutes
from ingest.extract.names import kind_of
from ingest.extract.parties_in import parties_in
from ingest.extract.spans import Span, span_of
from ingest.extract.tables import Record, tables
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import BlockKind, Document
from plansvar.language.dates import find_dates
from plansvar.register.claims import SURE, Claim, Value
from plansvar.register.kinds import FactKind

_LISTED = 0.85
_SAID = 0.75
# A task of nobody's and without a day may be anything that was talked about.
_UNSURE = SURE - 0.1
_LONGEST_TASK = 300
_LONGEST_LABEL = 60
_STRUCK = re.compile(r"~~[^~\n]*~~")
_LONGEST_BLOCK = 1_500
_ARROW = r"(?:→|⇒|->|=>)"
_ENDS = re.compile(
    rf"\s(?:[–—-]|{_ARROW})\s(?P<who>[^–—]{{2,60}})$|\((?P<noted>[^()]{{2,60}})\)\W*$"
)
_LEAD = re.compile(r"(?P<who>[^:.;,]{1,60}):\s+(?=\S)")
_WHEN = r"(?:innen|innan|før|frist:?|by|before|due|uke|veke|week)\s\d|\d|snarest|asap|straks"
# "… → Kari, 1. juni", "… (KM, uke 18)", and before the task "KM, 1. juni: …".
_BOTH_BEHIND = re.compile(
    rf"(?:\s[–—-]\s|\s?{_ARROW}\s?|\()(?P<who>[^(),–—→]{{2,60}}?),?\s"
    rf"(?P<when>(?:{_WHEN})[^()–—→]{{0,25}}?)\)?\W*$",
    re.IGNORECASE,
)
_BOTH_BEFORE = re.compile(
    rf"(?P<who>[^:.;,()]{{2,60}}),?\s\(?(?P<when>(?:{_WHEN})[^:;()]{{0,25}})\)?:\s+(?=\S)",
    re.IGNORECASE,
)
_POINTS = re.compile(rf"\W*?{_ARROW}\s*")


def action_points(document: Document) -> Iterator[Claim]:
    """The tasks that minutes list; nothing in other documents."""
    if not is_minutes(document):
        return
    reader = _Reader(document)
    yield from reader.of_tables()
    yield from reader.of_lists()


class _Reader:
    """Reads the tasks of one meeting, with the names of those who were there."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.known = Known(attendees(document))

    def of_tables(self) -> Iterator[Claim]:
        """A claim for each row of tables such as "Hva | Hvem | Når"."""
        named = {
            table.block.ordinal
            for table in known_tables(self.document, "measures")
            if {"title", "subtitle"} & {*topic_fields("measures", table.headers)}
        }
        for block, records in tables(self.document):
            if block.ordinal in named:
                continue  # It says that its rows are measures.
            fields = [_field(cell.column) for cell in records[0].cells]
            if "what" in fields and "who" in fields:
                for record in records:
                    if claim := self._row(record, fields):
                        yield claim

    def _row(self, record: Record, fields: Sequence[str | None]) -> Claim | None:
        cells = {
            field: cell.span.strip()
            for cell, field in reversed(list(zip(record.cells, fields, strict=False)))
            if field
        }
        task, who = cells["what"], cells.get("who")
        if not 3 < len(task) <= _LONGEST_TASK or stated.is_nothing(task):
            return None
        values = [stated.value("title", task)]
        values += self._leads(who) if who else ()
        if when := cells.get("when"):
            values += stated.when(when)
        if (status := cells.get("status")) and not stated.is_nothing(status):
            values.append(stated.value("status", status, normal=stated.light_of(status.text)))
        return Claim(FactKind.MEASURE, tuple(values), "action point", _LISTED)

    def _leads(self, span: Span) -> Iterator[Value]:
        """Who does it, by the full name where the minutes say who that is."""
        kept = _STRUCK.sub(lambda match: " " * len(match[0]), span.text)
        if not re.search(r"\w", kept):
            return
        shown = span if kept == span.text else span.part(len(kept) - len(kept.lstrip()), len(span))
        for party in parties_in(shown):
            name = self.known.name(party.name) or party.name
            yield Value("leads", name, span.start, span.end)

    def of_lists(self) -> Iterator[Claim]:
        """Items below "Aksjonspunkter", and lines that begin with "Aksjon:"."""
        inside = False
        for block in self.document.blocks:
            if block.furniture or block.kind is BlockKind.TABLE:
                continue
            span = span_of(self.document, block).strip()
            if block.kind is BlockKind.HEADING or (span.text.endswith(":") and _is_label(span)):
                inside = _is_label(span)
            elif match := _mark().match(span.text):
                rest = span.part(match.end(), len(span)).strip()
                yield from self._task(rest, marked=True)
            elif inside and block.kind is BlockKind.LIST_ITEM:
                yield from self._task(span, marked=False)
            elif inside and block.kind is BlockKind.PARAGRAPH:
                lines = [line for part in span.split(_LINE) if (line := part.strip()).text]
                inside = any(map(self._is_task, lines))
                for line in lines if inside else ():
                    yield from self._task(line, marked=False)
            if not inside and len(span) <= _LONGEST_BLOCK:
                yield from self._in_passing(span)

    def _in_passing(self, span: Span) -> Iterator[Claim]:
        """Tasks in the middle of what was said: marked ones, and what somebody does by a day."""
        for position, sentence in enumerate(_lines_and_sentences(span)):
            match = _POINTS.match(sentence.text) or (
                _mark().match(sentence.text) if position else None
            )
            if match:
                yield from self._task(sentence.part(match.end(), len(sentence)), marked=True)
            elif does := _does().match(sentence.text):
                # Only of those who were there: others may do so in any sentence.
                known = all(map(self.known.name, _NAMES.split(does["who"])))
                if known and (any(_until(sentence)) or _next_meeting().search(sentence.text)):
                    yield from self._task(sentence, marked=False)

    def _is_task(self, span: Span) -> bool:
        """Whether a line below the label is one of its tasks: short, with who does it."""
        return len(span) <= _LONGEST_TASK and bool(self._both(span) or self._doer(span))

    def _task(self, span: Span, *, marked: bool) -> Iterator[Claim]:
        if not 8 < len(span) <= _LONGEST_TASK or span.text.endswith("?"):
            return
        labels = labelled(span, "measures")
        told: list[Value] = []
        for one in labels:
            if one.field == "leads":
                told += self._leads(one.said)
            elif one.field in ("deadline", "period"):
                told += stated.when(one.said, one.field)
        end = labels[0].label.start - span.start if labels else len(span)
        task = span.part(0, end).strip(" (,;–-.\n")
        doer = self._doer(task)
        if not labels and (both := self._both(span)):
            who, when, task = both
            told, doer = [*self._leads(who), *stated.when(when)], None
        if doer is not None and not any(value.field == "leads" for value in told):
            who, task = doer
            told += self._leads(who)
        if not any(value.field == "deadline" for value in told):
            told += _until(span)
        if len(task) > 3 and (told or marked):
            sure = _SAID if told else _UNSURE
            yield Claim(
                FactKind.MEASURE, (stated.value("title", task), *told), "action point", sure
            )

    def _both(self, task: Span) -> tuple[Span, Span, Span] | None:
        """Who does it, by when, and what: "… → NN, 1. juni", "NN, 1. juni: …"."""
        match = _BOTH_BEFORE.match(task.text)
        rest = task.part(match.end(), len(task)) if match else None
        if match is None and (match := _BOTH_BEHIND.search(task.text)):
            rest = task.part(0, match.start())
        if match is None or rest is None or not self._is_somebody(match["who"]):
            return None
        return task.part(*match.span("who")), task.part(*match.span("when")), rest.strip(" .,")

    def _doer(self, task: Span) -> tuple[Span, Span] | None:
        """Who does it and what: "NN: …", "NN sender …", "… – NN", "… (NN)"."""
        if (match := _LEAD.match(task.text)) and self._is_somebody(match["who"]):
            return task.part(0, match.end("who")), task.part(match.end(), len(task)).strip()
        if (match := _does().match(task.text)) and self._is_somebody(match["who"]):
            return task.part(0, match.end("who")), task
        # Whoever was there does what the next word says: "NN ber om …".
        if (match := _does_any().match(task.text)) and self.known.name(match["who"]):
            return task.part(0, match.end("who")), task
        if match := _ENDS.search(task.text):
            group = "who" if match["who"] else "noted"
            if self._is_somebody(match[group]):
                return task.part(*match.span(group)), task.part(0, match.start()).strip(" .")
        return None

    def _is_somebody(self, text: str) -> bool:
        """Whether each name in it is of one who was there, or has the form of a party's."""
        names = [name.strip() for name in _NAMES.split(text)]
        return bool(names) and all(
            self.known.name(name) or kind_of(name) or name.casefold() in _roles() for name in names
        )


_LINE = re.compile(r"\n")
_NAMES = re.compile(r"\s*(?:,|/|\+|&|\sog\s|\sand\s)\s*")


def _lines_and_sentences(span: Span) -> Iterator[Span]:
    for line in span.split(_LINE):
        yield from line.strip().sentences()


@functools.cache
def _next_meeting() -> re.Pattern[str]:
    return re.compile(r"\b(?:neste\smøte|next\smeeting)\b", re.IGNORECASE)


@functools.cache
def _columns() -> Labels:
    return Labels(lexicon("actions")["columns"])


def _field(column: str) -> str | None:
    found = _columns().field(column)
    return found[0] if found else None


@functools.cache
def _label() -> re.Pattern[str]:
    words, before = any_of(lexicon("actions")["labels"]), any_of(lexicon("actions")["before"])
    return re.compile(
        rf"\W*(?:\d+(?:[./]\d+)*\.?\s+)?(?:{before}\s)?{words}(?:\s(?:fra|frå|etter|til|før|from|after|for)\s[^.?!]{{2,40}})?\W*$",
        re.IGNORECASE,
    )


def _is_label(span: Span) -> bool:
    return len(span) <= _LONGEST_LABEL and _label().match(span.text) is not None


@functools.cache
def _mark() -> re.Pattern[str]:
    words = lexicon("actions")
    return re.compile(
        rf"\W*{any_of(words['marks'])}(?:\s{words['numbered']})?\W*:\W*", re.IGNORECASE
    )


@functools.cache
def _does() -> re.Pattern[str]:
    verbs = any_of(lexicon("actions")["sentences"]["verbs"])
    return re.compile(rf"(?P<who>[A-ZÆØÅ][^.;:,]{{0,60}}?)\s{verbs}\s")


@functools.cache
def _does_any() -> re.Pattern[str]:
    name = r"[A-ZÆØÅ][\w.-]+"
    return re.compile(
        rf"(?P<who>{name}(?:\s{name}){{0,3}})\s(?!(?:og|eller|til|for|and|or)\s)[a-zæøå]+(?:r|s)\s"
    )


@functools.cache
def _roles() -> frozenset[str]:
    """Who does something without a name: "sekretariatet", "daglig leder"."""
    return frozenset(word.casefold() for word in lexicon("actions")["sentences"]["doers"])


@functools.cache
def _before_day() -> re.Pattern[str]:
    words = any_of(lexicon("actions")["sentences"]["until"])
    return re.compile(rf"(?<!\w){words}\s*:?\s*(?:den\s|the\s)?$", re.IGNORECASE)


def _until(span: Span) -> Iterator[Value]:
    """The day that the task is to be done by: "innen 1. mai"."""
    for date in find_dates(span.text):
        if _before_day().search(span.text[: date.start]):
            said = span.part(date.start, date.end)
            normal = last_day(span.text, date) if date.year else None
            yield stated.value("deadline", said, normal=normal)
            return
