"""Which column of a table means what, told by its header's words.

Topics ("measures", "goals", …) and the words of their columns are in ``lexicon/columns.toml``; a
new topic is a new table there. The head of a header decides: the last word before a preposition, so
that "Ansvarlig for tiltak" is who answers for something and "Kort status" a status.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict, cast

from ingest.extract.spans import Span
from ingest.extract.tables import Cell, Record, tables
from ingest.extract.word_lists import lexicon
from plansvar.documents.types import Block, Document
from plansvar.language.terms import stem

# Longer headers are sentences.
_MOST_WORDS = 8
_LONGEST_HEADER = 100
# What says little beside a key may be the key itself, where there is no other: "Hva | Hvem | Når".
_REPLACED = {"description", "goal"}
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[*:¹²³⁴]")
_ROWS = re.compile(r"\s[–-]\s")
_ALTERNATIVES = re.compile(r"\s*(?:/|,|\s(?:og|and|eller|or)\s)\s*")
# "Mål 2030" and "Budsjett 2025–2028" are named by their words.
_YEAR = re.compile(r"(?:19|20)\d{2}")
_YEARS = re.compile(r"(?:19|20)\d{2}(?:[-–/](?:19|20)?\d{2})?")
_WORD = re.compile(r"[\w&.-]*\w")


class _Words(TypedDict, total=False):
    key: list[str]
    telling: list[str]
    columns: dict[str, list[str]]
    weak: dict[str, list[str]]
    never: list[str]
    prepositions: list[str]
    behind: list[str]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a kind of table looks like.

    ``columns`` gives the words of each field. ``key`` are the fields of which one must be there,
    ``telling`` those of which one more must be; ``weak`` fields are words that mean something in
    too many tables, and count only where two telling columns stand beside. A table with one of the
    ``never`` words is about something else.
    """

    key: tuple[str, ...]
    telling: frozenset[str]
    phrases: tuple[tuple[tuple[str, ...], str], ...]
    weak: tuple[tuple[tuple[str, ...], str], ...]
    never: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table that is about a topic.

    ``fields`` names each column's field (``None``: none of the topic's); a field may have several
    columns. ``headers`` are the columns' names as written. ``sure`` is false where the table has no
    header and only its cells told what they are.
    """

    block: Block
    headers: tuple[str, ...]
    fields: tuple[str | None, ...]
    records: tuple[Record, ...]
    sure: bool = True

    def has(self, field: str) -> bool:
        """Whether there is such a column."""
        return field in self.fields

    def cells(self, record: Record, field: str) -> tuple[Cell, ...]:
        """The cells of a row that stand under a field and are not empty."""
        return tuple(
            cell
            for cell, name in zip(record.cells, self.fields, strict=False)
            if name == field and cell.span.text.strip()
        )

    def cell(self, record: Record, field: str) -> Span | None:
        """The first of them, without white space around it."""
        return next((cell.span.strip() for cell in self.cells(record, field)), None)


def known_tables(document: Document, topic_name: str) -> Iterator[KnownTable]:
    """The tables of a document that are about a topic, in order.

    A table without header that goes on where another of as many columns ended (a page break) has
    the other's columns. A first row that is a header in all but name counts as one.
    """
    topic = topic_of(topic_name)
    last: KnownTable | None = None
    for block, records in tables(document):
        headers = tuple(cell.column for cell in records[0].cells)
        known = _known(topic, block, headers, records)
        if known is None and not any(headers):
            first = tuple(" ".join(cell.span.text.split()) for cell in records[0].cells)
            known = _known(topic, block, first, records[1:])
        if known is None and last is not None and _goes_on(last, block):
            rows = (*_header_as_records(document, block), *records)
            known = KnownTable(block, last.headers, last.fields, rows, last.sure)
        if known is not None:
            last = known
            yield known


def topic_fields(topic_name: str, headers: Sequence[str]) -> tuple[str | None, ...]:
    """The field that each of these headers, or labels before a colon, means; ``None``: none."""
    return tuple(_known_header(topic_name, header) for header in headers)


@functools.lru_cache(maxsize=20_000)
def _known_header(topic_name: str, header: str) -> str | None:
    return _field(topic_of(topic_name).phrases, header)


@functools.cache
def topic_of(name: str) -> Topic:
    """A topic of the lexicon."""
    found = _lexicon()[name]

    def phrases(words: dict[str, list[str]]) -> tuple[tuple[tuple[str, ...], str], ...]:
        pairs = [(_stems(word), field) for field, each in words.items() for word in each]
        return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))

    return Topic(
        tuple(found["key"]),
        frozenset(found["telling"]),
        phrases(found["columns"]),
        phrases(found.get("weak", {})),
        frozenset(map(_stems, found.get("never", []))),
    )


def _known(
    topic: Topic, block: Block, headers: tuple[str, ...], records: Sequence[Record]
) -> KnownTable | None:
    if not records or any(_is_other(topic, header) for header in headers):
        return None
    fields = [_field(topic.phrases, header) for header in headers]
    if not any(key in fields for key in topic.key):
        fields = [
            field if field in topic.telling - _REPLACED else _field(topic.weak, header) or field
            for field, header in zip(fields, headers, strict=True)
        ]
        if len(topic.telling.intersection(filter(None, fields))) < 2:
            return None
    key = next((key for key in topic.key if key in fields), None)
    if key is None or not topic.telling.intersection(filter(None, fields)) - {key}:
        return None
    return KnownTable(block, headers, tuple(fields), tuple(records))


def _is_other(topic: Topic, header: str) -> bool:
    """Whether a header makes the table one of something else.

    A known phrase outweighs its last word: "Økonomiske konsekvenser" is a cost, no risk.
    """
    whole = _stems(header)
    known = len(whole) > 1 and any(phrase == whole for phrase, _ in topic.phrases)
    return not known and _alternatives_in(header, topic.never)


def _goes_on(last: KnownTable, block: Block) -> bool:
    """Whether a table's columns are those of the table before it, which a page break cut."""
    near = block.ordinal - last.block.ordinal <= 2
    same = bool(block.rows) and len(block.rows[0].cells) == len(last.fields)
    return near and same and block.page != last.block.page


def _header_as_records(document: Document, block: Block) -> Iterator[Record]:
    for row in block.rows[: block.header_rows]:
        yield Record(block, tuple(Cell("", Span(document.text, *cell)) for cell in row.cells))


def _field(phrases: tuple[tuple[tuple[str, ...], str], ...], header: str) -> str | None:
    if len(header) > _LONGEST_HEADER:
        return None
    if _YEAR.fullmatch(header.strip()):
        return "year"
    whole = _stems(header)
    for phrase, field in phrases:
        if whole == phrase:
            return field
    for stems in _heads(header):
        for phrase, field in phrases:
            if stems[-len(phrase) :] == phrase:
                return field
    return None


def _alternatives_in(header: str, phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(
        stems[-length:] in phrases
        for stems in _heads(header)
        for length in range(1, len(stems) + 1)
    )


@functools.lru_cache(maxsize=10_000)
def _heads(header: str) -> tuple[tuple[str, ...], ...]:
    """The stems of each alternative of a header, each up to its first preposition.

    Of several header rows the lowest counts first ("Ansvar – Partnere" is about partners).
    """
    if not 0 < len(header) <= _LONGEST_HEADER:
        return ()
    plain = _BRACKETS.sub(" ", header)
    heads: list[tuple[str, ...]] = []
    rows = reversed(_ROWS.split(plain))
    for alternative in (part for row in rows for part in _ALTERNATIVES.split(row)):
        stems = _stems(alternative)
        if not 0 < len(stems) <= _MOST_WORDS:
            continue
        cut = next((at for at, word in enumerate(stems) if at and word in _prepositions()), None)
        heads.append(stems[:cut])
    return tuple(dict.fromkeys(heads))


def _stems(text: str) -> tuple[str, ...]:
    words = (word.rstrip(".") for word in _WORD.findall(text))
    stems = [stem(word) for word in words if not _YEARS.fullmatch(word)]
    while len(stems) > 1 and stems[-1] in _behind():
        stems.pop()
    return tuple(stems)


@functools.cache
def _prepositions() -> frozenset[str]:
    return frozenset(stem(word) for word in _lexicon()["general"]["prepositions"])


@functools.cache
def _behind() -> frozenset[str]:
    return frozenset(stem(word) for word in _lexicon()["general"]["behind"])


@functools.cache
def _lexicon() -> dict[str, _Words]:
    return cast("dict[str, _Words]", lexicon("columns"))
