"""How texts are put together for a pass through a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from plansvar.embedding.protocol import Vectors

BATCH_SIZE = 32  # 16 is as fast and 64 slower, see docs/adr/0002-embedding.md


def embed_in_batches(
    texts: Sequence[str],
    dimension: int,
    most: int,
    embed: Callable[[list[str]], Vectors],
    progress: Callable[[int], None] | None = None,
) -> Vectors:
    """Embed ``texts``, longest first, in batches of about equal length.

    Args:
        texts: any number, in any order.
        dimension: length of a vector, for the case of no texts.
        most: texts in a batch.
        embed: from one batch to its vectors, of any length.
        progress: called after each batch with the number of texts in it.

    Returns:
        float32 ``(len(texts), dimension)``, rows of unit length, in the order of ``texts``.
    """
    if not texts:
        return np.empty((0, dimension), np.float32)
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]), reverse=True)
    parts = []
    for numbers in _batches(order, [len(text) for text in texts], most):
        parts.append(embed([texts[at] for at in numbers]))
        if progress:
            progress(len(numbers))
    vectors = np.empty((len(texts), parts[0].shape[1]), np.float32)
    vectors[order] = np.concatenate(parts)
    # Once more in float32: not every model ends in a normalisation, and bfloat16 rounds it off.
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _batches(order: Sequence[int], lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Cut ``order``, longest first, into batches of at most ``most``.

    A batch also ends where a text is less than half as long as the first: the model calculates the
    padding like text. Over the sentences of an answer, which are short with some long ones, that
    is a third of the work (67,000 and 23,000 tokens for eight questions).
    """
    batch: list[int] = []
    for at in order:
        if batch and (len(batch) == most or 2 * lengths[at] < lengths[batch[0]]):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch
