"""Sentences, lines and rows that say what a person is: "N N, rådgiver i Lidvik kommune"."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.extract.names import PERSON, bodies_in, is_person, kind_of
from ingest.extract.role_words import COMPLEMENT, TIME, read_role, role_pattern
from ingest.extract.spans import Span, span_of
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind, Document


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with a role; ``area`` is where, where it is said; ``said`` the words that say it.

    ``passing``: the person is only mentioned by title, so the role may be in any body. ``title`` is
    the role where only the list says it ("styremedlem").
    """

    person: Span
    role: Span
    area: Span | None
    said: Span
    passing: bool = False
    title: str = ""


Rule = Callable[[Span], Iterator[Holder]]


@functools.cache
def _leading_person() -> re.Pattern[str]:
    return re.compile(rf"\s*({PERSON})(?=\s*(?:$|[,(;./]|\s[–-]\s|\s\d))")


@functools.cache
def _label_role() -> re.Pattern[str]:
    contact = any_of(lexicon("roles")["contact"])
    return re.compile(rf"({role_pattern()}{COMPLEMENT})(?:\s*(?:/|og|and)\s*{contact})?", re.I)


def leading_person(text: Span) -> Span | None:
    """The person that a text begins with."""
    match = _leading_person().match(text.text)
    return text.part(*match.span(1)) if match and is_person(match[1]) else None


def labelled_person(label: Span, value: Span, said: Span) -> Iterator[Holder]:
    """As in "Klyngeleder: N N", in a row of a table or in a line."""
    match = _label_role().fullmatch(label.text.strip(" :"))
    person = _leading_person().match(value.text)
    if not match or not person or not is_person(person[1]):
        return
    offset = len(label.text) - len(label.text.lstrip(" :"))
    found = read_role(label.part(offset + match.start(1), offset + match.end(1)))
    if found:
        # What follows the name is where the person comes from: "Styreleder: N N, Smia AS".
        yield Holder(value.part(*person.span(1)), found[0], found[1], said)


@functools.cache
def _line() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<label>{role_pattern()}[^:.\n]{{0,40}}):\s(?P<value>{PERSON}.*)", re.DOTALL
    )


def _line_with_label(unit: Span) -> Iterator[Holder]:
    for match in _line().finditer(unit.text):
        label, value = unit.part(*match.span("label")), unit.part(*match.span("value"))
        yield from labelled_person(label, value, unit)


@functools.cache
def _brackets() -> re.Pattern[str]:
    return re.compile(rf"({PERSON})\s?\(([^()]{{3,120}})\)(?:,\s({role_pattern()}{COMPLEMENT}))?")


def _in_brackets(unit: Span) -> Iterator[Holder]:
    """As in "N N (styreleder, Lidvik)", "N N (Lidvik), leiar"."""
    for match in _brackets().finditer(unit.text):
        if not is_person(match[1]):
            continue
        person, inside = unit.part(*match.span(1)), unit.part(*match.span(2))
        parts = list(inside.split(_COMMA))
        found = read_role(unit.part(*match.span(3))) if match[3] else None
        for part in parts:
            found = found or read_role(part)
        if found:
            bodies = [part for part in parts if kind_of(part.text) not in (None, "person")]
            yield Holder(person, found[0], found[1] or (bodies[0] if bodies else None), unit)


_COMMA = re.compile(r",\s")


@functools.cache
def _apposed() -> re.Pattern[str]:
    return re.compile(
        rf"({PERSON})(?:,\s|\s(?:er|is)\s)({role_pattern()}{COMPLEMENT})(?:,\s([^,.;:()]{{3,80}}))?"
    )


def _apposition(unit: Span) -> Iterator[Holder]:
    """As in "N N, rådgiver i Lidvik kommune", "N N, port director, Lidvik havn IKS"."""
    for match in _apposed().finditer(unit.text):
        if not is_person(match[1]):
            continue
        found = read_role(unit.part(*match.span(2)))
        if found is None:
            continue
        role, area = found
        if area is None and match[3] and kind_of(match[3]) not in (None, "person"):
            area = unit.part(*match.span(3))
        person = unit.part(*match.span(1))
        yield Holder(person, role, area, unit)
        behind = max(role.end, area.end if area else 0) - unit.start
        second = _second().match(unit.text, behind)
        other = read_role(unit.part(*second.span(1))) if second else None
        if other:
            yield Holder(person, other[0], other[1], unit)


@functools.cache
def _second() -> re.Pattern[str]:
    return re.compile(rf"\s(?:og|and)\s({role_pattern()}{COMPLEMENT})")


@functools.cache
def _is() -> re.Pattern[str]:
    return re.compile(
        rf"({role_pattern()}{COMPLEMENT})\s(?:er|blir|ble|vart|is|was)\s(?:framleis\s|fortsatt\s|nå\s|no\s)?"
        rf"({PERSON})"
    )


def _role_is(unit: Span) -> Iterator[Holder]:
    """As in "Leder av styret er N N"."""
    for match in _is().finditer(unit.text):
        found = read_role(unit.part(*match.span(1)))
        if found and is_person(match[2]):
            yield Holder(unit.part(*match.span(2)), found[0], found[1], unit)


@functools.cache
def _becomes() -> re.Pattern[str]:
    verbs = any_of(lexicon("roles")["verbs"]["is"])
    return re.compile(
        rf"({PERSON})(?:,[^,.]{{3,60}},)?\s{verbs}\s(?:[^,.]{{0,30}}\s(?:som|as)\s)?"
        rf"({role_pattern()}{COMPLEMENT})"
    )


def _person_becomes(unit: Span) -> Iterator[Holder]:
    """As in "N N tek over som prosjektleiar", "N N velges til ny styreleder"."""
    for match in _becomes().finditer(unit.text):
        found = read_role(unit.part(*match.span(2)))
        if found and is_person(match[1]):
            yield Holder(unit.part(*match.span(1)), found[0], found[1], unit)


@functools.cache
def _chosen() -> re.Pattern[str]:
    return re.compile(
        rf"\b{any_of(lexicon('roles')['verbs']['chose'])}\s({PERSON})"
        rf"(?:,[^,.]{{3,60}},)?\s(?:til|som|as)\s({role_pattern()}{COMPLEMENT})"
    )


def _chosen_as(unit: Span) -> Iterator[Holder]:
    """As in "Årsmøtet valgte N N til ny styreleder"."""
    for match in _chosen().finditer(unit.text):
        found = read_role(unit.part(*match.span(2)))
        if found and is_person(match[1]):
            yield Holder(unit.part(*match.span(1)), found[0], found[1], unit)


def _noun_of(verb: str) -> str:
    """What somebody is who "ledes av" or "har ledet" speaks of; "leder" is the word itself."""
    if verb.casefold() in {"leder", "leier", "leiar", "leads", "chairs", "heads"}:
        return ""
    if verb.startswith(("is ", "has ")):
        return "chair" if "chair" in verb else "leader"
    return "leiar" if "lei" in verb else "leder"


@functools.cache
def _by() -> re.Pattern[str]:
    done = any_of(lexicon("roles")["verbs"]["led"])
    return re.compile(
        rf"(?P<area>[^,.;:()]{{3,80}}?)\s(?P<role>{done})\s(?:av|by)\s(?:{role_pattern()}\s)?(?P<name>{PERSON})"
    )


def _led_by(unit: Span) -> Iterator[Holder]:
    """As in "Styringsgruppa blir leia av N N", "The group meets monthly and is chaired by N N"."""
    for match in _by().finditer(unit.text):
        area = re.sub(r"\s(?:har|has|består|møtes|møtest|meets)\s.*$", "", match["area"].strip())
        if is_person(match["name"]) and area[:1].isupper() and len(area) > 3:
            start = match.start("area") + match["area"].find(area)
            yield Holder(
                unit.part(*match.span("name")),
                unit.part(*match.span("role")),
                unit.part(start, start + len(area)),
                unit,
                title=_noun_of(match["role"]),
            )


@functools.cache
def _through() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\s|^)(?:v/|represented by)\s?(?:(?P<before>{role_pattern()})\s)?(?P<name>{PERSON})"
        rf"(?:,\s(?P<behind>{role_pattern()}))?"
    )


def _through_person(unit: Span) -> Iterator[Holder]:
    """As in "Lidvik havn IKS v/ hamnesjef N N", "Smia AS. v/ N N, dagleg leiar"."""
    for match in _through().finditer(unit.text):
        role = "before" if match["before"] else "behind"
        bodies = list(bodies_in(unit.part(0, match.start())))
        near = (
            bodies and len(unit.text[bodies[-1].end - unit.start : match.start()].strip(" .,")) == 0
        )
        if not match[role] or not near or not is_person(match["name"]):
            continue
        if found := read_role(unit.part(*match.span(role))):
            yield Holder(unit.part(*match.span("name")), found[0], bodies[-1], unit)


@functools.cache
def _titled() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:(?P<role>{role_pattern()})|(?P<full>{role_pattern()}{COMPLEMENT}),)"
        rf"\s(?P<name>{PERSON})(?:\s(?:i|hos|for|fra|frå)\s(?P<area>[^,.;:()]{{3,60}}))?"
    )


def _title_before(unit: Span) -> Iterator[Holder]:
    """As in "sier klyngeleder N N", "teamleder for næring, N N"."""
    for match in _titled().finditer(unit.text):
        found = read_role(unit.part(*match.span("role" if match["role"] else "full")))
        if found and is_person(match["name"]):
            area = found[1]
            if area is None and match["area"] and kind_of(match["area"]) not in (None, "person"):
                area = unit.part(*match.span("area"))
            yield Holder(unit.part(*match.span("name")), found[0], area, unit, passing=True)


@functools.cache
def _leads() -> re.Pattern[str]:
    return re.compile(
        rf"({PERSON})(?:,)?(?:\s(?:som|who))?\s(leder|leier|leiar|leads|chairs|heads|har\sledet|har\sleidd|har\sleia|has\sled|has\schaired)\s(?!(?:av|for|i|of|in|på)\s)([^,.;:()]{{2,80}})"
    )


def _person_leads(unit: Span) -> Iterator[Holder]:
    """As in "N N leder tilflytterkontoret"; leading the meeting is nothing that lasts."""
    for match in _leads().finditer(unit.text):
        if is_person(match[1]) and not re.search(r"møte|meeting|ordskifte", match[3], re.I):
            area = re.sub(
                r"\s(?:for|på vegne av|på vegner av|siden|sidan|since"
                r"|(?:og|and)\s\w+(?:er|ar|s))\s.*$",
                "",
                match[3],
            )
            person = unit.part(*match.span(1))
            title, _, name = person.text.partition(" ")
            if is_person(name) and read_role(person.part(0, len(title))):
                person = person.part(len(title) + 1, len(person))
            yield Holder(
                person,
                unit.part(*match.span(2)),
                unit.part(match.start(3), match.start(3) + len(area)),
                unit,
                title=_noun_of(match[2]),
            )


@functools.cache
def _name_at_end() -> re.Pattern[str]:
    # Alone, or behind a place and a day; several names side by side are nobody's.
    return re.compile(rf"(?:^|[\d.,:]\s)({PERSON})\s*(?:\(sign\.?\))?$")


def signed(document: Document, block: Block, following: Block) -> Iterator[Holder]:
    """A name on a line of its own, and the role on the next."""
    if following.kind is not BlockKind.PARAGRAPH or following.end - following.start > 80:
        return
    name, line = span_of(document, block), span_of(document, following)
    person = _name_at_end().search(name.text)
    if not person or not is_person(person[1]) or len(name) > 120:
        return
    first, *rest = line.split(_COMMA)
    found = read_role(first)
    if found:
        bodies = [part for part in rest if kind_of(part.text) not in (None, "person")]
        yield Holder(
            name.part(*person.span(1)),
            found[0],
            found[1] or (bodies[0] if bodies else None),
            Span(document.text, name.start + person.start(1), line.end),
        )


@functools.cache
def _plain_line() -> re.Pattern[str]:
    return re.compile(rf"({PERSON})\s+({role_pattern()})(?={TIME.pattern[:-3]}|\s*[:,.]|$)")


def person_then_role(unit: Span) -> Iterator[Holder]:
    """A line of a list: "N N   rådgiver frå 1. mars", "N N hamnesjef, Lidvik havn"."""
    for match in _plain_line().finditer(unit.text):
        found = read_role(unit.part(*match.span(2)))
        if found and is_person(match[1]):
            rest = unit.part(match.end(), len(unit)).strip()
            body = (
                next(iter(rest.part(1, len(rest)).strip().split(_COMMA)), None)
                if rest.text[:1] == ","
                else None
            )
            named = body is not None and kind_of(body.text) not in (None, "person")
            yield Holder(unit.part(*match.span(1)), found[0], body if named else None, unit)


RULES: tuple[Rule, ...] = (
    _line_with_label,
    _in_brackets,
    _apposition,
    _role_is,
    _person_becomes,
    _chosen_as,
    _led_by,
    _through_person,
    _title_before,
    _person_leads,
    person_then_role,
)
