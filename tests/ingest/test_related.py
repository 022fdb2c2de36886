"""Copies are found by what they say; editions of a plan by title, place, issuer and text."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.related import relate, related, title_key
from plansvar.access import user
from plansvar.database.relations import Comparable, Related, comparables
from plansvar.documents.sketch import sketch
from plansvar.documents.stored import copies_among, editions_among
from plansvar.documents.types import Authority, DocumentType
from tests.conftest import READER, Desk

WORDS = [f"ord{number}" for number in range(2_000)]
TEXT = " ".join(WORDS)
INSIDER = user("kari", ("internal",))


sketched = functools.cache(sketch)
# The texts of all documents that were made, by version.
TEXTS: dict[str, str] = {}


def document(name: str, text: str = TEXT, **values: object) -> Comparable:
    version = f"{name} {len(TEXTS)}"
    TEXTS[version] = text
    plain = Comparable(
        id=name,
        version_id=version,
        content_hash=name,
        sketch=sketched(text),
        title="Næringsplan for Sund",
        type=DocumentType.PLAN,
        authority=Authority.ADOPTED,
        date="2023-05-03",
        language="nb",
        organisation=None,
        places=frozenset(),
        related=Related(),
    )
    return replace(plain, **values)  # type: ignore[arg-type]


def other_text(share: float) -> str:
    """A text of which about this share of all five-word runs is that of TEXT."""
    kept = round(len(WORDS) * 2 * share / (1 + share))
    return " ".join(WORDS[:kept] + [f"nytt{number}" for number in range(len(WORDS) - kept)])


def together(*documents: Comparable) -> tuple[bool, bool]:
    """Whether two documents are found to be copies, and to be editions of one plan."""
    one, other = related(documents, TEXTS.__getitem__)
    return (
        one.copy_group is not None and one.copy_group == other.copy_group,
        one.work is not None and one.work == other.work,
    )


def test_the_same_bytes_are_copies_whatever_was_found_about_them() -> None:
    one = document("a", content_hash="x")
    assert together(one, document("b", "", content_hash="x", date=None, title="Uten"))[0]


def test_nearly_the_same_text_is_a_copy() -> None:
    layout = TEXT.replace(" ord7 ", " – ord7,\n").replace("ord1999", "ord1999 side 4")
    assert together(document("a"), document("b", layout, title="plan_ny (2)")) == (True, True)


@pytest.mark.parametrize(("one", "other"), [("40", "95"), ("Fjordlaks", "Havbruk"), ("1", "12")])
def test_another_number_or_name_makes_another_document(one: str, other: str) -> None:
    first = document("a", f"{TEXT} kaia får {one} millioner", date=None)
    assert together(first, document("b", f"{TEXT} kaia får {other} millioner", date=None)) == (
        False,
        True,
    )


def test_an_undated_copy_joins_no_dated_ones() -> None:
    """It could be a copy of either, and would make the two one."""
    documents = [
        document("a", date="2020-03-03"),
        document("b", date=None),
        document("c", date="2023-04-05"),
    ]
    found = related(documents, TEXTS.__getitem__)
    assert [one.copy_group for one in found] == [None] * 3
    assert len({one.work for one in found}) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"authority": Authority.DRAFT},
        {"date": "2022-05-03"},
        {"date": None},
        {"language": "nn"},
    ],
)
def test_what_was_decided_otherwise_is_no_copy_but_an_edition(values: dict[str, object]) -> None:
    assert together(document("a"), document("b", **values)) == (False, True)


def test_a_text_that_was_worked_over_is_an_edition_under_another_name() -> None:
    assert together(document("a"), document("b", other_text(0.7), title="Plan B")) == (False, True)
    assert together(document("a"), document("b", other_text(0.2), title="Plan B")) == (
        False,
        False,
    )


def test_two_bodies_may_fill_in_the_same_form() -> None:
    one = document("a", organisation="Sund kommune", title="Handlingsplan")
    other = document("b", other_text(0.8), organisation="Nes kommune", title="Handlingsplan")
    assert together(one, other) == (False, False)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({}, {}, True),
        ({"title": "Handlingsprogram 2024"}, {"title": "Handlingsprogram 2026"}, False),
        (
            {"title": "Handlingsprogram 2024", "organisation": "Sund kommune"},
            {"title": "Utkast til handlingsprogram 2026", "organisation": "Sund kommune"},
            True,
        ),
        (
            {"title": "Kommuneplan", "places": frozenset({"4601"})},
            {"title": "Kommuneplan – vedtatt", "places": frozenset({"4601", "46"})},
            True,
        ),
        # Two municipalities of the same name.
        ({"places": frozenset({"3429"})}, {"places": frozenset({"3419"})}, False),
        ({}, {"type": DocumentType.ACTION_PROGRAMME}, False),
        ({"type": DocumentType.MINUTES}, {"type": DocumentType.MINUTES}, False),
    ],
)
def test_editions_by_title(first: dict[str, object], second: dict[str, object], same: bool) -> None:
    one, other = document("a", **first), document("b", "noe helt annet her", **second)
    assert together(one, other) == (False, same)


@pytest.mark.parametrize(
    "title",
    [
        "Strategisk næringsplan for Sund 2023–2030",
        "Strategisk næringsplan for Sund 2023–2030 – høringsutkast",
        "Utkast til strategisk næringsplan for Sund",
        "STRATEGISK NÆRINGSPLAN FOR SUND (revidert mai 2025)",
        "Strategisk_næringsplan_for_Sund_v2.1_endelig versjon",
        "Framlegg til strategisk næringsplan for Sund, vedteken 3. mai 2023",
    ],
)
def test_a_title_without_edition_and_time(title: str) -> None:
    assert title_key(title) == "strategisk næringsplan for sund"


@given(st.permutations(range(6)))
def test_the_order_of_documents_changes_no_group(order: list[int]) -> None:
    documents = [
        document("a"),
        document("b", TEXT + " hale", title="Kopi"),
        document("c", other_text(0.7), authority=Authority.DRAFT),
        document("d", "annet", title="Årsmelding for Sund", type=DocumentType.REPORT),
        document("e", "noe", title="Næringsplan for Sund 2031–2034"),
        document("f", "uten slekt", title="Plan"),
    ]
    found = related([documents[number] for number in order], TEXTS.__getitem__)
    by_name = {documents[number].id: one for number, one in zip(order, found, strict=True)}
    copies = {name for name, one in by_name.items() if one.copy_group}
    editions = {name for name, one in by_name.items() if one.work}
    assert (copies, editions) == ({"a", "b"}, {"a", "b", "c", "e"})
    assert len({by_name[name].work for name in editions}) == 1


def test_very_many_copies_are_one_group() -> None:
    many = [document(f"{number:03}", content_hash="x") for number in range(300)]
    assert {one.copy_group for one in related(many, TEXTS.__getitem__)} == {"000"}


def test_readers_are_told_of_what_they_may_read_only(desk: Desk) -> None:
    plan = "# Næringsplan for Sund\n\n" + " ".join(
        f"Tiltak {n} gjelder kai {n}." for n in range(90)
    )
    desk.write("plan.md", plan)
    desk.write("kopi/plan.md", plan)
    desk.ingest(desk.folder / "plan.md")
    desk.ingest(desk.folder / "kopi", groups=("internal",))
    (public,) = desk.documents()
    assert copies_among(public, desk.documents()) == ()
    seen = desk.documents(user("kari", ("public", "internal")))
    assert [one.path for one in copies_among(seen[1], seen)] == [seen[0].path]
    assert editions_among(seen[1], seen) == ()


def test_nothing_is_written_where_nothing_changed(desk: Desk) -> None:
    desk.write("a.md", "# Næringsplan for Sund\n\nHøringsutkast\n\nKaia.\n")
    desk.write("b.md", "# Næringsplan for Sund\n\nVedtatt 3. mai 2023\n\nMoloen.\n")
    desk.ingest()
    one, other = desk.documents()
    assert one.work == other.work is not None
    with desk.stores.engine.connect() as connection:
        before = connection.exec_driver_sql("PRAGMA data_version").scalar()
        relate(desk.stores.engine)
        assert connection.exec_driver_sql("PRAGMA data_version").scalar() == before
    # One of them goes: the other one stands alone.
    desk.write("b.md", "# Årsmelding\n\nNoe annet.\n")
    desk.ingest()
    assert {one.related for one in comparables(desk.stores.engine)} == {Related()}
    assert desk.documents(READER)[0].work is None
