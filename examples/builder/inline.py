"""Bold, italic and footnote marks inside a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    r"\*\*(?P<bold>.+?)\*\*"
    r"|(?<!\w)_(?P<italic>[^\s_](?:[^_]*[^\s_])?)_(?!\w)"
    r"|\[\^(?P<mark>[^\]\s]+)\]"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style, or a footnote mark (then ``text`` is empty)."""

    text: str
    bold: bool = False
    italic: bool = False
    mark: str = ""


def runs(text: str, bold: bool = False, italic: bool = False) -> Iterator[Run]:
    """Split a text into runs; ``_italic_`` may stand inside ``**bold**`` and the other way."""
    start = 0
    for match in TOKEN.finditer(text):
        if match.start() > start:
            yield Run(text[start : match.start()], bold, italic)
        start = match.end()
        if match["bold"]:
            yield from runs(match["bold"], True, italic)
        elif match["italic"]:
            yield from runs(match["italic"], bold, True)
        else:
            yield Run("", mark=match["mark"])
    if start < len(text):
        yield Run(text[start:], bold, italic)


def plain(text: str) -> str:
    """Return a text without its marks."""
    return "".join(run.text for run in runs(text))


def marks(text: str) -> list[str]:
    """List the labels of the footnote marks in a text."""
    return [run.mark for run in runs(text) if run.mark]
