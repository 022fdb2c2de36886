"""Bytes of an answer, unpacked as they come and counted: a bomb is stopped, not unpacked."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

_SLICE = 64 * 1024
_MOST_MEMBERS = 1_000  # parts of one gzip file; usual is one
_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's numbers for the three wrappings
_CODINGS = {"": None, "identity": None, "gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}
_SPACE = re.compile(r"\s+")


class BodyTooLargeError(Exception):
    """More bytes than allowed, as sent or unpacked."""


class BodyBrokenError(Exception):
    """A coding that was not asked for, or packed data that is damaged or cut off."""


def read_body(chunks: Iterable[bytes], coding: str, limit: int) -> bytes:
    """All of a body, unpacked.

    Args:
        chunks: the body as sent.
        coding: the ``Content-Encoding`` header; "" where there is none.
        limit: the most bytes, both as sent and unpacked. At most one slice more is ever held.

    Raises:
        BodyTooLargeError: there is more.
        BodyBrokenError: it can't be unpacked.
    """
    wrapping = _wrapping(coding)
    counted = _counted(chunks, limit)
    body = bytearray()
    for piece in counted if wrapping is None else _unpacked(counted, wrapping, limit):
        body += piece
        if len(body) > limit:
            raise BodyTooLargeError
    return bytes(body)


def start_of_body(chunks: Iterable[bytes], coding: str, limit: int) -> bytes:
    """The first ``limit`` bytes of a body, unpacked; the rest is not read.

    Raises:
        BodyBrokenError: it can't be unpacked.
    """
    wrapping = _wrapping(coding)
    body = bytearray()
    for piece in chunks if wrapping is None else _unpacked(chunks, wrapping, limit):
        body += piece
        if len(body) >= limit:
            break
    return bytes(body[:limit])


def gunzip(data: bytes, limit: int) -> bytes:
    """Unpack a gzip file. Raises as :func:`read_body`."""
    slices = (data[start : start + _SLICE] for start in range(0, len(data), _SLICE))
    return read_body(slices, "gzip", limit)


def _wrapping(coding: str) -> int | None:
    name = _SPACE.sub("", coding).lower()
    if name not in _CODINGS:
        raise BodyBrokenError(coding)
    return _CODINGS[name]


def _counted(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    count = 0
    for chunk in chunks:
        count += len(chunk)
        if count > limit:
            raise BodyTooLargeError
        yield chunk


def _unpacked(chunks: Iterable[bytes], wrapping: int, limit: int) -> Iterator[bytes]:
    """The unpacked pieces, none larger than a slice; stops once past ``limit``."""
    inflate = zlib.decompressobj(wrapping)
    members, sent, first, empty = 1, 0, True, True
    for chunk in chunks:
        empty = empty and not chunk
        data = chunk
        while data:
            if inflate.eof:
                if wrapping != _GZIP or not data.startswith(b"\x1f"):
                    break  # padding after the end
                members += 1
                if members > _MOST_MEMBERS:
                    raise BodyBrokenError
                inflate = zlib.decompressobj(wrapping)
            try:
                piece = inflate.decompress(data, _SLICE)
            except zlib.error as error:
                # "deflate" means the zlib wrapping, but some servers send it bare.
                if not first or wrapping != _ZLIB:
                    raise BodyBrokenError from error
                first, wrapping, inflate = False, _RAW, zlib.decompressobj(_RAW)
                continue
            first = False
            data = inflate.unconsumed_tail or inflate.unused_data
            yield piece
            sent += len(piece)
            if sent > limit:
                return
    while not inflate.eof and not empty:  # what zlib still holds back
        piece = inflate.decompress(b"", _SLICE)
        if not piece:
            raise BodyBrokenError
        yield piece
        sent += len(piece)
        if sent > limit:
            return
