"""The table agrees with itself and with the numbers that are known of each year."""

import datetime as dt

import pytest

from plansvar.places.table import Kind, Place, lineage, on, places, predecessors, successors

YEARS = range(2016, 2027)


def day(year: int) -> dt.date:
    return dt.date(year, 7, 1)


def named(name: str, year: int, kind: Kind = "municipality") -> list[str]:
    return [place.number for place in on(day(year), kind) if place.name == name]


@pytest.mark.parametrize(
    ("year", "municipalities", "counties"),
    [
        (2016, 428, 19),
        (2017, 426, 19),
        (2018, 422, 18),
        (2019, 422, 18),
        (2020, 356, 11),
        (2023, 356, 11),
        (2024, 357, 15),
        (2025, 357, 15),
    ],
)
def test_how_many_there_were(year: int, municipalities: int, counties: int) -> None:
    assert len(on(day(year), "municipality")) == municipalities
    assert len(on(day(year), "county")) == counties


def test_what_ends_goes_on_as_something_that_begins_the_next_day() -> None:
    for place in places().values():
        assert bool(place.into) == (place.valid_to is not None), place
        for number in place.into:
            following = places()[number]
            assert following.kind == place.kind
            assert place.valid_to is not None
            assert following.valid_on(place.valid_to + dt.timedelta(days=1)), (place, following)


def test_what_begins_came_from_something() -> None:
    for place in places().values():
        assert (place.valid_from is None) or predecessors(place.number), place


def test_ends_lie_at_new_year_and_after_beginnings() -> None:
    for place in places().values():
        if place.valid_from:
            assert (place.valid_from.month, place.valid_from.day) == (1, 1)
        if place.valid_to:
            assert (place.valid_to.month, place.valid_to.day) == (12, 31)
        if place.valid_from and place.valid_to:
            assert place.valid_from < place.valid_to


@pytest.mark.parametrize("year", YEARS)
def test_every_municipality_lies_in_a_county_of_its_time(year: int) -> None:
    counties = {place.number for place in on(day(year), "county")}
    inhabited = {place.county for place in on(day(year), "municipality")}
    assert inhabited == counties


@pytest.mark.parametrize("year", YEARS)
def test_names_are_unique_in_a_county(year: int) -> None:
    pairs = [(place.county, place.name) for place in on(day(year), "municipality")]
    assert len(pairs) == len(set(pairs))


def test_names_that_several_municipalities_shared() -> None:
    for year, shared in (
        (2018, {"Bø", "Herøy", "Nes", "Os", "Sande", "Våler"}),
        (2020, {"Herøy", "Våler"}),
        (2024, {"Herøy", "Våler"}),
    ):
        names = [place.name for place in on(day(year), "municipality")]
        assert {name for name in names if names.count(name) > 1} == shared


def test_nobody_is_lost() -> None:
    """From any municipality of 2016 somebody leads to today's, and the other way round."""
    today = {place.number for place in on(day(2025), "municipality")}
    reached = set()
    for place in on(day(2016), "municipality"):
        ends = (successors(place.number) | {place.number}) & today
        assert ends, place
        reached |= ends
    assert reached == today


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("Bergen", {2018: ["1201"], 2020: ["4601"], 2024: ["4601"]}),
        ("Drammen", {2018: ["0602"], 2020: ["3005"], 2024: ["3301"]}),
        ("Ålesund", {2018: ["1504"], 2020: ["1507"], 2024: ["1508"]}),
        ("Haram", {2018: ["1534"], 2020: [], 2024: ["1580"]}),
        ("Sunnfjord", {2019: [], 2020: ["4647"], 2024: ["4647"]}),
        ("Rindal", {2018: ["1567"], 2019: ["5061"], 2024: ["5061"]}),
        ("Trondheim", {2017: ["1601"], 2018: ["5001"], 2024: ["5001"]}),
        ("Tromsø", {2018: ["1902"], 2020: ["5401"], 2024: ["5501"]}),
        ("Nesbyen", {2018: [], 2020: ["3040"], 2024: ["3322"]}),
        ("Oslo", {2016: ["0301"], 2025: ["0301"]}),
    ],
)
def test_some_that_everybody_knows(name: str, numbers: dict[int, list[str]]) -> None:
    assert {year: named(name, year) for year in numbers} == numbers


def test_mergers_and_splits() -> None:
    merged = {places()[number].name for number in predecessors("4647")}
    assert merged == {"Førde", "Gaular", "Jølster", "Naustdal"}
    assert {places()[number].name for number in places()["1850"].into} == {"Narvik", "Hamarøy"}
    assert {places()[number].name for number in places()["30"].into} == {
        "Østfold",
        "Akershus",
        "Buskerud",
    }
    assert "3301" in lineage("0711")  # Svelvik came to Drammen
    assert lineage("0301") == {"0301"}


def test_a_places_properties() -> None:
    place = places()["5610"]
    assert place.names == ("Karasjok", "Kárášjohka")
    assert (place.kind, place.county) == ("municipality", "56")
    assert places()["56"].kind == "county"
    forever = Place("01", "X", (), None, None, ())
    assert forever.valid_on(dt.date.min)
    assert forever.valid_on(dt.date.max)
