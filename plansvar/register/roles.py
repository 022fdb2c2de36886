"""Roles by their words: "dagleg leiar", "general manager" and "ny daglig leder" are one.

A role is its stems in Norwegian, without small words and without those that say that somebody has
it for a while; names.toml has the words.
"""

from __future__ import annotations

import functools

from plansvar.language.terms import stem, tokens
from plansvar.register.names import lexicon

Role = tuple[str, ...]

LEADER: Role = ("led",)
CHAIR: Role = ("styreled",)
PROJECT_LEADER: Role = (stem("prosjektleder"),)
BOARD = stem("styret")


@functools.lru_cache(maxsize=10_000)
def role_words(text: str) -> Role:
    """A role as it is compared; who leads in the board chairs it."""
    role = _words_of(text)
    if BOARD in role and len(role) > 1:
        role = tuple(word for word in role if word != BOARD)
        role = CHAIR if role == LEADER else role
    return _synonyms().get(role, role)


def is_deputy(role: Role) -> bool:
    """Whether a role is to stand in for somebody."""
    return bool(role) and any(role[0].startswith(word) for word in lexicon().deputies)


def is_member(role: Role) -> bool:
    """Whether a role is to be one of several in a body."""
    return bool(role) and any(role[-1].endswith(word) for word in lexicon().members)


def is_leading(role: Role) -> bool:
    """Whether whoever has a role leads something; who stands in doesn't."""
    if not role or is_deputy(role):
        return False
    return role in offices() or any(role[-1].endswith(word) for word in lexicon().leaders)


@functools.cache
def offices() -> frozenset[Role]:
    """The roles that one person has at a time."""
    return frozenset(_words_of(office) for office in lexicon().offices)


@functools.cache
def _synonyms() -> dict[Role, Role]:
    return {_words_of(one): _words_of(other) for one, other in lexicon().roles.items()}


@functools.lru_cache(maxsize=10_000)
def _words_of(role: str) -> Role:
    small, before = lexicon().small, lexicon().before_role
    words = [token.text.casefold() for token in tokens(role)]
    return tuple(stem(word) for word in words if word not in small and word not in before)
