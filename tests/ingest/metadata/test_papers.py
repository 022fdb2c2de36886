"""Minutes, forms, letters and mails written as plain text: what they are and are called."""

from pathlib import Path

import pytest

from ingest.metadata import Given
from ingest.parse import parse
from ingest.readers import registry
from ingest.readers.limits import Limits
from plansvar.documents.types import Document, DocumentType
from tests.ingest.metadata.reading import about, read

_MINUTES = """VIKA KOMMUNE

MØTEPROTOKOLL

Utvalg:      Formannskapet
Møtedato:    03.06.2024

PS 12/24  Årsrapport 2023 for havna

Vedtak:
Årsrapporten tas til orientering.
"""
_LETTER = """Vika fylkeskommune
Areal og miljø

Til søkerne                               Vika, 6. mai 2024

Vår ref.: 24/0221-7

KYSTMIDLER 2024, ANDRE TILDELING - TILSAGN

Hovedutvalget delte ut midlene 29. april 2024. Det kom inn ni søknader som til sammen var på elleve.
"""
_MAIL = """Fra: Liv Aas
Sendt: torsdag 7. november 2024 16:12
Til: Geir Bø
Emne: SV: Flytting av brygga

Hei Geir,

brygga flyttes 3. mai 2025.
"""
_NEWS = """Vika Avis
Nyheter

Brygga flyttes til høsten

Publisert 3. mai 2024

Brygga på Neset flyttes til Vika når høsten kommer, har formannskapet bestemt etter lang tid.
"""


def _text(folder: Path, text: str) -> Document:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return parse(path, path, registry.module_for(path), Given(), Limits()).document


@pytest.mark.parametrize(
    ("text", "title", "kind", "date"),
    [
        (_MINUTES, "Møteprotokoll – Formannskapet 03.06.2024", DocumentType.MINUTES, "2024-06-03"),
        (_LETTER, "KYSTMIDLER 2024, ANDRE TILDELING - TILSAGN", DocumentType.OTHER, "2024-05-06"),
        (_MAIL, "SV: Flytting av brygga", DocumentType.OTHER, "2024-11-07"),
        (_NEWS, "Brygga flyttes til høsten", None, "2024-05-03"),
    ],
)
def test_plain_text(
    tmp_path: Path, text: str, title: str, kind: DocumentType | None, date: str
) -> None:
    found = _text(tmp_path, text)
    assert found.title == title
    assert kind is None or found.type is kind
    assert found.date and found.date.value == date


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Søknadsskjema – Kystmidler 2024", DocumentType.APPLICATION),
        ("Coast Programme: application form", DocumentType.APPLICATION),
        ("Svar på søknad om tilskudd", DocumentType.OTHER),
        ("Statusrapport for handlingsprogrammet", DocumentType.REPORT),
        ("Evaluering av handlingsplanen", DocumentType.REPORT),
        ("Oppsummering fra oppstartsmøtet", DocumentType.MINUTES),
        ("Notes from the start-up meeting", DocumentType.MINUTES),
        ("Apply for funding", DocumentType.CALL),
    ],
)
def test_what_papers_are_called(title: str, kind: DocumentType) -> None:
    assert read(title, "Brygga.").type is kind


def test_a_page_that_says_who_may_apply_and_how() -> None:
    found = read("Kystmidler", "Hvem kan søke: lag og foreninger.", "Søknadsfrist: 1. mars.")
    assert found.type is DocumentType.CALL


def test_what_happens_later_is_not_the_date() -> None:
    found = read("Plan", "Liv Aas leder arbeidet, Geir Bø overtar fra 1. januar 2026.")
    assert found.date is None


def test_the_applicant_in_a_numbered_form() -> None:
    rows = (("1.1 Project", "Jetty"), ("1.2 Lead applicant", "Vika University College"))
    assert about("Application form", rows=rows).organisation == "Vika University College"
