"""NorQuAD's development part as documents and questions, for fitting and measuring.

Ivanova et al., "NorQuAD: Norwegian Question Answering Dataset", NODALIDA 2023. The data is not part
of this repository; the functions take the folder that holds it.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

_TRAINING_SHARE = 80


@dataclass(frozen=True, slots=True)
class NorquadQuestion:
    """A question, the context that holds its answer, and where: ``context[start:end]``."""

    id: str
    text: str
    context_id: str
    passage_id: str
    start: int
    end: int


def contexts(folder: Path) -> dict[str, str]:
    """The articles, by id, put together from their passages (gaps become line breaks)."""
    articles: dict[str, list[dict[str, object]]] = defaultdict(list)
    for record in _records(folder / "passage_corpus.jsonl"):
        articles[str(record["context_id"])].append(record)
    return {key: _joined(parts) for key, parts in articles.items()}


def passages(folder: Path) -> dict[str, str]:
    """The passages as the set has them, by id (the article's, ``#``, and a number)."""
    return {str(one["_id"]): str(one["text"]) for one in _records(folder / "passage_corpus.jsonl")}


def questions(folder: Path) -> list[NorquadQuestion]:
    """All questions, in the order of the file."""
    return [
        NorquadQuestion(
            id=str(record["id"]),
            text=str(record["question"]),
            context_id=str(record["passage_id"]).partition("#")[0],
            passage_id=str(record["passage_id"]),
            start=int(str(record["context_start"])),
            end=int(str(record["context_end"])),
        )
        for record in _records(folder / "dev_qa.jsonl")
    ]


def is_training(context_id: str) -> bool:
    """The split: 80 % of the contexts, by a checksum of their id, are for fitting; 20 % report."""
    return zlib.crc32(context_id.encode()) % 100 < _TRAINING_SHARE


def _joined(parts: list[dict[str, object]]) -> str:
    text = ""
    for part in sorted(parts, key=lambda one: int(str(one["start"]))):
        gap = int(str(part["start"])) - len(text)
        # One character was a space after a full stop, more were line breaks.
        text += (" " if gap == 1 else "\n" * gap) + str(part["text"])
    return text


def _records(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
