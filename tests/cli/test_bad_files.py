"""A file that can't be read is named with its reason, and the run goes on."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pypdf
import pytest

from plansvar.messages.catalogue import message
from tests.cli.running import CORPUS, Cli, needs_rights

PDF = CORPUS / "naeringsplan-2023-2030.pdf"
DOCX = CORPUS / "protokoll-2023-11-16.docx"
PPTX = CORPUS / "kompetanseloftet-status-2025.pptx"


def _encrypted(path: Path) -> None:
    writer = pypdf.PdfWriter(PDF)
    writer.encrypt("hemmelig", algorithm="AES-256")
    writer.write(path)


def _without_text(path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(path)


@pytest.fixture
def bad(tmp_path: Path) -> dict[Path, set[str]]:
    """A folder of bad files, with the codes that fit each, and one good file among them."""
    folder = tmp_path / "blanda"
    folder.mkdir()
    (folder / "god.txt").write_text("Næringsplan\n\nHavna skal bygges ut.", encoding="utf-8")
    (folder / "tom.txt").write_bytes(b"")
    (folder / "tom.pdf").write_bytes(b"")
    (folder / "blank.md").write_text(" \n\n \n", encoding="utf-8")
    (folder / "blank.html").write_text("<html><body></body></html>", encoding="utf-8")
    _encrypted(folder / "låst.pdf")
    _without_text(folder / "skannet.pdf")
    (folder / "egentlig tekst.pdf").write_text("Dette er ingen PDF.", encoding="utf-8")
    (folder / "egentlig pdf.docx").write_bytes(PDF.read_bytes())
    for whole in (PDF, DOCX, PPTX):
        half = whole.read_bytes()[: whole.stat().st_size // 2]
        (folder / f"avkortet{whole.suffix}").write_bytes(half)
    broken = {"malformed", "not_this_format"}
    return {
        folder / "tom.txt": {"empty"},
        folder / "tom.pdf": {"empty"},
        folder / "blank.md": {"no_text"},
        folder / "blank.html": {"no_text"},
        folder / "låst.pdf": {"encrypted"},
        folder / "skannet.pdf": {"no_text"},
        folder / "egentlig tekst.pdf": broken,
        folder / "egentlig pdf.docx": broken,
        folder / "avkortet.pdf": broken | {"no_text"},
        folder / "avkortet.docx": broken,
        folder / "avkortet.pptx": broken,
    }


def test_named_with_a_reason_and_the_run_goes_on(empty: Cli, bad: dict[Path, set[str]]) -> None:
    folder = next(iter(bad)).parent
    result = empty("ingest", folder, "--groups", "public")
    assert result.code == 2
    assert result.out.startswith("Lest inn: 1 nye, ")
    assert "Traceback" not in result.err
    header, *told = result.err.splitlines()
    assert header == message("cli.failed", "nb", count=len(bad))
    # Each reason stands once, with its number of files, above their paths.
    named: dict[str, str] = {}
    reason = ""
    for line in told:
        if line.startswith("    "):
            named[line.strip()] = reason
        else:
            reason = re.sub(r" \(\d+\)$", "", line.strip())
    assert sorted(named) == sorted(map(str, bad))
    for path, why in named.items():
        assert why in {message(f"error.read.{code}", "nb") for code in bad[Path(path)]}, path
    assert [Path(one["path"]).name for one in empty("documents", "--json").json] == ["god.txt"]


def test_json_names_code_and_reason(empty: Cli, bad: dict[Path, set[str]]) -> None:
    result = empty("ingest", next(iter(bad)).parent, "--groups", "public", "--json")
    assert (result.code, result.err) == (2, "")
    failed = result.json["failed"]
    assert {one["path"] for one in failed} == set(map(str, bad))
    for one in failed:
        assert one["code"] in bad[Path(one["path"])]
        assert one["message"] == message(f"error.read.{one['code']}", "nb")


def test_reasons_in_english(empty: Cli, bad: dict[Path, set[str]]) -> None:
    locked = next(path for path in bad if path.name == "låst.pdf")
    result = empty("ingest", locked, language="en")
    assert message("error.read.encrypted", "en") in result.err


def test_nothing_but_bad_files(empty: Cli, bad: dict[Path, set[str]]) -> None:
    assert empty("ingest", next(iter(bad))).code == 2
    assert "plansvar ingest" in empty.fails("ask", "Hva skjer?")


def test_a_version_that_cannot_be_read_leaves_the_old_one(own: Cli, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Plan\n\nKaia skal hete Kjeldekaia.", encoding="utf-8")
    own("ingest", path, "--groups", "public")
    path.write_bytes(b"")
    result = own("ingest", path, "--groups", "public")
    assert result.code == 2
    assert "Kjeldekaia" in own("search", "navnet på kaia").out


def test_too_large(own: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANSVAR_MAX_FILE_BYTES", "2000000")
    big = own.data.parent / "stor.txt"
    big.write_bytes(b"a" * 2_000_001)
    result = own("ingest", big)
    assert result.code == 2
    assert message("error.read.too_large", "nb", megabytes=2) in result.err


@needs_rights
def test_no_right_to_read(own: Cli, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Plan", encoding="utf-8")
    path.chmod(0)
    result = own("ingest", path)
    assert result.code == 2
    assert "plan.txt" in result.err


def test_a_name_that_is_no_utf8(empty: Cli, tmp_path: Path) -> None:
    """As on file servers from before: the other files are read, and this one too or by name not."""
    folder = tmp_path / "gamle"
    folder.mkdir()
    try:
        with Path(os.fsdecode(os.fsencode(folder) + b"/m\xf8te.txt")).open("wb") as file:
            file.write("Møte\n\nStyret vedtok planen.".encode())
    except OSError:
        pytest.skip("this file system takes no such name")
    (folder / "plan.txt").write_text("Plan\n\nHavna skal bygges ut.", encoding="utf-8")
    result = empty("ingest", folder, "--groups", "public")
    assert result.code in {0, 2}, result.err
    assert "Traceback" not in result.err
    listed = empty("documents")
    assert listed.code == 0
    assert "plan.txt" in listed.out
