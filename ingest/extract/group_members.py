"""Who sits in a group: "Styringsgruppe: N N (leder), ordfører M M (Lidvik kommune)"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.names import is_person
from ingest.extract.role_rules import Holder, leading_person
from ingest.extract.role_words import read_role, role_pattern
from ingest.extract.spans import Span
from ingest.extract.word_lists import any_of, lexicon

_LONGEST = 1_000
_MOST_LABEL = 60
_BETWEEN = re.compile(r"[()]|[,;]\s|\s(?:og|and)\s(?=(?:\w+\s)?[A-ZÆØÅ])")
_PARTS = re.compile(r"[,()]\s*")
_SITS = re.compile(r"\b(?:består|sitter|sit|er|medlem\w*|consists|made|members)\b", re.IGNORECASE)
_STEERS = re.compile(r"styrings|steering|prosjekt|project", re.IGNORECASE)
_LEADS = re.compile(r"leder|leiar|leiaren|chair|formann|sekret", re.IGNORECASE)


def members_in(line: Span, *, english: bool) -> Iterator[Holder]:
    """The persons of a line that names a group and then who is in it."""
    near = ":" in line.text[:_MOST_LABEL] or _SITS.search(line.text[:_LONGEST])
    match = _group().match(line.text) if near and len(line) <= _LONGEST else None
    if match is None:
        return
    group = line.part(*match.span("group"))
    title = "member" if english else "medlem"
    for piece in _pieces(line.part(match.end(), len(line)).strip(" .")):
        person = _titled(piece) or leading_person(piece)
        if person is None:
            continue
        rest = piece.part(person.end - piece.start, len(piece))
        roles = [found[0] for part in rest.split(_PARTS) if (found := read_role(part))]
        # What somebody is elsewhere ("ordfører") is no role in the group.
        own = next((role for role in roles if _LEADS.search(role.text)), None)
        if own is None and not _STEERS.search(group.text):
            continue  # a plan's working group is gone when the plan is made
        yield Holder(person, own or group, group, line, title="" if own else title)


def _pieces(text: Span) -> Iterator[Span]:
    """What stands between commas, and "og" before a name, outside of brackets."""
    start = depth = 0
    for match in _BETWEEN.finditer(text.text):
        depth += {"(": 1, ")": -1}.get(match.group(), 0)
        if depth == 0 and match.group() not in "()":
            yield text.part(start, match.start()).strip()
            start = match.end()
    yield text.part(start, len(text)).strip()


def _titled(piece: Span) -> Span | None:
    match = _title().match(piece.text)
    found = piece.part(match.end(), len(piece)) if match else None
    person = leading_person(found) if found is not None else None
    return person if person is not None and is_person(person.text) else None


@functools.cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"{role_pattern()}\s")


@functools.cache
def _group() -> re.Pattern[str]:
    words = lexicon("roles")["groups"]
    return re.compile(
        rf"(?:I\s|[*_]{{0,2}}(?:The\s)?)(?P<group>{any_of(words['names'])})"
        rf"(?:[^.:,]{{0,{_MOST_LABEL}}}:[*_]{{0,2}}\s|\s(?:[^.:,]{{3,40}}\s)?{any_of(words['consists'])}:?\s"
        rf"|\s(?:sitter|sit|er)[:\s]\s?)",
        re.IGNORECASE,
    )
