"""What is said in passing, and what no document answers."""

from __future__ import annotations

from assistant.dialogue.words import words
from plansvar.language.detect import Language, detect
from plansvar.messages.catalogue import message

_ENGLISH = frozenset(
    "hi hello there thanks thank great perfect cool bye goodbye help good morning afternoon".split()
)
_NYNORSK = frozenset("morgon hjelpa kven kva korleis verkar brukar gjer noko eit eg me".split())


def small_talk(text: str) -> tuple[str, Language] | None:
    """The reply to a greeting, thanks or a question about Plansvar itself; ``None``: none of these.

    All of it must be small talk: a greeting before a question doesn't hide the question.
    """
    said = " ".join(text.split()).strip(" ?.!,:)")
    for kind, pattern in words().talk.items():
        if pattern.fullmatch(said):
            language = _language(said)
            return message(f"answer.talk.{kind}", language), language
    return None


def is_outside(question: str) -> bool:
    """Whether a question, to which nothing was found, is about what no plan document tells."""
    return words().outside.search(question.strip(" ?!")) is not None


def _language(said: str) -> Language:
    own = set(said.lower().split())
    if own & _ENGLISH:
        return "en"
    return "nn" if own & _NYNORSK else detect(said)
