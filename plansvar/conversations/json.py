"""Conversations as JSON; docs/conversations.md says what they are."""

from __future__ import annotations

from typing import Any

from plansvar.conversations.types import Conversation, ConversationInfo, Turn


def conversation_json(found: Conversation) -> dict[str, Any]:
    """A conversation with all that was said, the oldest first."""
    return {**info_json(found.info), "turns": [_turn_json(one) for one in found.turns]}


def info_json(info: ConversationInfo) -> dict[str, Any]:
    """A conversation in a list."""
    return {
        "id": info.id,
        "title": info.title,
        "began": info.began.isoformat(),
        "last": info.last.isoformat(),
        "questions": info.turns,
    }


def _turn_json(turn: Turn) -> dict[str, Any]:
    feedback = turn.feedback
    return {
        "id": turn.id,
        "number": turn.number,
        "at": turn.at.isoformat(),
        "asked": turn.asked,
        "answer": turn.answer,
        "withdrawn": turn.withdrawn,
        "versions": turn.versions,
        "feedback": None
        if feedback is None
        else {
            "verdict": feedback.verdict.value,
            "comment": feedback.comment,
            "at": feedback.at.isoformat(),
        },
    }
