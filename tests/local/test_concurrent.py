"""A service that many threads use from the first moment, as a server's do."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import plansvar.local
from cli.build import build_service
from plansvar.access import ANONYMOUS
from plansvar.once import once
from plansvar.service import IngestRequest
from plansvar.settings import Settings
from tests.conftest import HashingEmbedder, share_word_list


def test_what_is_needed_first_by_many_is_opened_once(
    no_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[HashingEmbedder] = []

    def load(*_: object, **__: object) -> HashingEmbedder:
        loaded.append(HashingEmbedder())
        return loaded[-1]

    monkeypatch.setattr(plansvar.local, "load_embedder", load)
    settings = Settings(data=no_settings / "data", cache=no_settings / "cache", lock_timeout=0.2)
    share_word_list(settings.cache)
    plan = no_settings / "plan.md"
    plan.write_text("# Plan\n\nHavnevesenet bygger landstrøm i 2025.\n", encoding="utf-8")
    service = build_service(settings)
    service.ingest(IngestRequest((plan,), ("public",)))
    service.close()
    loaded.clear()
    service = build_service(settings)
    together = threading.Barrier(8)

    def first(number: int) -> int:
        together.wait()
        if number % 2:
            return service.status(ANONYMOUS).indexed
        return len(service.search("landstrøm", ANONYMOUS).hits)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(first, range(8)))
    service.close()
    assert found == [1] * 8
    assert len(loaded) == 1


def test_a_value_is_worked_out_once() -> None:
    class Owner:
        def __init__(self) -> None:
            self.opening = threading.RLock()
            self.made = 0

        @once
        def value(self) -> int:
            self.made += 1
            return self.made

    owner = Owner()
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: owner.value, range(50))) == {1}
    assert isinstance(Owner.value, once)
    del owner.__dict__["value"]
    assert owner.value == 2
