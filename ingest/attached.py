"""Attachments on their way out of the process that has read their mail: files in a folder.

The parent names the folder, and reads each file like any other one: :mod:`ingest.attachments`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.readers.limits import Limits
from ingest.readers.registry import SUFFIXES
from plansvar.documents.types import Attachment

MOST_PER_MAIL = 100
# Nothing is followed and nothing overwritten: what else lies in the folder isn't ours.
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Problem(StrEnum):
    """Why an attachment was not written."""

    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    UNWRITTEN = "unwritten"


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """An attachment: its ``name`` as the mail has it, and the ``file`` in the folder.

    Without a file it has a ``problem``, or its format isn't one that is read.
    """

    name: str
    file: str = ""
    problem: Problem | None = None


def is_read(name: str) -> bool:
    """Whether there is a reader for an attachment of this name."""
    return Path(name).suffix.lower() in SUFFIXES


def write(
    attachments: Sequence[Attachment], folder: Path, limits: Limits
) -> tuple[AttachedFile, ...]:
    """Write those that can be read into a folder, under names of ours; returns what became of each.

    Args:
        attachments: those of one mail, in its order.
        folder: an empty folder.
        limits: all together may have as many bytes as a zipped file may unpack to.
    """
    found: list[AttachedFile] = []
    written, left = 0, limits.unzipped_bytes
    for attachment in attachments:
        name = _plain(attachment.name)
        if not is_read(name):
            found.append(AttachedFile(name))
            continue
        file, problem = "", None
        if written >= MOST_PER_MAIL:
            problem = Problem.TOO_MANY
        elif len(attachment.content) > left:
            problem = Problem.TOO_LARGE
        else:
            file = f"{written + 1}{Path(name).suffix.lower()}"
            try:
                with open(os.open(folder / file, _FLAGS, 0o600), "wb") as out:  # noqa: PTH123 - flags
                    out.write(attachment.content)
            except OSError:
                file, problem = "", Problem.UNWRITTEN
            else:
                written += 1
                left -= len(attachment.content)
        found.append(AttachedFile(name, file, problem))
    return tuple(found)


def _plain(name: str) -> str:
    """The name without characters that can't be seen, or that are half ones."""
    spaced = "".join(" " if char.isspace() else char for char in name)
    return "".join(char for char in spaced if char.isprintable()).strip(" .") or "vedlegg"
