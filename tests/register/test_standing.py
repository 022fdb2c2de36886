"""What applies, of what documents say."""

from __future__ import annotations

from plansvar.documents.types import Authority, DocumentType
from plansvar.register.evidence import StoredClaim
from plansvar.register.kinds import FactKind
from plansvar.register.queries import FactPage
from plansvar.register.standing import holding
from tests.register.making import claim, document, measure, register

OLD = document("gammel", "2019-05-01", work="w")
NEW = document("ny", "2024-05-01", work="w")
OTHER = document("annen", "2018-01-01")
INPUT = document("innspill", "2024-01-01", Authority.OTHER, DocumentType.CONSULTATION_INPUT)
MINUTES = document("protokoll", "2024-05-01", Authority.MINUTES)
DOCUMENTS = [OLD, NEW, OTHER, INPUT, MINUTES]


def shown(*claims: StoredClaim, day: str = "2025-01-01") -> tuple[set[str], int]:
    facts = register(*claims).facts
    page = holding(FactPage(facts, len(facts)), DOCUMENTS, day)
    assert page.total == len(page.facts)
    return {fact.name for fact in page.facts}, page.left_out


def test_what_only_a_replaced_edition_says_is_left_out_and_counted() -> None:
    claims = (
        measure(OLD, "Isbane ved skolen"),
        measure(NEW, "Skatepark i sentrum"),
        measure(OTHER, "Badestrand i Vika"),
        measure(INPUT, "Taubane til toppen"),
    )
    assert shown(*claims) == ({"Skatepark i sentrum", "Badestrand i Vika"}, 2)
    # On a day before the new edition, the old one applied.
    assert shown(*claims, day="2020-01-01")[1] == 1


def test_what_both_editions_say_applies() -> None:
    claims = (measure(OLD, "Isbane ved skolen"), measure(NEW, "Isbane ved skolen"))
    assert shown(*claims) == ({"Isbane ved skolen"}, 0)


def test_decisions_were_made_whatever_came_after() -> None:
    made = claim(OLD, FactKind.DECISION, what="Planen sendes på høring.", date="2019-05-01")
    assert shown(made) == ({"Planen sendes på høring."}, 0)


def test_what_minutes_took_out_of_a_replaced_edition_is_gone() -> None:
    old = measure(OLD, "Isbane ved skolen", number="1.1")
    out = measure(MINUTES, "Isbane ved skolen", number="1.1", status="tas ut", changes=True)
    assert shown(old, out) == (set(), 1)
