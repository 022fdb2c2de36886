"""A sync that is killed at any moment loses, doubles and half-shows nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from eval.kills import half_visible, report, run
from ingest.pipeline import ingest
from ingest.sync import sync
from plansvar import local
from plansvar.local import LocalService, Pipelines
from plansvar.service import SyncRequest
from plansvar.settings import load
from tests.conftest import HashingEmbedder

REPOSITORY = Path(__file__).parents[2]
# Every second one comes while the database is written to. `make kills` takes many more.
KILLS = int(os.environ.get("KILLS", "6"))


def program(data: Path) -> list[str]:
    """A sync as the command line does it, but for the model, which would take most of the time."""
    code = (
        f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n"
        "from tests.eval.test_kills import sync_without_model; sync_without_model()\n"
    )
    return [sys.executable, "-c", code, str(data)]


def sync_without_model() -> None:
    """For a child process: one sync into the data folder that the command line names."""
    local.load_embedder = lambda *_, **__: HashingEmbedder()
    settings = load().model_copy(update={"data": Path(sys.argv[1])})

    def not_here(*_: object) -> None:
        raise NotImplementedError

    service = LocalService(settings, Pipelines(ingest, sync, not_here, not_here))
    try:
        (done,) = service.sync(SyncRequest(allow_deletes=True))
        assert done.halted is None
        assert done.ingest.failed == ()
    finally:
        service.close()


def test_kills(no_settings: Path) -> None:
    outcome = run(program, no_settings / "arbeid", kills=KILLS, seed=7)
    assert outcome.kills == KILLS
    assert outcome.faults == []
    assert outcome.documents > 20
    assert outcome.chunks > outcome.documents
    assert "lost, doubled or half visible: 0" in report(outcome)


def test_what_is_half_visible_is_seen() -> None:
    whole = " ".join(f"av3nr{number}" for number in range(12))
    for text, half in (
        (whole, False),
        (whole.replace("av3nr5", "av2nr5"), True),
        (whole.removesuffix(" av3nr11"), True),
        (None, True),
    ):
        assert bool(half_visible("plan.md", text)) is half
