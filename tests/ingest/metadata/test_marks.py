"""Marks that keep a document from the public, and words that only look like them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.assemble import assemble
from plansvar.documents.about import MarkKind
from plansvar.documents.types import BlockKind, RawBlock, ReadFile
from tests.ingest.metadata.reading import PROSE, about

EXEMPT = [
    "Unntatt offentlighet",
    "UNNTATT OFFENTLIGHET",
    "Unntatt offentlighet, jf. offl. § 13",
    "Unntatt offentlighet jf offl § 13, jf fvl § 13 første ledd nr. 1",
    "Unntatt fra offentlighet etter offentleglova § 14",
    "Unntatt offentligheten (offl. § 13)",
    "Unntatt fra offentlig innsyn",
    "Unnateke offentlegheit",
    "Unnateke frå offentlegheit, jf. offl. § 15 første ledd",
    "Unntatt offentlegheit etter offentleglova § 13",
    "u.off.",
    "U.off. jf. offl. § 13",
    "U.OFF",
    "Offl. § 13, jf. fvl. § 13 første ledd nr. 2",
    "jf. offl. § 13",
    "Gradering: Unntatt offentlighet",
    "Ikke offentlig",
    "Exempt from public disclosure",
    "Unntatt etter offentleglova § 13",
    "Unntatt i medhold av offl. § 14",
    "Unnateke etter offentleglova § 13",
    "Unnateke i medhald av offentleglova § 13",
    "Tilgangskode: UO Hjemmel: offl. § 13",
    "Tilgangskode: UO",
    "Gradering: UO",
    "UO, offl. § 13",
    "Vår ref: 24/1 Unntatt offentlighet",
    "Dykkar ref.: 24/1 Dato: 1. mai 2024 Unnateke offentlegheit",
    "Our ref: 24/1 Exempt from public disclosure",
    "Unntatt off.",
    "Untatt offentlighet",
    "Unntat offentlighet",
    "Dette notatet er unntatt offentlighet, jf. offl. § 14.",
    "Dette notatet er unntatt offentlighet og legges ikke ut.",
    "Denne saka er unnateken offentlegheit.",
    "Notatet er unnateke offentlegheit, jf. offl. § 14.",
    "This memo is exempt from public disclosure.",
    "Brevet er unntatt offentlig innsyn etter offentleglova § 13",
    "Brevet er unnateke offentleg innsyn etter offentleglova § 13",
    "Unntatt offentligheten inntil behandling i styret",
    "Unnateke offentlegheit fram til styremøtet",
    "Unntatt offentlighet: Lønn havnesjef",
    "Unntatt offentlighet: Ja",
    "Unnateke offentlegheit – løna til hamnesjefen",
    "Unntatt offentlighet, jf. offl. § 23 – forhandlinger",
    "SV: Unntatt offentlighet: Lønn havnesjef",
    "Unntatt offentlighet. Dette er et utkast.",
    "Lukket møte, jf. kommuneloven § 11-5",
    "Lukka møte, jf. kommunelova § 11-5",
    "Behandles i lukket møte",
    "Closed meeting",
]
INTERNAL = [
    "Intern",
    "INTERNT",
    "Internt notat",
    "Kun til intern bruk",
    "Berre til intern bruk",
    "Følsomhet Intern (gul)",
    "Internal use only",
    "Internt arbeidsdokument",
    "Internal working document",
    "Internt notat: lønn",
    "Organinternt dokument",
]
CONFIDENTIAL = [
    "Fortrolig",
    "FORTRULEG",
    "Strengt fortrolig",
    "Konfidensielt",
    "Konfidensielt dokument",
    "Gradering: Fortrolig",
    "Confidential",
    "Strengt fortrolig - kun for styret",
    "Strengt fortruleg - berre for styret",
    "Fortrolig: skal ikke deles",
    "Fortruleg: lønn",
    "Confidential – do not distribute",
    "Re: Confidential: salary",
    "Dette er et fortrolig notat.",
    "Dette er eit fortruleg notat.",
    "This report is confidential.",
    "Skjermet",
    "Skjerma",
]
ALL = [
    *((line, MarkKind.EXEMPT) for line in EXEMPT),
    *((line, MarkKind.INTERNAL) for line in INTERNAL),
    *((line, MarkKind.CONFIDENTIAL) for line in CONFIDENTIAL),
    ("BEGRENSET", MarkKind.CLASSIFIED),
    ("Begrenset i henhold til sikkerhetsloven § 5-3", MarkKind.CLASSIFIED),
]


def kinds(*lines: str, **rest: object) -> list[MarkKind]:
    return [mark.kind for mark in about("Notat om havna", *lines, **rest).marks]


@pytest.mark.parametrize(("line", "kind"), ALL)
def test_marks_at_the_top_and_in_margins(line: str, kind: MarkKind) -> None:
    assert kinds(line, "Moloen skal bygges.") == [kind]
    assert kinds("Moloen skal bygges.", margins=(line,)) == [kind]
    top, margin = (
        about("Notat", line).marks[0],
        about("Notat", "Moloen skal bygges.", margins=(line,)).marks[0],
    )
    assert (top.quote, top.found_in) == (line, "text")
    assert (margin.quote, margin.found_in) == (line, "margin")


@pytest.mark.parametrize(
    "line",
    [
        "Dokumenter som er unntatt offentlighet, skal merkes etter offl. § 13.",
        "Saken ble unntatt offentlighet i 2019, men er nå åpen.",
        "Etter offentleglova § 13 er opplysninger som er underlagt taushetsplikt, unntatt innsyn.",
        "Ikke unntatt offentlighet",
        "Unntatt offentlighet: Nei",
        "Unntatt offentlighet: ☐",
        "Unntatt offentlighet:",
        "Offentlig",
        "Gradering: Ugradert",
        "Intern og ekstern kommunikasjon",
        "Internt samarbeid",
        "International cooperation",
        "Interne rutiner for havna",
        "Fortrolighet og tillit",
        "Begrenset tilgang til kaia",
        "Konfidensialitet",
        "Er dette fortrolig?",
        "Åpen",
        "Vedlegg: Kontrakt (unntatt offentlighet, offl. § 23)",
        "Opplysninger som er unntatt offentlighet, skal behandles etter reglene i offentleglova.",
        "Opplysningar som er unnatekne offentlegheit, skal handsamast etter offentleglova.",
        "Planen er ikke unntatt offentlighet",
        "Planen er ikkje unnateken offentlegheit.",
        "The plan is not exempt from public disclosure.",
        "Dette notatet er unntatt offentlighet hvis styret vil det.",
        "Fortrolighet er viktig",
        "Fortrolighet: alle har taushetsplikt",
        "Unntatt offentlighet: hva betyr det?",
        "Unntatt offentlighet – en veileder",
        "Unntatt offentlighet: Ingen",
        "Unntatt etter plan- og bygningsloven § 20-5",
        "UO",
        "Skjermet for vind og bølger",
        "Tilbudet er begrenset.",
        "Begrenset: bare tre plasser",
        "Møtet ble lukket klokken tre.",
        "Saken ble behandlet i lukket møte, og vedtaket er offentlig.",
        "Kommuneloven § 11-5",
    ],
)
def test_words_that_are_no_marks(line: str) -> None:
    assert kinds(line, "Moloen skal bygges.") == []
    assert kinds("Moloen skal bygges.", margins=(line,)) == []


@pytest.mark.parametrize(("line", "kind"), ALL)
def test_items_of_a_list_at_the_top(line: str, kind: MarkKind) -> None:
    def found(*before: str) -> list[MarkKind]:
        paragraphs = [RawBlock(BlockKind.PARAGRAPH, text) for text in before]
        item = RawBlock(BlockKind.LIST_ITEM, line)
        document = assemble(ReadFile((*paragraphs, item)), Path("a.md"))
        return [mark.kind for mark in document.about.marks]

    assert found("Notat", "Moloen skal bygges.") == [kind]
    assert found(*PROSE) == []


def test_an_agenda_names_what_other_papers_are() -> None:
    item = RawBlock(BlockKind.LIST_ITEM, "Sak 4: Lønn – unntatt offentlighet")
    document = assemble(ReadFile((RawBlock(BlockKind.HEADING, "Møte", 1), item)), Path("a.md"))
    assert document.about.marks == ()


def test_a_title_that_begins_with_its_mark() -> None:
    for title in ("Internt: budsjettet", "Intern – utkast", "Skjermet: lønn"):
        assert len(about(title, "Moloen skal bygges.").marks) == 1, title
    # Further down they say what a line is about.
    assert kinds("Internt: tre møter. Eksternt: fem.") == []


def test_a_long_paragraph_that_begins_with_a_mark() -> None:
    rest = "Moloen skal bygges i fire etapper, og hver av dem tar to år. " * 3
    assert kinds(f"Unntatt offentlighet. {rest}") == [MarkKind.EXEMPT]
    assert kinds(f"Dette notatet er unntatt offentlighet fordi {rest}") == [MarkKind.EXEMPT]
    assert kinds(f"Unntatt offentlighet er det som følger av loven. {rest}") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("z Unntatt offentlighet lønn.md", MarkKind.EXEMPT),
        ("lonn_unntatt_offentlighet.pdf", MarkKind.EXEMPT),
        ("Unnateke-offentlegheit-løn.pdf", MarkKind.EXEMPT),
        ("LønnUnntattOffentlighet.docx", MarkKind.EXEMPT),
        ("notat u.off.docx", MarkKind.EXEMPT),
        ("FORTROLIG lønn.xlsx", MarkKind.CONFIDENTIAL),
        ("fortruleg_notat.docx", MarkKind.CONFIDENTIAL),
        ("Salary - confidential - draft.docx", MarkKind.CONFIDENTIAL),
        ("budsjett (internt).xlsx", MarkKind.INTERNAL),
        ("budsjett - internt arbeidsdokument v2.xlsx", MarkKind.INTERNAL),
        ("intern kommunikasjon.pdf", None),
        ("internasjonal strategi.pdf", None),
        ("begrenset anbudskonkurranse.pdf", None),
        ("ikke fortrolig.pdf", None),
        ("veileder unntatt offentlighet.pdf", None),
        ("Rutine for fortrolig informasjon.pdf", None),
        ("havn.pdf", None),
    ],
)
def test_the_name_of_the_file(name: str, expected: MarkKind | None) -> None:
    marks = about("Notat om havna", "Moloen skal bygges.", path=name).marks
    assert [mark.kind for mark in marks] == ([expected] if expected else [])
    assert all((mark.quote, mark.found_in) == (name, "path") for mark in marks)


def test_a_title_may_end_with_its_mark() -> None:
    for title in (
        "Saksframlegg (unntatt offentlighet, offl. § 13)",
        "Avtale om kai – unntatt offentlighet",
        "Notat om kai – Internt",
    ):
        assert len(about(title, "Moloen skal bygges.").marks) == 1, title


def test_deep_in_a_document_only_the_law_marks() -> None:
    assert kinds(*PROSE, "Unntatt offentlighet, jf. offl. § 13") == [MarkKind.EXEMPT]
    for line in ("Internt", "Fortrolig", "Begrenset"):
        assert kinds(*PROSE, line) == []
    assert kinds(*PROSE, "Gradering: Fortrolig") == [MarkKind.CONFIDENTIAL]


def test_what_stands_on_several_pages_is_stamped_on_them() -> None:
    def page(number: int, *lines: str) -> list[RawBlock]:
        return [RawBlock(BlockKind.PARAGRAPH, line, page=number) for line in lines]

    def found(*blocks: RawBlock) -> list[MarkKind]:
        document = assemble(ReadFile(blocks), Path("a.pdf"))
        return [mark.kind for mark in document.about.marks]

    assert found(*page(1, *PROSE), *page(2, "Fortrolig", *PROSE), *page(3, "Fortrolig")) == [
        MarkKind.CONFIDENTIAL
    ]
    assert found(*page(1, *PROSE), *page(2, "Fortrolig", *PROSE)) == []
    assert found(*page(1, *PROSE, "Fortrolig"), *page(2, *PROSE)) == [MarkKind.CONFIDENTIAL]


def test_a_case_head_in_a_table() -> None:
    assert kinds("Moloen.", rows=(("Gradering", "Unntatt offentlighet, offl. § 13"),)) == [
        MarkKind.EXEMPT
    ]
    assert kinds("Moloen.", rows=(("Tilgangskode", "u.off."), ("Dato", "1. mai 2020"))) == [
        MarkKind.EXEMPT
    ]
    assert kinds("Moloen.", rows=(("Tilgangskode", "UO"), ("Dato", "1. mai 2020"))) == [
        MarkKind.EXEMPT
    ]
    assert kinds("Moloen.", rows=(("Deltaker", "UO"), ("Dato", "1. mai 2020"))) == []
    # Columns of a journal, and a form that nobody filled in.
    journal = (("Sak", "Dato", "Unntatt offentlighet"), ("12/23", "1. mai", "Nei"))
    assert kinds("Moloen.", rows=journal) == []
    assert kinds("Moloen.", rows=(("Unntatt offentlighet:", ""), ("Intern", "Ekstern"))) == []


def test_a_label_that_somebody_chose() -> None:
    assert kinds("Moloen.", properties={"sensitivity": "Fortrolig"}) == [MarkKind.CONFIDENTIAL]
    assert kinds("Moloen.", properties={"sensitivity": "Intern (HOD)"}) == [MarkKind.INTERNAL]
    for word in ("Company-Confidential", "Private", "Personal"):
        assert kinds("Moloen.", properties={"sensitivity": word}) == [MarkKind.CONFIDENTIAL]
    for word in ("Åpen", "Normal", "Public"):
        assert kinds("Moloen.", properties={"sensitivity": word}) == []


def test_each_kind_once() -> None:
    found = about("Notat", "Fortrolig", "Unntatt offentlighet", margins=("Unntatt offentlighet",))
    assert sorted(mark.kind for mark in found.marks) == [MarkKind.CONFIDENTIAL, MarkKind.EXEMPT]


@given(st.sampled_from(ALL), st.sampled_from(["", " ", "*", "**", "– ", "["]), st.booleans())
def test_case_and_ornament_change_nothing(
    mark: tuple[str, MarkKind], ornament: str, upper: bool
) -> None:
    line, kind = mark
    line = f"{ornament}{line.upper() if upper else line}{ornament[::-1].replace('[', ']')}"
    assert kinds(line, "Moloen skal bygges.") == [kind]


@given(st.sampled_from(ALL))
def test_a_sentence_around_a_mark_unmakes_it(mark: tuple[str, MarkKind]) -> None:
    line, _ = mark
    assert kinds(f"Kommunen skrev «{line}» på alle brevene som gikk ut i fjor høst.") == []
