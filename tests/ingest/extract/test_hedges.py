"""Sentences that say less than they seem to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.hedges import is_hedged, is_negated


@pytest.mark.parametrize(
    "sentence",
    [
        "Vedtaket oppheves ikke.",
        "Vedtaket blir oppheva dersom finansieringa ikkje kjem.",
        "Det er uklart om Dal kommune har ansvaret for havna.",
        "Arbeidsgruppa foreslår at Dal kommune har ansvaret.",
        "It should be repealed.",
    ],
)
def test_hedged(sentence: str) -> None:
    assert is_hedged(sentence)


@pytest.mark.parametrize(
    "sentence", ["Vedtaket oppheves.", "Dal kommune har ansvaret for brønnsikring.", "Ikkerøyk."]
)
def test_plain(sentence: str) -> None:
    assert not is_hedged(sentence)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_negation_beside_a_verb_denies_it(before: str, after: str) -> None:
    text = f"{before} godkjenner ikke {after}"
    start = len(before) + 1
    assert is_negated(text, start, start + len("godkjenner"))
