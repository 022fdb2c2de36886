"""Fit the two models of assistant.scoring on NorQuAD, and say what they achieve.

``python -m eval.fit_scoring NORQUAD [--data DIR] [--every N]``

The articles are read in as files through the product's own pipeline. Every N-th question is asked
twice: as it is, and with its article taken out of the passages. The first gives the ranking model
(conditional logit: which unit holds the annotated answer), both give the answerability model
(logistic regression). Weights are fitted on the training part of the split in eval.norquad; what is
printed of quality is of the reporting part.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant import scoring
from assistant.competing import Competitors
from assistant.list_scoring import Features
from assistant.retrieval import Passage, retrieve
from assistant.understanding import understand
from assistant.units import Unit, UnitKind, units
from eval.norquad import NorquadQuestion, contexts, is_training, questions
from plansvar.access import User
from plansvar.stores import Stores

RANKING = ("nameless_cosine", "passage_score", "own_coverage", "heading_coverage", "type_match")
ANSWERABLE = ("cosine", "plain_coverage")
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question's units, shape ``(units, features)``, and which of them hold the answer."""

    ranking: Matrix
    holds_answer: Matrix
    answerable: Matrix
    has_article: bool
    training: bool


def collect(norquad: Path, every: int, user: User, stores: Stores) -> Iterator[Case]:
    """The cases of every ``every``-th question, with its article and without it."""
    articles = contexts(norquad)
    for asked in questions(norquad)[::every]:
        question = understand(asked.text)
        embedder = stores.embedder()
        vectors = embedder.embed_queries([question.text, question.without_names])
        found = retrieve(question, vectors[0], user, stores)
        for has_article in (True, False):
            passages = found if has_article else [one for one in found if not _is_in(one, asked)]
            competing = [
                unit
                for unit in units(passages[:10], user, stores)
                if unit.kind is not UnitKind.LIST
            ]
            if len(competing) < 2:
                continue
            embedded = embedder.embed_passages([scoring.embedded_text(one) for one in competing])
            cosines = np.asarray(vectors @ embedded.T, np.float32)
            features = scoring.featurise(question, Competitors.of(competing), cosines)
            yield Case(
                ranking=_matrix(features, RANKING),
                holds_answer=np.array(
                    [_holds(one, asked, articles[asked.context_id]) for one in competing], float
                ),
                answerable=_matrix(features, ANSWERABLE),
                has_article=has_article,
                training=is_training(asked.context_id),
            )


def fit_ranking(cases: Sequence[Case], steps: int = 400) -> Matrix:
    """Conditional logit by gradient descent; weights in the order of ``RANKING``."""
    usable = [case for case in cases if case.holds_answer.any()]
    scale = np.vstack([case.ranking for case in usable]).std(axis=0) + 1e-9
    weights = np.zeros(len(RANKING))
    velocity = np.zeros_like(weights)
    for _ in range(steps):
        gradient = 1e-3 * weights
        for case in usable:
            rows = case.ranking / scale
            given = _softmax(rows @ weights)
            wanted = given * case.holds_answer
            gradient += rows.T @ (given - wanted / wanted.sum()) / len(usable)
        velocity = 0.9 * velocity - 0.5 * gradient
        weights += velocity
    return np.asarray(weights / scale)


def fit_answerable(cases: Sequence[Case], ranking: Matrix, steps: int = 3000) -> Matrix:
    """Logistic regression by gradient descent; the last weight is the intercept."""
    rows, labels = _best_rows(cases, ranking)
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    weights = np.zeros(design.shape[1])
    for _ in range(steps):
        predicted = 1 / (1 + np.exp(-design @ weights))
        weights -= 0.3 * design.T @ (predicted - labels) / len(labels)
    raw = weights[:-1] / scale
    return np.append(raw, weights[-1] - raw @ mean)


def report(cases: Sequence[Case], emit: Callable[[str], None] = print) -> None:
    """Fit on the training part and print weights, and quality on the reporting part."""
    training = [case for case in cases if case.training]
    reporting = [case for case in cases if not case.training]
    ranking = fit_ranking(training)
    answerable = fit_answerable(training, ranking)
    emit(f"questions: {len(training) // 2} for fitting, {len(reporting) // 2} for reporting")
    emit("ranking: " + ", ".join(map("{}={:.2f}".format, RANKING, ranking)))
    emit("answerable: " + ", ".join(map("{}={:.2f}".format, (*ANSWERABLE, "1"), answerable)))
    asked = [case for case in reporting if case.has_article]
    first = np.mean([case.holds_answer[(case.ranking @ ranking).argmax()] for case in asked])
    among = np.mean([case.holds_answer.any() for case in asked])
    rows, labels = _best_rows(reporting, ranking)
    scores = rows @ answerable[:-1] + answerable[-1]
    emit(f"answering unit is first: {first:.3f}; is among the units: {among:.3f}")
    emit(f"answerable or not, AUROC: {_auroc(scores, labels):.3f}")
    for threshold in (0.2, 0.3, 0.5):
        passed = 1 / (1 + np.exp(-scores)) > threshold
        emit(
            f"threshold {threshold}: answers {passed[labels == 1].mean():.3f} of the answerable,"
            f" {passed[labels == 0].mean():.3f} of the unanswerable"
        )


def _best_rows(cases: Sequence[Case], ranking: Matrix) -> tuple[Matrix, Matrix]:
    rows = [case.answerable[(case.ranking @ ranking).argmax()] for case in cases]
    return np.array(rows), np.array([float(case.has_article) for case in cases])


def _matrix(features: Sequence[Features], names: Sequence[str]) -> Matrix:
    return np.array([[float(getattr(one, name)) for name in names] for one in features])


def _is_in(passage: Passage, asked: NorquadQuestion) -> bool:
    return Path(passage.chunk.document.path).stem == asked.context_id


def _holds(unit: Unit, asked: NorquadQuestion, article: str) -> bool:
    """Whether a unit holds the annotated answer where it was annotated: with what is beside it."""
    if Path(unit.document.path).stem != asked.context_id:
        return False
    text, answer = _spaced(unit.text), _spaced(article[asked.start : asked.end])
    before = _spaced(article[max(0, asked.start - 25) : asked.start])[-8:]
    after = _spaced(article[asked.end : asked.end + 25])[:8]
    return answer in text and (before in text or after in text)


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _softmax(scores: Matrix) -> Matrix:
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum())


def _auroc(scores: Matrix, labels: Matrix) -> float:
    """Probability that a random answerable question scores above a random unanswerable one."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores)] = np.arange(len(scores))
    positive = float(labels.sum())
    negative = len(labels) - positive
    return float((ranks[labels == 1].sum() - positive * (positive - 1) / 2) / (positive * negative))


def main() -> None:
    """Read the articles in, ask, fit, report."""
    from assistant.pipeline import ask, search  # noqa: PLC0415 - only the program needs these
    from ingest.pipeline import ingest  # noqa: PLC0415 - as above
    from ingest.sync import sync  # noqa: PLC0415 - as above
    from plansvar.local import LocalService, Pipelines  # noqa: PLC0415 - as above
    from plansvar.service import IngestRequest  # noqa: PLC0415 - as above
    from plansvar.settings import load  # noqa: PLC0415 - as above

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("norquad", type=Path, help="folder of NorQuAD's development part")
    parser.add_argument("--data", type=Path, default=Path(".norquad"), help="folder to work in")
    parser.add_argument("--every", type=int, default=10, help="use every N-th question")
    arguments = parser.parse_args()
    files = arguments.data / "articles"
    files.mkdir(parents=True, exist_ok=True)
    for key, text in contexts(arguments.norquad).items():
        (files / f"{key}.txt").write_text(text, encoding="utf-8")
    settings = load(data=arguments.data / "index")
    service = LocalService(settings, Pipelines(ingest, sync, ask, search))
    try:
        service.ingest(IngestRequest((files,)))
        user = settings.find_user(None)
        report(list(collect(arguments.norquad, arguments.every, user, service.stores)))
    finally:
        service.close()


if __name__ == "__main__":
    main()
