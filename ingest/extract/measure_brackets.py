"""Lists whose items name who answers for them in brackets: "Åpen hall (Kultur og fritid)"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ingest.extract import stated
from ingest.extract.amounts import amounts_in
from ingest.extract.measure_names import named
from ingest.extract.names import kind_of
from ingest.extract.parties_in import parties_in
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import BlockKind, Document
from plansvar.language.dates import find_dates
from plansvar.register.claims import Value

_ITEM = re.compile(
    r"(?P<name>[^()]{6,200}?)\s?\((?P<who>[^()]{2,90})\)[¹²³⁴]?[.;]?(?:\s[–-]\s(?P<rest>.{3,200}))?$",
    re.DOTALL,
)
_SAYS_SO = re.compile(
    r"(?:ansvarl|responsib)[^.\n]{0,60}(?:parentes|brackets|parenthes)", re.IGNORECASE
)
_DETAIL = re.compile(
    r",\s(?=(?:ferdig|innen|innan|minst|åpen|open|prøve|by|at least|to be)\b)", re.IGNORECASE
)
_BY = re.compile(r"(?:\s|^)(?:innen|innan|ferdig|by|before|i|in)\s$", re.IGNORECASE)
_LEAST = 3
# Only the list items of a document are counted, and not more of them.
_MOST = 400


class Brackets:
    """Which words in brackets name who answers for an item of a document's lists."""

    def __init__(self, document: Document) -> None:
        """Look through the lists of a document."""
        self._says = bool(_SAYS_SO.search(document.text[:20_000]))
        items = [block for block in document.blocks if block.kind is BlockKind.LIST_ITEM]
        counted: Counter[str] = Counter()
        for block in items[:_MOST]:
            if match := _ITEM.match(document.text[block.start : block.end]):
                who = span_of(document, block).part(*match.span("who"))
                counted.update(party.name.casefold() for party in parties_in(who))
        self._often = {name for name, times in counted.items() if times > 1}
        self._many = sum(counted.values()) >= _LEAST

    def name_of(self, item: Span) -> tuple[list[Value], list[Value]] | None:
        """The name of an item and what else it says, where its brackets name who answers for it."""
        match = _ITEM.match(item.text) if self._many and len(item) <= _MOST else None
        if match is None:
            return None
        who = item.part(*match.span("who"))
        parties = parties_in(who)
        if not self._says and not (parties and all(map(self._is_known, (p.name for p in parties)))):
            return None
        name = item.part(*match.span("name"))
        detail = _DETAIL.search(name.text)
        title = name.part(0, detail.start()) if detail else name
        title, day = _without_day(title)
        code = stated.code_at(title)
        values = named(stated.behind_code(title, code) if code else title, code)
        if values is None:
            return None
        rest = item.part(*match.span("rest")) if match["rest"] else None
        return values, [*stated.parties("leads", who), *_more(name, detail, day, rest)]

    def _is_known(self, name: str) -> bool:
        return name.casefold() in self._often or kind_of(name) not in (None, "person")


def _without_day(title: Span) -> tuple[Span, Span | None]:
    """A title without "innen 2026" at its end, and the day."""
    for date in find_dates(title.text):
        before = _BY.search(title.text[: date.start])
        if before and date.year is not None and not title.text[date.end :].strip():
            return title.part(0, before.start()).strip(), title.part(date.start, date.end)
    return title, None


def _more(
    name: Span, detail: re.Match[str] | None, day: Span | None, rest: Span | None
) -> Iterator[Value]:
    told = name.part(detail.end(), len(name)) if detail else None
    if day is not None:
        yield from stated.when(day)
    elif told is not None and find_dates(told.text):
        yield from stated.when(told)
    if rest is not None and next(iter(amounts_in(rest.text)), None):
        yield stated.value("funding", rest, rest.text)
