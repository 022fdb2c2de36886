"""Asks a process of its own for the image of a page; it is killed when it takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plansvar.documents.types import Block
from plansvar.errors import NotFoundError, ReadError
from plansvar.page_image.png import SIGNATURE

SECONDS = 20.0
DEFAULT_WIDTH = 1_000
MOST_BYTES = 32 * 1024 * 1024
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from plansvar.page_image.child import main; main()"
)
_PDF = b"%PDF-"
_HEAD = 1024  # bytes in which the mark stands, whatever comes before it


@dataclass(frozen=True, slots=True)
class Mark:
    """A text that stands on a page, and (left, top, right, bottom) of the blocks it stands in."""

    text: str
    boxes: tuple[tuple[float, float, float, float], ...]


def marks(blocks: Sequence[Block], text: str, page: int, start: int, end: int) -> tuple[Mark, ...]:
    """What to mark on a page for ``[start, end)`` of the document's stored text.

    Args:
        blocks: the document's.
        text: the stored text.
        page: counted from 1.
        start: where the quote begins.
        end: where it ends.
    """
    found: list[Mark] = []
    for block in blocks:
        boxes = tuple(
            (box.left, box.top, box.right, box.bottom) for box in block.boxes if box.page == page
        )
        first, last = max(start, block.start), min(end, block.end)
        if first < last and (boxes or block.page == page):
            found.append(Mark(text[first:last], boxes))
    return tuple(found)


def draw(path: Path, page: int, marked: Sequence[Mark] = (), width: int = DEFAULT_WIDTH) -> bytes:
    """A page as PNG.

    Args:
        path: the PDF.
        page: counted from 1.
        marked: what is marked on it.
        width: in pixels; very long pages come out narrower.

    Raises:
        NotFoundError: ``document.no_image``: no PDF; ``document.no_page``.
        ReadError: ``read.malformed`` or ``read.timeout``.
    """
    with path.open("rb") as file:
        if _PDF not in file.read(_HEAD):
            raise NotFoundError("document.no_image")
    request = {
        "path": str(path.resolve()),
        "page": page,
        "width": width,
        "marks": [{"text": mark.text, "boxes": mark.boxes} for mark in marked],
        "seconds": SECONDS,
    }
    try:
        answer = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", _START, json.dumps([one or "." for one in sys.path])],
            input=json.dumps(request).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **{name: value for name, value in os.environ.items() if name in _KEPT},
                "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",  # each thread would take address space
            },
            timeout=SECONDS,
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as error:
        raise ReadError("read.timeout", seconds=round(SECONDS)) from error
    if answer == b"read.no_page":
        raise NotFoundError("document.no_page", page=page)
    if not answer.startswith(SIGNATURE) or len(answer) > MOST_BYTES:
        raise ReadError("read.malformed")
    return answer
