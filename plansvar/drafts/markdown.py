"""A letter as Markdown, with footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plansvar.drafts.types import Letter
from plansvar.drafts.view import MARK, View, view

# What Markdown or HTML could take for more than text; and what begins a block at a line's start.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!&^])")
_BLOCK = re.compile(r"^(\d+)([.)])(\s)|^([-+=])(?=\s|$|[-+=])")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|www)([:.])")


def markdown(letter: Letter) -> str:
    """The letter and, below a line, what must be checked before it is sent."""
    return "\n".join(_lines(view(letter))) + "\n"


def plain(text: str) -> str:
    """Text as Markdown shows it unchanged: no link, picture, heading or HTML comes of it.

    The sign in an address is escaped, so that no reader makes a link of it.
    """
    text = _SIGNS.sub(r"\\\1", text)
    text = _BLOCK.sub(
        lambda match: f"{match[1]}\\{match[2]}{match[3]}" if match[1] else f"\\{match[4]}",
        text,
    )
    return _ADDRESS.sub(lambda match: f"{match[1]}\\{match[2]}", text)


def _lines(shown: View) -> Iterator[str]:
    words = shown.words
    yield from (words["recipient"].replace("[", "\\["), "", shown.date, "", f"# {shown.subject}")
    yield from ("", words["greeting"], "", words["intro"], "")
    yield from (f"> {plain(one)}  " for one in shown.asked)
    for part in shown.parts:
        yield from ("", f"## {plain(part.question)}", "")
        if part.lead:
            yield from (part.lead, "")
        for number, line in enumerate(part.lines):
            if line.bullet:
                yield f"- {_text(line.text)}"
                continue
            if number:
                yield ""
            yield from (_text(line.text), "")
    if shown.terms:
        yield from ("", f"## {words['schemes']}", "")
        yield f"| {words['scheme']} | {words['term']} | {words['value']} |"
        yield "|---|---|---|"
        for term in shown.terms:
            yield f"| {_text(term.scheme)} | {_text(term.name)} | {_text(term.value)} |"
    if shown.missing:
        yield from ("", f"## {words['missing']}", "")
        yield from (f"- {plain(one)}" for one in shown.missing)
        yield from ("", words["searched"])
    yield from ("", words["ending"], "", words["closing"], "")
    yield from (words[key].replace("[", "\\[") + "  " for key in ("name", "unit"))
    yield from ("", "---", "", f"## {words['checks']}", "", f"*{words['checks_note']}*", "")
    yield from (f"- {_text(one)}" for one in shown.checks or (words["no_checks"],))
    yield ""
    yield from (f"[^{one.number}]: {plain(one.text)}" for one in shown.notes)


def _text(text: str) -> str:
    """Escaped text with its footnotes."""
    pieces = MARK.split(text)
    return "".join(
        f"[^{piece}]" if number % 2 else plain(piece) for number, piece in enumerate(pieces)
    )
