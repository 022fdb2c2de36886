"""A run that is stopped among the pages, and the one after it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.sync import sync
from plansvar.service import Progress, SyncRequest
from plansvar.verify import verify
from tests.ingest.sources.conftest import Town
from tests.ingest.web.site import fetcher_for

REPOSITORY = Path(__file__).parents[3]
RUN = """
import sys
from pathlib import Path
from dataclasses import dataclass
from ingest.sources import pages
from ingest.sync import sync
from plansvar.database.engine import open_database
from plansvar.index.edge import EdgeIndex
from plansvar.stores import Stores
from plansvar.service import SyncRequest
from plansvar.settings import Settings
from plansvar.sources import WebPages
from tests.conftest import HashingEmbedder
from tests.ingest.web.site import Site, fetcher_for

port, folder = int(sys.argv[1]), Path(sys.argv[2])
pages.MOST_PAGES = 3
source = WebPages(sitemaps=(f"http://plan.example:{port}/sitemap.xml",), groups=("public",))
settings = Settings(data=folder / "data", cache=folder / "cache", sources={"web": source})
settings.data.mkdir(exist_ok=True)
embedder = HashingEmbedder()
stores = Stores(
    open_database(f"sqlite:///{settings.data / 'plansvar.db'}"),
    EdgeIndex(folder / "index", embedder.dimension),
    lambda: embedder,
    settings,
)
[report] = sync(SyncRequest(), stores, make_fetcher=lambda _: fetcher_for(Site(port)))
print(len(report.ingest.added), len(report.ingest.unchanged), report.halted)
"""


def test_ctrl_c(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sources.pages.MOST_PAGES", 3)

    def interrupt(step: Progress) -> None:
        if step.stage == "fetch" and step.done == 7:
            raise KeyboardInterrupt

    stores = town.desk.stores
    with pytest.raises(KeyboardInterrupt):
        sync(SyncRequest(), stores, interrupt, make_fetcher=lambda _: fetcher_for(town.site))
    assert not list(stores.settings.data.glob("scratch/*"))
    assert town.paths() == [f"/{number}" for number in range(6)]
    assert verify(stores.engine, stores.index, "hashing-1").agrees
    report = town.sync()
    assert town.short(report.ingest.added) == ["/6", "/7", "/8", "/9"]
    assert len(report.ingest.unchanged) == 6
    not_modified = [one.path for one in town.site.asked if one.headers["If-None-Match"]]
    assert not_modified == [f"/{number}" for number in range(6)]


def test_killed(town: Town, tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUN, str(town.site.port), str(tmp_path / "eget")]
    (tmp_path / "eget").mkdir()
    answer = town.site.answers["/7"]
    town.site.answers["/7"] = lambda _: time.sleep(60)
    run = subprocess.Popen(command, cwd=REPOSITORY)
    try:
        until = time.monotonic() + 240
        while "/7" not in town.site.paths() and time.monotonic() < until:
            assert run.poll() is None
            time.sleep(0.02)
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    left = tmp_path / "eget" / "data" / "scratch"
    assert [file.suffix for file in left.glob("*/*")] == [".html"]  # page 6, of the third portion
    town.site.answers["/7"] = answer
    town.site.asked.clear()
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["4", "6", "None"]
    assert not left.exists()
    not_modified = [one.path for one in town.site.asked if one.headers["If-None-Match"]]
    assert not_modified == [f"/{number}" for number in range(6)]
