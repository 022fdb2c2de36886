"""Questions with the units that compete for answering them, and which of them hold the evidence."""

from __future__ import annotations

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
from assistant.second_look import SecondLook, sureness
from assistant.understanding import understand
from assistant.units import Unit, UnitKind, units
from eval.norquad import NorquadQuestion, contexts, is_training, questions
from eval.question_set import Question, load_questions
from eval.retrieval.sets import documents
from ingest.pipeline import ingest
from ingest.sync import sync
from plansvar.access import User
from plansvar.access import user as asker
from plansvar.embedding.default_model import DEFAULT
from plansvar.local import LocalService, Pipelines
from plansvar.reranking.load import built_in
from plansvar.service import IngestRequest
from plansvar.settings import load
from plansvar.stores import Stores
from plansvar.vectors import KeptVectors

RANKING = ("nameless_cosine", "passage_score", "own_coverage", "heading_coverage", "type_match")
NORQUAD = "norquad"
# The best units that are read again, whatever the settings say.
_READ_AGAIN = 8
# As sure as where what was read says nothing at all: no unit says more than the question itself.
_NOTHING_READ = -10.0
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question's units: features, and which of them hold which evidence.

    ``rules`` is what the rules of the ranking give each unit; ``evidence`` has a row for each
    piece. ``blocked``: the rules of abstention apply where this unit is the best. ``read``: what a
    second look gave, not a number where none was taken.
    """

    set_name: str
    ranking: Matrix
    rules: Matrix
    evidence: npt.NDArray[np.bool_]
    cosine: Matrix
    counted_missing: Matrix
    read: Matrix
    blocked: npt.NDArray[np.bool_]
    passage: tuple[str, ...]
    answerable: bool

    def scores(self, weights: Matrix, read: float = 0.0) -> Matrix:
        """The ranking's score of each unit; ``read``: what a second look's opinion is worth."""
        unread = np.isnan(self.read)
        least = 0.0 if unread.all() else np.nanmin(self.read)
        looked = np.where(unread, least, self.read)
        return np.asarray(self.ranking @ weights + self.rules + read * looked)

    def best(self, weights: Matrix, read: float = 0.0) -> tuple[list[float], bool]:
        """What tells whether anything answers, and whether a rule forbids the best unit."""
        scores = self.scores(weights, read)
        first = int(scores.argmax())
        beside = [number for number, one in enumerate(self.passage) if one == self.passage[first]]
        row = [
            float(self.cosine[beside].max()),
            float(self.ranking[:, 0].max()),
            float(self.counted_missing[first]),
        ]
        if read:
            row.append(self._sureness())
        return row, bool(self.blocked[first])

    def _sureness(self) -> float:
        told = self.read[~np.isnan(self.read)].tolist()
        return sureness(told) if told else _NOTHING_READ


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
    reader = stores.reader()
    look = SecondLook(reader, _READ_AGAIN) if reader else None
    ranked = scoring.rank(question, competing, near, look)
    of_unit = {id(one.unit): one.features for one in ranked}
    features = [of_unit[id(unit)] for unit in found]
    return Case(
        set_name=set_name,
        ranking=_matrix(features, RANKING),
        rules=np.array([scoring.rules(question, one) for one in features]),
        evidence=np.array([holding(unit) for unit in found], bool).T,
        cosine=np.array([one.cosine for one in features]),
        counted_missing=np.array([float(one.counted_missing) for one in features]),
        read=np.array([np.nan if one.read is None else one.read for one in features]),
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
        reader = built_in(settings.cache, DEFAULT)
        stores = replace(service.stores, embedder=lambda: kept, reader=lambda: reader)
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
    service = LocalService(settings, Pipelines(ingest, sync, ask, search, read_ahead=read_ahead))
    try:
        service.ingest(IngestRequest((files,)))
        user, reader = settings.find_user(None), built_in(settings.cache, DEFAULT)
        stores = replace(service.stores, reader=lambda: reader)
        asked = [one for one in questions(folder) if not is_training(one.context_id)]
        for one in asked[::every]:
            found = _found(one.text, user, stores)
            without = [passage for passage in found if not _is_in(passage, one)]
            for passages, answerable in ((found, True), (without, False)):
                case = _case(
                    NORQUAD,
                    one.text,
                    passages,
                    lambda unit, one=one: [_holds(unit, one, articles[one.context_id])],  # type: ignore[misc]
                    user,
                    stores,
                    answerable=answerable,
                )
                if case is not None:
                    yield case
    finally:
        service.close()


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
