"""120 documents for different groups, and questions that try to find out about those of others.

The whole set takes minutes; here every tenth question is asked, ``ACL_PROBES=all`` asks all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
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
EVERY = 1 if os.environ.get("ACL_PROBES") == "all" else 10


@dataclass(frozen=True)
class Hall:
    client: TestClient
    heads: dict[str, dict[str, str]]
    docs: dict[str, dict[str, Any]]
    ids: dict[str, str]
    service: Service

    def ask(self, user: str, question: str) -> dict[str, Any]:
        answer = self.client.post("/v1/ask", json={"question": question}, headers=self.heads[user])
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture(scope="module")
def hall(hashing: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("acl")
    given = json.loads((HOSTILE / "docs.json").read_text(encoding="utf-8"))
    settings = Settings(data=folder / "data", cache=folder / "cache")
    share_word_list(settings.cache)
    service = build_service(settings)
    for one in given["docs"]:
        group = one["group"] or one["visibility"]
        path = folder / group / f"{one['id']}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# {one['title']}\n\n{one['text']}\n", encoding="utf-8")
    groups = {one["group"] or one["visibility"] for one in given["docs"]}
    for group in sorted(groups):
        service.ingest(IngestRequest((folder / group,), (group,)))
    store = KeyStore(settings.data)
    heads = {}
    for who in given["users"]:
        inside = () if who["level"] == "public" else ("internal",)
        key = store.add(who["id"], [*who["groups"], *inside], "reader")[1]
        heads[who["id"]] = {"Authorization": f"Bearer {key}"}
    town = Town(service, settings, folder)
    ids = {Path(one.path).stem: one.id for one in service.documents(user("all", tuple(groups)))}
    docs = {one["id"]: one for one in given["docs"]}
    with town.client(access="keys", requests_per_minute=100_000) as client:
        yield Hall(client, heads, docs, ids, service)
    service.close()


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


def test_lists_counts_search_and_register_tell_nothing_of_others(hall: Hall) -> None:
    for who, head in hall.heads.items():
        listed = hall.client.get("/v1/documents", params={"limit": 1000}, headers=head).json()
        mine = {one["id"] for one in listed["documents"]}
        assert listed["total"] == len(mine)
        foreign = [one for name, one in hall.docs.items() if hall.ids[name] not in mine]
        assert who == "admin" or foreign
        found = [
            hall.client.get(path, headers=head, params=params).text
            for path, params in (
                ("/v1/documents", {"limit": 1000}),
                ("/v1/register/facts", {"everything": True, "limit": 1000}),
                ("/v1/register/facts", {"everything": True, "format": "csv"}),
                ("/v1/register/review", {"limit": 1000}),
                ("/v1/register/conflicts", {}),
                ("/v1/search", {"q": "styret rammen referansekode", "limit": 100}),
            )
        ]
        for one in foreign:
            for text in found:
                assert one["canary"] not in text and one["id"] not in text


def test_forbidden_and_absent_look_the_same(hall: Hall) -> None:
    head = hall.heads["anon"]
    forbidden = [one for one in hall.docs.values() if one["visibility"] != "public"][::20]
    for one in forbidden:
        id_, absent = hall.ids[one["id"]], "0" * 8 + hall.ids[one["id"]][8:]
        for tail in ("", "/text", "/blocks", "/original", "/pages/1.png"):
            answers = [
                hall.client.get(f"/v1/documents/{name}{tail}", headers=head)
                for name in (id_, absent)
            ]
            assert [each.status_code for each in answers] == [404, 404]
            assert answers[0].text.replace(id_, "") == answers[1].text.replace(absent, "")


def test_an_answer_is_the_same_without_what_one_may_not_read(hall: Hall) -> None:
    """What is forbidden is taken out, so this comes last: nothing changes for whoever couldn't."""
    asked = [one["q"] for one in probes() if one["user"] == "u-styret" and not one["allowed"]]
    before = [words(hall.ask("u-styret", question)) for question in asked]
    mine = set(hall.service.documents(user("u", ("internal", "styret"))))
    everybody = user("all", ("internal", "styret", "hr", "prosjekt-hav", "prosjekt-energi"))
    others = [one.id for one in hall.service.documents(everybody) if one not in mine]
    assert asked and others
    hall.service.remove(others, everybody)
    after = [words(hall.ask("u-styret", question)) for question in asked]
    assert after == before


def words(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "timings_ms"}
