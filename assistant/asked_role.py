"""The roles that questions name, and those that they ask somebody's name for."""

from __future__ import annotations

from assistant.register.lexicon import lexicon
from assistant.register.words import words


def named_role(text: str) -> str | None:
    """The first role that a question names, whatever it asks of it: "prosjektleder"."""
    match = lexicon().roles.search(text)
    return match.group() if match else None


def asked_role(text: str) -> str | None:
    """The role that a question asks somebody's name for: "hvem er prosjektleder for …?"."""
    for frame in words().role_asked.finditer(text):
        if role := lexicon().roles.match(text, frame.end()):
            return role.group()
    return None
