"""What a run has done so far, on its way to the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.access import Access
from plansvar.documents.about import About
from plansvar.errors import ReadError
from plansvar.service import HiddenText, IngestFailure, IngestReport, ModelFacts


@dataclass(slots=True)
class Tally:
    """Paths, and the number of chunks; see :class:`plansvar.service.IngestReport`."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: list[IngestFailure] = field(default_factory=list)
    incomplete: list[IngestFailure] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    hidden_text: list[HiddenText] = field(default_factory=list)
    chunks: int = 0

    def fail(self, failures: Iterable[tuple[str, ReadError]]) -> None:
        """Note what could not be read, by path."""
        self.failed += [_failure(path, error) for path, error in failures]

    def lacks(self, path: str, error: ReadError) -> None:
        """Note what was read without some of its pages."""
        self.incomplete.append(_failure(path, error))

    def hides(self, path: str, about: About) -> None:
        """Note a document that holds text which nobody sees, if it is more than a trifle."""
        if about.hides_text:
            self.hidden_text.append(HiddenText(path, about.hidden_characters))

    def report(
        self, access: Access, model_facts: ModelFacts | None, seconds: float
    ) -> IngestReport:
        """All of it, with what became of the readers, and of asking a language model."""
        return IngestReport(
            added=tuple(self.added),
            changed=tuple(self.changed),
            unchanged=tuple(self.unchanged),
            regrouped=tuple(access.regrouped),
            skipped=tuple(self.skipped),
            failed=tuple(self.failed),
            incomplete=tuple(self.incomplete),
            gone=tuple(self.gone),
            withheld=tuple(access.withheld),
            hidden_text=tuple(self.hidden_text),
            model_facts=model_facts,
            chunks=self.chunks,
            seconds=seconds,
        )


def _failure(path: str, error: ReadError) -> IngestFailure:
    return IngestFailure(path, error.code, error.params)
