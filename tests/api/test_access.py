"""Who gets in, and who doesn't."""

from __future__ import annotations

import json
import logging
import re

import pytest
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from api.app import build
from api.guard import PUBLIC_FOLDERS, PUBLIC_PAGES, PUBLIC_PATHS
from api.keys import KeyStore
from api.openapi_examples import EXAMPLES
from plansvar.errors import KeyStoreError, SettingsError
from tests.api.conftest import Town

ALL = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def routes(client: TestClient) -> list[BaseRoute]:
    found: list[BaseRoute] = []
    waiting = list(client.app.routes)  # type: ignore[attr-defined]
    while waiting:
        one = waiting.pop()
        inner = getattr(one, "routes", None) or getattr(
            getattr(one, "original_router", None), "routes", None
        )
        waiting += inner or []
        if not inner:
            found.append(one)
    return found


def test_no_route_answers_without_a_user(town: Town) -> None:
    """Walks all routes: whatever is added later is closed until it is put on the list."""
    KeyStore(town.settings.data).add("kari", ["internal"], "admin")
    with town.client(access="keys") as client:
        paths = {getattr(one, "path", "") for one in routes(client)}
        paths |= set(client.app.openapi()["paths"])  # type: ignore[attr-defined]
        assert {"/v1/ask", "/v1/documents/{document_id}/original", "/metrics"} <= paths
        assert len(paths) >= 18
        assert {"/", "/search", "/register/{view}", "/documents/{document_id}"} <= paths
        opened = {one for one in paths if one.startswith(PUBLIC_FOLDERS)}
        assert opened == {"/static/{mark}/{name}", "/language/{code}"}
        for path in paths - PUBLIC_PATHS - PUBLIC_PAGES - opened:
            for method in ALL:
                answer = client.request(method, re.sub(r"\{\w+\}", "x", path))
                assert answer.status_code == 401, (method, path)
                assert answer.headers["www-authenticate"].startswith("Bearer")
        assert client.get("/v1/nothing/here").status_code == 401
        for path in PUBLIC_PATHS:
            assert client.get(path).json() == {"status": "ok"}


def test_keys_open_what_their_groups_and_role_allow(town: Town) -> None:
    store = KeyStore(town.settings.data)
    texts = {
        name: store.add(name, groups, role)[1]
        for name, groups, role in (
            ("leser", (), "reader"),
            ("styret", ("styret",), "reader"),
            ("redaktør", ("styret",), "editor"),
            ("drift", (), "admin"),
        )  # type: ignore[arg-type]
    }
    heads = {name: {"Authorization": f"Bearer {text}"} for name, text in texts.items()}
    with town.client(access="keys") as client:

        def status(name: str, method: str, path: str) -> int:
            return client.request(method, path, headers=heads[name], json={}).status_code

        counts = {
            name: client.get("/v1/documents", headers=head).json()["total"]
            for name, head in heads.items()
        }
        assert counts == {"leser": 1, "styret": 2, "redaktør": 2, "drift": 1}
        assert [status(name, "POST", "/v1/sync") for name in texts] == [403, 403, 403, 202]
        assert [status(name, "GET", "/v1/jobs") for name in texts] == [403, 403, 200, 200]
        gone = "/v1/documents/x"
        assert [status(name, "DELETE", gone) for name in texts] == [403, 403, 404, 404]
        store.revoke("leser")
        assert status("leser", "GET", "/v1/documents") == 401


def test_keys_are_kept_as_hashes_only_and_end(town: Town) -> None:
    store = KeyStore(town.settings.data)
    key, text = store.add("kari", ["internal"], "reader", days=1)
    stored = (town.settings.data / "keys.json").read_text()
    assert text not in stored and text.split("_")[2] not in stored
    assert (town.settings.data / "keys.json").stat().st_mode & 0o077 == 0
    assert store.find(text) == key
    assert store.find(text[:-1] + ("a" if text[-1] != "a" else "b")) is None
    import datetime as dt

    later = KeyStore(town.settings.data, lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
    assert later.find(text) is None
    with pytest.raises(KeyStoreError, match="name_taken"):
        store.add("kari", [], "reader")
    with pytest.raises(KeyStoreError, match="unknown"):
        store.revoke("ola")
    (town.settings.data / "keys.json").write_text("{")
    with pytest.raises(KeyStoreError, match="damaged"):
        KeyStore(town.settings.data).keys()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "plansvar.example.no"])
def test_without_login_it_doesn_t_start_for_others(empty: Town, host: str) -> None:
    api = empty.settings.api.model_copy(update={"host": host})
    settings = empty.settings.model_copy(update={"api": api})
    with pytest.raises(SettingsError, match="open_to_all"):
        build(empty.service, settings)


@pytest.mark.parametrize(
    ("access", "code"), [("keys", "api.no_keys"), ("oidc", "api.oidc_settings")]
)
def test_login_must_be_possible(empty: Town, access: str, code: str) -> None:
    with pytest.raises(SettingsError, match=code):
        empty.client(access=access, host="0.0.0.0")


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Host": "evil.example"}, 421, "api.host"),
        ({"Host": "127.0.0.1.evil.example:8321"}, 421, "api.host"),
        ({"Host": ""}, 421, "api.host"),
        ({"Host": "[::1"}, 421, "api.host"),
        ({"Origin": "http://evil.example"}, 403, "api.origin"),
        ({"Origin": "null"}, 403, "api.origin"),
        ({"Origin": "http://127.0.0.1:9999"}, 403, "api.origin"),
        ({"Sec-Fetch-Site": "cross-site"}, 403, "api.origin"),
        ({"X-Forwarded-For": "127.0.0.1"}, 403, "api.forwarded"),
        ({"Forwarded": "for=127.0.0.1"}, 403, "api.forwarded"),
        ({"X-Forwarded-Something": "1"}, 403, "api.forwarded"),
        ({"Via": "1.1 proxy"}, 403, "api.forwarded"),
    ],
)
def test_local_access_is_for_this_machine_only(
    client: TestClient, headers: dict[str, str], status: int, code: str
) -> None:
    answer = client.get("/v1/documents", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost:8321"},
        {"Host": "[::1]:8321"},
        {"Origin": "http://127.0.0.1:8321"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ],
)
def test_this_machine_gets_in(client: TestClient, headers: dict[str, str]) -> None:
    assert client.get("/v1/documents", headers=headers).status_code == 200


def test_an_address_elsewhere_doesn_t_get_in_without_login(shared_town: Town) -> None:
    inside = shared_town.client()
    outside = TestClient(inside.app, base_url="http://127.0.0.1:8321", client=("10.0.0.7", 1))
    assert outside.get("/v1/documents").json()["code"] == "api.remote"


def test_too_much_is_refused(shared_town: Town) -> None:
    with shared_town.client(requests_per_minute=3, max_body_bytes=1_000) as client:
        long = client.post("/v1/ask", content=b'{"question": "' + b"a" * 2_000 + b'"}')
        assert (long.status_code, long.json()["code"]) == (413, "api.too_large")
        chunks = (b"a" * 600 for _ in range(4))
        assert client.post("/v1/ask", content=chunks).status_code == 413
        client.get("/v1/documents")
        many = client.get("/v1/documents")
        assert (many.status_code, many.json()["code"]) == (429, "api.too_many")
        assert int(many.headers["retry-after"]) >= 1
        assert client.get("/health/live").status_code == 200


@pytest.mark.parametrize(("wanted", "word"), [("nn-NO,en;q=0.5", "Førespurnad"), ("en", "request")])
def test_problems_are_told_in_the_asker_s_language(
    client: TestClient, wanted: str, word: str
) -> None:
    for content in (b"{", b"[]", b'{"question": 1}', b'{"question": "\\ud800"}', b"\xff"):
        head = {"Accept-Language": wanted, "Content-Type": "application/json"}
        answer = client.post("/v1/ask", content=content, headers=head)
        assert answer.status_code == 422, content
        assert answer.headers["content-type"] == "application/problem+json"
        assert word in answer.json()["detail"]
    assert client.post("/v1/ask", json={"question": " "}).json()["code"] == "question.empty"
    assert client.put("/v1/ask").status_code == 405
    assert client.get("/v1/nothing").json()["code"] == "api.no_route"


def test_every_answer_has_its_headers_and_a_line_in_the_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "plansvar.audit"):
        answer = client.post("/v1/ask", json={"question": "Hemmelig spørsmål?"})
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    (line,) = [json.loads(one.message) for one in caplog.records if one.name == "plansvar.audit"]
    assert line["request"] == answer.headers["x-request-id"]
    assert (line["user"], line["route"], line["status"]) == ("local", "/v1/ask", 200)
    assert "Hemmelig" not in caplog.text


def test_a_fault_of_ours_tells_nothing(
    shared_town: Town, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr(shared_town.service, "search", broken)
    answer = client.get("/v1/search", params={"q": "x"})
    assert (answer.status_code, answer.json()["code"]) == (500, "api.unexpected")
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"] in answer.json()["detail"]


def test_the_description_is_whole(client: TestClient) -> None:
    found = client.get("/v1/openapi.json").json()
    text = json.dumps(found)
    for name in re.findall(r'"#/components/schemas/([^"]+)"', text):
        assert name in found["components"]["schemas"], name
    for (method, path), example in EXAMPLES.items():
        answer = next(iter(found["paths"][path][method]["responses"].values()))
        assert answer["content"]["application/json"]["example"] == example
    counts = client.get("/metrics").text
    assert 'plansvar_requests_total{method="GET",route="/v1/openapi.json",status="200"}' in counts
