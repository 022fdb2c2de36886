"""Runs as one HTML page with plots, which needs nothing but itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
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


def _written(text: str) -> Markup:
    rendered = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return Markup(rendered)  # noqa: S704 - our own words, rendered escaped


_ENVIRONMENT = Environment(autoescape=True)
_ENVIRONMENT.filters["written"] = _written
_PAGE = _ENVIRONMENT.from_string(
    """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; font-size: .9rem } td, th { padding: .2rem .6rem }
tr:nth-child(even) { background: #f3f6f8 } svg { max-width: 100%; height: auto }
</style></head><body>
<h1>{{ title }}</h1>
{% if parts|length > 1 %}<nav><ul>
{% for part in parts %}<li><a href="#part-{{ loop.index }}">{{ part.name }}</a></li>
{% endfor %}</ul></nav>{% endif %}
{% for part in parts %}
<section id="part-{{ loop.index }}" aria-label="{{ part.name }}">
{{ part.text|written }}{% for plot in part.plots %}{{ plot }}{% endfor %}
</section>
{% endfor %}
</body></html>
"""
)
INK, BAR = "#16212b", "#1f4e5f"


@dataclass(frozen=True, slots=True)
class Part:
    """What is told of one thing: a name, Markdown, and plots."""

    name: str
    text: str
    plots: tuple[Markup, ...] = ()


def page(parts: Sequence[Part], title: str) -> str:
    """The page, with a table of contents where there are several parts."""
    return _PAGE.render(title=title, parts=parts)


def part(run: Run, against: Run | None = None, *, missed: bool = False) -> Part:
    """A run: its report, as :func:`eval.retrieval.report.markdown`, and plots of it."""
    name = f"{run.set_name} {run.system}"
    return Part(name, markdown(run, against, missed=missed), (_by_group(run), _times(run)))


def _by_group(run: Run) -> Markup:
    main = measures(run)[0]
    groups = [(name, mean(values(found, main))) for name, found in rows(run)]
    figure, axes = drawing(f"{main} by group", height=0.8 + 0.3 * len(groups))
    places = range(len(groups), 0, -1)
    axes.barh(
        list(places),
        [figure.value for _, figure in groups],
        xerr=[
            [one.value - (one.low if one.low is not None else one.value) for _, one in groups],
            [(one.high if one.high is not None else one.value) - one.value for _, one in groups],
        ],
        color=BAR,
        ecolor=INK,
        capsize=3,
    )
    axes.set_yticks(list(places), [name for name, _ in groups])
    axes.set_xlim(0, 1)
    return svg(figure)


def _times(run: Run) -> Markup:
    figure, axes = drawing("Milliseconds a query", height=2.2)
    axes.hist([one.milliseconds for one in run.results], bins=60, color=BAR)
    for place, name in zip(percentiles(run), ("p50", "p95"), strict=True):
        axes.axvline(place, color=INK, linestyle="--", linewidth=1)
        axes.annotate(name, (place, axes.get_ylim()[1]), fontsize=8)
    return svg(figure)


def costs(runs: Sequence[Run]) -> Part:
    """Quality against time a query, of runs that have the same main figure."""
    main = measures(runs[0])[0]
    figure, axes = drawing(f"{main} against milliseconds a query (p50)", height=3)
    for run in runs:
        value = mean(values(run.results, main)).value
        milliseconds = percentiles(run)[0]
        axes.plot(milliseconds, value, "o", color=BAR)
        name = f"{run.set_name} {run.system} {run.commit}"
        axes.annotate(name, (milliseconds, value), fontsize=8)
    axes.set_xscale("log")
    return Part(f"{main} and cost", f"## {main} against cost\n", (svg(figure),))


def drawing(title: str, height: float) -> tuple[Figure, Axes]:
    """An empty plot as wide as the page; ``height`` in inches."""
    figure = Figure(figsize=(8, height), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title, fontsize=10, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def svg(figure: Figure) -> Markup:
    """A plot as it stands in a page; the same plot gives the same text."""
    with matplotlib.rc_context({"svg.hashsalt": "plansvar", "font.size": 9}):
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None})
    drawn = text.getvalue()
    # What stands before is a declaration that has no place inside a page.
    return Markup(drawn[drawn.index("<svg") :])  # noqa: S704 - matplotlib's own, which escapes
