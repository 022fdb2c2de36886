"""Who issues a document."""

import pytest

from ingest.metadata.body_names import body_name
from tests.ingest.metadata.reading import PROSE, about


def issuer(title: str, *lines: str, **rest: object) -> tuple[str | None, str | None]:
    found = about(title, *lines, **rest)
    return found.organisation, found.organisation_found_in


@pytest.mark.parametrize(
    "name",
    [
        "Bergen kommune",
        "Vestland fylkeskommune",
        "Helse- og omsorgsdepartementet",
        "Folkehelseinstituttet",
        "Luftfartstilsynet",
        "Rådet for et aldersvennlig Norge",
        "Brimfjord næringsråd",
        "Brimfjord havn IKS",
        "Sykehusbygg HF",
        "Osedal bonde- og grunneigarlag",
        "Helsefellesskapet i bergensområdet",
        "Kristiansand og omegn næringsforening",
        "Region Kristiansand",
        "Høgskulen på Vestlandet",
        "Oslo universitetssykehus",
        "Nord-Fron kommune",
    ],
)
def test_names_of_bodies(name: str) -> None:
    assert body_name(name) == name


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("styret i Brimfjord næringsråd", "Brimfjord næringsråd"),
        ("representantskapet i Brimfjord næringsråd", "Brimfjord næringsråd"),
        ("Sunnfjord kommunestyre", "Sunnfjord kommune"),
        ("Bodø bystyre", "Bodø kommune"),
        ("Vestland fylkesting", "Vestland fylkeskommune"),
        ("den offentlige tannhelsetjenesten i Telemark fylkeskommune", "Telemark fylkeskommune"),
        ("brukarutvala i Helse Vest", "Brukarutvala i Helse Vest"),
    ],
)
def test_organs_and_units(phrase: str, name: str) -> None:
    assert body_name(phrase) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Råd",
        "Innledning",
        "Kari Nordmann",
        "Innspill til Helsereformutvalget",
        "Til Brimfjord næringsråd",
        "Samhandling mellom kommune og spesialisthelsetjeneste",
        "Luftfartstilsynet bidrar gjerne med mer informasjon",
        "Vi jobber for kommunen",
        "Forslag til tiltak",
        "Regelverk",
        "Hva er et utvalg?",
        "Hele regionen",
        "Jobbe strategisk med næringsutvikling i regionen",
        "Helse i hver kommune",
    ],
)
def test_what_is_no_body(text: str) -> None:
    assert body_name(text) is None


@pytest.mark.parametrize(
    ("title", "lines", "found"),
    [
        ("Notat", ("Fra: Sykehusbygg HF", "Til: Helsedirektoratet"), ("Sykehusbygg HF", "label")),
        (
            "Notat",
            ("Fra", "Sykehusbygg HF", "Til", "Helsedirektoratet"),
            ("Sykehusbygg HF", "label"),
        ),
        ("Notat", ("Avsendar: Sunnfjord kommune",), ("Sunnfjord kommune", "label")),
        ("Rapport", ("Utgitt av Folkehelseinstituttet",), ("Folkehelseinstituttet", "label")),
        (
            "Brief",
            ("Prepared by Sund Business Council, June 2024.",),
            ("Sund Business Council", "label"),
        ),
        (
            "Næringsplan",
            ("Vedtatt av styret i Brimfjord næringsråd 3. mai 2023, sak 13/23",),
            ("Brimfjord næringsråd", "adopted"),
        ),
        (
            "Næringsplan",
            ("Vedteke av Sunnfjord kommunestyre 3. mai 2023",),
            ("Sunnfjord kommune", "adopted"),
        ),
        ("Innspill fra KS storbynettverk til utvalget", (), ("KS storbynettverk", "title")),
        ("Innspel frå brukarutvala i Helse Vest", (), ("Brukarutvala i Helse Vest", "title")),
        ("Referat fra møte i Brimfjord næringsråd", (), ("Brimfjord næringsråd", "title")),
        ("Protokoll fra årsmøtet i Sund båtforening", (), ("Sund båtforening", "title")),
        ("Kommuneplan for Askøy kommune 2023–2030", (), ("Askøy kommune", "title")),
        (
            "Innspill",
            ("Fra den offentlige tannhelsetjenesten i Telemark fylkeskommune",),
            ("Telemark fylkeskommune", "head"),
        ),
        ("Havneplan", ("Brimfjord næringsråd", "3. mai 2023"), ("Brimfjord næringsråd", "head")),
        ("Innspill 2026", ("Ål kommune – vertskommune for sjukestugu",), ("Ål kommune", "head")),
        ("Pressemelding, NHO Innlandet", (), ("NHO Innlandet", "head")),
        ("Ny molo", ("Nyhet, NHO Innlandet",), ("NHO Innlandet", "head")),
    ],
)
def test_where_it_is_said(
    title: str, lines: tuple[str, ...], found: tuple[str | None, str | None]
) -> None:
    assert issuer(title, *lines, "Moloen skal bygges.") == found


def test_signatures_openings_and_margins() -> None:
    assert issuer("Innspill", *PROSE, "Med vennlig hilsen", "Kari Nordmann", "Sunnaas sykehus") == (
        "Sunnaas sykehus",
        "signature",
    )
    assert issuer("Innspel", *PROSE, "Med helsing for Osedal bondelag") == (
        "Osedal bondelag",
        "signature",
    )
    sentence = "Luftfartstilsynet ønsker å gi et innspill til utvalget om havna og om flyplassen."
    assert issuer("Innspill", sentence) == ("Luftfartstilsynet", "text")
    assert issuer("Plan", *PROSE, margins=("Brimfjord næringsråd · side",)) == (
        "Brimfjord næringsråd",
        "margin",
    )


def test_properties_come_last_and_people_are_no_bodies() -> None:
    author = {"author": "Brimfjord næringsråd"}
    assert issuer("Plan", *PROSE, properties=author) == ("Brimfjord næringsråd", "metadata")
    assert issuer("Plan", "Sund kommune", *PROSE, properties=author) == ("Sund kommune", "head")
    assert issuer("Plan", *PROSE, properties={"author": "Kari Nordmann"}) == (None, None)


def test_whom_a_letter_goes_to_did_not_write_it() -> None:
    assert issuer("Innspill til Helsereformutvalget", "Helsereformutvalget") == (None, None)
    assert issuer("Høring", "Til", "Brimfjord næringsråd", "Moloen skal bygges.") == (None, None)


def test_news_writes_about_others() -> None:
    line = "Sund kommune vil bygge ny molo, og det blir dyrt, melder avisa i et langt oppslag."
    assert issuer("Nyhet: Ny molo", line) == (None, None)
