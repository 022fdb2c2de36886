"""Who may see what in Slack: person x kind of conversation -> a user of Plansvar.

Whatever isn't known for sure counts as the narrower: then only public documents are seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plansvar.access import User, user
from plansvar.slack_settings import SlackSettings


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. ``member``: a full member of the workspace, no guest and nobody from outside.

    ``email`` is one that Slack has confirmed; ``usergroups`` are the ids of Slack's user groups.
    """

    id: str
    member: bool = False
    email: str | None = None
    usergroups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody asks. ``direct``: only this person and the bot read it.

    ``closed``: a channel of this workspace alone, in which everybody is a full member.
    """

    id: str
    direct: bool = False
    closed: bool = False


def reader(
    person: Person,
    place: Place,
    allowed: Mapping[str, tuple[str, ...]],
    settings: SlackSettings,
) -> User:
    """The user whose documents may be told of there.

    Args:
        person: Who asks; counts in direct messages only, since a channel is read by all in it.
        place: Where.
        allowed: Channels for which an admin allowed more than public documents, and what.
        settings: Who is who.
    """
    if place.direct:
        groups = _groups(person, settings) if person.member else set[str]()
    else:
        groups = set(allowed.get(place.id, ())) if place.closed else set()
    return user(f"slack:{person.id}", sorted(groups))


def _groups(person: Person, settings: SlackSettings) -> set[str]:
    keys = {person.id.lower(), *(one.lower() for one in person.usergroups)}
    if person.email:
        keys.add(person.email.lower())
    groups = set(settings.member_groups)
    for key, named in settings.groups.items():
        if key.lower() in keys:
            groups.update(named)
    return groups
