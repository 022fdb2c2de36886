"""A real service over real documents, and a bot that talks to our own Slack."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

import plansvar.local
from bots.slack.app import Bot, running
from cli.build import build_service
from plansvar.search_settings import AnswerSettings
from plansvar.service import IngestRequest, Service
from plansvar.settings import ApiSettings, LlmSettings, Settings
from plansvar.slack_settings import SlackSettings
from tests.bots.slack.server import Slack, serving
from tests.conftest import HashingEmbedder

PUBLIC_PLAN = """# Handlingsprogram for Brimvik 2024–2025

Vedtatt 12. mars 2024.

## Tiltak

| Tiltak | Ansvarlig | Frist |
| --- | --- | --- |
| Grønn skipsfart i fjorden | Brimfjord havn IKS | 31.12.2025 |
| Kompetanseløft for reiselivet | Brimvik kommune | 30.06.2025 |

Brimfjord havn IKS har ansvar for tiltaket Grønn skipsfart i fjorden.
"""
INTERNAL_NOTE = """# Notat om hemmelig sammenslåing

12. april 2024

Havnevesenet i Osedal skal kjøpe ferga Sildehav for 14 millioner kroner.
"""
BOARD_NOTE = """# Styrenotat om omstilling

13. april 2024

Direktøren for Tangen verft skal fratre stillingen 1. juni 2024.
"""
OWNER = "Hvem har ansvar for Grønn skipsfart i fjorden?"
INTERNAL = "Hvem skal kjøpe ferga Sildehav?"
BOARD = "Når skal direktøren for Tangen verft fratre stillingen?"


@pytest.fixture(scope="session")
def read_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a public, an internal and a board's document."""
    folder = tmp_path_factory.mktemp("slack")
    texts = {"public": PUBLIC_PLAN, "internal": INTERNAL_NOTE, "styret": BOARD_NOTE}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plansvar.local, "load_embedder", lambda *_, **__: HashingEmbedder())
        service = build_service(Settings(data=folder / "data"))
        for group, text in texts.items():
            path = folder / f"{group}.md"
            path.write_text(text, encoding="utf-8")
            service.ingest(IngestRequest((path,), (group,)))
        service.close()
    return folder / "data"


Wrap = Callable[[Service], Any]


@dataclass
class Office:
    """A workspace and a data folder; bots come and go."""

    slack: Slack
    data: Path
    # Whatever is nearest is told, so that what may not be told would be.
    threshold: float | None = 0
    origin: str = ""  # the address of the web pages
    llm: LlmSettings = field(default_factory=LlmSettings)
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    def settings(self, **slack: Any) -> Settings:
        tokens = {"bot_token": SecretStr("xoxb-1"), "app_token": SecretStr("xapp-1")}
        url = f"{self.slack.url}/api/"
        own = SlackSettings(api_url=url, **tokens, **slack)
        answer = AnswerSettings()
        if self.threshold is not None:
            answer = AnswerSettings(threshold=self.threshold)
        return Settings(
            data=self.data,
            lock_timeout=0.05,
            slack=own,
            answer=answer,
            llm=self.llm,
            api=ApiSettings(origins=(self.origin,) if self.origin else ()),
        )

    @asynccontextmanager
    async def bot(self, wrap: Wrap = lambda one: one, **slack: Any) -> AsyncIterator[Bot]:
        """A bot over the real service; ``wrap`` may put something before it."""
        settings = self.settings(**slack)
        service = build_service(settings)
        try:
            async with running(settings, wrap(service)) as bot:
                yield bot
        finally:
            service.close()


@pytest.fixture
def office(
    read_in: Path, no_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Callable[[Office], Awaitable[None]]], None]]:
    """Runs a scene: a coroutine that takes an office."""
    monkeypatch.setattr(plansvar.local, "load_embedder", lambda *_, **__: HashingEmbedder())
    data = no_settings / "data"
    shutil.copytree(read_in, data)
    logging.getLogger("bots.slack").setLevel(logging.CRITICAL)

    def play(scene: Callable[[Office], Awaitable[None]]) -> None:
        async def main() -> None:
            async with serving(Slack()) as slack:
                await scene(Office(slack, data))

        asyncio.run(main())

    yield play
    logging.getLogger("bots.slack").setLevel(logging.NOTSET)
