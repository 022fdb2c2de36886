"""When a found value is the gold's, by the type of its field."""

from __future__ import annotations

import pytest

from eval.register.fields import agrees
from eval.register.parties import Parties, parties_of
from eval.register.types import Said
from eval.register.words import numbers, overlaps, says_the_same
from plansvar.register.kinds import FactKind, field_of
from tests.eval.making import fact

_NAMES = parties_of(
    [
        fact(FactKind.PARTY, name="Sund kommune", aliases=("Sund",)),
        fact(FactKind.PARTY, name="Sund havn", aliases=("Havna", "Sund")),
        fact(FactKind.PARTY, name="Nes kommune", aliases=("NK",)),
    ]
)


@pytest.mark.parametrize(
    ("kind", "field", "gold", "found", "right"),
    [
        ("measure", "deadline", "2030-06-30", ("30.6.2030", "2030-06-30"), True),
        ("measure", "deadline", "2030-06-30", ("juni 2030", "2030-06"), False),
        ("measure", "deadline", "2030-06-30", ("30. juni", None), False),
        ("measure", "deadline", "hvert år", ("Hvert år", None), True),
        ("measure", "period", "2025–2030", ("2025-2030", "2025/2030"), True),
        ("measure", "period", "2025–2030", ("2025", "2025"), False),
        ("measure", "funding", "18,5 mill. kr: 11,0 og 7,5", ("18,5 mill.", "18500000"), True),
        ("measure", "funding", "18,5 mill. kr: 11,0 og 7,5", ("11 mill.", "11000000"), True),
        ("measure", "funding", "18,5 mill. kr", ("18 mill.", "18000000"), False),
        ("measure", "funding", "egne midler", ("Egne midler", None), True),
        ("scheme", "rate", "inntil 50 prosent", ("50 %", "50 %"), True),
        ("scheme", "rate", "inntil 50 prosent", ("40 %", "40 %"), False),
        ("goal", "level", "sub_goal", ("Delmål", "sub_goal"), True),
        ("goal", "level", "sub_goal", ("Hovedmål", "main_goal"), False),
        ("decision", "unanimous", "true", ("Enstemmig", "true"), True),
        ("decision", "unanimous", "false", ("Enstemmig", "true"), False),
        ("decision", "case_number", "8/24", ("8/24", None), True),
        ("decision", "case_number", "8/24", ("8/25", None), False),
        ("decision", "body", "Sund kommune", ("Nes kommune", None), False),
        ("decision", "body", "Nes kommune", ("NK", None), True),
        ("decision", "what", "Ny plan vedtas", ("Ny plan blir vedteken", None), True),
        ("decision", "what", "Planen vedtas", ("Søknaden avslås", None), False),
        ("scheme", "window", "15. september 2030 kl. 12", ("15.9.2030", "2030-09-15"), True),
        ("scheme", "window", "15. september 2030 kl. 12", ("15.9.2031", "2031-09-15"), False),
        ("measure", "number", "2.1", ("2.1", None), True),
        ("measure", "number", "2.1", ("2.10", None), False),
    ],
)
def test_values(
    kind: str, field: str, gold: str, found: tuple[str, str | None], *, right: bool
) -> None:
    known = field_of(FactKind(kind), field)
    date = gold if field == "deadline" and gold[0].isdigit() else None
    assert agrees(known, [Said(gold, date)], [Said(*found)], _NAMES) is right


def test_an_alias_of_two_parties_stands_for_neither() -> None:
    assert _NAMES.key("NK") == _NAMES.key("Nes kommune")
    assert _NAMES.key("Sund") not in {_NAMES.key("Sund kommune"), _NAMES.key("Sund havn")}


def test_several_parties_in_one_value() -> None:
    both = _NAMES.keys(["Sund kommune", "Nes kommune"])
    assert _NAMES.keys(["Sund kommune og NK"]) == both
    assert _NAMES.keys(["Sund kommune (eier)", "NK"]) == both
    assert len(Parties().keys(["Lov og orden AS"])) == 1


def test_quotes() -> None:
    assert overlaps("skal  bygge\nen ny kai", "Kommunen skal bygge en ny kai.")
    assert overlaps("i nærings-\nplanen står det", "I næringsplanen står det mye")
    assert not overlaps("skal bygge en ny kai", "skal bygge en ny vei")
    assert not overlaps("", "noe")
    assert overlaps(
        "Vedtak: Budsjett for 2023 vedtas med en ramme på 5 millioner kroner",
        "Vedtak: Budsjett for 2023 vedtas med en rarnme på 5 millioner kroner",
    )


def test_texts() -> None:
    assert says_the_same("2.1 Sirkulær havn", "Sirkulær havn")
    assert says_the_same("Auka verdiskaping i næringslivet", "Økt verdiskaping i næringslivet")
    assert not says_the_same("Sirkulær havn", "Felles mottak for avfall")


def test_numbers() -> None:
    assert numbers("2,4 mill. kr, 400 000 kroner og 1.500.000") == {2.4e6, 4e5, 1.5e6}
    assert numbers("ingen") == frozenset()


def test_points_of_a_case() -> None:
    point = field_of(FactKind.DECISION, "point")
    assert agrees(point, [Said("1–3")], [Said("2")], _NAMES)
    assert agrees(point, [Said("2")], [Said("2.")], _NAMES)
    assert not agrees(point, [Said("1–3")], [Said("4")], _NAMES)
