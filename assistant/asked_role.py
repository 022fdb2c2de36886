"""The role that a question asks somebody's name for: "hvem er prosjektleder for …?"."""

from __future__ import annotations

import re

# What one is called for what one does. "Leder" ends many of them: "styreleder", "prosjektleder".
_ROLE = (
    r"\w*(?:leder|lederen|lederne|leiar|leiaren|leiarane|sjef|sjefen|direktør|direktøren"
    r"|ordfører|ordføreren|ordførar|ordføraren|rektor|rektoren|formann|formannen|sekretær"
    r"|sekretæren|koordinator|koordinatoren|rådgiver|rådgiveren|rådgjevar|rådgjevaren"
    r"|saksbehandler|saksbehandleren|saksbehandlar|saksbehandlaren|saksordfører|saksordførar"
    r"|kontaktperson|kontaktpersonen|medlem|medlemmer|medlemmene|medlemer|medlemene|medlemane"
    r"|konsulent|konsulenten|arkitekt|arkitekten|revisor|revisoren|ordstyrer|ordstyrar|dirigent"
    r"|varamedlem|varamedlemmer|representant|representanten|representanter|manager|chair"
    r"|chairman|chairperson|chairwoman|mayor|director|principal|headmaster|secretary|coordinator"
    r"|adviser|advisor|consultant|auditor|members?|representatives?)"
)
_IS = r"(?:er|var|blir|ble|blei|vart|is|are|was|were|becomes|became)"
_BEFORE = (
    r"(?:(?:den|det|de|dei|no|nå|da|then|now|vår|våre|ny|nye|nytt|dagens|fungerende|fungerande"
    r"|daglig|dagleg|the|our|new|current|acting|general|managing|project)\s+)*"
)
_ASKED = re.compile(
    rf"\b(?:(?:hvem|kven|who)(?:\s+(?:som|det|er det som))?\s+{_IS}\s+{_BEFORE}"
    rf"|(?:hva|kva)\s+(?:heter|heiter)\s+{_BEFORE}"
    r"|(?:navnet|namnet|navnene|namna)\s+(?:på|til)\s+|names?\s+of\s+the\s+"
    rf"|(?:hvilken|hvilke|kva for ein|which)\s+)(?P<role>{_ROLE})\b",
    re.IGNORECASE,
)


def asked_role(text: str) -> str | None:
    """The word for the role in a question that asks who has it, as it is written there."""
    match = _ASKED.search(text)
    return match["role"] if match else None
