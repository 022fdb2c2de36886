"""Fit the two models of assistant.scoring on plan questions, and say what they achieve.

``python -m eval.fit_scoring SET … [--norquad DIR] [--data DIR] [--every N]``

A set is a folder with ``corpus`` and ``questions``, as in the examples. Its documents are read in
through the product's own pipeline, and its questions are asked: which unit holds their evidence
gives the ranking model (conditional logit), whether they can be answered at all the answerability
model (logistic regression). Every set is weighted alike. What is printed of quality is of a set
that the weights were not fitted on, and so it is of NorQuAD, whose questions are asked as they are
and with their article taken out.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant import scoring
from assistant.competing import Competitors
from assistant.likeness import cosines
from assistant.list_scoring import Features
from assistant.pipeline import ask, search
from assistant.reading_ahead import read_ahead
from assistant.retrieval import Passage, retrieve
from assistant.understanding import understand
from assistant.units import Unit, UnitKind, units
from eval.abstention.measures import auroc
from eval.norquad import NorquadQuestion, contexts, is_training, questions
from eval.question_set import Question, load_questions
from eval.retrieval.sets import documents
from ingest.pipeline import ingest
from ingest.sync import sync
from plansvar.access import User
from plansvar.access import user as asker
from plansvar.local import LocalService, Pipelines
from plansvar.service import IngestRequest
from plansvar.settings import load
from plansvar.stores import Stores
from plansvar.vectors import KeptVectors

RANKING = ("nameless_cosine", "passage_score", "own_coverage", "heading_coverage", "type_match")
ANSWERABLE = ("cosine", "nameless_cosine", "counted_missing", "score")
NORQUAD = "norquad"
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question's units: features, and which of them hold which evidence.

    ``rules`` is what the rules of the ranking give each unit; ``evidence`` has a row for each
    piece. ``blocked``: the rules of abstention apply where this unit is the best.
    """

    set_name: str
    ranking: Matrix
    rules: Matrix
    evidence: npt.NDArray[np.bool_]
    cosine: Matrix
    counted_missing: Matrix
    blocked: npt.NDArray[np.bool_]
    passage: tuple[str, ...]
    answerable: bool

    def scores(self, weights: Matrix) -> Matrix:
        """The ranking's score of each unit."""
        return np.asarray(self.ranking @ weights + self.rules)

    def best(self, weights: Matrix) -> tuple[list[float], bool]:
        """The answerability features of the best unit, and whether a rule forbids it."""
        scores = self.scores(weights)
        first = int(scores.argmax())
        beside = [number for number, one in enumerate(self.passage) if one == self.passage[first]]
        row = [
            float(self.cosine[beside].max()),
            float(self.ranking[:, 0].max()),
            float(self.counted_missing[first]),
            float(scores[first]),
        ]
        return row, bool(self.blocked[first])


def _case(
    set_name: str,
    text: str,
    passages: Sequence[Passage],
    holding: Callable[[Unit], list[bool]],
    user: User,
    stores: Stores,
    *,
    answerable: bool,
) -> Case | None:
    question = understand(text)
    found = [unit for unit in units(passages, user, stores) if unit.kind is not UnitKind.LIST]
    if len(found) < 2:
        return None
    embedder = stores.embedder()
    vectors = embedder.embed_queries(question.embedded)
    competing = Competitors.of(found)
    (near,) = cosines([vectors], competing, embedder)
    features = scoring.featurise(question, competing, near)
    return Case(
        set_name=set_name,
        ranking=_matrix(features, RANKING),
        rules=np.array([scoring.rules(question, one) for one in features]),
        evidence=np.array([holding(unit) for unit in found], bool).T,
        cosine=np.array([one.cosine for one in features]),
        counted_missing=np.array([float(one.counted_missing) for one in features]),
        blocked=np.array([scoring.is_blocked(question, one) for one in features], bool),
        passage=tuple(unit.passage.chunk.id for unit in found),
        answerable=answerable,
    )


def of_examples(folder: Path, work: Path, every: int) -> Iterator[Case]:
    """The cases of a set of documents and questions; follow-ups are left out."""
    settings = load(data=work / folder.name)
    service = LocalService(settings, Pipelines(ingest, sync, ask, search, read_ahead=read_ahead))
    try:
        for group, paths in documents(folder).items():
            service.ingest(IngestRequest(paths, (group,)))
        kept = KeptVectors(service.stores.embedder(), service.stores.engine)
        stores = replace(service.stores, embedder=lambda: kept)
        for one in load_questions(folder / "questions")[::every]:
            if one.history:
                continue
            user = asker(one.id, one.groups)
            passages = _found(one.question, user, stores)
            case = _case(
                folder.name,
                one.question,
                passages,
                lambda unit, one=one: _evidence(unit, one),  # type: ignore[misc]
                user,
                stores,
                answerable=one.answerable,
            )
            if case is not None:
                yield case
    finally:
        service.close()


def of_norquad(folder: Path, work: Path, every: int) -> Iterator[Case]:
    """The cases of the reporting part, each question with its article and without it."""
    articles = contexts(folder)
    files = work / "articles"
    files.mkdir(parents=True, exist_ok=True)
    for key, text in articles.items():
        (files / f"{key}.txt").write_text(text, encoding="utf-8")
    settings = load(data=work / NORQUAD)
    service = LocalService(settings, Pipelines(ingest, sync, ask, search))
    try:
        service.ingest(IngestRequest((files,)))
        user = settings.find_user(None)
        asked = [one for one in questions(folder) if not is_training(one.context_id)]
        for one in asked[::every]:
            found = _found(one.text, user, service.stores)
            without = [passage for passage in found if not _is_in(passage, one)]
            for passages, answerable in ((found, True), (without, False)):
                case = _case(
                    NORQUAD,
                    one.text,
                    passages,
                    lambda unit, one=one: [_holds(unit, one, articles[one.context_id])],  # type: ignore[misc]
                    user,
                    service.stores,
                    answerable=answerable,
                )
                if case is not None:
                    yield case
    finally:
        service.close()


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


def fit_answerable(cases: Sequence[Case], ranking: Matrix, steps: int = 3000) -> Matrix:
    """Logistic regression by gradient descent; the last weight is the intercept.

    Every set, and in it what can and what can't be answered, weighs the same.
    """
    rows = np.array([case.best(ranking)[0] for case in cases])
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
    answerable = fit_answerable(fitting, ranking)
    emit("ranking: " + ", ".join(map("{}={:.2f}".format, RANKING, ranking)))
    emit("answerable: " + ", ".join(map("{}={:.2f}".format, (*ANSWERABLE, "1"), answerable)))


def _report(cases: Sequence[Case], others: Sequence[Case], emit: Callable[[str], None]) -> None:
    ranking = fit_ranking(others)
    answerable = fit_answerable(others, ranking)
    places = np.array([place for case in cases for place in _places(case, ranking)])
    best = [case.best(ranking) for case in cases]
    chances = 1 / (
        1 + np.exp(-(np.array([row for row, _ in best]) @ answerable[:-1] + answerable[-1]))
    )
    chances[[blocked for _, blocked in best]] = 0.0
    labels = np.array([float(case.answerable) for case in cases])
    area = auroc(chances[labels == 1], chances[labels == 0])
    emit(
        f"{cases[0].set_name}: {len(places)} pieces of evidence, first {(places == 0).mean():.3f},"
        f" among five {(places < 5).mean():.3f}, MRR {(1 / (1 + places)).mean():.3f};"
        f" answerable or not, AUROC {area:.3f}"
    )
    for threshold in (0.3, 0.35, 0.4):
        passed = chances >= threshold
        emit(
            f"  threshold {threshold}: answers {passed[labels == 1].mean():.3f} of the answerable,"
            f" {passed[labels == 0].mean():.3f} of the unanswerable"
        )


def _places(case: Case, weights: Matrix) -> Iterator[int]:
    order = list((-case.scores(weights)).argsort())
    for piece in case.evidence if case.answerable else ():
        if piece.any():
            yield min(order.index(number) for number in np.flatnonzero(piece))


def _found(text: str, user: User, stores: Stores) -> list[Passage]:
    question = understand(text)
    vector = stores.embedder().embed_queries(question.embedded[:1])[0]
    return list(islice(retrieve(question, vector, user, stores), stores.settings.answer.passages))


def _evidence(unit: Unit, asked: Question) -> list[bool]:
    """Whether a unit holds each piece of a question's evidence, or is a good part of it."""
    own = _comparable(unit.text)
    return [
        unit.document.path.endswith(piece.document)
        and ((quote := _comparable(piece.quote)) in own or (len(own) > 25 and own in quote))
        for piece in asked.evidence
    ]


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


def _comparable(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()


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
