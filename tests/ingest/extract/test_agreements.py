"""What was agreed without a label, told in letters, or known from hearing only."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract.decisions import decisions
from ingest.extract.decisions_told import decisions_told
from plansvar.register.claims import SURE
from tests.ingest.extract.documents import markdown

_MINUTES = "# Referat fra arbeidsmøte 6. mai 2024\n\nTil stede: Liv Aas, Geir Bø\n\n## Brygga\n\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi ble enige om å flytte brygga til Vika.",
        "Etter en lang prat ble vi enige om å flytte brygga.",
        "Semje om at brygga blir flytta til Vika.",
        "Det var brei semje om å flytte brygga til Vika.",
        "Det ble bestemt at brygga flyttes til Vika.",
        "Gruppa konkluderte med at brygga flyttes til Vika.",
        "Vi vart samde om å flytte brygga til Vika.",
        "It was agreed that the jetty is moved to Vika.",
        "We agreed to move the jetty to Vika this spring.",
        "Agreed: the jetty is moved to Vika.",
    ],
)
def test_agreed_in_informal_minutes(tmp_path: Path, sentence: str) -> None:
    (found,) = decisions(markdown(tmp_path, _MINUTES + sentence, "referat.md"))
    outcome, date = found.first("outcome"), found.first("date")
    assert outcome and outcome.normal == "adopted"
    assert date and date.normal == "2024-05-06"
    assert found.confidence >= SURE


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi ble ikke enige om å flytte brygga til Vika.",
        "Det var ingen enighet om hvor brygga skal ligge.",
        "Ble vi enige om å flytte brygga til Vika?",
        "Vi drøftet om brygga bør flyttes til Vika.",
    ],
)
def test_nothing_was_agreed(tmp_path: Path, sentence: str) -> None:
    assert not list(decisions(markdown(tmp_path, _MINUTES + sentence, "referat.md")))


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("Fondet har besluttet å gi dere 200 000 kroner.", "approved"),
        ("Fylkeskommunen har vedteke å gje Vika båtlag 90 000 kroner.", "approved"),
        ("Søknaden deres er innvilget med 200 000 kroner.", "approved"),
        ("Vi har diverre vedteke å avslå søknaden.", "rejected"),
        ("Søknaden er dermed avslått.", "rejected"),
        ("Vi kan dessverre ikke innvilge søknaden.", "rejected"),
        ("Your application has been approved.", "approved"),
        ("We regret to inform you that you receive no grant.", "rejected"),
    ],
)
def test_letters_tell_what_was_decided(tmp_path: Path, sentence: str, outcome: str) -> None:
    letter = f"Vika fylkeskommune\n\n8. mai 2024\n\nSvar på søknad om tilskudd\n\n{sentence}\n"
    told = list(decisions_told(markdown(tmp_path, letter, "brev.txt")))
    found = [claim for claim in told if claim.confidence >= SURE]
    assert [one.normal for claim in found if (one := claim.first("outcome"))] == [outcome]
    assert [one.normal for claim in found if (one := claim.first("date"))] == ["2024-05-08"]


def test_a_condition_in_a_letter_decides_nothing(tmp_path: Path) -> None:
    letter = (
        "# Svar på søknad om tilskudd\n\nDersom søknaden er avslått, kan dere klage.\n\n"
        "Når søknaden er innvilget, får dere beskjed."
    )
    assert not list(decisions_told(markdown(tmp_path, letter, "brev.md")))


def test_hearsay_is_for_review(tmp_path: Path) -> None:
    text = "# Brygga\n\nVisstnok vedtok kommunestyret 3. mai 2024 å flytte brygga."
    found = list(decisions_told(markdown(tmp_path, text, "notis.md")))
    assert all(claim.confidence < SURE for claim in found)


def test_who_repeals_in_which_case(tmp_path: Path) -> None:
    text = "# Brygga\n\nVedtaket ble opphevet av kommunestyret 3. mai 2024 i sak 19/24."
    (found,) = decisions_told(markdown(tmp_path, text, "notis.md"))
    outcome, number = found.first("outcome"), found.first("case_number")
    assert outcome and outcome.normal == "repealed"
    assert number and number.text == "19/24"
    assert found.first("replaces") is None


def test_an_agreement_that_was_signed(tmp_path: Path) -> None:
    text = "# Brygga\n\nLeieavtalen med Vika båtlag ble undertegnet 3. mai 2024."
    (found,) = decisions_told(markdown(tmp_path, text, "notis.md"))
    outcome = found.first("outcome")
    assert outcome and outcome.normal == "approved"
