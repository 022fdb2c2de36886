"""Uploads, removals and syncs in the background; the register; a server that runs."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from api.jobs import Jobs, State
from api.keys import KeyStore, RoleName
from api.limits import Workers
from api.uploads import file_name
from plansvar.errors import RequestError
from plansvar.service import Progress
from tests.api.conftest import Town


@pytest.fixture
def client(town: Town) -> Iterator[TestClient]:
    with town.client() as client:
        yield client


def finished(client: TestClient, answer: Any, **headers: str) -> dict[str, Any]:
    """A job's last state."""
    assert answer.status_code == 202, answer.text
    for _ in range(300):
        job: dict[str, Any] = client.get(f"/v1/jobs/{answer.json()['id']}", headers=headers).json()
        if job["ended"]:
            return job
        time.sleep(0.1)
    raise AssertionError(job)


def test_a_file_is_uploaded_found_and_removed(town: Town, client: TestClient) -> None:
    content = "# Notat om sykkelveg\n\nSykkelvegen til Fjellheim koster 9 millioner kroner.\n"
    file = {"file": ("../../Notat.md", content.encode())}
    job = finished(client, client.post("/v1/documents", files=file, data={"groups": "public"}))
    assert job["state"] == "done", job
    assert job["result"]["added"] == 1
    id_ = town.id_of("Notat.md")
    kept = next((town.settings.data / "uploads").glob("*/Notat.md"))
    assert client.get(f"/v1/documents/{id_}/original").text == content
    newer = {"file": ("Notat.md", content.replace("9", "8").encode())}
    job = finished(client, client.post("/v1/documents", files=newer, data={"groups": "public"}))
    assert job["result"]["changed"] == 1
    assert "8 millioner" in client.get(f"/v1/documents/{id_}/text").json()["text"]
    assert finished(client, client.delete(f"/v1/documents/{id_}"))["result"] == {"removed": [id_]}
    assert client.get(f"/v1/documents/{id_}").status_code == 404
    assert not kept.exists()


def test_a_file_that_can_t_be_read_is_named_with_the_reason(client: TestClient) -> None:
    file = {"file": ("tom.pdf", b"no pdf")}
    job = finished(client, client.post("/v1/documents", files=file))
    assert [one["name"] for one in job["result"]["failed"]] == ["tom.pdf"]
    assert job["result"]["failed"][0]["message"]
    assert client.post("/v1/documents", files={"file": ("..", b"x")}).status_code == 422
    assert client.post("/v1/documents", data={"file": "x"}).status_code == 422


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/plan.pdf", "plan.pdf"),
        ("C:\\temp\\plan.pdf", "plan.pdf"),
        ("a\x00b\u202efdp.exe.md", "abfdp.exe.md"),
        ("æøå 2024.md", "æøå 2024.md"),
        ("x" * 300 + ".md", "x" * 197 + ".md"),
    ],
)
def test_names_of_uploads_are_made_safe(name: str, kept: str) -> None:
    assert file_name(name) == kept


@pytest.mark.parametrize("name", ["", ".", "..", "/", "CON.md", "a", ".md", "a." + "b" * 300])
def test_names_of_which_nothing_is_left_are_refused(name: str) -> None:
    with pytest.raises(RequestError, match="file_name"):
        file_name(name)


def test_nobody_gives_access_to_groups_of_others_or_sees_their_jobs(town: Town) -> None:
    store = KeyStore(town.settings.data)
    people: tuple[tuple[str, RoleName], ...] = (("a", "editor"), ("b", "editor"), ("c", "admin"))
    heads = {
        name: {"Authorization": f"Bearer {store.add(name, ['internal'], role)[1]}"}
        for name, role in people
    }
    with town.client(access="keys") as client:
        file = {"file": ("notat.md", b"# Notat\n\nEn setning om noe.\n")}
        post = {"files": file, "data": {"groups": "styret"}}
        assert client.post("/v1/documents", headers=heads["a"], **post).status_code == 403  # type: ignore[arg-type]
        answer = client.post("/v1/documents", headers=heads["a"], files=file)
        assert finished(client, answer, **heads["a"])["state"] == "done"
        path = f"/v1/jobs/{answer.json()['id']}"
        assert client.get(path, headers=heads["b"]).status_code == 404
        assert client.get(path, headers=heads["c"]).status_code == 200
        assert client.get("/v1/jobs", headers=heads["b"]).json() == {"jobs": []}
        # The same name from somebody else is another document.
        answer = client.post("/v1/documents", headers=heads["b"], files=file)
        assert finished(client, answer, **heads["b"])["result"]["added"] == 1


def test_a_sync_that_can_t_begin_says_why(client: TestClient) -> None:
    job = finished(client, client.post("/v1/sync", json={"sources": ["finnes ikke"]}))
    assert job["state"] == "failed"
    assert job["error"]["detail"]


def test_one_job_at_a_time_writes() -> None:
    jobs = Jobs()
    go, running = threading.Event(), []

    def work(progress: Any) -> dict[str, Any]:
        running.append(1)
        progress(Progress("read", len(running), 2))
        assert go.wait(10)
        return {"n": len(running)}

    first, second = jobs.start("sync", "a", work), jobs.start("sync", "a", work)
    time.sleep(0.2)
    assert jobs.get(first.id, "a").state is State.RUNNING
    assert jobs.get(second.id, "a").state is State.WAITING
    assert jobs.get(first.id, "a").progress == Progress("read", 1, 2)
    go.set()
    jobs.close()
    assert jobs.under_way == 0 or jobs.get(second.id, None).state is State.WAITING


async def _filled(workers: Workers) -> None:
    import asyncio

    go = threading.Event()
    waiting = [asyncio.create_task(workers.run(go.wait, 10)) for _ in range(2)]
    await asyncio.sleep(0.05)
    with pytest.raises(RequestError, match="busy"):
        await workers.run(go.wait, 10)
    go.set()
    await asyncio.gather(*waiting)
    assert await workers.run(lambda: 3) == 3


def test_no_more_is_taken_on_than_can_be_done() -> None:
    import asyncio

    workers = Workers(1, 1)
    asyncio.run(_filled(workers))
    workers.close()
    assert workers.under_way == 0


def test_the_register_is_filtered_exported_and_corrected(client: TestClient) -> None:
    found = client.get("/v1/register/facts", params={"kind": "measure"}).json()
    assert found["total"] == 2
    one = client.get("/v1/register/facts", params={"kind": "measure", "limit": 1, "offset": 1})
    assert one.json()["facts"] == found["facts"][1:]
    owner = client.get("/v1/register/facts", params={"kind": "measure", "owner": "Havnevesenet"})
    (fact,) = owner.json()["facts"]
    path = f"/v1/register/facts/{fact['id']}"
    assert client.get(path).json()["fact"] == fact
    said = {"fact": fact["id"], "action": "correct", "field": "leads", "values": ["Kommunen"]}
    done = client.post("/v1/register/corrections", json=said)
    assert done.status_code == 201
    assert done.json()["fact"]["fields"]["leads"][0]["text"] == "Kommunen"
    assert done.json()["correction"]["by"] == "local"
    assert client.get(path + "/history").json()["corrections"][0]["after"] == ["Kommunen"]
    assert client.get("/v1/register/corrections").json()["total"] == 1
    undo = {"action": "withdraw", "withdraws": done.json()["correction"]["id"]}
    assert client.post("/v1/register/corrections", json=undo).status_code == 201
    text = client.get("/v1/register/facts", params={"kind": "measure", "format": "csv"})
    assert "Bygge landstrøm i havna" in text.text
    book = client.get("/v1/register/facts", params={"kind": "measure", "format": "xlsx"})
    assert openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames
    for name in ("conflicts", "review"):
        assert client.get(f"/v1/register/{name}").status_code == 200
    assert client.get("/v1/register/facts/measure-000").status_code == 404
    assert client.get("/v1/register/facts", params={"as_of": "i går"}).status_code == 422
    assert client.get("/v1/register/facts", params={"unknown": "1"}).status_code == 422
    wrong = {**said, "field": "nothing"}
    assert client.post("/v1/register/corrections", json=wrong).json()["code"] == "register.no_field"
