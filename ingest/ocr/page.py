"""Reads one scanned page, in a process that has nothing else to do and may be killed at any time.

See :mod:`ingest.isolation.child`, which gives it its limits; Tesseract, which it starts, inherits
them, and has no network either where the system can take it away.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from ingest.ocr.hocr import Raw, confidence_of, raw_words, scan_of
from ingest.ocr.image import Image
from ingest.ocr.render import render
from ingest.ocr.tesseract import ORIENTATION, PageTask, Tesseract
from ingest.readers.scan_file import Scan
from plansvar.errors import ReadError

# "Fully automatic page segmentation, but no OSD": measured, see docs/adr/0010-ocr.md.
PAGE_MODE = 3
_ORIENTATION_MODE = 0
_SURE = 70.0  # of 100; below it, a page may lie on its side
_SURE_OF_ORIENTATION = 1.0  # Tesseract's measure; it goes up to about 15


def recognise(path: Path, task: PageTask) -> Scan:
    """Draw a page and read it.

    Raises:
        ReadError: the PDF can't be opened, or Tesseract fails on the page.
        OSError: Tesseract can't be started.
    """
    tesseract = task.tesseract
    image = render(path, task.number)
    angle, words = 0, _words(tesseract, image)
    if confidence_of(words) < _SURE and (turn := _turn(tesseract, image)):
        turned = image.turned(turn)
        others = _words(tesseract, turned)
        if _worth(others) > _worth(words):
            angle, image, words = turn, turned, others
    return scan_of(words, image, angle)


def _worth(words: list[Raw]) -> float:
    return sum(word.confidence * len(word.text) for word in words)


def _words(tesseract: Tesseract, image: Image) -> list[Raw]:
    mode = ("-c", "tessedit_create_hocr=1")
    output = _run(tesseract, image, tesseract.languages, PAGE_MODE, *mode)
    try:
        return raw_words(output)
    except ValueError as error:
        raise ReadError("read.parser_crash", exception="no hOCR") from error


def _turn(tesseract: Tesseract, image: Image) -> int:
    """Returns by how much a page must be turned clockwise to be read; 0 if that is unclear."""
    if not tesseract.knows_orientation:
        return 0
    try:
        output = _run(tesseract, image, ORIENTATION, _ORIENTATION_MODE)
    except ReadError:
        return 0  # "too few characters"
    lines = output.decode("utf-8", "replace").splitlines()
    found = dict(line.split(": ", 1) for line in lines if ": " in line)
    try:
        sure = float(found["Orientation confidence"]) >= _SURE_OF_ORIENTATION
        angle = int(found["Rotate"]) % 360
    except (KeyError, ValueError):
        return 0
    return angle if sure and angle in {90, 180, 270} else 0


def _run(tesseract: Tesseract, image: Image, languages: str, mode: int, *more: str) -> bytes:
    """Returns what Tesseract writes. It dies with this process' group, so it needs no clock."""
    names = ("-l", languages, "--psm", str(mode), "--dpi", str(image.dpi))
    done = subprocess.run(  # noqa: S603 - no shell, and no word of it comes from a file
        (tesseract.program, "stdin", "stdout", *names, *more),
        input=image.pgm,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Threads make Tesseract slower where several run, and take address space.
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        check=False,
    )
    if done.returncode:
        raise ReadError("read.parser_crash", exception=f"Tesseract's exit code {done.returncode}")
    return done.stdout
