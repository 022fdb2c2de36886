"""Who confirms, confirms the values that he saw, and no others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from plansvar.access import user
from plansvar.documents.types import Authority
from plansvar.register.corrections import Action, CorrectionRequest
from plansvar.register.facts import Fact, GroundKind
from plansvar.register.queries import FactQuery
from plansvar.register.service import RegisterService
from tests.register.library import Library, library

STAFF = user("sia", ("internal",))


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Library]:
    one = library(tmp_path)
    one.add(
        "plan.txt",
        "measure title=Felles molo; number=2.1; leads=Vik kommune; partners=Molo AS; "
        "deadline=2026; status=i rute",
    )
    yield one
    one.engine.dispose()


@pytest.fixture
def service(books: Library) -> RegisterService:
    return books.service()


def molo(service: RegisterService) -> Fact:
    (fact,) = service.facts(FactQuery(), STAFF).facts
    return fact


def confirm(service: RegisterService, field: str | None = None) -> Fact:
    confirmed = service.correct(CorrectionRequest(molo(service).id, Action.CONFIRM, field), STAFF)
    assert confirmed is not None
    return confirmed


def by_people(fact: Fact, field: str) -> bool:
    return any(
        ground.kind is GroundKind.CONFIRMED
        for entry in fact.fields[field]
        for ground in entry.grounds
    )


@pytest.mark.parametrize("field", [None, "leads"])
def test_another_owner_is_not_confirmed(
    books: Library, service: RegisterService, field: str | None
) -> None:
    assert by_people(confirm(service, field), "leads")
    books.add("plan.txt", "measure title=Felles molo; number=2.1; leads=Os kommune; deadline=2026")
    fact = molo(service)
    assert fact.texts("leads") == ("Os kommune",)
    assert not by_people(fact, "leads")
    assert fact.confirmed is None
    assert by_people(fact, "deadline") is (field is None)


def test_a_decision_from_before_that_comes_in_later_is_not_confirmed(
    books: Library, service: RegisterService
) -> None:
    confirm(service)
    books.add(
        "moete.txt",
        "measure! number=2.1; leads=Dal kommune",
        date="2024-05-02",
        authority=Authority.MINUTES,
    )
    fact = molo(service)
    assert fact.texts("leads") == ("Dal kommune",)
    assert not by_people(fact, "leads")
    assert fact.confirmed is None


def test_a_conflict_over_other_values_stays_open(books: Library, service: RegisterService) -> None:
    confirm(service, "leads")
    books.add("plan.txt", "measure title=Felles molo; number=2.1; leads=Os kommune")
    books.add(
        "nytt.txt",
        "measure title=Felles molo; leads=Dal kommune",
        date="2024-01-01",
        authority=Authority.NEWS,
    )
    assert [one.field for one in molo(service).conflicts] == ["leads"]


@pytest.mark.parametrize("now", ["Felles molo", "FELLES MOLO ", "Felles  molo"])
def test_what_is_only_written_otherwise_stays_confirmed(
    books: Library, service: RegisterService, now: str
) -> None:
    confirm(service)
    books.add(
        "plan.txt",
        "Forord",
        f"measure title={now}; number=2.1; leads=Vik  kommune; partners=Molo AS; "
        "deadline=2026; status=i rute",
    )
    fact = molo(service)
    assert fact.confirmed is not None
    assert by_people(fact, "leads")


def test_one_partner_more_leaves_the_others_confirmed(
    books: Library, service: RegisterService
) -> None:
    confirm(service, "partners")
    books.add(
        "plan.txt",
        "measure title=Felles molo; number=2.1; leads=Vik kommune; partners=Molo AS; "
        "partners=Kai AS; deadline=2026",
    )
    known = {
        entry.text: any(ground.by for ground in entry.grounds)
        for entry in molo(service).fields["partners"]
    }
    assert known == {"Molo AS": True, "Kai AS": False}


def test_as_of_a_day_before_nobody_had_confirmed(service: RegisterService) -> None:
    fact = confirm(service)
    earlier = service.fact(fact.id, STAFF, as_of="2024-01-01")
    assert earlier.confirmed is None
    assert not by_people(earlier, "leads")
