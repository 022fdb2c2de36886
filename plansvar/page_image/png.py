"""Writes an image as PNG (RFC 2083), which pdfium doesn't and which is too little for a library."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_UP = 2  # the filter of a row: what differs from the row above, which is little in white and lines
_LEVEL = 6


def png(pixels: NDArray[np.uint8]) -> bytes:
    """An image as a file.

    Args:
        pixels: height x width x 3: red, green, blue.
    """
    height, width, _ = pixels.shape
    rows = pixels.reshape(height, width * 3)
    above = np.vstack([np.zeros((1, width * 3), np.uint8), rows[:-1]])
    filtered = np.empty((height, width * 3 + 1), np.uint8)
    filtered[:, 0] = _UP
    filtered[:, 1:] = rows - above  # wraps around, as it shall
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(filtered.tobytes(), _LEVEL)
    return SIGNATURE + _part(b"IHDR", header) + _part(b"IDAT", data) + _part(b"IEND", b"")


def _part(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))
