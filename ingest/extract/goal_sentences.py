"""Goals that running text states: "Det er et mål at …", "Kommunen har som mål å …"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ingest.extract.bodies import body_at_start
from ingest.extract.spans import Span
from ingest.extract.word_lists import any_of, lexicon

# Told by a plan itself, or of the plan's own body.
_OWN = 0.65
_OTHERS = 0.5
_HINTS = ("mål", "goal", "objective", "ambisjon")


@dataclass(frozen=True, slots=True)
class ToldGoal:
    """A goal with the words that state it, and how sure it is that it is one of the plan's."""

    level: str
    text: Span
    confidence: float


def goal_told(sentence: Span, *, plan: bool) -> ToldGoal | None:
    """The goal that a sentence states. ``plan``: it stands in a plan."""
    start = sentence.text[:200].casefold()
    if not any(hint in start for hint in _HINTS) or sentence.text.endswith("?"):
        return None
    if match := _it_is().match(sentence.text):
        level = "main_goal" if match["main"] else "sub_goal"
        return _told(sentence, match.end(), level, own=plan)
    if match := _with().match(sentence.text):
        own = plan and bool(_whose().search(match["what"]))
        return _told(sentence, match.end(), "main_goal" if match["main"] else "sub_goal", own=own)
    body = body_at_start(sentence)
    subject = body.end - sentence.start if body else 0
    if not subject and (own_words := _own().match(sentence.text)):
        subject = own_words.end()
    if subject and (match := _has().match(sentence.text, subject)):
        return _told(sentence, match.end(), "sub_goal", own=True)
    return None


def _told(sentence: Span, start: int, level: str, *, own: bool) -> ToldGoal:
    rest = sentence.part(start, len(sentence)).strip()
    return ToldGoal(level, rest, _OWN if own else _OTHERS)


def _words(name: str) -> str:
    return any_of(lexicon("goals")["sentences"][name])


@functools.cache
def _it_is() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_words('it_is')})\s(?:(?P<main>{_words('main')})\s)?(?:{_words('goal')})"
        rf"(?:\s(?:for|i)\s[^.:;,]{{3,60}}?)?\s(?:{_words('that')})\s",
        re.IGNORECASE,
    )


@functools.cache
def _with() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:det|the)\s)?(?:(?P<main>{_words('main')})\s)?(?:{_words('the_goal')})"
        rf"\s(?:med|for|of)\s(?P<what>[^.:;,]{{3,80}}?)\s(?:er|is)\s(?:{_words('that')})\s",
        re.IGNORECASE,
    )


@functools.cache
def _whose() -> re.Pattern[str]:
    return re.compile(rf"\b(?:\w*{_words('whose')})\b", re.IGNORECASE)


@functools.cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"{_words('own')}\b", re.IGNORECASE)


@functools.cache
def _has() -> re.Pattern[str]:
    # "Kommunen har som mål å …", "Regjeringens mål er god bruk av …"
    return re.compile(
        rf"(?:\s{_words('has')}\s{_words('that')}\s|s\s(?:(?:{_words('main')})\s)?mål\ser\s(?:{_words('that')}\s)?)",
        re.IGNORECASE,
    )
