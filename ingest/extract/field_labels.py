"""Labels and what stands behind them: "Søknadsfrist: 1. mars", a row of a table, a heading."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.extract.spans import Span
from ingest.extract.word_lists import any_of

_NUMBER = re.compile(r"^\W*(?:\d+(?:\.\d+)*\.?\s+)?")
_YEAR = re.compile(
    r"\s*\(?\b(?:for|i|in|av)?\s*((?:19|20)\d{2})(?:\s?[–/-]\s?((?:19|20)?\d{2}))?\)?"
)
# Another label on the same line: "Søker: Nordklyngen Kontaktperson: N N".
_OTHER_LABEL = re.compile(r"\s[A-ZÆØÅ][a-zæøå]+(?:\s[a-zæøå]+){0,2}:\s")
_END = re.compile(r"[\s:?.!*]+$")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with the field that its label stands for; ``year`` is one that the label names."""

    field: str
    label: Span
    value: Span
    year: str | None = None

    @property
    def said(self) -> Span:
        """From the label to the end of the value."""
        return Span(self.label.source, self.label.start, self.value.end)


class Labels:
    """The labels of a topic: which field each of them stands for."""

    def __init__(self, words: Mapping[str, list[str]]) -> None:
        """``words``: for each field the labels that mean it."""
        self._fields = {word.casefold(): name for name, labels in words.items() for word in labels}
        known = any_of(self._fields)
        self._inside = re.compile(
            rf"(?:^|(?<=[\s(;]))(?P<label>{known}"
            rf"(?:\s(?:for|i|in)?\s?(?:19|20)\d{{2}}(?:\s?[–-]\s?\d{{2,4}})?)?)\s?:\s+",
            re.IGNORECASE,
        )

    def field(self, label: str) -> tuple[str, str | None] | None:
        """The field and the year that a label means; ``None`` for any other text."""
        text = _END.sub("", _NUMBER.sub("", " ".join(label.split())))
        year = _YEAR.search(text)
        if year:
            text = (text[: year.start()] + text[year.end() :]).strip()
        name = self._fields.get(text.casefold())
        if name is None:
            # "Maksimalt beløp (kr)", "Ramme, mill. kr"
            name = self._fields.get(re.split(r"\s*[(,/]", text)[0].casefold())
        return (name, years(year)) if name else None

    def inside(self, text: Span) -> Iterator[Labelled]:
        """Labels with their values in a text that may hold several: "Søker: X Frist: 1. mai"."""
        found = list(self._inside.finditer(text.text)) if ":" in text.text else []
        if not found or (found[0].start() > 0 and not text.text[: found[0].start()].isspace()):
            return
        for match, following in zip(found, [*found[1:], None], strict=True):
            end = following.start() if following else len(text)
            name = self.field(match["label"])
            if other := _OTHER_LABEL.search(text.text, match.end(), end):
                end = other.start()
            value = text.part(match.end(), end).strip()
            if name and value.text:
                yield Labelled(name[0], text.part(*match.span("label")), value, name[1])


def years(match: re.Match[str] | None) -> str | None:
    """A year, or a period such as ``2024/2026``; the groups are its first and last year."""
    if match is None:
        return None
    first, last = match[1], match[2]
    if not last:
        return first
    return f"{first}/{first[:2] + last if len(last) == 2 else last}"


@functools.cache
def year_pattern() -> re.Pattern[str]:
    """A year or a period of years."""
    return _YEAR
