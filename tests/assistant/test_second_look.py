"""A second look at sentences: what it may and may not change. How good it is, eval/ says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.clock import Clock
from assistant.competing import Competitors
from assistant.parts import aims
from assistant.quoting import Weighed, weigh
from assistant.scoring import confidence, rank
from assistant.second_look import SecondLook, second_look, sureness
from assistant.understanding import understand
from plansvar.reranking.protocol import Scores
from plansvar.search_settings import AnswerSettings
from plansvar.stores import Stores
from tests.assistant.making import item, sentence, whole_list
from tests.conftest import READER, Desk

QUESTION = "Hva skal havna brukes til?"
TEXTS = (
    "Havna skal brukes til fiske.",
    "Havna er brukt til mye.",
    "Kaia ved havna er av stein.",
    "Fergen går klokka ni.",
)


class Likes:
    """Likes what has a word, and remembers what it saw."""

    def __init__(self, word: str) -> None:
        self._word = word
        self.seen: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        assert question == QUESTION
        self.seen += texts
        return np.array([4.0 if self._word in text else -4.0 for text in texts], np.float32)


def near(count: int) -> Scores:
    return np.tile(np.linspace(0.86, 0.8, count, dtype=np.float32), (2, 1))


def ranked(likes: Likes | None, most: int = 3) -> list[str]:
    found = Competitors.of([sentence(text) for text in TEXTS])
    look = SecondLook(likes, most) if likes else None
    scored = rank(understand(QUESTION), found, near(len(TEXTS)), look)
    return [one.unit.text for one in scored]


def test_what_is_liked_moves_up_and_what_wasnt_read_stays_behind() -> None:
    before = ranked(None)
    likes = Likes(before[2].split()[0])
    assert ranked(likes)[0] in before[:3]
    assert len(likes.seen) == 3
    assert all(text.startswith("Havneplan") for text in likes.seen)
    unread = Likes(before[3])
    assert ranked(unread)[3] == before[3]
    assert not any(before[3] in text for text in unread.seen)


def test_the_opinion_decides_between_equals() -> None:
    first, second = "Vågen skal bli park.", "Vika skal bli park."
    found = Competitors.of([sentence(first), sentence(second)])
    cosines = np.full((2, 2), 0.85, np.float32)
    for liked in (first, second):
        look = SecondLook(Likes(liked), 2)
        assert rank(understand(QUESTION), found, cosines, look)[0].unit.text == liked


def test_of_a_list_the_items_are_read() -> None:
    caption = "Havna skal brukes til:"
    items = ["fiske", "ferger", "bading"]
    units = [
        *(
            replace(
                item(text, caption), spans=whole_list(*items, caption=caption).spans[at : at + 1]
            )
            for at, text in enumerate(items)
        ),
        whole_list(*items, caption=caption),
    ]
    likes = Likes("ferger")
    scored = rank(understand(QUESTION), Competitors.of(units), near(4), SecondLook(likes, 10))
    assert len(likes.seen) == 3
    assert not any("ferger\nbading" in text for text in likes.seen)
    assert confidence(understand(QUESTION), scored) > 0


def test_what_nothing_answers_is_less_sure() -> None:
    found = Competitors.of([sentence(text) for text in TEXTS])
    question = understand(QUESTION)
    sure, unsure = (
        confidence(question, rank(question, found, near(4), SecondLook(Likes(word), 4)))
        for word in ("fiske", "ingenting som står der")
    )
    assert sure > unsure


def test_sureness_is_the_log_odds_that_any_answers() -> None:
    assert sureness([0.0]) == 0.0
    assert sureness([1.0, 1.0]) == pytest.approx(1.0 + np.log(2))


@pytest.fixture
def town(desk: Desk) -> Stores:
    for number, text in enumerate(TEXTS):
        desk.write(f"{number}.md", f"# Notat {number}\n\n{text}\n")
    desk.ingest()
    settings = desk.stores.settings.model_copy(update={"answer": AnswerSettings(second_look=8)})
    return replace(desk.stores, settings=settings)


def weighed(stores: Stores) -> Weighed:
    return weigh(aims(understand(QUESTION), stores.embedder()), READER, stores, Clock())


def test_it_is_taken_where_there_is_a_reader_and_time(town: Stores) -> None:
    likes = Likes("Kaia")
    reading = replace(town, reader=lambda: likes)
    assert any(one.features.read is not None for one in weighed(reading).ranked[0])
    assert likes.seen
    for without in (town, replace(reading, hurried=lambda: True)):
        assert second_look(without, 1) is None
        assert all(one.features.read is None for one in weighed(without).ranked[0])
    settings = town.settings.model_copy(update={"answer": AnswerSettings(second_look=0)})
    assert second_look(replace(reading, settings=settings), 1) is None


def test_several_questions_in_one_share_it(town: Stores) -> None:
    look = second_look(replace(town, reader=lambda: Likes("")), 4)
    assert look is not None
    assert look.most == 2
