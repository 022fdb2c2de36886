"""Sources that a question names: "i referatene fra 2020", "according to the action programme"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.dialogue.words import words
from assistant.register.naming import mentions
from plansvar.asking import Scope
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import DocumentType
from plansvar.language.dates import FoundDate, find_dates
from plansvar.language.terms import tokens

# What one looks for comes in documents of these types by their title, and not by when they are of.
_TITLED = frozenset({DocumentType.PLAN, DocumentType.ACTION_PROGRAMME})


@dataclass(frozen=True, slots=True)
class NamedSources:
    """Which documents a question names as its source, and the question without these words."""

    scope: Scope
    question: str


def named_sources(question: str, documents: Sequence[DocumentInfo]) -> NamedSources | None:
    """The sources that a question names; ``None``: none that are surely meant as such.

    Args:
        question: what is asked.
        documents: those that the asker may read.
    """
    match = words().says.search(question)
    if match is not None:
        start, end, head = match.start(), match.end(), match["rest"]
        found = _scope(match, head, documents)
        if found is None or head[found[1] :].strip():
            return None
        what = "Hva står det" if match.group().lower().startswith(("h", "k")) else "What is said"
        return NamedSources(found[0], f"{what} {question[end:]}")
    for match in words().source.finditer(question):
        kind = _kind(match)
        if kind is None or not (match["surely"] or match["tongue"] or kind in words().looked_in):
            continue
        found = _scope(match, question[match.end() :], documents)
        if found is None:
            continue
        start, end = match.start(), match.end() + found[1]
        if match["inside"] and not _meant_as_source(match, question[:start], question[end:]):
            continue
        rest = f"{question[:start].rstrip(' ,')} {question[end:].lstrip(' ,')}".strip()
        rest = re.sub(r"\s+([?.!])", r"\1", rest)
        if len(tokens(rest)) > 1:
            return NamedSources(found[0], rest[0].upper() + rest[1:])
    return None


def _meant_as_source(match: re.Match[str], before: str, after: str) -> bool:
    """Whether "i referatene" says where to look, and not what is asked about.

    That stands at the beginning or the end of a question, and means certain documents: "tallet i
    protokollen som ble rettet" is a number, "i lysark" is how people write.
    """
    at_an_end = not before.strip() or not after.strip(" ?.!") or after.lstrip().startswith(",")
    certain = (
        words().definite.search(match["noun"])
        or match["article"]
        or match["tongue"]
        or after != (match.string[match.end() :])
    )
    return at_an_end and bool(certain)


def is_a_source(text: str) -> bool:
    """Whether words are nothing but the name of a kind of source: "i referatene fra 2020"."""
    text = text.strip(" ?.!")
    match = words().source.match(text) or words().source.match(f"i {text}")
    return match is not None and not _left_over(match.string[match.end() :])


def as_source(text: str) -> str:
    """Such words as they stand after a question."""
    text = text.strip(" ?.!")
    match = words().source.match(text)
    if match is not None and (
        match["surely"] or match["tongue"] or _kind(match) in words().looked_in
    ):
        return text
    return f"ifølge {text[match.start('noun') :] if match else text}"


def _left_over(rest: str) -> bool:
    for date in find_dates(rest):
        rest = rest.replace(rest[date.start : date.end], "", 1)
    return bool(words().of_or_after.sub("", rest))


def _kind(match: re.Match[str]) -> DocumentType | None:
    kinds = (kind for kind, pattern in words().types if pattern.fullmatch(match["kind"]))
    return next(kinds, None)


def _scope(
    match: re.Match[str], after: str, documents: Sequence[DocumentInfo]
) -> tuple[Scope, int] | None:
    """The scope, and how far into the words after it reaches."""
    kind = _kind(match)
    tongue = next(
        (
            one
            for one, forms in words().languages
            if match["tongue"] and forms.fullmatch(match["tongue"])
        ),
        None,
    )
    if kind is None:
        return None
    scope = Scope(types=(kind,), languages=(tongue,) if tongue else ())
    fitting = [
        one for one in documents if one.type is kind and (tongue is None or one.language == tongue)
    ]
    end = 0
    while (more := _further(after[end:], fitting)) is not None:
        part, length, fitting = more
        scope, end = scope | part, end + length
    # "næringsplanen" is a kind of plan by its name: those that bear it, where there are any.
    own = [one for one in fitting if mentions(match["kind"], (one.title,))]
    if kind in _TITLED and own and not (scope.since or scope.until):
        same = [one.id for one in own]
        scope = Scope(documents=tuple(same))
    return scope, end


def _further(
    text: str, fitting: list[DocumentInfo]
) -> tuple[Scope, int, list[DocumentInfo]] | None:
    """A date or a name after a kind of document: what it limits to, its length, what is left."""
    link = re.match(rf"\s+(?:{words().of}\s+)?", text, re.IGNORECASE)
    if link is None:
        return None
    dates = find_dates(text)
    after = words().after.match(text)
    date = next(
        (one for one in dates if one.start in {link.end(), after.end() if after else -1}), None
    )
    if date is not None and date.year is not None:
        return _dated(text, date, fitting, since=after is not None and date.start == after.end())
    name = words().issuer.match(text[max(0, link.end() - 1) :])
    if name is None:
        return None
    asked = name.group().strip()
    issued = [one for one in fitting if mentions(asked, (one.about.organisation or "",))]
    titled = [one for one in fitting if mentions(asked, (one.title,))]
    if not issued and not titled:
        return None
    length = max(0, link.end() - 1) + name.end()
    if issued:
        return Scope(organisations=(asked,)), length, issued
    return Scope(documents=tuple(one.id for one in titled)), length, titled


def _dated(
    text: str, date: FoundDate, fitting: list[DocumentInfo], *, since: bool
) -> tuple[Scope, int, list[DocumentInfo]]:
    end = date.end
    # "handlingsprogrammet for 2024–2025" is the one of this name.
    span = re.match(r"\s?[–-]\s?(?:20)?\d\d\b", text[end:])
    end += span.end() if span else 0
    titled = [one for one in fitting if date.value[:4] in one.title]
    if titled and (span or all(one.type in _TITLED for one in titled)) and not since:
        return Scope(documents=tuple(one.id for one in titled)), end, titled
    if since:
        first = str(int(date.value) + 1) if len(date.value) == 4 else date.value
        return Scope(since=first), end, fitting
    return Scope(since=date.value, until=date.value), end, fitting
