"""Questions with the passage that answers and the passages that search mistakes for it."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.norquad import is_training, passages
from eval.retrieval.runs import load

# Of the training contexts, by checksum, those from here on choose what isn't learned.
_TUNING_FROM = 74
# Search's first hits are the mistakes to learn from; one from further down keeps the scale.
_NEAR, _FAR = 10, 30


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: ``passage`` answers it in ``passage_text[start:end]``; ``found``: best first."""

    id: str
    question: str
    passage: str
    start: int
    end: int
    found: tuple[str, ...]
    part: str


def asked(norquad: Path, run: Path) -> list[Asked]:
    """All questions whose answer stands in their passage.

    Args:
        norquad: the folder of the data.
        run: what ``plansvar eval retrieval --set norquad`` found.
    """
    begin = {
        str(one["_id"]): int(str(one["start"]))
        for one in _records(norquad / "passage_corpus.jsonl")
    }
    texts = passages(norquad)
    found = {one.query.id: one.found for one in load(run).results}
    result = []
    for one in _records(norquad / "dev_qa.jsonl"):
        key = str(one["passage_id"])
        start, end = (int(str(one[name])) - begin[key] for name in ("context_start", "context_end"))
        if not 0 <= start < end <= len(texts[key]):
            continue
        context = key.partition("#")[0]
        result.append(
            Asked(
                id=str(one["id"]),
                question=str(one["question"]),
                passage=key,
                start=start,
                end=end,
                found=found.get(str(one["id"]), ()),
                part=_part(context),
            )
        )
    return result


def negatives(one: Asked, texts: dict[str, str], count: int, dice: random.Random) -> list[str]:
    """Passages that search found for a question and that don't hold its answer's words."""
    answer = texts[one.passage][one.start : one.end].casefold()
    wrong = [
        key
        for key in one.found
        if key in texts and key != one.passage and answer not in texts[key].casefold()
    ]
    near, far = wrong[:_NEAR], wrong[_NEAR:_FAR]
    chosen = dice.sample(near, min(len(near), count - bool(far)))
    chosen += dice.sample(far, min(len(far), count - len(chosen)))
    return chosen


def _part(context: str) -> str:
    if not is_training(context):
        return "reporting"
    return "tuning" if zlib.crc32(context.encode()) % 100 >= _TUNING_FROM else "training"


def _records(path: Path) -> Sequence[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
