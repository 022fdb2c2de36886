"""Claims put to the gate, one by one, as sentences of answers that have nothing in common."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.gate import statements
from assistant.gate.checking import Fault
from assistant.gate.judging import Cosines, judge
from eval.gate.claims import Claim
from plansvar.embedding import Embedder


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate made of a claim; without faults it is shown. ``milliseconds``: wall clock."""

    claim: Claim
    faults: tuple[Fault, ...]
    milliseconds: float

    @property
    def stopped(self) -> bool:
        """Whether the sentence isn't shown."""
        return bool(self.faults)


def run(
    claims: Sequence[Claim],
    embedder: Embedder,
    told: Callable[[int, int], None] | None = None,
) -> list[Verdict]:
    """Judge each claim.

    What was read for one claim is forgotten before the next, so that the time is that of a sentence
    whose quotes the gate has not seen: the dearest one of an answer.

    Args:
        claims: what to judge.
        embedder: gives the vectors where meaning has to decide; loaded already.
        told: called with how many are done, and how many there are.
    """
    embedder.embed_passages(["Den første setningen laster modellen."])
    verdicts = []
    for number, claim in enumerate(claims, start=1):
        statements.forget()
        started = time.perf_counter()
        found = judge(claim.sentence, claim.cited, Cosines(embedder))
        milliseconds = (time.perf_counter() - started) * 1000
        verdicts.append(Verdict(claim, tuple(found), milliseconds))
        if told:
            told(number, len(claims))
    return verdicts
