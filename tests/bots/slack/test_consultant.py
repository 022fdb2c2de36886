"""A consultant's conversation on the example corpus, as it would be read in Slack.

Question, owner with grounds, follow-up, a wrong owner reported, the corrected answer.
``pytest tests/bots/slack/test_consultant.py -s`` shows it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
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
from tests.bots.slack.limits import check_message, check_view
from tests.bots.slack.server import ANNA, until
from tests.bots.slack.shown import shown
from tests.conftest import HashingEmbedder

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


def test_a_consultant_gets_what_she_needs(office: Callable[..., None], data: Path) -> None:
    async def scene(here: Office) -> None:
        here.data = data
        slack = here.slack
        channel = slack.channel("C1", ANNA)

        async def say(who: str, event: dict[str, Any]) -> str:
            number = len(slack.ours(channel)) + 1
            await slack.event(event)
            await until(lambda: sum("updated" in one for one in slack.ours(channel)) == number, 30)
            told = slack.ours(channel)[-1]
            check_message(told)
            return tell(who, event["text"], shown(told))

        def tell(who: str, asked: str, told: str) -> str:
            sys.stderr.write(f"\n{who}: {asked}\nPlansvar:\n{told}\n")
            return told

        async with here.bot() as bot:
            first = slack.mention(channel, OWNER)
            thread = {"thread_ts": first["ts"]}
            told = await say("Anna", first)
            # The owner first, since when, on what grounds, and who had it before.
            assert told.startswith("Brimfjord havn IKS har ansvaret for «Sirkulær havn")
            assert "fra 1. januar 2024" in told.splitlines()[0]
            assert "• Grunnlag: endret i «Strategisk næringsplan" in told
            assert "• Før det: Brimvik kommune" in told
            sources = [line for line in told.splitlines() if line.startswith("  ‹")]
            assert len(sources) == len(set(sources)) == 3
            assert "Protokoll fra styremøte i Brimfjord næringsråd · 16. november 2023" in told

            told = await say("Anna", slack.message(channel, "og når er fristen?", **thread))
            assert "30. juni 2026" in told.splitlines()[0]
            assert "Spørsmålet er lest som: Når er fristen for Sirkulær havn?" in told
            assert "Feil eier" not in told
            assert "()" not in told

            await slack.press("wrong_owner", f"{channel}:{first['ts']}", channel)
            await until(lambda: slack.views)
            check_view(slack.views[-1])
            tell("Anna", "[Feil eier]", shown(slack.views[-1]))
            note = "Skarlund Verksted AS tok over i vår, se styresak 12/26"
            await slack.submit(slack.views[-1], note)
            await until(lambda: slack.whispers)
            thanks = tell("Anna", "[Send]", slack.whispers[-1]["text"])
            assert "er meldt til kontroll" in thanks

            service = bot.desk._service
            [item] = [one for one in service.review(ANONYMOUS) if one.reports]
            assert (item.reports[0].by, item.reports[0].note) == ("uanna@brimvik.example", note)
            wanted = CorrectionRequest(
                item.fact.id, Action.CORRECT, "leads", ("Skarlund Verksted AS",)
            )
            service.correct(wanted, user("Kari", ()))

            told = await say("Anna", slack.message(channel, OWNER, **thread))
            assert told.startswith("Skarlund Verksted AS har ansvaret for «Sirkulær havn")
            assert "• Grunnlag: rettet av Kari" in told
            assert "• Før det: Brimfjord havn IKS" in told

    office(scene)
