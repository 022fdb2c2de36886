"""Files that people send: kept below the data folder, each user's in a folder of his own.

So nobody can put a new version over a document that somebody else has uploaded.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import unicodedata
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from api.access import Identity, Role
from api.job_json import ingest_json
from api.jobs import Work
from plansvar.access import User
from plansvar.documents.stored import DocumentInfo
from plansvar.errors import RequestError
from plansvar.language.detect import Language
from plansvar.service import IngestRequest, ProgressCallback, Service
from plansvar.settings import Settings

_FOLDER = "uploads"
_LONGEST = 200  # bytes; file systems take 255, and a draft's name is longer
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def groups_of(named: str | None, who: Identity, settings: Settings) -> tuple[str, ...]:
    """Who may read an upload.

    Args:
        named: groups with commas between; ``None``: those that the settings give to new files.
        who: may only name groups that he is in, unless he is an administrator.
        settings: for ``default_groups``.

    Raises:
        RequestError: ``api.groups``.
    """
    if named is None:
        groups = settings.default_groups
    else:
        groups = tuple(sorted({one.strip() for one in named.split(",") if one.strip()}))
    if who.role < Role.ADMIN and not set(groups) <= set(who.user.groups):
        raise RequestError("api.groups", groups=", ".join(who.user.groups))
    return groups


def keep(file: BinaryIO, name: str, subject: str, settings: Settings) -> Path:
    """Put an uploaded file where it stays.

    Raises:
        RequestError: ``api.file_name`` or ``api.too_large``.
    """
    safe = file_name(name)
    folder = settings.data / _FOLDER / hashlib.sha256(subject.encode()).hexdigest()[:16]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if file.seek(0, 2) > settings.max_file_bytes:
        raise RequestError("api.too_large", bytes=settings.max_file_bytes)
    file.seek(0)
    draft = folder / f".{uuid.uuid4().hex}"
    try:
        with draft.open("wb") as out:
            shutil.copyfileobj(file, out)
        return draft.replace(folder / safe)
    finally:
        draft.unlink(missing_ok=True)


def file_name(name: str) -> str:
    """A name that is safe on all systems: no folders, no devices, nothing that hides its ending.

    Raises:
        RequestError: ``api.file_name``: nothing is left of it.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    kept = re.sub(r'[<>:"|?*]', "", kept)
    kept = kept.strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not stem or not dot or _DEVICE.fullmatch(kept):
        raise RequestError("api.file_name")
    room = _LONGEST - len(ending.encode()) - 1
    if room < 1:
        raise RequestError("api.file_name")
    return stem.encode()[:room].decode(errors="ignore") + dot + ending


def upload_work(service: Service, path: Path, groups: tuple[str, ...], language: Language) -> Work:
    """Read one file in."""

    def work(progress: ProgressCallback) -> dict[str, Any]:
        report = service.ingest(IngestRequest((path.resolve(),), groups), progress)
        return ingest_json(report, language)

    return work


def remove_work(service: Service, id_: str, user: User, settings: Settings) -> Work:
    """Take one document out, with the file that was uploaded."""

    def work(_: ProgressCallback) -> dict[str, Any]:
        removed = remove_with_files(service, settings, [id_], user)
        return {"removed": [one.id for one in removed]}

    return work


def remove_with_files(
    service: Service, settings: Settings, targets: Sequence[str], user: User
) -> list[DocumentInfo]:
    """Take documents out, with the files of those that were uploaded."""
    uploads = (settings.data / _FOLDER).resolve()
    removed = service.remove(targets, user)
    for one in removed:
        path = Path(one.path)
        if uploads in path.parents:
            path.unlink(missing_ok=True)
    return removed
