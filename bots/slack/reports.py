"""“Wrong owner”: from an answer to the facts that it tells of, and into the register's review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plansvar.access import User
from plansvar.answers import Answer
from plansvar.register.corrections import Action, CorrectionRequest
from plansvar.register.facts import Evidence, Fact
from plansvar.register.kinds import FactKind, key_field
from plansvar.service import Service

# The field that says who answers for a fact.
_OWNERS = {FactKind.MEASURE: "leads", FactKind.RESPONSIBILITY: "party"}
_MOST = 20


@dataclass(frozen=True, slots=True)
class Subject:
    """A fact that an answer tells of: its id, and what it is called."""

    id: str
    name: str


def subjects(answer: Answer, service: Service, user: User) -> list[Subject]:
    """The facts whose owner, or whose name where they have none, stands where the answer cites."""
    cited = [
        (document.id, one.start, one.end)
        for one in answer.citations
        for document in (one.document, *one.also)
    ]

    def stands(evidence: Iterable[Evidence]) -> bool:
        return any(
            one.document.id == id_ and one.start < end and start < one.end
            for one in evidence
            for id_, start, end in cited
        )

    def told(fact: Fact) -> bool:
        owners = fact.fields.get(_OWNERS[fact.kind]) or fact.fields.get(key_field(fact.kind)) or ()
        return any(stands(entry.evidence) for entry in owners)

    facts = service.register(user).facts if cited else ()
    found = [one for one in facts if one.kind in _OWNERS and told(one)]
    # What is called by a measure's number and name is that measure.
    measures = [f"{one.text('number')} {one.name}" for one in found if one.text("number")]
    own = [one for one in found if not one.name.endswith(tuple(measures))]
    return [Subject(one.id, one.name) for one in own[:_MOST]]


def report(service: Service, fact_id: str, note: str, user: User) -> Fact:
    """Put a fact into the review queue, with who says so and why; once, however often it comes.

    Raises:
        NotFoundError: ``register.no_fact``: there is none, or none that this person may see.
    """
    fact = service.fact(fact_id, user)
    said = service.corrections(fact.id, user)
    if not any((one.by, one.action, one.note) == (user.name, Action.REPORT, note) for one in said):
        field = _OWNERS.get(fact.kind)
        service.correct(CorrectionRequest(fact.id, Action.REPORT, field=field, note=note), user)
    return fact
