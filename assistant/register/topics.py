"""What a question is about, and a later one with that put in."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.register.lexicon import lexicon
from assistant.register.words import words

# Slots that a later question may refer to with "det" or leave out, what is meant most first.
TOPICS = ("measure", "scheme")


def with_topic(text: str, topic: str) -> Iterator[str]:
    """The ways in which a question may be about a topic that it refers to or leaves out."""
    for pronoun in lexicon().pronouns.finditer(text):
        yield f"{text[: pronoun.start()]}{topic}{text[pronoun.end() :]}"
    for word in words().joints:
        yield f"{text} {word} {topic}"
