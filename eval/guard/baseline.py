"""What the fixed questions were worth, question by question, when somebody last looked at it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PLACE = Path(__file__).parent / "baseline.json"

# A figure for each question, by the name of the figure.
Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The figures, and the commit that they are of."""

    commit: str
    figures: Figures

    def of_questions_in(self, figures: Figures) -> Baseline:
        """The same of fewer questions: those that other figures have."""
        kept = {
            name: {key: value for key, value in some.items() if key in figures.get(name, {})}
            for name, some in self.figures.items()
        }
        return Baseline(self.commit, kept)


def load(path: Path = PLACE) -> Baseline:
    """Read a baseline."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Baseline(told["commit"], told["figures"])


def save(baseline: Baseline, path: Path = PLACE) -> None:
    """Write it, a line a question, so that a change of it can be read."""
    figures = {name: dict(sorted(some.items())) for name, some in baseline.figures.items()}
    told = {"commit": baseline.commit, "figures": figures}
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
