"""The evidence of a fact as a reader wants it: the words that name it first, no piece twice."""

from __future__ import annotations

from collections.abc import Iterator

from plansvar.documents.stored import DocumentInfo
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


def places(fact: Fact) -> tuple[tuple[DocumentInfo, tuple[int, ...]], ...]:
    """The documents that a fact rests on, with their pages: where to look first comes first.

    Then the strongest and newest; pages are empty where the format has none.
    """
    pages: dict[str, set[int]] = {}
    documents: dict[str, DocumentInfo] = {}
    main = main_evidence(fact)
    for piece in ((main,) if main else ()) + tuple(all_evidence(fact)):
        documents.setdefault(piece.document.id, piece.document)
        own = pages.setdefault(piece.document.id, set())
        if piece.page is not None:
            own.add(piece.page)
    order = {one.id: place for place, one in enumerate(fact.documents)}
    first = main.document.id if main else ""
    ids = sorted(documents, key=lambda id_: (id_ != first, order.get(id_, len(order))))
    return tuple((documents[id_], tuple(sorted(pages[id_]))) for id_ in ids)
