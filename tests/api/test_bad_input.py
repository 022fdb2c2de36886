"""Requests that are broken, too long, or whose sender hangs or leaves: over real sockets."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from api.app import build
from api.uploads import file_name
from plansvar.errors import RequestError
from tests.api.conftest import Town, serving

NAMES = Path(__file__).parents[3] / "shared/hostile/filenames_urls.json"


@pytest.fixture(scope="module")
def running(shared_town: Town) -> Iterator[tuple[str, int]]:
    api = shared_town.settings.api.model_copy(update={"body_seconds": 0.5})
    settings = shared_town.settings.model_copy(update={"api": api})
    with serving(build(shared_town.service, settings)) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        yield host, int(port)


def said(connection: socket.socket) -> bytes:
    connection.settimeout(20)
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def head(port: int, length: int, path: str = "/v1/ask") -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def test_a_sender_that_hangs_is_told_and_let_go(running: tuple[str, int]) -> None:
    with socket.create_connection(running) as connection:
        connection.sendall(head(running[1], 100) + b'{"quest')
        answer = said(connection)
    assert b" 408 " in answer and b"api.too_slow" in answer


def test_two_gigabytes_are_refused_before_they_are_sent(running: tuple[str, int]) -> None:
    for path in ("/v1/ask", "/v1/documents", "/v1/chat/completions", "/mcp", "/v1/service/ask"):
        with socket.create_connection(running) as connection:
            connection.sendall(head(running[1], 2 * 1024**3, path))
            answer = said(connection)
        assert b" 413 " in answer and b"api.too_large" in answer, path


def test_whoever_leaves_in_mid_stream_leaves_nothing_running(
    running: tuple[str, int], shared_town: Town
) -> None:
    body = json.dumps(
        {"messages": [{"role": "user", "content": "Hvem bygger?"}], "stream": True}
    ).encode()
    for _ in range(3):
        with socket.create_connection(running) as connection:
            connection.sendall(head(running[1], len(body), "/v1/chat/completions") + body)
    address = f"http://{running[0]}:{running[1]}"
    for _ in range(100):
        counts = httpx.get(f"{address}/metrics").text
        if "plansvar_calls_under_way 0.0" in counts:
            break
        time.sleep(0.1)
    assert "plansvar_calls_under_way 0.0" in counts
    assert httpx.get(f"{address}/health/ready").json() == {"status": "ok"}


@pytest.mark.parametrize(
    "path",
    ["/v1/ask", "/v1/chat/completions", "/v1/register/corrections", "/v1/service/ask", "/v1/sync"],
)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b'{"question": {}}',
        b'{"messages": 1}',
        b'{"messages": [{"role": "user", "content": 5}]}',
        b'{"arguments": []}',
        b"[" * 50_000,
    ],
    ids=lambda one: repr(one[:20]),
)
def test_what_can_t_be_understood_is_said_so(client: TestClient, path: str, content: bytes) -> None:
    answer = client.post(path, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text and "pydantic" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/v1/documents/..%2f..%2fetc%2fpasswd",
        "/v1/documents/%2e%2e/%2e%2e/etc/passwd",
        "/v1/documents/x/pages/..%2f1.png",
        "/v1/documents/x/pages/0.png",
        "/v1/documents/x/pages/1.png?start=-1",
        "/v1/documents/x/pages/99999999999999999999.png",
        "/v1/documents/%00/text",
        "/v1/documents/%ff%fe/original",
        "/v1/register/facts/..%2f..",
        "/v1/jobs/..%2f",
        "/v1/models/..%2fx",
        "/v1/service/__init__",
    ],
)
def test_paths_lead_nowhere_else(client: TestClient, path: str) -> None:
    answer = client.request("POST" if "service" in path else "GET", path, json={})
    assert answer.status_code in {404, 405, 422}, answer.text
    assert "root:" not in answer.text


@pytest.mark.skipif(not NAMES.is_file(), reason="../shared is not there")
def test_names_of_files_that_were_made_to_do_harm() -> None:
    """Whatever they are, they name a file in the folder for uploads, or are refused."""

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for key, one in value.items():
                yield str(key)
                yield from texts(one)
        elif isinstance(value, list):
            for one in value:
                yield from texts(one)

    names = list(texts(json.loads(NAMES.read_text(encoding="utf-8"))))
    assert len(names) > 20
    for name in names:
        try:
            kept = file_name(name)
        except RequestError:
            continue
        assert kept == Path(kept).name and kept not in {"", ".", ".."}
        assert "\\" not in kept and "\x00" not in kept and len(kept.encode()) <= 200
