"""Finds words in a document's text that somebody else has copied out of it, letter by letter.

White space and what :func:`shown` leaves out may differ; nothing else may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.spans import Span

# What language models take for the beginning of a turn, or the end of all: no words of a document.
_CONTROL = re.compile(
    r"<\|[^<>|\n]{0,40}\|>|<｜[^<>｜\n]{0,40}｜>|\[/?INST\]|<</?SYS>>"
    r"|</?(?:s|bos|eos|pad|unk|think|start_of_turn|end_of_turn|im_start|im_end)>",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff\x00-\x08\x0b-\x1f\x7f-\x9f]"
)
_LEFT_OUT = re.compile(f"{_INVISIBLE.pattern}|{_CONTROL.pattern}", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def shown(text: str) -> str:
    """A document's text as a language model may see it: one line, nothing invisible, no commands.

    What is left when something is taken out is looked through again: "<<s>|im_start|>" is no way
    around.
    """
    return "".join(letter for letter, _ in _letters(text)).strip()


@dataclass(frozen=True, slots=True)
class Copy:
    """A span as :func:`shown` shows it, with the place of each letter in the span's source."""

    span: Span
    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, span: Span) -> Copy:
        """The copy of a span."""
        letters = list(_letters(span.text))
        text = "".join(letter for letter, _ in letters)
        return cls(span, text, tuple(span.start + place for _, place in letters))

    def find(self, words: str) -> Iterator[Span]:
        """Where some words stand, in order, not within longer words or numbers.

        Args:
            words: as :func:`shown` gives them.
        """
        position = self.text.find(words) if words else -1
        while position >= 0:
            end = position + len(words)
            if not (_joins(self.text, position) or _joins(self.text, end)):
                start = self.places[position]
                yield Span(self.span.source, start, self.places[end - 1] + 1)
            position = self.text.find(words, position + 1)


def _joins(text: str, position: int) -> bool:
    """Whether a word or a number goes on over a position: "12" isn't part of "12,5"."""
    before, after = text[max(0, position - 2) : position], text[position : position + 2]
    if not before or not after:
        return False
    if before[-1].isalnum() and after[0].isalnum():
        return True
    if before[-1] in ".,:/" and before[:-1].isdigit() and after[0].isdigit():
        return True
    return before[-1].isdigit() and after[0] in ".,:/" and after[1:].isdigit()


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """The letters that are shown, and where they stand; a run of white space is one space."""
    letters = text
    places = list(range(len(text)))
    # Bounded: each round takes something out, and a text of nothing but traps ends here.
    for _ in range(8):
        kept = [True] * len(letters)
        for match in _LEFT_OUT.finditer(letters):
            kept[match.start() : match.end()] = [False] * len(match[0])
        if all(kept):
            break
        places = [place for place, keep in zip(places, kept, strict=True) if keep]
        letters = "".join(letter for letter, keep in zip(letters, kept, strict=True) if keep)
    else:
        letters, places = _without_brackets(letters, places)
    after_space = True
    for letter, place in zip(letters, places, strict=True):
        if letter.isspace():
            if not after_space:
                yield " ", place
        else:
            yield letter, place
        after_space = letter.isspace()


def _without_brackets(letters: str, places: list[int]) -> tuple[str, list[int]]:
    kept = [index for index, letter in enumerate(letters) if letter not in "<>[]"]
    return "".join(letters[index] for index in kept), [places[index] for index in kept]
