"""Which applications were refused or granted."""

from __future__ import annotations

import pytest

from plansvar.documents.types import Authority, DocumentType
from plansvar.register.evidence import StoredClaim
from plansvar.register.kinds import FactKind
from tests.assistant.register.asking import Shelf
from tests.register.making import claim, document

PLAN = document("plan", "2024-01-10", title="Kystplan 2024–2030")
MINUTES = document("protokoll", "2024-05-02", Authority.MINUTES, title="Protokoll fra styremøte")


def applied(who: str, scheme: str, outcome: str | None = None) -> StoredClaim:
    return claim(
        MINUTES,
        FactKind.APPLICATION,
        applicant=who,
        scheme=scheme,
        date="2023-11-01",
        outcome=outcome,
    )


SHELF = Shelf(
    applied("Vik Sag AS", "Kystfondet", "avslått"),
    applied("Nes Fisk AS", "Kystfondet", "tilsagn om 100 000 kroner"),
    applied("Sundet Tre AS", "Havfondet", "Søknaden blir avvist"),
    applied("Fjæra AS", "Havfondet"),
    applied("Holmen AS", "Havfondet", "er søkt om 50 000 kroner"),
)


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke søknader har vi avslått?",
        "Hvilke søknader ble avslått?",
        "Kva søknader fekk avslag?",
        "Kva søknadar er avslegne?",
        "Hvem fikk avslag?",
        "Which applications have we rejected?",
        "Which applications did we turn down?",
        "Which applications were rejected in 2024?",
    ],
)
def test_refused_applications_are_listed(question: str) -> None:
    told = SHELF.tell(question)
    assert "Vik Sag AS" in told
    assert "Sundet Tre AS" in told
    for other in ("Nes Fisk AS", "Fjæra AS", "Holmen AS"):
        assert other not in told


def test_of_how_many_nothing_is_told_is_said() -> None:
    found = SHELF.ask("Hvilke søknader har vi avslått?")
    assert found is not None
    assert found.short_answer == "2"
    assert any("1 " in notice for notice in found.notices)


@pytest.mark.parametrize(
    "question",
    ["Hvilke søknader til Kystfondet ble avslått?", "Hvem har fått avslag på Kystfondet?"],
)
def test_refusals_of_a_scheme(question: str) -> None:
    told = SHELF.tell(question)
    assert "Vik Sag AS" in told
    assert "Sundet Tre AS" not in told


def test_granted_applications_are_listed() -> None:
    told = SHELF.tell("Hvilke søknader har vi innvilget?")
    assert "Nes Fisk AS" in told
    for other in ("Vik Sag AS", "Sundet Tre AS", "Fjæra AS", "Holmen AS"):
        assert other not in told


def test_what_a_report_tells_of_an_earlier_year_happened_in_that_year() -> None:
    report = document("rapport", "2025-02-01", Authority.OTHER, DocumentType.REPORT)
    told = claim(
        report,
        FactKind.APPLICATION,
        applicant="Vik Sag AS",
        scheme="Kystfondet",
        date="2024",
        outcome="tilskudd 100 000",
    )
    assert "Vik Sag AS" in Shelf(told).tell("Hvem fikk penger fra Kystfondet i 2024?")


def test_that_none_was_refused_is_told_with_of_how_many() -> None:
    shelf = Shelf(applied("Nes Fisk AS", "Kystfondet", "innvilget"))
    found = shelf.ask("Hvilke søknader har vi avslått?")
    assert found is not None
    assert found.short_answer == "0"
    assert "av 1" in found.sentences[0].text
    # A document may tell of refusals without saying who got them.
    assert shelf.ask("Hvilke søknader til Kystfondet ble avslått?") is None
    assert shelf.ask("Hvilke søknader ble avslått i 2021?") is None
