"""Known scores of small registers: a scorer that can't say "wrong" is worth nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.register.counts import KindCount
from eval.register.scoring import compare
from eval.register.types import Change, Fact, Said
from plansvar.register.kinds import FactKind
from tests.eval.making import fact, said

MEASURE, DECISION, PARTY = FactKind.MEASURE, FactKind.DECISION, FactKind.PARTY
QUAY = fact(
    quote="Kommunen skal bygge ny kai i Sund", title="Ny kai i Sund", leads="Sund kommune",
    deadline=(Said("31.12.2030", "2030-12-31"),),
)  # fmt: skip
ROAD = fact(
    quote="Veien til Nes skal rustes opp", title="Opprusting av vei", leads="Nes kommune",
)  # fmt: skip
GOLD = (QUAY, ROAD)


def measures(found: list[Fact], gold: tuple[Fact, ...] = GOLD, *, once: bool = True) -> KindCount:
    return compare(gold, found, once=once).kinds[MEASURE]


def test_the_gold_itself_is_right_throughout() -> None:
    count = measures(list(GOLD))
    assert (count.precision, count.recall) == (1.0, 1.0)
    assert all(one.right == one.stated for one in count.fields.values())


def test_nothing_found() -> None:
    count = measures([])
    assert (count.precision, count.recall) == (None, 0.0)


def test_an_invented_fact_costs_precision() -> None:
    invented = fact(quote="Alle er velkomne til folkemøte på torsdag", title="Folkemøte")
    compared = compare(GOLD, [QUAY, invented], once=True)
    count = compared.kinds[MEASURE]
    assert (count.precision, count.recall) == (0.5, 0.5)
    assert compared.missed == (ROAD,)
    assert compared.extra == (invented,)


def test_said_twice_is_once_too_often_in_the_register_but_not_among_claims() -> None:
    again = replace(QUAY, id="again")
    register = measures([QUAY, again, ROAD])
    assert (register.correct, register.duplicates, register.matched) == (2, 1, 2)
    claims = measures([QUAY, again, ROAD], once=False)
    assert (claims.correct, claims.duplicates, claims.matched) == (3, 0, 2)


def test_another_kind_is_no_match() -> None:
    other = fact(FactKind.GOAL, "Kommunen skal bygge ny kai i Sund", text="Ny kai i Sund")
    compared = compare(GOLD, [other], once=True)
    assert compared.kinds[MEASURE].matched == 0
    assert compared.kinds[FactKind.GOAL].precision == 0.0


def test_the_same_words_in_another_document_or_page_are_no_evidence() -> None:
    gold = (fact(quote="Kommunen skal bygge ny kai", page=3, title="Kai"),)
    for elsewhere in (
        fact(quote="Kommunen skal bygge ny kai", page=4, title="Brygge"),
        fact(quote="Kommunen skal bygge ny kai", page=3, document="b.pdf", title="Brygge"),
    ):
        assert measures([elsewhere], gold).matched == 0
    assert measures([fact(quote="skal bygge ny kai", page=3, title="Brygge")], gold).matched == 1


def test_an_owner_that_stands_in_every_row_is_not_enough() -> None:
    gold = (fact(quote="Sund kommune", field="leads", title="Ny kai", leads="Sund kommune"),)
    row = fact(quote="Sund kommune", field="leads", title="Opprusting av vei", leads="Sund kommune")
    assert measures([row], gold).matched == 0
    assert measures([replace(row, values=gold[0].values)], gold).matched == 1


def test_the_head_of_a_case_is_not_enough() -> None:
    head = "Sak 4/30 Søknader om støtte til tiltak"
    gold = (fact(DECISION, head, field="case_number", what="Søknaden fra Nes får avslag"),)
    other = fact(DECISION, head, field="case_number", what="Møtet heves klokka tolv")
    assert compare(gold, [other], once=True).kinds[DECISION].matched == 0


@pytest.mark.parametrize(
    ("leads", "right"),
    [
        (("Sund kommune",), 1),
        (("sund  kommune",), 1),
        (("Nes kommune",), 0),
        (("Sund kommune", "Nes kommune"), 0),
    ],
)
def test_owners(leads: tuple[str, ...], right: int) -> None:
    found = replace(QUAY, values={**QUAY.values, "leads": said(*leads)})
    compared = compare((QUAY,), [found], once=True)
    assert (compared.ownership.stated, compared.ownership.right) == (1, right)
    assert [one.field for one in compared.wrong] == ["leads"] * (1 - right)


def test_an_owner_by_another_name() -> None:
    name = fact(PARTY, name="Sund kommune", aliases=("Sund",))
    found = replace(QUAY, values={**QUAY.values, "leads": said("Sund")})
    assert compare((QUAY, name), [found], once=True).ownership.right == 1
    assert compare((QUAY,), [found], once=True).ownership.right == 0


def test_what_is_missing_is_told_from_what_is_wrong_and_from_what_is_added() -> None:
    values = {"title": QUAY.values["title"], "partners": said("Nes kommune")}
    fields = measures([replace(QUAY, values=values)], (QUAY,)).fields
    assert (fields["leads"].missing, fields["leads"].wrong) == (1, 0)
    assert fields["partners"].added == 1
    late = {**QUAY.values, "deadline": (Said("31.12.2031", "2031-12-31"),)}
    fields = measures([replace(QUAY, values=late)], (QUAY,)).fields
    assert (fields["deadline"].missing, fields["deadline"].wrong) == (0, 1)


def test_unsure_facts_count_apart() -> None:
    unsure = replace(QUAY, confidence=0.5)
    count = measures([unsure, replace(ROAD, confidence=0.4), ROAD])
    assert (count.found, count.matched, count.review, count.review_right) == (1, 1, 2, 1)


def test_parties_go_by_names_and_aliases() -> None:
    gold = (fact(PARTY, name="Sund kommune", aliases=("SK",)), fact(PARTY, name="Nes kommune"))
    found = [fact(PARTY, name="SK"), fact(PARTY, name="Nesodden kommune")]
    count = compare(gold, found, once=True).kinds[PARTY]
    assert (count.correct, count.matched) == (1, 1)


def test_values_in_time() -> None:
    gold = replace(
        QUAY,
        history=(
            Change("leads", said("Nes kommune"), "2028-01-01", "plan.pdf"),
            Change("leads", said("Sund kommune"), "2029-05-04", "minutes.pdf"),
        ),
    )
    for changes, right, dated in (
        ((), 0, 0),
        ((Change("leads", said("Nes kommune"), "2028"),), 1, 1),
        ((Change("leads", said("Nes kommune"), "2027-01-01"),), 1, 0),
        ((Change("leads", said("Vik kommune"), "2028-01-01"),), 0, 0),
        ((Change("deadline", said("Nes kommune"), "2028-01-01"),), 0, 0),
        ((Change("leads", said("Nes kommune"), "2028-01-01", "other.pdf"),), 0, 0),
    ):
        history = measures([replace(QUAY, history=changes)], (gold,)).history
        assert (history.stated, history.right, history.dated) == (2, right, dated)


def test_values_of_a_fact_that_was_missed_are_missed() -> None:
    gold = replace(QUAY, history=(Change("leads", said("Nes kommune"), "2028-01-01"),))
    assert measures([], (gold,)).history.stated == 1


def test_conflicts() -> None:
    gold = replace(QUAY, conflicts=frozenset({"deadline"}))
    for told, right in ((frozenset({"deadline"}), 1), (frozenset({"leads"}), 0), (frozenset(), 0)):
        count = measures([replace(QUAY, conflicts=told)], (gold,)).conflicts
        assert (count.stated, count.right, count.added) == (1, right, 0)
    untrue = measures([replace(QUAY, conflicts=frozenset({"leads"}))], (QUAY,)).conflicts
    assert (untrue.stated, untrue.added) == (0, 1)


def test_the_interval_is_over_documents() -> None:
    gold = tuple(
        fact(quote=f"Kommunen skal bygge kai nummer {number}", document=f"{number % 4}.pdf",
             title=f"Kai nummer {number}", number=str(number))
        for number in range(40)
    )  # fmt: skip
    count = measures([one for one in gold if one.document != "0.pdf"], gold)
    assert count.recall == 0.75
    assert count.recall_interval is not None
    assert count.recall_interval[0] <= 0.25
    assert count.recall_interval[1] == 1.0
    assert count.precision_interval == (1.0, 1.0)
    assert measures([QUAY], (QUAY,)).recall_interval is None


def test_an_optional_fact_counts_neither_found_nor_missed() -> None:
    maybe = replace(ROAD, optional=True)
    assert measures([QUAY], (QUAY, maybe)).recall == 1.0
    count = measures([QUAY, ROAD, replace(ROAD, id="again")], (QUAY, maybe))
    assert (count.gold, count.found, count.left_out, count.precision) == (1, 1, 2, 1.0)
    wrong = fact(quote="Alle er velkomne til folkemøte på torsdag", title="Folkemøte")
    assert measures([QUAY, wrong], (QUAY, maybe)).precision == 0.5
