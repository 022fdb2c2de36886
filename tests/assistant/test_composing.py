"""From ranked units to an answer's parts."""

from __future__ import annotations

from assistant.competing import Competitors
from assistant.composing import Composed, compose
from assistant.scoring import ScoredUnit, shortlist
from assistant.understanding import understand
from assistant.units import UnitKind
from plansvar.answers import SentenceKind
from plansvar.database import reads
from tests.assistant.making import all_units, find, ranked
from tests.conftest import READER, Desk

GOALS = """# Havneplan

## Mål

Kommunen har tre mål:

- trygg havn for alle
- levende kai om sommeren
- rent vann i fjorden

## Penger

Moloen koster 3 mill. kroner. Kaia koster 2 mill. kroner.

## Tiltak

| Tiltak | Ansvarlig |
|---|---|
| Ny molo | Kystverket |
| Torg | Kommunen |
"""


def composed(desk: Desk, question: str, scored: list[ScoredUnit]) -> Composed:
    texts = {
        one.version_id: reads.text(desk.stores.engine, READER, one.version_id) or ""
        for one in desk.documents()
    }
    return compose(understand(question), [scored], texts)


def shown(answer: Composed) -> list[tuple[SentenceKind, str]]:
    return [(one.kind, one.text) for one in answer.sentences]


FRAMING, QUOTE = SentenceKind.FRAMING, SentenceKind.QUOTE


def test_one_sentence_stands_alone(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.ingest()
    best = find(all_units(desk), "Moloen koster")
    answer = composed(desk, "Hva koster moloen?", ranked(best))
    (sentence,) = answer.sentences
    assert (sentence.kind, sentence.text) == (QUOTE, "Moloen koster 3 mill. kroner.")
    assert (sentence.citations, sentence.bullet) == ((1,), False)
    (citation,) = answer.citations
    assert citation.quote == sentence.text
    assert citation.heading == ("Havneplan", "Penger")
    assert citation.document.title == "Havneplan"
    assert answer.short_answer == "3 mill. kroner"


def test_a_whole_list_stands_under_its_label(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.ingest()
    found = all_units(desk)
    whole = find(found, "trygg havn", UnitKind.LIST)
    answer = composed(desk, "Hvilke mål har kommunen?", ranked(whole))
    assert shown(answer) == [
        (FRAMING, "Under «Kommunen har tre mål» står det 3 punkter:"),
        (QUOTE, "trygg havn for alle"),
        (QUOTE, "levende kai om sommeren"),
        (QUOTE, "rent vann i fjorden"),
    ]
    assert [one.citations for one in answer.sentences] == [(), (1,), (2,), (3,)]
    assert [one.bullet for one in answer.sentences] == [False, True, True, True]


def test_a_list_without_a_heading_stands_under_the_title_of_its_document(desk: Desk) -> None:
    desk.write("mål.txt", "- trygg havn\n- levende kai\n")
    desk.ingest()
    whole = find(all_units(desk), "trygg havn", UnitKind.LIST)
    (framing, *_) = composed(desk, "What are the goals?", ranked(whole)).sentences
    assert framing.text == f"Under “{desk.documents()[0].title}” there are 2 items:"


def test_an_item_is_shown_under_its_label(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.ingest()
    item = find(all_units(desk), "rent vann", UnitKind.ITEM)
    answer = composed(desk, "Kva skal skje med fjorden?", ranked(item))
    assert shown(answer) == [
        (FRAMING, "Under «Kommunen har tre mål»:"),
        (QUOTE, "rent vann i fjorden"),
    ]


def test_two_items_that_answer_equally_well_mean_the_list(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.ingest()
    found = all_units(desk)
    one, other = (find(found, text, UnitKind.ITEM) for text in ("trygg", "rent"))
    whole = find(found, "trygg", UnitKind.LIST)
    answer = composed(desk, "Hva vil kommunen?", ranked(one, other, whole))
    assert [text for kind, text in shown(answer) if kind is QUOTE] == [
        "trygg havn for alle",
        "levende kai om sommeren",
        "rent vann i fjorden",
    ]


def test_most_items_of_a_list_mean_the_list_however_it_scores(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.ingest()
    found = all_units(desk)
    items = [find(found, text, UnitKind.ITEM) for text in ("trygg", "rent")]
    far_below = ranked(items[0], find(found, "trygg", UnitKind.LIST), apart=9.0)[1:]
    answer = composed(desk, "Hva vil kommunen?", [*ranked(*items), *far_below])
    assert [kind for kind, _ in shown(answer)] == [FRAMING, QUOTE, QUOTE, QUOTE]


def test_a_list_comes_along_with_its_items(desk: Desk) -> None:
    """Also where it is not itself among the few units that are worth embedding."""
    desk.write("plan.md", GOALS)
    desk.ingest()
    found = all_units(desk)
    items = [find(found, text, UnitKind.ITEM) for text in ("trygg", "rent")]
    whole = find(found, "trygg", UnitKind.LIST)
    other = find(found, "Moloen koster")
    question = understand("Skal havna være trygg for alle, og vannet i fjorden rent?")
    for competing in ([*items, whole, other], [whole, other, *items]):
        assert whole in shortlist(question, Competitors.of(competing), 2).units


def test_a_sentence_that_leads_to_a_list_brings_it(desk: Desk) -> None:
    """ "Kommunen har tre mål:" is no answer, however much worse the list fits by itself."""
    desk.write("plan.md", GOALS)
    desk.ingest()
    found = all_units(desk)
    leading, item = find(found, "Kommunen har tre mål:"), find(found, "rent", UnitKind.ITEM)
    whole = find(found, "trygg", UnitKind.LIST)
    for scored in (
        ranked(leading, whole, apart=9.0),
        [*ranked(leading, item), *ranked(whole, whole, apart=9.0)[1:]],
    ):
        answer = composed(desk, "Hva med målene?", scored)
        assert [kind for kind, _ in shown(answer)] == [FRAMING, QUOTE, QUOTE, QUOTE]


def test_one_item_that_answers_best_is_not_drowned_in_its_list(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.ingest()
    found = all_units(desk)
    item, whole = (find(found, "trygg", kind) for kind in (UnitKind.ITEM, UnitKind.LIST))
    answer = composed(desk, "Hvem er havna trygg for?", ranked(item, whole, apart=5.0))
    assert [text for kind, text in shown(answer) if kind is QUOTE] == ["trygg havn for alle"]


def test_what_is_far_worse_than_the_best_is_left_out(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.ingest()
    found = all_units(desk)
    pair = [find(found, "Moloen koster"), find(found, "Kaia koster")]
    near = composed(desk, "Hva koster det?", ranked(*pair, apart=0.1))
    far = composed(desk, "Hva koster det?", ranked(*pair, apart=9.0))
    assert [one.text for one in near.sentences] == [one.text for one in pair]
    assert all(one.bullet for one in near.sentences)
    assert [one.text for one in far.sentences] == ["Moloen koster 3 mill. kroner."]


def test_nothing_is_said_twice(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.write("kopi.md", GOALS.replace("Kaia koster", "Molo: kaia koster"))
    desk.write("nyhet.md", "# Nyhet\n\nKlart: «Moloen koster 3 mill. kroner», sier Kari.\n")
    desk.ingest()
    same = [unit for unit in all_units(desk) if "oloen koster" in unit.text]
    assert len(same) == 3
    answer = composed(desk, "Hva koster moloen?", ranked(*same))
    assert len(answer.sentences) == len(answer.citations) == 1


def test_a_sentence_that_another_one_is_shown_with_is_not_shown_again(desk: Desk) -> None:
    desk.write("plan.md", "# Molo\n\nKystverket skal bygge. Det koster 3 millioner.\n")
    desk.ingest()
    first, leaning = all_units(desk)
    for scored in (ranked(first, leaning), ranked(leaning, first)):
        answer = composed(desk, "Hvem bygger?", scored)
        assert shown(answer) == [(QUOTE, "Kystverket skal bygge. Det koster 3 millioner.")]
        assert [one.number for one in answer.citations] == [1]
    # The short answer comes from the best all the same.
    assert composed(desk, "Hvem bygger?", ranked(first, leaning)).short_answer == "Kystverket"


def test_rows_stand_under_the_names_of_their_columns(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.ingest()
    molo = find(all_units(desk), "Tiltak: Ny molo")
    answer = composed(desk, "Hvem har ansvaret for moloen?", ranked(molo))
    assert shown(answer) == [
        (FRAMING, "Kolonner: Tiltak | Ansvarlig"),
        (QUOTE, "Ny molo | Kystverket"),
    ]
    assert answer.table == [["Tiltak", "Ansvarlig"], ["Ny molo", "Kystverket"]]
    assert answer.short_answer == "Kystverket"


def test_rows_of_one_table_share_its_column_names(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.ingest()
    rows = [unit for unit in all_units(desk) if unit.kind is UnitKind.ROW]
    answer = composed(desk, "Hvem gjør hva?", ranked(*rows))
    assert [kind for kind, _ in shown(answer)] == [FRAMING, QUOTE, QUOTE]
    assert answer.table == [
        ["Tiltak", "Ansvarlig"],
        ["Ny molo", "Kystverket"],
        ["Torg", "Kommunen"],
    ]


def test_a_whole_table_stands_under_its_column_names(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.ingest()
    (table,) = [unit for unit in all_units(desk) if unit.is_table]
    answer = composed(desk, "Hvilke tiltak er det?", ranked(table))
    assert shown(answer) == [
        (FRAMING, "Kolonner: Tiltak | Ansvarlig"),
        (QUOTE, "Ny molo | Kystverket"),
        (QUOTE, "Torg | Kommunen"),
    ]


def test_no_table_without_rows(desk: Desk) -> None:
    desk.write("plan.md", GOALS)
    desk.ingest()
    best = find(all_units(desk), "Moloen koster")
    assert composed(desk, "Hva koster moloen?", ranked(best)).table is None


def test_what_one_document_says_stands_together_in_its_order(desk: Desk) -> None:
    desk.write("a.md", "# A\n\nKaia er av tre. Moloen er av stein.\n")
    desk.write("b.md", "# B\n\nTorget er av betong.\n")
    desk.ingest()
    found = all_units(desk)
    late, other, early = (find(found, word) for word in ("Moloen", "Torget", "Kaia"))
    answer = composed(desk, "Hva er det bygd av?", ranked(late, other, early))
    assert [one.text for one in answer.sentences] == [early.text, late.text, other.text]
    answer = composed(desk, "Hva er det bygd av?", ranked(other, late, early))
    assert [one.text for one in answer.sentences] == [other.text, early.text, late.text]
