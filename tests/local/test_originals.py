"""Copies of what was read, by content."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from plansvar.originals import drop_others, keep, original


def test_kept_once_and_dropped_when_unwanted(tmp_path: Path) -> None:
    data = tmp_path / "data"
    names = {}
    for text in ("en plan", "et møte"):
        path = tmp_path / "fil.txt"
        path.write_text(text, encoding="utf-8")
        names[text] = hashlib.sha256(path.read_bytes()).hexdigest()
        keep(data, path, names[text])
        keep(data, path, names[text])
        assert original(data, names[text]).read_text(encoding="utf-8") == text
    assert drop_others(data, {names["en plan"]}) == 1
    assert original(data, names["en plan"]).exists()
    assert not original(data, names["et møte"]).exists()


def test_a_copy_that_was_cut_short_is_none(tmp_path: Path) -> None:
    path = tmp_path / "fil.txt"
    path.write_text("en plan", encoding="utf-8")
    content = hashlib.sha256(b"en plan").hexdigest()
    left = original(tmp_path, content).with_name(f".{content}-1")
    left.parent.mkdir(parents=True)
    left.write_text("en pl", encoding="utf-8")
    keep(tmp_path, path, content)
    assert original(tmp_path, content).read_text(encoding="utf-8") == "en plan"
    assert drop_others(tmp_path, {content}) == 0 or not left.exists()


def test_a_file_that_has_changed_meanwhile_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "fil.txt"
    path.write_text("en annen plan", encoding="utf-8")
    content = hashlib.sha256(b"en plan").hexdigest()
    with pytest.raises(OSError, match=r"fil\.txt"):
        keep(tmp_path, path, content)
    assert not original(tmp_path, content).exists()
