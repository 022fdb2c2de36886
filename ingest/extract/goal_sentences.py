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
_HINTS = ("mål", "goal", "objective", "ambisjon", "aim", "sikt")


_ANNOUNCED = re.compile(r"\bindi[kc]ator(?:er|ar|ane|ene|s)\b", re.IGNORECASE)
_CLAUSE = re.compile(r",\s(?:som|der|which|where)\s|;\s")


@dataclass(frozen=True, slots=True)
class ToldGoal:
    """A goal with the words that state it, and how sure it is that it is one of the plan's."""

    level: str
    text: Span
    confidence: float


def goal_told(sentence: Span, *, plan: bool, paper: bool = False) -> ToldGoal | None:
    """The goal that a sentence states.

    Args:
        sentence: the sentence.
        plan: it stands in a plan.
        paper: it stands in a paper that speaks for itself: a memo, a project's description.
    """
    start = sentence.text[:200].casefold()
    if not any(hint in start for hint in _HINTS) or sentence.text.endswith("?"):
        return None
    if match := _it_is().match(sentence.text):
        level = "main_goal" if match["main"] else "sub_goal"
        return _told(sentence, match.end(), level, own=plan)
    if match := _with().match(sentence.text):
        own = (plan or paper) and bool(_whose().search(match["what"]))
        return _told(sentence, match.end(), "main_goal" if match["main"] else "sub_goal", own=own)
    if match := _ordinal().match(sentence.text):
        level = "main_goal" if match["main"] else "sub_goal"
        return _told(sentence, match.end(), level, own=plan or paper)
    if match := _for_something().match(sentence.text):
        return _told(sentence, match.end(), "sub_goal", own=plan)
    if match := _ours().match(sentence.text):
        return _told(
            sentence, match.end(), "main_goal" if match["main"] else "sub_goal", own=plan or paper
        )
    body = body_at_start(sentence)
    subject = body.end - sentence.start if body else 0
    if not subject and (own_words := _own().match(sentence.text)):
        subject = own_words.end()
    if subject and (match := _has().match(sentence.text, subject)):
        return _told(sentence, match.end(), "sub_goal", own=True)
    return None


def announces_indicators(sentence: Span) -> bool:
    """Whether a sentence says that there are indicators, which the next ones count up."""
    return bool(_ANNOUNCED.search(sentence.text[:200]))


def counted_indicator(sentence: Span) -> Span | None:
    """The indicator of a sentence that counts: "Den andre er talet på …, som skal opp til 60"."""
    match = _counted().match(sentence.text)
    if match is None:
        return None
    rest = sentence.part(match.end(), len(sentence))
    end = _CLAUSE.search(rest.text)
    return rest.part(0, end.start() if end else len(rest)).strip(" .,")


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
def _counted() -> re.Pattern[str]:
    return re.compile(
        rf"(?:den|the)\s(?:{_words('ordinals')})(?:\s(?:indikatoren|indicator|one))?\s(?:er|is)\s",
        re.IGNORECASE,
    )


@functools.cache
def _ordinal() -> re.Pattern[str]:
    """As in "Det tredje hovedmålet gjelder klima: Lidvik skal …"."""
    main = r"(?P<main>hovedmål\w*|hovudmål\w*|main\s(?:goal|objective))"
    shall = r"[^.:;]{0,60}:\s(?=[^.]{3,120}\s(?:skal|shall|will)\s)"
    return re.compile(
        rf"(?:det|den|the|our)\s{_words('ordinals')}\s"
        rf"(?:{main}|{_words('the_goal')}|delmålet|{_words('goal')})"
        rf"(?:{shall}|\s(?:er|is)\s{_words('that')}\s)",
        re.IGNORECASE,
    )


@functools.cache
def _for_something() -> re.Pattern[str]:
    """As in "For jordbruket er målet å …"."""
    return re.compile(
        rf"(?:for|i|innen|innan|in)\s[^.:;,]{{3,60}}?\s(?:er|is)\s(?:the\s)?"
        rf"{_words('the_goal')}\s{_words('that')}\s",
        re.IGNORECASE,
    )


@functools.cache
def _ours() -> re.Pattern[str]:
    """As in "Vårt mål er at …", "Ambisjonen vår er å …", "Prosjektets hovedmål er å …"."""
    return re.compile(
        rf"(?:{_words('ours')}\s(?:felles\s|viktigste\s|viktigaste\s)?"
        rf"(?:(?P<main>{_words('main_goals')})|{_words('plain_goals')})"
        rf"|{_words('plain_goals')}\s(?:vårt|vår))\s(?:er|is)\s{_words('that')}\s",
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
