"""What the system found, as facts: claims of documents, or the register that they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from eval.register.types import Change, Fact, Quote, Said, values_of
from plansvar.register.claims import Operation
from plansvar.register.evidence import StoredClaim
from plansvar.register.facts import Entry
from plansvar.register.facts import Fact as RegisterFact
from plansvar.register.kinds import FactKind

# From where a document was read to its path below the corpus folder.
Place = Callable[[str], str]


def of_claims(claims: Iterable[StoredClaim], place: Place) -> list[Fact]:
    """Each claim as a fact of its own. What a claim takes away isn't a value."""
    return [_of_claim(claim, place) for claim in claims]


def _of_claim(claim: StoredClaim, place: Place) -> Fact:
    document = place(claim.document.path)
    fields: dict[str, tuple[Said, ...]] = {}
    for value in claim.values:
        if value.operation is not Operation.REMOVE:
            said = Said(value.text, value.normal)
            fields[value.field] = (*fields.get(value.field, ()), said)
    if claim.kind is FactKind.OPEN_QUESTION:
        fields |= _raised(fields, document, claim.document.since)
    return Fact(
        id=claim.id,
        kind=claim.kind,
        values=values_of(fields),
        quotes=tuple(
            Quote(value.field, document, value.page, value.quote) for value in claim.values
        ),
        history=tuple(
            Change(name, said, claim.effective or claim.document.since, document)
            for name, said in fields.items()
        ),
        confidence=claim.confidence,
    )


def of_register(facts: Iterable[RegisterFact], place: Place) -> list[Fact]:
    """The register's facts."""
    return [_of_fact(fact, place) for fact in facts]


def _of_fact(fact: RegisterFact, place: Place) -> Fact:
    entries = list(
        chain(
            _all(fact.fields.items()),
            _all(fact.history.items()),
            ((one.field, entry) for one in fact.conflicts for entry in one.entries),
        )
    )
    quotes = dict.fromkeys(
        Quote(field, place(evidence.document.path), evidence.page, evidence.quote)
        for field, entry in entries
        for evidence in entry.evidence
    )
    fields = {name: _said(entries) for name, entries in fact.fields.items()}
    if fact.kind is FactKind.OPEN_QUESTION and fact.documents:
        first = min(fact.documents, key=lambda one: one.since or "9")
        fields |= _raised(fields, place(first.path), first.since)
    return Fact(
        id=fact.id,
        kind=fact.kind,
        values=values_of(fields),
        quotes=tuple(quotes),
        history=tuple(
            Change(field, _said(entries), since)
            for field, all_entries in fact.history.items()
            for since, entries in _by_date(all_entries).items()
        ),
        conflicts=frozenset(one.field for one in fact.conflicts),
        confidence=1.0 if fact.confirmed else fact.confidence,
    )


def _raised(
    fields: Mapping[str, tuple[Said, ...]], document: str, date: str | None
) -> dict[str, tuple[Said, ...]]:
    """Where and when a question was raised, as a reader sees it: in this document, on its day.

    The gold names the document, whatever the document says of the meeting or the letter itself.
    """
    raised = {"raised_in": (*fields.get("raised_in", ()), Said(document))}
    if date and "date" not in fields:
        raised["date"] = (Said(date, date),)
    return raised


def _all(fields: Iterable[tuple[str, tuple[Entry, ...]]]) -> Iterable[tuple[str, Entry]]:
    return ((name, entry) for name, entries in fields for entry in entries)


def _said(entries: Iterable[Entry]) -> tuple[Said, ...]:
    return tuple(Said(entry.text, entry.normal) for entry in entries)


def _by_date(entries: Iterable[Entry]) -> dict[str | None, tuple[Entry, ...]]:
    """The entries of a field by the day from which they hold; a list has several of a day."""
    days: dict[str | None, tuple[Entry, ...]] = {}
    for entry in entries:
        days[entry.since] = (*days.get(entry.since, ()), entry)
    return days
