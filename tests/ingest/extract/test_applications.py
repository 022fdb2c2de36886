"""Who has applied for what."""

from __future__ import annotations

from ingest.extract.amounts import amounts_in, shares_in
from ingest.extract.applications import applications
from tests.ingest.extract.texts import markdown


def _read(text: str) -> list[dict[str, str]]:
    return [
        {value.field: value.normal or value.text for value in claim.values}
        for claim in applications(markdown(text))
    ]


def test_an_application() -> None:
    (found,) = _read(
        "# Søknad til Kystmidler 2025\n\n| Opplysning | Svar |\n| --- | --- |\n"
        "| Søker | Fjelldal Kai AS, Strandgata 1 |\n| Søknadssum | 1,5 mill. kr |\n"
        "| Levert | 3. mars 2025 |\n"
    )

    assert found == {
        "applicant": "Fjelldal Kai AS",
        "scheme": "Kystmidler",
        "date": "2025-03-03",
        "amount": "1500000",
    }


def test_a_table_of_grants_under_the_name_of_the_scheme() -> None:
    found = _read(
        "# Årsmelding\n\n## 3 Kystmidler Fjelldal\n\n### Tilskudd i 2025\n\n"
        "| Mottaker | Tilskudd (kr) |\n| --- | --- |\n"
        "| Fjelldal Kai AS | 80 000 |\n| Sum | 80 000 |\n"
    )

    assert [(one["applicant"], one["scheme"], one["granted"]) for one in found] == [
        ("Fjelldal Kai AS", "Kystmidler Fjelldal", "80000")
    ]


def test_sentences() -> None:
    (asked,) = _read("# Nytt\n\nFjelldal Kai AS har søkt kystordningen om 2 millioner kroner.")
    assert (asked["applicant"], asked["scheme"], asked["amount"]) == (
        "Fjelldal Kai AS",
        "kystordningen",
        "2000000",
    )
    (refused,) = _read(
        "# Møtebok\n\n## Sak 4/25 Kystmidler – tildeling\n\nSøknaden fra Fjelldal Kai blir avslått."
    )
    assert (refused["applicant"], refused["scheme"], refused["outcome"]) == (
        "Fjelldal Kai",
        "Kystmidler",
        "avslått",
    )
    three = _read(
        "# Nytt\n\nDet kom tre klyngesøknader, med henholdsvis Havlys, Treglød og Bølge (Vest)."
    )
    assert [one["applicant"] for one in three] == ["Havlys", "Treglød", "Bølge (Vest)"]


def test_amounts() -> None:
    assert [
        one.normal for one in amounts_in("3,0 mill. kr, 500 000 kroner og NOK 4.2 million")
    ] == [
        "3000000",
        "500000",
        "4200000",
    ]
    assert [one.normal for one in amounts_in("EUR 720,000 i 2024")] == ["720000 EUR"]
    assert list(amounts_in("møtet 12.30, sak 14/24 i 2025")) == []
    assert [one.normal for one in shares_in("inntil 45 prosent, og ti 10 prosentpoeng")] == ["45 %"]
