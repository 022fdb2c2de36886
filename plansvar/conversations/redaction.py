"""An answer as its reader may see it again: without what rests on sources he may no longer read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from plansvar.language.detect import Language
from plansvar.messages.catalogue import message

_BLANK = {
    "id": "",
    "path": "",
    "date": None,
    "date_precision": None,
    "type": "other",
    "authority": "other",
}


def redacted(
    answer: Mapping[str, Any], named: Sequence[Sequence[str]], readable: Collection[str]
) -> tuple[dict[str, Any], int]:
    """What of an answer may be shown.

    Where anything is withdrawn, only sentences that rest wholly on readable citations stay: words
    of our own, tables, notices and the question's reading may repeat what is withdrawn. What
    somebody wrote himself always stays.

    Args:
        answer: the JSON of the answer, as it was stored.
        named: the documents of each thing named beside the citations, one of which is enough.
        readable: the ids of the documents that the reader may read now.

    Returns:
        The answer and the number of sources withdrawn; 0: it is as it was.
    """
    gone = {one["number"] for one in answer["citations"] if one["document"]["id"] not in readable}
    sources = {one["document"]["id"] for one in answer["citations"] if one["number"] in gone}
    lost = [one for one in named if not set(one) & set(readable)]
    withdrawn = len(sources) + sum(not set(one) & sources for one in lost)
    citations = [_citation(one, gone, readable, answer["language"]) for one in answer["citations"]]
    if not withdrawn:
        return {**answer, "citations": citations}, 0
    kept = [
        one for one in answer["sentences"] if one["citations"] and not set(one["citations"]) & gone
    ]
    key = "withdrawn_one" if withdrawn == 1 else "withdrawn_many"
    notice = message(f"answer.conversation.{key}", answer["language"], count=withdrawn)
    short = answer["short_answer"]
    stands = any(short and short in one["quote"] for one in citations)
    filters = {key: one for key, one in answer["applied_filters"].items() if key != "document"}
    return {
        **answer,
        "question": answer["asked"] or answer["question"],
        "answer": "\n".join(_line(one) for one in kept),
        "short_answer": short if kept and stands else None,
        "clarification": None,
        "notices": [notice],
        "applied_filters": filters,
        "sentences": kept,
        "citations": citations,
        "table": None,
    }, withdrawn


def _line(sentence: Mapping[str, Any]) -> str:
    # Answers of before version 5 don't tell which sentences are items of a list.
    mark = "• " if sentence.get("bullet") else ""
    return f"{mark}{sentence['text']}"


def _citation(
    citation: Mapping[str, Any],
    gone: Collection[int],
    readable: Collection[str],
    language: Language,
) -> dict[str, Any]:
    if citation["number"] not in gone:
        also = [one for one in citation["also"] if one["id"] in readable]
        return {**citation, "also": also}
    hidden = message("answer.conversation.hidden", language)
    return {
        **citation,
        "document": {**_BLANK, "title": hidden},
        "page": None,
        "heading": [],
        "quote": "",
        "start": 0,
        "end": 0,
        "also": [],
    }
