"""The URL cases of the hostile set, which lies outside of the repository."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from ingest.web.fetch import Fetcher
from plansvar.errors import WebError
from plansvar.settings import WebSettings

CASES = Path(__file__).parents[4] / "shared" / "hostile" / "filenames_urls.json"
URLS: list[str] = json.loads(CASES.read_text(encoding="utf-8"))["urls"] if CASES.exists() else []
# Those that tell what a server does are played in test_fetch.py, each by its own test.
PLAYED = {
    "redirect302->http://127.0.0.1/": "test_where_redirects_may_not_lead",
    "dns-rebind:public-then-127.0.0.1": "test_a_name_is_looked_up_once_and_connected_to_as_checked",
    "redirect->file:///etc/passwd": "test_where_redirects_may_not_lead",
    "slow-1-byte-per-10s": "test_a_slow_server",
    "gzip-bomb-body": "test_a_bomb",
}


def test_the_hostile_set_is_here() -> None:
    if not URLS:
        pytest.skip(f"the hostile set is not here ({CASES})")
    assert len(URLS) >= 34
    tests = (Path(__file__).parent / "test_fetch.py").read_text(encoding="utf-8")
    for case, name in PLAYED.items():
        assert case in URLS
        assert f"def {name}(" in tests


@pytest.mark.parametrize("url", [url for url in URLS if url not in PLAYED])
def test_hostile_addresses_are_not_connected_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[Any] = []

    def connect(address: Any, *args: Any, **options: Any) -> None:
        connected.append(address)
        raise OSError

    def look_up(host: str, *args: Any, **options: Any) -> list[Any]:
        if host == "localhost":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]
        if host == "metadata.google.internal":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 0))]
        raise socket.gaierror

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with Fetcher(WebSettings(delay=0)) as fetcher, pytest.raises(WebError) as caught:
        fetcher.get(url)
    assert caught.value.code in {"web.bad_url", "web.private_address"}
    assert connected == []
