"""The things and people that a conversation may be about: those of the asker's register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from assistant.register.naming import best
from plansvar.register.facts import Fact, Register
from plansvar.register.kinds import FactKind
from plansvar.register.queries import Names

THINGS = (FactKind.MEASURE, FactKind.SCHEME)
_SHORTEST = 4


class Things:
    """Names of a register, looked up in texts. It is computed when it is first asked for."""

    def __init__(self, register: Callable[[], Register]) -> None:
        """``register`` gives the facts that the asker may know of."""
        self._read = register

    def in_texts(self, texts: Iterable[str]) -> list[str]:
        """The measures and schemes that texts name, in their order, each once."""
        return self._in(texts, self._things)

    def begun_in(self, texts: Iterable[str]) -> list[str]:
        """The beginnings of such names in texts: "Grønt løft" of "Grønt løft Brimfjord"."""
        return self._in(texts, self._beginnings)

    def people_in(self, texts: Iterable[str]) -> list[str]:
        """The parties that texts name, in their order, each once."""
        return self._in(texts, self._people)

    def is_party(self, name: str) -> bool:
        """Whether a name means a party."""
        return bool(self._book.find(name))

    def is_thing(self, name: str) -> bool:
        """Whether a name means a measure or a scheme."""
        facts = [fact for fact in self._register.of(*THINGS) if fact.known]
        return bool(best(name, facts, lambda fact: (fact.name,)))

    @cached_property
    def _register(self) -> Register:
        return self._read()

    @cached_property
    def _book(self) -> Names:
        return Names(self._register)

    @cached_property
    def _things(self) -> list[str]:
        return _longest_first(fact for fact in self._register.of(*THINGS) if fact.known)

    @cached_property
    def _beginnings(self) -> list[str]:
        """Of two words or more; one that ends with a small word is no name."""
        found: dict[str, None] = {}
        for name in self._things:
            words = name.split()
            for count in range(len(words) - 1, 1, -1):
                if len(words[count - 1]) >= _SHORTEST:
                    found[" ".join(words[:count])] = None
        return sorted(found, key=lambda one: (-len(one), one))

    @cached_property
    def _people(self) -> list[str]:
        return _longest_first(self._register.of(FactKind.PARTY))

    def _in(self, texts: Iterable[str], names: Sequence[str]) -> list[str]:
        found: dict[str, None] = {}
        for text in texts:
            left, here = text, []
            for name in names:
                match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", left, re.IGNORECASE)
                if match:
                    here.append((match.start(), name))
                    left = left[: match.start()] + "\0" * len(match.group()) + left[match.end() :]
            found.update(dict.fromkeys(name for _, name in sorted(here)))
        return list(found)


def _longest_first(facts: Iterable[Fact]) -> list[str]:
    names = dict.fromkeys(fact.name.strip() for fact in facts)
    return sorted(
        (name for name in names if len(name) >= _SHORTEST), key=lambda one: (-len(one), one)
    )
