from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import plansvar.local
from api.app import build
from cli.build import build_service
from plansvar.service import IngestRequest, Service
from plansvar.settings import Settings
from tests.conftest import HashingEmbedder

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


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plansvar.local, "load_embedder", lambda *_, **__: HashingEmbedder())


@pytest.fixture
def empty(no_settings: Path, hashing: None) -> Iterator[Town]:
    settings = Settings(data=no_settings / "data", cache=no_settings / "cache")
    service = build_service(settings)
    yield Town(service, settings, no_settings)
    service.close()


@pytest.fixture
def town(empty: Town) -> Town:
    folder = empty.folder / "files"
    folder.mkdir()
    plan, secret = folder / "plan.md", folder / "styret.md"
    plan.write_text(PLAN, encoding="utf-8")
    secret.write_text(SECRET, encoding="utf-8")
    empty.service.ingest(IngestRequest((plan,), ("public",)))
    empty.service.ingest(IngestRequest((secret,), ("styret",)))
    return empty


@pytest.fixture
def client(town: Town) -> Iterator[TestClient]:
    with town.client() as client:
        yield client


Maker = Callable[..., TestClient]
