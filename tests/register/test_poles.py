"""Values told in words can exclude each other: then both are kept, the stronger one first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansvar.documents.types import Authority
from plansvar.register.evidence import StoredClaim
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind
from plansvar.register.poles import pole
from tests.register.making import claim, document, measure, only, register

MINUTES = document("moete.docx", "2024-03-12", Authority.MINUTES)
NEWS = document("nytt.html", "2024-03-20", Authority.NEWS, organisation="Vestavisa")
LETTER = document("brev.txt", "2024-04-02", Authority.OTHER, organisation="Vestavisa")

REFUSED = [
    "avslått",
    "Avslag",
    "søknaden vart avslått",
    "fikk avslag i mars",
    "ikke innvilget",
    "ikkje innvilga støtte",
    "nådde ikke opp",
    "fikk ikke tilsagn",
    "avvist",
    "not funded",
    "rejected",
    "ble ikke tatt opp i programmet",
]
GRANTED = [
    "innvilget",
    "innvilga med 200 000 kroner",
    "delvis innvilget",
    "tilsagn om 1,2 mill.",
    "vart teken opp",
    "får 150 000 kroner i støtte",
    "fekk 90 000 kroner",
    "løyvd",
    "granted",
    "was awarded EUR 20 000",
    "Tilskudd (kr): 400 000",
    "bevilget",
]
FINISHED = ["Ferdig", "gjennomført", "Fullført i mai", "avslutta", "completed"]
STOPPED = ["Stanset", "avlyst", "lagt på is", "Utgår", "teke ut av planen", "cancelled"]
ONGOING = [
    "i gang",
    "Pågår",
    "delvis gjennomført",
    "ikkje ferdig",
    "under arbeid",
    "skal være ferdig",
]
NOT_BEGUN = ["ikke startet", "Ikkje påbyrja", "ennå ikke startet", "not yet started"]


@pytest.mark.parametrize(
    ("field", "name", "text"),
    [("outcome", "refused", one) for one in REFUSED]
    + [("outcome", "granted", one) for one in GRANTED]
    + [("status", "finished", one) for one in FINISHED]
    + [("status", "stopped", one) for one in STOPPED]
    + [("status", "ongoing", one) for one in ONGOING]
    + [("status", "not_begun", one) for one in NOT_BEGUN]
    + [("status", "", one) for one in ("Grønn", "to møter i år", "ferdigvare")]
    + [("outcome", "", one) for one in ("til behandling", "utsatt", "søkt om midler")],
)
def test_what_a_value_says(field: str, name: str, text: str) -> None:
    kind = FactKind.APPLICATION if field == "outcome" else FactKind.MEASURE
    assert pole(kind, field, text, None) == name


def applied(of: object, outcome: str) -> StoredClaim:
    return claim(
        of,  # type: ignore[arg-type]
        FactKind.APPLICATION,
        applicant="Nes Ysteri AS",
        scheme="Vik næringsfond",
        outcome=f"~{outcome}",
    )


def conflict(fact: Fact) -> list[str]:
    return [entry.text for one in fact.conflicts for entry in one.entries]


@pytest.mark.parametrize("refused", REFUSED[:5])
@pytest.mark.parametrize("granted", GRANTED[:5])
def test_refused_and_granted_are_a_conflict(refused: str, granted: str) -> None:
    for first, second in ((refused, granted), (granted, refused)):
        fact = only(register(applied(MINUTES, first), applied(NEWS, second)))
        assert fact.text("outcome") == f"~{first}"
        assert conflict(fact) == [f"~{first}", f"~{second}"]


def test_two_ways_to_say_yes_are_none() -> None:
    assert not only(
        register(applied(MINUTES, "innvilget"), applied(NEWS, "fikk tilsagn"))
    ).conflicts
    assert not only(register(applied(MINUTES, "innvilget"), applied(NEWS, "behandlet"))).conflicts


def test_a_later_decision_replaces_a_refusal() -> None:
    later = document("klage.docx", "2024-09-12", Authority.MINUTES)
    fact = only(register(applied(MINUTES, "avslått"), applied(later, "innvilget etter klage")))
    assert fact.text("outcome") == "~innvilget etter klage"
    assert [one.text for one in fact.history["outcome"]] == ["~avslått", "~innvilget etter klage"]
    assert not fact.conflicts


def test_done_and_stopped_of_one_day_are_a_conflict_and_the_newest_report_counts() -> None:
    one = document("a.docx", "2024-05-01", Authority.OTHER)
    other = document("b.docx", "2024-05-01", Authority.NEWS)
    fact = only(
        register(measure(one, "Molo", status="Ferdig"), measure(other, "Molo", status="Stanset"))
    )
    assert conflict(fact) == ["Stanset", "Ferdig"]
    fact = only(
        register(measure(one, "Molo", status="I gang"), measure(LETTER, "Molo", status="I rute"))
    )
    assert not fact.conflicts
    later = document("c.docx", "2025-05-01", Authority.OTHER)
    fact = only(
        register(measure(one, "Molo", status="I gang"), measure(later, "Molo", status="Stanset"))
    )
    assert fact.text("status") == "Stanset"
    assert not fact.conflicts


def test_conflicts_come_by_authority_and_then_the_newest_first() -> None:
    plan = document("plan.pdf", "2023-01-01")
    old = document("gammelt.html", "2024-01-01", Authority.NEWS)
    fact = only(
        register(
            measure(plan, "Molo", deadline="2025"),
            measure(old, "Molo", deadline="2026"),
            measure(NEWS, "Molo", deadline="2027"),
            measure(LETTER, "Molo", deadline="2028"),
        )
    )
    assert conflict(fact) == ["2025", "2027", "2026", "2028"]


def test_an_index_is_its_increase_and_nobody_in_particular_contradicts_no_name() -> None:
    goal = {"text": "Gjestedøgn om vinteren", "level": "indicator"}
    plan = document("plan.pdf", "2023-01-01")
    found = register(
        claim(plan, FactKind.GOAL, **goal, target="Indeks 130 (2028)"),
        claim(LETTER, FactKind.GOAL, **goal, target="indeks 130 (2028)"),
    )
    assert not only(found).conflicts
    fact = only(
        register(
            measure(plan, "Molo", partners=["Nes AS", "Vik AS"]),
            measure(NEWS, "Molo", partners="kommunane"),
        )
    )
    assert not fact.conflicts
    assert fact.texts("partners") == ("Nes AS", "Vik AS")


@given(text=st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    pole(FactKind.APPLICATION, "outcome", text, None)
    pole(FactKind.MEASURE, "status", text, None)
