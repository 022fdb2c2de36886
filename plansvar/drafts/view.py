"""A letter as the variables of a template: plain texts, in which marks stand for footnotes.

A mark is a private character, the note's number in digits, and another private character. No text
of a document holds them: they are taken out before the marks are put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plansvar.drafts.types import Letter
from plansvar.language.normalise import squeeze
from plansvar.messages.catalogue import date_text, message

_OPEN, _CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
# Control characters, halves of characters, private use, what changes the direction of writing, and
# what can't be seen.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff\ue000-\uf8ff]|[\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A line of the answer. ``bullet``: an item."""

    text: str
    bullet: bool


@dataclass(frozen=True, slots=True)
class ViewPart:
    """A question and the lines that answer it. ``lead`` goes before lines that are quotes."""

    question: str
    lead: str
    lines: tuple[ViewLine, ...]


@dataclass(frozen=True, slots=True)
class ViewTerm:
    """A row of the table of schemes; ``scheme`` is empty but for its first row."""

    scheme: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ViewNote:
    """A source."""

    number: int
    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class View:
    """The variables of a template; docs/drafts.md says what each is."""

    subject: str
    date: str
    asked: tuple[str, ...]
    parts: tuple[ViewPart, ...]
    terms: tuple[ViewTerm, ...]
    missing: tuple[str, ...]
    checks: tuple[str, ...]
    notes: tuple[ViewNote, ...]
    words: dict[str, str]


_WORDS = (
    "recipient greeting intro answer lead schemes scheme term value missing searched ending"
    " closing name unit checks checks_note no_checks sources"
).split()


def view(letter: Letter) -> View:
    """The variables for a letter."""
    language = letter.language
    words = {
        key: message(f"draft.{key}", language, documents=clean(letter.searched)) for key in _WORDS
    }
    return View(
        subject=message("draft.subject", language),
        date=date_text(letter.made.isoformat(), language),
        asked=tuple(map(clean, letter.asked)),
        parts=tuple(
            ViewPart(
                clean(part.question),
                words["lead"] if all(one.verbatim for one in part.lines) else "",
                tuple(
                    ViewLine(
                        marked(
                            message("draft.quote", language, text=clean(one.text))
                            if one.verbatim
                            else clean(one.text),
                            one.notes,
                        ),
                        one.bullet or (one.verbatim and len(part.lines) > 1),
                    )
                    for one in part.lines
                ),
            )
            for part in letter.parts
        ),
        terms=tuple(_terms(letter)),
        missing=tuple(map(clean, letter.missing)),
        checks=tuple(marked(clean(one.text), one.notes) for one in letter.checks),
        notes=tuple(
            ViewNote(one.number, clean(one.text), clean(one.quote)) for one in letter.notes
        ),
        words=words,
    )


def clean(text: str) -> str:
    """Text of a document without characters that could do something in a file."""
    return squeeze(_UNWANTED.sub("", text))


def marked(text: str, notes: Sequence[int]) -> str:
    """Text with the marks of its notes after it."""
    return text + "".join(f"{_OPEN}{number}{_CLOSE}" for number in notes)


def _terms(letter: Letter) -> Iterable[ViewTerm]:
    for scheme in letter.schemes:
        name = marked(clean(scheme.name), scheme.notes)
        if not scheme.terms:
            yield ViewTerm(name, "", "")
        for number, term in enumerate(scheme.terms):
            yield ViewTerm(
                name if not number else "", clean(term.name), marked(clean(term.value), term.notes)
            )
