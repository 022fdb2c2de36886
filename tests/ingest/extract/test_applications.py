"""Who has applied for what."""

from __future__ import annotations

from ingest.extract.amounts import amounts_in, shares_in
from ingest.extract.applications import applications
from plansvar.register.claims import SURE
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


def test_what_a_letter_grants_and_refuses() -> None:
    found = _read(
        "# Kystmidler 2025 – tildeling\n\nStyret gjorde 3. mai 2025 vedtak om tildelingen.\n\n"
        "## Tilsagn\n\n| Søker | Formål | Søkt | Tilsagn |\n| --- | --- | --- | --- |\n"
        "| Dal kystlag | Brygge | 200 000 | 120 000 *) |\n\n"
        "## Avslag\n\n| Søker | Formål | Søkt | Begrunnelse |\n| --- | --- | --- | --- |\n"
        "| Nordli bondelag | Kurs | 80 000 | For sent levert |\n"
    )

    assert [
        (one["applicant"], one["scheme"], one["amount"], one.get("granted"), one["date"])
        for one in found
    ] == [
        ("Dal kystlag", "Kystmidler", "200000", "120000", "2025-05-03"),
        ("Nordli bondelag", "Kystmidler", "80000", None, "2025-05-03"),
    ]
    assert found[1]["outcome"] == "Avslag: For sent levert"


def test_awards_that_a_sentence_or_list_names() -> None:
    found = _read(
        "# Nytt\n\nDisse får støtte: Dal kystlag (200 000 kroner til brygge) og Nordli bondelag"
        " (50 000 kroner).\n\nNordli idrettslag må vente til neste runde.\n\n"
        "Dal kommune søkte om en halv million. De fikk nei."
    )

    told = {one["applicant"]: (one.get("granted"), one.get("outcome")) for one in found}
    assert told["Dal kystlag"][0] == "200000"
    assert told["Nordli bondelag"][0] == "50000"
    assert told["Nordli idrettslag"] == (None, "må vente til neste runde")
    assert told["Dal kommune"] == (None, "fikk nei")


def test_who_pays_and_who_is_asked() -> None:
    found = _read(
        "# Prosjekt Havlys\n\n| Kilde | Beløp | Status |\n| --- | --- | --- |\n"
        "| Kystfondet | 1,2 mill. kr | Søkt 1. mars 2025 |\n| Dal kommune | 300 000 kr | Klart |\n"
    )

    (one,) = found
    assert (one["scheme"], one["amount"], one["date"]) == ("Kystfondet", "1200000", "2025-03-01")
    assert _read("# Møtebok\n\nStyret sa nei til flere møter i 2025.") == []


def test_a_table_on_the_page_of_a_scheme_is_about_that_scheme() -> None:
    page = markdown(
        "# Fjordmidlane: resultat og ny runde\n\n## Fakta\n\n- Hvem kan søke: Små bedrifter\n"
        "- Søknadsfrist: 1. mars 2027\n- Støttesats: Inntil 40 prosent\n\n## Resultat 2026\n\n"
        "| Søker | Utfall |\n|---|---|\n| Vik Verft AS | Innvilget |\n| Nes Bruk AS | Avslag |\n"
    )
    claims = list(applications(page))
    assert [claim.values[1].text for claim in claims] == ["Fjordmidlane", "Fjordmidlane"]
    assert all(claim.confidence > SURE for claim in claims)
