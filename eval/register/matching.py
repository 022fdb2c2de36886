"""Which found fact is which gold fact.

Two facts of a kind belong together when a quote of the one overlaps a quote of the other in the
same document, or when they have the same name; parties go by their names alone. Quotes that stand
in many places ("Brimvik kommune" in a column of owners) count only together with the name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.register.parties import Parties
from eval.register.types import Fact, Quote
from eval.register.words import containment, overlaps, plain, similarity
from plansvar.register.kinds import FIELDS, FactKind, FieldType, key_field

# A quote of fewer words may stand anywhere in a document.
_TELLING = 4
_TELLS = 1.0
# How alike the names must be beside a quote that doesn't tell, and without any quote.
_NAME_WITH_QUOTE = 0.35
_NAME_ALONE = 0.75
# What a person may be called in, and what he does there: a responsibility is named by all of it.
_NAMED_BY = {FactKind.RESPONSIBILITY: ("party", "role", "area")}


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold fact and a found one that may be the same, by their positions."""

    gold: int
    found: int
    score: float


def match(
    gold: Sequence[Fact], found: Sequence[Fact], parties: Parties, *, once: bool
) -> dict[int, int]:
    """The gold fact of each found one that has one, by their positions.

    Args:
        gold: the gold facts.
        found: the found facts.
        parties: which names mean the same.
        once: a gold fact has one found fact at most, the best one; else any number of them.
    """
    pairs = sorted(candidates(gold, found, parties), key=lambda pair: -pair.score)
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for pair in pairs:
        if pair.found in matched or (once and pair.gold in taken):
            continue
        matched[pair.found] = pair.gold
        taken.add(pair.gold)
    return matched


def candidates(gold: Sequence[Fact], found: Sequence[Fact], parties: Parties) -> Iterable[Pair]:
    """The pairs that may be the same, with how much speaks for it."""
    by_kind: dict[FactKind, list[int]] = defaultdict(list)
    for position, fact in enumerate(gold):
        by_kind[fact.kind].append(position)
    for other, fact in enumerate(found):
        for position in by_kind[fact.kind]:
            if (score := alike(gold[position], fact, parties)) > 0:
                yield Pair(position, other, score)


def alike(gold: Fact, found: Fact, parties: Parties) -> float:
    """How much speaks for two facts of a kind being the same; 0: nothing that would do."""
    if gold.kind is FactKind.PARTY:
        return float(bool(_names(gold, parties) & _names(found, parties)))
    name = _name_likeness(gold, found, parties)
    told = _quote_likeness(gold, found)
    if told >= _TELLS:
        likely = True
    elif told > 0:
        likely = name >= _NAME_WITH_QUOTE
    else:
        likely = name >= _NAME_ALONE and _same_case(gold, found)
    return told + 2 * name + _shared_values(gold, found) / 2 if likely else 0.0


def _names(fact: Fact, parties: Parties) -> frozenset[str]:
    said = (*fact.values.get("name", ()), *fact.values.get("aliases", ()))
    return frozenset(parties.key(one.text) for one in said)


def _name_likeness(gold: Fact, found: Fact, parties: Parties) -> float:
    """0 to 1; equal numbers of a plan's measures or goals count as half a name."""
    first, second = _label(gold), _label(found)
    likeness = similarity(first, second)
    if containment(first, second) == 1.0:
        likeness = max(likeness, 0.6)
    field = FIELDS[gold.kind][0]
    if field.type is FieldType.PARTY and parties.key(gold.name) == parties.key(found.name) != "":
        likeness = max(likeness, 0.75)
    if "number" in gold.values and "number" in found.values:
        same = plain(gold.values["number"][0].text) == plain(found.values["number"][0].text)
        likeness = max(likeness, 0.5) if same else likeness / 2
    return likeness


def _label(fact: Fact) -> str:
    fields = _NAMED_BY.get(fact.kind, (key_field(fact.kind),))
    return " ".join(said.text for name in fields for said in fact.values.get(name, ())[:1])


def _quote_likeness(gold: Fact, found: Fact) -> float:
    """How much the quotes of two facts say that they are the same; from :data:`_TELLS` on, enough.

    That takes some words which, for one of the two at least, name the fact: the head of a case
    stands above all its decisions, and the owner of one measure beside many.
    """
    best = 0.0
    key = key_field(gold.kind)
    for one in gold.quotes:
        for other in found.quotes:
            if _same_place(one, other):
                words = min(len(plain(one.text).split()), len(plain(other.text).split()))
                naming = (one.field == key) + (other.field == key)
                told = _TELLS if naming and words >= _TELLING else _TELLS / 2
                best = max(best, told + naming * 0.1)
    return best


def _same_place(one: Quote, other: Quote) -> bool:
    if one.document != other.document:
        return False
    if one.page is not None and other.page is not None and one.page != other.page:
        return False
    return overlaps(one.text, other.text)


def _shared_values(gold: Fact, found: Fact) -> float:
    """The share of the gold's fields that the other has word by word; tells like facts apart."""
    same = sum(
        bool({plain(one.text) for one in values} & {plain(one.text) for one in found.values[name]})
        for name, values in gold.values.items()
        if name in found.values
    )
    return same / len(gold.values) if gold.values else 0.0


def _same_case(gold: Fact, found: Fact) -> bool:
    """Decisions and applications that are called the same are the same only on the same day."""
    for name in ("date", "case_number", "year", "applicant"):
        first, second = gold.values.get(name), found.values.get(name)
        if first and second and plain(first[0].text) != plain(second[0].text):
            normals = {first[0].normal, second[0].normal}
            if len(normals) == 2 or None in normals:
                return False
    return True
