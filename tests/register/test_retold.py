"""Decisions that other documents tell of again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plansvar.documents.types import Authority
from plansvar.register.evidence import StoredClaim
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind
from tests.register.making import claim, document, register

_MINUTES = document("protokoll.docx", "2030-05-03", Authority.MINUTES)
_PLAN = document("plan.pdf", "2031-01-01")


def _recorded(what: str, point: str | None = None, outcome: str = "adopted") -> StoredClaim:
    one = claim(
        _MINUTES,
        FactKind.DECISION,
        what=what,
        body="Styret i Fjellheim regionråd",
        date="2030-05-03",
        case_number="RS-sak 8/30",
        point=point,
        outcome=outcome,
    )
    return replace(one, extractor="decision")


def _told(
    what: str, date: str, case_number: str | None = None, outcome: str | None = None
) -> StoredClaim:
    one = claim(
        _PLAN,
        FactKind.DECISION,
        what=what,
        date=date,
        case_number=case_number,
        outcome=outcome,
    )
    return replace(one, extractor="decision-told")


def _decisions(*claims: StoredClaim) -> tuple[Fact, ...]:
    return register(*claims).facts


def test_a_case_that_is_told_again_is_one_fact_in_the_words_of_the_minutes() -> None:
    (fact,) = _decisions(
        _recorded("Kaia bygges i stein"),
        _told("Ny kai", case_number="8/30", date="2030-05-03", outcome="adopted"),
    )
    assert fact.texts("what") == ("Kaia bygges i stein",)
    assert "plan.pdf" in {one.path for one in fact.documents}


def test_it_belongs_to_the_point_that_shares_its_words() -> None:
    first, second = _decisions(
        _recorded("Kaia bygges i stein", "1"),
        _recorded("Seilforeningen får leie naustet", "2"),
        _told("Styret vedtok at seilforeningen får naustet", case_number="8/30", date="2030-05-03"),
    )
    both = next(one for one in (first, second) if one.text("point") == "2")
    assert len(both.documents) == 2


@pytest.mark.parametrize(
    ("date", "what", "count"),
    [
        ("2030-05-03", "Havneplan for Fjellheim ble vedtatt 3. mai 2030.", 1),
        ("2030-05", "Havneplan for Fjellheim ble vedtatt i mai 2030.", 1),
        ("2030-05-04", "Havneplan for Fjellheim ble vedtatt 4. mai 2030.", 2),
        ("2030-05-03", "Budsjettet for ungdomsskolen ble vedtatt 3. mai 2030.", 2),
    ],
)
def test_without_a_case_the_day_and_the_words_tell(date: str, what: str, count: int) -> None:
    found = _decisions(
        _recorded("Havneplan for Fjellheim 2030–2034 vedtas"),
        _told(what, date=date, outcome="adopted"),
    )
    assert len(found) == count


def test_a_proposal_that_fell_is_not_what_was_adopted() -> None:
    found = _decisions(
        _recorded("Framlegg om å bygge kaia i tre", outcome="rejected"),
        _told("Kaia blir bygd", case_number="8/30", date="2030-05-03", outcome="adopted"),
    )
    assert len(found) == 2
