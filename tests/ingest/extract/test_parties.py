"""Parties with their kinds and aliases."""

from __future__ import annotations

from ingest.extract import extract
from ingest.extract.names import bodies_in, is_person, kind_of, listed, people_in
from ingest.extract.parties import people_and_funding
from ingest.extract.spans import Span
from plansvar.register.kinds import FactKind
from tests.ingest.extract.texts import markdown


def _parties(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = {}
    for claim in people_and_funding(markdown(text)):
        name, kind = claim.first("name"), claim.first("kind")
        if claim.kind is FactKind.PARTY and name:
            aliases = tuple(value.text for value in claim.all("aliases"))
            found[name.text] = (kind.text if kind else "", aliases)
    return found


def _names(text: str) -> list[str]:
    return [body.text for body in bodies_in(Span(text, 0, len(text)))]


def test_names_in_prose() -> None:
    text = (
        "Hos Fjelldal havn IKS og i Lidmo kommune. "
        "Norli Plast og Form AS leverer til Høgskolen i Vik."
    )

    assert _names(text) == [
        "Fjelldal havn IKS",
        "Lidmo kommune",
        "Norli Plast og Form AS",
        "Høgskolen i Vik",
    ]


def test_kinds() -> None:
    kinds = {
        "Lidmo kommune": "municipality",
        "Fjelldal fylkeskommune": "county",
        "Nærings- og fiskeridepartementet": "state",
        "Norli Plast AS": "company",
        "Klyngen Havlys": "cluster",
        "Næringsforeningen i Lidmo": "association",
        "Universitetet i Vik": "research",
        "Hovedutvalg for næring": "body",
        "Kari Nordli": "person",
        "Havlys": None,
    }
    assert {name: kind_of(name) for name in kinds} == kinds
    assert not is_person("Strategisk Plan")


def test_a_list_keeps_names_with_og_whole() -> None:
    text = "Nærings- og fiskeridepartementet, Havlys (Nord, Sør) og Siva"
    assert [one.text for one in listed(Span(text, 0, len(text)))] == [
        "Nærings- og fiskeridepartementet",
        "Havlys (Nord, Sør)",
        "Siva",
    ]


def test_aliases() -> None:
    found = _parties(
        "# Ordliste\n\n## Forkortelser\n\nLFK Lidmo fylkeskommune\n\n## Tekst\n\n"
        "Fjelldal næringsråd (FNR) møttes. Gammel Kai AS skifter navn til Blank Kai AS."
        " Norli Plast AS (XYZ) svarte."
    )

    assert found["Lidmo fylkeskommune"] == ("county", ("LFK",))
    assert found["Fjelldal næringsråd"] == ("body", ("FNR",))
    assert found["Blank Kai AS"] == ("company", ("Gammel Kai AS",))
    # The letters are not those of the name.
    assert found["Norli Plast AS"] == ("company", ())


def test_a_municipality_is_called_by_its_place() -> None:
    assert _parties("# Notat\n\nLidmo kommune svarte.")["Lidmo kommune"] == (
        "municipality",
        ("Lidmo",),
    )


def test_units_that_lead_measures_and_abbreviations_behind_a_colon() -> None:
    text = (
        "# Plan\n\n| Tiltak | Ansvarlig | Frist |\n| --- | --- | --- |\n"
        "| Bygge brygge | Kultur og fritid | 2026 |\n| Rydde strand | Havnekontoret | 2027 |\n"
        "| Lage kart | Alle | 2027 |\n\n## Forkortelser\n\n- DB: Nordli bondelag\n"
    )
    found = {
        claim.values[0].text: tuple(value.text for value in claim.all("aliases"))
        for claim in extract(markdown(text))
        if claim.kind is FactKind.PARTY
    }

    assert found == {"Kultur og fritid": (), "Havnekontoret": (), "Nordli bondelag": ("DB",)}


def test_a_name_ends_where_the_next_begins() -> None:
    text = "Ola Nes (ON), Ytre Dal Havklynge Kari Li (KL)"
    assert [one.text for one in people_in(Span(text, 0, len(text)))] == ["Ola Nes", "Kari Li"]
    assert _names("Planarbeid i Ulvik kommune og Dal sykehus") == ["Ulvik kommune"]
