"""A real fall of answers or search fails the build, and names the questions that fell.

Renew the baseline with ``python -m eval.guard --renew`` after a change that is meant
(docs/evaluation.md).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from eval.guard.baseline import Baseline, Figures, load, save
from eval.guard.falls import OtherQuestionsError, changes, report
from eval.guard.measuring import EVERY, measure
from plansvar.embedding import Embedder
from plansvar.settings import Settings

KEYS = [f"q{number:02}" for number in range(84)]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first test reads in, the second uses again."""
    return tmp_path_factory.mktemp("guard")


def test_nothing_has_fallen(
    work: Path, no_settings: Path, loaded_once: Callable[..., Embedder]
) -> None:
    """The guard itself: the fixed questions, asked of the code as it is."""
    baseline = load()
    found = changes(baseline, measure(work, Settings()))
    assert not any(one.is_fall for one in found), report(baseline, found)


def test_what_makes_answers_worse_is_caught(
    work: Path, no_settings: Path, loaded_once: Callable[..., Embedder]
) -> None:
    """Answers that are given only when all but certain: a quarter of the questions tells."""
    now = measure(work, Settings(answer={"threshold": 0.99}), every=4 * EVERY)
    baseline = load().of_questions_in(now)
    found = {one.name: one for one in changes(baseline, now)}
    assert found["answers: correct"].is_fall
    assert not found["search: nDCG@10"].is_fall
    assert len(found["answers: correct"].worse) > 5


def made(values: list[float]) -> Baseline:
    return Baseline("abc", figures(values))


def figures(values: list[float]) -> Figures:
    same = dict.fromkeys(KEYS, 1.0)
    return {"correct": dict(zip(KEYS, values, strict=True)), "complete": same, "search": same}


def test_the_questions_that_fell_are_named() -> None:
    baseline = made([1.0] * 60 + [0.0] * 24)
    found = changes(baseline, figures([0.0] * 6 + [1.0] * 54 + [0.0] * 24))
    assert [one.name for one in found if one.is_fall] == ["correct"]
    told = report(baseline, found)
    assert "| correct | 0.714 | 0.643 | 6 | 0 |" in told
    assert "- q05: 1.00 to 0.00" in told
    assert "q06" not in told


@pytest.mark.parametrize(
    "now",
    [
        [1.0] * 60 + [0.0] * 24,
        # Few.
        [0.0] * 4 + [1.0] * 56 + [0.0] * 24,
        # As many are helped as hurt.
        [0.0] * 12 + [1.0] * 60 + [0.0] * 12,
        # Better.
        [1.0] * 84,
    ],
)
def test_what_is_no_real_fall(now: list[float]) -> None:
    baseline = made([1.0] * 60 + [0.0] * 24)
    found = changes(baseline, figures(now))
    assert not any(one.is_fall for one in found)
    assert "fell" not in report(baseline, found).replace("no real fall", "")


def test_noise_seldom_falls_and_a_tenth_always_does() -> None:
    rng = np.random.default_rng(0)
    old = (rng.random(84) < 0.6).astype(float)
    alarms = caught = 0
    for _ in range(60):
        swapped = rng.permutation(84)[:16]
        noise = old.copy()
        noise[swapped] = rng.permutation(old[swapped])
        alarms += changes(made(list(old)), figures(list(noise)))[0].is_fall
        worse = old.copy()
        worse[rng.permutation(np.flatnonzero(old))[:8]] = 0.0
        caught += changes(made(list(old)), figures(list(worse)))[0].is_fall
    assert alarms <= 3
    assert caught == 60


def test_a_baseline_of_other_questions_is_refused() -> None:
    baseline = made([1.0] * 84)
    few = {name: dict(list(some.items())[:60]) for name, some in baseline.figures.items()}
    with pytest.raises(OtherQuestionsError, match="correct"):
        changes(baseline, few)
    # Some that have gone don't matter.
    most = {name: dict(list(some.items())[:70]) for name, some in baseline.figures.items()}
    assert not any(one.is_fall for one in changes(baseline, most))


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    baseline = made([0.5] * 84)
    save(baseline, tmp_path / "baseline.json")
    assert load(tmp_path / "baseline.json") == baseline
    assert (tmp_path / "baseline.json").read_text("utf-8").count("\n") > 3 * 84
