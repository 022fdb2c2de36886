"""What a role looks like: "daglig leder i …", "klyngeleiar", "project manager for …"."""

from __future__ import annotations

import functools
import re

from ingest.extract.names import bodies_in, kind_of
from ingest.extract.spans import Span
from ingest.extract.word_lists import any_of, lexicon
from plansvar.language.dates import find_dates

_ARTICLE = r"(?:(?:ein|en|ny|nytt|ei|a|an|the)\s)?"
_OF = r"(?:for|i|av|hos|ved|på|frå|fra|of|in|at|from)"
# What follows a role up to the next stop: "av hovedutvalget for næring".
COMPLEMENT = rf"(?:\s{_OF}\s[^,.;:()\n]{{2,90}})?"
_SPLIT = re.compile(rf"^(?P<role>.+?)(?:\s(?P<of>{_OF})\s(?P<area>.+))?$", re.DOTALL)
TIME = re.compile(
    r"\s(?:(?:fra|frå|sidan|siden|from|since|til|until)\s(?:og\smed\s|ca\.?\s)?"
    r"(?:\d|januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|nyttår|årsskiftet)|(?:for|i|in)\s(?:the\s)?(?:perioden|period)\b|i\s(?:\d+\sprosent|full|halv|delt)\s|etter\s[A-ZÆØÅ]|begge\s|(?:som|seier|sier|says|who)\b|(?:i|in)\s\d{4}"
    r"|E-?post|E-?mail|[Tt]lf|[Tt]elefon).*$",
    re.DOTALL,
)
_SINCE = re.compile(r"\s*\(?(?:fra|frå|sidan|siden|from|since)(?:\sog\smed)?\s", re.IGNORECASE)


@functools.cache
def role_pattern() -> str:
    """A role without what follows it. Case doesn't matter inside; people's names keep theirs."""
    words = lexicon("roles")
    before = any_of(words["before"])
    return (
        rf"(?<!\w)(?i:{_ARTICLE}(?:(?:{before}\s)*\w*{any_of(words['nouns'])}(?:en|n)?"
        rf"|{any_of(words['english'])})(?!\w|-))"
    )


_LEADING = ("ledes", "leiast", "ledet", "leidd", "leia ", "chaired", "is led", "has led", "headed")


@functools.cache
def _hints() -> tuple[str, ...]:
    words = lexicon("roles")
    return tuple(
        sorted({word.casefold() for word in (*words["nouns"], *words["english"], "leier", "leads")})
    )


def mentions_role(text: str) -> bool:
    """Whether a role may be told of at all; the rules themselves are dear."""
    text = text.casefold()
    return any(word in text for word in _hints())


@functools.cache
def _passing() -> re.Pattern[str]:
    words = lexicon("roles")
    return re.compile(rf"\b\w*{any_of(words['passing'])}\w*|^{any_of(words['former'])}\b", re.I)


@functools.cache
def _and_role() -> re.Pattern[str]:
    return re.compile(rf"\s(?:og|and)\s{role_pattern()}.*$", re.DOTALL)


@functools.cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"{role_pattern()}{COMPLEMENT}")


def read_role(span: Span) -> tuple[Span, Span | None] | None:
    """A role and what it is a role in, where the text is one: "leder av styret", "rådgivar"."""
    text = TIME.sub("", span.text)
    text = _and_role().sub("", text)
    match = _role().fullmatch(text.strip())
    if not match or _passing().search(text):
        return None
    start = len(text) - len(text.lstrip())
    parts = _SPLIT.match(match.group())
    if parts is None or not parts["area"]:
        return span.part(start, start + len(match.group())), None
    role = span.part(start, start + parts.end("role"))
    area = span.part(start + parts.start("area"), start + parts.end("area"))
    if parts["of"] == "for" and not kind_of(area.text) and not list(bodies_in(area)):
        # "fylkesdirektør for næring" is the title; in whose service he is stands elsewhere.
        head = role.text.casefold()
        if head.endswith(("direktør", "sjef", "director", "byråd", "fylkesråd")):
            return span.part(start, start + len(match.group())), None
    return role, area


def plain_role(text: str) -> str:
    """A role without the article or "ny" before it."""
    return re.sub(r"^(?:ein|en|ei|ny|nytt|a|an|the)\s", "", text, flags=re.IGNORECASE)


def since(text: str) -> str | None:
    """From when it holds, where the text begins with that: "fra 1. mars 2025"."""
    match = _SINCE.match(text)
    for date in find_dates(text[: match.end() + 30]) if match else ():
        return date.value if match and date.start == match.end() and date.year is not None else None
    return None
