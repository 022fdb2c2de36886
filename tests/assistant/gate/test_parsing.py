"""From a model's words to sentences with citations."""

from __future__ import annotations

import pytest

from assistant.gate.parsing import Claimed, NonsenseError, parse, parse_stream


def test_sentences_with_citations() -> None:
    found = parse(
        "Kaia er av tre [1]. Moloen er av stein. [2, 9]\n- Fyret er rødt [kilde 3]", {1, 2, 3}
    )
    assert found == [
        Claimed("Kaia er av tre.", (1,)),
        Claimed("Moloen er av stein.", (2,), (9,)),
        Claimed("Fyret er rødt", (3,), bullet=True),
    ]


def test_half_a_sentence_is_no_sentence() -> None:
    assert [one.whole for one in parse("Kaia er av tre [1]. Moloen er av", {1})] == [True, False]


def test_a_stream_gives_lines_as_they_come() -> None:
    pieces = iter(["Kaia er ", "av tre [1].\nMol", "oen er av stein [1]."])
    found = parse_stream(pieces, {1})
    assert next(found).text == "Kaia er av tre."
    assert next(pieces) == "oen er av stein [1]."


@pytest.mark.parametrize(
    "text", ['{"svar": "Kaia er av tre [1]."}', '```json\n{"answer": "Kaia er av tre [1]."}\n```']
)
def test_json_is_unwrapped(text: str) -> None:
    assert parse(text, {1}) == [Claimed("Kaia er av tre.", (1,))]


@pytest.mark.parametrize("text", ['{"svar": "Kaia er', '{"annet": 1}', '["a", "b"]'])
def test_broken_json_is_nonsense(text: str) -> None:
    with pytest.raises(NonsenseError):
        parse(text, {1})


def test_an_endless_answer_is_cut() -> None:
    assert len(parse("Kaia er av tre [1].\n" * 100_000, {1})) < 2000
