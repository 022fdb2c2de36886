"""Letters as Word files, read again with python-docx and shown with LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from plansvar.drafts.default_template import build
from plansvar.drafts.types import Letter
from plansvar.drafts.word import default_template, docx
from plansvar.errors import DraftError, NotFoundError
from plansvar.language.detect import LANGUAGES, Language
from tests.drafts.making import HOSTILE, letter

OFFICE = shutil.which("soffice")


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def text_of(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def footnotes(content: bytes) -> dict[int, str]:
    """The text of the footnotes by their ids, as the file has them."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        root = parse_xml(file.read("word/footnotes.xml"))
    return {
        int(one.get(qn("w:id"))): "".join(text.text or "" for text in one.iter(qn("w:t"))).strip()
        for one in root.findall(qn("w:footnote"))
        if int(one.get(qn("w:id"))) > 0
    }


def template(path: Path, *paragraphs: str) -> Path:
    document = Document()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(path)
    return path


def test_a_letter_holds_what_was_asked_and_answered() -> None:
    text = text_of(opened(docx(letter())))
    for part in (
        "Svar på henvendelse",
        "2. mars 2026",
        "«Fristen er 1. juni.»",
        "Brimvik kommune har ansvaret.",
        "=500 000 kroner",
        "Dette har vi ikke funnet svar på",
        "Med vennlig hilsen",
        "Dette må kontrolleres før utsending",
        "☐ Fristen 1. juni 2025 er passert.",
    ):
        assert part in text
    assert "{" not in text
    assert "\ue000" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_those_of_the_language(language: Language) -> None:
    text = text_of(opened(docx(letter(language))))
    said = {"nb": "Med vennlig hilsen", "nn": "Med venleg helsing", "en": "Kind regards"}
    assert said[language] in text


def test_notes_are_footnotes_and_a_second_reference_leads_to_the_first() -> None:
    content = docx(letter())
    assert footnotes(content) == {
        1: "Havneplan 2023–2030, 10. januar 2023, side 3",
        2: "Referat fra møte, 3. mai 2024, side 1",
    }
    body = opened(content).element.body
    references = [one.get(qn("w:id")) for one in body.iter(qn("w:footnoteReference"))]
    assert references == ["1", "2"]
    fields = [one.text.split()[1] for one in body.iter(qn("w:instrText"))]
    bookmarks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    # Bullet, the scheme, its term, the check.
    assert fields == ["_PlansvarNote2", "_PlansvarNote1", "_PlansvarNote2", "_PlansvarNote2"]
    assert set(fields) <= bookmarks


def test_text_of_documents_stays_text() -> None:
    content = docx(letter(hostile=HOSTILE))
    document = opened(content)
    text = text_of(document)
    assert "{{ 7 * 7 }}" in text
    assert "49" not in text
    assert "<script>alert(1)</script>" in text
    assert "\u202e" not in text
    assert "{{ 7 * 7 }}" in footnotes(content)[1]
    # No note comes of a mark that stands in a document.
    assert len(list(document.element.body.iter(qn("w:footnoteReference")))) == 2
    assert not [one for one in document.part.rels.values() if one.is_external]


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    own = template(
        tmp_path / "mal.docx",
        "Vår ref. 26/12",
        "{%p for part in parts %}",
        "{{ part.question }}: {% for line in part.lines %}{{ line.text }} {% endfor %}",
        "{%p endfor %}",
        "{%p for one in notes %}",
        "{{ one.number }}. {{ one.text }}",
        "{%p endfor %}",
    )
    content = docx(letter(), own)
    text = text_of(opened(content))
    assert "Vår ref. 26/12" in text
    assert "Når er fristen?: «Fristen er 1. juni.»" in text
    assert "2. Referat fra møte" in text
    assert len(footnotes(content)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "{{ parts.__class__.__mro__ }}",
        "{{ nothing_of_that_name }}",
        "{{ subject | safe }}",
        "{% for x in %}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
    ],
)
def test_a_template_that_asks_for_what_is_not_there(tmp_path: Path, text: str) -> None:
    with pytest.raises(DraftError, match=r"draft\.bad_template"):
        docx(letter(), template(tmp_path / "mal.docx", text))


def test_a_template_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"path\.missing"):
        docx(letter(), tmp_path / "borte.docx")
    for content in (b"", b"hei", b"PK\x03\x04 no zip"):
        (tmp_path / "mal.docx").write_bytes(content)
        with pytest.raises(DraftError, match=r"draft\.bad_template"):
            docx(letter(), tmp_path / "mal.docx")


def test_the_template_is_the_one_that_is_built() -> None:
    def body(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return file.read("word/document.xml") + file.read("word/styles.xml")

    assert body(default_template()) == body(build())


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_it_with_the_notes_at_the_foot(tmp_path: Path) -> None:
    (tmp_path / "brev.docx").write_bytes(docx(letter()))
    subprocess.run(
        [
            OFFICE or "",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            tmp_path / "brev.docx",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with pypdfium2.PdfDocument(tmp_path / "brev.pdf") as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) == 2
    answer, notes = pages[0].index("Fristen er 1. juni."), pages[0].index("side 3")
    assert answer < pages[0].index("Med vennlig hilsen") < notes
    assert "Dette må kontrolleres før utsending" in pages[1]


def test_a_letter_without_anything_to_check() -> None:
    bare = letter()
    empty = Letter(
        question=bare.question,
        language="nb",
        made=bare.made,
        asked=bare.asked,
        parts=(),
        schemes=(),
        missing=bare.asked,
        checks=(),
        notes=(),
        coverage=bare.coverage,
        searched=bare.searched,
    )
    content = docx(empty)
    assert "Plansvar fant ingenting" in text_of(opened(content))
    assert footnotes(content) == {}
