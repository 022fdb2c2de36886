"""What a person sees of a message, as text: for looking at, and for tests of what is told."""

from __future__ import annotations

import html
import re
from typing import Any

_LINK = re.compile(r"<([^|<>]*)\|([^<>]*)>")


def shown(message: dict[str, Any]) -> str:
    """A message with its blocks, one below the other; buttons in brackets, links with their end."""
    return "\n".join(filter(None, map(_block, message.get("blocks") or [])))


def _block(block: dict[str, Any]) -> str:
    kind = block["type"]
    if kind == "section":
        return _text(block["text"])
    if kind == "context":
        return "\n".join(f"  ‹{_text(one)}›" for one in block["elements"])
    if kind == "actions":
        return " ".join(f"[{_text(one['text'])}]" for one in block["elements"])
    if kind == "divider":
        return "————"
    element = block["element"]
    options = "".join(f"\n  ( ) {_text(one['text'])}" for one in element.get("options", ()))
    field = "" if options else "\n  [__________]"
    return f"{_text(block['label'])}{options}{field}"


def _text(text: dict[str, Any]) -> str:
    words = str(text["text"]).replace("\u2060", "")
    if text["type"] != "mrkdwn":
        return words
    linked = _LINK.sub(lambda found: f"{found[2]} → {found[1].rpartition('/')[2]}", words)
    return html.unescape(linked)
