"""A run as Markdown: figures with intervals, by kind, language, source; two runs compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from eval.retrieval.compare import Mean, difference, mean
from eval.retrieval.runs import paired
from eval.retrieval.types import Result, Run, part

_MISSED = 20


def measures(run: Run) -> list[str]:
    """The names of a run's figures; the first is the main one. Not every query has them all."""
    return list(dict.fromkeys(name for one in run.results for name in one.figures))


def values(results: Sequence[Result], name: str) -> list[float]:
    """A figure of those that have it."""
    return [one.figures[name] for one in results if name in one.figures]


def markdown(run: Run, against: Run | None = None, *, missed: bool = False) -> str:
    """The report of a run; with ``against`` also whether the two differ.

    ``missed`` names queries of which nothing was found among the first three.
    """
    lines = [f"## {run.set_name}: {run.system} at {run.commit}", ""]
    lines += [*_table(list(rows(run)), measures(run)), "", _speed(run), ""]
    lines += _pairs(run)
    if against:
        lines += _compared(run, against)
    if missed and not run.blind:
        lines += _missed(run)
    return "\n".join(lines)


def rows(run: Run) -> Iterator[tuple[str, list[Result]]]:
    """The groups that figures are told of, with their names."""
    everything = list(run.results)
    yield "all", everything
    for name in ("training", "reporting"):
        chosen = part(everything, name)
        if len(chosen) < len(everything):
            yield name, chosen
    by: tuple[Callable[[Result], str], ...] = (
        lambda one: one.query.kind,
        lambda one: one.query.language,
        lambda one: one.query.source and f"from: {one.query.source}",
    )
    for value in by:
        names = sorted({value(one) for one in everything} - {""})
        if len(names) > 1:
            yield from ((name, [one for one in everything if value(one) == name]) for name in names)


def shown(figure: Mean) -> str:
    """Write a figure with its interval: ``.832 (.820–.844)``."""
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} ({figure.low:.3f}–{figure.high:.3f})"


def percentiles(run: Run) -> tuple[float, float]:
    """Milliseconds a query: median and 95th percentile."""
    times = [one.milliseconds for one in run.results]
    low, high = np.percentile(times, [50, 95])
    return float(low), float(high)


def _table(groups: Sequence[tuple[str, list[Result]]], names: Sequence[str]) -> list[str]:
    lines = [
        "| | queries | " + " | ".join(names) + " |",
        "|---|--:|" + "--:|" * len(names),
    ]
    for name, results in groups:
        cells = [_cell(values(results, measure)) for measure in names]
        lines.append(f"| {name} | {len(results)} | " + " | ".join(cells) + " |")
    return lines


def _cell(found: Sequence[float]) -> str:
    return shown(mean(found)) if found else "–"


def _speed(run: Run) -> str:
    half, most = percentiles(run)
    costs = "; ".join(f"{name} {value:g}" for name, value in run.costs.items())
    return f"A query takes {half:.1f} ms (p50), {most:.1f} ms (p95). {costs}".strip()


def _pairs(run: Run) -> list[str]:
    """Bokmål against nynorsk, where a set asks the same in both."""
    by_pair: dict[str, dict[str, Result]] = {}
    for one in run.results:
        if one.query.pair:
            by_pair.setdefault(one.query.pair, {})[one.query.language] = one
    both = [pair for pair in by_pair.values() if {"nb", "nn"} <= pair.keys()]
    if not both:
        return []
    main = measures(run)[0]
    found = difference(
        [pair["nb"].figures[main] for pair in both], [pair["nn"].figures[main] for pair in both]
    )
    return [
        f"Nynorsk less bokmål, {len(both)} pairs: {main} {found.value:+.3f} "
        f"({found.low:+.3f} to {found.high:+.3f}), p = {found.p:.3f}",
        "",
    ]


def _compared(run: Run, against: Run) -> list[str]:
    both = paired(against.results, run.results)
    lines = [f"### Against {against.system} at {against.commit}, {len(both)} queries", ""]
    lines += ["| | difference | p | better | worse | |", "|---|--:|--:|--:|--:|---|"]
    for name in measures(run):
        shared = [
            (old.figures[name], new.figures[name])
            for old, new in both
            if name in old.figures and name in new.figures
        ]
        if not shared:
            continue
        found = difference([old for old, _ in shared], [new for _, new in shared])
        verdict = "real" if found.is_real else "may be chance"
        lines.append(
            f"| {name} | {found.value:+.4f} ({found.low:+.4f} to {found.high:+.4f}) "
            f"| {found.p:.4f} | {found.better} | {found.worse} | {verdict} |"
        )
    return [*lines, ""]


def _missed(run: Run) -> list[str]:
    lost = [one for one in run.results if not set(one.found[:3]) & set(one.query.relevant)]
    lines = [f"### Nothing among the first three: {len(lost)} of {len(run.results)}", ""]
    lines += [f"- {one.query.id}: {one.query.text}" for one in lost[:_MISSED]]
    return [*lines, ""]
