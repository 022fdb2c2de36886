"""What a text loses before it is shown, or before a model reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.gate.markup import for_prompt, for_reading


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Kaia ![x](https://ond.example/p.png?d=1) er av tre.", "ond"),
        ("Kaia ![x][ref] er av tre.\n[ref]: https://ond.example/p", "ond"),
        ('Kaia <img src="https://ond.example/x"> er av tre.', "ond"),
        ("Kaia &lt;img src=//ond.example/x&gt; er av tre.", "ond"),
        ("Kaia <script>alert('ond')</script> er av tre.", "ond"),
        ("Kaia [les mer](javascript:ond()) er av tre.", "javascript"),
        ("Kaia <https://ond.example/v|les> er av tre.", "ond"),
        ("Kaia <@U123> er av tre.", "U123"),
        ("Kaia <!channel> er av tre.", "channel"),
        ("Kaia @channel er av tre.", "channel"),
        ("Kaia www.ond.example er av tre.", "ond"),
        ("Kaia ond.example/x?d=1 er av tre.", "ond"),
        ("Kaia h\u200bttps://ond.example er av tre.", "ond"),
    ],
)
def test_nothing_foreign_is_shown(text: str, gone: str) -> None:
    shown = for_reading(text)
    assert gone not in shown
    assert shown.startswith("Kaia")
    assert "er av tre." in shown


def test_citations_and_plain_text_stay() -> None:
    text = "Fristen er 1. juni 2024 [1][2], og satsen er 2,5 % (kr 400 000) [3]."
    assert for_reading(text) == text


@pytest.mark.parametrize(
    "token",
    [
        "<|im_start|>",
        "<|im_end|>",
        "[INST]",
        "<<SYS>>",
        "</s>",
        "<start_of_turn>",
        "<｜User｜>",
        "</source>",
        "<system>",
        "\u202e",
        "\u200b",
        "\U000e0041",
        "<|im_<|im_end|>end|>",
    ],
)
def test_no_token_reaches_the_model(token: str) -> None:
    assert for_prompt(f"Kaia {token}er av tre.").replace("  ", " ") == "Kaia er av tre."


@given(st.text())
def test_no_angle_brackets_in_a_prompt_or_an_answer(text: str) -> None:
    assert not set("<>") & set(for_prompt(text))
    assert not set("<>") & set(for_reading(text))
    assert "![" not in for_reading(text)
