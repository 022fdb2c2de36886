"""Looking closer, correcting, and files."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from tests.cli.register.test_lists import _valid
from tests.cli.running import Cli


def _fact(cli: Cli, name: str, *, kind: str = "measures") -> dict[str, Any]:
    facts = cli("register", kind, "--json").json["facts"]
    found: dict[str, Any] = next(fact for fact in facts if fact["name"] == name)
    return found


def _id(cli: Cli, name: str, *, kind: str = "measures") -> str:
    return str(_fact(cli, name, kind=kind)["id"])


def test_show_and_history(region: Cli) -> None:
    id_ = _id(region, "Landstrøm på kaiene")
    for typed in (id_, id_[:8], id_[2:10], f"[{id_.upper()}]"):
        out = region("register", "show", typed).out
        assert "«measure! number=2.1; leads=Vik havn KF»" in out or "«Vik havn KF»" in out
    history = region("register", "history", id_).out
    assert "Vik kommune" in history
    assert history.index("Vik kommune") < history.rindex("Vik havn KF")
    _valid(region("register", "show", id_, "--json").json)
    _valid(region("register", "history", id_, "--json").json)


def test_an_id_that_fits_several_or_none(region: Cli) -> None:
    assert "Flere id-er begynner med m-" in region.fails("register", "show", "m-")
    assert "Finner ikke" in region.fails("register", "show", "m-ffffffffffff")
    assert "Finner ikke" in region.fails("register", "show", "")


def test_conflicts_and_review(region: Cli) -> None:
    conflicts = region("register", "conflicts")
    assert conflicts.code == 0
    assert "31. januar 2027" in conflicts.out
    assert "→ 30. juni 2024" in conflicts.out
    review = region("register", "review")
    assert "1. Kildene er uenige" in review.out
    assert "Ingen har ansvaret" in review.out
    queue = _valid(region("register", "review", "--limit", 1, "--json").json)
    assert len(queue["items"]) == 1 < queue["total"]
    _valid(region("register", "conflicts", "--json").json)


def test_a_correction_and_the_way_back(region: Cli) -> None:
    id_ = _id(region, "Rydding av strender")
    result = region("register", "correct", id_[:8], "ansvarlig", "Nes kommune", "--note", "ringte")
    assert result.code == 0, result.err
    assert "Nes kommune" in result.out
    assert "rettet av" in result.out
    log = _valid(region("register", "log", "--json").json)["corrections"]
    assert [(one["fact"], one["field"], one["after"], one["note"]) for one in log] == [
        (id_, "leads", ["Nes kommune"], "ringte")
    ]
    undo = result.err.split()[-1]
    assert log[0]["id"].startswith(undo)
    assert "Ansvarlig: – → Nes kommune" in region("register", "log").out
    assert region("register", "withdraw", undo).code == 0
    assert _fact(region, "Rydding av strender")["fields"]["leads"] == []
    assert len(region("register", "log", "--json").json["corrections"]) == 2


def test_confirm_reject_merge(region: Cli) -> None:
    first, second = (_id(region, name) for name in ("Landstrøm på kaiene", "Rydding av strender"))
    done = _valid(region("register", "confirm", first, "--json").json)
    assert done["fact"]["confirmed"]["kind"] == "confirmed"
    merged = _valid(region("register", "merge", first, second, "--json").json)
    assert merged["correction"]["action"] == "merge"
    assert len(region("register", "measures", "--json").json["facts"]) == 1
    rejected = _valid(region("register", "reject", merged["fact"]["id"], "--json").json)
    assert rejected["fact"] is None
    assert region("register", "measures", "--json").json["facts"] == []
    undo = rejected["correction"]["id"]
    assert region("register", "withdraw", undo).code == 0
    assert len(region("register", "measures", "--json").json["facts"]) == 1


def test_corrections_that_make_no_sense(region: Cli) -> None:
    id_ = _id(region, "Rydding av strender")
    region.fails("register", "correct", id_, "eier", "Nes kommune")
    region.fails("register", "correct", id_, "frist", "til våren")
    region.fails("register", "merge", id_, id_)
    region.fails("register", "withdraw", "ffff")
    for arguments in (("frist",), ("frist", "2026", "--nothing"), ("frist", " ")):
        result = region("register", "correct", id_, *arguments)
        assert (result.code, result.out) == (1, "")
    assert region("register", "log", "--json").json["corrections"] == []


def test_nothing_is_known_of_a_field(region: Cli) -> None:
    id_ = _id(region, "Rydding av strender")
    assert region("register", "correct", id_, "deadline", "--nothing").code == 0
    assert _fact(region, "Rydding av strender")["fields"]["deadline"] == []


def test_files(region: Cli, tmp_path: Path) -> None:
    book, timeline, tree = (tmp_path / name for name in ("r.xlsx", "t.svg", "g.svg"))
    result = region("register", "export", book)
    assert (result.code, result.out) == (0, "")
    assert {"Mål", "Tiltak", "Ansvar", "Vedtak"} <= set(openpyxl.load_workbook(book).sheetnames)
    assert region("register", "timeline", timeline).code == 0
    assert region("register", "tree", tree, "--measures").code == 0
    for path, words in ((timeline, "Landstrøm overføres"), (tree, "Halve utslippet")):
        root = ET.fromstring(path.read_bytes())
        assert any(words in (one.text or "") for one in root.iter())
        assert "Hemmelig" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["export", "timeline", "tree"])
def test_files_that_cannot_be_written(region: Cli, command: str, tmp_path: Path) -> None:
    for name in ("plan.docx", "nowhere/a.svg", "nowhere/a.xlsx"):
        result = region("register", command, tmp_path / name)
        assert (result.code, result.out) == (1, "")
        assert "Traceback" not in result.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
