"""Abstention as Markdown and as a plot: AUROC of the score, precision and recall by threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from markupsafe import Markup

from eval.abstention.measures import Decisions, auroc_interval
from eval.abstention.running import RIGHT, SCORE
from eval.abstention.sets import ANSWERABLE
from eval.gate.report import wilson
from eval.retrieval.page import BAR, INK, Part, drawing, part, svg
from eval.retrieval.report import markdown as of_run
from eval.retrieval.report import shown
from eval.retrieval.types import Run

_STEPS = (-0.1, -0.05, 0.0, 0.05, 0.1)
_HEAD = (
    "| | abstained | rightly (precision) | of the unanswerable (recall) | answered of the rest |",
    "|---|--:|--:|--:|--:|",
)


def markdown(run: Run, against: Run | None = None) -> str:
    """The report of a run; with ``against`` also whether the two differ."""
    lines = [of_run(run, against)]
    there = _answerable(run)
    if any(there) and not all(there):
        scores = [one.figures[SCORE] for one in run.results]
        found = auroc_interval(*_apart(scores, there))
        lines += [
            f"AUROC of the score {shown(found)}, {sum(there)} answerable questions and "
            f"{len(there) - sum(there)} others.",
            "",
            *_HEAD,
            _row("as answered", Decisions.of(_abstained(run), there)),
        ]
        for threshold in (round(_threshold(run) + step, 2) for step in _STEPS):
            name = f"by the score alone, threshold {threshold:.2f}"
            lines.append(_row(name, Decisions.of([one < threshold for one in scores], there)))
        lines.append("")
    return "\n".join(lines)


def part_of(run: Run, against: Run | None = None) -> Part:
    """A run as a part of a page."""
    plain = part(run)
    return Part(plain.name, markdown(run, against), (*plain.plots, _by_threshold(run)))


def _row(name: str, found: Decisions) -> str:
    cells = (
        _share(found.right, found.abstained),
        _share(found.right, found.unanswerable),
        _share(found.answered, found.answerable),
    )
    return f"| {name} | {found.abstained} | {' | '.join(cells)} |"


def _share(some: int, all_: int) -> str:
    if not all_:
        return "–"
    low, high = wilson(some, all_)
    return f"{some / all_:.3f} ({low:.3f}–{high:.3f})"


def _by_threshold(run: Run) -> Markup:
    there = _answerable(run)
    scores = [one.figures[SCORE] for one in run.results]
    thresholds = np.linspace(0.02, 0.98, 49)
    found = [Decisions.of([one < place for one in scores], there) for place in thresholds]
    figure, axes = drawing("Abstention by threshold (the score alone)", height=3)
    for name, line, values in (
        ("precision", "-", [one.right / max(one.abstained, 1) for one in found]),
        ("recall", "--", [one.right / max(one.unanswerable, 1) for one in found]),
        (
            "answered of the answerable",
            ":",
            [one.answered / max(one.answerable, 1) for one in found],
        ),
    ):
        axes.plot(thresholds, values, line, color=BAR, label=name)
    axes.axvline(_threshold(run), color=INK, linewidth=1)
    axes.set_ylim(0, 1)
    axes.legend(fontsize=8, frameon=False)
    return svg(figure)


def _threshold(run: Run) -> float:
    answer = run.settings["answer"]
    if not isinstance(answer, dict):
        raise TypeError("a run's settings hold those of answers")
    return float(answer["threshold"])


def _answerable(run: Run) -> list[bool]:
    return [one.query.kind == ANSWERABLE for one in run.results]


def _abstained(run: Run) -> list[bool]:
    return [bool(one.figures[RIGHT]) != (one.query.kind == ANSWERABLE) for one in run.results]


def _apart(scores: Sequence[float], there: Sequence[bool]) -> Iterator[list[float]]:
    for wanted in (True, False):
        yield [score for score, one in zip(scores, there, strict=True) if one is wanted]
