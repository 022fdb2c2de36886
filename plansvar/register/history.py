"""What held of one field, from when to when, and what contradicts it.

Observations come in their order. Each adds to what holds, takes its place, or contests it. What is
replaced takes along what contested it: an outdated statement is history and no conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plansvar.documents.types import Authority
from plansvar.register.claims import Operation
from plansvar.register.facts import Conflict, Entry
from plansvar.register.held import Held, oldest_first, strongest_first
from plansvar.register.kinds import FactKind, FieldType, field_of
from plansvar.register.precedence import Observation, Said, in_order, replaces
from plansvar.register.timespan import newer
from plansvar.register.values import Key, Relation, relation


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a field on the day asked for."""

    entries: tuple[Entry, ...]
    history: tuple[Entry, ...]
    conflict: Conflict | None


class Timeline:
    """The values of one field of one fact."""

    def __init__(self, kind: FactKind, name: str) -> None:
        self._kind = kind
        self._field = field_of(kind, name)
        self._name = name
        self._current: dict[Key, Held] = {}
        self._contested: dict[Key, Held] = {}
        self._past: list[Held] = []
        self._settled: list[Held] = []
        self._holder: Observation | None = None
        self._plans: frozenset[str] = frozenset()

    def read(self, observations: Sequence[Observation]) -> None:
        """Take in what is said, in order."""
        for one in in_order(observations):
            if one.settles:
                self._settle(one)
            elif self._is_operation(one):
                self._operate(one)
            else:
                self._set(one)

    def outcome(self, day: str) -> Outcome:
        """What holds on a day, what held and will hold, and what contradicts it."""
        everything = [*self._past, *self._current.values()]
        now = [held for held in everything if held.on(day)]
        contested = [*self._settled, *self._contested.values()]
        against = sorted((held for held in contested if held.on(day)), key=strongest_first)
        entries = tuple(held.entry() for held in now)
        changed = any(held.ended for held in everything) or len(now) < len(everything)
        history = sorted(everything, key=oldest_first) if changed else ()
        conflict = None
        if entries and against:
            conflict = Conflict(self._name, (*entries, *(held.entry() for held in against)))
        return Outcome(entries, tuple(held.entry() for held in history), conflict)

    def _is_operation(self, one: Observation) -> bool:
        return self._field.many and any(said.operation is not Operation.SET for said in one.values)

    def _settle(self, one: Observation) -> None:
        """A person found these values right: then what contested them is settled."""
        confirmed = {said.key for said in one.values}
        for key in self._current.keys() & confirmed:
            self._current[key].support(None, one)
        if self._current and self._current.keys() == confirmed:
            self._end_contest(one)
            self._holder = one

    def _operate(self, one: Observation) -> None:
        """One more, one less. A weak source can't take anything from a list, nor add to it."""
        holder = self._holder
        if holder and not replaces(one, holder, self._plans):
            for said in one.values:
                listed = said.key in self._current
                if listed and said.operation is Operation.ADD:
                    self._current[said.key].support(said, one)
                elif not listed and said.operation is Operation.ADD:
                    self._contest([said], one)
            return
        for said in one.values:
            if said.operation is Operation.REMOVE:
                self._end(said.key, one)
            elif said.key in self._current:
                self._current[said.key].support(said, one)
            else:
                self._begin(said, one)
        self._hold(one)

    def _set(self, one: Observation) -> None:
        if not self._current and self._holder is None:
            self._start(one)
        else:
            self._compare(one)
        if one.earlier and any(said.key in self._current for said in one.values):
            self._remember(one)

    def _supersedes(self, one: Observation) -> bool:
        """Whether it names what holds as what held before; a draft or news only say so."""
        document = one.document
        if document is None or document.authority in {Authority.DRAFT, Authority.NEWS}:
            return False
        if self._holder and (self._holder.person or newer(self._holder.date, one.date)):
            return False
        return self._current.keys() <= {before.said.key for before in one.earlier}

    def _remember(self, one: Observation) -> None:
        """What a document says held before is history, whoever else contested it."""
        for before in one.earlier:
            key = before.said.key
            if key in self._current:
                continue
            contested = self._contested.pop(key, None)
            held = next((past for past in self._past if past.said.key == key), contested)
            if held is None:
                held = Held(before.said, before.since)
            if held not in self._past:
                held.ended, held.until, held.leaves = True, one.date, one.effective
                self._past.append(held)
            held.mention(before.said)

    def _compare(self, one: Observation) -> None:
        how = self._relation(one)
        if how is Relation.SAME:
            self._support(one)
        elif self._supersedes(one):
            self._replace(one)
        elif self._holder and replaces(
            one, self._holder, self._plans, wording=how is Relation.WORDING
        ):
            if how is Relation.WORDING and self._is_text() and one.rank < self._holder.rank:
                # How weaker documents put it never held.
                self._current.clear()
            self._replace(one)
        elif how is Relation.WORDING:
            self._support(one)
        elif not self._is_outdated(one):
            self._contest([said for said in one.values if not self._is_anybody(said)], one)

    def _start(self, one: Observation) -> None:
        several = self._field.many or one.person
        values = one.values if several else one.values[:1]
        for said in values:
            self._begin(said, one)
        self._hold(one)
        if not several:
            rest = [
                said
                for said in one.values[1:]
                if relation(self._kind, self._name, said.key, one.values[0].key)
                is Relation.DIFFERENT
            ]
            self._contest(rest, one)

    def _relation(self, one: Observation) -> Relation:
        keys = {said.key for said in one.values}
        if self._field.many:
            if keys == set(self._current):
                return Relation.SAME
            # A shorter list elsewhere names some; texts of a list add up.
            less = keys < set(self._current)
            adds = self._adds_up() or self._are_no_days(keys - set(self._current))
            return Relation.WORDING if less or adds else Relation.DIFFERENT
        if not self._current:
            return Relation.DIFFERENT
        current = next(iter(self._current))
        found = [relation(self._kind, self._name, said.key, current) for said in one.values]
        if len(set(found)) == 1:
            return found[0]
        return Relation.DIFFERENT if Relation.DIFFERENT in found else Relation.WORDING

    def _is_anybody(self, said: Said) -> bool:
        """Whether it names nobody ("kommunane", "partnerne"): that contradicts no list of names."""
        lists = self._field.many and self._field.type is FieldType.PARTY
        return lists and said.text.islower() and bool(self._current)

    def _adds_up(self) -> bool:
        return self._field.many and self._field.type is FieldType.TEXT

    def _are_no_days(self, keys: set[Key]) -> bool:
        """Whether it is all "in the autumn" and "every year": that contradicts no day in a list."""
        return self._field.type is FieldType.DATE and not any(key[0] for key in keys)

    def _support(self, one: Observation) -> None:
        for said in one.values:
            held = self._current.get(said.key)
            if held is None and self._field.many:
                held = self._begin(said, one)
            elif held is None and self._current and not self._is_text():
                held = next(iter(self._current.values()))
            if held is not None:
                self._set_day(held, one)
                held.support(said, one)
        if self._holder and one.rank <= self._holder.rank and one.date is not None:
            self._hold(one)

    def _set_day(self, held: Held, one: Observation) -> None:
        """A document of the same day or later already says what was decided to hold from a day on.

        Such a programme is printed before that day, and doesn't say it.
        """
        decided_on = one.document.since if one.document else None
        if not (one.decided and one.effective) or newer(decided_on, held.since):
            return
        for before in self._past:
            if before.until == held.since:
                before.until = before.leaves = one.effective
        held.since = held.starts = one.effective

    def _is_text(self) -> bool:
        """Other words for the same are no evidence of these words."""
        return self._field.type in {FieldType.TEXT, FieldType.FACT}

    def _replace(self, one: Observation) -> None:
        keys = {said.key for said in one.values}
        for key in [key for key in self._current if key not in keys]:
            self._end(key, one)
        self._end_contest(one)
        kept = one.values if self._field.many or one.person else one.values[:1]
        for said in kept:
            if said.key in self._current:
                self._current[said.key].support(said, one)
            else:
                self._begin(said, one)
        self._hold(one)
        if not self._field.many and not one.person:
            self._contest([said for said in one.values if said.key not in self._current], one)

    def _is_outdated(self, one: Observation) -> bool:
        """Whether something without a date repeats what was replaced, or a person settled it."""
        if one.date is not None:
            return False
        if self._holder and self._holder.person:
            return True
        past = {held.said.key: held for held in self._past}
        keys = [said.key for said in one.values]
        if not keys or any(key not in past for key in keys):
            return False
        for said in one.values:
            past[said.key].support(said, one)
        return True

    def _contest(self, values: Iterable[Said], one: Observation) -> None:
        for said in values:
            if said.key in self._current:
                continue
            held = self._contested.setdefault(said.key, Held(said, one.date, one.effective))
            held.support(said, one)

    def _begin(self, said: Said, one: Observation) -> Held:
        held = self._current.setdefault(said.key, Held(said, one.date, one.effective))
        held.support(said, one)
        contested = self._contested.pop(said.key, None)
        if contested:
            held.take(contested)
        return held

    def _end(self, key: Key, one: Observation) -> None:
        held = self._current.pop(key, None)
        if held:
            held.end(one)
            self._past.append(held)

    def _end_contest(self, one: Observation) -> None:
        for held in self._contested.values():
            held.end(one)
        self._settled.extend(self._contested.values())
        self._contested.clear()

    def _hold(self, one: Observation) -> None:
        self._holder = one
        self._plans |= {one.plan}
