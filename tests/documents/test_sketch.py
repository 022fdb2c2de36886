"""Sketches estimate the share of common five-word runs."""

from __future__ import annotations

import hashlib
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansvar.documents.sketch import decode, similarity, sketch


def shared(one: str, other: str) -> float:
    return similarity(decode(sketch(one)), decode(sketch(other)))


def test_layout_and_case_do_not_count() -> None:
    assert shared("Kaia skal bygges i 2030.", "KAIA\nskal  bygges – i 2030") == 1.0


def test_other_words_share_nothing() -> None:
    assert shared("Kaia skal bygges innen 2030", "Moloen ble revet for lenge siden") == 0.0


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_estimate_is_right_on_average(share: float) -> None:
    """Over forty pairs the mean is within three standard errors, and no pair is far out."""
    errors = []
    for seed in range(40):
        # One-word documents of runs: what is shared is known exactly.
        common = [f"{seed}a{number}" for number in range(round(1_000 * share))]
        rest = 1_000 - len(common)
        one = sketch_of(common + [f"{seed}b{number}" for number in range(rest // 2)])
        other = sketch_of(common + [f"{seed}c{number}" for number in range(rest - rest // 2)])
        errors.append(one_minus(one, other, share))
    deviation = (share * (1 - share) / 128) ** 0.5
    assert abs(statistics.mean(errors)) < 3 * deviation / 40**0.5 + 0.005
    assert max(map(abs, errors)) < 5 * deviation


def sketch_of(words: list[str]) -> bytes:
    """Each word five times over: the runs of two such words share the most of what they have."""
    return sketch(" ".join(" ".join([word] * 5) for word in words))


def one_minus(one: bytes, other: bytes, share: float) -> float:
    return similarity(decode(one), decode(other)) - share


@given(st.text(max_size=300))
def test_any_text_has_a_sketch_of_one_size_or_none(text: str) -> None:
    assert len(sketch(text)) in {0, 512}


def test_it_is_the_same_for_ever() -> None:
    """Stored sketches are compared with new ones: a change here needs a new reading version."""
    digest = hashlib.sha256(sketch("Næringsplan for Sund: kaia skal stå ferdig i 2030")).hexdigest()
    assert digest.startswith("6852838e6188ec30")
