"""From a document's blocks to what it claims: goals, measures, decisions, who answers for what.

Each rule is a function from :class:`Document` to claims; they know nothing of each other and
of other documents. What documents say together is computed when it is read, see
:mod:`plansvar.register.consolidate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ingest.extract.action_points import action_points
from ingest.extract.decisions import decisions
from ingest.extract.decisions_told import decisions_told
from ingest.extract.goal_numbers import with_goals
from ingest.extract.goals import goals
from ingest.extract.measure_prose import measures_in_prose
from ingest.extract.measure_sheets import measures_in_text
from ingest.extract.measure_tables import measures_in_tables
from ingest.extract.open_questions import open_questions
from ingest.extract.parties import people_and_funding
from plansvar.documents.types import Document
from plansvar.register.claims import SURE, Claim
from plansvar.register.kinds import FactKind

Extractor = Callable[[Document], Iterator[Claim]]

EXTRACTORS: tuple[Extractor, ...] = (
    measures_in_tables,
    measures_in_text,
    action_points,
    goals,
    decisions,
    decisions_told,
    open_questions,
    people_and_funding,
)


# A plan that lists fewer measures tells them in its text.
_FEW = 3


def extract(document: Document) -> tuple[Claim, ...]:
    """All that a document claims, in its own order; nothing twice."""
    found = dict.fromkeys(claim for extractor in EXTRACTORS for claim in extractor(document))
    listed = sum(one.kind is FactKind.MEASURE and one.confidence >= SURE for one in found)
    if listed < _FEW:
        found |= dict.fromkeys(measures_in_prose(document))
    return tuple(sorted(with_goals(document, tuple(found)), key=_place))


def _place(claim: Claim) -> int:
    return min((value.start for value in claim.values), default=0)
