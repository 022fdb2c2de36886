"""Whether a message among several people asks for something, or is said to one another."""

from __future__ import annotations

from assistant.dialogue.references import only_facets
from assistant.dialogue.talk import small_talk
from assistant.dialogue.words import words
from plansvar.language.terms import tokens

# "og Osedal kommune" adds to a question; a longer sentence tells something.
_FEW = 4


def asks(text: str) -> bool:
    """Whether a message is put as a question, a wish to be told something, or a follow-up.

    Nothing is known of who is meant: a question to somebody else in the thread asks too.
    """
    said = " ".join(text.split())
    lead = words().link.match(said)
    bare = said[lead.end() :] if lead else said
    if small_talk(said) is not None or small_talk(bare) is not None:
        return False
    if "?" in said or words().asking.match(bare) or words().what_about.match(bare):
        return True
    adds = lead is not None and words().adding.search(lead.group()) is not None
    few = 0 < len(tokens(bare)) <= _FEW
    return few and (adds or only_facets(bare.strip(" .!,")))
