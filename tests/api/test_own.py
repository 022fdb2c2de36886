"""What is kept for one asker alone, and what is written for him: over real HTTP."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any

import docx
import openpyxl
import pytest
from starlette.testclient import TestClient

from api.keys import KeyStore
from plansvar.access import user
from tests.api.conftest import Town

QUESTION = "Hvem har ansvaret for å bygge landstrøm?"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Heads = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def doors(shared_town: Town) -> Iterator[tuple[TestClient, Heads]]:
    store = KeyStore(shared_town.settings.data)
    heads = {
        name: {"Authorization": f"Bearer {store.add(name, groups, 'reader')[1]}"}
        for name, groups in (("kari", ["styret"]), ("ola", []))
    }
    with shared_town.client(access="keys", requests_per_minute=100_000) as client:
        yield client, heads


def test_a_conversation_is_its_askers_alone(doors: tuple[TestClient, Heads]) -> None:
    client, heads = doors
    kari, ola = heads["kari"], heads["ola"]

    def ask(question: str, conversation: str, head: dict[str, str]) -> Any:
        body = {"question": question, "conversation": conversation}
        return client.post("/v1/ask", json=body, headers=head)

    first = ask(QUESTION, "new", kari).json()
    own = first["conversation"]
    second = ask("og når er fristen?", own, kari).json()
    assert second["asked"] == "og når er fristen?" and "2025" in second["answer"]
    (listed,) = client.get("/v1/conversations", headers=kari).json()["conversations"]
    assert (listed["id"], listed["title"], listed["questions"]) == (own, QUESTION, 2)
    shown = client.get(f"/v1/conversations/{own}", headers=kari).json()
    assert [one["asked"] for one in shown["turns"]] == [QUESTION, "og når er fristen?"]
    assert shown["turns"][0]["answer"]["citations"][0]["document"]["path"] == "plan.md"

    said = {"turn": second["turn"], "verdict": "wrong", "comment": "Det er 2026"}
    absent = "00000000-0000-0000-0000-000000000000"
    for id_ in (own, absent):
        refused = [
            client.get(f"/v1/conversations/{id_}", headers=ola),
            client.delete(f"/v1/conversations/{id_}", headers=ola),
            ask("og da?", id_, ola),
        ]
        assert {(one.status_code, one.json()["code"]) for one in refused} == {
            (404, "conversation.unknown")
        }
    assert client.post("/v1/feedback", json=said, headers=ola).status_code == 404
    assert client.get("/v1/conversations", headers=ola).json() == {"conversations": []}

    assert client.post("/v1/feedback", json=said, headers=kari).status_code == 204
    shown = client.get(f"/v1/conversations/{own}", headers=kari).json()
    assert shown["turns"][1]["feedback"]["comment"] == "Det er 2026"
    assert client.delete(f"/v1/conversations/{own}", headers=kari).status_code == 204
    assert client.get(f"/v1/conversations/{own}", headers=kari).status_code == 404


def test_a_new_key_of_the_same_name_is_somebody_else(
    doors: tuple[TestClient, Heads], shared_town: Town
) -> None:
    client, _ = doors
    store = KeyStore(shared_town.settings.data)
    first = {"Authorization": f"Bearer {store.add('vikar', [], 'reader')[1]}"}
    client.post("/v1/ask", json={"question": QUESTION, "conversation": "new"}, headers=first)
    assert client.get("/v1/conversations", headers=first).json()["conversations"]
    store.revoke("vikar")
    second = {"Authorization": f"Bearer {store.add('vikar', [], 'reader')[1]}"}
    assert client.get("/v1/conversations", headers=second).json() == {"conversations": []}
    called = client.post("/v1/service/conversations", json={}, headers=second)
    assert called.json() == {"result": []}


def test_an_answer_comes_from_what_it_is_limited_to(doors: tuple[TestClient, Heads]) -> None:
    client, heads = doors

    def ask(**more: Any) -> Any:
        return client.post("/v1/ask", json={"question": QUESTION, **more}, headers=heads["kari"])

    board = ask(scope={"documents": ["Referat fra styret"]}).json()
    assert all(one["document"]["path"] == "styret.md" for one in board["citations"])
    assert ask(scope={"types": ["minutes"]}).status_code == 200
    assert ask(as_of="2020").json()["coverage"]["documents"] < 2
    assert ask(as_of="i går").json()["code"] == "scope.bad_date"
    assert ask(scope={"planets": ["Mars"]}).status_code == 422
    assert ask(scope={"types": ["planet"]}).status_code == 422


def test_a_draft_is_json_word_or_markdown(doors: tuple[TestClient, Heads]) -> None:
    client, heads = doors

    def draft(path: str = "", accept: str = "*/*") -> Any:
        head = {**heads["ola"], "Accept": accept}
        return client.post(f"/v1/drafts{path}", json={"question": QUESTION}, headers=head)

    told = draft().json()
    assert "Havnevesenet" in str(told["parts"])
    assert told["notes"][0]["document"]["path"] == "plan.md"
    for answer in (draft("?format=docx"), draft("", DOCX)):
        assert answer.headers["content-type"] == DOCX
        text = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
        assert "Havnevesenet" in text
        assert 'filename="svar.docx"' in answer.headers["content-disposition"]
    assert "Havnevesenet" in draft("", "text/markdown").text
    assert draft("?format=markdown").text.count("[^1]") >= 2
    empty = client.post("/v1/drafts", json={"question": " "}, headers=heads["ola"])
    assert (empty.status_code, empty.json()["code"]) == (422, "question.empty")


def done(client: TestClient, id_: str, head: dict[str, str]) -> Any:
    for _ in range(600):
        job = client.get(f"/v1/overviews/{id_}", headers=head).json()
        if job["ended"]:
            return job
        time.sleep(0.05)
    raise AssertionError("never ended")


def test_an_overview_is_a_job_of_its_askers(doors: tuple[TestClient, Heads]) -> None:
    client, heads = doors
    kari, ola = heads["kari"], heads["ola"]
    body = {"question": "Hvilke tiltak gjelder landstrøm?"}
    started = client.post("/v1/overviews", json=body, headers=kari)
    assert started.status_code == 202 and started.json()["kind"] == "overview"
    id_ = started.json()["id"]
    found = done(client, id_, kari)
    assert found["state"] == "done" and found["result"]["finished"]
    findings = found["result"]["findings"]
    assert findings and {one["document"]["path"] for one in findings} == {"plan.md"}
    assert "andstrøm" in findings[0]["text"]
    assert [one["path"] for one in found["result"]["without"]] == ["styret.md"]
    table = client.get(f"/v1/overviews/{id_}?format=csv", headers=kari)
    assert "andstrøm" in table.text and "text/csv" in table.headers["content-type"]
    book = client.get(f"/v1/overviews/{id_}?format=xlsx", headers=kari)
    cells = [
        str(cell)
        for sheet in openpyxl.load_workbook(io.BytesIO(book.content))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert any("andstrøm" in one for one in cells)

    (kept, *_) = client.get("/v1/overviews", headers=kari).json()["overviews"]
    assert (kept["id"], kept["question"]) == (found["result"]["id"], body["question"])
    assert kept["documents"] == 2
    assert client.get("/v1/overviews", headers=ola).json() == {"overviews": []}
    assert client.get(f"/v1/overviews/{id_}", headers=ola).json()["code"] == "api.no_job"
    assert client.delete(f"/v1/overviews/{id_}", headers=ola).status_code == 404
    his = client.post("/v1/overviews", json=body, headers=ola).json()["id"]
    told = done(client, his, ola)["result"]
    assert told["documents"] == 1 and "styret" not in str(told)
    other = client.post("/v1/overviews", json={"resume": found["result"]["id"]}, headers=ola)
    failed = done(client, other.json()["id"], ola)
    assert failed["error"]["code"] == "overview.unknown"
    csv = client.get(f"/v1/overviews/{other.json()['id']}?format=csv", headers=ola)
    assert (csv.status_code, csv.json()["code"]) == (404, "overview.unknown")


def test_what_may_no_longer_be_read_is_left_out_of_an_overview(town: Town) -> None:
    from api.overviews import readable
    from plansvar.drafts.overview_types import OverviewRequest

    board = user("kari", ("styret",))
    found = town.service.overview(OverviewRequest("Hvilke tiltak gjelder landstrøm?"), board)
    assert found.findings and "styret" in str(found.without)
    left = readable(found, town.service, user("kari", ()), lambda path: path)
    assert left.findings == found.findings and left.without == ()
    assert left.documents == found.documents - 1
