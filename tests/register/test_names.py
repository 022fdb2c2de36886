"""Which names are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansvar.register.kinds import FactKind
from plansvar.register.names import (
    alike,
    number,
    plain,
    same_organisation,
    stems,
    without_apposition,
    without_label,
)
from plansvar.register.parties import learn
from tests.register.making import claim, document, measure

LIST = document("navn.txt")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tiltak 2.1 Molo", "Molo"),
        ("2.1. Molo", "Molo"),
        ("Delmål 3: Molo", "Molo"),
        ("1) Molo", "Molo"),
        ("80 prosent skal sykle", "80 prosent skal sykle"),
        ("2030 uten utslipp", "2030 uten utslipp"),
        ("Tiltaksplan for molo", "Tiltaksplan for molo"),
        ("Målrettet opplæring", "Målrettet opplæring"),
        ("Tiltak 2.1", "Tiltak 2.1"),
    ],
)
def test_labels_are_no_part_of_a_title(text: str, expected: str) -> None:
    assert without_label(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Tiltak 2.1.", "2.1"), ("nr. 7", "7"), ("I3", "i3"), ("T-12", "t12"), ("Molo", None)],
)
def test_numbers(text: str, expected: str | None) -> None:
    assert number(text) == expected


def test_titles_meet_in_both_norwegians_and_numbers_keep_them_apart() -> None:
    assert stems("Kurs for kommunene") == stems("Kurs for kommunane")
    assert alike(stems("Sirkulær havn"), stems("Prosjektet Sirkulær havn")) > 0
    assert alike(stems("Ny molo"), stems("Nye sykkelveier")) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fjellheim næringsråd", "Næringsforeningen i Fjellheim"),
        ("Guro Straumdal", "Guri Straumdal"),
        ("Bergen Vekst AS", "Berg Vekst AS"),
        ("Vik Verksted AS", "Vik Verkstedpark AS"),
        ("Vik Energi AS", "Vik Energi SA"),
        ("Vik kommune", "Vik fylkeskommune"),
    ],
)
def test_names_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    names = learn([measure(LIST, "Molo", leads=[one], partners=[other])])
    assert not names.same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vik kommune", "Vik"),
        ("Vik havn IKS", "Vik havn"),
        ("Klyngen Blått Hav", "Blått Hav"),
        ("Fjellheim regionråd", "FRR"),
        ("Næringsforeningen i Dal", "Næringsforeninga i Dal"),
        ("«Nye Dal SA»", "Nye Dal SA"),
    ],
)
def test_names_that_are_one(one: str, other: str) -> None:
    names = learn(
        [
            measure(LIST, "Molo", leads=[one], partners=[other]),
            claim(LIST, FactKind.PARTY, name="Fjellheim regionråd", aliases=["FRR"]),
        ]
    )
    assert names.same(one, other)


def test_an_alias_of_two_parties_is_nobodys() -> None:
    names = learn(
        [
            claim(LIST, FactKind.PARTY, name="Fjellheim regionråd", aliases=["FR"]),
            claim(LIST, FactKind.PARTY, name="Fjell reiselivslag", aliases=["FR"]),
            measure(LIST, "Molo", leads=["Vik havn", "Vik havn AS", "Vik havn IKS"]),
        ]
    )
    assert not names.same("FR", "Fjellheim regionråd")
    assert not names.same("FR", "Fjell reiselivslag")
    assert not names.same("Vik havn", "Vik havn AS")


def test_a_body_is_its_organisations() -> None:
    assert same_organisation("Styret i Fjellheim regionråd", "Fjellheim regionråd")
    assert same_organisation("Kommunestyret i Os", "Os kommune")
    assert same_organisation("Os kommune", "Fjellheim regionråd") is False
    assert same_organisation(None, "Os kommune") is None


@given(st.text(max_size=60))
def test_any_text_can_be_compared(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert alike(stems(text), stems(text)) == 1.0
    assert number(text) is None or number(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("klyngen Blå Brim", "blå brim"),
        ("Blå Brim cluster", "blå brim"),
        ("Cluster", "cluster"),
        ("Fjordkraft Vest", "fjordkraft vest"),
    ],
)
def test_a_word_for_what_it_is_belongs_to_no_name(text: str, expected: str) -> None:
    assert without_apposition(text) == expected
