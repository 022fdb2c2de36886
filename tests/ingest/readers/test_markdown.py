from pathlib import Path

import pytest

from ingest.readers import markdown
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError
from tests.ingest.readers.shapes import outline, tables


def read(tmp_path: Path, text: str | bytes) -> ReadFile:
    path = tmp_path / "a.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return markdown.read(path)


def test_structure_without_markup(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        "# Referat\n\nDet ble **vedtatt** å [støtte](https://a.example) ![bilde](b.png) klyngen\n"
        "med `100` kroner.\n\n1. Sak\n   - under\n2. Neste\n\nSlutt\n=====\n\n<script>x</script>\n",
    )
    assert outline(file) == [
        "h1 Referat",
        "p Det ble vedtatt å støtte klyngen med 100 kroner.",
        "1. Sak",
        "  - under",
        "2. Neste",
        "h1 Slutt",
    ]


def test_numbers_go_on_from_the_first(tmp_path: Path) -> None:
    assert outline(read(tmp_path, "3) tre\n4) fire\n\n   mer om fire\n")) == [
        "3) tre",
        "4) fire",
        "p mer om fire",
    ]


def test_tables(tmp_path: Path) -> None:
    (table,) = tables(read(tmp_path, "| Tiltak | Ansvar |\n|---|---|\n| Fond | **Fylket** |\n"))
    assert table.rows == (("Tiltak", "Ansvar"), ("Fond", "Fylket"))
    assert table.header_rows == 1


def test_front_matter_becomes_metadata(tmp_path: Path) -> None:
    file = read(tmp_path, "---\ntittel: 'Møte'\ndato: 2025-03-01\nsak: 12/25\n---\n\nTekst\n")
    assert file.metadata == {"title": "Møte", "published": "2025-03-01", "sak": "12/25"}
    assert outline(file) == ["p Tekst"]


def test_windows_encoding(tmp_path: Path) -> None:
    assert outline(read(tmp_path, "# Næringsliv – mål".encode("cp1252"))) == ["h1 Næringsliv – mål"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "read.empty"), (b" \n<b></b>\n", "read.no_text"), (b"\0" * 50, "read.not_this_format")],
)
def test_failures(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, content)
    assert caught.value.code == code


def test_deep_nesting_ends(tmp_path: Path) -> None:
    assert read(tmp_path, ">" * 5_000 + " dypt\n\nTekst\n").blocks
