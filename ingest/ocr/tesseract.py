"""Finds Tesseract; says how to install what is missing. What calls it: :mod:`ingest.ocr.page`."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ORIENTATION = "osd"  # the name of the data that tells which side of a page is up
_PATIENCE = 20.0  # seconds for what takes hundredths
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


@dataclass(frozen=True, slots=True)
class PageTask:
    """What a process is to do: read page ``number`` (from 1) of a PDF."""

    number: int
    tesseract: Tesseract


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
        version, listed = (_says(place, option) for option in ("--version", "--list-langs"))
    except (OSError, subprocess.SubprocessError) as error:
        raise NotInstalledError from error
    installed = {line.strip() for line in listed.splitlines()[1:]}
    if languages[0] not in installed:
        raise NotInstalledError(languages[0])
    return Tesseract(
        program=place,
        version=version.split("\n", 1)[0].strip(),
        languages="+".join(language for language in languages if language in installed),
        knows_orientation=ORIENTATION in installed,
    )


def _says(program: str, option: str) -> str:
    done = subprocess.run(  # noqa: S603 - the program that the settings name, or the one found
        (program, option),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=_PATIENCE,
        check=True,
    )
    return done.stdout.decode("utf-8", "replace")


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
