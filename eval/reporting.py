"""A report: what is measured is told at once, kept as runs, and put together in the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from eval.retrieval.page import Part, costs, page
from eval.retrieval.report import measures
from eval.retrieval.runs import save
from eval.retrieval.types import Run
from plansvar.language.detect import Language
from plansvar.messages.catalogue import message


class Report:
    """Parts go to standard output, Markdown and one HTML page; where they lie to standard error."""

    def __init__(self, out: Path, language: Language, earlier: Sequence[Run] = ()) -> None:
        """``earlier`` runs are compared with, each with the new run of the same set."""
        self.out = out
        self.language = language
        self._earlier = earlier
        self._parts: list[Part] = []
        self._runs: list[Run] = []
        self._skipped: list[str] = []

    def against(self, set_name: str) -> Run | None:
        """The earlier run of a set; the last that was given."""
        return next((one for one in reversed(self._earlier) if one.set_name == set_name), None)

    def add(self, part: Part, run: Run | None = None) -> None:
        """Tell a part; with the run that it is of, keep that too."""
        click.echo(part.text)
        self._parts.append(part)
        if run is not None:
            self._runs.append(run)
            self._tell_saved(save(run, self.out / "runs"))

    def skip(self, name: str, path: Path) -> None:
        """Name a set that isn't there."""
        told = message("cli.eval.no_set", self.language, name=name, path=path)
        click.echo(told, err=True)
        # Where somebody's data would have been is nothing for a report.
        self._skipped.append(f"- {name}")

    def write(self, name: str, title: str) -> None:
        """Put everything together as ``NAME.md`` and ``NAME.html``; without anything, nothing."""
        parts = [*self._parts, *self._costs()]
        if self._skipped:
            text = "\n".join(["## Skipped: not there", "", *dict.fromkeys(self._skipped), ""])
            parts.append(Part("skipped", text))
        if not self._parts:
            return
        self.out.mkdir(parents=True, exist_ok=True)
        for path, text in (
            (self.out / f"{name}.md", "\n".join([f"# {title}", "", *(one.text for one in parts)])),
            (self.out / f"{name}.html", page(parts, title)),
        ):
            path.write_text(text, encoding="utf-8")
            self._tell_saved(path)

    def _costs(self) -> list[Part]:
        """A plot for all runs that have the same main figure, and what they are compared with."""
        by_measure: dict[str, list[Run]] = {}
        for run in self._runs:
            earlier = self.against(run.set_name)
            some = by_measure.setdefault(measures(run)[0], [])
            some += [earlier, run] if earlier else [run]
        return [costs(runs) for runs in by_measure.values()]

    def _tell_saved(self, path: Path) -> None:
        click.echo(message("cli.eval.saved", self.language, path=path), err=True)
