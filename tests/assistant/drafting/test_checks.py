"""What must be checked, from facts and documents that are made by hand."""

from __future__ import annotations

from dataclasses import replace

from assistant.cited_facts import told_in
from assistant.drafting.checks import Ground, checks
from assistant.drafting.notebook import Notebook
from plansvar.answers import Citation
from plansvar.documents.about import Validity
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DocumentType
from plansvar.drafts.types import Check, CheckKind
from plansvar.language.detect import Language
from plansvar.register.evidence import StoredClaim
from tests.assistant.register.asking import Shelf
from tests.register.making import document, measure, register

PLAN = document("plan", "2025-01-10", title="Kystplan 2025–2030")
PROGRAM = document("program", "2025-01-10", title="Handlingsprogram")
TODAY = "2026-03-02"


def cited(of: DocumentInfo, quote: str, start: int = 0) -> Citation:
    return Citation(1, of, 4, (), quote, start, start + len(quote))


def found(
    *citations: Citation,
    claims: tuple[StoredClaim, ...] = (),
    related: tuple[DocumentInfo, ...] = (),
    language: Language = "nb",
) -> list[Check]:
    notebook = Notebook(language)
    notebook.numbers(citations)
    told = told_in(citations, register(*claims, today=TODAY))
    ground = Ground(notebook, told, related, lambda _: "x" * 9999, TODAY, "2024-03-02", language)
    return checks(ground)


def kinds(of: DocumentInfo, quote: str = "Kaia er bygd.") -> list[CheckKind]:
    return [one.kind for one in found(cited(of, quote))]


def test_a_source_that_needs_no_check() -> None:
    assert kinds(PLAN) == []


def test_sources_by_age_and_authority() -> None:
    assert kinds(document("gammel", "2021-05-01")) == [CheckKind.OLD]
    assert kinds(document("udatert", None)) == [CheckKind.UNDATED]
    assert kinds(document("utkast", "2025-05-01", Authority.DRAFT)) == [CheckKind.WEAK]
    assert kinds(document("nyhet", "2025-05-01", Authority.NEWS)) == [CheckKind.WEAK]
    call = document("utlysning", "2025-05-01", Authority.OTHER, DocumentType.CALL)
    assert kinds(call) == []


def test_a_plan_that_applies_is_not_old_and_one_that_ended_is_told() -> None:
    old = document("plan", "2021-05-01")
    valid = replace(old, about=replace(old.about, valid=Validity("2021", "2030", "2021–2030")))
    ended = replace(old, about=replace(old.about, valid=Validity("2021", "2024", "2021–2024")))
    assert kinds(valid) == []
    assert kinds(ended) == [CheckKind.ENDED, CheckKind.OLD]


def test_a_newer_edition() -> None:
    old = document("a", "2024-05-01", work="plan", title="Kystplan 2024")
    new = document("b", "2025-12-01", work="plan", title="Kystplan 2026")
    (check,) = found(cited(old, "Kaia er bygd."), related=(old, new))
    assert check.kind is CheckKind.REPLACED
    assert "«Kystplan 2026» (1. desember 2025)" in check.text
    assert check.notes == (1,)


def test_deadlines_that_have_passed_and_hedges() -> None:
    assert kinds(PLAN, "Søknadsfrist: 1. mars 2025.") == [CheckKind.WINDOW]
    assert kinds(PLAN, "Søknadsfrist: 1. mars 2025 og 1. oktober 2026.") == []
    assert kinds(PLAN, "Planen er fra 1. mars 2025.") == []
    assert kinds(PLAN, "Frist: 2024") == [CheckKind.WINDOW]
    assert kinds(PLAN, "I 2024 kunne en søke tre ganger.") == []
    assert kinds(PLAN, "Rammen er foreløpig 3 millioner.") == [CheckKind.HEDGED]
    assert kinds(PLAN, "Dette er foreløpig.") == []


def test_sources_that_disagree_are_named_with_their_dates() -> None:
    shelf = Shelf(
        measure(PLAN, "Fyrlykta på Neset", number="1.1", leads="Sundet kommune"),
        measure(PROGRAM, "Fyrlykta på Neset", number="1.1", leads="Kystlaget"),
    )
    place = next(one for one in shelf.claims[0].values if one.field == "leads")
    citation = Citation(1, PLAN, 1, (), place.quote, place.start, place.end)
    result = found(citation, claims=tuple(shelf.claims))
    conflict = next(one for one in result if one.kind is CheckKind.CONFLICT)
    for part in ("Sundet kommune", "Kystlaget", "10. januar 2025", "«Handlingsprogram»"):
        assert part in conflict.text
    assert len(conflict.notes) == 2
    assert any(one.kind is CheckKind.UNCONFIRMED for one in result)
    assert result[0] is conflict


def test_what_may_have_been_read_wrong() -> None:
    shelf = Shelf(measure(PLAN, "Fyrlykta", leads="Kystlaget", confidence=0.4))
    place = shelf.claims[0].values[0]
    citation = Citation(1, PLAN, 1, (), place.quote, place.start, place.end)
    (check,) = found(citation, claims=tuple(shelf.claims))
    assert check.kind is CheckKind.UNCONFIRMED
    assert "kan være lest feil" in check.text
