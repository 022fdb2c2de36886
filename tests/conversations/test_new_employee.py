"""Ten turns over documents of the example corpus, as somebody new at work would have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.pipeline import ask, search
from ingest.pipeline import ingest
from ingest.sync import sync
from plansvar import local
from plansvar.access import user
from plansvar.asking import NEW, AskOptions
from plansvar.local import LocalService, Pipelines
from plansvar.service import IngestRequest
from plansvar.settings import Settings
from tests.conftest import HashingEmbedder, share_word_list

CORPUS = Path(__file__).parents[2] / "examples" / "corpus"
PUBLIC = ("protokoll-2023-11-16.docx", "handlingsprogram-2024-2025.docx")
BOARD = ("protokoll-2024-06-20.docx",)
NEW_HERE = user("nyansatt", ("styret",))
TURNS = (
    ("Hei!", None, "Spør meg om planer"),
    ("Hvem har ansvaret for Sirkulær havn nå?", None, "Brimfjord havn IKS"),
    ("og i 2023?", "Hvem har ansvaret for Sirkulær havn i 2023?", "2023"),
    ("og når er fristen?", "Når er fristen for Sirkulær havn?", r"\d"),
    ("Kven er partnarar i det?", "Kven er partnarar i Sirkulær havn?", "Brimvik kommune"),
    ("Hva har Lidheim kommune ansvar for?", None, "Lidheim kommune"),
    ("og Osedal kommune?", "Hva har Osedal kommune ansvar for?", "Osedal kommune"),
    ("Which measures does Lidheim municipality own?", None, "Lidheim"),
    ("and Brimvik?", "Which measures does Brimvik own?", "Brimvik"),
    ("Tusen takk for hjelpen!", None, "hyggelig"),
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalService]:
    """Two public documents and one of the board's."""
    folder = tmp_path_factory.mktemp("nyansatt")
    share_word_list(folder / "cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "load_embedder", lambda *_, **__: HashingEmbedder())
        settings = Settings(data=folder / "data", cache=folder / "cache")
        made = LocalService(settings, Pipelines(ingest, sync, ask, search))
        made.ingest(IngestRequest(tuple(CORPUS / name for name in PUBLIC), ("public",)))
        made.ingest(IngestRequest(tuple(CORPUS / name for name in BOARD), ("styret",)))
        yield made
        made.close()


def test_ten_turns_and_access_withdrawn(service: LocalService) -> None:
    conversation: str | None = NEW
    for written, full, told in TURNS:
        answer = service.ask(written, NEW_HERE, AskOptions(conversation=conversation))
        conversation = answer.conversation
        assert answer.question == (full or written)
        assert answer.asked == (written if full else None)
        assert re.search(told, answer.text), (written, answer.text)
        assert not answer.abstained, written
        assert answer.clarification is None
    kept = service.conversation(conversation or "", NEW_HERE)
    assert [one.asked for one in kept.turns] == [written for written, _, _ in TURNS]
    assert not any(one.withdrawn for one in kept.turns)
    # The same person, no longer of the board: nothing of its minutes is shown again.
    (board,) = [one for one in service.documents(NEW_HERE) if one.groups == ("styret",)]
    later = service.conversation(conversation or "", user(NEW_HERE.name, ()))
    cited = [one["document"]["id"] for turn in later.turns for one in turn.answer["citations"]]
    assert board.id not in cited
    before = [one["document"]["id"] for turn in kept.turns for one in turn.answer["citations"]]
    assert (board.id in before) == any(one.withdrawn for one in later.turns)
    # From another man's desk there is nothing to see.
    assert service.conversations(user("en annen", ("styret",))) == []
