"""What the adapter learns from: questions, the text that answers, and texts that don't."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.norquad import contexts, is_training, questions
from plansvar.language.sentences import sentence_spans

# Sentences of an article that lie around the one that answers, to each side.
_AROUND = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the unit that answers it, and others of the same document.

    ``document`` tells which examples are about the same: their answers aren't wrong for sure.
    """

    question: str
    answer: str
    others: tuple[str, ...]
    document: str


_MADE_UP = Path(__file__).parent / "made_up"


def made_up() -> Iterator[Example]:
    """Examples of made-up plan documents, one JSON object a line."""
    for file in sorted(_MADE_UP.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            document = json.loads(line)
            units = document["units"]
            texts = [f"{unit['heading']}\n{unit['text']}" for unit in units]
            for at, unit in enumerate(units):
                others = tuple(text for text in texts if text != texts[at])
                for question in unit["questions"]:
                    yield Example(question["text"], texts[at], others, f"{file.name}:{number}")


def norquad(folder: Path) -> Iterator[Example]:
    """Examples of NorQuAD's training part: the sentence that holds the answer."""
    articles = contexts(folder)
    sentences = {key: sentence_spans(text) for key, text in articles.items()}
    for one in questions(folder):
        if not is_training(one.context_id):
            continue
        spans, text = sentences[one.context_id], articles[one.context_id]
        holding = [at for at, (start, end) in enumerate(spans) if start <= one.start < end]
        if not holding:
            continue
        at = holding[0]
        near = [*range(max(0, at - _AROUND), at), *range(at + 1, min(len(spans), at + _AROUND + 1))]
        others = tuple(text[slice(*spans[number])] for number in near)
        yield Example(one.text, text[slice(*spans[at])], others, one.context_id)
