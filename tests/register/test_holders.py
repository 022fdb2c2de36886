"""Who holds which role where, told in other words and after one another."""

import dataclasses

import pytest

from plansvar.documents.types import Authority
from plansvar.register.evidence import StoredClaim
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind
from tests.register.making import claim, document, only, register

PLAN = document("plan.pdf", "2022-05-10", organisation="Dalen grunneigarlag")
MINUTES = document("m.docx", "2023-06-01", Authority.MINUTES, organisation="Dalen grunneigarlag")
LATER = document("l.docx", "2024-06-01", Authority.MINUTES, organisation="Dalen grunneigarlag")
UNDATED = document("u.txt", None, Authority.OTHER, organisation=None)


def role(of: object, party: str, name: str, area: str, **more: object) -> StoredClaim:
    return claim(of, FactKind.RESPONSIBILITY, area=area, party=party, role=name, **more)  # type: ignore[arg-type]


def holders(fact: Fact) -> list[tuple[str, str | None, str | None]]:
    return [(one.text, one.since, one.until) for one in fact.history.get("party", ())]


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("styreleiar", "Dalen grunneigarlag"),
        ("konstituert styreleder", "Dalen grunneigarlag"),
        ("leiar", "styret"),
        ("leder i styret", "Dalen grunneigarlag"),
        ("Styreleder", "laget"),
        ("chair", "Dalen grunneigarlag"),
        ("styreleder", "Dalen grunneigarlag (2.1)"),
    ],
)
def test_one_role_in_other_words(name: str, area: str) -> None:
    only(
        register(
            role(PLAN, "Kari Moe", "styreleder", "Dalen grunneigarlag"),
            role(MINUTES, "Kari Moe", name, area),
        )
    )


def test_an_area_is_compared_as_the_party_that_it_is() -> None:
    names = claim(PLAN, FactKind.PARTY, name="Fjellheim regionråd", aliases=["FR"])
    found = register(
        names,
        role(PLAN, "Kari Moe", "rådgiver", "Fjellheim regionråd"),
        role(MINUTES, "Kari Moe", "rådgjevar", "FR"),
    )
    assert len(found.of(FactKind.RESPONSIBILITY)) == 1


def test_an_office_passes_from_one_to_the_next() -> None:
    fact = only(
        register(
            role(PLAN, "Kari Moe", "styreleder", "Dalen grunneigarlag"),
            role(MINUTES, "Kari Moe", "styreleiar", "Dalen grunneigarlag"),
            role(LATER, "Ola Lie", "styreleiar", "Dalen grunneigarlag"),
        )
    )
    assert fact.text("party") == "Ola Lie"
    assert holders(fact) == [
        ("Kari Moe", "2022-05-10", "2024-06-01"),
        ("Ola Lie", "2024-06-01", None),
    ]
    assert not fact.conflicts


@pytest.mark.parametrize("name", ["rådgiver", "styremedlem", "avdelingsleder"])
def test_what_several_hold_stays_theirs(name: str) -> None:
    found = register(
        role(PLAN, "Kari Moe", name, "Dalen grunneigarlag"),
        role(LATER, "Ola Lie", name, "Dalen grunneigarlag"),
    )
    assert len(found.facts) == 2


def test_two_of_one_document_stay_two() -> None:
    found = register(
        role(PLAN, "Kari Moe", "styreleder", "Dalen grunneigarlag"),
        role(PLAN, "Ola Lie", "styreleder", "Dalen grunneigarlag"),
    )
    assert len(found.facts) == 2


def test_two_who_are_named_in_turn_stay_two() -> None:
    again = document("a.docx", "2025-01-01", Authority.MINUTES)
    found = register(
        role(PLAN, "Kari Moe", "styreleder", "Dalen grunneigarlag"),
        role(LATER, "Ola Lie", "styreleder", "Dalen grunneigarlag"),
        role(again, "Kari Moe", "styreleder", "Dalen grunneigarlag"),
    )
    assert len(found.facts) == 2


def test_without_a_date_nobody_knows_who_came_after_whom() -> None:
    found = register(
        role(PLAN, "Kari Moe", "styreleder", "Dalen grunneigarlag"),
        role(UNDATED, "Ola Lie", "styreleder", "Dalen grunneigarlag"),
    )
    assert len(found.facts) == 2


def test_a_deputy_is_no_leader_and_people_with_like_names_are_two() -> None:
    found = register(
        role(PLAN, "Kari Moe", "leder", "Dalen grunneigarlag"),
        role(LATER, "Kari Moe", "nestleder", "Dalen grunneigarlag"),
        role(LATER, "Kåre Moe", "styreleder", "Dalen grunneigarlag"),
    )
    assert len(found.facts) == 3


def test_a_leader_who_is_chair_elsewhere_is_one() -> None:
    only(
        register(
            role(PLAN, "Kari Moe", "leder", "Dalen grunneigarlag"),
            role(LATER, "Kari Moe", "styreleder", "Dalen grunneigarlag"),
        )
    )


def test_an_organisation_has_many_projects() -> None:
    found = register(
        role(PLAN, "Kari Moe", "prosjektleder", "Fjellheim havn IKS"),
        role(LATER, "Ola Lie", "prosjektleder", "Fjellheim havn IKS"),
    )
    assert len(found.facts) == 2
    only(
        register(
            role(PLAN, "Kari Moe", "prosjektleder", "Tiltak 2.1 Felles vannverk"),
            role(LATER, "Ola Lie", "prosjektleder", "Felles vannverk"),
        )
    )


def test_the_order_of_claims_plays_no_part() -> None:
    claims = [
        role(PLAN, "Kari Moe", "styreleder", "Dalen grunneigarlag"),
        role(MINUTES, "Kari Moe", "leiar", "styret"),
        role(LATER, "Ola Lie", "styreleder", "Dalen grunneigarlag"),
        role(LATER, "Kari Moe", "rådgiver", "laget"),
    ]
    one, other = register(*claims), register(*reversed(claims))
    assert [dataclasses.asdict(fact) for fact in one.facts] == [
        dataclasses.asdict(fact) for fact in other.facts
    ]


def test_an_area_told_less_exactly_is_the_same_for_an_adviser_and_not_for_a_leader() -> None:
    only(
        register(
            role(PLAN, "Kari Moe", "rådgiver", "Grønn vekst Dalen"),
            role(MINUTES, "Kari Moe", "rådgivar", "Grønn vekst"),
        )
    )
    leading = register(
        role(PLAN, "Kari Moe", "leder", "Representantskapet i Dalen regionråd"),
        role(MINUTES, "Kari Moe", "leder", "Dalen regionråd"),
    )
    assert len(leading.facts) == 2
    apart = register(
        role(PLAN, "Kari Moe", "rådgiver", "Grønn vekst Dalen"),
        role(MINUTES, "Kari Moe", "rådgiver", "Blå vekst"),
    )
    assert len(apart.facts) == 2
