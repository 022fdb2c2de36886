"""What an overview has found so far, in the data folder, so that it can be gone on with.

One file each, a line for what was asked and one for each document. It holds places and no words of
documents: what is shown is cut from the stored text as its reader may see it then.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.overview.findings import Place
from plansvar.documents.types import Authority, DocumentType
from plansvar.drafts.overview_types import FindingKind, OverviewInfo, OverviewRequest
from plansvar.errors import NotFoundError

_FOLDER = "overviews"
_ID = re.compile(r"[0-9a-f]{16}")
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Done:
    """A document that was gone through. ``places``: ``None`` where it couldn't be read."""

    version: str
    places: tuple[Place, ...] | None


class State:
    """An overview in the making, and who asked for it."""

    def __init__(
        self, path: Path, request: OverviewRequest, done: Mapping[str, Done] | None = None
    ) -> None:
        self.id = path.stem
        self.request = request
        self.done = dict(done or {})
        self._path = path

    @classmethod
    def new(cls, data: Path, user: str, request: OverviewRequest, keep_days: int) -> State:
        """Begin one; those that are too old to be gone on with are cleared away."""
        folder = data / _FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in folder.glob("*.jsonl"):
            if time.time() - old.stat().st_mtime > keep_days * _DAY:
                old.unlink(missing_ok=True)
        state = cls(folder / f"{secrets.token_hex(8)}.jsonl", request)
        asked = asdict(request) | {"resume": None}
        state._append({"user": user, "request": asked})
        return state

    @classmethod
    def load(cls, data: Path, user: str, id_: str) -> State:
        """One that was begun by the same user; somebody else's looks like none.

        Raises:
            NotFoundError: ``overview.unknown``.
        """
        path = data / _FOLDER / f"{id_}.jsonl"
        if not _ID.fullmatch(id_) or not path.is_file():
            raise NotFoundError("overview.unknown", id=id_)
        lines = [_parsed(line) for line in path.read_bytes().split(b"\n") if line.strip()]
        head, rest = lines[0] if lines else None, lines[1:]
        if head is None or head.get("user") != user:
            raise NotFoundError("overview.unknown", id=id_)
        asked = head["request"]
        request = OverviewRequest(
            question=asked["question"],
            types=tuple(map(DocumentType, asked["types"])),
            authorities=tuple(map(Authority, asked["authorities"])),
            after=asked["after"],
            before=asked["before"],
        )
        # A run that was killed has left half a line: that document is gone through again.
        return cls(path, request, dict(_done(line) for line in rest if line is not None))

    def add(self, document: str, done: Done) -> None:
        """Keep what a document has; it is on the disk when this returns."""
        self.done[document] = done
        places = None if done.places is None else [asdict(one) for one in done.places]
        self._append({"document": document, "version": done.version, "places": places})

    def _append(self, line: Mapping[str, Any]) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            # After half a line of a killed run, the next one begins anew.
            file.write(b"\n" + json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n")
            file.flush()
            os.fsync(file.fileno())


def own(data: Path, user: str) -> list[OverviewInfo]:
    """The overviews of a user, the one that was gone on with last first."""
    found = []
    for path in (data / _FOLDER).glob("*.jsonl"):
        try:
            last = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
            state = State.load(data, user, path.stem)
        except (NotFoundError, FileNotFoundError):  # somebody else's, or cleared away just now
            continue
        found.append(OverviewInfo(state.id, state.request.question, last, len(state.done)))
    return sorted(found, key=lambda one: one.last, reverse=True)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _done(line: Mapping[str, Any]) -> tuple[str, Done]:
    places = line["places"]
    if places is not None:
        places = tuple(Place(**{**one, "kind": FindingKind(one["kind"])}) for one in places)
    return line["document"], Done(line["version"], places)
