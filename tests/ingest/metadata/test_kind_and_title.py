"""Reasons for type and authority, and titles of papers that have none on top."""

from pathlib import Path

import pytest

from ingest.assemble import assemble
from ingest.metadata import Given
from plansvar.documents.types import Authority, BlockKind, DocumentType, RawBlock, ReadFile
from tests.ingest.metadata.reading import PROSE, about, read
from tests.ingest.test_assemble import document, heading, paragraph


@pytest.mark.parametrize(
    ("title", "lines", "type_reason", "authority_reason"),
    [
        ("Handlingsprogram 2024", (), "title:handlingsprogram", "none"),
        ("Handlingsdel 2025–2028", (), "title:handlingsdel", "none"),
        ("Nasjonal samhandlingsplan", (), "title:samhandlingsplan", "none"),
        ("Planen", ("Vedtatt av formannskapet",), "title:planen", "text:vedtatt av formannskapet"),
        ("Næringsplan", ("Vedteke 3. mai 2022",), "title:næringsplan", "text:vedteke"),
        ("Høringsutkast: Næringsplan", (), "title:næringsplan", "title:høringsutkast"),
        ("Møtereferat", (), "title:møtereferat", "type:minutes"),
        ("Om havna", (), "none", "none"),
        ("Pressemelding: Ny molo", (), "title:pressemelding", "type:news"),
    ],
)
def test_reasons(
    title: str, lines: tuple[str, ...], type_reason: str, authority_reason: str
) -> None:
    found = about(title, *lines, "Moloen skal bygges.")
    assert (found.type_reason, found.authority_reason) == (type_reason, authority_reason)


def test_what_is_given_wins_and_says_so() -> None:
    source = ReadFile((heading("Referat fra styret"), paragraph("Fra: Sund kommune")))
    found = assemble(
        source,
        Path("a.txt"),
        Given(DocumentType.PLAN, Authority.DRAFT, "Brimfjord næringsråd"),
    )
    assert (found.type, found.authority) == (DocumentType.PLAN, Authority.DRAFT)
    assert found.about.type_reason == found.about.authority_reason == "configured"
    assert found.about.organisation == "Brimfjord næringsråd"
    assert found.about.organisation_found_in == "configured"


@pytest.mark.parametrize(
    "title", ["Nasjonal samhandlingsplan", "Behandlingsplan for sår", "Forhandlingsplan"]
)
def test_words_that_end_like_an_action_plan(title: str) -> None:
    assert read(title, "Moloen.").type is DocumentType.PLAN


def test_a_project_has_goals_of_its_own() -> None:
    blocks = (
        heading("Strategisk næringsplan"),
        paragraph("Molo."),
        heading("Hva er prosjektets mål?"),
    )
    assert document(*blocks).type is DocumentType.PROJECT_DESCRIPTION


@pytest.mark.parametrize(
    "line",
    [
        "Kommunestyret har bedt om forslag til tiltak, og det kom inn mange i løpet av året.",
        "Utkast til budsjett ble drøftet før den forrige planen ble lagt fram i fjor høst.",
    ],
)
def test_prose_about_drafts_makes_none(line: str) -> None:
    assert read("Næringsplan", f"I fjor: {line}").authority is Authority.OTHER


@pytest.mark.parametrize(
    "line",
    [
        "Reguleringsplanen for sentrum ble lagt bort da den var vedtatt.",
        "Planen skal vedtas av kommunestyret neste år.",
        "Tiltakene må være vedtatt av kommunene før de kan settes i gang.",
    ],
)
def test_prose_about_decisions_adopts_nothing(line: str) -> None:
    assert read("Næringsplan", line).authority is Authority.OTHER


def test_a_watermark_says_draft() -> None:
    found = read("Næringsplan", "Vedtatt av kommunestyret", margins=("UTKAST",))
    assert (found.authority, found.about.authority_reason) == (Authority.DRAFT, "margin:utkast")


def lines(*blocks: RawBlock | str, path: str = "havn.txt") -> str:
    raw = [RawBlock(BlockKind.PARAGRAPH, one) if isinstance(one, str) else one for one in blocks]
    return assemble(ReadFile(tuple(raw)), Path(path)).title


def test_headings_that_say_nothing_are_no_titles() -> None:
    assert lines(heading("NOTAT"), heading("Ny molo i Sund")) == "Ny molo i Sund"
    assert lines(heading("Innledning"), "Moloen er ny.", heading("Om molo")) == "Om molo"
    subject = "Sak: Hvordan kan moloen brukes?"
    assert lines(heading("Notat"), "Til: Rådet", subject, heading("Innledning")) == subject[5:]


def test_a_line_that_names_the_paper_above_a_section() -> None:
    assert lines("Innspill til utvalget.", "Vi er mange.", heading("Mangler")) == (
        "Innspill til utvalget"
    )
    assert lines(heading("Utvalget"), "Innspill til utvalget fra Sund") == (
        "Innspill til utvalget fra Sund"
    )
    assert lines("Planen er god.", heading("Om havna")) == "Om havna"


def test_a_letter_without_a_title_has_none() -> None:
    greeting = ("Hei,", "Artikkelen er ute nå", "Den er vedlagt her")
    assert lines(*greeting, path="brev-til-sund.txt") == "brev-til-sund"


def test_the_senders_name_on_top_is_no_title() -> None:
    title = RawBlock(BlockKind.HEADING, "HØYRINGSINNSPEL TIL PLANEN", 3)
    assert lines("Osedal bondelag", "Osedal, 3. mai 2023", title, *PROSE) == title.text


MARKED = "Unntatt offentlighet jf. offl. § 13"


@pytest.mark.parametrize("mark", [paragraph(MARKED), heading(MARKED)])
def test_a_mark_is_no_title(mark: RawBlock) -> None:
    assert lines(heading("Notat"), mark, "Om moloen i Sund", "Moloen er ny.") == "Om moloen i Sund"
    assert lines(mark, path="molo.txt") == "molo"


def test_a_title_may_end_with_a_mark() -> None:
    assert lines(heading("Plan for havna – Fortrolig"), "Ny.") == "Plan for havna – Fortrolig"


@pytest.mark.parametrize("name", ["Vedlegg", "Attachments"])
def test_a_named_attachment_is_no_title(name: str) -> None:
    assert lines("Fra: Kari Moe", f"{name}: lønnsoversikt.md", "Til orientering") == (
        "Til orientering"
    )
    assert lines(heading("Vedlegg: Budsjett for havna")) == "Vedlegg: Budsjett for havna"
