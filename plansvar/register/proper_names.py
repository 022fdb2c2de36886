"""Which words are names of places and parties, as far as what may be read shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plansvar.language.terms import stem, tokens
from plansvar.register.evidence import StoredClaim
from plansvar.register.names import lexicon, without_label
from plansvar.register.parties import party_values
from plansvar.register.telling import lexicon as telling

# A word with a capital that doesn't begin a sentence, and a word without one.
_CAPITAL = re.compile(
    r"(?<=[^\W\d_][,\s])[^\W\d_](?<=[A-ZÆØÅ])[^\W\d_]+|(?<=[-–/]\s)[A-ZÆØÅ][^\W\d_]+"
)
_SMALL = re.compile(r"(?<![^\W_])(?=[a-zæøå])[^\W\d_]{2,}")
_ANY_CAPITAL = re.compile(r"\b[A-ZÆØÅ][^\W\d_]+")


def learn_names(claims: Iterable[StoredClaim]) -> frozenset[str]:
    """Stems of words that are names, as far as some claims show: of places, parties, projects.

    What stands with a capital inside a title or a party's name, and in none without it.
    """
    texts = {one.name.text for one in claims if one.name}
    parties = {name for one in claims for name in party_values(one)}
    capital = {word for text in texts for word in _capitals(without_label(text))}
    capital |= {word for name in parties for word in _ANY_CAPITAL.findall(name)}
    small = {stem(word) for word in {found for text in texts for found in _SMALL.findall(text)}}
    places = {
        token.text
        for document in {one.document.id: one.document for one in claims}.values()
        for place in document.about.places
        for token in tokens(place.name)
    }
    nouns = lexicon().nouns
    found = {stem(word) for word in capital if not nouns.search(word.casefold())}
    known = {stem(word) for word in places if not nouns.search(word.casefold())}
    return frozenset((found - small) | known) - telling().weak - lexicon().company_forms


def _capitals(text: str) -> list[str]:
    """Words with a capital, unless the title is written with capitals all over."""
    found = _CAPITAL.findall(text)
    return found if 2 * len(found) <= len(text.split()) else []
