"""Whether a message among several people asks for something, or is said to one another."""

from __future__ import annotations

import re

from assistant.dialogue.references import only_facets
from assistant.dialogue.talk import small_talk
from assistant.dialogue.words import words
from plansvar.language.terms import tokens

# "og Osedal kommune" adds to a question; a longer sentence tells something.
_FEW = 4
# "Er tiltaket vedtatt" asks, without a question mark too; a longer sentence may tell something.
_SHORT = 8
# An address has a "?" of its own.
_ADDRESS = re.compile(r"<[^>\s]*>|\bhttps?://\S+")
# A name is told by its capital.
_NAME = re.compile(r"[A-ZÆØÅ]")


def asks(text: str) -> bool:
    """Whether a message is put as a question, a wish to be told something, or a follow-up.

    Nothing is known of who is meant: a question to somebody else in the thread asks too.
    """
    said = " ".join(_ADDRESS.sub(" ", text).split())
    lead = words().opener.match(said)
    bare = said[lead.end() :] if lead else said
    if small_talk(said) is not None or small_talk(bare) is not None:
        return False
    if "?" in said:
        return True
    if words().exclaimed.match(bare):
        return False
    if words().asking.match(bare) or words().what_about.match(bare):
        return True
    if words().then.search(lead.group() if lead else "") or words().then.match(bare):
        return False
    if _asks_of_a_subject(bare):
        return True
    adds = lead is not None and words().adding.search(lead.group()) is not None
    few = 0 < len(tokens(bare)) <= _FEW and not words().stated.match(bare)
    tells = any(words().auxiliary.match(f"{one.text} ") for one in tokens(bare))
    return few and ((adds and not tells) or only_facets(bare.strip(" .!,")))


def _asks_of_a_subject(text: str) -> bool:
    verb = words().auxiliary.match(text)
    if verb is None or len(tokens(text)) > _SHORT:
        return False
    after = text[verb.end() :]
    return bool(_NAME.match(after) or words().subject.match(after))
