"""Feedback as questions to measure with; examples/FORMAT.md has the format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from plansvar.conversations.types import Verdict
from plansvar.database.conversations import StoredTurn

_HISTORY = 3


def as_question(turn: StoredTurn, history: Sequence[str]) -> dict[str, Any]:
    """A turn with feedback as a line of a question file.

    A helpful answer gives what is expected: its short form, or else its quotes. Of another one it
    is known what is wrong, but not what is right: ``expected`` is empty, and a person fills it in;
    ``forbidden`` is what a wrong answer said, and the comment stands in ``answer``.
    """
    answer, verdict = turn.answer, Verdict(turn.verdict or "")
    helpful = verdict is Verdict.HELPFUL
    said = _said(answer)
    right = said if helpful or verdict is Verdict.WRONG_SOURCE else []
    answerable = not (helpful and answer["abstained"])
    return {
        "id": f"feedback-{turn.id}",
        "pair": None,
        "language": answer["language"],
        "kind": "conversation" if history else _kind(answer),
        "history": list(history[-_HISTORY:]),
        "question": turn.asked,
        "groups": list(turn.groups),
        "answerable": answerable,
        "near_miss": False,
        "answer": turn.comment or (answer["answer"] if helpful else verdict.value),
        "expected": right if answerable else [],
        "forbidden": said if verdict is Verdict.WRONG else [],
        "evidence": [_evidence(one) for one in answer["citations"]]
        if helpful and answerable
        else [],
    }


def _kind(answer: Mapping[str, Any]) -> str:
    return "list" if answer["table"] else "fact"


def _said(answer: Mapping[str, Any]) -> list[str]:
    """Patterns of what an answer says: each must be in an answer that says the same."""
    if answer["abstained"]:
        return []
    if answer["short_answer"]:
        return [re.escape(answer["short_answer"])]
    texts = [one["text"] for one in answer["sentences"] if one["citations"]]
    return [re.escape(one) for one in texts]


def _evidence(citation: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "document": PurePath(citation["document"]["path"]).name,
        "page": citation["page"],
        "quote": citation["quote"],
    }
