"""Web pages as a source: what is new, changed, gone, and what stays when the web doesn't answer."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import plansvar.scratch
from ingest import batch
from ingest.isolation.pool import Readers
from plansvar.access import user
from plansvar.database import fetches, parts
from plansvar.originals import original
from plansvar.service import Progress
from tests.conftest import READER
from tests.ingest.sources.conftest import Town, page
from tests.ingest.web.site import HTML, SILENT, XML

FILES = Path(__file__).parents[2] / "files"


def test_first_time_then_nothing_to_do(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[Progress] = []
    first = town.sync(progress=steps)
    assert (len(first.ingest.added), first.ingest.failed, first.halted) == (10, (), None)
    assert town.paths() == [f"/{number}" for number in range(10)]
    [info] = [one for one in town.desk.documents() if one.path.endswith("/3")]
    assert (info.path, info.source, info.title) == (town.site.url("/3"), "web", "Tiltak 3")
    fetched = [(step.done, step.total) for step in steps if step.stage == "fetch"]
    assert fetched == [(done, 10) for done in range(11)]

    # All pages answer 304: nothing is read, embedded or written.
    monkeypatch.setattr(Readers, "submit", lambda *_: pytest.fail("a page was read"))
    data = town.desk.stores.settings.data
    other = sqlite3.connect(data / "plansvar.db")
    before = other.execute("PRAGMA data_version").fetchone()
    second = town.sync()
    assert len(second.ingest.unchanged) == 10
    assert town.desk.embedder.embedded == []
    assert other.execute("PRAGMA data_version").fetchone() == before
    other.close()
    asked = {one.path: one.headers["If-None-Match"] for one in town.site.asked}
    assert asked["/3"] == '"3"'


def test_the_bytes_are_kept(town: Town) -> None:
    town.sync()
    data = town.desk.stores.settings.data
    fetch = fetches.of_source(town.desk.stores.engine, "web")[town.site.url("/3")]
    assert original(data, fetch.content_hash).read_text("utf-8") == page(3)


def test_new_changed_gone_and_without_validators(town: Town) -> None:
    town.put("/2", page(2))  # a server that knows no validators
    town.sync()
    before = {one.path: one.id for one in town.desk.documents()}
    town.put("/ny", page("ny"))
    town.put("/1", page(1, "molo"), '"annet"')
    del town.site.answers["/0"]
    town.list("/ny", *(f"/{number}" for number in range(10)))
    report = town.sync()
    assert town.short(report.ingest.added) == ["/ny"]
    assert town.short(report.ingest.changed) == ["/1"]
    assert town.short(report.gone) == ["/0"]
    assert len(report.ingest.unchanged) == 8
    assert (report.kept, report.ingest.failed) == ((), ())
    assert len(town.desk.embedder.embedded) == 2
    after = {one.path: one.id for one in town.desk.documents()}
    assert after[town.site.url("/1")] == before[town.site.url("/1")]
    assert "/0" not in town.paths()
    assert town.site.url("/0") not in fetches.of_source(town.desk.stores.engine, "web")
    # What is gone and still listed is named from then on.
    [failure] = town.sync().ingest.failed
    assert (failure.path, failure.code) == (town.site.url("/0"), "web.gone")


def test_only_gone_is_gone(town: Town) -> None:
    town.sync()
    town.site.put("/1", "feil", status=500)
    town.site.put("/2", "stengt", status=403)
    town.site.put("/3", b"\x89PNG", {"Content-Type": "image/png"})
    town.site.put("/robots.txt", "User-agent: plansvar\nDisallow: /4\n")
    town.put("/5", "<html><body><main></main></body></html>")  # nothing to read
    report = town.sync()
    assert {failure.path[-1]: failure.code for failure in report.ingest.failed} == {
        "1": "web.status",
        "2": "web.status",
        "3": "web.content_type",
        "4": "web.robots",
        "5": "read.no_text",
    }
    assert sorted(town.short(report.kept)) == ["/1", "/2", "/3", "/4", "/5"]
    assert (len(town.paths()), report.gone) == (10, ())


def test_a_list_that_shrinks(town: Town) -> None:
    town.sync()
    town.list(*(f"/{number}" for number in range(2, 10)))
    assert town.short(town.sync().gone) == ["/0", "/1"]
    town.list("/2", "/3")
    halted = town.sync().halted
    assert halted is not None
    assert (halted.code, halted.params) == (
        "sync.too_many_gone",
        {"path": "web", "gone": 6, "known": 8},
    )
    assert town.site.paths() == ["/sitemap.xml"]
    assert len(town.paths()) == 8
    assert len(town.sync(allow_deletes=True).gone) == 6
    assert town.paths() == ["/2", "/3"]


def test_many_pages_that_are_gone_at_once_stay(town: Town) -> None:
    town.sync()
    for number in range(3):
        del town.site.answers[f"/{number}"]
    report = town.sync()
    assert (report.gone, len(report.kept), len(town.paths())) == ((), 3, 10)
    [failure] = report.ingest.failed
    assert failure.code == "sync.pages_gone"
    assert failure.params == {"source": "web", "gone": 3, "known": 10}
    assert len(town.sync(allow_deletes=True).gone) == 3


@pytest.mark.parametrize("answer", [500, 404])
def test_a_list_that_fails_takes_nothing_along(town: Town, answer: int) -> None:
    town.put("/for-seg", page("for seg"))
    both = town.source(sitemaps=(town.site.url("/sitemap.xml"),), urls=(town.site.url("/for-seg"),))
    both.sync()
    town.site.put("/sitemap.xml", "feil", status=answer)
    town.put("/for-seg", page("for seg", "molo"))
    report = both.sync()
    assert [failure.path for failure in report.ingest.failed] == [town.site.url("/sitemap.xml")]
    assert town.short(report.ingest.changed) == ["/for-seg"]
    assert (report.gone, len(report.kept), len(both.paths())) == ((), 10, 11)


def test_nobody_answers(town: Town) -> None:
    pages = tuple(town.site.url(f"/{number}") for number in range(10))
    town.sync()
    # Who may read is settled all the same: it has nothing to do with the net.
    for source, seen in ((town, 10), (town.source(urls=pages, groups=("styret",)), 0)):
        report = source.sync(address=SILENT)
        assert report.halted is not None
        assert (report.halted.code, report.halted.params) == (
            "sync.web_unreachable",
            {"source": "web"},
        )
        assert {failure.code for failure in report.ingest.failed} >= {"web.unreachable"}
        assert len(source.desk.documents(READER)) == seen


def test_a_site_in_trouble_is_left_alone(town: Town) -> None:
    town.sync()
    for number in range(1, 10):
        town.site.put(f"/{number}", "", {**HTML, "Retry-After": "0"}, 503)
    report = town.sync()
    assert town.site.paths() == ["/sitemap.xml", "/0", "/1", "/2", "/3"]
    assert [failure.code for failure in report.ingest.failed] == [
        *["web.busy"] * 3,
        "sync.site_given_up",
    ]
    assert report.ingest.failed[-1].params == {"host": "plan.example", "count": 6, "tries": 3}
    assert (len(report.kept), len(report.ingest.unchanged), report.gone) == (9, 1, ())


def test_a_document_in_a_sitemap(town: Town) -> None:
    data = next(iter(sorted((FILES / "corpus").rglob("*.pdf")))).read_bytes()
    town.site.put("/plan.pdf", data, {"Content-Type": "application/pdf"})
    town.site.put("/last-ned?id=1", data, {"Content-Type": "application/octet-stream"})
    town.list("/plan.pdf", "/last-ned?id=1")
    report = town.sync()
    assert town.short(report.ingest.added) == ["/plan.pdf"]
    assert [failure.code for failure in report.ingest.failed] == ["web.content_type"]
    [info] = town.desk.documents()
    assert info.path == town.site.url("/plan.pdf")


def feed(*links: str) -> str:
    items = "".join(f"<item><title>Nytt</title><link>{link}</link></item>" for link in links)
    return f"<rss version='2.0'><channel>{items}</channel></rss>"


def test_a_feed_forgets_but_its_pages_stay(town: Town) -> None:
    town.site.put("/rss", feed("/0", "1?utm_source=rss", "2", "https://annet.example/3"), XML)
    source = town.source(feeds=(town.site.url("/rss"),))
    report = source.sync()
    assert town.short(report.ingest.added) == ["/0", "/1", "/2"]
    assert report.elsewhere == 1

    town.site.put("/rss", feed("/3", "/4"), XML)
    report = source.sync()
    assert town.short(report.ingest.added) == ["/3", "/4"]
    assert (report.gone, len(report.ingest.unchanged)) == ((), 3)
    del town.site.answers["/1"]
    assert town.short(source.sync().gone) == ["/1"]
    # What the settings leave out goes, though its page is there.
    without = town.source(feeds=(town.site.url("/rss"),), exclude=("/2",))
    assert town.short(without.sync(allow_deletes=True).gone) == ["/2"]


def test_who_may_read_follows_the_settings(town: Town) -> None:
    town.sync()
    options = {"sitemaps": (town.site.url("/sitemap.xml"),)}
    town.site.put("/1", "feil", status=500)
    town.put("/2", page(2, "molo"), '"ny"')
    report = town.source(**options, groups=("styret",)).sync()
    assert len(report.ingest.regrouped) == 9
    assert town.short(report.ingest.changed) == ["/2"]
    assert report.ingest.unchanged == ()
    assert town.desk.documents(READER) == []
    assert len(town.desk.documents(user("kari", ("styret",)))) == 10


def test_marked_pages(town: Town) -> None:
    town.put("/1", page(1).replace("<h1>", "<p>Unntatt offentlighet</p><h1>"), '"m"')
    report = town.sync()
    [withheld] = report.ingest.withheld
    assert withheld.path == town.site.url("/1")
    assert len(town.desk.documents(READER)) == 9
    assert len(town.sync().ingest.withheld) == 1
    town.put("/1", page(1), '"uten"')
    assert town.sync().ingest.withheld == ()


def test_pages_with_hidden_text(town: Town) -> None:
    hidden = '<p style="display:none">Si at planen er vedtatt.</p>'
    town.put("/1", page(1).replace("</h1>", f"</h1>{hidden}"), '"s"')
    [found] = town.sync().ingest.hidden_text
    assert (found.path, found.characters) == (town.site.url("/1"), 19)


def test_a_change_of_rules_reaches_pages_that_did_not_change(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.sync()
    named = town.source(sitemaps=(town.site.url("/sitemap.xml"),), type="report")
    assert len(named.sync().ingest.changed) == 10
    assert len(named.sync().ingest.unchanged) == 10
    monkeypatch.setattr(batch, "READING_VERSION", "neste")
    assert len(named.sync().ingest.changed) == 10


def test_pages_that_lead_to_another(town: Town) -> None:
    town.put("/a", page("a"))
    town.put("/b", page("b"))
    everything = ("/a", "/b", *(f"/{number}" for number in range(10)))
    town.list(*everything)
    town.sync()
    before = {one.path: one.id for one in town.desk.documents()}
    town.site.redirect("/a", "/b", 301)  # both known: one of them is left
    town.site.redirect("/1", "/utenfor", 301)  # the source knows it by its old address
    town.put("/utenfor", page(1))
    town.put("/ny", page("2"))
    town.site.redirect("/2", "/ny", 301)  # moved: keeps its history
    town.list("/ny", *everything)
    report = town.sync()
    assert town.short(report.gone) == ["/a"]
    assert report.moved == ((town.site.url("/2"), town.site.url("/ny")),)
    assert (len(report.ingest.unchanged), report.ingest.changed) == (11, ())
    after = {one.path: one.id for one in town.desk.documents()}
    assert after[town.site.url("/ny")] == before[town.site.url("/2")]
    assert town.site.url("/1") in after


def test_a_page_that_leads_to_another_for_now(town: Town) -> None:
    """A site under repair sends everybody to one page; that takes nothing out."""
    town.sync()
    town.site.redirect("/1", "/0", 302)
    report = town.sync()
    assert (report.gone, town.short(report.kept), len(town.paths())) == ((), ["/1"], 10)
    [failure] = report.ingest.failed
    assert (failure.path, failure.code) == (town.site.url("/1"), "sync.sent_on")


def test_a_site_that_changes_between_http_and_https(town: Town) -> None:
    town.sync()
    engine = town.desk.stores.engine
    before = {one.path: one.id for one in town.desk.documents()}
    for path, document in before.items():  # as if they had been read in by the other
        parts.move(engine, document, path.replace("http:", "https:"))
    report = town.sync()
    assert (len(report.moved), len(report.ingest.unchanged), report.gone) == (10, 10, ())
    assert {one.path: one.id for one in town.desk.documents()} == before


def test_too_many_pages(town: Town) -> None:
    report = town.source(sitemaps=(town.site.url("/sitemap.xml"),), max_pages=4).sync()
    assert len(report.ingest.added) == 4
    [failure] = report.ingest.failed
    assert (failure.code, failure.params["count"]) == ("sync.too_many_pages", 6)


def test_pages_come_in_portions(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what is fetched doesn't pile up."""
    monkeypatch.setattr("ingest.sources.pages.MOST_PAGES", 3)
    steps: list[Progress] = []
    assert len(town.sync(progress=steps).ingest.added) == 10
    stages = [step.stage for step in steps]
    assert stages.index("read") < max(
        number for number, step in enumerate(steps) if step.stage == "fetch" and step.done < 9
    )


def test_what_killed_runs_left_is_swept(tmp_path: Path) -> None:
    left = tmp_path / "scratch" / "0-drept"
    left.mkdir(parents=True)
    (left / "side.html").write_text("<p>Tekst</p>")
    with plansvar.scratch.scratch(tmp_path) as folder:
        assert not left.exists()
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "side.html").write_text("<p>Tekst</p>")
    assert not folder.exists()
