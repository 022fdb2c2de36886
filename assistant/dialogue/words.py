"""The words of words.toml, compiled once."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from plansvar.documents.types import DocumentType


@dataclass(frozen=True, slots=True)
class Words:
    """words.toml; it says what each is for. ``talk`` and ``sources`` are patterns by their name."""

    link: re.Pattern[str]
    what_about: re.Pattern[str]
    verb: re.Pattern[str]
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
    article: str
    of: str
    types: tuple[tuple[DocumentType, re.Pattern[str]], ...]
    languages: tuple[tuple[str, re.Pattern[str]], ...]
    looked_in: frozenset[DocumentType]
    talk: Mapping[str, re.Pattern[str]]
    outside: re.Pattern[str]


@functools.cache
def words() -> Words:
    """The patterns."""
    raw: dict[str, Any] = tomllib.loads(
        resources.files("assistant.dialogue").joinpath("words.toml").read_text("utf-8")
    )
    sources = raw["sources"]
    kinds = _any([one for forms in sources["type"].values() for one in forms])
    tongues = _any([one for forms in sources["language"].values() for one in forms])
    noun = rf"(?P<noun>(?P<tongue>{tongues})?[\s-]?(?P<kind>{kinds}))\b"
    article = rf"(?:(?P<article>{_any(sources['article'])})\s+)?"
    before = rf"(?:(?P<surely>{_any(sources['surely'])})|(?P<inside>{_any(sources['inside'])}))"
    things = rf"\b{_any(raw['things'])}\b"
    empty = rf"\b{_any(raw['empty_before'])}\s+{things}|{things}\s+{_any(raw['empty_after'])}\b"
    return Words(
        link=_compiled(rf"(?:{_any(raw['links'])}[\s,.!]+)+"),
        what_about=_compiled(rf"{_any(raw['what_about'])}\s+"),
        verb=_compiled(rf"{_any(raw['verbs'])}\b"),
        facet=_compiled(_any(raw["facets"])),
        thing=_compiled(things),
        its=_compiled(rf"\b{_any(raw['its'])}\b"),
        person=_compiled(rf"\b{_any(raw['people'])}\b"),
        empty=_compiled(empty),
        leaning=_compiled(rf"\b{_any(raw['leaning'])}\b"),
        goes_on=_compiled(rf"{_any(raw['goes_on'])}\b"),
        again=_compiled(rf"\b{_any(raw['again'])}\b"),
        belongs=_compiled(rf"\b{_any(raw['belongs'])}$"),
        earlier=_compiled(_any(raw["earlier"])),
        first=_compiled(_any(raw["first"])),
        now=_compiled(_any(raw["now"])),
        now_at_end=_compiled(rf"[\s,]+{_any(raw['now'])}$"),
        ordinals=tuple(_compiled(_any(forms)) for forms in raw["ordinals"]),
        source=_compiled(rf"(?:(?<=^)|(?<=[\s,])){before}\s+{article}{noun}"),
        says=_compiled(
            rf"^{_any(sources['says'])}\s+{article}{noun}(?P<rest>.*?)"
            rf"(?:\s+{_any(sources['said'])})?\s+(?=(?:om|about|on|of)\b)"
        ),
        article=article,
        of=_any(sources["of"]),
        types=tuple(
            (DocumentType(kind), _compiled(_any(forms))) for kind, forms in sources["type"].items()
        ),
        languages=tuple(
            (language, _compiled(_any(forms))) for language, forms in sources["language"].items()
        ),
        looked_in=frozenset(DocumentType(one) for one in sources["looked_in"]),
        talk={kind: _compiled(_any(forms)) for kind, forms in raw["talk"].items()},
        outside=_compiled("|".join(raw["outside"]["words"])),
    )


def _any(forms: Sequence[str]) -> str:
    return "(?:" + "|".join(sorted(forms, key=len, reverse=True)) + ")"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
