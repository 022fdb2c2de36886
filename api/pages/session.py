"""Who is logged in on the pages: a signed cookie that names a key, and tokens for forms.

The cookie holds no key: its number, a time and a signature. Every request looks the key up again,
so a key that is called back ends its sessions at once. A token in each form shows that it was our
page that sent it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from starlette.datastructures import Headers

from api.access import Doorkeeper, Identity, Role
from api.keys import Key, KeyStore
from plansvar.access import user
from plansvar.owner import make_folder

COOKIE = "plansvar"
HOURS = 12
_FILE = "session.secret"
_BYTES = 32


class Sessions:
    """Signs and checks cookies and tokens with a secret that lies in the data folder."""

    def __init__(
        self, secret: bytes, keys: KeyStore | None, now: Callable[[], float] = time.time
    ) -> None:
        """``keys`` are those that people can log in with; ``None`` where nobody can."""
        self._secret = secret
        self._keys = keys
        self._now = now

    @property
    def can_log_in(self) -> bool:
        """Whether somebody can log in on a page."""
        return self._keys is not None

    def begin(self, text: str) -> str | None:
        """The cookie for somebody who has typed a key; ``None`` if the key isn't valid."""
        key = self._keys.find(text.strip()) if self._keys else None
        if key is None:
            return None
        told = f"{key.id}.{int(self._now()) + HOURS * 3600}"
        return f"{told}.{self._sign('session', told)}"

    def identity(self, cookie: str | None) -> Identity | None:
        """Who a cookie stands for, as long as it and its key are valid."""
        told, _, signature = (cookie or "").rpartition(".")
        if not told or not self._is_signed("session", told, signature):
            return None
        id_, _, end = told.partition(".")
        key = self._keys.current(id_) if self._keys and self._now() < int(end) else None
        return _identity(key) if key else None

    def token(self, subject: str) -> str:
        """A token for the forms of somebody's page; another one each time."""
        once = secrets.token_hex(8)
        return f"{once}.{self._sign('form', f'{once}.{subject}')}"

    def is_token(self, text: str, subject: str) -> bool:
        """Whether a form's token was made for somebody."""
        once, _, signature = text.partition(".")
        return self._is_signed("form", f"{once}.{subject}", signature)

    def _sign(self, use: str, text: str) -> str:
        return hmac.new(self._secret, f"{use}:{text}".encode(), hashlib.sha256).hexdigest()

    def _is_signed(self, use: str, text: str, signature: str) -> bool:
        return hmac.compare_digest(self._sign(use, text).encode(), signature.encode())


class SessionDoorkeeper:
    """Lets in whoever has a session, and otherwise whoever another doorkeeper lets in."""

    def __init__(self, door: Doorkeeper, sessions: Sessions) -> None:
        """``door`` is asked where a request brings no session that is valid."""
        self._door = door
        self._sessions = sessions

    async def identify(self, headers: Headers, client: str | None) -> Identity:
        """See :meth:`api.access.Doorkeeper.identify`."""
        found = None
        if "authorization" not in headers:
            found = self._sessions.identity(cookie(headers, COOKIE))
        return found or await self._door.identify(headers, client)


def load_secret(data: Path) -> bytes:
    """The secret of a data folder; it is made at the first use, for its owner's eyes only."""
    make_folder(data)
    path = data / _FILE
    try:
        found = path.read_bytes()
        if len(found) == _BYTES:
            return found
    except FileNotFoundError:
        pass
    draft = path.with_name(f".{_FILE}-{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(secrets.token_bytes(_BYTES))
    draft.replace(path)
    return path.read_bytes()


def cookie(headers: Headers, name: str) -> str | None:
    """A cookie of a request; ``None`` where it isn't there or can't be read."""
    try:
        found = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return None
    return found[name].value if name in found else None


def _identity(key: Key) -> Identity:
    person = user(key.name, key.groups)
    return Identity(person, Role[key.role.upper()], f"key:{key.id}", session=True)
