"""Bodies that a text names by their names or by what they are: "de regionale helseforetakene"."""

from __future__ import annotations

import functools
import re

from ingest.extract.names import bodies_in, is_lead, is_person, kind_of, without_lead
from ingest.extract.spans import Span
from ingest.extract.word_lists import any_of, lexicon

_UPPER = "A-ZÆØÅ"
# "Norsk helsenett SF", "Helse Nord RHF", "Bufdir", "Direktoratet for medisinske produkter".
_NAMED = (
    rf"[{_UPPER}][\w-]+(?:\s(?:[{_UPPER}][\w-]*|helsenett|kommune|fylkeskommune)){{0,4}}"
    rf"(?:\s(?:SF|RHF|HF|AS|KF|IKS))?"
)
_LONGEST = 90
_AND = re.compile(r"(?:,\s|\s(?:og|and|samt)\s)$")
_SEVERAL = 4
_FOR = re.compile(r"\sfor\s[a-zæøå]+(?:(?:,\s|\s(?:og|and)\s)[a-zæøå]+){0,3}(?=[,.;:)]|$)")


@functools.cache
def _common() -> str:
    words = lexicon("bodies")
    return (
        rf"(?:{any_of(words['before'])}\s){{0,3}}(?:\w+-\s(?:og|and)\s)?\w*{any_of(words['nouns'])}"
    )


@functools.cache
def _at_end() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:(?P<common>(?i:{_common()}))"
        rf"|(?P<of>[{_UPPER}]\w+(?:et|en)\sfor\s[\wæøå]+(?:\s(?:og\s)?[\wæøå-]+){{0,4}}))$"
    )


@functools.cache
def _part_of() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?i:{_common()})\s(?:i|ved|av|hos|of|in)\s$")


@functools.cache
def _at_start() -> re.Pattern[str]:
    return re.compile(rf"(?P<common>(?i:{_common()}))(?!(?!s\s)[\w-])|(?P<named>{_NAMED})(?![\w-])")


def body_at_start(text: Span) -> Span | None:
    """The body that a text begins with."""
    bodies = list(bodies_in(text.part(0, min(len(text), _LONGEST))))
    if bodies and bodies[0].start == text.start:
        return bodies[0]
    match = _at_start().match(text.text[:_LONGEST])
    if match is None:
        return None
    found = text.part(*match.span())
    if match["common"]:
        # "Direktoratet for samfunnssikkerhet og beredskap"
        further = _FOR.match(text.text, match.end()) if found.text[:1].isupper() else None
        return text.part(match.start(), further.end()) if further else found
    return found if _is_name(found) else None


def body_at_end(text: Span) -> Span | None:
    """The body that a text ends with."""
    near = text.part(max(0, len(text) - _LONGEST), len(text))
    bodies = list(bodies_in(near))
    if bodies and bodies[-1].end == near.end:
        return bodies[-1]
    if match := _at_end().search(near.text):
        found = near.part(*match.span())
        # "styrene i de regionale helseforetakene" are the boards, not the trusts.
        part = _part_of().search(near.text[: match.start()])
        return near.part(part.start(), match.end()) if part else found
    return None


def bodies_at_end(text: Span) -> list[Span]:
    """The body that a text ends with, and those that it is named together with: "A, B og C"."""
    found: list[Span] = []
    while len(found) < _SEVERAL and (body := body_at_end(text)):
        found.insert(0, body)
        joint = _AND.search(text.text[: body.start - text.start])
        if joint is None:
            break
        text = text.part(0, joint.start())
    return found


def _is_name(found: Span) -> bool:
    name = without_lead(found)
    if name.start != found.start or is_lead(name.text) or is_person(name.text):
        return False
    return kind_of(name.text) not in (None, "person")
