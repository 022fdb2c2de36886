"""Points in time in a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.register.timing import When, take_time


@pytest.mark.parametrize(
    ("text", "rest", "as_of"),
    [
        ("Hvem eier bryggeriet i 2022", "Hvem eier bryggeriet", "2022"),
        ("Kven eig bryggja per 1. mai 2024", "Kven eig bryggja", "2024-05-01"),
        ("Per 1. mai 2024, hvem eier bryggja", "hvem eier bryggja", "2024-05-01"),
        ("who owned it at the end of March 2023", "who owned it", "2023-03"),
        ("Hvem eide bryggja før 2024", "Hvem eide bryggja", "2023-12-31"),
        ("Hvem eier bryggja", "Hvem eier bryggja", None),
        # No year is guessed.
        ("Hvem eier bryggja per 1. mai", "Hvem eier bryggja per 1. mai", None),
    ],
)
def test_as_of(text: str, rest: str, as_of: str | None) -> None:
    found, when = take_time(text)
    assert (found, when.as_of) == (rest, as_of)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("vedtak siden 2023", "2023", None),
        ("vedtak etter 2023", "2024-01-01", None),
        ("vedtak før 15. mai 2024", None, "2024-05-14"),
        ("vedtak i 2024", "2024", "2024"),
        ("decisions since March 2024", "2024-03", None),
    ],
)
def test_spans(text: str, since: str | None, until: str | None) -> None:
    _, when = take_time(text)
    assert (when.since, when.until) == (since, until)


@pytest.mark.parametrize(
    "text",
    [
        "tiltakene i næringsplanen fra 2022",
        "målene i planen for 2023",
        "vedtak mellom 2022 og i 2024 fra 2023",
    ],
)
def test_dates_that_belong_to_something_else_stay(text: str) -> None:
    assert take_time(text) == (text, When())


def test_what_held_before() -> None:
    assert take_time("hvem eide bryggja før endringen") == (
        "hvem eide bryggja",
        When(earlier="previous"),
    )
    assert take_time("hvem eide opprinnelig bryggja")[1].earlier == "first"


@given(st.text(alphabet="i før siden 0123456789.per maiJ,", max_size=60))
def test_any_text_is_read(text: str) -> None:
    _, when = take_time(text)
    assert when.as_of is None or len(when.as_of) >= 4
