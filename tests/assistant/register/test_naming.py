"""Which name is meant."""

import pytest

from assistant.register.naming import best, mentions, numbered

NAMES = [
    "Felles mottak for treavfall",
    "Fyrlykta på Neset",
    "Kurs for lærlinger",
    "Kurs for ledere i kystbedrifter",
]


def found(asked: str) -> list[str]:
    return [name for name, _ in best(asked, NAMES, lambda name: (name,))]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("felles mottak for treavfall", NAMES[0]),
        ("treavfallsmottaket", NAMES[0]),
        ("mottaket for treavfall", NAMES[0]),
        ("fyrlykta", NAMES[1]),
        ("fyrlykten på neset", NAMES[1]),
        ("felles mottakk for treavfall", NAMES[0]),
        ("kurs for lærlingar", NAMES[2]),
    ],
)
def test_found(asked: str, name: str) -> None:
    assert found(asked) == [name]


@pytest.mark.parametrize(
    "asked", ["felles bygg for treavfall", "fyret", "", "i", "kystkultur", "fyrlykta by"]
)
def test_another_thing_is_not_found(asked: str) -> None:
    assert found(asked) == []


def test_two_that_fit_alike_are_both_found() -> None:
    both = ["Kurs for ledere", "Kurs for lærere"]
    assert [name for name, _ in best("kurs", both, lambda name: (name,))] == both


def test_a_misspelt_name_is_told_as_such() -> None:
    ((_, fit),) = best("fyrlikta på neset", NAMES, lambda name: (name,))
    assert fit.misspelt


def test_numbers() -> None:
    assert numbered("tiltak 2.1") == ("2.1", "")
    assert numbered("2.1 Fyrlykta") == ("2.1", "Fyrlykta")
    assert numbered("Fyrlykta") is None


def test_mentions() -> None:
    assert mentions("brua", ["Ny bru over sundet"])
    assert not mentions("brua på Neset", ["Ny bru over sundet"])
