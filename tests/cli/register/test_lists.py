"""``plansvar register measures`` and the other lists, on a real data folder."""

from __future__ import annotations

import csv
import io
import json
from importlib import resources
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from tests.cli.running import Cli

SCHEMA: dict[str, Any] = json.loads(
    resources.files("plansvar").joinpath("schemas/register.schema.json").read_text("utf-8")
)
LISTS = (
    "measures",
    "responsibilities",
    "goals",
    "decisions",
    "applications",
    "funding",
    "questions",
    "parties",
)


def _valid(value: Any) -> Any:
    Draft202012Validator(SCHEMA).validate(value)
    return value


def _names(cli: Cli, *arguments: object) -> list[str]:
    result = cli("register", *arguments, "--json")
    assert result.code == 0, result.err
    return [fact["name"] for fact in _valid(result.json)["facts"]]


def test_a_list_for_people(region: Cli) -> None:
    result = region("register", "measures")
    assert result.code == 0, result.err
    assert result.out.startswith("Tiltak: 2 (per ")
    assert "2.1 Landstrøm på kaiene" in result.out
    assert "Ansvarlig: Vik havn KF" in result.out
    assert "endret i «Protokoll» (1. mars 2024)" in result.out
    assert "FRISTEN ER UTE" in result.out
    assert "Hemmelig" not in result.out
    assert all(len(line) <= 100 for line in result.out.splitlines())


def test_replaced_editions_are_left_out_unless_asked_for(edited: Cli, tmp_path: Path) -> None:
    assert _names(edited, "measures") == ["Frøhage"]
    assert set(_names(edited, "measures", "--all")) == {"Frøhage", "Flislade"}
    # Who names a plan wants what it says.
    assert "Flislade" in _names(edited, "measures", "--plan", "Skogplan")
    result = edited("register", "measures")
    assert result.out.startswith("Tiltak: 1 (")
    assert "utgave eller et høringsinnspill: 1" in result.err
    assert _valid(edited("register", "measures", "--json").json)["left_out"] == 1
    assert "Flislade" not in edited("register", "measures", "--csv").out
    for extra, sheets in ((), {"Frøhage"}), (("--all",), {"Frøhage", "Flislade"}):
        path = tmp_path / f"r{len(sheets)}.xlsx"
        assert edited("register", "export", path, *extra).code == 0
        book = openpyxl.load_workbook(path)
        assert {row[0] for row in book["Tiltak"].iter_rows(min_row=2, values_only=True)} == sheets
        about = [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
        assert ("Utelatt" in about) == (not extra)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_in_every_form(region: Cli, name: str, tmp_path: Path) -> None:
    assert region("register", name).code == 0
    facts = _valid(region("register", name, "--json").json)["facts"]
    rows = list(csv.DictReader(io.StringIO(region("register", name, "--csv").out)))
    assert [row["id"] for row in rows] == [fact["id"] for fact in facts]
    assert region("register", name, "--xlsx", tmp_path / "a.xlsx").code == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[0] == "Om"


def test_what_somebody_answers_for_is_not_only_measures(region: Cli) -> None:
    result = region("register", "measures", "--owner", "Vik kommune")
    assert "Ansvar: 1" in result.out
    assert "Havneoppsyn" in result.out
    assert "Landstrøm" not in result.out
    then = region("register", "measures", "--owner", "Vik kommune", "--as-of", "2023-12-31")
    assert "Landstrøm" in then.out


def test_filters(region: Cli) -> None:
    assert _names(region, "measures", "--unowned") == ["Rydding av strender"]
    assert _names(region, "measures", "--overdue") == ["Landstrøm på kaiene"]
    assert _names(region, "measures", "--changed") == ["Landstrøm på kaiene"]
    assert _names(region, "measures", "--text", "strand") == []
    assert _names(region, "measures", "--text", "rydding strender") == ["Rydding av strender"]
    assert _names(region, "decisions", "--since", "2024-02", "--case", "7/24") != []
    assert _names(region, "decisions", "--until", "2024-02-29") == []


def test_a_name_that_fits_several_is_not_guessed(region: Cli) -> None:
    result = region("register", "measures", "--owner", "kommune")
    assert (result.code, result.out) == (1, "")
    assert "Nes kommune" in result.err
    assert "Vik kommune" in result.err
    printed = region("register", "measures", "--owner", "kommune", "--json")
    assert printed.code == 1
    assert _valid(printed.json)["ambiguous"] == sorted(printed.json["ambiguous"])
    assert printed.json["facts"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--json", "--csv"), "--xlsx"),
        (("--xlsx", "a.docx"), ".xlsx"),
        (("--xlsx", "nowhere/a.xlsx"), "nowhere"),
        (("--as-of", "i fjor"), "i fjor"),
        (("--as", "ukjent"), "ukjent"),
    ],
)
def test_wrong_use(region: Cli, arguments: tuple[str, ...], said: str) -> None:
    result = region("register", "measures", *arguments)
    assert (result.code, result.out) == (1, "")
    assert said in result.err
    assert "Traceback" not in result.err


def test_text_of_documents_does_not_steer_the_terminal(region: Cli) -> None:
    out = region("register", "questions").out
    assert "Hvem betaler[2J for kaia?" in out
    assert "\x1b" not in out + region("register", "questions", "--csv").out


def test_documents_of_later_are_not_counted(region: Cli) -> None:
    assert "av dokumenter i alt: 3)" in region("register", "measures").out
    then = region("register", "measures", "--as-of", "2023")
    assert then.out.startswith("Tiltak: 2 (per 2023, av dokumenter i alt: 1)")


def test_nothing_read_in_yet(empty: Cli) -> None:
    assert "plansvar" in empty.fails("register", "measures")


def test_other_languages(region: Cli) -> None:
    assert region("register", "measures", language="nn").out.startswith("Tiltak: 2 (per ")
    out = region("register", "measures", language="en").out
    assert out.startswith("Measures: 2 (as of ")
    assert "changed by “Protokoll” (1 March 2024)" in out
