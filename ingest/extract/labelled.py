"""Lines that say their fields by label: "Ansvarlig: X. Frist: 1. juni 2027", "(ansvarlig: X)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract import stated
from ingest.extract.amounts import budget
from ingest.extract.columns import topic_fields
from ingest.extract.spans import Span
from plansvar.register.claims import Value

_COLON = re.compile(r":[*_]{0,2}(?:\s|$)")
_WORDS_BEFORE = re.compile(r"[^\s.;:,|(\n]+(?:\.(?=\s?$))?")
_LONGEST_LABEL = 40
_MOST_WORDS = 4
# A longer paragraph is no line of labels.
_LONGEST_LINE = 4_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with its field, and the words that it labels (up to the next known label)."""

    field: str
    label: Span
    said: Span


def labelled(span: Span, topic: str) -> list[Labelled]:
    """What the labels of a text say, by the words of the topic's columns.

    A label stands at the beginning, after a full stop, comma or the like, or begins with a capital
    letter ("Ansvarlig: X Frist: Y", where the line break is lost).
    """
    if len(span) > _LONGEST_LINE:
        return []
    labels = []
    text = span.text
    for colon in _COLON.finditer(text):
        if found := _label_before(span, text, colon.start(), topic):
            labels.append((*found, colon.end()))
    if not labels:
        return []
    ends = [label.start - span.start for _, label, _ in labels[1:]] + [len(span)]
    return [
        Labelled(field, label, _said(span.part(start, max(start, end))))
        for (field, label, start), end in zip(labels, ends, strict=True)
    ]


def values_of(name: str, said: Span) -> Iterator[Value]:
    """The values of a measure's field out of the words that a label or a cell says it with."""
    if not said.text or stated.is_nothing(said):
        return
    if name in {"leads", "partners"}:
        yield from stated.parties(name, said)
    elif name in {"deadline", "period"}:
        yield from stated.when(said, name)
    elif name in {"status", "light"}:
        yield stated.value("status", said, normal=stated.light_of(said.text))
    elif name == "funding":
        text = " ".join(said.text.split())
        yield stated.value(name, said, text, normal=budget(text))
    elif name in {"description", "goal"}:
        yield stated.value(name, said, " ".join(said.text.split()))


def _label_before(span: Span, text: str, colon: int, topic: str) -> tuple[str, Span] | None:
    """The shortest run of words before a colon that is a label, and its field."""
    first = max(0, colon - _LONGEST_LABEL)
    words = list(_WORDS_BEFORE.finditer(text, first, colon))
    for count in range(1, min(_MOST_WORDS, len(words)) + 1):
        start = words[-count].start()
        label = span.part(start, colon).strip(" *_•–-")
        before = text[max(0, start - 8) : start].rstrip(" *_•–-\t")
        opens = start == 0 or (not before and start < 8) or before[-1:] in {*".;,|(\n"}
        if not (opens or label.text[:1].isupper()):
            continue
        (field,) = topic_fields(topic, [label.text])
        if field is not None:
            return field, label
    return None


def _said(span: Span) -> Span:
    span = span.strip().strip(" ;|*_\n,")
    if span.text.endswith((").", ")")) and span.text.count("(") < span.text.count(")"):
        span = span.strip(" .").strip(")")
    return span.strip(" ;|(,–-\n") if span.text.endswith(("(", "–", "-")) else span
