"""Who was at a meeting, and whom its minutes mean by initials or a first name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.names import kind_of, people_in
from ingest.extract.spans import Span, span_of
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import BlockKind, Document

_HEAD_BLOCKS = 40
_LONGEST = 3_000
_MOST = 80
_FIRST_NAMES = re.compile(
    r"[A-ZÆØÅ][a-zæøå]{1,14}(?:(?:,|\s(?:og|and))\s[A-ZÆØÅ][a-zæøå]{1,14}){0,30}"
)
_NOBODY = ("Ingen", "Inga", "Alle", "Samtlige", "Styret", "None", "All", "Teams", "Digitalt")
_BETWEEN = re.compile(r",\s|\s(?:og|and)\s")
_INITIALS = re.compile(r"\s?\((?P<short>[A-ZÆØÅ]{2,4})\)")


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person of a list of those present or absent; ``initials`` as they stand behind the name."""

    name: Span
    said: Span
    initials: Span | None = None


def attendees(document: Document) -> tuple[Attendee, ...]:
    """The persons whom the head of minutes names as present, absent or writing; each once."""
    found: dict[str, Attendee] = {}
    for said in _lists(document):
        for name in people_in(said):
            match = _INITIALS.match(said.text, name.end - said.start)
            initials = said.part(*match.span("short")) if match else None
            key = " ".join(name.text.split()).casefold()
            if _goes_on(said, name):
                continue
            if key not in found and len(found) < _MOST:
                found[key] = Attendee(name, said, initials)
        for name in _first_names(said):
            first = name.text.casefold()
            known = any(key == first or key.startswith(f"{first} ") for key in found)
            if not known and len(found) < _MOST:
                found[name.text.casefold()] = Attendee(name, said)
    return tuple(found.values())


def _first_names(said: Span) -> Iterator[Span]:
    """The names of a list of nothing but first names: "Pål, Gro og Amund"."""
    first = next(said.sentences(), said)
    named = first.part(0, len(first.text.rstrip(" .\n")))
    if _FIRST_NAMES.fullmatch(named.text) and named.text not in _NOBODY:
        yield from named.split(_BETWEEN)


def _goes_on(said: Span, name: Span) -> bool:
    """Whether what looks like a person begins a body's name: "Ytre Sund fylkeskommune"."""
    following = re.match(r"\s([a-zæøå]+)", said.text[name.end - said.start :])
    return bool(following and kind_of(f"{name.text} {following[1]}") not in (None, "person"))


@functools.cache
def _inside() -> re.Pattern[str]:
    """A label on any line, or in the middle of one where line breaks were lost."""
    words = lexicon("parties")["attendance"]["labels"]
    begun = any_of(word[:1].upper() + word[1:] for word in words)
    return re.compile(rf"(?<![\w-]){begun}(?:\s[^:\n.;]{{0,60}})?\s?:")


@functools.cache
def _label() -> re.Pattern[str]:
    words = any_of(lexicon("parties")["attendance"]["labels"])
    return re.compile(rf"\W*{words}(?:\s[^:\n]{{0,60}})?\s?:?$", re.IGNORECASE)


def _lists(document: Document) -> Iterator[Span]:
    """What stands behind a label such as "Til stede": on its line, beside it, or below."""
    below = False
    for block in document.blocks[:_HEAD_BLOCKS]:
        if block.furniture or block.end - block.start > _LONGEST:
            continue
        span = span_of(document, block)
        if block.kind is BlockKind.TABLE:
            for row in block.rows:
                cells = [Span(document.text, start, end) for start, end in row.cells]
                if len(cells) > 1 and _label().match(cells[0].text):
                    yield cells[1]
            below = False
            continue
        if below and block.kind is BlockKind.LIST_ITEM:
            yield span
            continue
        marks = list(_inside().finditer(span.text))
        if below and not marks and block.kind is not BlockKind.HEADING:
            yield span
        below = _label().match(span.text) is not None and not marks
        ends = [mark.start() for mark in marks[1:]] + [len(span)]
        for mark, end in zip(marks, ends, strict=False):
            rest = span.part(mark.end(), end).strip()
            below = not rest.text
            if rest.text:
                yield rest


class Known:
    """The persons of a meeting by what its minutes call them."""

    def __init__(self, people: tuple[Attendee, ...]) -> None:
        self._names: dict[str, str | None] = {}
        for person in people:
            name = " ".join(person.name.text.split())
            words = name.split()
            short = person.initials.text if person.initials else "".join(word[0] for word in words)
            for called in {name, words[0], words[-1], short, " ".join(words[:-1])} - {""}:
                key = called.casefold()
                # A first name that two have means neither.
                taken = key in self._names and self._names[key] != name
                self._names[key] = None if taken else name

    def name(self, called: str) -> str | None:
        """The full name of whoever is called so; ``None``: nobody, or one of several."""
        return self._names.get(" ".join(called.split()).casefold())
