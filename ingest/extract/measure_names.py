"""How measures are named outside of tables: "Tiltak 2.1 Sirkulær havn", "AP1 Pakkeri", lists."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract import stated
from ingest.extract.parties_in import parties_in
from ingest.extract.spans import Span
from plansvar.register.claims import Value

_LONGEST_TITLE = 200
_LONGEST_REFERENCE = 40
_HEADING_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+(?=[^\W\d_])")
# "Sirkulær havn (2.1)", "Sirkulær havn (2.1): Fristen er flyttet".
_BEHIND_TITLE = re.compile(
    r"(?P<title>[^():.]{4,60}?)\s?\((?P<code>\d{1,2}\.\d{1,2}[a-z]?)\)(?::\s|:?$)"
)
_BEGINS = re.compile(r"[\w(«“\"'§]")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)\d\d)?")
_NAME_END = re.compile(r"[.:][*_]{0,2}\s+")
_LETTERED = re.compile(r"[A-ZÆØÅ]{1,2}\s?\d{1,2}")
_JOINS = re.compile(r"\b(?:og|and|for|av|i|of)\b")
_ROLE = re.compile(r"(?P<name>[^()]{2,60}?)\s?\((?P<roles>[^()]{3,60})\):?$")


def name_in(span: Span, *, heading: bool) -> list[Value] | None:
    """Title and number of a measure that a text names: "Tiltak 2.1 Sirkulær havn"."""
    if len(span) > _LONGEST_TITLE or span.text.endswith("?"):
        return None
    if heading and (numbering := _HEADING_NUMBER.match(span.text)):
        return name_in(span.part(numbering.end(), len(span)), heading=True)
    if behind := _BEHIND_TITLE.match(span.text):
        return named(span.part(*behind.span("title")), span.part(*behind.span("code")))
    match = _kind_label().match(span.text)
    rest = span.part(match.end(), len(span)).strip() if match else span
    code = stated.code_at(rest)
    if match is None and (code is None or not _is_package(code.text)):
        return None
    if match and code is None and match["colon"] is None:
        digit = re.match(r"\d{1,2}[a-z]?(?=\s?[:.–-]\s|\s[A-ZÆØÅ])", rest.text)
        if digit is None:
            return None
        code = rest.part(0, digit.end())
    title = stated.behind_code(rest, code) if code else rest
    if not heading and match and match["colon"] is None and title.text.endswith("."):
        return None  # "Tiltak 2.1 Sirkulær havn er forsinket." is a sentence.
    return named(title, code)


def package_in(span: Span, *, listed: bool) -> tuple[list[Value], Span] | None:
    """A work package at the start of a paragraph that tells of it, and the rest.

    As in "WP1 – Charging. Led by X.", "AP2 Verksteder: 7 av 10 er holdt."; ``listed``: below a
    heading that lists measures, where "A1 Innsamling. …" is one too.
    """
    code = stated.code_at(span)
    if code is None or not (_is_package(code.text) or (listed and _LETTERED.fullmatch(code.text))):
        return None
    behind = stated.behind_code(span, code)
    end = _NAME_END.search(behind.text[:_LONGEST_TITLE])
    title = behind.part(0, end.start()) if end else None
    if title is None or (name := named(title, code)) is None or len(name) != 2:
        return None
    return name, behind.part(end.end() if end else 0, len(behind))


def named(title: Span, code: Span | None) -> list[Value] | None:
    """Title and number; "Tiltak 3.1 i næringsplanen" has only the number, a sentence neither."""
    words = stated.clean(title.text)
    number = [stated.number(code)] if code else []
    if code and words[:1].islower():
        return number if len(words) <= _LONGEST_REFERENCE else None
    if sum(character.isalpha() for character in words) < 3 or not _BEGINS.match(words):
        return None
    return [stated.value("title", title), *number]


def number_of_kind(label: Span) -> Span | None:
    """The number of "Tiltak 2.1", which stands beside its name."""
    match = _kind_label().match(label.text)
    rest = label.part(match.end(), len(label)).strip() if match else None
    return stated.whole_code(rest) if rest and rest.text else None


def last_words(text: str) -> str:
    """The end of a line that leads a list in: "… disse tiltakene:"; empty for other lines."""
    return " ".join(text.split()[-2:]) if text.endswith(":") and len(text) <= 250 else ""


def lists_measures(heading: str) -> bool:
    """Whether a heading is "Tiltak", "Prioriterte tiltak 2026" or the like."""
    numbering = _HEADING_NUMBER.match(heading)
    plain = _YEARS.sub("", heading[numbering.end() if numbering else 0 :]).strip(" :").lower()
    words = plain.split()
    listed = stated.measure_words()["list_headings"]
    return plain in listed or (
        1 < len(words) <= 3 and words[-1] in listed and not _JOINS.search(plain)
    )


def number_behind(text: str) -> bool:
    """Whether a text names a measure with its number in brackets: "Sirkulær havn (2.1)"."""
    return bool(_BEHIND_TITLE.match(text))


def without_heading_number(span: Span) -> Span:
    """A heading without the number of its chapter."""
    numbering = _HEADING_NUMBER.match(span.text)
    return span.part(numbering.end() if numbering else 0, len(span))


def lead_of_heading(span: Span) -> Iterator[Value]:
    """Who answers for what stands below a heading: "Kommune (tilrettelegger):"."""
    match = _ROLE.match(span.text)
    if match is None or not _roles().search(match["roles"]):
        return
    for party in parties_in(span.part(match.start("name"), match.end("name"))):
        if party.unsure:
            continue
        yield Value("leads", party.name, span.start, span.end)


def is_about_others(heading: str) -> bool:
    """Whether a heading is about risks, removed measures, decisions and the like."""
    return bool(_not_measures().search(heading))


def _is_package(code: str) -> bool:
    return bool(re.match(r"(?:AP|WP)\s?\d", code))


@functools.cache
def _kind_label() -> re.Pattern[str]:
    kinds = sorted(stated.measure_words()["kinds"], key=len, reverse=True)
    words = "|".join(re.escape(word) for word in kinds)
    return re.compile(
        rf"[*_•–-]{{0,3}}(?:{words})(?P<colon>\s?:)?[*_]{{0,2}}(?:\s|$)", re.IGNORECASE
    )


@functools.cache
def _not_measures() -> re.Pattern[str]:
    words = "|".join(map(re.escape, stated.measure_words()["not_measures"]))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@functools.cache
def _roles() -> re.Pattern[str]:
    words = "|".join(map(re.escape, stated.measure_words()["heading_roles"]))
    return re.compile(rf"(?:{words})", re.IGNORECASE)
