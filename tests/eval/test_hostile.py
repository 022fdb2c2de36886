"""The hostile set: how it is judged, and a part of it read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from eval.hostile import Case, Outcome, default_folder, faults, is_good, load_cases, report, run
from plansvar.settings import Settings

CASE = Case(Path("a/b.pdf"), "real", "ok", ("Plan",), ("HEMMELIG",), 100)


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("Plan for havna", "", []),
        ("Havna", "", ["must: 'Plan' is missing"]),
        ("Plan HEMMELIG", "", ["must not: 'HEMMELIG' is there"]),
        ("Plan \u200b", "", ["must not: U+200B is there"]),
        ("", "read.unsupported", []),
        ("", "read.timeout", ["hangs", "no text", "must: 'Plan' is missing"]),
        ("", "index.held", ["no code", "no text", "must: 'Plan' is missing"]),
    ],
)
def test_faults(text: str, code: str, found: list[str]) -> None:
    assert list(faults(CASE, text, code)) == found


def test_one_file_in_a_hundred_may_have_no_text() -> None:
    good = Outcome("a/b.pdf", "", 10, 0.1, 0.1, 10, ())
    silent = Outcome("a/b.pdf", "read.no_text", 0, 0.1, 0.1, 10, ("no text",))
    crashed = Outcome("a/b.pdf", "read.parser_crash", 0, 0.1, 0.1, 10, ("crashes", "no text"))
    cases = [CASE] * 100
    assert is_good(cases, [good] * 99 + [silent])
    assert not is_good(cases, [good] * 98 + [silent] * 2)
    assert not is_good(cases, [good] * 99 + [crashed])
    assert "a/b.pdf (read.parser_crash): crashes; no text" in report(cases, [good] * 99 + [crashed])


def test_a_manifest(tmp_path: Path) -> None:
    with (tmp_path / "MANIFEST.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "cls", "expect", "must", "must_not", "base_chars"])
        writer.writerow(["dev/files/a.txt", "hidden_injection", "ok", "a|b", "", "20"])
    (case,) = load_cases(tmp_path)
    assert case.path == tmp_path / "files" / "a.txt"
    assert (case.must, case.must_not, case.has_text) == (("a", "b"), ("HACKET",), True)


def test_a_part_of_the_hostile_set() -> None:
    folder = default_folder()
    if not folder.is_dir():
        pytest.skip(f"the hostile set isn't here: {folder} (name its parent: SHARED_DATA)")
    chosen = ("hidden_", "zip", "bomb", "xxe", "deep_", "divs_", "xrefstm", "bug2025674", "utf16")
    cases = [case for case in load_cases(folder) if any(name in case.path.name for name in chosen)]
    assert len(cases) > 20
    outcomes = list(run(cases, Settings()))
    assert not [one for one in outcomes if one.faults], report(cases, outcomes)
