"""The gate itself: a model's sentences in, those that their quotes bear out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.gate.checking import Fault, is_order
from assistant.gate.judging import judge
from assistant.gate.meaning import Similarity
from assistant.gate.parsing import Claimed
from plansvar.answers import AnswerSentence, Citation, SentenceKind


@dataclass(frozen=True, slots=True)
class Passed:
    """What the gate let through. ``removed`` are the sentences it took out, with why."""

    sentences: tuple[AnswerSentence, ...]
    removed: tuple[tuple[str, tuple[Fault, ...]], ...] = ()
    replaced: int = 0


@dataclass(slots=True)
class Gate:
    """Checks sentence after sentence, so that a stream can be shown as far as it is checked.

    ``trusted`` are the citations that the answer without a model rests on: one of their quotes may
    take the place of a sentence that fails.
    """

    sources: Mapping[int, Citation]
    similarity: Similarity
    trusted: frozenset[int] = frozenset()
    _sentences: list[AnswerSentence] = field(default_factory=list)
    _removed: list[tuple[str, tuple[Fault, ...]]] = field(default_factory=list)
    _quoted: int = 0

    def check(self, claimed: Claimed) -> AnswerSentence | None:
        """The sentence that may be shown: the model's own, a quote in its place, or none."""
        found = self._faults(claimed)
        if not found:
            shown = AnswerSentence(
                claimed.text, SentenceKind.GENERATED, claimed.citations, claimed.bullet
            )
        else:
            self._removed.append((claimed.text, tuple(found)))
            quote = self._instead(claimed)
            if quote is None:
                return None
            self._quoted += 1
            shown = quote
        if any(one.text == shown.text for one in self._sentences):
            return None
        self._sentences.append(shown)
        return shown

    def passed(self) -> Passed:
        """What has been let through; a quote that a sentence tells already isn't repeated."""
        generated = {
            number
            for one in self._sentences
            if one.kind is SentenceKind.GENERATED
            for number in one.citations
        }
        kept = tuple(
            one
            for one in self._sentences
            if one.kind is SentenceKind.GENERATED or not set(one.citations) <= generated
        )
        return Passed(kept, tuple(self._removed), self._quoted)

    def _faults(self, claimed: Claimed) -> list[Fault]:
        if not claimed.citations or not claimed.whole:
            return [Fault.SOURCE]
        cited = [self.sources[number] for number in claimed.citations]
        quotes = [one.quote for one in cited]
        around = "\n".join(dict.fromkeys(text for one in cited for text in surroundings(one)))
        return judge(claimed.text, quotes, self.similarity, around)

    def _instead(self, claimed: Claimed) -> AnswerSentence | None:
        for number in claimed.citations:
            quote = self.sources[number].quote
            if number in self.trusted and not is_order(quote):
                return AnswerSentence(quote, SentenceKind.QUOTE, (number,), claimed.bullet)
        return None


def surroundings(citation: Citation) -> tuple[str, ...]:
    """What a quote stands under: from there names may come, but no numbers."""
    return (citation.document.title, *citation.heading)
