"""Who asks, and what they may do. Whoever isn't known gets nothing."""

from __future__ import annotations

import hmac
import ipaddress
import os
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from starlette.datastructures import Headers

from api.keys import KeyStore
from plansvar.access import User, user
from plansvar.errors import RequestError, SettingsError
from plansvar.owner import read_owner
from plansvar.settings import Settings

# The subject of whoever can read the data folder, and so all that is in it.
OWNER = "owner"


class Role(IntEnum):
    """What somebody may do; each may also do what those before it may.

    ``READER`` asks and reads. ``EDITOR`` also corrects facts, uploads and deletes documents that he
    may read. ``ADMIN`` also brings sources in line, and gives access to any group.
    """

    READER = 1
    EDITOR = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who is let in. ``subject`` is unique, and stays when the name changes.

    ``session``: a browser's cookie says who it is, so a foreign page can make it send requests.
    """

    user: User
    role: Role
    subject: str
    session: bool = False

    @property
    def keeper(self) -> User:
        """The user as whom his own things are kept: his conversations and overviews.

        Names are no good for that: they change, and somebody else may have the same one later.
        """
        if self.subject in {OWNER, self.user.name}:
            return self.user
        return User(self.subject, self.user.groups)


class Doorkeeper(Protocol):
    """Tells who sends a request."""

    async def identify(self, headers: Headers, client: str | None) -> Identity:
        """Who it is.

        Args:
            headers: the request's.
            client: the address that it came from.

        Raises:
            RequestError: ``api.login``, ``api.bad_key`` and others; nobody gets in then.
        """
        ...


# What proxies add: the request may come from anywhere.
_FORWARDED = ("forwarded", "via", "x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip")


class LocalDoorkeeper:
    """Lets programs of this machine in without login, as the person at it."""

    def __init__(self, settings: Settings) -> None:
        """The groups are those of ``local_groups``."""
        person = settings.find_user(None)
        self._identity = Identity(person, Role.ADMIN, person.name)

    async def identify(self, headers: Headers, client: str | None) -> Identity:
        """See :meth:`Doorkeeper.identify`."""
        _must_be_here(headers, client)
        return self._identity


class OwnerDoorkeeper:
    """Lets in whoever brings the secret that this process has written into the data folder.

    That is the account which the folder belongs to, on this machine: its command line.
    """

    def __init__(self, others: Doorkeeper, settings: Settings) -> None:
        """``others`` tells who all others are."""
        self._others = others
        self._data = settings.data
        self._identity = Identity(settings.find_user(None), Role.ADMIN, OWNER)

    async def identify(self, headers: Headers, client: str | None) -> Identity:
        """See :meth:`Doorkeeper.identify`."""
        scheme, _, sent = headers.get("authorization", "").partition(" ")
        owner = read_owner(self._data) if scheme.lower() == "bearer" else None
        if owner is None or owner.secret is None or owner.pid != os.getpid():
            return await self._others.identify(headers, client)
        if not hmac.compare_digest(sent.strip().encode(), owner.secret.encode()):
            return await self._others.identify(headers, client)
        _must_be_here(headers, client)
        return self._identity


def _must_be_here(headers: Headers, client: str | None) -> None:
    if any(name in _FORWARDED or name.startswith("x-forwarded-") for name in headers):
        raise RequestError("api.forwarded")
    if client is None or not is_loopback(client):
        raise RequestError("api.remote")


class KeyDoorkeeper:
    """Lets in whoever sends an API key that is valid."""

    def __init__(self, store: KeyStore) -> None:
        """``store`` is read again when it changes."""
        self._store = store

    async def identify(self, headers: Headers, client: str | None) -> Identity:
        """See :meth:`Doorkeeper.identify`."""
        key = self._store.find(bearer(headers))
        if key is None:
            raise RequestError("api.bad_key")
        return Identity(user(key.name, key.groups), Role[key.role.upper()], f"key:{key.id}")


def bearer(headers: Headers) -> str:
    """The key or token that a request brings.

    Raises:
        RequestError: ``api.login``: it brings none.
    """
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not value.strip():
        raise RequestError("api.login")
    return value.strip()


def is_loopback(host: str) -> bool:
    """Whether an address, or "localhost", is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def doorkeeper(settings: Settings) -> Doorkeeper:
    """The one that the settings choose.

    Raises:
        SettingsError: ``api.open_to_all``, ``api.no_keys`` or ``api.oidc_settings``.
    """
    chosen = settings.api
    if chosen.access == "local":
        if not is_loopback(chosen.host):
            raise SettingsError("api.open_to_all", host=chosen.host)
        return LocalDoorkeeper(settings)
    if chosen.access == "keys":
        store = KeyStore(settings.data)
        if not store.valid():
            raise SettingsError("api.no_keys")
        return KeyDoorkeeper(store)
    if not chosen.oidc_issuer or not chosen.oidc_audience:
        raise SettingsError("api.oidc_settings")
    from api.oidc import OidcDoorkeeper  # noqa: PLC0415 - only where people log in with it

    return OidcDoorkeeper(chosen)
