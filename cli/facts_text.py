"""Facts for the terminal: a block each, with what holds, why, and where it stands."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from plansvar.documents.stored import DocumentInfo
from plansvar.language.detect import Language
from plansvar.messages.catalogue import message
from plansvar.register.evidence import StoredClaim
from plansvar.register.export.cells import writable
from plansvar.register.export.evidence import places
from plansvar.register.export.wording import (
    field_text,
    ground_text,
    mark_texts,
    pages_text,
    source_text,
    value_text,
    when_text,
)
from plansvar.register.facts import Entry, Evidence, Fact, GroundKind
from plansvar.register.kinds import FIELDS, FactKind, FieldType, field_of, key_field

_WIDEST = 100
_INDENT = "    "
_LONGEST_QUOTE = 300
_MOST_PLACES = 4
# Fields that stand before the name, or say nothing that the block doesn't say already.
_IN_HEAD = frozenset({"number"})


class FactText:
    """Facts as text, in one language, with ids as short as they can be typed."""

    def __init__(self, language: Language, short_ids: Mapping[str, str]) -> None:
        self._language = language
        self._short = short_ids

    def block(self, fact: Fact, *, overdue: bool = False) -> str:
        """A fact: its name, what is known of it, doubts, and where it stands."""
        lines = [self.head(fact)]
        shown = [one for one in FIELDS[fact.kind] if self._is_shown(fact, one.name)]
        labels = {one.name: field_text(fact.kind, one.name, self._language) for one in shown}
        sources = self._say("source")
        width = max(map(len, [*labels.values(), sources])) + 2
        ends = "deadline" if "deadline" in labels else "period"
        for field in shown:
            entries = fact.fields[field.name]
            label = labels[field.name]
            late = f" · {self._say('overdue')}" if overdue and field.name == ends else ""
            values = [self._value(fact.kind, field.name, one) for one in entries]
            # Whole sentences stand on lines of their own, names beside each other.
            shown_as = values if field.type is FieldType.TEXT else [", ".join(values) + late]
            for place, words in enumerate(shown_as):
                lines.append(self._row(label if place == 0 else "", words, width))
            lines += [self._row("", ground, width) for ground in self._grounds(entries) if ground]
        lines += [self._row(*row, width) for row in self._places(fact, sources)]
        sign = "!" if fact.conflicts else "?" if not fact.known else "✓"
        lines += [filled(f"{sign} {mark}", _INDENT, 2) for mark in mark_texts(fact, self._language)]
        return "\n".join(lines)

    def head(self, fact: Fact) -> str:
        """The id, the number and the name."""
        number = fact.text("number")
        named = fact.name or fact.text("case_number") or ""
        parts = [number] if number and not named.startswith(number) else []
        return filled(" ".join([f"[{self.short(fact)}]", *parts, named]), "", 4)

    def short(self, fact: Fact) -> str:
        """An id that is enough to name the fact."""
        return self._short.get(fact.id, fact.id)

    def conflicts(self, fact: Fact, field: str | None = None) -> str:
        """A fact with all values on which sources disagree (of one field, if it is named).

        The value that the register goes by stands first.
        """
        lines = [self.head(fact)]
        for conflict in fact.conflicts:
            if field not in {None, conflict.field}:
                continue
            lines.append(filled(field_text(fact.kind, conflict.field, self._language), _INDENT))
            for place, entry in enumerate(conflict.entries):
                several = field_of(fact.kind, conflict.field).many
                mark = "• " if several else "→ " if place == 0 else "  "
                lines += self._entry(fact.kind, conflict.field, entry, mark)
        return "\n".join(lines)

    def history(self, fact: Fact) -> str:
        """What held before and what holds now, field by field, the oldest first."""
        lines: list[str] = []
        for field, entries in fact.history.items():
            lines.append(filled(field_text(fact.kind, field, self._language), _INDENT))
            for entry in entries:
                lines += self._entry(fact.kind, field, entry, self._span(entry) + ": ")
        return "\n".join(lines)

    def evidence(self, fact: Fact) -> str:
        """Every value with its quotes."""
        lines: list[str] = []
        for field in FIELDS[fact.kind]:
            entries = fact.fields.get(field.name, ())
            if entries:
                lines.append(filled(field_text(fact.kind, field.name, self._language), _INDENT))
            for entry in entries:
                lines += self._entry(fact.kind, field.name, entry, "")
        return "\n".join(lines)

    def claim(self, claim: StoredClaim) -> Iterator[str]:
        """What a document may say, which isn't counted: each value with its words."""
        for value in claim.values:
            label = field_text(claim.kind, value.field, self._language)
            yield filled(f"{label}: {' '.join(value.text.split())}", _INDENT * 2, 2)
        if claim.values:
            piece = claim.values[0]
            yield from self._quote(claim.document, piece.page, piece.quote)

    def quote(self, piece: Evidence) -> list[str]:
        """Where something stands, and the words."""
        return self._quote(piece.document, piece.page, piece.quote)

    def _quote(self, document: DocumentInfo, page: int | None, quote: str) -> list[str]:
        deep = _INDENT * 3
        words = textwrap.shorten(quote, _LONGEST_QUOTE, placeholder=" …")
        place = source_text(document, page, self._language)
        return [filled(place, deep, 2), filled(f"«{words}»", deep, 1)]

    def _entry(self, kind: FactKind, field: str, entry: Entry, mark: str) -> Iterator[str]:
        text = f"{mark}{self._value(kind, field, entry)}"
        yield filled(text, _INDENT * 2, 2)
        documents = {one.document.version_id for one in entry.evidence}
        for ground in entry.grounds:
            # What its evidence tells needs no words of its own.
            stated = ground.kind is GroundKind.STATED and ground.document is not None
            if not (stated and ground.document and ground.document.version_id in documents):
                yield filled(ground_text(ground, self._language), _INDENT * 3, 2)
        for piece in entry.evidence:
            yield from self.quote(piece)

    def _value(self, kind: FactKind, field: str, entry: Entry) -> str:
        return " ".join(value_text(kind, field, entry, self._language).split())

    def _is_shown(self, fact: Fact, field: str) -> bool:
        return (
            field != key_field(fact.kind) and field not in _IN_HEAD and bool(fact.fields.get(field))
        )

    def _grounds(self, entries: Sequence[Entry]) -> Iterable[str]:
        """Why values hold that don't just stand in the plan."""
        found = []
        for entry in entries:
            if entry.grounds and entry.grounds[0].kind is not GroundKind.STATED:
                since = entry.since if entry.since != entry.grounds[0].date else None
                words = ground_text(entry.grounds[0], self._language)
                found.append(f"{words}, {self._span(entry)}" if since else words)
        return dict.fromkeys(found)

    def _span(self, entry: Entry) -> str:
        if entry.since and entry.until:
            start, end = (when_text(one, self._language) for one in (entry.since, entry.until))
            return self._say("from_to", start=start, end=end)
        if entry.until:
            return self._say("to", date=when_text(entry.until, self._language))
        if entry.since:
            return self._say("from", date=when_text(entry.since, self._language))
        return self._say("always")

    def _places(self, fact: Fact, label: str) -> Iterator[tuple[str, str]]:
        found = places(fact)
        for number, (document, pages) in enumerate(found[:_MOST_PLACES]):
            yield (label if number == 0 else ""), pages_text(document, pages, self._language)
        if len(found) > _MOST_PLACES:
            yield "", self._say("more_places", count=len(found) - _MOST_PLACES)

    def _row(self, label: str, text: str, width: int) -> str:
        head = f"{label}:" if label else ""
        return filled(f"{head:<{width}}{text}", _INDENT, width)

    def _say(self, key: str, **params: object) -> str:
        return message(f"cli.register.{key}", self._language, **params)


def filled(text: str, indent: str, hanging: int = 0) -> str:
    """Text that fits the terminal, lines after the first hanging by some characters."""
    width = max(60, min(_WIDEST, shutil.get_terminal_size().columns))
    # A document's text must not steer the terminal.
    return textwrap.fill(
        writable(text),
        width,
        initial_indent=indent,
        subsequent_indent=indent + " " * hanging,
        replace_whitespace=False,
        drop_whitespace=True,
    )
