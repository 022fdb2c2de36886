"""The words of words.toml, compiled once."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.word_patterns import any_of, compiled, raw_patterns
from plansvar.documents.types import DocumentType


@dataclass(frozen=True, slots=True)
class Words:
    """words.toml; it says what each is for. ``talk`` and ``sources`` are patterns by their name."""

    link: re.Pattern[str]
    what_about: re.Pattern[str]
    verb: re.Pattern[str]
    asking: re.Pattern[str]
    adding: re.Pattern[str]
    opener: re.Pattern[str]
    auxiliary: re.Pattern[str]
    subject: re.Pattern[str]
    then: re.Pattern[str]
    exclaimed: re.Pattern[str]
    stated: re.Pattern[str]
    facet: re.Pattern[str]
    thing: re.Pattern[str]
    its: re.Pattern[str]
    person: re.Pattern[str]
    empty: re.Pattern[str]
    leaning: re.Pattern[str]
    goes_on: re.Pattern[str]
    again: re.Pattern[str]
    belongs: re.Pattern[str]
    earlier: re.Pattern[str]
    first: re.Pattern[str]
    now: re.Pattern[str]
    now_at_end: re.Pattern[str]
    ordinals: tuple[re.Pattern[str], ...]
    source: re.Pattern[str]
    says: re.Pattern[str]
    joint: re.Pattern[str]
    date_lead: re.Pattern[str]
    after_they: re.Pattern[str]
    belonging: str
    article: str
    of: str
    after: re.Pattern[str]
    of_or_after: re.Pattern[str]
    definite: re.Pattern[str]
    issuer: re.Pattern[str]
    types: tuple[tuple[DocumentType, re.Pattern[str]], ...]
    languages: tuple[tuple[str, re.Pattern[str]], ...]
    looked_in: frozenset[DocumentType]
    talk: Mapping[str, re.Pattern[str]]
    outside: re.Pattern[str]


@functools.cache
def words() -> Words:
    """The patterns."""
    raw = raw_patterns("words.toml", "assistant.dialogue")
    sources = raw["sources"]
    kinds = any_of([one for forms in sources["type"].values() for one in forms])
    tongues = any_of([one for forms in sources["language"].values() for one in forms])
    noun = rf"(?P<noun>(?P<tongue>{tongues})?[\s-]?(?P<kind>{kinds}))\b"
    article = rf"(?:(?P<article>{any_of(sources['article'])})\s+)?"
    before = rf"(?:(?P<surely>{any_of(sources['surely'])})|(?P<inside>{any_of(sources['inside'])}))"
    things = rf"\b{any_of(raw['things'])}\b"
    empty = rf"\b{any_of(raw['empty_before'])}\s+{things}|{things}\s+{any_of(raw['empty_after'])}\b"
    return Words(
        link=compiled(rf"(?:{any_of(raw['links'])}[\s,.!]+)+"),
        what_about=compiled(rf"{any_of(raw['what_about'])}\s+"),
        verb=compiled(rf"{any_of(raw['verbs'])}\b"),
        asking=compiled(any_of(raw["asking"])),
        opener=compiled(rf"(?:{any_of([*raw['openers'], *raw['links']])}[\s,.!]+)+"),
        auxiliary=compiled(rf"{any_of(raw['auxiliaries'])}\s+"),
        subject=compiled(rf"{any_of(raw['subjects'])}\b"),
        then=compiled(rf"\b{any_of(raw['then'])}\b"),
        exclaimed=compiled(rf"{any_of(raw['exclaimed'])}$"),
        stated=compiled(rf"(?:{any_of(raw['stated'])}[\s,.!]*)+$"),
        adding=compiled(rf"\b{any_of(raw['adding'])}\b"),
        facet=compiled(any_of(raw["facets"])),
        thing=compiled(things),
        its=compiled(rf"\b{any_of(raw['its'])}\b"),
        person=compiled(rf"\b{any_of(raw['people'])}\b"),
        empty=compiled(empty),
        leaning=compiled(rf"\b{any_of(raw['leaning'])}\b"),
        goes_on=compiled(rf"{any_of(raw['goes_on'])}\b"),
        again=compiled(rf"\b{any_of(raw['again'])}\b"),
        belongs=compiled(rf"\b{any_of(raw['belongs'])}$"),
        earlier=compiled(any_of(raw["earlier"])),
        first=compiled(any_of(raw["first"])),
        now=compiled(any_of(raw["now"])),
        now_at_end=compiled(rf"[\s,]+{any_of(raw['now'])}$"),
        ordinals=tuple(compiled(any_of(forms)) for forms in raw["ordinals"]),
        source=compiled(rf"(?:(?<=^)|(?<=[\s,])){before}\s+{article}{noun}"),
        says=compiled(
            rf"^{any_of(sources['says'])}\s+{article}{noun}(?P<rest>.*?)"
            rf"(?:\s+{any_of(sources['said'])})?\s+(?=(?:om|about|on|of)\b)"
        ),
        joint=compiled(rf"^(?P<joint>{any_of(raw['joints'])})\s+(?P<rest>.+)$"),
        date_lead=compiled(rf"{any_of(raw['date_leads'])}?\s*"),
        after_they=compiled(any_of(raw["after_they"])),
        belonging=any_of(raw["belonging"]),
        after=compiled(rf"\s+{any_of(sources['after'])}\s+"),
        of_or_after=compiled(rf"\b{any_of([*sources['of'], *sources['after']])}\b|[\s–-]"),
        definite=compiled(rf"{any_of(sources['definite'])}$"),
        # A name is told by its capitals.
        issuer=re.compile(
            rf"\s+[A-ZÆØÅ][\w-]+(?:\s+(?:[A-ZÆØÅ][\w-]+|{any_of(sources['in_names'])}))*"
        ),
        article=article,
        of=any_of(sources["of"]),
        types=tuple(
            (DocumentType(kind), compiled(any_of(forms))) for kind, forms in sources["type"].items()
        ),
        languages=tuple(
            (language, compiled(any_of(forms))) for language, forms in sources["language"].items()
        ),
        looked_in=frozenset(DocumentType(one) for one in sources["looked_in"]),
        talk={kind: compiled(any_of(forms)) for kind, forms in raw["talk"].items()},
        outside=compiled("|".join(raw["outside"]["words"])),
    )
