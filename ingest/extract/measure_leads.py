"""Lines that lead in what somebody will do or proposes: "Regjeringen vil:", "Vi anbefaler:"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ingest.extract.bodies import bodies_at_end, body_at_start
from ingest.extract.spans import Span
from ingest.extract.word_lists import any_of, lexicon

_LONGEST = 300
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+(?=[^\W\d_])")
_ITEM_NUMBER = re.compile(r"(?:\(?\d{1,2}[.)]|[a-zæøå]\)|[•●▪–-])\s?(?=[A-ZÆØÅa-zæøå])")
_LONGEST_ITEM = 500
_TAIL = re.compile(r"(?:\s(?:ved|gjennom|som|med)?(?:\s?(?:å|at))?)?\s?:$")


@dataclass(frozen=True, slots=True)
class LeadIn:
    """A line that leads measures in; ``party`` is who carries them out, where that is said.

    ``proposed``: somebody proposes that they are carried out, whoever does it. ``issuer``: "vi",
    which is the body that issues the document.
    """

    party: Span | None
    proposed: bool
    issuer: bool = False


def lead_in_of(span: Span, *, heading: bool) -> LeadIn | None:
    """What a heading or a line that ends with ":" leads in; ``None`` for any other."""
    if not (heading or span.text.endswith(":")):
        return None
    line = span if heading or len(span) <= _LONGEST else _last_sentence(span)
    if len(line) > _LONGEST:
        return None
    line = _without_number(line.strip(" *_")) if heading else line
    line = line.part(0, len(line.text.rstrip(": "))).strip()
    words = " ".join(line.text.split()).casefold()
    if words in lexicon("leads_in")["proposals"]:
        return LeadIn(None, proposed=True)
    if not heading:
        line = _last_sentence(line)
    if match := _we().fullmatch(line.text):
        return LeadIn(None, proposed=match["proposes"] is not None, issuer=True)
    if _we_propose().fullmatch(line.text):
        return LeadIn(None, proposed=True)
    if match := _plain_end().search(line.text[-20:]):
        # "… det varsles særskilt at regjeringen vil:"
        bodies = bodies_at_end(line.part(0, len(line) - len(match.group())))
        return LeadIn(bodies[0], proposed=False) if bodies else None
    party = body_at_start(line)
    if party is None:
        return None
    match = _verb().fullmatch(line.text, party.end - line.start)
    if match is None:
        return None
    proposed = match["proposes"] is not None
    return LeadIn(None if proposed else party, proposed)


def lead_of_line(span: Span) -> Span | None:
    """Who will carry out the list of a line: "Regjeringen vil … gjennom følgende tiltak:"."""
    line = _last_sentence(span)
    party = body_at_start(line)
    return party if party and _will().match(line.text, party.end - line.start) else None


def lead_of_item(span: Span) -> Span | None:
    """Who is going to carry out an item that begins with its own lead."""
    party = body_at_start(span)
    if party is None:
        return None
    return party if _item_verb().match(span.text, party.end - span.start) else None


def is_numbered(span: Span) -> bool:
    """Whether a paragraph is an item of a list in all but name: "1. Færre skader"."""
    return len(span) <= _LONGEST_ITEM and bool(_ITEM_NUMBER.match(span.text))


def without_item_number(span: Span) -> Span:
    """Such an item without its number or bullet."""
    match = _ITEM_NUMBER.match(span.text)
    return span.part(match.end(), len(span)) if match else span


def without_tail(span: Span) -> Span:
    """An item that leads its own list in, without the words that do: "… løft ved å:"."""
    match = _TAIL.search(span.text[-20:])
    return span.part(0, len(span) - (len(span.text[-20:]) - match.start())) if match else span


def _last_sentence(span: Span) -> Span:
    near = span.part(max(0, len(span) - 2 * _LONGEST), len(span))
    sentences = list(near.sentences())
    return sentences[-1] if sentences else span


def _without_number(line: Span) -> Span:
    if match := _box().match(line.text):
        line = line.part(match.end(), len(line))
    match = _NUMBER.match(line.text)
    return line.part(match.end() if match else 0, len(line)).strip()


@functools.cache
def _box() -> re.Pattern[str]:
    return re.compile(rf"{any_of(lexicon('leads_in')['box'])}\s(?:\d+(?:\.\d+)?)?[.:]?\s*", re.I)


def _said() -> str:
    """The verb, with such words around it as leave its meaning alone."""
    words = lexicon("leads_in")
    between = any_of(words["between"])
    return (
        rf"(?:\s{between}){{0,2}}(?:(?P<proposes>\s{any_of(words['proposes'])})"
        rf"|\s{any_of(words['will'])})(?:\s{between}){{0,4}}"
    )


@functools.cache
def _verb() -> re.Pattern[str]:
    return re.compile(_said(), re.IGNORECASE)


@functools.cache
def _we() -> re.Pattern[str]:
    return re.compile(rf"{any_of(lexicon('leads_in')['we'])}{_said()}", re.IGNORECASE)


@functools.cache
def _we_propose() -> re.Pattern[str]:
    words = lexicon("leads_in")
    we, proposes = any_of(words["we"]), any_of(words["proposes"])
    # "For å få til dette anbefaler vi at utvalget særlig vurderer:"
    return re.compile(
        rf"(?:(?:.{{0,150}}\s)?{proposes}\s{we}|{we}\s{proposes})(?:\s[\w-]+){{0,6}}", re.IGNORECASE
    )


@functools.cache
def _will() -> re.Pattern[str]:
    return re.compile(rf"\s{any_of(lexicon('leads_in')['will'])}\b", re.IGNORECASE)


@functools.cache
def _plain_end() -> re.Pattern[str]:
    return re.compile(rf"\s{any_of(lexicon('leads_in')['will'])}$", re.IGNORECASE)


@functools.cache
def _item_verb() -> re.Pattern[str]:
    return re.compile(rf"\s{any_of(lexicon('leads_in')['shall'])}\b", re.IGNORECASE)
