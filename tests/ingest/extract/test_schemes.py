"""Funding schemes in calls, plans, minutes and news."""

from __future__ import annotations

from ingest.extract.schemes import schemes
from plansvar.register.claims import Claim
from tests.ingest.extract.texts import markdown

CALL = """# Utlysing: Kystmidler 2025

Kystmidler er en tilskuddsordning for bedrifter som vil bygge kaier. Ordningen er finansiert av
Fjelldal fylkeskommune og forvaltes av Fjelldal næringsråd.

- Søknadsfrist: 3. mars 2025 kl. 12.00
- Ramme for 2025: 2,5 millioner kroner (2,1 millioner i 2024)

## Hvem kan søke?

Bedrifter med minst to ansatte kan søke.

Disse kan ikke søke:

- kommuner

## Hvor mye kan du få?

| Type prosjekt | Støtteandel | Maksimalt beløp |
| --- | --- | --- |
| Forprosjekt | Inntil 60 prosent | 90 000 kroner |
"""


def _read(text: str) -> list[Claim]:
    return list(schemes(markdown(text)))


def _texts(claim: Claim, field: str) -> list[str]:
    return [value.text for value in claim.all(field)]


def test_a_call() -> None:
    call, earlier = _read(CALL)

    assert _texts(call, "name") == ["Kystmidler"]
    assert _texts(call, "administrators") == ["Fjelldal næringsråd"]
    assert _texts(call, "financiers") == ["Fjelldal fylkeskommune"]
    assert [value.normal for value in call.all("window")] == ["2025-03-03"]
    assert [value.normal for value in call.all("rate")] == ["60 %"]
    assert [value.normal for value in call.all("ceiling")] == ["2500000", "90000"]
    assert "ikke kommuner" in _texts(call, "eligible")
    assert [value.normal for value in call.all("year")] == ["2025"]
    assert [value.normal for value in earlier.all("ceiling")] == ["2100000"]
    assert [value.normal for value in earlier.all("year")] == ["2024"]


def test_each_year_is_its_own() -> None:
    claims = _read(
        "# Kystmidler\n\nKystmidler gir tilskudd til nye kaier.\n\n## Hvem kan søke?\n\n"
        "Bedrifter må ha to ansatte.\n\n## Vilkår år for år\n\n"
        "| | 2023 | 2024 |\n| --- | --- | --- |\n| Tak | 10 000 kroner | 20 000 kroner |\n"
        "| Frister | løpende | 1. april |\n"
    )

    years = {claim.scope: claim for claim in claims}
    assert [value.normal for value in years["2023"].all("ceiling")] == ["10000"]
    assert _texts(years["2023"], "window") == ["løpende"]
    assert [value.normal for value in years["2024"].all("window")] == ["2024-04-01"]


def test_a_scheme_in_the_news_is_meant_by_its_noun_later() -> None:
    (claim,) = _read(
        "# Nytt fra fjorden\n\nFjordklynger er et statlig finansiert klyngeprogram som gir"
        " vekst.\n\n## Mer om dette\n\nProgrammet har nivåene Start, Vekst og Topp, og er et"
        " samarbeid mellom Innovasjon Norge og Siva. Nærings- og"
        " fiskeridepartementet finansierer programmet."
    )

    assert _texts(claim, "levels") == ["Start", "Vekst", "Topp"]
    assert _texts(claim, "administrators") == ["Innovasjon Norge", "Siva"]
    assert _texts(claim, "financiers") == ["Nærings- og fiskeridepartementet"]


def test_no_call_this_year() -> None:
    (claim,) = _read("# Sak 4/25\n\nDet blir ingen utlysning av Kystmidler i 2025.")

    assert (claim.scope, _texts(claim, "window")) == ("2025", ["ingen utlysning"])


def test_other_programmes_are_no_schemes() -> None:
    assert (
        _read(
            "# Plan\n\n## Handlingsprogram for havna\n\nRamme: 2 mill. kroner\n\nFrist: 1. mai 2025"
        )
        == []
    )
    assert _read("# Plan\n\nHavna er et program med mange møter.") == []


def test_a_day_without_a_year_has_no_normal_form() -> None:
    (claim,) = _read(
        "# Plan\n\n## Fjelldal næringsfond\n\nSøknadsfrist: 1. april\n\nStøtteandel: 30 prosent"
    )

    assert [(value.text, value.normal) for value in claim.all("window")] == [("1. april", None)]


def test_schemes_told_of_in_prose() -> None:
    found = [
        {value.field: value.text for value in claim.values}
        for text in (
            "# Brev\n\nKystutviklingsmidler er penger fylkeskommunen får fra staten til brygger. "
            "Lag og kommuner kan søke. Tilskuddet kan utgjøre inntil 40 prosent av kostnadene. "
            "Neste søknadsfrist er 15. september.",
            "# Letter\n\nThe Outer Kelp Programme supports new piers. Companies can apply. "
            "It covers up to 30 % of costs, at most EUR 50,000.",
            "# Nytt\n\nThe travel grant for pupils was closed on 1 May 2024 and is not replaced.",
            "# Møte\n\n## 4/25 Havfrø (såkornordninga til Dal Sparebankstiftelse)\n\n"
            "Seks søknadar på trinn 1, to på trinn 2.",
        )
        for claim in schemes(markdown(text))
    ]

    assert found[0]["eligible"] == "Lag og kommuner kan søke"
    assert (found[0]["rate"], found[0]["window"]) == ("inntil 40 prosent", "15. september")
    assert (found[1]["name"], found[1]["ceiling"]) == ("Outer Kelp Programme", "EUR 50,000")
    assert found[2]["name"] == "travel grant for pupils"
    assert (found[3]["financiers"], found[3]["levels"]) == ("Dal Sparebankstiftelse", "trinn 2")


def test_a_heading_that_names_nothing_leaves_the_name_to_the_page() -> None:
    for heading in ("Fakta", "Nøkkelinformasjon", "Key facts"):
        (claim,) = _read(
            f"# Fjordmidlane: resultat og ny runde\n\nTekst.\n\n## {heading}\n\n"
            "- Hvem kan søke: Bedrifter med færre enn ti ansatte\n"
            "- Søknadsfrist: 1. mars 2027\n- Støttesats: Inntil 40 prosent\n"
        )
        assert _texts(claim, "name") == ["Fjordmidlane"]
        assert [value.normal for value in claim.all("window")] == ["2027-03-01"]
