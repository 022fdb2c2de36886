import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansvar.language.normalise import clean, squeeze


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\u030angstrøm", "ångstrøm"),
        ("nærings\u00adliv", "næringsliv"),
        ("pla\u200bn\ufeffen\u2060", "planen"),
        ("a\u202e\u2066b\u2069", "ab"),
        ("plan\U000e0041\U000e007f", "plan"),
        ("en\r\nto\rtre\x0cfire", "en\nto\ntre\nfire"),
        ("\x00\x07\x1b[31mrød", "[31mrød"),
        ("én\tto", "én\tto"),
        ("\ud83d\ude00 og \ud800 halv", "😀 og  halv"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_squeeze_makes_one_line() -> None:
    assert squeeze("  mål\u00a0og \u2009 \n\n tiltak\u3000") == "mål og tiltak"


@given(st.text())
def test_once_is_enough(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert squeeze(squeeze(text)) == squeeze(text)


@given(st.text())
def test_the_stored_form(text: str) -> None:
    squeezed = squeeze(text)
    assert unicodedata.is_normalized("NFC", squeezed)
    assert squeezed == " ".join(squeezed.split())
    assert not any(unicodedata.category(character) == "Cc" for character in squeezed)
