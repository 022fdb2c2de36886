"""``plansvar draft`` and ``plansvar overview``, as a user runs them."""

from __future__ import annotations

import csv
import io
import os
import signal
from pathlib import Path

import pytest
from docx import Document

from cli.commands.overview import _interruptible
from cli.context import Context
from tests.cli.running import Cli

QUESTION = "Hei! Hvem har ansvaret for tiltak 1? Hva koster en flybillett til Roma?"


def test_a_draft_as_a_file_and_on_the_terminal(corpus: Cli, tmp_path: Path) -> None:
    (tmp_path / "brev.txt").write_text(QUESTION, encoding="utf-8")
    target = tmp_path / "svar.docx"
    result = corpus("draft", "--from", str(tmp_path / "brev.txt"), "--out", str(target))
    assert (result.code, result.out) == (0, "")
    assert str(target) in result.err
    assert "Må kontrolleres:" in result.err
    texts = [one.text for one in Document(str(target)).paragraphs]
    assert "Hva koster en flybillett til Roma?" in texts
    shown = corpus("draft", QUESTION, "--language", "en")
    assert shown.code == 0
    assert "# Reply to your enquiry" in shown.out
    found = corpus("draft", QUESTION, "--json").json
    assert "Hva koster en flybillett til Roma?" in found["missing"]
    assert found["asked"][0] == "Hvem har ansvaret for tiltak 1?"


def test_the_template_can_be_had(corpus: Cli, tmp_path: Path) -> None:
    target = tmp_path / "mal.docx"
    assert corpus("draft", "--save-template", str(target)).code == 0
    assert any("{{ subject }}" in one.text for one in Document(str(target)).paragraphs)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["draft"], "--from"),
        (["draft", "Hva?", "--from", "x.txt"], "--from"),
        (["draft", "Hva?", "--out", "svar.pdf"], ".docx"),
        (["draft", "Hva?", "--template", "borte.docx"], "borte.docx"),
        (["draft", "--from", "borte.txt"], "borte.txt"),
        (["overview"], "--resume"),
        (["overview", "vedtak", "--resume", "x"], "--resume"),
        (["overview", "vedtak", "--to", "xlsx"], "--out"),
        (["overview", "vedtak", "--out", "x.pdf"], ".csv"),
        (["overview", "--resume", "0123456789abcdef"], "0123456789abcdef"),
        (["overview", "vedtak", "--after", "i fjor"], "i fjor"),
    ],
)
def test_wrong_use(corpus: Cli, arguments: list[str], said: str) -> None:
    result = corpus(*arguments)
    assert (result.code, result.out) == (1, "")
    assert said in result.err
    assert "Traceback" not in result.err


def test_an_overview(corpus: Cli, tmp_path: Path) -> None:
    result = corpus("overview", "gå gjennom alle dokumenter og list tiltak", "--to", "csv")
    assert result.code == 0
    rows = list(csv.reader(io.StringIO(result.out)))
    assert rows[0][0] == "Dokument"
    assert result.err.startswith("Gikk gjennom ")
    target = tmp_path / "funn.xlsx"
    assert corpus("overview", "tiltak", "--out", str(target)).code == 0
    assert target.read_bytes()[:2] == b"PK"
    assert corpus("overview", "tiltak", "--json").json["finished"] is True


def test_ctrl_c_stops_after_the_document_in_hand_and_twice_at_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = signal.getsignal(signal.SIGINT)  # in the background it is ignored
    with _interruptible(Context()) as stopped:
        assert not stopped()
        os.kill(os.getpid(), signal.SIGINT)
        assert stopped()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert "Stopper" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is before
