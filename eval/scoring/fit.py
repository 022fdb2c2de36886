"""Fit the models of assistant.scoring on plan questions, and say what they achieve.

``python -m eval.scoring.fit SET … [--norquad DIR] [--data DIR] [--every N]``

A set is a folder with ``corpus`` and ``questions``, as in the examples. Its documents are read in
through the product's own pipeline, and its questions are asked: which unit holds their evidence
gives the ranking model (conditional logit), whether they can be answered at all the answerability
models (logistic regression), one for when a second look was taken and one for when it wasn't. Every
set is weighted alike. What is printed of quality is of a set that the weights were not fitted on,
and so it is of NorQuAD, whose questions are asked as they are and with their article taken out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from eval.abstention.measures import auroc
from eval.scoring.cases import NORQUAD, RANKING, Case, Matrix, of_examples, of_norquad

ANSWERABLE = ("cosine", "nameless_cosine", "counted_missing")
ANSWERABLE_READ = (*ANSWERABLE, "sureness")
_READ_WEIGHTS = (0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0)


def fit_ranking(cases: Sequence[Case], steps: int = 300) -> Matrix:
    """Conditional logit by gradient descent; weights in the order of ``RANKING``."""
    usable = [case for case in cases if case.evidence.any()]
    scale = np.vstack([case.ranking for case in usable]).std(axis=0) + 1e-9
    weights = np.zeros(len(RANKING))
    velocity = np.zeros_like(weights)
    for _ in range(steps):
        gradient = 1e-3 * weights
        for case in usable:
            rows = case.ranking / scale
            given = _softmax(rows @ weights + case.rules)
            wanted = given * case.evidence.any(axis=0)
            gradient += rows.T @ (given - wanted / wanted.sum()) / len(usable)
        velocity = 0.9 * velocity - 0.4 * gradient
        weights += velocity
    return np.asarray(weights / scale)


def fit_read(cases: Sequence[Case], ranking: Matrix) -> float:
    """What a second look's opinion is worth: of some weights, the one with the best MRR."""

    def mean_reciprocal_rank(weight: float) -> float:
        places = [one for case in cases for one in _places(case, ranking, weight)]
        return float(np.mean([1 / (1 + one) for one in places]))

    return max(_READ_WEIGHTS, key=mean_reciprocal_rank)


def fit_answerable(
    cases: Sequence[Case], ranking: Matrix, read: float = 0.0, steps: int = 3000
) -> Matrix:
    """Logistic regression by gradient descent; the last weight is the intercept.

    Every set, and in it what can and what can't be answered, weighs the same.
    """
    rows = np.array([case.best(ranking, read)[0] for case in cases])
    labels = np.array([float(case.answerable) for case in cases])
    kinds = [(case.set_name, case.answerable) for case in cases]
    share = np.array([1 / kinds.count(one) for one in kinds])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    weights = np.zeros(design.shape[1])
    for _ in range(steps):
        predicted = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ ((predicted - labels) * share) / share.sum()
        gradient[:-1] += 0.01 * weights[:-1]
        weights -= 0.5 * gradient
    raw = weights[:-1] / scale
    return np.append(raw, weights[-1] - raw @ mean)


def report(cases: Sequence[Case], emit: Callable[[str], None] = print) -> None:
    """Print what each set gets from the weights of the others, and the weights of all."""
    names = list(dict.fromkeys(case.set_name for case in cases))
    fitting = [case for case in cases if case.set_name != NORQUAD]
    for name in names:
        others = [case for case in fitting if case.set_name != name]
        if others:
            _report([case for case in cases if case.set_name == name], others, emit)
    ranking = fit_ranking(fitting)
    read = fit_read(fitting, ranking)
    emit("ranking: " + ", ".join(map("{}={:.2f}".format, RANKING, ranking)) + f", read={read}")
    for names_, weight in ((ANSWERABLE, 0.0), (ANSWERABLE_READ, read)):
        answerable = fit_answerable(fitting, ranking, weight)
        emit("answerable: " + ", ".join(map("{}={:.2f}".format, (*names_, "1"), answerable)))


def _report(cases: Sequence[Case], others: Sequence[Case], emit: Callable[[str], None]) -> None:
    ranking = fit_ranking(others)
    for read in (0.0, fit_read(others, ranking)):
        answerable = fit_answerable(others, ranking, read)
        places = np.array([place for case in cases for place in _places(case, ranking, read)])
        best = [case.best(ranking, read) for case in cases]
        rows = np.array([row for row, _ in best])
        chances = 1 / (1 + np.exp(-(rows @ answerable[:-1] + answerable[-1])))
        chances[[blocked for _, blocked in best]] = 0.0
        labels = np.array([float(case.answerable) for case in cases])
        area = auroc(chances[labels == 1], chances[labels == 0])
        emit(
            f"{cases[0].set_name}, {f'second look {read}' if read else 'no second look'}: "
            f"{len(places)} pieces of evidence, first {(places == 0).mean():.3f},"
            f" among five {(places < 5).mean():.3f}, MRR {(1 / (1 + places)).mean():.3f};"
            f" answerable or not, AUROC {area:.3f}"
        )
        for threshold in (0.3, 0.35, 0.4, 0.5):
            passed = chances >= threshold
            emit(
                f"  threshold {threshold}: answers {passed[labels == 1].mean():.3f} of the"
                f" answerable, {passed[labels == 0].mean():.3f} of the unanswerable"
            )


def _places(case: Case, weights: Matrix, read: float = 0.0) -> Iterator[int]:
    order = list((-case.scores(weights, read)).argsort())
    for piece in case.evidence if case.answerable else ():
        if piece.any():
            yield min(order.index(number) for number in np.flatnonzero(piece))


def _softmax(scores: Matrix) -> Matrix:
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum())


def main() -> None:
    """Read the sets in, ask, fit, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, nargs="+", help="folders with corpus and questions")
    parser.add_argument("--norquad", type=Path, help="folder of NorQuAD's development part")
    parser.add_argument("--data", type=Path, default=Path(".fitting"), help="folder to work in")
    parser.add_argument("--every", type=int, default=1, help="use every N-th question")
    arguments = parser.parse_args()
    cases = [
        case for one in arguments.sets for case in of_examples(one, arguments.data, arguments.every)
    ]
    if arguments.norquad:
        cases += of_norquad(arguments.norquad, arguments.data, 5 * arguments.every)
    report(cases)


if __name__ == "__main__":
    main()
