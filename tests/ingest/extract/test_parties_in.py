"""Who is named in a cell or a phrase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.parties_in import Party, parties_in
from ingest.extract.spans import Span


def _parties(text: str) -> tuple[Party, ...]:
    return parties_in(Span(f"Ansvar | {text}", 9, 9 + len(text)))


def _names(text: str) -> list[str]:
    return [party.name for party in _parties(text)]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Storvik kommune, NHO og klyngen", ["Storvik kommune", "NHO", "klyngen"]),
        ("Alfa AS/Beta AS; Gamma A/S", ["Alfa AS", "Beta AS", "Gamma A/S"]),
        ("Fjell kommune\nDal kommune", ["Fjell kommune", "Dal kommune"]),
        ("Fjell og Dal kommunar", ["Fjell kommune", "Dal kommune"]),
        ("Fjell, Dal og Li kommuner", ["Fjell kommune", "Dal kommune", "Li kommune"]),
        (
            "Dal bonde- og småbrukarlag og Fjell kommune",
            ["Dal bonde- og småbrukarlag", "Fjell kommune"],
        ),
        ("Nærings- og fiskeridepartementet", ["Nærings- og fiskeridepartementet"]),
        ("Møre og Romsdal fylkeskommune", ["Møre og Romsdal fylkeskommune"]),
        ("Plan og bygg", ["Plan og bygg"]),
        (
            "the Port of Weir and the Fjord Business Council",
            ["Port of Weir", "Fjord Business Council"],
        ),
    ],
)
def test_the_names_of_a_cell(cell: str, names: list[str]) -> None:
    assert _names(cell) == names


@pytest.mark.parametrize(
    "cell",
    [
        "Fjell kommune*",
        "Fjell kommune¹",
        "Fjell kommune2",
        "Fjell kommune (fra 1.1.2024, tidligere Dal kommune)",
        "Fjell kommune v/ daglig leder",
        "Fjell kommune ved næringssjefen",
        "Fjell kommune, næringsavdelingen",
        "Fjell kommune, as subcontractor of Weir",
        "– Fjell kommune m.fl.",
        "Ansvarlig: «Fjell kommune».",
        "**Fjell kommune**",
    ],
)
def test_footnotes_roles_and_notes_are_no_other_party(cell: str) -> None:
    assert _names(cell) == ["Fjell kommune"]


@pytest.mark.parametrize(
    "cell", ["", "–", "-", "ikke avklart", "Ikkje avklart enno", "N/A", "31.12.2027", "TBD", "?"]
)
def test_nobody_is_named(cell: str) -> None:
    assert _names(cell) == []


@pytest.mark.parametrize(
    "cell",
    [
        "Fjell kommune i samarbeid med NHO og LO",
        "Fjell kommune saman med NHO, LO",
        "Fjell kommune in cooperation with NHO and LO",
        "Ansvarlig: Fjell kommune. Partnere: NHO, LO",
        "Fjell kommune (leder), NHO (partner), LO (partner)",
    ],
)
def test_partners_are_told_from_leads(cell: str) -> None:
    assert [(party.name, party.partner) for party in _parties(cell)] == [
        ("Fjell kommune", False),
        ("NHO", True),
        ("LO", True),
    ]


def test_what_stands_in_brackets_is_kept_as_a_note() -> None:
    (party,) = _parties("Næringslaget i Fjell (NiF)")
    assert (party.name, party.note) == ("Næringslaget i Fjell", "NiF")


@given(st.text(alphabet="AB kommune,og/;()*1\n«»-–.v", max_size=200) | st.text(max_size=200))
def test_a_partys_span_lies_in_its_cell(cell: str) -> None:
    for party in _parties(cell):
        assert 9 <= party.span.start < party.span.end <= 9 + len(cell)
        assert party.name
