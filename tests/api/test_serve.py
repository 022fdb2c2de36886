"""``plansvar serve`` and ``plansvar keys`` as a user runs them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from plansvar.owner import owner_pid
from tests.cli.running import REPOSITORY, Cli

_SECONDS = 120


@pytest.fixture
def cli(no_settings: Path) -> Cli:
    return Cli(no_settings / "data")


def test_it_serves_until_it_is_stopped(cli: Cli, no_settings: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "--data", str(cli.data), "serve", "--port", "0"],
        cwd=no_settings,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(REPOSITORY)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        address, before = "", []
        for line in process.stderr:
            before.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                address = found[0]
                break
        assert len(before) == 1  # nothing of how the tables of a new folder are made
        transport = httpx.HTTPTransport(retries=5)
        with httpx.Client(transport=transport, timeout=_SECONDS, trust_env=False) as client:
            assert client.get(address + "/health/ready").json() == {"status": "ok"}
            assert client.get(address + "/v1/documents").json()["total"] == 0
            foreign = client.get(address + "/v1/documents", headers={"Host": "evil.example"})
            assert foreign.status_code == 421
        owner = json.loads((cli.data / "owner.json").read_text())
        assert owner["address"] == address
        assert owner_pid(cli.data) == process.pid
    finally:
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=_SECONDS)
    # After that a line for each request, and nothing of how the libraries begin and end.
    assert told and all('"route"' in line for line in told.splitlines())
    assert not (cli.data / "owner.json").exists()


def test_it_says_what_is_missing(cli: Cli) -> None:
    assert "plansvar keys add" in cli.fails("serve", "--host", "0.0.0.0")


def test_keys_are_made_listed_and_revoked(cli: Cli) -> None:
    made = cli("keys", "add", "kari", "--groups", "internal, styret", "--days", "3", "--json")
    assert made.json["groups"] == ["internal", "styret"]
    assert made.json["key"].startswith("pv_")
    listed = cli("keys", "list", "--json")
    assert [one["name"] for one in listed.json] == ["kari"]
    assert made.json["key"] not in listed.out
    assert "kari" in cli.fails("keys", "add", "kari")
    assert "kari" in cli("keys", "revoke", "kari").out
    assert "gjelder ikke" in cli("keys", "list").out
    assert "kari" in cli.fails("keys", "revoke", "kari")
