from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import plansvar.local
from api.app import build
from api.serving import listen, server
from cli.build import build_service
from plansvar.service import IngestRequest, Service
from plansvar.settings import Settings
from tests.conftest import HashingEmbedder, share_word_list

PLAN = """# Handlingsplan for Nordvik 2024

## Grønn havn

| Tiltak | Ansvar | Frist |
|---|---|---|
| Bygge landstrøm i havna | Havnevesenet | 2025 |
| Lage reiselivsplan | Næringsforeningen | 2024 |

Landstrøm i havna skal bygges i 2025. Arbeidet koster 12 millioner kroner.
"""
SECRET = """# Referat fra styret

Styret vedtok å kjøpe tomta på Kaiholmen for 7 millioner kroner.
"""


@dataclass
class Town:
    """A real service over two documents, one of them for the board only."""

    service: Service
    settings: Settings
    folder: Path

    def client(self, **api: Any) -> TestClient:
        """A program of this machine that asks; ``api`` are settings."""
        return make_client(self.service, self.settings, **api)

    def id_of(self, name: str) -> str:
        from plansvar.access import user

        everybody = user("all", ("public", "styret", "internal"))
        (found,) = [d.id for d in self.service.documents(everybody) if d.path.endswith(name)]
        return found


def make_client(service: Service, settings: Settings, **api: Any) -> TestClient:
    changed = settings.model_copy(update={"api": settings.api.model_copy(update=api)})
    return TestClient(
        build(service, changed),
        base_url="http://127.0.0.1:8321",
        client=("127.0.0.1", 50_000),
        raise_server_exceptions=False,
    )


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """A real server in a thread; gives its address."""
    with listen("127.0.0.1", 0) as (own, address):
        running = server(app)
        thread = threading.Thread(target=lambda: running.run(sockets=[own]))
        thread.start()
        try:
            yield address
        finally:
            running.should_exit = True
            thread.join()


@contextmanager
def hashed() -> Iterator[None]:
    """The model doesn't matter while this lasts; not for longer, other tests share the process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plansvar.local, "load_embedder", lambda *_, **__: HashingEmbedder())
        yield


@pytest.fixture(scope="module", autouse=True)
def hashing() -> Iterator[None]:
    with hashed():
        yield


@pytest.fixture(scope="session")
def read_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a town, and what was read in of them, to be copied."""
    folder = tmp_path_factory.mktemp("town")
    settings = plain_settings(folder / "data", folder / "cache")
    share_word_list(settings.cache)
    with hashed():
        service = build_service(settings)
        fill(service, folder)
        service.close()
    return folder


def plain_settings(data: Path, cache: Path) -> Settings:
    """Settings of which nothing comes from the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith("PLANSVAR_")]:
            patch.delenv(name)
        patch.chdir(cache.parent)
        return Settings(data=data, cache=cache)


def fill(service: Service, folder: Path) -> None:
    files = folder / "files"
    files.mkdir()
    for name, text, group in (("plan.md", PLAN, "public"), ("styret.md", SECRET, "styret")):
        path = files / name
        path.write_text(text, encoding="utf-8")
        service.ingest(IngestRequest((path,), (group,)))


@pytest.fixture(scope="module")
def shared_town(read_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town for tests that change nothing."""
    with copied(read_in, tmp_path_factory.mktemp("shared")) as town:
        yield town


@contextmanager
def copied(read_in: Path, folder: Path) -> Iterator[Town]:
    """A town of its own; its documents are known by the paths of the first one."""
    for name in ("data", "files"):
        shutil.copytree(read_in / name, folder / name)
    settings = plain_settings(folder / "data", read_in / "cache")
    service = build_service(settings)
    yield Town(service, settings, folder)
    service.close()


@pytest.fixture
def empty(no_settings: Path, hashing: None) -> Iterator[Town]:
    settings = Settings(data=no_settings / "data", cache=no_settings / "cache")
    share_word_list(settings.cache)
    service = build_service(settings)
    yield Town(service, settings, no_settings)
    service.close()


@pytest.fixture
def town(read_in: Path, no_settings: Path) -> Iterator[Town]:
    with copied(read_in, no_settings) as town:
        yield town


@pytest.fixture(scope="module")
def client(shared_town: Town) -> Iterator[TestClient]:
    """The person at this machine, who changes nothing."""
    with shared_town.client(requests_per_minute=100_000) as client:
        yield client
