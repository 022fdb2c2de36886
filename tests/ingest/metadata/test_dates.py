"""Where real papers hide their date."""

import pytest

from plansvar.documents.types import DatePrecision
from tests.ingest.metadata.reading import PROSE, read


def test_a_table_in_the_head() -> None:
    found = read("Protokoll", "Moloen.", rows=(("Møtedato", "25. april 2024 kl. 10"),)).date
    assert found is not None
    assert (found.value, found.found_in) == ("2024-04-25", "text")
    letter = (("Rådet", "Vår referanse:", "12/34"), ("Rådet", "Dato:", "14.10.2025"))
    found = read("Innspill", "Moloen.", rows=letter).date
    assert found is not None
    assert found.value == "2025-10-14"


@pytest.mark.parametrize(
    "line",
    ["Ål, 07.04.2026", "Osedal, 26. april 2024", "Mo i Rana, den 3. mai 2021", "12.05.2021"],
)
def test_the_date_at_the_end_of_a_letter(line: str) -> None:
    found = read("Innspill", *PROSE, line, "Kari Nordmann", "Rådmann").date
    assert found is not None
    assert (found.quote in line, found.precision) == (True, DatePrecision.DAY)


@pytest.mark.parametrize(
    "line",
    ["Moloen sto ferdig 19. august 2015", "Neste møte er 20. juni 2024", "Torsdag 3. mai 2021"],
)
def test_other_dates_at_the_end(line: str) -> None:
    assert read("Innspill", *PROSE, line, "Kari Nordmann").date is None


def test_page_headers_and_who_made_it() -> None:
    found = read("Innspill", *PROSE, margins=("NOTAT fra Sund april 2026",)).date
    assert found is not None
    assert (found.value, found.found_in) == ("2026-04", "margin")
    found = read("Brief", "Prepared by Sund Business Council, June 2024. No legal paper.").date
    assert found is not None
    assert found.value == "2024-06"


def test_a_name_with_two_dates_in_one() -> None:
    found = read("Innspill", *PROSE, path="2026-04-26-04-08-kriterier.pdf").date
    assert found is not None
    assert (found.value, found.found_in) == ("2026-04", "path")


def test_a_page_is_of_the_day_of_its_last_change() -> None:
    for line, day in (
        ("Publisert 3. mai 2021. Sist endret 7. juni 2023.", "2023-06-07"),
        ("Publisert 3. mai 2021. Sist endret i 2023.", "2021-05-03"),
        ("Publisert 3. mai 2021. Oppdatert 4. mai 2021.", "2021-05-03"),
    ):
        found = read("Tilskudd", line, *PROSE).date
        assert found is not None
        assert found.value == day


def test_a_term_is_no_date_of_the_document() -> None:
    assert read("Utkast", "Planperiode 2. januar 2023 til 5. mai 2030", *PROSE).date is None
    assert read("Tilskudd", "Søknadsfrist: 1. mars 2025", *PROSE).date is None


def test_adopted_by_a_body_with_a_long_name() -> None:
    line = "Vedtatt av representantskapet i Sund og omegn næringsråd 12. mai 2024, RS-sak 13/24"
    found = read("Næringsplan", line, "Planen gjelder fra nyttår og er delt i fire.").date
    assert found is not None
    assert found.value == "2024-05-12"


def test_a_date_beside_a_signature() -> None:
    line = "Sund rådhus, 15. september 2023 Kari Nordmann"
    found = read("Utlysing", *PROSE, line, "næringssjef").date
    assert found is not None
    assert found.value == "2023-09-15"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Høringsperiode 3. mars til 30. april 2021", "2021-03-03"),
        ("Høyringsperiode: 3. mars–30. april 2021", "2021-03-03"),
        ("Vedtatt av representantskapet i Fjellheim og Dalen regionråd 4. mai 2021, sak 3/21, "
         "og gjelder til den neste blir vedtatt", "2021-05-04"),
    ],
)  # fmt: skip
def test_the_day_of_a_plan(line: str, value: str) -> None:
    found = read("Næringsplan", line, *PROSE).date
    assert found is not None
    assert found.value == value


def test_a_hearing_that_goes_over_new_year_has_no_guessed_year() -> None:
    found = read("Næringsplan", "Høringsperiode 15. november til 10. januar 2022", *PROSE).date
    assert found is None or found.value != "2022-11-15"
