"""The access matrix: person x kind of conversation x group of a document; nothing leaks."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.slack.access import Person, Place, reader
from cli.build import build_service
from plansvar.service import IngestRequest
from plansvar.settings import Settings
from plansvar.slack_settings import SlackSettings
from tests.bots.slack.conftest import BOARD, INTERNAL, OWNER, PUBLIC_PLAN, Office
from tests.bots.slack.server import ANNA, Failure, Slack, member, until

Play = Callable[[Callable[[Office], Awaitable[None]]], None]

SECRETS = {"public": (OWNER, "Brimfjord havn IKS"), "internal": (INTERNAL, "Osedal")}
SECRETS["styret"] = (BOARD, "1. juni 2024")
ALL = {"public", "internal", "styret"}

# Who may read what in direct messages: by the settings below.
PEOPLE = {
    "UANNA": {"public", "internal"},  # a member, by e-mail
    "UBRIT": ALL,  # a member, by user group and e-mail
    "UPER": {"public"},  # a member of whom nothing is said
    "UGUEST": {"public"},  # a guest, though the settings name her
    "UOUT": {"public"},  # somebody of another workspace, though the settings name him
}
SETTINGS = {
    "groups": {
        "UANNA@brimvik.example": ("internal",),
        "ubrit@brimvik.example": ("internal",),
        "S1": ("styret",),
        "UGUEST": ("internal", "styret"),
        "uout@brimvik.example": ("internal",),
    }
}


@dataclass(frozen=True)
class Kind:
    """A kind of channel: what it shows, whoever asks."""

    name: str
    shows: frozenset[str]
    allowed: tuple[str, ...] = ()
    people: tuple[str, ...] = ("UANNA", "UBRIT", "UPER")
    marks: tuple[str, ...] = ()


CHANNELS = (
    Kind("CPLAIN", frozenset({"public"})),
    Kind("CALLOWED", frozenset({"public", "internal"}), ("internal",)),
    Kind("CGUESTS", frozenset({"public"}), ("internal",), ("UANNA", "UGUEST")),
    Kind("COUTSIDE", frozenset({"public"}), ("internal",), ("UANNA", "UOUT")),
    Kind("CCONNECT", frozenset({"public"}), ("internal",), marks=("is_ext_shared",)),
    Kind("CPENDING", frozenset({"public"}), ("internal",), marks=("is_pending_ext_shared",)),
    Kind("CGRID", frozenset({"public"}), ("internal",), marks=("is_org_shared",)),
    Kind("CGROUPDM", frozenset({"public"}), ("internal",), marks=("is_mpim",)),
)


def town(slack: Slack) -> None:
    slack.users["UBRIT"] = member("UBRIT")
    slack.users["UPER"] = member("UPER")
    slack.users["UGUEST"] = member("UGUEST", is_restricted=True)
    slack.users["UOUT"] = member("UOUT") | {"team_id": "T9", "is_stranger": True}
    slack.usergroups["S1"] = ["UBRIT"]
    for kind in CHANNELS:
        slack.channel(kind.name, *kind.people, **dict.fromkeys(kind.marks, True))
    for person in PEOPLE:
        slack.direct("D" + person, person)


def test_nobody_sees_what_they_may_not(office: Play) -> None:
    async def scene(here: Office) -> None:
        town(here.slack)
        expected: dict[tuple[str, str], tuple[str, set[str]]] = {}
        async with here.bot(**SETTINGS) as bot:
            for kind in CHANNELS:
                if kind.allowed:
                    bot.desk.store.allow(kind.name, kind.allowed)
            for group, (question, _) in SECRETS.items():
                for kind, person in itertools.product(CHANNELS, PEOPLE):
                    event = here.slack.mention(kind.name, question, user=person)
                    await here.slack.event(event)
                    expected[kind.name, event["ts"]] = (group, set(kind.shows))
                for person, shows in PEOPLE.items():
                    event = here.slack.message("D" + person, question, user=person)
                    await here.slack.event(event)
                    expected["D" + person, event["ts"]] = (group, shows)
            places = {place for place, _ in expected}
            await until(lambda: done(here.slack, places) == len(expected), 90)
        seen = {
            (place, one["metadata"]["event_payload"]["key"].split(":")[1]): shown(one)
            for place in places
            for one in here.slack.ours(place)
        }
        assert set(seen) == set(expected)
        leaks = {place for place, (_, may) in expected.items() if not seen[place] <= may}
        assert leaks == set()
        held_back = {
            place for place, (group, may) in expected.items() if not {group} & may <= seen[place]
        }
        assert held_back == set()

    def done(slack: Slack, places: set[str]) -> int:
        return sum("updated" in one for place in places for one in slack.ours(place))

    def shown(message: dict[str, object]) -> set[str]:
        text = json.dumps(message, ensure_ascii=False)
        return {group for group, (_, secret) in SECRETS.items() if secret in text}

    office(scene)


def test_no_other_way_of_asking_leaks_either(office: Play) -> None:
    """Commands, the source of a message, the whole answer, a draft, and a follow-up."""

    async def scene(here: Office) -> None:
        town(here.slack)
        slack = here.slack
        places = [(kind.name, one, kind.shows) for kind in CHANNELS for one in ("UBRIT", "UGUEST")]
        places += [("D" + one, one, frozenset(shows)) for one, shows in PEOPLE.items()]
        seen: list[tuple[str, str, str, set[str], frozenset[str]]] = []
        async with here.bot(**SETTINGS) as bot:
            for kind in CHANNELS:
                if kind.allowed:
                    bot.desk.store.allow(kind.name, kind.allowed)
            for (place, person, may), (question, secret) in itertools.product(
                places, SECRETS.values()
            ):

                def note(way: str, told: object) -> None:
                    seen.append((place, person, way, shown(told), may))  # noqa: B023 - called here

                for way in ("/plansvar", "/tiltak", "shortcut"):
                    before = len(slack.ephemeral)
                    if way == "shortcut":
                        await slack.shortcut("find_source", question, place, person)
                    else:
                        asked = question if way == "/plansvar" else secret
                        await slack.command(way, asked, place, person)
                    await until(lambda n=before: len(slack.ephemeral) > n)
                    blocks = slack.ephemeral[-1]["blocks"]
                    note(way, blocks[1:] if way == "/tiltak" else blocks)
                before = len(slack.ours(place))
                event = slack.mention(place, question, user=person)
                if place.startswith("D"):
                    event = slack.message(place, question, user=person)
                await slack.event(event)
                await until(lambda n=before, p=place: done(slack, p) > n)
                for button in ("more", "draft"):
                    before = len(slack.views)
                    await slack.press(button, f"{place}:{event['ts']}", place, person)
                    await until(lambda n=before: len(slack.views) > n and not bot.desk._tasks)
                    note(button, slack.views[-1]["blocks"])
                before = len(slack.ours(place))
                thread = event["ts"]
                said = slack.message(place, "og når var det?", user=person, thread_ts=thread)
                await slack.event(said)
                await until(lambda n=before, p=place: done(slack, p) > n)
                note("follow-up", slack.ours(place)[-1]["blocks"])
        assert len(seen) == len(places) * len(SECRETS) * 6
        leaks = [one for one in seen if not one[3] <= one[4]]
        assert leaks == []
        # What may be told is: else all of this would say nothing.
        assert {way for _, _, way, told, _ in seen if "internal" in told} >= {
            "/plansvar",
            "shortcut",
            "more",
            "draft",
        }

    def done(slack: Slack, place: str) -> int:
        return sum("updated" in one for one in slack.ours(place))

    def shown(told: object) -> set[str]:
        text = json.dumps(told, ensure_ascii=False)
        return {group for group, (_, secret) in SECRETS.items() if secret in text}

    office(scene)


def test_an_answer_is_as_if_there_were_nothing_hidden(office: Play, tmp_path: Path) -> None:
    """The same words, counts and buttons as from a data folder without what is hidden."""

    async def scene(here: Office) -> None:
        town(here.slack)
        told: list[list[object]] = []
        for data in (here.data, public_only(tmp_path)):
            here.data = data
            here.slack.messages.clear()
            here.slack.ephemeral.clear()
            async with here.bot(**SETTINGS) as bot:
                for place, person in (("CGUESTS", "UGUEST"), ("DUPER", "UPER")):
                    for question in (OWNER, INTERNAL, BOARD, "Hvilke dokumenter har du?", "hva?"):
                        kind = here.slack.message if place[0] == "D" else here.slack.mention
                        await here.slack.event(kind(place, question, user=person))
                        await here.slack.shortcut("find_source", question, place, person)
                        await here.slack.command("/tiltak", question, place, person)
                await until(lambda b=bot: not b.desk._tasks, 60)
            ours = [*here.slack.ours("CGUESTS"), *here.slack.ours("DUPER"), *here.slack.ephemeral]
            told.append(sorted(shown(one) for one in ours))
        assert len(told[0]) == 30
        assert told[0] == told[1]

    def shown(message: dict[str, object]) -> str:
        words = json.dumps(message["blocks"], ensure_ascii=False)
        return re.sub(r'"value": "[^"]*"', "", words)

    def public_only(folder: Path) -> Path:
        service = build_service(Settings(data=folder / "data"))
        (folder / "public.md").write_text(PUBLIC_PLAN, encoding="utf-8")
        service.ingest(IngestRequest((folder / "public.md",), ("public",)))
        service.close()
        return folder / "data"

    office(scene)


@pytest.mark.parametrize(
    "method", ["users.list", "conversations.info", "conversations.members", "auth.test"]
)
def test_what_slack_does_not_tell_counts_as_unknown(office: Play, method: str) -> None:
    async def scene(here: Office) -> None:
        town(here.slack)
        async with here.bot(**SETTINGS) as bot:
            bot.desk.store.allow("CALLOWED", ("internal",))
            await here.slack.event(here.slack.mention("CALLOWED", OWNER))
            await until(lambda: "updated" in (here.slack.ours("CALLOWED") or [{}])[0])
            bot.desk._directory.forget()
            here.slack.fail(method, *[Failure(error="team_access_not_granted")] * 20)
            await here.slack.event(here.slack.mention("CALLOWED", INTERNAL))
            await until(lambda: sum("updated" in m for m in here.slack.ours("CALLOWED")) == 2)
        text = json.dumps(here.slack.ours("CALLOWED"), ensure_ascii=False)
        assert "Osedal" not in text

    office(scene)


def test_a_guest_who_joins_closes_the_channel_at_once(office: Play) -> None:
    async def scene(here: Office) -> None:
        town(here.slack)
        async with here.bot(**SETTINGS) as bot:
            bot.desk.store.allow("CALLOWED", ("internal",))
            await here.slack.event(here.slack.mention("CALLOWED", INTERNAL))
            await until(lambda: "updated" in (here.slack.ours("CALLOWED") or [{}])[0])
            assert "Osedal" in json.dumps(here.slack.ours("CALLOWED"), ensure_ascii=False)
            here.slack.members["CALLOWED"].append("UGUEST")
            await here.slack.event(here.slack.mention("CALLOWED", INTERNAL))
            await until(lambda: sum("updated" in m for m in here.slack.ours("CALLOWED")) == 2)
            assert "Osedal" not in json.dumps(here.slack.ours("CALLOWED")[-1], ensure_ascii=False)

    office(scene)


def test_the_rules_alone() -> None:
    settings = SlackSettings(groups={ANNA: ("styret",)}, member_groups=("internal",))
    allowed = {"C1": ("internal",)}
    anna, guest = Person(ANNA, member=True), Person(ANNA)
    direct, channel = Place("D1", direct=True), Place("C1", closed=True)
    assert reader(anna, direct, allowed, settings).groups == ("internal", "public", "styret")
    assert reader(guest, direct, allowed, settings).groups == ("public",)
    assert reader(anna, channel, allowed, settings).groups == ("internal", "public")
    assert reader(anna, Place("C1"), allowed, settings).groups == ("public",)
    assert reader(anna, Place("C2", closed=True), allowed, settings).groups == ("public",)
