"""A draft of a letter: verified lines with footnotes, and what somebody must check before sending.

All texts are finished words in the letter's language; text of documents in them is data, which
whoever writes a file escapes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from plansvar.answers import Citation
from plansvar.documents.stored import Coverage
from plansvar.language.detect import Language


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """What to draft an answer to: a question, or a whole letter with several.

    ``language`` is that of the draft; without one, the language of what was asked.
    """

    question: str
    language: Language | None = None


class CheckKind(StrEnum):
    """Why somebody must look, the most important first.

    ``CLARIFY``: the question may mean several things. ``CONFLICT``: sources disagree. ``REPLACED``:
    a newer, adopted edition exists. ``WINDOW``: a deadline has passed. ``ENDED``: a source says
    itself that it applies no longer. ``WEAK``: a draft, an application, news: nobody has adopted
    it. ``OLD``, ``UNDATED``: of the source. ``HEDGED``: a value that the source itself is not sure
    of. ``UNCONFIRMED``: read by a machine, confirmed by nobody. ``NOTICE``: what the answer said
    beside. ``WORDED``: by a language model. ``NOT_JUDGED``: what the asker told of himself.
    """

    CLARIFY = "clarify"
    CONFLICT = "conflict"
    REPLACED = "replaced"
    WINDOW = "window"
    ENDED = "ended"
    WEAK = "weak"
    OLD = "old"
    UNDATED = "undated"
    HEDGED = "hedged"
    UNCONFIRMED = "unconfirmed"
    NOTICE = "notice"
    WORDED = "worded"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: ``text`` is the document's title, date and page; ``quote`` is what stands there.

    ``citations`` are all places on that page that the draft rests on.
    """

    number: int
    text: str
    quote: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or item of the letter, and the numbers of its notes.

    ``verbatim``: the words of a document; else our own, around values that stand in the notes'
    quotes.
    """

    text: str
    notes: tuple[int, ...] = ()
    bullet: bool = False
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What was asked, and what is answered to it."""

    question: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One condition of a funding scheme: "Støttesats", "inntil 50 prosent"."""

    name: str
    value: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A funding scheme and what is known of its terms."""

    name: str
    notes: tuple[int, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at before the letter is sent, with the notes it is about."""

    kind: CheckKind
    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft. ``asked`` are the questions found in what was sent; ``missing`` had no answer."""

    question: str
    language: Language
    made: dt.date
    asked: tuple[str, ...]
    parts: tuple[Part, ...]
    schemes: tuple[Scheme, ...]
    missing: tuple[str, ...]
    checks: tuple[Check, ...]
    notes: tuple[Note, ...]
    coverage: Coverage
    searched: str
