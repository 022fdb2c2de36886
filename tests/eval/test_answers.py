"""Answers are measured whole: what is right, complete, cited and rightly left unanswered."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.answers.running import ABSTAINED, CITED, COMPLETE, CORRECT, figures, run
from eval.retrieval.report import markdown
from eval.retrieval.runs import load, save
from plansvar.embedding import Embedder
from plansvar.settings import Settings


def question(
    key: str, text: str, expected: list[str], document: str = "", history: tuple[str, ...] = ()
) -> dict[str, Any]:
    quotes = [{"document": document, "page": None, "quote": "x"}] if document else []
    return {
        "id": key, "pair": "p" if expected else None, "language": "nn" if "Kva " in text else "nb",
        "kind": "fact", "question": text, "history": history, "groups": ["public"],
        "answerable": bool(expected), "near_miss": False, "answer": "", "expected": expected,
        "evidence": quotes,
    }  # fmt: skip


QUESTIONS = [
    question("nb", "Når ble moloen i Sund bygd?", ["1962"], "molo.md"),
    question("nn", "Kva år vart moloen i Sund bygd?", ["1962", "44 millionar"]),
    question("none", "Hva heter ordføreren i Trondheim?", []),
    question("later", "Når ble den bygd?", ["1962"], history=("Hva er moloen i Sund?", "Takk!")),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "half" / "corpus").mkdir(parents=True)
    (tmp_path / "half" / "questions").mkdir()
    text = "# Moloen i Sund\n\nMoloen i Sund ble bygd i 1962.\n"
    (tmp_path / "half" / "corpus" / "molo.md").write_text(text, encoding="utf-8")
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in QUESTIONS)
    (tmp_path / "half" / "questions" / "a.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path / "half"


def test_a_half_is_read_in_asked_and_told(
    folder: Path,
    tmp_path: Path,
    no_settings: Path,
    loaded_once: Callable[..., Embedder],
) -> None:
    done, judged = run(folder, tmp_path / "work", Settings())
    right, half, none, _ = (one.figures for one in done.results)
    assert right == {CORRECT: 1, COMPLETE: 1, CITED: 1}
    assert (half[CORRECT], half[COMPLETE]) == (0, 0.5)
    assert none == {CORRECT: 1, ABSTAINED: 1}
    # What went before is asked first, in one conversation.
    assert [bool(one.answer.conversation) for one in judged] == [False, False, False, True]
    told = markdown(done)
    assert "| conversation | 1 |" in told
    assert "| unanswerable | 1 | 1.000 | – |" in told
    assert "Nynorsk less bokmål, 1 pairs" in told
    assert load(save(done, tmp_path)) == done
    answered = replace(judged[2], answer=judged[0].answer, right=False)
    assert figures(answered)[ABSTAINED] == 0
    missed = replace(judged[0], answer=judged[2].answer, right=False, facts=0.0, cited=None)
    assert figures(missed) == {CORRECT: 0, COMPLETE: 0, ABSTAINED: 0}
    # A second run uses what is there, and of a blind half nothing but figures is kept.
    blind, _ = run(folder, tmp_path / "work", Settings(), blind=True, every=2)
    assert len(blind.results) == 2
    assert "molo" not in save(blind, tmp_path).read_text("utf-8")
