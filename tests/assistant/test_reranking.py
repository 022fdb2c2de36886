"""A second look: what it may and may not do to the order. How good it is, eval/ says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.pipeline import search
from assistant.reranking import rerank
from assistant.retrieval import Passage, retrieve
from assistant.understanding import understand
from plansvar.access import user
from plansvar.answers import SearchNotice, SearchResult
from plansvar.reranking.protocol import Scores
from plansvar.search_settings import SearchSettings
from tests.conftest import READER, Desk


class SharedWords:
    """Likes texts with many of the question's words, and remembers what it saw."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        self.seen += texts
        words = set(question.lower().split())
        return np.array([len(words & set(one.lower().split())) for one in texts], np.float32)


@pytest.fixture
def found(desk: Desk) -> list[Passage]:
    for number in range(6):
        desk.write(f"{number}.md", f"# Notat {number}\n\nOm {'havna ' * number}og annet.\n")
    desk.ingest()
    question = understand("Hva er havna?")
    vector = desk.embedder.embed_queries([question.text])[0]
    return list(retrieve(question, vector, READER, desk.stores))


def test_only_the_first_change_places(found: list[Passage]) -> None:
    again = rerank("annet og om", found, SharedWords(), 3, 100.0)
    assert {one.chunk.id for one in again[:3]} == {one.chunk.id for one in found[:3]}
    assert again[3:] == found[3:]
    assert [one.score for one in again] == [one.score for one in found]


def test_without_weight_nothing_changes(found: list[Passage]) -> None:
    assert rerank("annet", found, SharedWords(), 6, 0.0) == found


def test_it_reads_the_heading_too(found: list[Passage]) -> None:
    reader = SharedWords()
    rerank("notat", found, reader, 2, 1.0)
    assert all(text.startswith("Notat") for text in reader.seen)


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_to_order(found: list[Passage], count: int) -> None:
    assert rerank("havna", found[:count], SharedWords(), 10, 1.0) == found[:count]


def test_search_uses_what_is_set(desk: Desk) -> None:
    for number in range(4):
        desk.write(f"{number}.md", f"# Notat {number}\n\nHavna skal bygges ut, trinn {number}.\n")
    desk.ingest()
    reader = SharedWords()
    settings = desk.stores.settings.model_copy(
        update={"search": SearchSettings(reranked=3, rerank_weight=100)}
    )
    stores = replace(desk.stores, settings=settings, reranker=lambda: reader)
    found = search("trinn 3 bygges", READER, 4, stores)
    assert len(reader.seen) == 3
    assert "trinn 3" in found.hits[0].text


def test_hits_say_that_the_re_ranker_was_left_out_where_there_is_one(desk: Desk) -> None:
    desk.write("0.md", "# Notat\n\nHavna skal bygges ut.\n")
    desk.ingest(groups=("styret",))
    board = user("kari", ("styret",))
    hurried = replace(desk.stores, hurried=lambda: True)
    assert search("havna", board, 4, hurried).notices == ()
    chosen = desk.stores.settings.model_copy(update={"search": SearchSettings(reranker="default")})
    set_up = replace(hurried, settings=chosen)
    assert search("havna", board, 4, set_up).notices == (SearchNotice.HURRIED,)
    assert search("havna", READER, 4, set_up) == SearchResult()
