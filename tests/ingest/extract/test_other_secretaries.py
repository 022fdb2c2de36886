"""Decisions, owners and deadlines as other secretaries write them."""

from __future__ import annotations

from ingest.extract.decisions import decisions
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind
from tests.ingest.extract.documents import texts
from tests.ingest.extract.texts import markdown

_HEAD = "# Protokoll fra møte i Arbeidsutvalget for havn 4. mars 2025\n\n"


def _found(text: str) -> tuple[list[Claim], list[Claim]]:
    """The decisions, and what they change."""
    found = list(decisions(markdown(_HEAD + text)))
    decided = [one for one in found if one.kind is FactKind.DECISION]
    return decided, [one for one in found if one.kind is not FactKind.DECISION]


def test_a_body_moves_a_deadline_in_the_active_voice() -> None:
    decided, changed = _found(
        "## AH 3/25 Nye flytebrygger\n\nUtvalget flyttet fristen for Nye flytebrygger fra "
        "1. juni 2025 til 1. mai 2026. Per Lid mente at det er for sent.\n"
    )

    assert [texts(one, "outcome") for one in decided] == [["flyttet"]]
    assert texts(changed[0], "title") == ["Nye flytebrygger"]
    assert [one.normal for one in changed[0].all("deadline")] == ["2026-05-01"]


def test_what_was_not_moved_is_no_decision() -> None:
    decided, changed = _found("## AH 3/25 Slipp\n\nUtvalet endra ikkje fristen for Slippen.\n")

    assert (decided, changed) == ([], [])


def test_a_label_inside_a_paragraph_begins_what_was_decided() -> None:
    decided, _ = _found(
        "## AH 4/25 Kran\n\nTo tilbud kom inn, og begge er dyre. Etter en lang diskusjon gjorde "
        "utvalget slikt vedtak: Det kjøpes én kran. Vedtatt med 3 mot 2 stemmer.\n"
    )

    assert [texts(one, "what") for one in decided] == [
        ["Det kjøpes én kran. Vedtatt med 3 mot 2 stemmer."]
    ]
    assert [one.normal for one in decided[0].all("unanimous")] == ["false"]


def test_the_vote_below_a_decision_belongs_to_it() -> None:
    decided, _ = _found(
        "## AH 5/25 Avgift\n\nVedtak:\n\nAvgiften settes til 40 kroner.\n\n"
        "Vedtatt med 6 mot 2 stemmer. De to fra Nes stemte imot.\n"
    )

    assert len(decided) == 1
    assert [one.normal for one in decided[0].all("unanimous")] == ["false"]


def test_a_body_that_is_called_by_its_letters_decides() -> None:
    decided, _ = _found("## AH 6/25 Søknad fra Dal\n\nAH støtter søknaden om midler til kaien.\n")

    assert [texts(one, "outcome") for one in decided] == [["støtter"]]


def test_a_task_below_a_decision_is_no_point_of_it() -> None:
    decided, _ = _found(
        "## AH 7/25 Lys\n\nKaien er mørk. Vedtak: Det settes opp lys.\n\n"
        "- Oppfølging: Per Lid ber om pris, frist 1. mai\n"
    )

    assert [texts(one, "what") for one in decided] == [["Det settes opp lys."]]


def test_an_owner_is_moved_by_title() -> None:
    _, changed = _found(
        "## AH 8/25 Gjestehavn\n\nUtvalet vedtok samrøystes å flytte ansvaret for Gjestehavna frå "
        "sekretariatet til Dal kommune frå 1. juni.\n\n"
        "## AH 9/25 Eierskap til Fiskehallen\n\nFra nyttår flytter tiltak 2.3 fra DK til "
        "sekretariatet. Kari Nes blir ansvarlig. Enstemmig.\n"
    )
    first, second, person = changed

    assert (texts(first, "title"), texts(first, "leads")) == (["Gjestehavna"], ["Dal kommune"])
    # A day without a year is never completed.
    assert first.effective is None
    assert (texts(second, "number"), texts(second, "leads")) == (["2.3"], ["sekretariatet"])
    assert person.kind is FactKind.RESPONSIBILITY
    assert (texts(person, "party"), texts(person, "area")) == (["Kari Nes"], ["Fiskehallen"])


def test_two_changes_in_a_sentence_are_of_two_measures() -> None:
    _, changed = _found(
        "## AH 10/25 Plan\n\nVedtak: Fristen for Slippen settes til 1. mars 2026, og Kartlegging "
        "av kaier tas inn som nytt tiltak B4 med Dal kommune som ansvarlig.\n"
    )

    assert [(texts(one, "deadline"), texts(one, "leads")) for one in changed][:2] == [
        (["1. mars 2026"], []),
        ([], ["Dal kommune"]),
    ]


def test_a_deadline_for_somebody_elses_answer_is_not_the_cases() -> None:
    _, changed = _found("## AH 11/25 Slippen\n\nVedtak: Fristen for innspill settes til 1. mai.\n")

    assert changed == []
