import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plansvar.documents.types import DatePrecision
from plansvar.language.dates import bounds, find_dates

MONTHS = {
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "en": "January February March April May June July August September October November December",
}


def values(text: str) -> list[str]:
    return [date.value for date in find_dates(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Vedtatt 3. desember 2020 i kommunestyret", "2020-12-03"),
        ("Vedteke den 3. desember 2020", "2020-12-03"),
        ("Adopted on 3 December 2020", "2020-12-03"),
        ("Adopted December 3, 2020.", "2020-12-03"),
        ("the 3rd of December 2020", "2020-12-03"),
        ("3. DES. 2020", "2020-12-03"),
        ("12. sept. 2021", "2021-09-12"),
        ("20. mai, 2021", "2021-05-20"),
        ("16.12.2020", "2020-12-16"),
        ("16. 12. 2020", "2020-12-16"),
        ("16/12-2020", "2020-12-16"),
        ("2020-12-16T10:00", "2020-12-16"),
        ("1.5.21.", "2021-05-01"),
        ("Møtedato: 16.12.20", "2020-12-16"),
        ("01.01.49", "2049-01-01"),
        ("01.01.50", "1950-01-01"),
        ("i desember 2020", "2020-12"),
        ("Des. 2020", "2020-12"),
        ("by May 2021", "2021-05"),
        ("innen 2030.", "2030"),
        # The last day counts.
        ("1. til 3. juni 2021", "2021-06-03"),
        # A year that isn't written is not guessed.
        ("torsdag 3. desember", "--12-03"),
        ("utsatt til 30.april (godkjent)", "--04-30"),
        ("29. februar", "--02-29"),
    ],
)
def test_one_date(text: str, value: str) -> None:
    assert values(text) == [value]


def test_precision_is_that_of_the_writing() -> None:
    found = find_dates("3. mai 2020, juni 2021, 2022 og 4. juli")
    assert [date.precision for date in found] == [
        DatePrecision.DAY,
        DatePrecision.MONTH,
        DatePrecision.YEAR,
        DatePrecision.DAY,
    ]
    assert [date.year for date in found] == [2020, 2021, 2022, None]


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2021",
        "31. april 2021",
        "29. februar 2021",
        "30. februar",
        "2020-13-01",
        "2021-02-30",
        "32. mai 2020",
        "00.00.2020",
    ],
)
def test_a_day_that_never_was_is_no_date(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    ["", "16.12", "50 %", "saksnr. 2021/1234", "tlf. 22 12 20 20", "E16", "We may go", "3 mål"],
)
def test_no_date(text: str) -> None:
    assert values(text) == []


def test_several_dates_in_order_with_their_places() -> None:
    text = "Fra 2019: møte 3.12.2020-4.12.2020, neste i mai 2021."
    found = find_dates(text)
    assert [text[date.start : date.end] for date in found] == [
        "2019",
        "3.12.2020",
        "4.12.2020",
        "mai 2021",
    ]


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31)),
    st.sampled_from(["nb", "en"]),
    st.sampled_from(
        ["{d}.{m}.{y}", "{d:02}.{m:02}.{yy:02}", "{y}-{m:02}-{d:02}", "{d}. {name} {y}"]
    ),
)
def test_a_written_date_comes_back(date: dt.date, language: str, form: str) -> None:
    name = MONTHS[language].split()[date.month - 1]
    text = form.format(d=date.day, m=date.month, y=date.year, yy=date.year % 100, name=name)
    assert values(f"Datert {text}, Sund") == [date.isoformat()]


@given(st.text(st.sampled_from("0123456789./- maijunde,20\n"), max_size=40))
@example("1.1.20 1. mai 2020-12-16 mai 2021")
def test_places_are_in_order_and_apart_and_values_exist(text: str) -> None:
    end = 0
    for date in find_dates(text):
        assert end <= date.start < date.end <= len(text)
        end = date.end
        if date.year is not None:
            first, last = bounds(date.value)
            assert first <= last


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020", (20200101, 20201231)),
        ("2020-02", (20200201, 20200229)),
        ("2021-02", (20210201, 20210228)),
        ("2021-12", (20211201, 20211231)),
        ("2020-12-16", (20201216, 20201216)),
    ],
)
def test_bounds(value: str, expected: tuple[int, int]) -> None:
    assert bounds(value) == expected


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_months_follow_each_other_without_a_hole(year: int, month: int) -> None:
    last = bounds(f"{year}-{month:02d}")[1]
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    day_before = following - dt.timedelta(days=1)
    assert last == int(day_before.strftime("%Y%m%d"))
