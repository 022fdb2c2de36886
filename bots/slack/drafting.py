"""A draft of a letter in a dialog: what to copy, its sources, and what must be checked first."""

from __future__ import annotations

from collections.abc import Iterator

from bots.slack.render import Block, bold, context, parts, section
from plansvar.drafts.types import Letter
from plansvar.drafts.view import MARK, ViewLine, view

_MOST_BLOCKS = 100
_MOST_NOTES = 10  # in one block


def draft_blocks(letter: Letter) -> list[Block]:
    """The letter as it would be sent, then its sources, then what must be checked."""
    made = view(letter)
    words = made.words
    text = [words["greeting"]]
    for part in made.parts:
        lines = [f"{part.question}", part.lead, *(_line(one) for one in part.lines)]
        text.append("\n".join(filter(None, lines)))
    for row in made.terms:
        if row.scheme:
            text.append(row.scheme)
        if row.name:
            text[-1] += f"\n• {row.name}: {row.value}"
    if made.missing:
        text += ["\n".join((words["missing"], *made.missing)), words["searched"]]
    text += [words["ending"], words["closing"]]
    blocks = list(_sections("\n\n".join(text)))
    notes = [f"{one.number}. {one.text}" for one in made.notes]
    blocks += [
        context([_plain(one) for one in notes[n : n + _MOST_NOTES]])
        for n in range(0, len(notes), _MOST_NOTES)
    ]
    if made.checks:
        blocks.append(bold(words["checks"]))
        blocks += _sections("\n".join(f"• {one}" for one in made.checks))
    return blocks[:_MOST_BLOCKS]


def _sections(text: str) -> Iterator[Block]:
    return (section(one) for one in parts(_plain(text)))


def _line(line: ViewLine) -> str:
    return f"• {line.text}" if line.bullet else line.text


def _plain(text: str) -> str:
    return MARK.sub(r" [\1]", text)
