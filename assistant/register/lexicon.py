"""The patterns of lexicon.toml, ready to be matched."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.word_patterns import any_of, compiled, raw_patterns
from plansvar.documents.types import DocumentType
from plansvar.language.detect import LANGUAGES, Language

_WORD = re.compile(r"<(\w+)>")
_SLOT = re.compile(r"\{([a-z]\w*)\}")


class Intent(StrEnum):
    """What somebody wants to know of the register."""

    OWNER = "owner"
    IS_OWNER = "is_owner"
    DUE = "due"
    FOLLOW_UP = "follow_up"
    PARTNERS = "partners"
    DEADLINE = "deadline"
    FUNDING = "funding"
    STATUS = "status"
    PORTFOLIO = "portfolio"
    PARTNER_PORTFOLIO = "partner_portfolio"
    MEASURES = "measures"
    GOALS = "goals"
    SUPPORTS = "supports"
    DECISIONS = "decisions"
    HOLDS = "holds"
    OPEN_QUESTIONS = "open_questions"
    SCHEME_FIELD = "scheme_field"
    SCHEMES = "schemes"
    APPLICATIONS = "applications"
    DEADLINE_CHANGES = "deadline_changes"
    CHANGES = "changes"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to ask. ``fixed`` is what the pattern itself says, such as the level of a goal."""

    intent: Intent
    regex: re.Pattern[str]
    fixed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """lexicon.toml. ``labels`` are words that stand before names of a kind.

    ``bare_plan`` is a word for a plan that names none. ``next_question`` stands between a question
    and the next one, ``question_start`` begins one, ``pronouns`` are words for what the question
    before was about. ``fields`` are the words that ask for a field of something, ``roles`` those
    for somebody who has a role in it. ``tells_changes`` finds documents that say what is new.
    ``tails`` end compounds that are about the rest of them, ``not_started_status`` is in a
    status that says that nothing has begun, ``status_reports`` in the title of a report of it.
    """

    patterns: tuple[Pattern, ...]
    start: re.Pattern[str]
    end: re.Pattern[str]
    fillers: Mapping[Language, re.Pattern[str]]
    labels: Mapping[str, re.Pattern[str]]
    bare_plan: re.Pattern[str]
    next_question: re.Pattern[str]
    question_start: re.Pattern[str]
    pronouns: re.Pattern[str]
    doctypes: tuple[tuple[DocumentType | None, re.Pattern[str]], ...]
    fields: Mapping[str, re.Pattern[str]]
    roles: re.Pattern[str]
    tells_changes: re.Pattern[str]
    tails: re.Pattern[str]
    status_reports: re.Pattern[str]
    not_started_status: re.Pattern[str]


@functools.cache
def lexicon() -> Lexicon:
    """The patterns and words, compiled once."""
    raw = raw_patterns("lexicon.toml", "assistant.register")
    words = {name: any_of(forms) for name, forms in raw["words"].items()}
    words["role"] = any_of(raw["roles"]["words"])
    words["doctype"] = any_of([form for forms in raw["doctypes"].values() for form in forms])
    starts, ends = any_of(raw["polite"]["start"]), any_of(raw["polite"]["end"])
    return Lexicon(
        patterns=tuple(
            Pattern(Intent(group["intent"]), _pattern(text, words), group.get("set", {}))
            for group in raw["question"]
            for text in group["patterns"]
        ),
        start=compiled(rf"(?:{starts})(?:[\s,.!:]+|$)"),
        end=compiled(rf"[\s,.!?]+(?:{ends})$"),
        fillers={
            language: compiled(rf"\b{any_of(_fillers(language, raw))}\b") for language in LANGUAGES
        },
        labels={
            kind: compiled(rf"(?:{any_of(forms)})\s+") for kind, forms in raw["labels"].items()
        },
        bare_plan=compiled(any_of(raw["bare_plan"])),
        next_question=re.compile(
            rf"\s*(?:[?.;]\s+|,\s*(?:{any_of(raw['and'])}\s+)?|\s{any_of(raw['and'])}\s+)"
            rf"(?={any_of(raw['begins'])}\b)",
            re.IGNORECASE,
        ),
        question_start=compiled(rf"{any_of(raw['begins'])}\b"),
        pronouns=compiled(rf"\b{any_of(raw['pronouns'])}\b"),
        doctypes=tuple(
            (None if kind == "all" else DocumentType(kind), compiled(any_of(forms)))
            for kind, forms in raw["doctypes"].items()
        ),
        fields={field: compiled(rf"\b{any_of(forms)}\b") for field, forms in raw["fields"].items()},
        not_started_status=compiled(any_of(raw["not_started_status"])),
        status_reports=compiled(rf"\b{any_of(raw['status_reports'])}\b"),
        tails=compiled(rf"(?<=\w{{4}}){any_of(raw['tails'])}$"),
        tells_changes=compiled(rf"\b{any_of(raw['tells_changes'])}\b"),
        roles=compiled(rf"\b{any_of(raw['roles']['words'])}\b"),
    )


def _fillers(language: Language, raw: dict[str, Any]) -> list[str]:
    """Short questions don't tell bokmål and nynorsk apart: both take the words of both."""
    fillers = raw["fillers"]
    return fillers["en"] if language == "en" else [*fillers["nb"], *fillers["nn"]]


def _pattern(text: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern with its words and slots filled in; a slot holds at least one character."""
    text = text.replace("{doctype}", f"(?P<doctype>{words['doctype']})")
    text = _WORD.sub(lambda match: match.group() if _is_group(match) else words[match[1]], text)
    text = _SLOT.sub(lambda match: f"(?P<{match[1]}>\\S(?:.*?\\S)?)", text)
    return compiled(text)


def _is_group(match: re.Match[str]) -> bool:
    """``(?P<name>`` is a group of the regular expression and no word."""
    return match.string[max(0, match.start() - 2) : match.start()] == "?P"
