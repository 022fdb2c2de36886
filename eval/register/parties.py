"""Who is who: names that mean the same party, by the gold register's aliases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from eval.register.types import Fact
from eval.register.words import stems
from plansvar.register.kinds import FactKind

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_BETWEEN = re.compile(r"\s*(?:,|;|/|\bog\b|\band\b|\bsamt\b)\s*")

_COUNCIL_OF = re.compile(
    r"(?P<council>kommunestyre|bystyre|heradsstyre|formannskap|fylkesting)e?t\s(?:i|for)\s(?P<of>.+?)"
    r"(?:\skommune)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parties:
    """Names by what they stand for: ``same`` maps a name to the party's own name."""

    same: dict[str, str] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """A form of a name that is equal for all names of a party."""
        for text in (name, _BRACKETS.sub("", name)):
            if (known := self.same.get(_form(text))) is not None:
                return known
        return _form(_BRACKETS.sub("", name)) or _form(name)

    def keys(self, names: Iterable[str]) -> frozenset[str]:
        """The parties that some values name; a value may name several that are known."""
        return frozenset(key for name in names for key in self._parts(name))

    def _parts(self, name: str) -> tuple[str, ...]:
        if self.key(name) in self.same.values():
            return (self.key(name),)
        parts = [self.key(part) for part in _BETWEEN.split(name) if part.strip()]
        if len(parts) > 1 and any(part in self.same.values() for part in parts):
            return tuple(parts)
        return (self.key(name),)


def parties_of(gold: Iterable[Fact]) -> Parties:
    """The names of the gold register. An alias that two parties share stands for neither."""
    owners: dict[str, set[str]] = {}
    for fact in gold:
        if fact.kind is FactKind.PARTY:
            name = _form(fact.name)
            owners.setdefault(name, set()).add(name)
            for alias in fact.values.get("aliases", ()):
                owners.setdefault(_form(alias.text), set()).add(name)
    same = {alias: next(iter(names)) for alias, names in owners.items() if len(names) == 1}
    return Parties(same)


def _form(name: str) -> str:
    """Equal for "Dal kommunestyre" and "Kommunestyret i Dal", too."""
    if match := _COUNCIL_OF.fullmatch(name.strip()):
        name = f"{match['of']} {match['council']}"
    return " ".join(stems(name))
