"""``plansvar sync``, as it is typed."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.watching import changes
from plansvar.messages.catalogue import message
from plansvar.settings import load
from tests.cli.running import Cli
from tests.ingest.web.site import LOOPBACK, Site, fetcher_for, serve

CONFIGURATION = """\
[sources.planer]
path = "planer"
exclude = ["arkiv"]
groups = ["public"]
"""


@pytest.fixture
def folder(settings: Path) -> Path:
    """A working folder with a configured source of three documents, one of which is left out."""
    folder = settings / "planer"
    (folder / "arkiv").mkdir(parents=True)
    for name, what in (("kai", "Kaia"), ("molo", "Moloen"), ("arkiv/gammel", "Brua")):
        (folder / f"{name}.txt").write_text(
            f"{what} i Sund\n\n{what} skal stå ferdig i 2030.\n", encoding="utf-8"
        )
    (settings / "plansvar.toml").write_text(CONFIGURATION, encoding="utf-8")
    return folder


def test_sync(empty: Cli, folder: Path) -> None:
    assert message("error.sync.unknown_source", "nb", source="x", known="planer") == empty.fails(
        "sync", "x"
    )
    result = empty("sync")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("planer: 2 nye, 0 endrede, 0 flyttede, 0 borte, 0 uendrede")

    shutil.move(folder / "kai.txt", folder / "kaia.txt")
    [report] = empty("sync", "planer", "--json").json
    assert report["moved"] == [{"from": str(folder / "kai.txt"), "to": str(folder / "kaia.txt")}]
    assert (report["unchanged"], report["halted"], report["hidden_text"]) == (2, None, [])

    (folder / "kaia.txt").unlink()
    halted = empty("sync")
    assert (halted.code, halted.out) == (2, "")
    assert "planer: stoppet. Av 2 dokumenter er 1 borte" in halted.err
    assert "--allow-deletes" in halted.err
    done = empty("sync", "--allow-deletes")
    assert done.code == 0
    assert message("cli.sync.gone", "nb", path=folder / "kaia.txt") in done.out
    assert [Path(one["path"]).name for one in empty("documents", "--json").json] == ["molo.txt"]

    # What is taken out leaves no copy behind.
    kept = list((empty.data / "originals").glob("??/*"))
    assert [path.read_bytes() for path in kept] == [(folder / "molo.txt").read_bytes()]
    assert empty("remove", folder).code == 0
    assert not list((empty.data / "originals").glob("??/*"))


def test_nothing_is_configured(empty: Cli) -> None:
    result = empty("sync")
    assert (result.code, result.out) == (1, "")
    assert "[sources.planer]" in result.err


def test_changes_are_noticed(folder: Path) -> None:
    """The source whose folder changed is named, once for all that changed together."""
    data = folder / ".plansvar"
    data.mkdir()
    watcher = changes(load(data=data), ())

    def write() -> None:
        for number in range(3):
            (folder / f"ny{number}.txt").write_text("Ny plan for kaia.", encoding="utf-8")

    def sync() -> None:
        (data / "plansvar.db").write_bytes(b"what a sync changes itself")

    timers = [threading.Timer(0.5, sync), threading.Timer(5, write)]
    started = time.monotonic()
    for timer in timers:
        timer.start()
    assert next(watcher) == ["planer"]
    assert time.monotonic() - started > 5
    for timer in timers:
        timer.join()
    watcher.close()


def page(number: int) -> str:
    return f"<html><body><main><h1>Plan {number}</h1><p>Kaia skal stå ferdig i {number}.</p></main>"


@pytest.fixture
def site(settings: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A web site with a source of two pages, which the command reaches though it lies here."""

    def resolve(host: str) -> list[str]:
        if host == "borte.example":
            raise OSError(-2, "Name or service not known")
        return [LOOPBACK]

    with serve() as site:
        for number in (2030, 2031):
            site.put(f"/{number}", page(number))
        urls = [site.url("/2030"), site.url("/2031"), "http://borte.example/"]
        (settings / "plansvar.toml").write_text(
            f'[sources.sider]\nurls = {urls}\ngroups = ["public"]\n', encoding="utf-8"
        )
        monkeypatch.setattr(
            "ingest.web.fetch.Fetcher", lambda _: fetcher_for(site, resolve=resolve)
        )
        yield site


def test_web_pages(empty: Cli, site: Site) -> None:
    result = empty("sync")
    assert result.code == 2
    assert result.out.startswith("sider: 2 nye, 0 endrede, 0 flyttede, 0 borte, 0 uendrede")
    assert "Finner ikke nettstedet borte.example." in result.err
    assert "\n    http://borte.example/" in result.err
    assert "2031" in empty("search", "Når skal kaia stå ferdig?").out

    site.put("/2030", "feil", status=500)
    [report] = empty("sync", "--json").json
    assert (report["kept"], report["unchanged"]) == ([site.url("/2030")], 1)
    assert [one["code"] for one in report["failed"]] == ["web.unknown_host", "web.status"]
    assert message("cli.sync.kept", "nb", count=1) in empty("sync").err

    assert empty("remove", site.url("/2030")).code == 0
    [left] = empty("documents", "--json").json
    assert left["path"] == site.url("/2031")

    # Pages aren't watched: with nothing else, the command ends.
    result = empty("sync", "--watch")
    assert message("cli.sync.not_watched", "nb") in result.err
    assert message("cli.sync.watching", "nb") not in result.err
