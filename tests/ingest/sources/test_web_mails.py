"""Mails among the pages of a source: what came with them is neither a page nor counted as one."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

from plansvar.database import fetches, parts
from tests.ingest.mails import BROKEN, NOTE, PLAN, mail
from tests.ingest.sources.conftest import Town, page

MAIL = {"Content-Type": "message/rfc822"}
LISTED = ("/brev.eml", *(f"/{number}" for number in range(10)))


def put_mail(town: Town, *attachments: tuple[str, str | bytes], path: str = "/brev.eml") -> None:
    """A mail that the server gives again only to those who don't have it."""
    data = mail(*attachments).as_bytes()
    etag = f'"{hash(data)}"'
    town.site.put(path, data, {**MAIL, "ETag": etag})
    whole = town.site.answers[path]

    def answer(request: BaseHTTPRequestHandler) -> None:
        if request.headers["If-None-Match"] == etag:
            request.send_response(304)
            request.end_headers()
        else:
            whole(request)

    town.site.answers[path] = answer


def with_mail(town: Town, *attachments: tuple[str, str | bytes]) -> Town:
    """The town with a mail that has these attachments, read in."""
    put_mail(town, *attachments)
    town.list(*LISTED)
    assert len(town.sync().ingest.added) > 10
    return town


def test_attachments_of_a_mail_on_a_page(town: Town) -> None:
    with_mail(town, ("plan.txt", PLAN), ("notat.txt", NOTE), ("logo.png", b"x"))
    assert {"/brev.eml", "/brev.eml/plan.txt", "/brev.eml/notat.txt"} <= set(town.paths())
    documents = {one.path: one for one in town.desk.documents()}
    url = town.site.url("/brev.eml")
    assert documents[f"{url}/plan.txt"].part_of == documents[url].id
    assert set(fetches.of_source(town.desk.stores.engine, "web")) == {
        town.site.url(path) for path in LISTED
    }
    # Nothing has changed: all answer 304, and what came with the mail is there still.
    report = town.sync()
    assert (len(report.ingest.unchanged), report.gone, report.kept) == (13, (), ())
    assert [one.path for one in town.site.asked if not one.headers["If-None-Match"]] == [
        "/robots.txt",
        "/sitemap.xml",
    ]
    assert town.desk.embedder.embedded == []


def test_a_changed_mail_brings_its_list_in_line(town: Town) -> None:
    with_mail(town, ("plan.txt", PLAN), ("bort.txt", NOTE))
    put_mail(town, ("plan.txt", PLAN), ("ny.txt", NOTE + "Og sand."), ("alt.zip", b"PK"))
    report = town.sync()
    assert town.short(report.gone) == ["/brev.eml/bort.txt"]
    assert town.short(report.ingest.added) == ["/brev.eml/ny.txt"]
    assert town.short(report.ingest.skipped) == ["/brev.eml/alt.zip"]
    assert town.short(report.ingest.changed) == ["/brev.eml"]
    assert report.kept == ()


def test_a_mail_of_which_something_is_missing_is_fetched_again(town: Town) -> None:
    with_mail(town, ("plan.txt", PLAN), ("ødelagt.txt", BROKEN))
    for _ in range(2):
        report = town.sync()
        [failure] = report.ingest.failed
        assert failure.path == town.site.url("/brev.eml") + "/ødelagt.txt"
        [asked] = [one for one in town.site.asked if one.path == "/brev.eml"]
        assert asked.headers["If-None-Match"] is None
        assert (len(report.ingest.unchanged), report.kept, report.gone) == (12, (), ())


def test_a_mail_that_goes_takes_them_along_and_counts_once(town: Town) -> None:
    """Two of eleven pages are no fifth of them, whatever came with them."""
    with_mail(town, *((f"{number}.txt", f"{NOTE} {number}") for number in range(5)))
    del town.site.answers["/brev.eml"]
    del town.site.answers["/0"]
    report = town.sync()
    assert sorted(town.short(report.gone)) == [
        "/0",
        "/brev.eml",
        *(f"/brev.eml/{number}.txt" for number in range(5)),
    ]
    assert len(town.paths()) == 9
    town.list(*LISTED[2:])
    assert town.sync().gone == ()


def test_pages_that_are_gone_are_not_hidden_among_attachments(town: Town) -> None:
    """Three of eleven pages are more than a fifth, however many attachments there are."""
    with_mail(town, *((f"{number}.txt", f"{NOTE} {number}") for number in range(30)))
    for number in range(3):
        del town.site.answers[f"/{number}"]
    report = town.sync()
    assert (report.gone, [one.code for one in report.ingest.failed]) == ((), ["sync.pages_gone"])


def test_a_mail_that_moves_takes_them_along(town: Town) -> None:
    with_mail(town, ("plan.txt", PLAN))
    engine = town.desk.stores.engine
    before = {one.path: one.id for one in town.desk.documents()}
    [mail_id] = [one for path, one in before.items() if path.endswith(".eml")]
    url = town.site.url("/brev.eml")
    parts.move(engine, mail_id, url.replace("http:", "https:"))  # as if it had been read in there
    report = town.sync()
    assert report.moved == ((url.replace("http:", "https:"), url),)
    assert (report.gone, report.ingest.added) == ((), ())
    assert {one.path: one.id for one in town.desk.documents()} == before
    # And to another address, for good.
    put_mail(town, ("plan.txt", PLAN), path="/ny.eml")
    town.site.redirect("/brev.eml", "/ny.eml", 301)
    town.list("/ny.eml", *LISTED)
    report = town.sync()
    assert report.moved == ((url, town.site.url("/ny.eml")),)
    after = {one.id: one.path for one in town.desk.documents()}
    assert after[before[f"{url}/plan.txt"]] == town.site.url("/ny.eml/plan.txt")
    assert (report.gone, len(after)) == ((), 12)


def test_a_page_with_the_address_of_an_attachment(town: Town) -> None:
    with_mail(town, ("plan.html", page("vedlegg")))
    town.put("/brev.eml/plan.html", page("side"))
    town.list("/brev.eml/plan.html", *LISTED)
    assert town.short(town.sync().ingest.added) == ["/brev.eml/plan.html"]
    report = town.sync()
    assert (report.ingest.added, report.ingest.changed, report.gone) == ((), (), ())
    both = [one for one in town.desk.documents() if one.path.endswith("/plan.html")]
    assert len({one.id for one in both}) == 2
    town.list(*LISTED)
    assert town.short(town.sync().gone) == ["/brev.eml/plan.html"]
    [left] = [one for one in town.desk.documents() if one.path.endswith("/plan.html")]
    assert left.part_of is not None


def test_groups_of_the_source_are_theirs(town: Town) -> None:
    with_mail(town, ("plan.txt", PLAN))
    sitemaps = (town.site.url("/sitemap.xml"),)
    report = town.source(sitemaps=sitemaps, groups=("styret",)).sync()
    assert len(report.ingest.regrouped) == 12
    assert town.desk.documents() == []
