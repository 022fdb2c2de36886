"""Runs as one HTML page with plots, which needs nothing but itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import matplotlib
from jinja2 import Environment
from markdown_it import MarkdownIt
from markupsafe import Markup
from matplotlib.figure import Figure

from eval.retrieval.compare import mean
from eval.retrieval.report import markdown, measures, percentiles, rows, values
from eval.retrieval.types import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PAGE = Environment(autoescape=True).from_string(
    """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; font-size: .9rem } td, th { padding: .2rem .6rem }
tr:nth-child(even) { background: #f3f6f8 } svg { max-width: 100%; height: auto }
</style></head><body>
<h1>{{ title }}</h1>
{% for name, text, plots in parts %}
<section aria-label="{{ name }}">{{ text }}{% for plot in plots %}{{ plot }}{% endfor %}</section>
{% endfor %}
{{ costs }}
</body></html>
"""
)
_INK, _BAR = "#16212b", "#1f4e5f"


def page(runs: Sequence[Run], title: str) -> str:
    """Tables and plots of some runs: quality by group, time a query, quality against time."""
    write = MarkdownIt().enable("table")
    parts = [
        (
            f"{run.set_name} {run.system}",
            Markup(write.render(markdown(run))),  # noqa: S704 - our own words, rendered escaped
            [_by_group(run), _times(run)],
        )
        for run in runs
    ]
    return _PAGE.render(title=title, parts=parts, costs=_costs(runs) if len(runs) > 1 else "")


def _by_group(run: Run) -> Markup:
    main = measures(run)[0]
    groups = [(name, mean(values(found, main))) for name, found in rows(run)]
    figure, axes = _drawing(f"{main} by group", height=0.8 + 0.3 * len(groups))
    places = range(len(groups), 0, -1)
    axes.barh(
        list(places),
        [figure.value for _, figure in groups],
        xerr=[
            [one.value - (one.low if one.low is not None else one.value) for _, one in groups],
            [(one.high if one.high is not None else one.value) - one.value for _, one in groups],
        ],
        color=_BAR,
        ecolor=_INK,
        capsize=3,
    )
    axes.set_yticks(list(places), [name for name, _ in groups])
    axes.set_xlim(0, 1)
    return _svg(figure)


def _times(run: Run) -> Markup:
    figure, axes = _drawing("Milliseconds a query", height=2.2)
    axes.hist([one.milliseconds for one in run.results], bins=60, color=_BAR)
    for place, name in zip(percentiles(run), ("p50", "p95"), strict=True):
        axes.axvline(place, color=_INK, linestyle="--", linewidth=1)
        axes.annotate(name, (place, axes.get_ylim()[1]), fontsize=8)
    return _svg(figure)


def _costs(runs: Sequence[Run]) -> Markup:
    main = measures(runs[0])[0]
    figure, axes = _drawing(f"{main} against milliseconds a query (p50)", height=3)
    for run in runs:
        value = mean(values(run.results, main)).value
        milliseconds = percentiles(run)[0]
        axes.plot(milliseconds, value, "o", color=_BAR)
        axes.annotate(f"{run.set_name} {run.system}", (milliseconds, value), fontsize=8)
    axes.set_xscale("log")
    return _svg(figure)


def _drawing(title: str, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(8, height), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title, fontsize=10, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _svg(figure: Figure) -> Markup:
    with matplotlib.rc_context({"svg.hashsalt": "plansvar", "font.size": 9}):
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None})
    drawn = text.getvalue()
    # What stands before is a declaration that has no place inside a page.
    return Markup(drawn[drawn.index("<svg") :])  # noqa: S704 - matplotlib's own, which escapes
