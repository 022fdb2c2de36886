"""A name is a place only where it is meant as one, and which one the date and the county say."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansvar.places.names import counties_named, mentions, resolve
from plansvar.places.table import on, places

TODAY = dt.date(2025, 7, 1)


def found(
    text: str, day: dt.date | None = None, near: str = "", *, bare: bool = False
) -> list[str]:
    places_found = resolve(mentions(text, bare=bare), day, counties_named(near or text))
    return [place.number for place in places_found]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Bergen kommune", ["4601"]),
        ("Bergen kommunes planer", ["4601"]),
        ("kommunane Førde og Gaular", ["1432", "1430"]),
        ("kommunene Hamar, Stange og Løten samarbeider", ["3403", "3413", "3412"]),
        ("Bodø og Fauske kommuner", ["1804", "1841"]),
        ("Vedtatt av Voss heradsstyre", ["4621"]),
        ("Behandlet i Bodø bystyre", ["1804"]),
        ("Evje og Hornnes kommune", ["4219"]),
        ("Nord-Fron kommune", ["3436"]),
        ("Kárášjohka – Karasjok kommune", ["5610"]),
        ("Guovdageaidnu kommune", ["5612"]),
        ("SANDNES KOMMUNE", ["1108"]),
        ("Ola Strand, Ås kommune", ["3218"]),
        ("Møre og Romsdal fylkeskommune", ["15"]),
        ("Troms og Finnmark fylkeskommune", ["54"]),
        ("Statsforvalteren i Vestland", ["46"]),
        ("Vestland fylkesting", ["46"]),
        ("Buskerud og Vestfold fylkeskommuner", ["33", "39"]),
        ("the municipality of Tromsø", ["5501"]),
        ("Nordland County", ["18"]),
    ],
)
def test_names_beside_a_word_that_says_so(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Os, Nes, Vang og Hol er fine navn.",
        "I gran og furu bygger fugler.",
        "Kari Lund og Ola Strand ledet møtet.",
        "En time etter kom Time.",
        "Bergen er en by.",
        "Bergensområdet kommune",
        "Næringsplan for Os",
        "kommunene i Hallingdal",
        "vår kommune",
        "Lund. Kommune og stat.",
    ],
)
def test_words_that_are_no_places(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Næringsplan for Bergen 2023–2030", ["4601"]),
        ("Bergens næringsplan", ["4601"]),
        ("Næringsplan for Nord-Østerdal", []),
        ("Helsefellesskapet Østfold", ["31"]),
        ("Sykehuset Innlandet", ["34"]),
        ("Næringsplan for Os", []),
        ("Næringsplan for Time", []),
        ("Bergen- og Askøyregionen", []),
        ("Kongsbergregionen", []),
        ("Plan for Evje og Hornnes", ["4219"]),
        ("NÆRINGSPLAN FOR ÅLESUND", ["1508"]),
    ],
)
def test_titles_may_name_a_place_alone(text: str, numbers: list[str]) -> None:
    assert found(text, bare=True) == numbers


@pytest.mark.parametrize(
    ("text", "day", "numbers"),
    [
        ("Bergen kommune", dt.date(2018, 5, 1), ["1201"]),
        ("Bergen kommune", dt.date(2020, 1, 1), ["4601"]),
        ("Buskerud fylkeskommune", dt.date(2015, 8, 19), ["06"]),
        ("Buskerud fylkeskommune", dt.date(2024, 8, 19), ["33"]),
        # Gone already, and not there yet: the nearest in time.
        ("Førde kommune", dt.date(2022, 1, 1), ["1432"]),
        ("Sunnfjord kommune", dt.date(2019, 5, 1), ["4647"]),
        ("Os kommune", dt.date(2021, 1, 1), ["3430"]),
        ("Sande kommune", dt.date(2021, 1, 1), ["1514"]),
    ],
)
def test_the_date_tells_which(text: str, day: dt.date, numbers: list[str]) -> None:
    assert found(text, day) == numbers


@pytest.mark.parametrize(
    ("text", "day", "numbers"),
    [
        ("Våler kommune", None, []),
        ("Herøy kommune", TODAY, []),
        ("Os kommune", dt.date(2018, 1, 1), []),
        ("Våler kommune i Østfold", TODAY, ["3114"]),
        ("Våler kommune, Innlandet fylke", TODAY, ["3419", "34"]),
        ("Våler kommune i Hedmark", dt.date(2018, 1, 1), ["0426"]),
        # The county of another time tells too.
        ("Våler kommune, Viken", TODAY, ["3114"]),
        ("Herøy kommune i Nordland", TODAY, ["1818"]),
        ("Nes kommune i Akershus", dt.date(2018, 1, 1), ["0236"]),
        ("Bø kommune i Telemark", dt.date(2018, 1, 1), ["0821"]),
    ],
)
def test_a_shared_name_is_told_apart_by_the_county_or_left_open(
    text: str, day: dt.date | None, numbers: list[str]
) -> None:
    assert found(text, day) == numbers


@given(st.sampled_from(on(TODAY, "municipality")))
def test_every_municipality_is_found_by_each_of_its_names(place: object) -> None:
    assert place in places().values()
    for name in place.names:  # type: ignore[attr-defined]
        county = places()[place.county].name  # type: ignore[attr-defined]
        for text in (f"{name} kommune", f"kommunestyret i {name} kommune vedtok"):
            assert place.number in found(text, TODAY, county)  # type: ignore[attr-defined]


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    for mention in mentions(text, bare=True):
        assert 0 <= mention.start < len(text)
