"""The attachments of a mail become documents of their own, each read like any other file.

::

    child reads the mail -> files in a scratch folder -> sort_out -> each in a child of its own

The mail itself is published last: a run that is stopped before that reads it once more.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from ingest.attached import MOST_PER_MAIL, AttachedFile, Problem, is_read
from ingest.isolation import scratch
from ingest.publish import sweep
from ingest.readers.limits import Limits
from plansvar.database import parts
from plansvar.errors import ReadError
from plansvar.stores import Stores

DEEPEST = 4  # attachments of mails in mails in mails in a mail are the last ones to be read
MOST_IN_ALL = 500  # attachments of a mail and of the mails in it
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(slots=True)
class Allowance:
    """How much more may come out of one mail and the mails in it."""

    files: int
    bytes: int

    @staticmethod
    def full(limits: Limits) -> Allowance:
        """That of a mail of which nothing has been taken out yet."""
        return Allowance(MOST_IN_ALL, limits.unzipped_bytes)


@dataclass(frozen=True, slots=True)
class Mail:
    """What an attachment has from the mail that it came with.

    ``groups`` may read the mail, and nobody else its attachments. ``depth`` is 1 for a mail that is
    a file, 2 for one that came with it, and so on.
    """

    document_id: str
    groups: tuple[str, ...]
    depth: int
    allowance: Allowance

    @staticmethod
    def opened(
        document_id: str, groups: tuple[str, ...], within: Mail | None, limits: Limits
    ) -> Mail:
        """A mail, which came ``within`` another one or by itself."""
        if within is None:
            return Mail(document_id, groups, 1, Allowance.full(limits))
        return Mail(document_id, groups, within.depth + 1, within.allowance)


@dataclass(frozen=True, slots=True)
class Sorted:
    """What is to be done with the attachments of one mail.

    ``files``: the path of the document and where the file lies, for those to read. ``skipped``:
    paths of those in formats that aren't read. ``failed`` names what can't be read, and why.
    ``paths`` are those of all.
    """

    files: tuple[tuple[str, Path], ...]
    skipped: tuple[str, ...]
    failed: tuple[tuple[str, ReadError], ...]
    paths: frozenset[str]


def sort_out(
    found: Sequence[AttachedFile], path: str, folder: Path, mail: Mail, limits: Limits
) -> Sorted:
    """Find out which of a mail's attachments can be read. What is beyond a limit is named once.

    Args:
        found: what the child says.
        path: the mail's path.
        folder: where the files lie.
        mail: of which the allowance is used up.
        limits: for the words of an error.
    """
    files: list[tuple[str, Path]] = []
    skipped: list[str] = []
    failed: dict[tuple[str, str], ReadError] = {}
    own_paths = [f"{path}/{name}" for name in _unique([one.name for one in found])]
    for one, own_path in zip(found, own_paths, strict=True):
        if not is_read(one.name):
            skipped.append(own_path)
            continue
        try:
            if mail.depth > DEEPEST:
                raise ReadError("read.attachments_too_deep", limit=DEEPEST)
            files.append((own_path, _taken(one, folder, mail.allowance, limits)))
        except ReadError as error:
            of_the_mail = "attachment" in error.code
            failed.setdefault((path if of_the_mail else own_path, error.code), error)
    return Sorted(
        tuple(files),
        tuple(skipped),
        tuple((where, error) for (where, _), error in failed.items()),
        frozenset(own_paths),
    )


def _taken(one: AttachedFile, folder: Path, allowance: Allowance, limits: Limits) -> Path:
    """The file, once it is known to be one, and to be within what is allowed."""
    if one.problem is Problem.TOO_MANY:
        raise ReadError("read.too_many_attachments", limit=MOST_PER_MAIL)
    if one.problem is Problem.UNWRITTEN:
        raise ReadError("read.attachments_unwritten")
    if allowance.files < 1:
        raise ReadError("read.too_many_attachments", limit=MOST_IN_ALL)
    size = 0 if one.problem else _size(folder / one.file)
    if one.problem or size > allowance.bytes:
        raise ReadError("read.attachments_too_large", megabytes=limits.unzipped_bytes // 1_000_000)
    allowance.files -= 1
    allowance.bytes -= size
    return folder / one.file


def _size(file: Path) -> int:
    """The size of a file that a child has made, who may have made something else in its place.

    Raises:
        ReadError: ``read.vanished`` or ``read.not_a_file``.
    """
    try:
        descriptor = os.open(file, _FLAGS)
    except FileNotFoundError as error:
        raise ReadError("read.vanished") from error
    except OSError as error:  # a link, a socket
        raise ReadError("read.not_a_file") from error
    try:
        state = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if not stat.S_ISREG(state.st_mode) or state.st_nlink != 1:
        raise ReadError("read.not_a_file")
    return state.st_size


def _unique(names: Sequence[str]) -> list[str]:
    """The names, those that were used before with a number: "plan.pdf", "plan (2).pdf"."""
    used: set[str] = set(names)
    given: set[str] = set()
    result: list[str] = []
    for name in names:
        new = name
        if name in given:
            path = PurePosixPath(name)
            numbered = (f"{path.stem} ({number}){path.suffix}" for number in count(2))
            new = next(one for one in numbered if one not in used)
            used.add(new)
        given.add(new)
        result.append(new)
    return result


def tidy(stores: Stores) -> None:
    """Clear away, at the start of a run, what one that was stopped has left behind.

    Attachments whose mail wasn't published are among it: they come again with their mail. So are
    copies of files that were being read on another day.
    """
    parts.hide_orphans(stores.engine)
    sweep(stores)
    scratch.sweep()
