from pathlib import Path

import pytest

from ingest.assemble import assemble
from ingest.metadata import Given
from plansvar.documents.types import (
    Authority,
    BlockKind,
    DatePrecision,
    Document,
    DocumentDate,
    DocumentType,
    RawBlock,
    ReadFile,
)
from tests.ingest.test_assemble import document, heading, paragraph


def dated(*lines: str, path: str = "havn.txt", **metadata: str) -> DocumentDate | None:
    blocks = tuple(paragraph(line) for line in lines)
    return assemble(ReadFile(blocks, metadata), Path(path)).date


def with_title(title: str, *lines: str, path: str = "havn.txt") -> Document:
    return document(heading(title), *map(paragraph, lines), path=path)


@pytest.mark.parametrize(
    ("title", "blocks"),
    [
        ("Plan for havna", [paragraph("Sund"), heading("Plan for havna", 1), heading("Mål", 2)]),
        (
            "Plan for havna",
            [paragraph("Meny"), paragraph("Plan for havna"), paragraph("Mål nr. 1")],
        ),
        ("Plan for havna", [paragraph("Vi har bygd ny molo."), paragraph("Plan for havna")]),
        ("Havneplan", [paragraph("Havneplan"), paragraph("Vi har bygd ny molo.")]),
        (
            "Plan for havna",
            [RawBlock(BlockKind.TABLE, rows=(("Navn", "Dato"),)), paragraph("Plan for havna")],
        ),
    ],
)
def test_titles(title: str, blocks: list[RawBlock]) -> None:
    assert document(*blocks).title == title


def test_the_title_in_the_properties_comes_after_one_in_the_text() -> None:
    properties = {"title": "Dokument1"}
    text = ReadFile((paragraph("Plan for havna"),), properties)
    assert assemble(text, Path("a.docx")).title == "Plan for havna"
    prose = ReadFile((paragraph("Vi har bygd ny molo i Sund."),), properties)
    assert assemble(prose, Path("a.docx")).title == "Dokument1"


@pytest.mark.parametrize(
    ("title", "kind", "authority"),
    [
        ("Næringsplan for Sund 2023–2030", DocumentType.PLAN, Authority.OTHER),
        ("Strategi for havna", DocumentType.PLAN, Authority.OTHER),
        ("Handlingsprogram 2024", DocumentType.ACTION_PROGRAMME, Authority.OTHER),
        ("Prosjektbeskrivelse ny molo", DocumentType.PROJECT_DESCRIPTION, Authority.OTHER),
        ("Møtereferat styret", DocumentType.MINUTES, Authority.MINUTES),
        ("Protokoll fra årsmøtet om næringsplanen", DocumentType.MINUTES, Authority.MINUTES),
        ("Søknad om støtte til ny molo", DocumentType.APPLICATION, Authority.APPLICATION),
        ("Utlysning: tilskudd til ferjer", DocumentType.CALL, Authority.ADOPTED),
        ("Høyringsinnspel til havneplanen", DocumentType.CONSULTATION_INPUT, Authority.OTHER),
        ("Årsrapport for havna", DocumentType.REPORT, Authority.OTHER),
        ("Pressemelding: Ny molo", DocumentType.NEWS, Authority.NEWS),
        ("Business strategy for Sund", DocumentType.PLAN, Authority.OTHER),
        ("Om havna i Sund", DocumentType.OTHER, Authority.OTHER),
    ],
)
def test_types_and_their_authority(title: str, kind: DocumentType, authority: Authority) -> None:
    found = with_title(title, "Moloen skal bygges.")
    assert (found.type, found.authority) == (kind, authority)


def test_news_shows_itself_by_its_speech() -> None:
    found = with_title("Ny næringsplan er klar", "Vi er glade, sier Nes.", "Eg òg, seier Vik.")
    assert found.type is DocumentType.NEWS


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("referat-styret.txt", DocumentType.MINUTES),
        ("havn_presentasjon.txt", DocumentType.PRESENTATION),
        ("havn.pptx", DocumentType.PRESENTATION),
        ("havn.txt", DocumentType.OTHER),
    ],
)
def test_the_file_name_tells_where_the_title_does_not(path: str, kind: DocumentType) -> None:
    assert with_title("Om havna i Sund", "Moloen er ny.", path=path).type is kind


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Høringsutkast: Næringsplan for Sund", ""),
        ("Næringsplan for Sund", "Utkast 12. mai 2021"),
        ("Næringsplan for Sund", "Forslag til ny plan"),
        ("Draft business strategy", ""),
    ],
)
def test_a_draft_binds_nobody(title: str, line: str) -> None:
    assert with_title(title, line or "Moloen skal bygges.").authority is Authority.DRAFT


def test_only_a_plan_can_be_a_draft() -> None:
    assert with_title("Referat", "Forslag til plan ble drøftet.").authority is Authority.MINUTES


@pytest.mark.parametrize(
    "line", ["Vedtatt i kommunestyret 3. mai 2022", "Vedteke 3. mai 2022", "Adopted in May 2022"]
)
def test_a_plan_binds_when_it_says_that_it_was_adopted(line: str) -> None:
    assert with_title("Havneplan", line).authority is Authority.ADOPTED
    # Far down it may be said of anything.
    prose = [f"Avsnitt {number} om moloen." for number in range(20)]
    assert with_title("Havneplan", *prose, line).authority is Authority.OTHER


def test_being_spoken_of_makes_no_plan() -> None:
    found = with_title("Om havna i Sund", "Næringsplanen sier at moloen skal bygges.")
    assert found.type is DocumentType.OTHER


def test_a_forced_type_wins_and_brings_its_authority() -> None:
    read = ReadFile((heading("Referat fra styret"), paragraph("Vedtatt 3. mai 2022.")))
    found = assemble(read, Path("referat.txt"), Given(DocumentType.PLAN))
    assert (found.type, found.authority) == (DocumentType.PLAN, Authority.ADOPTED)
    assert assemble(read, Path("referat.txt"), Given(DocumentType.NEWS)).authority is Authority.NEWS


@pytest.mark.parametrize(
    ("line", "value", "quote"),
    [
        ("Publisert 19. august 2015, oppdatert 20. mai 2016.", "2015-08-19", "19. august 2015"),
        ("Møtedato: 16.12.20", "2020-12-16", "16.12.20"),
        ("Dato: 2021-03-04", "2021-03-04", "2021-03-04"),
        ("Vedteke i kommunestyret 3. mai 2022", "2022-05-03", "3. mai 2022"),
        ("Sist oppdatert juni 2023", "2023-06", "juni 2023"),
        ("Sund, 12. mai 2021", "2021-05-12", "12. mai 2021"),
        ("Published December 3, 2020", "2020-12-03", "December 3, 2020"),
    ],
)
def test_dates_in_the_text(line: str, value: str, quote: str) -> None:
    found = dated("Om havna i Sund", line, "Moloen er ny.")
    assert found is not None
    assert (found.value, found.quote, found.found_in) == (value, quote, "text")


def test_a_date_at_the_very_end_counts_where_it_says_what_it_is() -> None:
    lines = [f"Avsnitt {number} om moloen." for number in range(30)]
    assert dated(*lines, "Publisert 19. august 2015") is not None
    assert dated(*lines, "Moloen sto ferdig 19. august 2015") is None


def test_being_published_beats_other_dates() -> None:
    found = dated("Vedtatt 3. mai 2022", "Publisert 5. mai 2022")
    assert found is not None
    assert found.value == "2022-05-05"


@pytest.mark.parametrize(
    "line",
    [
        "Årsmøtet ble holdt torsdag 3. desember",
        "Publisert 19. august",
        "Møtedato: 16.12.",
        "Planen gjelder til 2030",
        "Vedtatt 31.02.2021",
        "Publisert av kommunen, som har planer om å bygge en ny molo i Sund innen 1. mai 2031",
        "I 1. mai 2021-toget gikk det mange som ville ha ny molo, og noen av dem fikk kake av Kari",
    ],
)
def test_no_date_is_guessed(line: str) -> None:
    assert dated("Om havna i Sund", line) is None


@pytest.mark.parametrize(
    ("name", "value", "precision"),
    [
        ("2021-03-04-referat.txt", "2021-03-04", DatePrecision.DAY),
        ("referat_2021-03.txt", "2021-03", DatePrecision.MONTH),
        ("referat-2021-02-30.txt", None, None),
        ("plan-2021-13.txt", None, None),
        ("plan-2020-2024.txt", None, None),
        ("plan-2030.txt", None, None),
    ],
)
def test_dates_in_the_file_name(
    name: str, value: str | None, precision: DatePrecision | None
) -> None:
    found = dated("Om havna i Sund", path=name)
    assert (found.value if found else None) == value
    if found:
        assert (found.precision, found.found_in) == (precision, "path")


def test_where_a_date_is_looked_for_first() -> None:
    everywhere = {"path": "2021-01-01.txt", "published": "2022-02-02T10:00:00Z"}
    cue = dated("Om havna", "Publisert 3. mars 2023", **everywhere)
    properties = dated("Om havna", "Sund, 4. april 2024", **everywhere)
    name = dated("Om havna", path="2021-01-01.txt", created="2020-05-05", modified="2020-06-06")
    assert [found and (found.value, found.found_in) for found in (cue, properties, name)] == [
        ("2023-03-03", "text"),
        ("2022-02-02", "metadata"),
        ("2021-01-01", "path"),
    ]


def test_the_files_own_timestamps_are_no_date() -> None:
    assert dated("Om havna", created="2020-05-05", modified="2020-06-06") is None
