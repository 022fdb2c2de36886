"""Finds Tesseract and calls it; says how to install what is missing."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.ocr.image import Image
from ingest.ocr.process import Limits, PageError, run

# "Fully automatic page segmentation, but no OSD": measured, see docs/adr/0010-ocr.md.
PAGE_MODE = 3
_ORIENTATION_MODE = 0
_ORIENTATION = "osd"
_SURE_OF_ORIENTATION = 1.0  # Tesseract's measure; it goes up to about 15
_QUICK = Limits(seconds=20.0)
_WINDOWS = r"C:\Program Files\Tesseract-OCR\tesseract.exe"

# By system: the command that installs Tesseract and its Norwegian data.
_COMMANDS = {
    "debian": "sudo apt-get install tesseract-ocr tesseract-ocr-nor",
    "ubuntu": "sudo apt-get install tesseract-ocr tesseract-ocr-nor",
    "fedora": "sudo dnf install tesseract tesseract-langpack-nor",
    "rhel": "sudo dnf install tesseract tesseract-langpack-nor",
    "suse": "sudo zypper install tesseract-ocr tesseract-ocr-traineddata-norwegian",
    "arch": "sudo pacman -S tesseract tesseract-data-nor tesseract-data-eng tesseract-data-osd",
    "alpine": "sudo apk add tesseract-ocr tesseract-ocr-data-nor",
    "darwin": "brew install tesseract tesseract-lang",
    "win32": "winget install --interactive UB-Mannheim.TesseractOCR",
}
_ANYWHERE = "https://tesseract-ocr.github.io/tessdoc/Installation.html"


class NotInstalledError(Exception):
    """Tesseract isn't there, or has no data for ``language``."""

    def __init__(self, language: str = "") -> None:
        super().__init__(language or "tesseract")
        self.language = language


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An installed Tesseract and the languages it shall read, such as ``nor+eng``."""

    program: str
    version: str
    languages: str
    knows_orientation: bool

    def read(self, image: Image, limits: Limits) -> bytes:
        """Returns the words on a page as hOCR.

        Raises:
            PageError: it took too long or failed.
        """
        mode = ("-c", "tessedit_create_hocr=1")
        return self._run(image, limits, self.languages, PAGE_MODE, *mode)

    def turn(self, image: Image, limits: Limits) -> int:
        """Returns by how much a page must be turned clockwise to be read; 0 if that is unclear.

        Raises:
            PageError: it took too long.
        """
        if not self.knows_orientation:
            return 0
        try:
            output = self._run(image, limits, _ORIENTATION, _ORIENTATION_MODE)
        except PageError as error:
            if error.reason == "crash":  # "too few characters"
                return 0
            raise
        lines = output.decode("utf-8", "replace").splitlines()
        found = dict(line.split(": ", 1) for line in lines if ": " in line)
        try:
            sure = float(found["Orientation confidence"]) >= _SURE_OF_ORIENTATION
            angle = int(found["Rotate"]) % 360
        except (KeyError, ValueError):
            return 0
        return angle if sure and angle in {90, 180, 270} else 0

    def _run(self, image: Image, limits: Limits, languages: str, mode: int, *more: str) -> bytes:
        names = ("-l", languages, "--psm", str(mode), "--dpi", str(image.dpi))
        # Threads make Tesseract slower where several run, and take address space.
        threads = {"OMP_THREAD_LIMIT": "1"}
        command = (self.program, "stdin", "stdout", *names, *more)
        return run(command, limits, given=image.pgm, environment=threads)


def find(languages: Sequence[str], program: str | None = None) -> Tesseract:
    """Returns the installed Tesseract, with those of the languages that it has.

    Args:
        languages: What the documents are written in; the first one must be there.
        program: The program, if it isn't the one on the path.

    Raises:
        NotInstalledError: it isn't there, or has no data for the first language.
    """
    place = program or shutil.which("tesseract") or (_WINDOWS if sys.platform == "win32" else "")
    if not place:
        raise NotInstalledError
    try:
        version = run((place, "--version"), _QUICK).decode("utf-8", "replace")
        listed = run((place, "--list-langs"), _QUICK).decode("utf-8", "replace")
    except (OSError, PageError, subprocess.SubprocessError) as error:
        raise NotInstalledError from error
    installed = {line.strip() for line in listed.splitlines()[1:]}
    if languages[0] not in installed:
        raise NotInstalledError(languages[0])
    return Tesseract(
        program=place,
        version=version.split("\n", 1)[0].strip(),
        languages="+".join(language for language in languages if language in installed),
        knows_orientation=_ORIENTATION in installed,
    )


def install_command() -> str:
    """Returns the command that installs Tesseract and Norwegian here, or where it is told how."""
    if sys.platform in _COMMANDS:
        return _COMMANDS[sys.platform]
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        return _ANYWHERE
    names = (system.get("ID", ""), *system.get("ID_LIKE", "").split())
    found = next((_COMMANDS[name] for name in names if name in _COMMANDS), _ANYWHERE)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return found.removeprefix("sudo ") if is_root and not Path("/usr/bin/sudo").exists() else found
