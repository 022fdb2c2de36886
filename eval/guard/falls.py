"""Which figures have fallen by more than chance would make them.

A change that helps as many questions as it hurts is noise; so is another processor's rounding. So
a figure has fallen when a paired randomisation test says so: one-sided, five percent for all
figures together (Bonferroni). Six questions that got worse, with none that got better, are enough.
"""

from __future__ import annotations

from dataclasses import dataclass

from eval.guard.baseline import Baseline, Figures
from eval.retrieval.compare import Difference, difference

_LEVEL = 0.05
# Of the baseline's questions, so many have to be there still.
_SHARED = 0.8


class OtherQuestionsError(Exception):
    """The questions are others than the baseline's, which has to be made anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """What has become of a figure. ``worse``: the questions that fell, with before and now."""

    name: str
    before: float
    now: float
    difference: Difference
    worse: tuple[tuple[str, float, float], ...]
    is_fall: bool


def changes(baseline: Baseline, now: Figures) -> list[Change]:
    """Compare each figure of the baseline, by the questions that are in both.

    Raises:
        OtherQuestionsError: too few are.
    """
    return [_change(name, baseline, now) for name in baseline.figures]


def _change(name: str, baseline: Baseline, now: Figures) -> Change:
    old, new = baseline.figures[name], now.get(name, {})
    shared = [key for key in old if key in new]
    if not shared or len(shared) < _SHARED * len(old):
        raise OtherQuestionsError(name)
    found = difference([old[key] for key in shared], [new[key] for key in shared])
    return Change(
        name=name,
        before=sum(old[key] for key in shared) / len(shared),
        now=sum(new[key] for key in shared) / len(shared),
        difference=found,
        worse=tuple((key, old[key], new[key]) for key in shared if new[key] < old[key]),
        is_fall=found.value < 0 and found.p / 2 * len(baseline.figures) < _LEVEL,
    )


def report(baseline: Baseline, found: list[Change]) -> str:
    """What has changed, as Markdown; of a fall, the questions that fell."""
    lines = [
        f"## Guard: against {baseline.commit}",
        "",
        "| | before | now | worse | better | p | |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    for one in found:
        verdict = "**fell**" if one.is_fall else "no real fall"
        lines.append(
            f"| {one.name} | {one.before:.3f} | {one.now:.3f} | {one.difference.worse} "
            f"| {one.difference.better} | {one.difference.p / 2:.3f} | {verdict} |"
        )
    for one in found:
        if one.is_fall:
            lines += ["", f"{one.name} fell of these questions:", ""]
            lines += [f"- {key}: {before:.2f} to {now:.2f}" for key, before, now in one.worse]
    return "\n".join([*lines, ""])
