"""Yes or no: whether a party answers for something. A no comes with who does; never a guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.register.about_one import about_one
from assistant.register.draft import Reply
from assistant.register.inquiry import Inquiry
from assistant.register.lexicon import Intent
from assistant.register.portfolio import is_role
from plansvar.documents.types import Authority
from plansvar.register.facts import Entry, Fact
from plansvar.register.kinds import FactKind
from plansvar.register.names import plain


def is_owner(inquiry: Inquiry) -> Reply | None:
    """Whether a party leads a measure or answers for an area, followed by who does."""
    for party, measure in _pairs(inquiry):
        found = _one(measure, inquiry)
        told = about_one(_asking(inquiry, measure)) if found is not None else None
        if found is None or told is None or told.clarification or not told.sentences:
            continue
        parties = inquiry.party(party)
        if len(parties) > 1:
            return inquiry.ask_which([group[0] for group in parties])
        verdict = _verdict(found, parties, inquiry)
        draft = inquiry.draft()
        name = parties[0][0] if parties else party
        first = told.sentences[0]
        text = draft.words(f"verdict.{verdict}", party=name, text=first.text)
        sentences = (replace(first, text=text, own=(*first.own, name)), *told.sentences[1:])
        return replace(told, sentences=sentences, short_answer=None)
    return None


def _pairs(inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    """Party and thing as they were asked; "eier Osedal kommune brua" is tried word by word."""
    slots = inquiry.reading.slots
    if "party" in slots:
        yield slots["party"], slots["measure"]
        return
    words = slots["pair"].split()
    for cut in range(len(words) - 1, 0, -1):
        party, measure = " ".join(words[:cut]), " ".join(words[cut:])
        if any(plain(party) in map(plain, group) for group in inquiry.party(party)):
            yield party, measure


def _asking(inquiry: Inquiry, measure: str) -> Inquiry:
    reading = replace(inquiry.reading, intent=Intent.OWNER, slots={"measure": measure})
    return replace(inquiry, reading=reading)


def _one(measure: str, inquiry: Inquiry) -> Fact | None:
    """The one thing that is meant; who owns several of one name is left to the plain question."""
    asking = _asking(inquiry, measure)
    asked = asking.slot("measure", "measure") or measure
    for kind in (FactKind.MEASURE, FactKind.RESPONSIBILITY):
        found = asking.find(asked, asking.known(kind))
        # Who is its project manager or chair doesn't say who answers for it.
        found = [one for one in found if not is_role(one[0])]
        if found:
            return found[0][0] if len(found) == 1 else None
    return None


def _verdict(fact: Fact, parties: tuple[tuple[str, ...], ...], inquiry: Inquiry) -> str:
    """What to say before who owns it: yes, no, only as a partner, no longer, or not known."""
    if not parties:
        return "unknown"
    own = frozenset(map(plain, parties[0]))
    field = "leads" if fact.kind is FactKind.MEASURE else "party"

    def among(texts: Iterator[str]) -> bool:
        return any(plain(text) in own for text in texts)

    if among(iter(fact.texts(field))):
        return "yes"
    if among(entry.text for entry in fact.history.get(field, ()) if _held(entry)):
        return "no_longer"
    if among(iter(fact.texts("partners"))):
        return "partner"
    return "no"


def _held(entry: Entry) -> bool:
    """Whether a value held once: what only a draft said never did."""
    return entry.until is not None and any(
        ground.document is None or ground.document.authority is not Authority.DRAFT
        for ground in entry.grounds
    )
