"""``chat``, ``conversations`` and ``feedback`` as somebody types them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from eval.question_set import load_questions
from plansvar.messages.catalogue import message
from tests.cli.running import Cli

OWNER = "Hvem har ansvaret for Sirkulær havn nå?"


def test_a_chat_is_stored_shown_judged_exported_and_deleted(
    own: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = f"{OWNER}\nog når er fristen?\n:feil Fristen er flyttet.\n:tull\n:kilder 99\n:slutt\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    result = own("chat")
    assert result.code == 0, result.err
    assert "Brimfjord havn IKS" in result.out
    assert "Spørsmålet er lest som: Når er fristen for Sirkulær havn?" in result.out
    assert message("cli.feedback_thanks", "nb") in result.err
    assert message("cli.chat_unknown", "nb", command=":tull") in result.err
    assert message("cli.chat_no_source", "nb", number="99") in result.err

    (listed,) = own("conversations", "list", "--json").json
    assert (listed["title"], listed["questions"]) == (OWNER, 2)
    assert listed["id"] in own("conversations", "list").out
    shown = own("conversations", "show", listed["id"])
    assert "2. og når er fristen?" in shown.out
    assert "Tilbakemelding: feil svar Fristen er flyttet." in shown.out
    turns = own("conversations", "show", listed["id"], "--json").json["turns"]
    assert turns[1]["feedback"]["verdict"] == "wrong"

    given = own("feedback", "give", turns[0]["id"], "helpful")
    assert given.err.strip() == message("cli.feedback_thanks", "nb")
    out = tmp_path / "q.jsonl"
    assert own("feedback", "export", "--out", out).code == 0
    questions = {one.question: one for one in load_questions(out)}
    assert questions[OWNER].expected == ("Brimfjord\\ havn\\ IKS",)
    assert questions["og når er fristen?"].history == (OWNER,)

    assert own("conversations", "show", listed["id"], "--as", "anonymous").code == 1
    assert own("conversations", "delete", listed["id"]).code == 0
    gone = own("conversations", "show", listed["id"])
    assert gone.err.strip() == message("error.conversation.unknown", "nb", id=listed["id"])
    assert own("conversations", "list").err.strip() == message("cli.no_conversations", "nb")
    assert own("feedback", "export").err.strip() == message("cli.feedback_none", "nb")


def test_a_question_in_a_conversation(own: Cli) -> None:
    first = own("ask", OWNER, "--conversation", "new", "--json").json
    assert first["conversation"]
    second = own("ask", "og når er fristen?", "--conversation", first["conversation"], "--json")
    assert second.json["asked"] == "og når er fristen?"
    assert second.json["question"] == "Når er fristen for Sirkulær havn?"


def test_a_question_of_chosen_documents(corpus: Cli) -> None:
    answer = corpus("ask", OWNER, "--type", "minutes", "--as-of", "2024-01", "--json").json
    assert answer["applied_filters"] == {"type": ["minutes"], "until": ["2024-01"]}
    assert {one["document"]["type"] for one in answer["citations"]} <= {"minutes"}
    told = "Søkt i møtereferater til og med januar 2024."
    assert told in answer["notices"]
    refused = corpus("ask", OWNER, "--in", "finnes ikke.pdf")
    assert refused.err.strip() == message("error.scope.no_document", "nb", name="finnes ikke.pdf")
    assert json.loads(corpus("ask", "hei", "--json").out)["mode"] == "talk"
