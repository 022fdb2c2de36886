"""Train the re-ranker.

``python -m eval.reranker.train NORQUAD RUN MODEL OUT [--epochs N] [--minutes M]``

The encoder of the built-in embedding model reads question and passage together; a linear layer on
the first token gives their relevance, another on every token says where an answer begins and ends.
The relevance learns from the right passage against two that search took for it (softmax over the
three, as in Nogueira and Cho, "Passage re-ranking with BERT", 2019, but listwise); the spans learn
from the right passage alone. Word embeddings and the lowest layers stay as they are: the embeddings
are not kept twice, and the layers cost a fifth of the time and gained nothing.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from eval.norquad import passages
from eval.reranker.pairs import Asked, asked, negatives

MOST_TOKENS = 176
_FROZEN_LAYERS = 6
_QUESTIONS_A_STEP = 8
_NEGATIVES = 2
_RATE, _DECAY, _WARM = 6e-5, 0.01, 0.08
_SPAN_WEIGHT = 0.5


class Reranker(nn.Module):
    """The encoder with a relevance and two span scores."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, dtype=torch.float32)
        self.heads = nn.Linear(self.encoder.config.hidden_size, 3)
        nn.init.normal_(self.heads.weight, std=0.02)
        nn.init.zeros_(self.heads.bias)
        for frozen in (self.encoder.embeddings, *self.encoder.encoder.layer[:_FROZEN_LAYERS]):
            frozen.requires_grad_(requires_grad=False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Scores of tokens, shape ``(pairs, tokens, 3)``: relevance (first token), begin, end."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        scores: Tensor = self.heads(states)
        return scores


@dataclass(frozen=True, slots=True)
class Pair:
    """Token ids of a question and a passage, and the token span of the answer, if it is there."""

    ids: list[int]
    passage_at: int
    span: tuple[int, int] | None


class Pairs:
    """Makes token ids as the re-ranker will see them."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        vocabulary = self._tokenizer.get_vocab()
        self._bos, self._eos, self.pad = (vocabulary[one] for one in ("<s>", "</s>", "<pad>"))

    def pair(self, question: str, text: str, answer: tuple[int, int] | None = None) -> Pair:
        """``answer``: where it stands in ``text``."""
        asked_ids = self._tokenizer.encode(question, add_special_tokens=False).ids[:48]
        head = [self._bos, *asked_ids, self._eos, self._eos]
        told = self._tokenizer.encode(text, add_special_tokens=False)
        kept = told.ids[: MOST_TOKENS - len(head) - 1]
        span = None
        if answer:
            inside = [
                number
                for number, (start, end) in enumerate(told.offsets[: len(kept)])
                if start < answer[1] and end > answer[0]
            ]
            span = (len(head) + inside[0], len(head) + inside[-1]) if inside else None
        return Pair([*head, *kept, self._eos], len(head), span)

    def batch(self, pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
        """Ids and mask, padded to the longest."""
        longest = max(len(one.ids) for one in pairs)
        ids = torch.tensor([one.ids + [self.pad] * (longest - len(one.ids)) for one in pairs])
        return ids, torch.ne(ids, self.pad).long()


def loss_of(scores: Tensor, mask: Tensor, groups: Sequence[Sequence[Pair]]) -> Tensor:
    """Relevance of the first of each group against the others, and its span."""
    total, at = torch.zeros(()), 0
    for group in groups:
        relevance = scores[at : at + len(group), 0, 0]
        total = total - torch.log_softmax(relevance, 0)[0]
        if group[0].span:
            for column, target in zip((1, 2), group[0].span, strict=True):
                over = scores[at, group[0].passage_at :, column].masked_fill(
                    mask[at, group[0].passage_at :] == 0, -1e4
                )
                total = (
                    total - _SPAN_WEIGHT * torch.log_softmax(over, 0)[target - group[0].passage_at]
                )
        at += len(group)
    return total / len(groups)


def steps(
    training: Sequence[Asked], texts: dict[str, str], pairs: Pairs, dice: random.Random
) -> Iterator[list[list[Pair]]]:
    """One epoch: groups of like length stand together, the batches come in any order."""
    groups = []
    for one in training:
        wrong = negatives(one, texts, _NEGATIVES, dice)
        right = pairs.pair(one.question, texts[one.passage], (one.start, one.end))
        groups.append([right, *(pairs.pair(one.question, texts[key]) for key in wrong)])
    groups.sort(key=lambda group: max(len(one.ids) for one in group))
    batches = [
        groups[at : at + _QUESTIONS_A_STEP] for at in range(0, len(groups), _QUESTIONS_A_STEP)
    ]
    dice.shuffle(batches)
    yield from batches


def train(
    norquad: Path, run: Path, model_folder: Path, out: Path, epochs: int, minutes: float
) -> None:
    """Train and keep the weights in ``out`` after every hundred steps; stops after ``minutes``."""
    torch.manual_seed(7)
    dice = random.Random(7)  # noqa: S311 - nothing secret
    texts, questions = passages(norquad), asked(norquad, run)
    training = [one for one in questions if one.part == "training"]
    pairs, model = Pairs(model_folder), Reranker(model_folder)
    learned = [one for one in model.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=_RATE, weight_decay=_DECAY)
    every = epochs * math.ceil(len(training) / _QUESTIONS_A_STEP)
    clock = _Clock(every, minutes)
    model.train()
    recent = 0.0
    for groups in (one for _ in range(epochs) for one in steps(training, texts, pairs, dice)):
        for group in optimizer.param_groups:
            group["lr"] = _RATE * clock.rate()
        ids, mask = pairs.batch([one for group in groups for one in group])
        loss = loss_of(model(ids, mask), mask, groups)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        clock.done += 1
        recent = loss.item() if clock.done == 1 else 0.95 * recent + 0.05 * loss.item()
        if clock.done % 10 == 0:
            print(f"{clock.done}/{every}  loss {recent:.3f}  {clock.passed():.1f} min", flush=True)
        if clock.done % 100 == 0:
            torch.save(model.state_dict(), out)
        if clock.share() >= 1:
            break
    torch.save(model.state_dict(), out)


@dataclass(slots=True)
class _Clock:
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


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("norquad", "run", "model", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=math.inf)
    given = parser.parse_args()
    train(given.norquad, given.run, given.model, given.out, given.epochs, given.minutes)


if __name__ == "__main__":
    main()
