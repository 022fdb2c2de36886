"""Which bodies a name may mean: "styret" is the one of each organisation that has one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.register.inquiry import Inquiry
from plansvar.register.kinds import FactKind
from plansvar.register.names import plain

# What stands between a body and the organisation that it belongs to, or its field.
_OF = ("i", "for", "til", "in", "of", "av", "hos")
# Bodies in English, as Norwegian minutes have them; and spellings that mean the same.
_BODIES = (
    (r"^the ", ""),
    (r"\bexecutive (?:committee|board)\b|\bmunicipal executive board\b", "formannskapet"),
    (r"\b(?:styremøte(?:t|ne|r)?|board meetings?)\b", "styret"),
    (r"\b(?<!advisory )(?:board of directors|board)\b", "styret"),
    (r"\bmunicipal council\b", "kommunestyret"),
    (r"\bcounty council\b", "fylkestinget"),
    (
        r"\b(?:council|assembly) of representatives\b|\brepresentative (?:council|assembly)\b",
        "representantskapet",
    ),
    (r"\b(?:main|standing) committee\b", "hovedutvalget"),
    (r"\bsteering (?:group|committee)\b", "styringsgruppen"),
    (r"\b(?:annual|general) (?:meeting|assembly)\b", "årsmøtet"),
)
_SPELLINGS = (
    (r"\bhovud", "hoved"),
    (r"utval(?:et)?\b", "utvalg"),
    (r"(?<=[a-zæøå]{3})(?:et|a|en)(?= |$)", ""),
    (r"(?<=styr)e(?= |$)", ""),
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body that decides: ``name`` as the documents write it, and all its names in plain form."""

    name: str
    names: frozenset[str]


def bodies_of(asked: str, inquiry: Inquiry) -> list[Body]:
    """The bodies that a name may mean, each once.

    "Styret" alone, as minutes write it, is that of the organisation where there is only one, and
    is offered to nobody who said no more than that.
    """
    asked = in_norwegian(asked)
    first = _spelt(plain(asked))
    found: dict[frozenset[str], Body] = {}
    bare: Body | None = None
    for fact in inquiry.known(FactKind.DECISION):
        for text in fact.texts("body"):
            name = plain(text)
            spelt = _spelt(name)
            if spelt != first and not spelt.startswith(tuple(f"{first} {word} " for word in _OF)):
                continue
            group = inquiry.party(text)
            names = frozenset({name, *(map(plain, group[0]) if len(group) == 1 else ())})
            if spelt == first:
                bare = Body(text, names | (bare.names if bare else frozenset()))
            else:
                found.setdefault(names, Body(text, names))
    own = [Body(group[0], frozenset(map(plain, group))) for group in inquiry.party(asked)]
    bodies = list(found.values())
    if bare is not None:
        bodies = [Body(one.name, one.names | bare.names) for one in bodies] or [bare]
    if len(bodies) == 1 and len(own) == 1:
        return [Body(bodies[0].name, bodies[0].names | own[0].names)]
    return bodies or own


def in_norwegian(body: str) -> str:
    """An English name of a body as Norwegian documents have it: "the board" is "styret"."""
    for pattern, norwegian in _BODIES:
        body = re.sub(pattern, norwegian, body, flags=re.IGNORECASE)
    return body.strip()


def _spelt(body: str) -> str:
    """A body for comparing: bokmål and nynorsk, with and without the article."""
    for pattern, same in _SPELLINGS:
        body = re.sub(pattern, same, body)
    return body
