"""The document's own case number, not every number that it mentions."""

import pytest

from tests.ingest.metadata.reading import PROSE, about


def case(title: str, *lines: str, **rest: object) -> str | None:
    return about(title, *lines, **rest).case_number


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Saksnr. 2023/1234", "2023/1234"),
        ("Saksnr: 23/01234-5", "23/01234"),
        ("Saksnummer: 2023/1234", "2023/1234"),
        ("Sak nr. 21/22", "21/22"),
        ("Sak: 21/22", "21/22"),
        ("Arkivsak: 20/4567", "20/4567"),
        ("Arkivsaknr: 2020/4567", "2020/4567"),
        ("ArkivsakID: 20/4567", "20/4567"),
        ("Vår ref: 2023/1234-7", "2023/1234"),
        ("Vår referanse: 26/00031-10", "26/00031"),
        ("ePhorte: 2019/123", "2019/123"),
        ("ePhorte sak 2019/123", "2019/123"),
        ("Dykkar ref: 99/1 Vår ref: 23/45", "23/45"),
        ("Utvalgssak: PS 45/23", "45/23"),
        ("Vår dato: 12.03.2023 Saksnr: 23/100 Deres ref: 22/999", "23/100"),
        ("Our ref.: 2023/77", "2023/77"),
    ],
)
def test_labels_in_the_head(line: str, number: str) -> None:
    assert case("Brev om havna", line, "Moloen skal bygges.") == number
    assert case("Brev om havna", "Moloen skal bygges.", margins=(line,)) == number


def test_labels_in_a_table_and_above_their_values() -> None:
    table = (("Dato", "1. mai 2023"), ("Saksnr.", "23/1234"))
    assert case("Brev", "Moloen.", rows=table) == "23/1234"
    assert case("Brev", "Saksnr.", "23/1234", "Moloen.") == "23/1234"
    assert case("Notat", "Dato Referanse", "07.07.2026 26/13522-1", "Moloen.") == "26/13522"


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Sak 45/23: Ny molo i Sund", "45/23"),
        ("Saksframlegg – sak 45/23 Ny molo", "45/23"),
        ("PS 45/23 Ny molo", "45/23"),
    ],
)
def test_titles(title: str, number: str) -> None:
    assert case(title, "Moloen skal bygges.") == number


def test_the_case_in_which_it_was_adopted() -> None:
    for line in (
        "Vedtatt av kommunestyret 3. mai 2022, sak 21/22",
        "Vedteke av kommunestyret 3. mai 2022 i sak 21/22.",
        "Vedtatt i fylkestinget 3. mai 2022 (sak PS 21/22)",
    ):
        assert case("Næringsplan for Sund", line) == "21/22"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        # Items of an agenda.
        ("Protokoll fra styremøte", ("Dato: 3. mai 2023", "Sak 12/23 Godkjenning av innkalling")),
        ("Næringsplan for Sund", ("Planen bygger på sak 12/20 og sak 14/21.",)),
        ("Brev om havna", ("Deres ref: 22/999",)),
        ("Brev om havna", ("Dykkar referanse: 22/999",)),
        ("Brev om havna", ("Brøken 3/4 og datoen 12/03-2021.",)),
        ("Brev om havna", ("Dato: 12/03-2021",)),
        ("Referat", ("Vi viser til vedtak i kommunestyret, sak 3/19.",)),
        ("Brev om havna", (*PROSE, "Saksnr: 23/100")),
    ],
)
def test_numbers_of_others(title: str, lines: tuple[str, ...]) -> None:
    assert case(title, *lines) is None
