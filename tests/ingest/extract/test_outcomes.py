"""What came of a decision, in bokmål, nynorsk and English."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.decisions_told import decisions_told
from ingest.extract.outcomes import outcome_of, unanimous_of
from ingest.extract.spans import Span
from plansvar.register.kinds import OUTCOMES
from tests.ingest.extract.documents import markdown


def _outcome(text: str) -> str | None:
    return outcome_of(Span(text, 0, len(text)), Span(text, 0, len(text))).normal


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Utsatt til neste møte.", "postponed"),
        ("Utsett til strandryddedagen 12. juni", "postponed"),
        ("Enstemmig utsatt.", "postponed"),
        ("Bystyret vedtar at saken utsettes.", "postponed"),
        ("Avgjørelsen utsettes i påvente av støymålinger.", "postponed"),
        ("Saken sendes tilbake til rådmannen for ny vurdering.", "postponed"),
        ("Formannskapet sender saka tilbake til administrasjonen.", "postponed"),
        ("Styret tok ikke stilling til forslaget.", "postponed"),
        ("Saka vart trekt av rådmannen.", "postponed"),
        ("The matter was postponed until May.", "postponed"),
        ("Fristen for rapporten utsettes til 1. mai 2031.", "adopted"),
        ("I planen blir fristen utsatt til 2031.", "adopted"),
        ("Formannskapet sender planen på høring.", "adopted"),
        ("Styret trakk fram betydningen av saken.", "adopted"),
        ("Kommunestyret godkjenner ikke reguleringsplanen.", "rejected"),
        ("Søknaden innvilges ikke.", "rejected"),
        ("Det gis ikke tilskudd til kunstgressbanen.", "rejected"),
        ("Klubben får ikke støtte.", "rejected"),
        ("Avslag på søknaden frå turlaget.", "rejected"),
        ("Innstillingen fikk ikke flertall.", "rejected"),
        ("Framlegget vart ikkje vedteke.", "rejected"),
        ("Nei til å leige ut hallen.", "rejected"),
        ("The application is not approved.", "rejected"),
        ("Planen vedtas. Forslaget om bro godkjennes ikke.", "adopted"),
        ("Styret vedtar budsjettet, men godkjenner ikke lønnsrammen.", "adopted"),
        ("Laget gis 200 000 kroner. Søknader som kommer for sent, avvises.", "adopted"),
        ("Parkeringsforskriften fra 1998 oppheves.", "repealed"),
        ("Bystyret opphevet forskriften.", "repealed"),
        ("Vedtaket i sak 3/29 oppheves.", "adopted"),
        ("Ordninga blir ikkje oppheva.", "adopted"),
        ("Rådmannen legger fram en sak om hvorvidt planen skal oppheves.", "adopted"),
        ("Til vitande", "noted"),
        ("Styret takker for innlegget. Saken tas til orientering.", "noted"),
        ("The board took note of the report.", "noted"),
        ("Godkjent", "approved"),
        ("Ingen merknader. Godkjent.", "approved"),
        ("Styret godkjende rekneskapen for 2030.", "approved"),
        ("Laget har godkjente kostnader på 2 mill. kroner.", "adopted"),
        ("Styret sluttet seg til innstillingen.", "adopted"),
    ],
)
def test_outcomes(text: str, outcome: str) -> None:
    assert _outcome(text) == outcome


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("Bystyret vedtok 12. juni 2030 å utsette saken om ny kino.", "postponed"),
        ("Formannskapet utsatte behandlingen av kinoplanen 3. mai 2030.", "postponed"),
        ("Styret i Kino AS sendte saken tilbake til daglig leder 4. mai 2030.", "postponed"),
        ("Styret utsatte fristen til 1. mai i møtet sitt.", "adopted"),
        ("Fylkestinget vedtok 12. juni 2030 å ikke godkjenne planen.", "rejected"),
        ("Planen ble ikke vedtatt av bystyret 12. juni 2030.", "rejected"),
        ("Søknaden vart avslått av formannskapet 3. mai 2030.", "rejected"),
        ("Framlegget om å leggje ned kinoen fekk ikkje fleirtal (sak 9/30).", "rejected"),
        ("Forskriften ble opphevet av bystyret 3. mai 2030.", "repealed"),
        ("Formannskapet tok 3. mai 2030 årsmeldingen til orientering.", "noted"),
        ("Rekneskapen vart godkjend av styret 3. mai 2030.", "approved"),
        ("Bystyret vedtok 3. mai 2030 budsjettet, og avviste forslaget fra V.", "adopted"),
        ("The board decided on 3 May 2030 to postpone the matter.", "postponed"),
        ("Hovudutval for kultur gjorde 3. mai 2030 i sak 18/30 vedtak om tildeling.", "adopted"),
    ],
)
def test_outcomes_that_are_told(tmp_path: Path, sentence: str, outcome: str) -> None:
    document = markdown(tmp_path, f"# Nytt om kinoen\n\nHer er nytt om kinoen.\n\n{sentence}\n")
    (claim,) = decisions_told(document)
    value = claim.first("outcome")
    assert value is not None
    assert value.normal == outcome


def test_a_told_repeal_names_the_other_case(tmp_path: Path) -> None:
    text = "# Nytt\n\nBystyret opphevet vedtaket i sak 3/29 den 3. mai 2030.\n"
    (claim,) = decisions_told(markdown(tmp_path, text))
    assert claim.first("case_number") is None
    assert [value.text for value in claim.all("replaces")] == ["3/29"]


@given(st.text(max_size=300))
def test_there_is_always_an_outcome(text: str) -> None:
    assert _outcome(f"Vedtak {text}") in OUTCOMES


@pytest.mark.parametrize("piece", ["ikke vedtatt ", "saken og ", "gir ", "utsatt saken ", "ikke "])
def test_long_texts_take_little_time(piece: str) -> None:
    text = piece * (30_000 // len(piece))
    started = time.process_time()
    _outcome(text)
    unanimous_of([Span(text, 0, len(text))])
    assert time.process_time() - started < 2
