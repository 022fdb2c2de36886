"""From when to when a document says that it applies."""

import pytest

from plansvar.documents.about import Validity
from tests.ingest.metadata.reading import about


def valid(title: str, *lines: str, **rest: object) -> tuple[str | None, str | None] | None:
    found = about(title, *lines, **rest).valid
    return (found.start, found.end) if found else None


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Næringsplan for Sund 2023–2030", ("2023", "2030")),
        ("Næringsplan 2023-2030", ("2023", "2030")),
        ("Handlingsprogram 2024 – 2027", ("2024", "2027")),
        ("Handlingsprogram 2024–27", ("2024", "2027")),
        ("Kommuneplan 2022 til 2034", ("2022", "2034")),
        ("Handlingsprogram 2024", ("2024", "2024")),
        ("Handlingsplan for 2025", ("2025", "2025")),
    ],
)
def test_periods_in_titles(title: str, period: tuple[str, str]) -> None:
    assert valid(title, "Moloen skal bygges.") == period


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("Planen gjelder fra 1. januar 2024 til 31. desember 2027.", ("2024-01-01", "2027-12-31")),
        ("Planen gjeld frå 1. januar 2024 til 31. desember 2027.", ("2024-01-01", "2027-12-31")),
        ("Gjelder fra 1. mars 2024.", ("2024-03-01", None)),
        ("Planen gjelder til 2030", (None, "2030")),
        ("Planen gjeld til og med 2027.", (None, "2027")),
        ("Programmet gjelder for perioden 2024-2027.", ("2024", "2027")),
        ("Gjelder for perioden 2024–2027", ("2024", "2027")),
        ("Planperiode: 2024–2027", ("2024", "2027")),
        ("Strategien gjelder 2024–2027 og rulleres hvert år.", ("2024", "2027")),
        (
            "The plan is valid from 1 January 2024 to 31 December 2027.",
            ("2024-01-01", "2027-12-31"),
        ),
        ("Tiltaka er vedtekne for perioden 2024–2027.", ("2024", "2027")),
    ],
)
def test_periods_in_the_opening(line: str, period: tuple[str | None, str | None]) -> None:
    assert valid("Næringsplan for Sund", "Moloen skal bygges.", line) == period


def test_a_period_under_the_title_and_in_a_table() -> None:
    assert valid("Næringsplan for Sund", "2023–2030") == ("2023", "2030")
    assert valid("Næringsplan", "Molo.", rows=(("Planperiode", "2023–2030"),)) == ("2023", "2030")
    assert valid("Næringsplan", "Molo.", margins=("Næringsplan 2023–2030",)) == ("2023", "2030")


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Næringsplan for Sund", "Folketallet vokste i 2010–2020."),
        ("Næringsplan mot 2030", "Moloen skal bygges."),
        ("Næringsplan 2030", "Moloen skal bygges."),
        ("Meld. St. 9 (2023–2024)", "Melding til Stortinget"),
        ("Årsrapport 2022–2023", "Moloen skal bygges."),
        ("Søknad til klyngeprogrammet 2024–2026", "Moloen skal bygges."),
        ("Nyhet: Næringsplan 2024–2027 er klar", "Moloen skal bygges."),
        ("Næringsplan for Sund", "Retningslinjene gjelder for alle båter."),
        ("Næringsplan for Sund", "Sitatet fra 2019–2020 viser at 2030–2020 er feil."),
        ("Næringsplan 2030–2023", "Moloen skal bygges."),
        ("Næringsplan for Sund", "Det gjelder 14 kommuner og 2000 bedrifter."),
    ],
)
def test_nothing_is_guessed(title: str, line: str) -> None:
    assert valid(title, line) is None


def test_the_quote_is_what_stands_there() -> None:
    found = about("Næringsplan", "Planen gjelder fra 1. mai 2024 til 31. mai 2025.").valid
    assert found == Validity("2024-05-01", "2025-05-31", "1. mai 2024 til 31. mai 2025")
