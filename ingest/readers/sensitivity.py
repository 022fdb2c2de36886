"""Microsoft's sensitivity labels, which Office files and PDFs carry among their properties."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PROPERTY = re.compile(r"/?MSIP_Label_([0-9A-Fa-f-]+)_(Enabled|Method|Name)")


def chosen_label(properties: Iterable[tuple[str, str]]) -> str:
    """Returns the name of the label that a person chose, "" if nobody chose one.

    The properties are called ``MSIP_Label_<id>_<what>``. ``Method`` is "Standard" where the label
    was set by default: an organisation that has "Internal" as its default has it on what it
    publishes too.
    """
    labels: dict[str, dict[str, str]] = {}
    for name, value in properties:
        if match := _PROPERTY.fullmatch(name):
            labels.setdefault(match[1], {})[match[2]] = value
    for label in labels.values():
        chosen = label.get("Method", "").lower() == "privileged"
        if chosen and label.get("Enabled", "").lower() == "true":
            return label.get("Name", "")
    return ""
