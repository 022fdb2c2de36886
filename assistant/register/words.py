"""The words of words.toml, ready to be matched."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.word_patterns import any_of, compiled, raw_patterns, replacements

# Patterns, and what stands in their place.
Replacements = tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """words.toml; it says what each is for. ``joints`` and ``body_of`` are plain words."""

    until: re.Pattern[str]
    who: re.Pattern[str]
    why: re.Pattern[str]
    denies: re.Pattern[str]
    joins: re.Pattern[str]
    joints: tuple[str, ...]
    answers: re.Pattern[str]
    planlike: re.Pattern[str]
    in_norwegian: Replacements
    refused: re.Pattern[str]
    denied: re.Pattern[str]
    delayed: re.Pattern[str]
    body_of: tuple[str, ...]
    body_names: Replacements
    body_spellings: Replacements
    case: re.Pattern[str]
    point: re.Pattern[str]
    deadline_moved: re.Pattern[str]
    joining: re.Pattern[str]
    any_edition: re.Pattern[str]
    ways: tuple[tuple[str, re.Pattern[str]], ...]
    of_document: re.Pattern[str]
    earlier: Mapping[str, re.Pattern[str]]
    role_asked: re.Pattern[str]


@functools.cache
def words() -> Words:
    """The patterns, compiled once."""
    raw = raw_patterns("words.toml", "assistant.register")
    bodies, timing = raw["bodies"], raw["timing"]
    return Words(
        until=compiled(rf"\s*{any_of(raw['until'])}\s*"),
        who=compiled(rf"{any_of(raw['who'])}\b"),
        why=compiled(rf"\b{any_of(raw['why'])}\b"),
        denies=compiled(rf"\b{any_of(raw['denies'])}\b"),
        joins=compiled(rf"\s*{any_of(raw['joins'])}\s+"),
        joints=tuple(raw["joints"]),
        answers=compiled(any_of(raw["answers"])),
        planlike=compiled(any_of(raw["planlike"])),
        in_norwegian=replacements(raw["in_norwegian"]),
        refused=compiled(any_of(raw["outcome"]["refused"])),
        denied=compiled(rf"\b{any_of(raw['outcome']['denied'])}\b"),
        delayed=_delayed(raw["status"]["delayed"], raw["status"]["not_delayed"]),
        body_of=tuple(bodies["of"]),
        body_names=replacements(bodies["names"]),
        body_spellings=replacements(bodies["spellings"]),
        # A case may have the series in front that it belongs to: "RS-sak 14/24".
        case=compiled(
            rf"(?:(?:([A-ZÆØÅ]{{1,5}})[- ])?{any_of(raw['decisions']['case'])}\s+)?(\d+/\d+)"
        ),
        point=compiled(rf"{any_of(raw['decisions']['point'])}\s*(\d+)"),
        deadline_moved=_deadline_moved(raw["changes"]),
        joining=compiled(rf"\b{any_of(raw['changes']['joining'])}\b|[–-]"),
        any_edition=compiled(
            rf"(?:{any_of(raw['changes']['edition'])}{any_of(raw['changes']['edition_endings'])}?\s*)+"
        ),
        ways=tuple(
            (one["way"], compiled(rf"(?:^|(?<=[\s,(])){any_of(one['words'])}\s+$"))
            for one in timing["ways"]
        ),
        of_document=compiled(rf"\w*{any_of(timing['documents'])}\s+$"),
        earlier={
            which: compiled(rf"[\s,]*\b{any_of(forms)}\b")
            for which, forms in timing["earlier"].items()
        },
        role_asked=_role_asked(raw["role"]),
    )


def _delayed(said: list[str], taken_back: list[str]) -> re.Pattern[str]:
    """A text with a word for late in it, and none that takes it back."""
    pattern = rf"^(?!.*\b{any_of(taken_back)}\b).*\b{any_of(said)}"
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def _deadline_moved(raw: Mapping[str, list[str]]) -> re.Pattern[str]:
    moving = rf"\b{any_of(raw['moving'])}\b"
    return compiled(
        rf"{any_of(raw['deadline_before'])}[^.]{{0,60}}{moving}"
        rf"|{moving}[^.]{{0,30}}\b{any_of(raw['deadline_after'])}"
    )


def _role_asked(raw: Mapping[str, list[str]]) -> re.Pattern[str]:
    """What stands before a role that a question asks somebody's name for."""
    before = rf"(?:{any_of(raw['before'])}\s+)*"
    return compiled(
        rf"\b(?:{any_of(raw['who'])}\s+{any_of(raw['is'])}\s+{before}"
        rf"|{any_of(raw['called'])}\s+{before}|{any_of(raw['name_of'])}\s+)"
    )
