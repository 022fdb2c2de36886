"""Slack's published limits for what a message holds, as a check.

https://docs.slack.dev/reference/block-kit/blocks and /reference/block-kit/block-elements
"""

from __future__ import annotations

import json
import re
from typing import Any


def without_links(message: dict[str, Any]) -> dict[str, Any]:
    """A message without the links to our own web pages, all else of which must not act."""
    bare = re.sub(
        r"<https://plansvar\.example\.no/documents/[^|<>]*\|([^|<>]*)>", r"\1", json.dumps(message)
    )
    found: dict[str, Any] = json.loads(bare)
    return found


def check_message(message: dict[str, Any]) -> None:
    """Fail where Slack would refuse a message, or let a mention or a link through."""
    assert 0 < len(message["text"]) <= 4000
    assert_harmless(message["text"])
    check_blocks(message["blocks"], 50)


def check_blocks(blocks: list[dict[str, Any]], most: int) -> None:
    assert 0 < len(blocks) <= most
    for block in blocks:
        assert len(block.get("block_id", "")) <= 255
        globals()[f"_{block['type']}"](block)


def check_view(view: dict[str, Any]) -> None:
    assert len(view["title"]["text"]) <= 24
    for button in ("submit", "close"):
        assert button not in view or len(view[button]["text"]) <= 24
    assert len(view.get("private_metadata", "")) <= 3000
    check_blocks(view["blocks"], 100)


def assert_harmless(text: str) -> None:
    assert "<" not in text
    assert ">" not in text


def _text(text: dict[str, Any], most: int = 3000) -> None:
    assert 0 < len(text["text"]) <= most, len(text["text"])
    if text["type"] == "mrkdwn":
        assert text["verbatim"] is True
        assert_harmless(text["text"])


def _section(block: dict[str, Any]) -> None:
    _text(block["text"])


def _context(block: dict[str, Any]) -> None:
    assert 0 < len(block["elements"]) <= 10
    for one in block["elements"]:
        _text(one)


def _actions(block: dict[str, Any]) -> None:
    assert 0 < len(block["elements"]) <= 25
    names = [one["action_id"] for one in block["elements"]]
    assert len(names) == len(set(names))
    for one in block["elements"]:
        assert len(one["action_id"]) <= 255
        assert len(one["value"]) <= 2000
        _text(one["text"], 75)


def _input(block: dict[str, Any]) -> None:
    _text(block["label"], 2000)
    element = block["element"]
    if element["type"] == "static_select":
        assert 0 < len(element["options"]) <= 100
        for one in element["options"]:
            _text(one["text"], 75)
            assert 0 < len(one["value"]) <= 150
        return
    if element["type"] == "radio_buttons":
        assert 0 < len(element["options"]) <= 10
        for one in element["options"]:
            _text(one["text"], 75)
            assert 0 < len(one["value"]) <= 150
        return
    assert element["max_length"] <= 3000
