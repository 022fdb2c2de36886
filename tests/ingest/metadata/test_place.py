"""Which municipalities and counties a document is from or about."""

import pytest

from tests.ingest.metadata.reading import PROSE, about


def numbers(title: str, *lines: str, **rest: object) -> list[str]:
    return [place.number for place in about(title, *lines, **rest).places]


@pytest.mark.parametrize(
    ("title", "lines", "found"),
    [
        ("Næringsplan for Bergen 2023–2030", (), ["4601", "46"]),
        ("Næringsplan for Bergen", ("Vedtatt 3. mai 2018",), ["1201", "12"]),
        ("Regional plan for Buskerud", ("Publisert 19. august 2015",), ["06"]),
        ("Innspel", ("Kommunane Førde og Gaular", "Dato: 3. mai 2019"), ["1432", "1430", "14"]),
        ("Innspill", ("Os kommune", "3. mai 2021"), ["3430", "34"]),
        ("Innspill", ("Våler kommune", "3. mai 2021"), []),
        ("Innspill", ("Våler kommune", "Innlandet", "3. mai 2021"), ["3419", "34"]),
        ("Plan for havna", ("Os, Nes og Vang er fine steder.",), []),
        ("Møte i Oslo kommune", (), ["0301", "03"]),
    ],
)
def test_places_of_the_head(title: str, lines: tuple[str, ...], found: list[str]) -> None:
    assert numbers(title, *lines, "Moloen skal bygges.") == found


def test_the_issuer_goes_before_what_is_spoken_of() -> None:
    prose = "Steinkjer kommune og Levanger kommune har gode erfaringer." + " Moloen er ny." * 12
    assert numbers("Innspill", "Ål kommune – vertskommune", prose) == ["3328", "33"]
    assert numbers("Innspill", prose) == ["5006", "5037", "50"]
    assert numbers("Innspill", *PROSE, prose) == []
    assert numbers("Innspill", prose, *PROSE, "Mvh", "Steigen kommune") == ["1848", "18"]


def test_names_are_of_their_time() -> None:
    place = about("Innspill", "Kárášjohka – Karasjok kommune", "3. mai 2021").places[0]
    assert (place.number, place.name) == ("5437", "Karasjok")
