"""Who asks, and what they may read.

A document is visible to the groups that its source names; where none is named, to nobody. Users are
configured in the settings; every user is in ``public``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plansvar.errors import AccessError

PUBLIC = "public"
INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who asks. ``groups`` is sorted and always holds ``public``."""

    name: str
    groups: tuple[str, ...]


def user(name: str, groups: Sequence[str]) -> User:
    """A user with these groups, and ``public``."""
    return User(name, tuple(sorted({PUBLIC, *groups})))


# Somebody about whom nothing is known.
ANONYMOUS = user("anonymous", ())


def find_user(name: str, users: Mapping[str, Sequence[str]]) -> User:
    """The configured user ``name``; ``anonymous`` always exists.

    Raises:
        AccessError: ``access.unknown_user``.
    """
    if name == ANONYMOUS.name:
        return ANONYMOUS
    if name not in users:
        raise AccessError("access.unknown_user", name=name)
    return user(name, users[name])
