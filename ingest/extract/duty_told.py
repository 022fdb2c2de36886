"""What a body does as its standing task: "Sekretariatet rapporterer to ganger i året".

Verbs that say so anywhere ("forvalter") are in ``lexicon/roles.toml``; those here mean a duty only
where a plan tells who does what, or where the sentence says that it is done again and again.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence

from ingest.extract import duty_shapes as shapes
from ingest.extract.bodies import body_at_start
from ingest.extract.duty_lists import is_about_roles
from ingest.extract.hedges import is_hedged
from ingest.extract.names import is_person, kind_of, listed
from ingest.extract.spans import Span
from ingest.extract.stating import state
from plansvar.documents.types import Block, Document, DocumentType
from plansvar.language.terms import terms
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind

_SAID = 0.75
_LONGEST = 320
_LONGEST_PARTY = 90
# Each is compared with each; nobody has more in one document.
_MOST_OF_PARTY = 60
_LEADS = re.compile(r"leder|leier|leiar|leads|chairs|heads", re.IGNORECASE)
_AND = re.compile(r"\s(?:og|and)\s(?:\w+\s)?\w+(?:er|ar|s)\s")
_ARTICLE = re.compile(r"[Tt]he\s(?=[A-ZÆØÅ])")
_TALES = {DocumentType.NEWS, DocumentType.PRESENTATION}


class Place(enum.Enum):
    """Where a sentence stands: in a chapter on who does what, anywhere, in a news item."""

    ROLES = "roles"
    ANYWHERE = "anywhere"
    TALE = "tale"


def where_in(document: Document, block: Block) -> Place:
    """Where the sentences of a block stand."""
    if document.type in _TALES:
        return Place.TALE
    if document.type is not DocumentType.MINUTES and is_about_roles(block):
        return Place.ROLES
    return Place.ANYWHERE


def standing_in(sentence: Span, place: Place, about: Span | None) -> Iterator[Claim]:
    """What a body does, or is to others; ``about``: what the document is about."""
    text = sentence.text
    if len(sentence) > _LONGEST or place is Place.TALE or text.endswith(("?", ":")):
        return
    if ": " in text and (match := shapes.labelled().fullmatch(text)):
        yield from _of_label(sentence, match, about)
        return
    # "…, men har ikkje ansvar for tiltak" takes nothing back.
    denied = shapes.denied().search(text)
    main = sentence.part(0, denied.start()) if denied else sentence
    if is_hedged(main.text):
        return
    if match := shapes.lies().match(main.text):
        yield from _of_place(sentence, match, about)
        return
    by = " av " in main.text or " by " in main.text
    match = shapes.done_by().match(main.text) if by else None
    if match and (match["runs"] or place is Place.ROLES):
        yield from _of_passive(main, match)
        return
    if turned := shapes.again_first().match(main.text):
        yield from _of_turned(main, turned)
        return
    party = _subject(main, place)
    if party is None:
        return
    rest = main.part(party.end - main.start, len(main))
    if match := shapes.is_part().match(rest.text):
        yield from _of_part(sentence, party, rest, match, about)
    elif match := shapes.role_for().match(rest.text):
        area = rest.part(*match.span("area"))
        end = shapes.clause().search(area.text)
        area = area.part(0, end.start() if end else len(area)).strip(" .")
        yield _claim(sentence, party, area, match["role"])
    elif match := shapes.does().match(rest.text) or shapes.also_does().match(rest.text):
        yield from _of_doing(sentence, party, rest, match, place)


def _of_turned(sentence: Span, match: re.Match[str]) -> Iterator[Claim]:
    """As in "Hvert kvartal lager selskapet en statusrapport"."""
    body = body_at_start(sentence.part(match.end(), len(sentence)))
    if body is not None:
        done = sentence.part(body.end - sentence.start, len(sentence)).strip(" .")
        yield _claim(sentence, body, done, match["does"])


def _of_doing(
    sentence: Span, party: Span, rest: Span, match: re.Match[str], place: Place
) -> Iterator[Claim]:
    """As in "X rapporterer to ganger i året", "Y leder kulturarbeidet"."""
    leads = kind_of(party.text) == "person" and _LEADS.fullmatch(match["does"])
    if leads and not _AND.search(rest.text):
        return  # who leads what is told as a role
    work = shapes.work().match(rest.text) if not leads and kind_of(party.text) else None
    if work:
        yield _claim(sentence, party, rest.part(*work.span("what")), work["verb"])
    elif place is Place.ROLES or shapes.again().search(rest.text):
        done = rest.part(match.start("does"), len(rest)).strip(" .")
        end = shapes.aside().search(done.text)
        yield _claim(sentence, party, done.part(0, end.start() if end else len(done)))


def told_once(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims without those whose party has them as a part of another one."""
    by_party: dict[str, list[tuple[int, frozenset[str]]]] = {}
    for position, one in enumerate(claims):
        party, area = one.first("party"), one.first("area")
        if party and area:
            known = by_party.setdefault(party.text.casefold(), [])
            known.append((position, frozenset(terms(area.text))))
    again = {
        position
        for known in by_party.values()
        for position, words in known[:_MOST_OF_PARTY]
        if words
        and any(
            words < others or (words == others and other < position)
            for other, others in known[:_MOST_OF_PARTY]
            if other != position
        )
    }
    yield from (one for position, one in enumerate(claims) if position not in again)


def _of_label(sentence: Span, match: re.Match[str], about: Span | None) -> Iterator[Claim]:
    """As in "Ansvarlig for planen: N N, næringssjef", "Sekretariat: X AS"."""
    named = sentence.part(*match.span("who"))
    first = _person(named) or next(iter(listed(named)), named)
    # "Ansvarlig: X" alone is of whatever stands above it, mostly a measure.
    of_what = match["what"] or not shapes.owner().match(match["role"])
    if kind_of(first.text) is None or len(first) > _LONGEST_PARTY or not of_what:
        return
    area = sentence.part(*match.span("what")) if match["what"] else about
    if area is not None:
        if shapes.plan().fullmatch(area.text) and about is not None:
            area = about
        yield _claim(sentence, first, area, match["role"])


def _of_place(sentence: Span, match: re.Match[str], about: Span | None) -> Iterator[Claim]:
    """As in "Sekretariatet ligger hos X", "Prosjektledelsen for havna går over til Y"."""
    rest = sentence.part(match.end(), len(sentence))
    party = body_at_start(rest) or _person(rest)
    area = sentence.part(*match.span("what")) if match["what"] else about
    if party is not None and area is not None and kind_of(party.text) is not None:
        whole = party if kind_of(party.text) == "person" else _whole(party, rest)
        yield _claim(sentence, whole, area, match["role"])


def _of_passive(sentence: Span, match: re.Match[str]) -> Iterator[Claim]:
    """As in "Arbeidet ledes av X", "Decisions on grants are made by the board"."""
    rest = sentence.part(match.end(), len(sentence))
    article = _ARTICLE.match(rest.text)
    party = body_at_start(rest) or _person(rest)
    if party is None and article:
        party = body_at_start(rest.part(article.end(), len(rest)))
    area = sentence.part(*match.span("what")).strip()
    if party is not None and not shapes.vague().search(area.text):
        whole = party if kind_of(party.text) == "person" else _whole(party, rest)
        yield _claim(sentence, whole, area, match["verb"])


def _of_part(
    sentence: Span, party: Span, rest: Span, match: re.Match[str], about: Span | None
) -> Iterator[Claim]:
    """As in "X er pådriver for kollektivtrafikk", "Y er høringspart"."""
    area = rest.part(match.end(), len(rest)).strip(" .")
    if match["of"] and area.text:
        end = shapes.clause().search(area.text)
        yield _claim(
            sentence, party, area.part(0, end.start() if end else len(area)), match["part"]
        )
    elif not match["of"] and about is not None:
        yield _claim(sentence, party, about, match["part"])


def _subject(sentence: Span, place: Place) -> Span | None:
    """Who does it: a person, a body; where roles are told also a unit or whoever has an office."""
    article = _ARTICLE.match(sentence.text)
    named = sentence.part(article.end(), len(sentence)) if article else sentence
    if body := body_at_start(sentence) or body_at_start(named):
        return _whole(body, sentence)
    if person := _person(sentence):
        return person
    match = shapes.someone().match(sentence.text) if place is Place.ROLES else None
    if match is None and place is Place.ROLES:
        match = shapes.letters().match(sentence.text) or shapes.named_part().match(sentence.text)
    if match is None or shapes.things().search(match["who"]):
        return None
    return _whole(sentence.part(*match.span("who")), sentence)


def _person(text: Span) -> Span | None:
    """A person that a text begins with, with or without a title before."""
    match = shapes.named().match(text.text)
    return text.part(*match.span("name")) if match and is_person(match["name"]) else None


def _whole(body: Span, text: Span) -> Span:
    """A body with whose it is: "sekretariatet i regionrådet"."""
    if kind_of(body.text) == "company":
        return body  # "Smia AS in Lidvik": where it lies
    further = shapes.part_of().match(text.text, body.end - text.start)
    return text.part(body.start - text.start, further.end()) if further else body


def _claim(sentence: Span, party: Span, area: Span, role: str | None = None) -> Claim:
    inside = sentence.start <= area.start and area.end <= sentence.end
    values = [
        state("area", sentence if inside else area, area.text),
        state("party", sentence, re.sub(r"^[Tt]he\s", "", party.text)),
    ]
    if role:
        values.append(state("role", sentence, role))
    return Claim(FactKind.RESPONSIBILITY, tuple(values), "standing duty", _SAID)
