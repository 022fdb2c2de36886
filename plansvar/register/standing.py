"""What applies of what documents say: not what stands only in editions that are replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DocumentType
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind
from plansvar.register.names import lexicon, plain
from plansvar.register.queries import FactPage
from plansvar.register.timespan import reached

# What somebody wishes for is no measure of anybody's.
WISHES = frozenset({DocumentType.CONSULTATION_INPUT})
# A decision was made and an application sent, whatever came after; a plan is replaced as a whole.
_PLANNED = frozenset(
    {FactKind.GOAL, FactKind.MEASURE, FactKind.RESPONSIBILITY, FactKind.OPEN_QUESTION}
)


def supersedes(one: DocumentInfo, document: DocumentInfo) -> bool:
    """Whether ``one`` is an adopted edition of the same plan that came after ``document``."""
    if one.work is None or one.work != document.work or one.authority is not Authority.ADOPTED:
        return False
    if one.since is None or document.since is None:
        return False
    # Dates may be known to the year only: what may be the same time isn't later.
    length = min(len(one.since), len(document.since))
    return one.since[:length] > document.since[:length]


class Standing:
    """What applies on a day (an ISO date), of all documents that somebody may read."""

    def __init__(self, documents: Sequence[DocumentInfo], day: str) -> None:
        editions = [
            one
            for one in documents
            if one.authority is Authority.ADOPTED and one.work and reached(one.since, day)
        ]
        self._replaced = {
            one.id for one in documents if any(supersedes(other, one) for other in editions)
        }

    def replaced(self, document: DocumentInfo) -> bool:
        """Whether an adopted edition of the same plan has come after a document."""
        return document.id in self._replaced

    def holds(self, fact: Fact) -> bool:
        """Whether a fact belongs to what applies: not only to editions that are replaced.

        What only consultation inputs say is what somebody wants, and a measure of a replaced
        edition that minutes took out is gone.
        """
        if not any(one.type not in WISHES and not self.replaced(one) for one in fact.documents):
            return False
        taken_out = fact.kind is FactKind.MEASURE and _given_up(fact)
        return not (taken_out and fact.plan is not None and self.replaced(fact.plan))


def holding(page: FactPage, documents: Sequence[DocumentInfo], day: str) -> FactPage:
    """A page with what applies on a day alone, and with the number of facts left out.

    Args:
        page: all that was found; not a part of it.
        documents: all that the reader may read.
        day: an ISO date.
    """
    standing = Standing(documents, day)
    kept = tuple(one for one in page.facts if one.kind not in _PLANNED or standing.holds(one))
    left_out = len(page.facts) - len(kept)
    return replace(page, facts=kept, total=page.total - left_out, left_out=left_out)


def _given_up(fact: Fact) -> bool:
    return any(lexicon().given_up.search(plain(text)) for text in fact.texts("status"))
