"""Which facts of the register stand in what an answer quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plansvar.answers import Citation
from plansvar.register.facts import Entry, Evidence, Fact, Register
from plansvar.register.kinds import FactKind


@dataclass(frozen=True, slots=True)
class Told:
    """A value of a fact whose evidence lies in a citation. ``ended``: another value holds now."""

    fact: Fact
    field: str
    entry: Entry
    citation: Citation

    @property
    def ended(self) -> bool:
        """Whether what is quoted held before, and no longer."""
        return self.entry.until is not None


def told_in(citations: Sequence[Citation], register: Register) -> list[Told]:
    """The values that some quotes tell, in the order of the citations."""
    by_version: dict[str, list[Citation]] = {}
    for citation in citations:
        by_version.setdefault(citation.document.version_id, []).append(citation)
    found = [
        Told(fact, field, entry, citation)
        for fact in register.facts
        if fact.kind is not FactKind.PARTY
        for field, entry in _entries(fact)
        for piece in entry.evidence
        for citation in by_version.get(piece.document.version_id, ())
        if _within(piece, citation)
    ]
    return sorted(found, key=lambda one: one.citation.number)


def _entries(fact: Fact) -> Iterator[tuple[str, Entry]]:
    """What holds, what held, and what disagrees; each value of a field once."""
    seen: set[tuple[str, str, str | None, str | None]] = set()
    disagreeing = {one.field: one.entries for one in fact.conflicts}
    for field in dict.fromkeys((*fact.fields, *fact.history, *disagreeing)):
        for entry in (
            *fact.fields.get(field, ()),
            *fact.history.get(field, ()),
            *disagreeing.get(field, ()),
        ):
            key = (field, entry.text, entry.since, entry.until)
            if key not in seen:
                seen.add(key)
                yield field, entry


def _within(piece: Evidence, citation: Citation) -> bool:
    return piece.start < citation.end and citation.start < piece.end
