"""The evidence of a fact as a reader wants it: the words that name it first, no piece twice."""

from __future__ import annotations

from collections.abc import Iterator

from plansvar.documents.types import DocumentType
from plansvar.register.facts import Evidence, Fact
from plansvar.register.kinds import FactKind, key_field


def main_evidence(fact: Fact) -> Evidence | None:
    """Where to look first.

    For a decision that is the minutes, for anything else the plan that it belongs to; where these
    say nothing of it, whatever does.
    """
    pieces = list(all_evidence(fact))
    if fact.kind is FactKind.DECISION:
        minutes = [one for one in pieces if one.document.type is DocumentType.MINUTES]
        if minutes:
            return minutes[0]
    if fact.plan is None:
        return next(iter(pieces), None)
    own = [one for one in pieces if one.document.id == fact.plan.id]
    return next(iter(own or pieces), None)


def all_evidence(fact: Fact) -> Iterator[Evidence]:
    """All evidence of what holds: of the name first, then field by field."""
    seen: set[tuple[str, int, int]] = set()
    named = key_field(fact.kind)
    for field in sorted(fact.fields, key=lambda name: name != named):
        for entry in fact.fields[field]:
            for piece in entry.evidence:
                place = (piece.document.version_id, piece.start, piece.end)
                if place not in seen:
                    seen.add(place)
                    yield piece


def places(fact: Fact) -> tuple[Evidence, ...]:
    """One piece of evidence for each page on which the fact stands."""
    found: dict[tuple[str, int | None], Evidence] = {}
    for piece in all_evidence(fact):
        found.setdefault((piece.document.version_id, piece.page), piece)
    return tuple(found.values())
