"""Gold facts against found ones: what was found, what is too much, which fields are right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.register.counts import ConflictCount, FieldCount, HistoryCount, KindCount
from eval.register.fields import agrees
from eval.register.intervals import Tally, interval
from eval.register.matching import candidates, match
from eval.register.parties import Parties, parties_of
from eval.register.types import Change, Fact, Said
from plansvar.register.claims import SURE
from plansvar.register.kinds import FIELDS, FactKind, field_of, key_field

# Who answers for something, by the kind of what is answered for.
OWNERS = {FactKind.MEASURE: "leads", FactKind.RESPONSIBILITY: "party"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field of a found fact that isn't as the gold has it; nothing found is missing."""

    gold: Fact
    found: Fact
    field: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The figures by kind, and the facts behind them, for whoever may see these."""

    kinds: Mapping[FactKind, KindCount]
    missed: tuple[Fact, ...]
    wrong: tuple[Wrong, ...]
    extra: tuple[Fact, ...]

    @property
    def ownership(self) -> FieldCount:
        """Leads of measures and parties of responsibilities together."""
        total = FieldCount()
        for kind, name in OWNERS.items():
            one = self.kinds[kind].fields[name]
            total.stated += one.stated
            total.right += one.right
            total.wrong += one.wrong
            total.missing += one.missing
            total.added += one.added
        return total


def compare(gold: Sequence[Fact], found: Sequence[Fact], *, once: bool) -> Compared:
    """Match the facts and count.

    Args:
        gold: the gold facts.
        found: the found facts, unsure ones too, which count apart.
        once: whether a gold fact must be one found fact, as in the register; of claims, any
            number may be about it, and a field is right where one of them has it right.
    """
    parties = parties_of(gold)
    optional = [fact for fact in gold if fact.optional]
    left_out = _matches_optional(gold, found, parties, once=once) if optional else set()
    dropped = [found[position] for position in sorted(left_out)]
    found = [fact for position, fact in enumerate(found) if position not in left_out]
    gold = [fact for fact in gold if not fact.optional]
    sure = [fact for fact in found if fact.confidence >= SURE]
    unsure = [fact for fact in found if fact.confidence < SURE]
    pairs = match(gold, sure, parties, once=once)
    reviewed = match(gold, unsure, parties, once=once)
    about: dict[int, list[Fact]] = defaultdict(list)
    for position, number in pairs.items():
        about[number].append(sure[position])
    extra = [fact for position, fact in enumerate(sure) if position not in pairs]
    again = {pair.found for pair in candidates(gold, extra, parties)}
    kinds = {}
    wrong: list[Wrong] = []
    for kind in FactKind:
        count = KindCount(fields={field.name: FieldCount() for field in FIELDS[kind]})
        count.gold = sum(fact.kind is kind for fact in gold)
        count.found = sum(fact.kind is kind for fact in sure)
        count.correct = sum(sure[position].kind is kind for position in pairs)
        count.duplicates = sum(extra[position].kind is kind for position in again)
        count.matched = sum(gold[number].kind is kind for number in about)
        count.left_out = sum(fact.kind is kind for fact in dropped)
        count.review = sum(fact.kind is kind for fact in unsure)
        count.review_right = sum(
            gold[number].kind is kind for number in set(reviewed.values()) - set(about)
        )
        for number, fact in enumerate(gold):
            if fact.kind is kind:
                wrong += _compare_one(fact, about.get(number, []), count, parties)
        tallies = _tallies(kind, gold, sure, pairs)
        count.precision_interval = interval([(one.correct, one.found) for one in tallies])
        count.recall_interval = interval([(one.matched, one.gold) for one in tallies])
        kinds[kind] = count
    missed = tuple(fact for number, fact in enumerate(gold) if number not in about)
    return Compared(kinds, missed, tuple(wrong), tuple(extra))


def _matches_optional(
    gold: Sequence[Fact], found: Sequence[Fact], parties: Parties, *, once: bool
) -> set[int]:
    """The found facts that are an optional gold fact, rather than one that must be found."""
    pairs = match(gold, found, parties, once=once)
    chosen = {position for position, number in pairs.items() if gold[number].optional}
    rest = [position for position in range(len(found)) if position not in pairs]
    optional = [fact for fact in gold if fact.optional]
    again = {
        rest[pair.found]
        for pair in candidates(optional, [found[position] for position in rest], parties)
    }
    return chosen | again


def _compare_one(
    gold: Fact, found: Sequence[Fact], count: KindCount, parties: Parties
) -> Iterable[Wrong]:
    """Count the fields, the history and the conflicts of one gold fact."""
    _count_history(gold, found, count.history, parties)
    _count_conflicts(gold, found, count.conflicts)
    if not found:
        return
    for field in FIELDS[gold.kind]:
        counted = count.fields[field.name]
        wanted = gold.values.get(field.name, ())
        given = [fact for fact in found if field.name in fact.values]
        if not wanted:
            counted.added += bool(given)
            continue
        counted.stated += 1
        if any(_right(gold.kind, field.name, wanted, one.values, parties) for one in given):
            counted.right += 1
            continue
        if given:
            counted.wrong += 1
        else:
            counted.missing += 1
        yield Wrong(gold, (given or found)[0], field.name)


def _right(
    kind: FactKind,
    name: str,
    wanted: Sequence[Said],
    values: Mapping[str, tuple[Said, ...]],
    parties: Parties,
) -> bool:
    return agrees(field_of(kind, name), wanted, values[name], parties)


def _count_history(
    gold: Fact, found: Sequence[Fact], counted: HistoryCount, parties: Parties
) -> None:
    changes = [change for fact in found for change in fact.history]
    for wanted in gold.history:
        if not wanted.values:
            continue
        counted.stated += 1
        same = [one for one in changes if _same_value(gold.kind, wanted, one, parties)]
        counted.right += bool(same)
        counted.dated += any(_same_day(wanted, one) for one in same)


def _same_value(kind: FactKind, gold: Change, found: Change, parties: Parties) -> bool:
    if gold.field != found.field or not found.values:
        return False
    if found.document is not None and gold.document not in {None, found.document}:
        return False
    return agrees(field_of(kind, gold.field), gold.values, found.values, parties)


def _same_day(gold: Change, found: Change) -> bool:
    """The same day, as far as both know it."""
    if not gold.date or not found.date:
        return False
    return gold.date.startswith(found.date) or found.date.startswith(gold.date)


def _count_conflicts(gold: Fact, found: Sequence[Fact], counted: ConflictCount) -> None:
    told = frozenset(name for fact in found for name in fact.conflicts)
    if not gold.conflicts:
        counted.added += bool(told)
        return
    counted.stated += 1
    counted.right += bool(told if "" in gold.conflicts else told & gold.conflicts)


def _tallies(
    kind: FactKind, gold: Sequence[Fact], sure: Sequence[Fact], pairs: Mapping[int, int]
) -> list[Tally]:
    """The figures document by document; a fact counts with the document of its first evidence."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    known = set(pairs.values())
    for number, fact in enumerate(gold):
        if fact.kind is kind:
            tallies[fact.document].gold += 1
            tallies[fact.document].matched += number in known
    for position, fact in enumerate(sure):
        if fact.kind is kind:
            tallies[fact.document].found += 1
            tallies[fact.document].correct += position in pairs
    return [tallies[name] for name in sorted(tallies)]


def title(fact: Fact) -> str:
    """What a fact is called in a list."""
    return fact.name or next(
        (said.text for values in fact.values.values() for said in values), key_field(fact.kind)
    )
