"""Which bodies a name may mean: "styret" is the one of each organisation that has one."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.register.inquiry import Inquiry
from assistant.register.words import words
from plansvar.register.kinds import FactKind
from plansvar.register.names import plain


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
    belonging = tuple(f"{first} {word} " for word in words().body_of)
    found: dict[frozenset[str], Body] = {}
    bare: Body | None = None
    for fact in inquiry.known(FactKind.DECISION):
        for text in fact.texts("body"):
            name = plain(text)
            spelt = _spelt(name)
            if spelt != first and not spelt.startswith(belonging):
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
    for pattern, norwegian in words().body_names:
        body = pattern.sub(norwegian, body)
    return body.strip()


def _spelt(body: str) -> str:
    """A body for comparing: bokmål and nynorsk, with and without the article."""
    for pattern, same in words().body_spellings:
        body = pattern.sub(same, body)
    return body
