"""What was found, narrowed and put in order, with the words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from api.pages.source_view import Piece, Pieces
from api.pages.words import language_name
from plansvar.answers import SearchHit
from plansvar.documents.stored import DocumentInfo
from plansvar.language.detect import Language
from plansvar.language.terms import stem, tokens
from plansvar.messages.catalogue import catalogue_keys
from plansvar.register.names import stems

MOST = 100  # passages that are looked at
_BEFORE, _LONGEST = 90, 420
# A shorter word is another word when it stands inside a longer one.
_SHORTEST_PART = 4
_MOST_VALUES = 12

_MUNICIPALITY_DIGITS = 4


def _places(document: DocumentInfo) -> list[str]:
    return [one.name for one in document.about.places if len(one.number) == _MUNICIPALITY_DIGITS]


_VALUES: Mapping[str, Callable[[DocumentInfo], list[str]]] = MappingProxyType(
    {
        "type": lambda one: [one.type.value],
        "authority": lambda one: [one.authority.value],
        "organisation": lambda one: [one.about.organisation] if one.about.organisation else [],
        "municipality": _places,
        "year": lambda one: [one.date[:4]] if one.date else [],
        "language": lambda one: [one.language],
    }
)
FACETS = tuple(_VALUES)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, and how many passages have it among those that the others leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What results can be narrowed by."""

    name: str
    choices: tuple[Choice, ...]


Chosen = Mapping[str, Sequence[str]]


def narrowed(hits: Sequence[SearchHit], chosen: Chosen) -> list[SearchHit]:
    """The hits that have one of the chosen values of each facet."""
    return [one for one in hits if _fits(one, chosen, None)]


def by_date(hits: Iterable[SearchHit]) -> list[SearchHit]:
    """The newest document first, those without a date last; else as they were."""
    return sorted(hits, key=lambda one: one.document.date or "", reverse=True)


def facets(hits: Sequence[SearchHit], chosen: Chosen, language: Language) -> tuple[Facet, ...]:
    """All facets that tell some hits from others, with their values, the most frequent first."""
    found = []
    for name, values in _VALUES.items():
        left = [one for one in hits if _fits(one, chosen, name)]
        counts = Counter(value for one in left for value in values(one.document))
        for value in chosen.get(name, ()):
            counts.setdefault(value, 0)
        ordered = sorted(counts, key=lambda value: _order(name, value, counts[value]))
        choices = tuple(
            Choice(
                value,
                _label(name, value, language),
                counts[value],
                value in chosen.get(name, ()),
            )
            for value in ordered[:_MOST_VALUES]
        )
        if len(choices) > 1 or any(one.chosen for one in choices):
            found.append(Facet(name, choices))
    return tuple(found)


def snippet(text: str, query: str) -> Pieces:
    """The part of a passage with the words that were looked for, each of them marked."""
    wanted = set(stems(query))
    hits = [one for one in tokens(text) if _is_wanted(stem(one.text), wanted)]
    begin = max(0, hits[0].start - _BEFORE) if len(text) > _LONGEST and hits else 0
    if begin:
        begin = text.find(" ", begin) + 1
    end = min(len(text), begin + _LONGEST)
    pieces = [Piece("… ")] if begin else []
    place = begin
    for hit in hits:
        if hit.start < place or hit.end > end:
            continue
        pieces += [Piece(text[place : hit.start]), Piece(text[hit.start : hit.end], marked=True)]
        place = hit.end
    pieces.append(Piece(text[place:end] + (" …" if end < len(text) else "")))
    return tuple(pieces)


def _is_wanted(word: str, wanted: set[str]) -> bool:
    return word in wanted or any(len(one) >= _SHORTEST_PART and one in word for one in wanted)


def _fits(hit: SearchHit, chosen: Chosen, but: str | None) -> bool:
    return all(
        name == but or not values or set(values) & set(_VALUES[name](hit.document))
        for name, values in chosen.items()
    )


def _order(name: str, value: str, count: int) -> tuple[int, str]:
    """Years from the newest on, anything else by how often it is there."""
    return (-int(value), "") if name == "year" and value.isdigit() else (-count, value)


def _label(name: str, value: str, language: Language) -> str:
    """What a value is called. What an address names may be no value at all."""
    kinds = {"type": "answer.register.type", "authority": "cli.authority"}
    if name in kinds:
        return catalogue_keys(language).get(f"{kinds[name]}.{value}", value)
    return language_name(value, language) if name == "language" else value
