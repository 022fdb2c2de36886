"""The role that a question asks somebody's name for: "hvem er prosjektleder for …?"."""

from __future__ import annotations

import re

from assistant.register.lexicon import lexicon

_IS = r"(?:er|var|blir|ble|blei|vart|is|are|was|were|becomes|became)"
_BEFORE = (
    r"(?:(?:den|det|de|dei|no|nå|da|then|now|vår|våre|ny|nye|nytt|dagens|fungerende|fungerande"
    r"|the|our|new|current|acting|general|managing)\s+)*"
)
_FRAME = re.compile(
    rf"\b(?:(?:hvem|kven|who)(?:\s+(?:som|det|er det som))?\s+{_IS}\s+{_BEFORE}"
    rf"|(?:hva|kva)\s+(?:heter|heiter)\s+{_BEFORE}"
    r"|(?:navnet|namnet|navnene|namna)\s+(?:på|til)\s+|names?\s+of\s+the\s+)",
    re.IGNORECASE,
)


def asked_role(text: str) -> str | None:
    """The word for the role in a question that asks who has it, as it is written there."""
    for frame in _FRAME.finditer(text):
        if role := lexicon().roles.match(text, frame.end()):
            return role.group()
    return None
