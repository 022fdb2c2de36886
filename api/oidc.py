"""OpenID Connect: whoever brings a token of the configured service is let in.

Only signatures by the service's public keys count; its keys are fetched when they are needed, kept
for a while, and fetched again for a key that isn't known, though not more than twice a minute.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import httpx
import jwt
from starlette.datastructures import Headers

from api.access import Identity, Role, bearer
from plansvar.access import user
from plansvar.errors import RequestError
from plansvar.serving import ApiSettings

# Public keys only: a token that is signed with a shared secret could be made by anybody who knows
# what we know.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_KEPT_SECONDS = 600.0
_PAUSE_SECONDS = 30.0
_FETCH_SECONDS = 10.0
_LONGEST_TOKEN = 16_000
_LARGEST = 1_000_000
_CALLED = ("preferred_username", "email", "name")


class OidcDoorkeeper:
    """Lets in whoever brings a valid token."""

    def __init__(self, settings: ApiSettings, clock: Callable[[], float] = time.monotonic) -> None:
        """``oidc_issuer`` and ``oidc_audience`` must be set."""
        self._settings = settings
        self._issuer = settings.oidc_issuer or ""
        self._clock = clock
        self._keys: Mapping[str, jwt.PyJWK] = {}
        self._fetched = -_KEPT_SECONDS
        self._tried = -_KEPT_SECONDS
        self._fetching = asyncio.Lock()

    async def identify(self, headers: Headers, client: str | None) -> Identity:
        """See :meth:`api.access.Doorkeeper.identify`."""
        token = bearer(headers)
        if len(token) > _LONGEST_TOKEN:
            raise RequestError("api.bad_key")
        try:
            key = await self._key(str(jwt.get_unverified_header(token).get("kid", "")))
            claims = jwt.decode(
                token,
                key,
                algorithms=list(_ALGORITHMS),
                audience=self._settings.oidc_audience,
                issuer=self._issuer,
                leeway=self._settings.oidc_leeway,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise RequestError("api.bad_key") from error
        return self._identity(claims)

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        chosen = self._settings
        theirs = _names(claims.get(chosen.oidc_groups_claim))
        ours = [chosen.oidc_groups[one] for one in theirs if one in chosen.oidc_groups]
        role = Role.READER
        if theirs & set(chosen.oidc_editors):
            role = Role.EDITOR
        if theirs & set(chosen.oidc_admins):
            role = Role.ADMIN
        subject = str(claims["sub"])
        name = next(
            (
                str(claims[one])
                for one in ("preferred_username", "email", "name")
                if claims.get(one)
            ),
            subject,
        )
        person = user(name[:200], ours if chosen.oidc_groups else sorted(theirs))
        return Identity(person, role, f"oidc:{subject}")

    async def _key(self, id_: str) -> jwt.PyJWK:
        async with self._fetching:
            now = self._clock()
            stale = now - self._fetched >= _KEPT_SECONDS
            if (stale or id_ not in self._keys) and now - self._tried >= _PAUSE_SECONDS:
                self._tried = now
                await self._fetch(now)
        if not self._keys:
            raise RequestError("api.oidc_down")
        if id_ not in self._keys:
            raise RequestError("api.bad_key")
        return self._keys[id_]

    async def _fetch(self, now: float) -> None:
        """Fetch the service's keys; where that fails, those that are known go on counting."""
        try:
            async with httpx.AsyncClient(timeout=_FETCH_SECONDS, trust_env=False) as client:
                about = await _json(client, self._issuer.rstrip("/") + _ABOUT)
                if about["issuer"] != self._issuer:
                    return
                found = await _json(client, str(about["jwks_uri"]))
            self._keys = dict(_usable(found["keys"]))
            self._fetched = now
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError):
            return


_ABOUT = "/.well-known/openid-configuration"


async def _json(client: httpx.AsyncClient, url: str) -> dict[str, Any]:
    answer = await client.get(url)
    answer.raise_for_status()
    if len(answer.content) > _LARGEST:
        raise ValueError("too large")
    found = answer.json()
    if not isinstance(found, dict):
        raise TypeError(type(found).__name__)
    return found


def _usable(keys: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, jwt.PyJWK]]:
    for one in keys:
        if one.get("kty") in {"RSA", "EC"} and one.get("use", "sig") == "sig" and one.get("kid"):
            try:
                yield str(one["kid"]), jwt.PyJWK.from_dict(dict(one))
            except jwt.PyJWTError:
                continue


def _names(value: object) -> set[str]:
    """The names in a claim: a list of them, or one."""
    if isinstance(value, str):
        return {value}
    return {one for one in value if isinstance(one, str)} if isinstance(value, list) else set()
