"""Two candidate lists become one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading_ahead import read_ahead
from assistant.retrieval import fuse, retrieve
from assistant.understanding import understand
from plansvar import index_record
from plansvar.access import ANONYMOUS, user
from plansvar.database import writes
from plansvar.search_settings import SearchSettings
from tests.conftest import READER, Desk

COSINES = st.floats(-1, 1, allow_nan=False)
BM25 = st.floats(0, 100, allow_nan=False)
WEIGHTS = st.floats(0.1, 50)
Listed = list[tuple[str, float]]


def candidates(scores: st.SearchStrategy[float]) -> st.SearchStrategy[Listed]:
    return st.dictionaries(st.sampled_from("abcdefgh"), scores).map(
        lambda one: sorted(one.items(), key=lambda item: -item[1])
    )


@given(candidates(COSINES), candidates(BM25), WEIGHTS, st.integers(1, 20))
def test_scores_are_shares_best_first(
    dense: Listed, sparse: Listed, weight: float, asked: int
) -> None:
    fused = fuse(dense, sparse, weight, asked, 100)
    assert set(fused) == {key for key, _ in [*dense, *sparse]}
    assert all(0 <= score <= 1 for score in fused.values())
    assert [*fused.values()] == sorted(fused.values(), reverse=True)
    assert not fused or next(iter(fused.values())) == 1


@given(candidates(COSINES), candidates(BM25), WEIGHTS)
def test_order_of_candidates_makes_no_difference(
    dense: Listed, sparse: Listed, weight: float
) -> None:
    again = fuse(dense[::-1], sparse[::-1], weight, 3, 100)
    assert [*again.items()] == [*fuse(dense, sparse, weight, 3, 100).items()]


@given(candidates(COSINES), candidates(BM25), WEIGHTS, COSINES, BM25)
def test_found_by_both_sides_beats_found_by_one(
    dense: Listed, sparse: Listed, weight: float, cosine: float, score: float
) -> None:
    """Of two chunks that one side finds equally good, the one that the other side finds too wins.

    A worst score of 0 counts nothing, so it is only not beaten.
    """
    both = fuse(
        [*dense, ("one", cosine), ("two", cosine)], [*sparse, ("two", score)], weight, 3, 100
    )
    assert both["two"] >= both["one"]


def test_weights() -> None:
    dense, sparse = [("a", 0.9), ("b", 0.8)], [("b", 20.0), ("a", 10.0)]
    assert [*fuse(dense, sparse, 30, 5, 100)] == ["a", "b"]
    assert [*fuse(dense, sparse, 10, 5, 100)] == ["b", "a"]
    # The more terms are asked for, the less a score of so much tells.
    assert [*fuse(dense, sparse, 30, 2, 100)] == ["b", "a"]


def test_what_a_short_list_misses_scored_nothing() -> None:
    dense, sparse = [("a", 0.9), ("b", 0.9)], [("b", 5.0)]
    assert fuse(dense, sparse, 20, 1, 100) == {"b": 1.0, "a": 0.0}
    assert fuse(dense, sparse, 20, 1, 1) == {"a": 1.0, "b": 1.0}


def test_one_side_may_find_nothing() -> None:
    assert fuse([], [], 20, 3, 100) == {}
    assert fuse([("a", 0.9)], [], 20, 3, 100) == {"a": 1.0}
    assert fuse([], [("a", 9.0), ("b", 3.0)], 20, 3, 100) == {"a": 1.0, "b": 0.0}
    assert fuse([("a", 0.9), ("b", 0.9)], [], 20, 0, 100) == {"a": 1.0, "b": 1.0}


@pytest.fixture
def harbour(desk: Desk) -> Desk:
    for name in ("molo", "kai", "torg"):
        text = f"# Plan for {name}\n\nArbeidet med {name} skal være ferdig i 2030.\n"
        desk.write(f"{name}.md", text)
    desk.ingest(groups=("styret",))
    return desk


BOARD = user("kari", ("styret",))


def titles(desk: Desk, text: str, who: str = "kari") -> list[str]:
    question = understand(text)
    vector = desk.embedder.embed_queries([text])[0]
    reader = BOARD if who == "kari" else READER
    return [
        passage.chunk.document.title for passage in retrieve(question, vector, reader, desk.stores)
    ]


def test_the_best_passage_comes_first(harbour: Desk) -> None:
    for name in ("molo", "kai", "torg"):
        assert titles(harbour, f"Når er {name} ferdig?")[0] == f"Plan for {name}"


def test_english_finds_norwegian_words(desk: Desk) -> None:
    """The lexical side alone: the embedder of these tests knows no English."""
    desk.write("a.md", "# Notat\n\nFrist: 1. juni.\n")
    desk.write("b.md", "# Notat\n\nFerja går igjen.\n")
    desk.ingest()
    stores = replace(
        desk.stores,
        settings=desk.stores.settings.model_copy(
            update={"search": SearchSettings(dense_weight=0.0)}
        ),
    )
    question = understand("What is the deadline?")
    vector = desk.embedder.embed_queries(["x"])[0]
    (first, *_) = retrieve(question, vector, READER, stores)
    assert first.chunk.document.path.endswith("a.md")
    assert first.bm25 is not None


def test_only_what_the_user_may_read(harbour: Desk) -> None:
    assert len(titles(harbour, "Når er moloen ferdig?")) == 3
    assert titles(harbour, "Når er moloen ferdig?", "leser") == []
    vector = harbour.embedder.embed_queries(["molo"])[0]
    assert list(retrieve(understand("molo?"), vector, ANONYMOUS, harbour.stores)) == []


def test_what_the_index_still_holds_of_a_removed_document_is_left_out(harbour: Desk) -> None:
    (molo,) = [one for one in harbour.documents(BOARD) if one.path.endswith("molo.md")]
    writes.hide(harbour.stores.engine, [molo.id])
    assert set(titles(harbour, "Når er moloen ferdig?")) == {"Plan for kai", "Plan for torg"}


def test_what_may_not_be_read_changes_no_score(harbour: Desk) -> None:
    def found() -> list[tuple[str, float, float | None]]:
        vector = harbour.embedder.embed_queries(["molo"])[0]
        passages = retrieve(understand("Når er moloen ferdig?"), vector, BOARD, harbour.stores)
        return [(one.chunk.id, one.score, one.bm25) for one in passages]

    before = found()
    assert all(bm25 for _, _, bm25 in before)
    for number in range(20):
        path = harbour.write(f"lukket/{number}.md", f"# Molo {number}\n\nMoloen er ferdig.\n")
        harbour.ingest(path, groups=("ledelsen",))
    assert found() == before
    harbour.ingest(path, groups=("styret",))
    assert found() != before


LONG = """# Møte i havnestyret

Havnestyret møttes på rådhuset. Leder ønsket velkommen, og referatet ble godkjent. Deretter ble
regnskap, ferier, lokaler, avtaler og rutiner drøftet. Moloen er ferdig. Til slutt takket leder for
frammøtet og minnet om fristene.
"""


@pytest.fixture
def meeting(desk: Desk) -> Desk:
    """Of two passages the one has a sentence that is asked for, among many others."""
    index_record.write(desk.stores.settings.data, desk.embedder)
    desk.write("lang.md", LONG)
    desk.write("kort.md", "# Moloen\n\nMoloen på Skjæret.\n")
    desk.ingest()
    return desk


def scores(desk: Desk, text: str, share: float) -> dict[str, float]:
    """By file, as far as meaning goes."""
    search = SearchSettings(sentence_share=share, dense_weight=1000.0)
    settings = desk.stores.settings.model_copy(update={"search": search})
    stores = replace(desk.stores, settings=settings)
    vector = desk.embedder.embed_queries([text])[0]
    found = retrieve(understand(text), vector, READER, stores)
    return {passage.chunk.document.path: passage.score for passage in found}


def test_a_sentence_speaks_for_its_section(meeting: Desk) -> None:
    question = "Moloen er ferdig."
    before = scores(meeting, question, 0.9)
    assert before == scores(meeting, question, 0.0)  # nothing is read ahead yet
    read_ahead(meeting.stores)
    assert next(iter(before)).endswith("kort.md")
    assert next(iter(scores(meeting, question, 0.9))).endswith("lang.md")
    assert scores(meeting, question, 0.0) == before


def test_what_is_not_read_ahead_yet_is_not_behind(meeting: Desk) -> None:
    """What the others have gained by their sentences is what it gets."""
    read_ahead(meeting.stores)
    meeting.write(
        "ny.md", "# Referat\n\nMoloen er ferdig, og leder takket for avtaler og rutiner.\n"
    )
    meeting.ingest()
    question = "Moloen er ferdig."
    first, second, _ = scores(meeting, question, 0.6)
    assert (first.rpartition("/")[2], second.rpartition("/")[2]) == ("ny.md", "lang.md")
