"""What the gate let through and stopped, as Markdown: shares with intervals, by kind; and time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from eval.gate.claims import EXACT
from eval.gate.running import Verdict

# Of the normal distribution, for 95 %.
_Z = 1.959964


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score, which holds at the ends and for few cases.

    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    """
    if total == 0:
        return 0.0, 1.0
    share, square = hits / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    spread = math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    half = _Z / (1 + square / total) * spread
    return max(0.0, middle - half), min(1.0, middle + half)


def markdown(name: str, verdicts: Sequence[Verdict]) -> str:
    """The table of a set; it holds figures only."""
    lines = [
        f"## gate: {name}, {len(verdicts)} sentences",
        "",
        "| sentences | n | stopped | share (95 %) |",
        "| --- | ---: | ---: | --- |",
    ]
    for group, chosen in groups(verdicts):
        stopped = sum(one.stopped for one in chosen)
        low, high = wilson(stopped, len(chosen))
        share = f"{stopped / len(chosen):.3f} ({low:.3f}–{high:.3f})"
        lines.append(f"| {group} | {len(chosen)} | {stopped} | {share} |")
    lines += ["", *_reasons(verdicts)]
    times = [one.milliseconds for one in verdicts]
    if times:
        middle, late = np.percentile(times, [50, 95])
        lines += ["", f"Milliseconds a sentence: p50 {middle:.1f}, p95 {late:.1f}."]
    return "\n".join([*lines, ""])


def _reasons(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Which faults stopped the sentences of each kind; one sentence may have several."""
    for word, wanted in (("false", False), ("true", True)):
        for kind in sorted({one.claim.kind for one in verdicts if one.claim.true is wanted}):
            chosen = [one for one in verdicts if (one.claim.true, one.claim.kind) == (wanted, kind)]
            found = Counter(fault for one in chosen for fault in one.faults)
            if found:
                told = ", ".join(f"{fault} {count}" for fault, count in found.most_common())
                yield f"- {word}: {kind} stopped for {told}"


def groups(verdicts: Sequence[Verdict]) -> Iterator[tuple[str, list[Verdict]]]:
    """What is told apart: false and true ones, by kind and by language; no empty ones."""
    for word, wanted in (("false", False), ("true", True)):
        some = [one for one in verdicts if one.claim.true is wanted]
        found: list[tuple[str, list[Verdict]]] = [(f"**{word}**", some)]
        if not wanted:
            exact = [one for one in some if one.claim.kind in EXACT]
            found.append(("false: numbers, dates, names", exact))
            found.append(("false: the rest", [one for one in some if one not in exact]))
        for kind in sorted({one.claim.kind for one in some}):
            found.append((f"{word}: {kind}", [one for one in some if one.claim.kind == kind]))
        for language in sorted({one.claim.language for one in some}):
            chosen = [one for one in some if one.claim.language == language]
            found.append((f"{word}: in {language}", chosen))
        yield from ((group, chosen) for group, chosen in found if chosen)


def wrong(verdicts: Sequence[Verdict]) -> str:
    """The sentences that the gate judged wrongly, with their quotes: never of the blind half."""
    lines = ["### Judged wrongly", ""]
    for one in verdicts:
        if one.stopped is one.claim.true:
            told = ", ".join(one.faults) or "shown"
            lines.append(f"- **{one.claim.id}** {one.claim.kind} ({told}): {one.claim.sentence}")
            lines += [f"  - {' / '.join(quote.split(chr(10)))}" for quote in one.claim.cited]
    return "\n".join([*lines, ""])
