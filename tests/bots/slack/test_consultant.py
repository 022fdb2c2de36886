"""A consultant's conversation on the example corpus, as it would be read in Slack.

Question, owner with grounds, follow-up, a wrong owner reported, the corrected answer.
``pytest tests/bots/slack/test_consultant.py -s`` shows it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import plansvar.local
from cli.build import build_service
from plansvar.access import ANONYMOUS, user
from plansvar.register.corrections import Action, CorrectionRequest
from plansvar.service import IngestRequest
from plansvar.settings import Settings
from tests.bots.slack.conftest import Office
from tests.bots.slack.limits import check_message, check_view, without_links
from tests.bots.slack.picture import Said, picture
from tests.bots.slack.server import ANNA, Slack, until
from tests.bots.slack.shown import shown
from tests.conftest import HashingEmbedder

PICTURE = os.environ.get("PICTURE")
CORPUS = Path(__file__).parents[3] / "examples" / "corpus"
DOCUMENTS = (
    "naeringsplan-2023-2030.pdf",
    "naeringsplan-revidert-2025-2030.pdf",
    "protokoll-2023-11-16.docx",
    "protokoll-2024-04-25.docx",
    "protokoll-representantskapet-2022-12-08.pdf",
    "handlingsprogram-2024-2025.docx",
)
OWNER = "Hvem har ansvaret for Sirkulær havn?"


@pytest.fixture
def data(tmp_path: Path, no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some of the region's plans and minutes, public."""
    monkeypatch.setattr(plansvar.local, "load_embedder", lambda *_, **__: HashingEmbedder())
    service = build_service(Settings(data=tmp_path / "region"))
    service.ingest(IngestRequest(tuple(CORPUS / one for one in DOCUMENTS), ("public",)))
    service.close()
    return tmp_path / "region"


@dataclass
class Talk:
    """A conversation in a channel: what was said, and what Plansvar told."""

    slack: Slack
    channel: str
    said: list[Said] = field(default_factory=list)

    async def say(self, event: dict[str, Any]) -> str:
        """Ask, and wait for the answer."""
        number = len(self.slack.ours(self.channel)) + 1
        await self.slack.event(event)
        await until(
            lambda: sum("updated" in m for m in self.slack.ours(self.channel)) == number, 30
        )
        told = self.slack.ours(self.channel)[-1]
        check_message(without_links(told))
        return self.tell(event["text"], shown(told), Said("Anna", event["text"]), Said(shown=told))

    def answered(self) -> int:
        return sum("updated" in one for one in self.slack.ours(self.channel))

    async def report(self, key: str, note: str) -> str:
        """Say that the owner is wrong."""
        await self.slack.press("wrong_owner", key, self.channel)
        await until(lambda: self.slack.views)
        view = self.slack.views[-1]
        check_view(view)
        self.tell("[Feil eier]", shown(view), Said(text=note, shown=view))
        await self.slack.submit(view, note)
        await until(lambda: self.slack.whispers)
        thanks = self.slack.whispers[-1]["text"]
        text = {"type": "section", "text": {"type": "plain_text", "text": thanks}}
        return self.tell("[Send]", thanks, Said(shown={"blocks": [text]}, only_you=True))

    def tell(self, asked: str, told: str, *said: Said) -> str:
        self.said += said
        sys.stderr.write(f"\nAnna: {asked}\nPlansvar:\n{told}\n")
        return told


def test_a_consultant_gets_what_she_needs(office: Callable[..., None], data: Path) -> None:
    async def scene(here: Office) -> None:
        here.data, here.origin = data, "https://plansvar.example.no"
        slack = here.slack
        talk = Talk(slack, slack.channel("C1", ANNA))
        async with here.bot() as bot:
            first = slack.mention(talk.channel, OWNER)
            thread = {"thread_ts": first["ts"]}
            told = await talk.say(first)
            # The owner first, since when, on what grounds, and who had it before.
            assert told.startswith("Brimfjord havn IKS har ansvaret for «Sirkulær havn")
            assert "fra 1. januar 2024" in told.splitlines()[0]
            assert "• Grunnlag: endret i «Strategisk næringsplan" in told
            assert "• Før det: Brimvik kommune" in told
            sources = [line for line in told.splitlines() if line.startswith("  ‹")]
            assert len(sources) == len(set(sources)) == 3
            assert all("#quote" in one for one in sources)
            assert "Protokoll fra styremøte i Brimfjord næringsråd · 16. november 2023" in told

            told = await talk.say(slack.message(talk.channel, "og når er fristen?", **thread))
            assert "30. juni 2026" in told.splitlines()[0]
            assert "Spørsmålet er lest som: Når er fristen for Sirkulær havn?" in told
            assert "Feil eier" not in told
            assert "()" not in told

            note = "Skarlund Verksted AS tok over i vår, se styresak 12/26"
            told = await talk.report(f"{talk.channel}:{first['ts']}", note)
            assert "er meldt til kontroll" in told
            # The plan names the measure as a responsibility too; it is asked about once.
            view = shown(slack.views[-1])
            assert view.startswith("Det gjelder: Sirkulær havn.")
            service = bot.desk._service
            [item] = [one for one in service.review(ANONYMOUS) if one.reports]
            assert (item.reports[0].by, item.reports[0].note) == ("uanna@brimvik.example", note)
            right = ("Skarlund Verksted AS",)
            wanted = CorrectionRequest(item.fact.id, Action.CORRECT, "leads", right)
            service.correct(wanted, user("Kari", ()))

            told = await talk.say(slack.message(talk.channel, OWNER, **thread))
            assert told.startswith("Skarlund Verksted AS har ansvaret for «Sirkulær havn")
            assert "• Grunnlag: rettet av Kari" in told
            assert "• Før det: Brimfjord havn IKS" in told
        if PICTURE:
            await asyncio.to_thread(picture, talk.said, Path(PICTURE))

    office(scene)
