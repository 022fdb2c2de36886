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
]
INTERNAL = [
    "Intern",
    "INTERNT",
    "Internt notat",
    "Kun til intern bruk",
    "Berre til intern bruk",
    "Følsomhet Intern (gul)",
    "Internal use only",
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
    ],
)
def test_words_that_are_no_marks(line: str) -> None:
    assert kinds(line, "Moloen skal bygges.") == []
    assert kinds("Moloen skal bygges.", margins=(line,)) == []


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
    # Columns of a journal, and a form that nobody filled in.
    journal = (("Sak", "Dato", "Unntatt offentlighet"), ("12/23", "1. mai", "Nei"))
    assert kinds("Moloen.", rows=journal) == []
    assert kinds("Moloen.", rows=(("Unntatt offentlighet:", ""), ("Intern", "Ekstern"))) == []


def test_a_label_that_somebody_chose() -> None:
    assert kinds("Moloen.", properties={"sensitivity": "Fortrolig"}) == [MarkKind.CONFIDENTIAL]
    assert kinds("Moloen.", properties={"sensitivity": "Intern (HOD)"}) == [MarkKind.INTERNAL]
    assert kinds("Moloen.", properties={"sensitivity": "Åpen"}) == []


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
