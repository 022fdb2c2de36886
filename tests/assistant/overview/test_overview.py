"""Overviews and drafts over real stores, with the real model."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from assistant.drafting.letter import draft
from assistant.overview.pipeline import overview
from assistant.pipeline import ask
from plansvar.access import User, user
from plansvar.database import reads
from plansvar.drafts import overview_files as files
from plansvar.drafts.json import overview_json
from plansvar.drafts.markdown import markdown
from plansvar.drafts.overview_types import FindingKind, Overview, OverviewRequest
from plansvar.drafts.types import CheckKind, DraftRequest, Letter
from plansvar.embedding import Embedder
from plansvar.errors import DraftError, NotFoundError, QuestionError
from plansvar.index.edge import EdgeIndex
from plansvar.language.detect import Language
from tests.assistant.conftest import Office, open_office
from tests.assistant.shire import DOCUMENTS, SECRET
from tests.conftest import READER

STAFF = user("sia", ("internal",))
DECISIONS = "gå gjennom alle protokoller etter 2023 og list vedtak om molo"


@pytest.fixture(scope="module")
def shire(model: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The region's documents, read in. For tests that change nothing."""
    folder = tmp_path_factory.mktemp("shire")
    index = EdgeIndex(folder / "index", model.dimension)
    for office in open_office(folder, index, model):
        for name, text in DOCUMENTS.items():
            office.write(name, text)
        office.ingest()
        office.ingest(office.write("lukket.md", SECRET), groups=("internal",))
        yield office
    index.close()


def go(shire: Office, question: str = "", who: User = READER, **limits: object) -> Overview:
    """An overview; whatever it is, its findings stand where they say."""
    found = overview(OverviewRequest(question, **limits), who, shire.stores)  # type: ignore[arg-type]
    for one in found.findings:
        text = reads.text(shire.stores.engine, who, one.document.version_id)
        assert text is not None
        assert text[one.start : one.end] == one.text
    return found


def written(
    shire: Office, text: str, language: Language | None = None, who: User = READER
) -> Letter:
    """A draft; each of its notes quotes what stands there."""
    letter = draft(
        DraftRequest(text, language), who, shire.stores, lambda one: ask(one, who, shire.stores)
    )
    numbers = {one.number for one in letter.notes}
    for note in letter.notes:
        for one in note.citations:
            stored = reads.text(shire.stores.engine, who, one.document.version_id)
            assert stored is not None
            assert stored[one.start : one.end] == one.quote
    used = {number for part in letter.parts for line in part.lines for number in line.notes}
    assert used <= numbers
    return letter


def test_decisions_of_all_minutes(shire: Office) -> None:
    found = go(shire, DECISIONS)
    assert [one.document.date for one in found.findings] == ["2024-05-03", "2025-02-12"]
    assert {one.kind for one in found.findings} == {FindingKind.FACT}
    assert "1. oktober 2025" in found.findings[0].text
    assert "Sak 7/24 Felles molo" in found.findings[0].heading
    assert (found.documents, found.remaining, found.finished) == (2, 0, True)
    assert "Kulturhuset" not in " ".join(one.text for one in found.findings)


def test_a_part_of_the_word_that_is_looked_for_is_not_enough(shire: Office) -> None:
    found = go(shire, "gå gjennom alle protokoller og list vedtak om kulturhusplan")
    assert found.findings == ()
    found = go(shire, "gå gjennom alle protokoller og list vedtak om kultur")
    assert [one.text for one in found.findings] == ["Kulturhuset bygges ikke."]


def test_only_what_one_may_read(shire: Office) -> None:
    mine, theirs = go(shire, DECISIONS), go(shire, DECISIONS, STAFF)
    assert (mine.documents, theirs.documents) == (2, 3)
    assert any("hemmelig" in one.text for one in theirs.findings)
    assert not any("hemmelig" in one.text for one in mine.findings)


def test_words_of_all_documents_and_those_without(shire: Office) -> None:
    found = go(shire, "hva sies om steinbruddet til moloen?")
    assert found.documents == len(DOCUMENTS)
    by_title = {one.document.title for one in found.findings}
    assert {"Notat om molo", "Årsmelding 2024"} <= by_title
    assert "Utlysning: Kystfondet 2025" in {one.title for one in found.without}
    assert found.unread == ()


def test_undated_documents_are_told_where_a_time_is_asked_for(shire: Office) -> None:
    found = go(shire, "gå gjennom alle dokumenter etter 2023 og finn hva som sies om molo")
    assert found.undated == 1
    assert "1 uten dato er ikke med" in "\n".join(files.summary(found, "nb"))


def test_stopped_and_gone_on_with(shire: Office) -> None:
    asked = iter([False, True])
    first = overview(
        OverviewRequest(DECISIONS), STAFF, shire.stores, stop=lambda: next(asked, True)
    )
    assert (first.documents, first.remaining) == (1, 2)
    assert f"--resume {first.id}" in "\n".join(files.summary(first, "nb"))
    state = shire.stores.settings.data / "overviews" / f"{first.id}.jsonl"
    assert "oktober" not in state.read_text("utf-8")
    # Half a line, as a killed run leaves it, costs one document only.
    state.write_bytes(state.read_bytes() + b'{"document": "x", "vers')
    with pytest.raises(NotFoundError, match=r"overview\.unknown"):
        go(shire, who=READER, resume=first.id)
    titles: list[str] = []
    second = overview(
        OverviewRequest(resume=first.id), STAFF, shire.stores, lambda one: titles.append(one.item)
    )
    assert len(titles) == 2
    assert second.findings == go(shire, DECISIONS, STAFF).findings
    assert second.finished


def test_who_may_no_longer_read_gets_nothing_of_it(shire: Office) -> None:
    found = go(shire, DECISIONS, STAFF)
    later = go(shire, who=user(STAFF.name, ()), resume=found.id)
    assert not any("hemmelig" in one.text for one in later.findings)


@pytest.mark.parametrize("id_", ["", "../plansvar", "0" * 16, "zz"])
def test_an_id_of_nothing(shire: Office, id_: str) -> None:
    if id_:
        with pytest.raises(NotFoundError, match=r"overview\.unknown"):
            go(shire, resume=id_)
    else:
        with pytest.raises(QuestionError, match=r"question\.empty"):
            go(shire, " ")


def test_no_such_documents(shire: Office) -> None:
    with pytest.raises(DraftError, match=r"overview\.no_documents"):
        go(shire, "gå gjennom alle protokoller før 1999 og list vedtak")


def test_files_hold_no_formulas(shire: Office, tmp_path: Path) -> None:
    found = go(shire, "hva koster moloen?", types=())
    assert any(one.text.startswith("=HYPERLINK") for one in found.findings)
    rows = list(csv.reader(io.StringIO(files.overview_csv(found, "nb"))))
    assert rows[0][:5] == ["Dokument", "Type", "Dato", "Side", "Funn"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    files.write_overview(tmp_path / "funn.xlsx", found, READER.name, "nb")
    book = openpyxl.load_workbook(tmp_path / "funn.xlsx")
    assert book.sheetnames[:2] == ["Oversikt", "Funn"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert json.loads(json.dumps(overview_json(found)))["finished"] is True


def test_a_letter_about_funding(shire: Office) -> None:
    letter = written(
        shire,
        "Hei!\n\nVi er en bedrift med 12 ansatte. Når er søknadsfristen for Kystfondet? "
        "Hva koster en flybillett til Roma?\n\nHilsen Kari",
    )
    assert [one.question for one in letter.parts] == ["Når er søknadsfristen for Kystfondet?"]
    assert letter.missing == ("Hva koster en flybillett til Roma?",)
    assert "1. mars 2025" in letter.parts[0].lines[0].text
    kinds = {one.kind for one in letter.checks}
    assert {CheckKind.WINDOW, CheckKind.NOT_JUDGED} <= kinds
    assert any("1. mars 2025" in one.text for one in letter.checks)
    assert letter.notes[0].text.startswith("Utlysning: Kystfondet 2025, 20. januar 2025")
    assert "Vi har søkt i 6 dokumenter" in markdown(letter)


def test_a_letter_in_another_language(shire: Office) -> None:
    letter = written(shire, "Hvem har ansvaret for Ny kai på Nes?", "nn")
    text = markdown(letter)
    assert "Med venleg helsing" in text
    assert "Nes kommune har ansvaret for «Ny kai på Nes»" in text
    assert any(one.kind is CheckKind.UNCONFIRMED for one in letter.checks)


def test_a_letter_tells_nothing_of_what_one_may_not_read(shire: Office) -> None:
    question = "Hva ble vedtatt om prisen på moloen?"
    assert "hemmelig" not in markdown(written(shire, question)).replace(question, "")


@pytest.mark.parametrize("text", ["", "  \n", "x" * 20_000])
def test_letters_that_are_none(shire: Office, text: str) -> None:
    with pytest.raises(QuestionError):
        written(shire, text)


def test_what_holds_now_comes_before_what_held(shire: Office) -> None:
    # Said in words that the register's readings don't know, so that the search answers.
    answer = shire.ask("Hva sier næringsplanen om fristen for tiltak 1.1 Felles molo 1. juni 2025?")
    text = answer.text
    assert "1. oktober 2025" in text
    assert text.index("1. oktober 2025") < text.rindex("1. juni 2025")
    assert "3. mai 2024" in text
