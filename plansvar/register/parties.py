"""Which names are one party, as far as the documents say so.

Names are one when they are written alike, when a document gives one as an alias of the other, when
one only lacks the company form, or when "X" stands where a party is expected and "X kommune" is
known. What could be two parties stays apart: an alias that several parties have, a name without its
form that fits several companies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from plansvar.language.terms import stem
from plansvar.register.claims import SURE
from plansvar.register.evidence import StoredClaim
from plansvar.register.kinds import FIELDS, FactKind, FieldType
from plansvar.register.names import company_form, party_words

Words = tuple[str, ...]

_MUNICIPALITY = stem("kommune")
_LEVELS = (_MUNICIPALITY, stem("herad"))
_COUNTY = stem("fylkeskommune")
_OF = frozenset({"i", "for", "av", "ved", "of", "in"})


class PartyNames:
    """Resolves names to parties. A party is told by the words of one of its names."""

    def __init__(self, names: Iterable[str], aliases: Iterable[tuple[str, str]]) -> None:
        """Learn which names there are, and of which other name each alias is one."""
        known = {words for name in names if (words := party_words(name))}
        owners: dict[Words, set[Words]] = {}
        for alias, name in aliases:
            words, owner = party_words(alias), party_words(name)
            if words and owner and words != owner:
                owners.setdefault(words, set()).add(owner)
        self._parent: dict[Words, Words] = {}
        self._resolved: dict[str, Words] = {}
        self._join_forms(known)
        self._join_municipalities(known)
        self._join_aliases(owners)
        self._join_named_by_alias(known | owners.keys())

    def resolve(self, name: str) -> Words:
        """The party that is meant by a name; an unknown name stands for itself."""
        found = self._resolved.get(name)
        if found is None:
            found = self._resolved[name] = self._root(party_words(name))
        return found

    def same(self, one: str, other: str) -> bool:
        """Whether two names are one party."""
        return self.resolve(one) == self.resolve(other)

    def _root(self, words: Words) -> Words:
        while words in self._parent:
            words = self._parent[words]
        return words

    def _join(self, name: Words, party: Words) -> None:
        one, other = self._root(name), self._root(party)
        if one != other:
            self._parent[one] = other

    def _join_forms(self, known: set[Words]) -> None:
        """A name without form is the company of that name, unless there are two of them."""
        by_base: dict[Words, set[Words]] = {}
        for words in known:
            if company_form(words):
                by_base.setdefault(words[:-1], set()).add(words)
        for base, full in by_base.items():
            if base and len(full) == 1:
                self._join(base, next(iter(full)))

    def _join_municipalities(self, known: set[Words]) -> None:
        for words in sorted(known):
            bare = words[:-1]
            is_municipality = len(words) > 1 and words[-1] in _LEVELS
            # A name alone may be the county's; then it stays open.
            if is_municipality and bare not in self._parent and (*bare, _COUNTY) not in known:
                self._join(bare, words)

    def _join_aliases(self, aliases: dict[Words, set[Words]]) -> None:
        """An alias counts when all that bear it are one party, whatever order they come in."""
        for alias, owners in sorted(aliases.items()):
            fullest = max(sorted(owners), key=len)
            if all(_is_short_for(owner, fullest) for owner in owners):
                for owner in sorted(owners):
                    self._join(owner, fullest)
            if len({self._root(owner) for owner in owners}) == 1:
                self._join(alias, min(owners))

    def _join_named_by_alias(self, known: Iterable[Words]) -> None:
        """A council of "BNR" is that of the organisation which BNR is."""
        for words in sorted(known):
            last = words[-1:]
            if len(words) > 2 and words[-2] in _OF and last in self._parent:
                self._join(words, (*words[:-1], *self._root(last)))


def _is_short_for(name: Words, full: Words) -> bool:
    """Whether the full name only adds whose body it is: "utvalget", "utvalget i X"."""
    rest = full[len(name) :]
    return full[: len(name)] == name and (not rest or (len(rest) > 1 and rest[0] in _OF))


def learn(claims: Sequence[StoredClaim]) -> PartyNames:
    """The names in what may be read; a guess teaches no alias."""
    of_parties = [one for one in claims if one.kind is FactKind.PARTY and one.confidence >= SURE]
    return PartyNames(
        (name for one in claims for name in party_values(one)),
        (
            (alias.text, one.name.text)
            for one in of_parties
            if one.name
            for alias in one.all("aliases")
        ),
    )


_PARTY_FIELDS = {
    kind: frozenset(field.name for field in fields if field.type is FieldType.PARTY)
    for kind, fields in FIELDS.items()
}


def party_values(claim: StoredClaim) -> Iterator[str]:
    """The parties that a claim names."""
    fields = _PARTY_FIELDS[claim.kind]
    return (value.text for value in claim.values if value.field in fields)
