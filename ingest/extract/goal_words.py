"""The words of goals: labels, headings, sentences, targets and days by which they are reached."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict, cast

from ingest.extract import word_lists
from ingest.extract.spans import Span
from plansvar.language.dates import find_dates
from plansvar.register.claims import Value

_LONGEST_LABEL = 110
_NUMBER = r"\d{1,3}(?:[ \u00a0.]\d{3})+|\d+(?:,\d+)?"
# In a sentence of its own these say that something else is told of what they name.
_CLAUSE = r"\s(?:som|ble|vart|gjelder|gjeld|har|vil|kan|blir|who|which|has)\s"
_IN_TEXT = re.compile(r"(?:strategi|strategien|strategy|visjon|visjonen|grep)\s", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")


class _Lexicon(TypedDict):
    levels: dict[str, list[str]]
    words: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Label:
    """A label that a text begins with.

    ``level`` as in :data:`plansvar.register.kinds.GOAL_LEVELS`; ``number`` is what numbers the goal
    ("Delmål 2: …"), ``rest`` what follows the label, empty where it is all there is. ``generic``
    labels ("Mål") can be about anything. ``whole`` is the label with all that qualifies it.
    """

    level: str
    number: Span | None
    rest: Span
    generic: bool
    whole: Span


def label_of(span: Span) -> Label | None:
    """The label that a text begins with, or consists of."""
    match = _label().match(span.text[: _LONGEST_LABEL + 60])
    if match is None:
        return None
    level = next(level for level in lexicon()["levels"] if match[f"l_{level}"])
    word = match[f"l_{level}"].lower()
    number = span.part(match.start("no"), match.end("no")) if match["no"] else None
    if number and not match["stop"].strip(" .–-") and _speaks().match(span.text, match.end()):
        return None  # "Hovedmål 3 følges opp med …" speaks of a goal
    rest = span.part(match.end(), len(span)).strip()
    generic = word in lexicon()["words"]["generic"] and not match["no"]
    return Label(level, number, rest, generic, span.part(0, match.end()).strip())


def lead_in(span: Span) -> str | None:
    """The level of the list that a sentence leads in: "… har vi disse resultatmålene:"."""
    matches = list(_ending().finditer(span.text[-_LONGEST_LABEL:]))
    if not matches or (len(matches[-1][0].split()) > 1 and _IN_TEXT.match(matches[-1][0])):
        return None
    last = matches[-1]
    return next(level for level in lexicon()["levels"] if last[f"l_{level}"])


def names_levels(text: str) -> bool:
    """Whether labels of other levels stand in a text, with capital letters: a figure's boxes."""
    return bool(_inside().search(text))


def is_generic(label: Label) -> bool:
    """Whether a label is only "mål", with or without a number."""
    words = label.whole.text.casefold().strip(" :.?*_").rstrip("0123456789. ")
    return words in lexicon()["words"]["generic"]


def says_shall(text: str) -> bool:
    """Whether a sentence says what shall be."""
    return bool(_shall().search(text))


def is_about_plan(text: str) -> bool:
    """Whether a sentence speaks of the plan itself."""
    return bool(_about_plan().match(text))


def stated_in(sentence: Span) -> tuple[str, Span] | None:
    """Level and words of a goal that a sentence states: "Hovedmålet er å …"."""
    match = _states().match(sentence.text[:400])
    if match is None:
        return None
    level = next(level for level in ("vision", "main_goal", "sub_goal") if match[f"l_{level}"])
    rest = sentence.part(match.end(), len(sentence)).strip()
    quoted = rest.text.startswith(("«", "“", '"'))
    if match["is"].lower() == "er" and not quoted:
        return None
    return level, rest


def measured_by(sentence: Span) -> tuple[str, Span] | None:
    """The number of a goal and how it is measured: "Hovedmål 3 måles ved andelen …"."""
    match = _measured().match(sentence.text[:400])
    if match is None:
        return None
    return match["no"], sentence.part(match.end(), len(sentence)).strip(" :")


def target_in(span: Span) -> Value | None:
    """The first number of a goal with its unit, years and days left out."""
    if spelled := _spelled().match(span.text):
        number = lexicon()["words"]["numbers"].index(spelled["number"].casefold()) % 11 + 2
        start, end = span.start + spelled.start("said"), span.start + spelled.end("number")
        return Value("target", spelled["said"], start, end, str(number))
    dates = find_dates(span.text)
    found = list(_target().finditer(span.text))
    # "fra 24 til 45": where it is to end, not where it begins.
    for match in [*(one for one in found if _up_to().search(span.text[: one.start()])), *found]:
        in_date = any(date.start <= match.start() < date.end for date in dates)
        if in_date or (_YEAR.fullmatch(match["number"]) and not match["unit"]):
            continue
        start, end = span.start + match.start(), span.start + match.end()
        return Value("target", match[0], start, end, _normal(match))
    return None


def deadline_in(span: Span) -> Value | None:
    """The day by which a goal is to be reached; the span runs from "innen"."""
    for date in find_dates(span.text):
        before = span.text[max(0, date.start - 24) : date.start]
        match = _until().search(before)
        if date.year is not None and match:
            start = span.start + date.start - len(before) + match.start()
            text = span.source[span.start + date.start : span.start + date.end]
            return Value("deadline", text, start, span.start + date.end, date.value)
    return None


def is_no_goal(text: str) -> bool:
    """Whether a text says that nothing is said."""
    words = text.lower()
    return any(words.startswith(word) for word in lexicon()["words"]["not_goals"])


@functools.cache
def lexicon() -> _Lexicon:
    """``lexicon/goals.toml``."""
    return cast("_Lexicon", word_lists.lexicon("goals"))


def _any(words: Iterable[str]) -> str:
    ordered = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in ordered)


def _level_groups(*levels: str) -> str:
    known = lexicon()["levels"]
    return "|".join(f"(?P<l_{level}>{_any(known[level])})" for level in levels or known)


@functools.cache
def _label() -> re.Pattern[str]:
    words = lexicon()["words"]
    return re.compile(
        rf"[\s*_•–-]{{0,4}}(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}\.?\s{{1,2}})?"
        # "Hva er prosjektets mål?"
        rf"(?:(?:hva|kva|what)\s(?:er|is|are)\s)?(?:[\w-]{{3,30}}s\s)?"
        rf"(?:(?:{_any(words['before'])})\s){{0,2}}?(?:{_level_groups()})(?!\w)"
        rf"(?:\s(?:nr\.?\s)?(?P<no>\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}[a-zæøå]?|[A-HÆ](?=[:.])|(?:{_any(words['spelled'])})(?=\s?:))"
        rf"(?![\w%])(?!\s?[–-]\s?\d))?"
        rf"(?:\s(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)\d\d)?)?"
        rf"(?:\s?\([^()]{{0,40}}\))?"
        rf"(?:\s(?:{_any(words['after'])})\s[^:.?!]{{1,60}}?)?"
        r"[*_\s]{0,3}(?P<stop>\?$|\??:|\s[–-]\s|(?(no)\.\s|(?!))|(?(no)\s(?=\S)|(?!))|$)[*_]{0,2}",
        re.IGNORECASE,
    )


@functools.cache
def _speaks() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(lexicon()['words']['speaks'])})\b", re.IGNORECASE)


@functools.cache
def _measured() -> re.Pattern[str]:
    goals = _any(word for level in ("main_goal", "sub_goal") for word in lexicon()["levels"][level])
    return re.compile(
        rf"(?:{goals})\s(?P<no>\d{{1,2}}(?:\.\d{{1,2}})?|[A-HÆ])\s(?:{_any(lexicon()['words']['measures'])})"
        r"(?:\s(?:\w+\s)?indikator\w*)?\s?:?\s",
        re.IGNORECASE,
    )


@functools.cache
def _ending() -> re.Pattern[str]:
    # "… disse resultatmålene:", "Regjeringens mål for opplæringen er:"
    links = _any(lexicon()["words"]["linking"])
    return re.compile(
        rf"\b(?:{_level_groups()})(?:(?:\s(?:for|i|med|innen|innan|til)\s(?:(?!{_CLAUSE})[^.:;,?]){{1,90}})?(?:\s(?:{links}))?\s?:)?\s?$",
        re.IGNORECASE,
    )


@functools.cache
def _inside() -> re.Pattern[str]:
    words = {word.capitalize() for each in lexicon()["levels"].values() for word in each}
    return re.compile(rf"(?<=[\w,] )(?:{_any(words)})(?!\w)")


@functools.cache
def _shall() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(lexicon()['words']['shall'])})\b", re.IGNORECASE)


@functools.cache
def _states() -> re.Pattern[str]:
    words = lexicon()["words"]
    return re.compile(
        rf"(?:[A-ZÆØÅ][\w-]{{2,40}}s\s)?(?:(?:{_any(words['before'])}|the|overordnede|overordna|et|eit)\s){{0,2}}"
        rf"(?:{_level_groups('vision', 'main_goal', 'sub_goal')})"
        rf"(?:\s(?:{_any(words['after'])})\s[^:.?!]{{1,60}}?)?\s(?P<is>{_any(words['is'])})\s",
        re.IGNORECASE,
    )


@functools.cache
def _about_plan() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(lexicon()['words']['about_plan'])})\b", re.IGNORECASE)


@functools.cache
def _target() -> re.Pattern[str]:
    units = _any(lexicon()["words"]["units"])
    return re.compile(
        rf"(?<![\w.,/–-])(?P<number>{_NUMBER})(?![\w/–-]|,\d)(?:\s?(?P<unit>{units})(?!\w))?",
        re.IGNORECASE,
    )


@functools.cache
def _spelled() -> re.Pattern[str]:
    # "Minst fire kommuner …", "Ti nye produkt": with a plural behind
    return re.compile(
        rf"(?P<said>(?:(?:minst|at least)\s)?"
        rf"(?P<number>{_any(lexicon()['words']['numbers'])}))\s(?:\w+\s)?\w",
        re.IGNORECASE,
    )


@functools.cache
def _up_to() -> re.Pattern[str]:
    return re.compile(
        r"(?:fra|frå|from)\s[^.;:]{1,50}\s(?:til|to)\s"
        r"(?:om lag\s|minst\s|under\s|over\s|at least\s)?$",
        re.IGNORECASE,
    )


@functools.cache
def _until() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(lexicon()['words']['until'])})\s{{1,2}}$", re.IGNORECASE)


def _normal(match: re.Match[str]) -> str:
    number = re.sub(r"[ \u00a0]", "", match["number"])
    number = re.sub(r"\.(?=\d{3})", "", number).replace(",", ".")
    unit = (match["unit"] or "").lower()
    percent = unit in {"prosent", "per cent", "percent", "%"}
    return f"{number} %" if percent else f"{number} {unit}".strip()
