"""How much of their text two documents share, from a few numbers that are kept of each.

MinHash (Broder, 1997): of the hashes of all runs of five words the smallest one under each of 128
permutations. The share of equal minima estimates the Jaccard similarity of the two sets of runs,
with a standard error of at most 0.044. Values are kept in the database, so nothing here may depend
on the version of a library.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from plansvar.language.terms import tokens

Sketch = NDArray[np.uint32]

_RUN = 5  # words
_PERMUTATIONS = 128
_PORTION = 4096  # runs hashed at a time: bounds the memory that a long document takes


def _constants() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The permutations ``h -> h * a + b`` of 64-bit numbers, ``a`` odd."""
    digests = b"".join(
        hashlib.blake2b(str(number).encode(), digest_size=16).digest()
        for number in range(_PERMUTATIONS)
    )
    pairs = np.frombuffer(digests, dtype="<u8").reshape(_PERMUTATIONS, 2)
    return pairs[:, 0] | np.uint64(1), pairs[:, 1]


_FACTORS, _SUMMANDS = _constants()


def sketch(text: str) -> bytes:
    """The sketch of a text, 512 bytes; empty for a text without words.

    Case and what stands between words don't count, so that the same text from a PDF and from a
    DOCX file gets nearly the same sketch.
    """
    words = [token.text.casefold() for token in tokens(text)]
    if not words:
        return b""
    last = max(1, len(words) - _RUN + 1)
    runs = sorted({" ".join(words[start : start + _RUN]) for start in range(last)})
    lowest = np.full(_PERMUTATIONS, np.iinfo(np.uint32).max, dtype=np.uint32)
    for start in range(0, len(runs), _PORTION):
        hashes = np.frombuffer(
            b"".join(
                hashlib.blake2b(run.encode(), digest_size=8).digest()
                for run in runs[start : start + _PORTION]
            ),
            dtype="<u8",
        )
        permuted = hashes[:, None] * _FACTORS + _SUMMANDS  # modulo 2**64
        high = (permuted >> np.uint64(32)).astype(np.uint32)
        lowest = np.minimum(lowest, high.min(axis=0))
    return lowest.astype("<u4").tobytes()


def decode(data: bytes) -> Sketch:
    """A stored sketch as 128 numbers."""
    return np.frombuffer(data, dtype="<u4")


def similarity(one: Sketch, other: Sketch) -> float:
    """Estimated share of common runs of words, 0 to 1."""
    return float(np.mean(one == other))
