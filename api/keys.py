"""API keys: a file in the data folder that holds their hashes, never the keys themselves.

A key is shown once, when it is made: ``pv_<id>_<secret>``. The secret has 256 random bits, so
that a plain SHA-256 is enough: there is nothing to guess.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from filelock import FileLock
from pydantic import TypeAdapter

from plansvar.errors import KeyStoreError
from plansvar.owner import make_folder

RoleName = Literal["reader", "editor", "admin"]

_FILE = "keys.json"
_NAME = re.compile(r"[\w .@-]{1,100}")
_KEY = re.compile(r"pv_([0-9a-f]{12})_([\w-]{20,100})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Key:
    """An API key as it is kept. ``created`` and ``expires`` are ISO 8601, in UTC."""

    id: str
    name: str
    hash: str
    groups: tuple[str, ...]
    role: RoleName
    created: str
    expires: str | None = None
    revoked: bool = False

    def is_valid(self, now: dt.datetime) -> bool:
        """Whether it opens the door at this time."""
        return not self.revoked and (
            self.expires is None or now < dt.datetime.fromisoformat(self.expires)
        )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


_STORED = TypeAdapter(Key)


class KeyStore:
    """The keys of a data folder. What another program changes is seen at the next request."""

    def __init__(self, data: Path, now: Callable[[], dt.datetime] = _now) -> None:
        """``data`` is the data folder."""
        self._path = data / _FILE
        self._now = now
        self._read: tuple[tuple[int, int] | None, tuple[Key, ...]] = (None, ())

    def keys(self) -> tuple[Key, ...]:
        """All keys, the oldest first, revoked and expired ones too.

        Raises:
            KeyStoreError: ``keys.damaged``.
        """
        try:
            state = self._path.stat()
            mark = (state.st_mtime_ns, state.st_ino)
            if self._read[0] != mark:
                content = json.loads(self._path.read_text(encoding="utf-8"))
                self._read = (mark, tuple(_key(one) for one in content["keys"]))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KeyStoreError("keys.damaged", path=self._path) from error
        return self._read[1]

    def valid(self) -> tuple[Key, ...]:
        """The keys that open the door now."""
        now = self._now()
        return tuple(one for one in self.keys() if one.is_valid(now))

    def find(self, text: str) -> Key | None:
        """The valid key with this text."""
        match = _KEY.fullmatch(text)
        if match is None:
            return None
        for key in self.valid():
            if key.id == match[1] and hmac.compare_digest(key.hash, _hash(text)):
                return key
        return None

    def current(self, id_: str) -> Key | None:
        """The valid key with this id."""
        return next((one for one in self.valid() if one.id == id_), None)

    def add(
        self, name: str, groups: Sequence[str], role: RoleName, days: int | None = None
    ) -> tuple[Key, str]:
        """Make a key.

        Args:
            name: whose it is; no other valid key may have it.
            groups: what it may read, beside ``public``.
            role: what it may do.
            days: how long it is valid; ``None``: until it is revoked.

        Returns:
            The key as it is kept, and its text, which is kept nowhere.

        Raises:
            KeyStoreError: ``keys.bad_name``, ``keys.name_taken`` or ``keys.damaged``.
        """
        name = name.strip()
        if not _NAME.fullmatch(name):
            raise KeyStoreError("keys.bad_name", name=name)
        make_folder(self._path.parent)
        with self._locked():
            if any(one.name == name for one in self.valid()):
                raise KeyStoreError("keys.name_taken", name=name)
            id_ = secrets.token_hex(6)
            text = f"pv_{id_}_{secrets.token_urlsafe(32)}"
            now = self._now().replace(microsecond=0)
            expires = None if days is None else (now + dt.timedelta(days=days)).isoformat()
            own = tuple(sorted(set(groups)))
            key = Key(id_, name, _hash(text), own, role, now.isoformat(), expires)
            self._write((*self.keys(), key))
        return key, text

    def revoke(self, name: str) -> Key:
        """Close the door to a key, by its name or id.

        Raises:
            KeyStoreError: ``keys.unknown`` or ``keys.damaged``.
        """
        make_folder(self._path.parent)
        with self._locked():
            keys = self.keys()
            found = [one for one in self.valid() if name in {one.name, one.id}]
            if not found:
                raise KeyStoreError("keys.unknown", name=name)
            closed = replace(found[0], revoked=True)
            self._write(tuple(closed if one.id == closed.id else one for one in keys))
        return closed

    def _locked(self) -> FileLock:
        return FileLock(self._path.with_suffix(".lock"), timeout=10)

    def _write(self, keys: Sequence[Key]) -> None:
        draft = self._path.with_name(f".{_FILE}-{os.getpid()}")
        content = json.dumps({"keys": [asdict(one) for one in keys]}, indent=1)
        draft.touch(mode=0o600)
        draft.write_text(content, encoding="utf-8")
        draft.replace(self._path)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _key(fields: dict[str, object]) -> Key:
    """A key out of the file; a value of another type, or no time, makes the file a damaged one."""
    key = _STORED.validate_python(fields)
    if key.expires is not None:
        dt.datetime.fromisoformat(key.expires)
    return key
