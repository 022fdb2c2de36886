"""Every route and seven kinds of askers: who gets what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.guard import PUBLIC_FOLDERS, PUBLIC_PAGES
from api.keys import KeyStore
from api.pages.assets import load_assets
from api.pages.errors import is_api
from tests.api.conftest import Town
from tests.api.test_access import routes

ASKERS = ("nobody", "wrong", "expired", "reader", "board", "editor", "admin")
OPEN = (200,) * 7
# What whoever isn't known gets of all else: nobody, a wrong key, one that has ended.
_CLOSED = (401,) * 3
# {plan} is a document that all may read, {board} one for the board and the editor, who is in it.
_ASK: dict[str, Any] = {"question": "Hvem har ansvaret for landstrøm?"}
_CHAT: dict[str, Any] = {"messages": [{"role": "user", "content": "Hvem?"}]}
_CALL: dict[str, Any] = {"arguments": {"id_": "{board}"}}
_SYNC: dict[str, Any] = {"arguments": {"request": {"sources": ["x"]}}}
_VERDICT: dict[str, Any] = {"turn": "{absent}", "verdict": "helpful"}
_NO_FACT: dict[str, Any] = {"fact": "measure-0", "action": "confirm"}
TABLE: list[tuple[str, str, dict[str, Any] | None, tuple[int, ...]]] = [
    ("GET", "/health/live", None, OPEN),
    ("GET", "/health/ready", None, OPEN),
    ("GET", "/metrics", None, (200,) * 4),
    ("GET", "/v1/openapi.json", None, (200,) * 4),
    ("POST", "/v1/ask", _ASK, (200,) * 4),
    ("POST", "/v1/ask", {**_ASK, "conversation": "{absent}"}, (404,) * 4),
    ("POST", "/v1/ask", {**_ASK, "scope": {"documents": ["{board}"]}}, (404, 200, 200, 404)),
    ("GET", "/v1/conversations", None, (200,) * 4),
    ("GET", "/v1/conversations/{absent}", None, (404,) * 4),
    ("GET", "/v1/conversations/{boards}", None, (404, 200, 404, 404)),
    ("DELETE", "/v1/conversations/{absent}", None, (404,) * 4),
    ("POST", "/v1/feedback", _VERDICT, (404,) * 4),
    ("POST", "/v1/drafts", {"question": "Hvem har ansvaret for landstrøm?"}, (200,) * 4),
    ("POST", "/v1/overviews", {"question": " "}, (422,) * 4),
    ("GET", "/v1/overviews", None, (200,) * 4),
    ("GET", "/v1/overviews/{absent}", None, (404,) * 4),
    ("DELETE", "/v1/overviews/{absent}", None, (404,) * 4),
    ("POST", "/v1/chat/completions", _CHAT, (200,) * 4),
    ("GET", "/v1/models", None, (200,) * 4),
    ("GET", "/v1/models/plansvar", None, (200,) * 4),
    ("GET", "/v1/search?q=landstrøm", None, (200,) * 4),
    ("GET", "/v1/documents", None, (200,) * 4),
    ("GET", "/v1/documents/{plan}", None, (200,) * 4),
    ("GET", "/v1/documents/{board}", None, (404, 200, 200, 404)),
    ("GET", "/v1/documents/{board}/text", None, (404, 200, 200, 404)),
    ("GET", "/v1/documents/{board}/blocks", None, (404, 200, 200, 404)),
    ("GET", "/v1/documents/{board}/original", None, (404, 200, 200, 404)),
    ("GET", "/v1/documents/{board}/pages/1.png", None, (404,) * 4),
    ("POST", "/v1/documents", None, (403, 403, 422, 422)),
    ("DELETE", "/v1/documents/{absent}", None, (403, 403, 404, 404)),
    ("GET", "/v1/register/facts", None, (200,) * 4),
    ("GET", "/v1/register/facts/{fact}", None, (200,) * 4),
    ("GET", "/v1/register/facts/{fact}/history", None, (200,) * 4),
    ("GET", "/v1/register/conflicts", None, (200,) * 4),
    ("GET", "/v1/register/review", None, (200,) * 4),
    ("GET", "/v1/register/corrections", None, (200,) * 4),
    ("POST", "/v1/register/corrections", _NO_FACT, (403, 403, 404, 404)),
    ("POST", "/v1/sync", {"sources": ["finnes-ikke"]}, (403, 403, 403, 202)),
    ("GET", "/v1/jobs", None, (403, 403, 200, 200)),
    ("GET", "/v1/jobs/{absent}", None, (403, 403, 404, 404)),
    ("POST", "/v1/service/document", _CALL, (404, 200, 200, 404)),
    (
        "POST",
        "/v1/service/sync",
        {"arguments": {"request": {"sources": ["x"]}}},
        (403, 403, 403, 0),
    ),
    ("POST", "/v1/service/ingest", {"arguments": {"request": {"paths": ["/etc"]}}}, (403,) * 4),
    ("POST", "/v1/service/rebuild", {}, (404,) * 4),
    # Pages; for whoever wants no HTML, problems are as above. A form without its token is refused.
    *(
        ("GET", path, None, (200,) * 4)
        for path in (
            "/",
            "/conversations",
            "/search",
            "/documents",
            "/documents/{plan}",
            "/documents/{plan}/source",
            "/register",
            "/register/goals",
            "/register/goals/export?format=csv",
            "/register/facts/{fact}",
            "/overviews",
        )
    ),
    ("GET", "/documents/{board}", None, (404, 200, 200, 404)),
    ("GET", "/jobs/{absent}", None, (403, 403, 404, 404)),
    ("GET", "/register/facts/{fact}/merge", None, (403, 403, 200, 200)),
    ("GET", "/overviews/{absent}", None, (404,) * 4),
    ("GET", "/overviews/0123456789abcdef", None, (404,) * 4),
    ("GET", "/overviews/0123456789abcdef/export", None, (404,) * 4),
    ("POST", "/overviews", None, (403,) * 4),
    ("POST", "/overviews/{absent}/stop", None, (403,) * 4),
    ("GET", "/conversations/{absent}", None, (404,) * 4),
    ("GET", "/conversations/{boards}", None, (404, 200, 404, 404)),
    ("POST", "/", None, (403,) * 4),
    ("POST", "/conversations/{absent}/delete", None, (403,) * 4),
    ("POST", "/feedback", None, (403,) * 4),
    ("POST", "/draft", None, (403,) * 4),
    ("POST", "/documents/{absent}/remove", None, (403,) * 4),
    ("POST", "/register/facts/{fact}", None, (403,) * 4),
    ("POST", "/documents", None, (403,) * 4),
    ("POST", "/sync", None, (403,) * 4),
    ("POST", "/logout", None, (403,) * 4),
    ("POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, (200,) * 4),
]


@pytest.fixture(scope="module")
def doors(shared_town: Town) -> Iterator[tuple[TestClient, dict[str, dict[str, str]]]]:
    """A server with keys, and what each asker sends."""
    data = shared_town.settings.data
    store = KeyStore(data)
    long_ago = KeyStore(data, lambda: dt.datetime.now(dt.UTC) - dt.timedelta(days=9))
    texts = {
        "wrong": "pv_0_0",
        "expired": long_ago.add("gammel", ["styret"], "admin", days=1)[1],
        "reader": store.add("leser", [], "reader")[1],
        "board": store.add("styreleser", ["styret"], "reader")[1],
        "editor": store.add("redaktør", ["styret"], "editor")[1],
        "admin": store.add("drift", [], "admin")[1],
    }
    heads = {name: {"Authorization": f"Bearer {text}"} for name, text in texts.items()}
    with shared_town.client(access="keys", requests_per_minute=100_000) as client:
        yield client, {"nobody": {}, **heads}


@pytest.fixture(scope="module")
def names(shared_town: Town, doors: tuple[TestClient, dict[str, dict[str, str]]]) -> dict[str, str]:
    from plansvar.access import ANONYMOUS

    client, heads = doors
    asked = client.post("/v1/ask", json={**_ASK, "conversation": "new"}, headers=heads["board"])

    return {
        "{plan}": shared_town.id_of("plan.md"),
        "{board}": shared_town.id_of("styret.md"),
        "{absent}": "00000000-0000-0000-0000-000000000000",
        "{boards}": asked.json()["conversation"],
        "{fact}": shared_town.service.register(ANONYMOUS).facts[0].id,
    }


def filled(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: filled(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, names) for one in value]
    if isinstance(value, str):
        for name, there in names.items():
            value = value.replace(name, there)
    return value


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"), TABLE, ids=[f"{one[0]} {one[1]}" for one in TABLE]
)
def test_each_asker_gets_what_is_his(
    doors: tuple[TestClient, dict[str, dict[str, str]]],
    names: dict[str, str],
    method: str,
    path: str,
    body: dict[str, Any] | None,
    expected: tuple[int, ...],
) -> None:
    client, heads = doors
    if not is_api(path) and load_assets().missing:
        pytest.skip("npm ci has not been run: the pages' files are missing")
    wanted = expected if len(expected) == 7 else _CLOSED + expected
    mcp = {"Accept": "application/json, text/event-stream"} if path == "/mcp" else {}
    for asker, status in zip(ASKERS, wanted, strict=True):
        if status == 0:  # lasts as long as the work does; the job itself is tested elsewhere
            continue
        answer = client.request(
            method, filled(path, names), json=filled(body, names), headers={**heads[asker], **mcp}
        )
        assert answer.status_code == status, (asker, answer.text)
        if status >= 400 and "/v1/service" not in path:
            assert answer.headers["content-type"] == "application/problem+json"


def test_the_table_has_every_route(
    doors: tuple[TestClient, dict[str, dict[str, str]]],
) -> None:
    client, _ = doors
    there = {
        (method, pattern)
        for one in routes(client)
        for pattern in [getattr(one, "path", "")]
        for method in (getattr(one, "methods", None) or {"POST"})
        if method != "HEAD"
    }
    named = {(method, path.partition("?")[0]) for method, path, _, _ in TABLE}

    def shape(path: str) -> tuple[str, ...]:
        return tuple(
            "*"
            if "{" in part or part in {"1.png", "plansvar", "goals", "0123456789abcdef"}
            else part
            for part in path.split("/")
        )

    told = {(method, shape(path)) for method, path in named}
    service = ("", "v1", "service")
    missing = {
        (method, path)
        for method, path in there
        if (method, shape(path)) not in told
        and shape(path)[:3] != service
        and path not in PUBLIC_PAGES
        and not path.startswith(PUBLIC_FOLDERS)
    }
    assert not missing
    assert any(shape(path)[:3] == service for _, path in there)
