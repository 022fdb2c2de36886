"""120 documents for different groups, and questions that try to find out about those of others.

The whole set takes minutes; here every tenth question is asked, and two users are compared with
servers that have nothing else; ``ACL_PROBES=all`` asks all, and compares all users.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.keys import KeyStore
from cli.build import build_service
from plansvar.access import user
from plansvar.service import IngestRequest, Service
from plansvar.settings import Settings
from tests.api.conftest import Town
from tests.conftest import share_word_list

HOSTILE = Path(__file__).parents[3] / "shared/hostile/injection_acl/acl"
pytestmark = pytest.mark.skipif(not HOSTILE.is_dir(), reason="../shared is not there")
ALL = os.environ.get("ACL_PROBES") == "all"
EVERY = 1 if ALL else 10
USERS = (
    ("anon", "medlem", "u-styret", "u-hr", "u-prosjekt-hav", "u-prosjekt-energi")
    if ALL
    else ("anon", "u-styret")
)


@dataclass(frozen=True)
class Hall:
    """A server over documents, and what each user sends to be let in."""

    client: TestClient
    heads: dict[str, dict[str, str]]
    service: Service

    def ask(self, user: str, question: str) -> dict[str, Any]:
        answer = self.client.post("/v1/ask", json={"question": question}, headers=self.heads[user])
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@dataclass(frozen=True)
class Given:
    """The documents as files, a folder for each group, and the users."""

    folder: Path
    docs: dict[str, dict[str, Any]]
    users: dict[str, tuple[str, ...]]

    @property
    def groups(self) -> set[str]:
        return {one["group"] or one["visibility"] for one in self.docs.values()}


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    folder = tmp_path_factory.mktemp("acl")
    share_word_list(folder / "cache")
    found = json.loads((HOSTILE / "docs.json").read_text(encoding="utf-8"))
    for one in found["docs"]:
        path = folder / (one["group"] or one["visibility"]) / f"{one['id']}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# {one['title']}\n\n{one['text']}\n", encoding="utf-8")
    users = {
        one["id"]: (*one["groups"], *(() if one["level"] == "public" else ("internal",)))
        for one in found["users"]
    }
    return Given(folder, {one["id"]: one for one in found["docs"]}, users)


@contextmanager
def opened(given: Given, name: str, groups: set[str]) -> Iterator[Hall]:
    """A server over the documents of some groups alone."""
    settings = Settings(data=given.folder / name, cache=given.folder / "cache")
    service = build_service(settings)
    for group in sorted(groups):
        service.ingest(IngestRequest((given.folder / group,), (group,)))
    store = KeyStore(settings.data)
    heads = {
        who: {"Authorization": f"Bearer {store.add(who, own, 'reader')[1]}"}
        for who, own in given.users.items()
    }
    town = Town(service, settings, given.folder)
    with town.client(access="keys", requests_per_minute=100_000) as client:
        yield Hall(client, heads, service)
    service.close()


@pytest.fixture(scope="module")
def hall(hashing: None, given: Given) -> Iterator[Hall]:
    with opened(given, "data", given.groups) as found:
        yield found


@pytest.fixture(scope="module")
def ids(hall: Hall, given: Given) -> dict[str, str]:
    everybody = user("all", tuple(given.groups))
    return {Path(one.path).stem: one.id for one in hall.service.documents(everybody)}


def test_no_question_brings_out_what_is_not_one_s_own(hall: Hall) -> None:
    leaks, differences, asked = [], [], 0
    for probe in probes():
        answer = hall.ask(probe["user"], probe["q"])
        asked += 1
        # The question itself comes back with the answer.
        told = json.dumps({**answer, "question": ""}, ensure_ascii=False)
        leaks += [(probe["q"], word) for word in probe["must_not"] if word in told]
        if probe["twin_q"]:  # the same of what isn't there
            twin = hall.ask(probe["user"], probe["twin_q"])
            if answer.keys() != twin.keys() or answer["coverage"] != twin["coverage"]:
                differences.append((probe["user"], probe["q"]))
    print(f"asked {asked}, leaks {len(leaks)}, differences {len(differences)}")  # noqa: T201
    assert leaks == []
    assert differences == []


def probes() -> list[dict[str, Any]]:
    lines = (HOSTILE / "probes.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines][::EVERY]


LISTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/v1/documents", {"limit": 1000}),
    ("/v1/register/facts", {"everything": True, "limit": 1000}),
    ("/v1/register/facts", {"everything": True, "format": "csv"}),
    ("/v1/register/review", {"limit": 1000}),
    ("/v1/register/conflicts", {}),
    ("/v1/search", {"q": "styret rammen referansekode", "limit": 100}),
)


def test_lists_counts_search_and_register_tell_nothing_of_others(
    hall: Hall, given: Given, ids: dict[str, str]
) -> None:
    for who, head in hall.heads.items():
        listed = hall.client.get("/v1/documents", params={"limit": 1000}, headers=head).json()
        mine = {one["id"] for one in listed["documents"]}
        assert listed["total"] == len(mine)
        foreign = [one for name, one in given.docs.items() if ids[name] not in mine]
        assert who == "admin" or foreign
        found = [hall.client.get(path, headers=head, params=how).text for path, how in LISTS]
        for one in foreign:
            for text in found:
                assert one["canary"] not in text and one["id"] not in text


def test_forbidden_and_absent_look_the_same(hall: Hall, given: Given, ids: dict[str, str]) -> None:
    head = hall.heads["anon"]
    forbidden = [one for one in given.docs.values() if one["visibility"] != "public"][::20]
    for one in forbidden:
        id_, absent = ids[one["id"]], "0" * 8 + ids[one["id"]][8:]
        for tail in ("", "/text", "/blocks", "/original", "/pages/1.png"):
            answers = [
                hall.client.get(f"/v1/documents/{name}{tail}", headers=head)
                for name in (id_, absent)
            ]
            assert [each.status_code for each in answers] == [404, 404]
            assert answers[0].text.replace(id_, "") == answers[1].text.replace(absent, "")


@pytest.mark.parametrize("who", USERS)
def test_nothing_changes_where_what_is_forbidden_does_not_exist(
    hall: Hall, given: Given, who: str
) -> None:
    """Each answer, list and count of a user, scores too, beside a server without the rest."""
    own = {*given.users[who], "public"} & given.groups
    asked = dict.fromkeys(
        question for one in probes() for question in (one["q"], one["twin_q"]) if question
    )
    different: list[str] = []
    with opened(given, f"data of {who}", own) as alone:
        for question in asked:
            there, here = (words(one.ask(who, question)) for one in (hall, alone))
            if there != here:
                different.append(question)
        for path, how in LISTS:
            told = [
                one.client.get(path, headers=one.heads[who], params=how).text
                for one in (hall, alone)
            ]
            if told[0] != told[1]:
                different.append(path)
    print(  # noqa: T201
        f"{who}: {len(asked)} questions and {len(LISTS)} lists, {len(different)} differences"
    )
    assert different == []


def words(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "timings_ms"}
