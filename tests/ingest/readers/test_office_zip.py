import zipfile
from pathlib import Path

import docx as python_docx
import pytest

from ingest.readers import docx, pptx
from plansvar.errors import ReadError
from tests.ingest.readers.office import rezip


@pytest.fixture
def good(tmp_path: Path) -> Path:
    document = python_docx.Document()
    document.add_paragraph("Hei")
    document.save(tmp_path / "good.docx")
    return tmp_path / "good.docx"


def fails(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        docx.read(path)
    return caught.value.code


def test_empty_wrong_and_truncated_files(tmp_path: Path, good: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"")
    assert fails(path) == "read.empty"
    path.write_bytes(b"%PDF-1.7 ikke Word")
    assert fails(path) == "read.not_this_format"
    path.write_bytes(good.read_bytes()[:3000])
    assert fails(path) == "read.malformed"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hei.txt", "hei")
    assert fails(path) == "read.not_this_format"
    with pytest.raises(ReadError, match=r"read.not_this_format"):
        pptx.read(good)


def test_ole_files_are_encrypted_or_old(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert fails(path) == "read.encrypted"
    path.write_bytes(ole + "WordDocument".encode("utf-16-le"))
    assert fails(path) == "read.not_this_format"


def test_bombs(tmp_path: Path, good: Path) -> None:
    assert fails(rezip(good, {"word/media/a.bin": bytes(80_000_000)})) == "read.archive_bomb"
    path = tmp_path / "many.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}.txt", "")
    assert fails(path) == "read.archive_bomb"


def test_a_size_that_lies_is_counted_while_reading(good: Path) -> None:
    bomb = rezip(good, {"word/document.xml": b"<a>" + b" " * 30_000_000 + b"</a>"})
    data = bomb.read_bytes()
    size = (30_000_007).to_bytes(4, "little")
    assert size in data
    bomb.write_bytes(data.replace(size, (10).to_bytes(4, "little")))
    assert fails(bomb) in {"read.archive_bomb", "read.malformed"}


def test_a_size_that_cannot_be_is_not_believed(good: Path) -> None:
    document = zipfile.ZipFile(good).read("word/document.xml")
    path = rezip(good, {"word/document.xml": document})
    size = len(document).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (4_000_000_000).to_bytes(4, "little")))
    assert docx.read(path).blocks


def test_a_document_type_is_refused(tmp_path: Path, good: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hemmelig")
    xml = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]><d>&e;</d>'
    assert fails(rezip(good, {"word/document.xml": xml.encode()})) == "read.malformed"
    assert fails(rezip(good, {"word/document.xml": xml.encode("utf-16")})) == "read.malformed"


def test_broken_parts(good: Path) -> None:
    assert fails(rezip(good, {"word/document.xml": b"<w:document"})) == "read.malformed"
    assert fails(rezip(good, {"word/document.xml": None})) == "read.malformed"
    assert fails(rezip(good, {"[Content_Types].xml": None})) == "read.not_this_format"
    assert (
        fails(rezip(good, {"word/document.xml": b"<a>" * 300 + b"</a>" * 300})) == "read.malformed"
    )


def test_a_damaged_property_part_costs_no_text(good: Path) -> None:
    file = docx.read(rezip(good, {"docProps/core.xml": b"<nei"}))
    assert file.blocks[0].text == "Hei"
    assert file.metadata == {}


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    assert fails(path) == "read.too_large"
