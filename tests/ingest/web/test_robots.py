from __future__ import annotations

import gzip
import time

import pytest

from ingest.web.fetch import Fetched, Fetcher
from plansvar.errors import WebError
from plansvar.settings import WebSettings
from tests.ingest.web.site import HTML, LOOPBACK, Site, fetcher_for

TEXT = {"Content-Type": "text/plain"}


def allowed(fetcher: Fetcher, url: str) -> bool:
    try:
        return isinstance(fetcher.get(url), Fetched)
    except WebError as error:
        assert error.code == "web.robots"
        return False


def test_rules_are_obeyed(site: Site, fetcher: Fetcher) -> None:
    rules = """
        User-agent: *
        Disallow: /intern/
        Disallow: /*.pdf$
        Allow: /intern/planer/
    """
    site.put("/robots.txt", rules, TEXT)
    for path in ("/", "/intern/a", "/intern/planer/b", "/a.pdf", "/a.pdf?b"):
        site.put(path)
    assert allowed(fetcher, site.url("/"))
    assert not allowed(fetcher, site.url("/intern/a"))
    assert not allowed(fetcher, site.url("/intern/./a"))
    assert allowed(fetcher, site.url("/intern/planer/b"))
    assert not allowed(fetcher, site.url("/a.pdf"))
    assert allowed(fetcher, site.url("/a.pdf?b"))
    assert "/intern/a" not in site.paths()
    assert [one.path for one in site.asked].count("/robots.txt") == 1


def test_rules_for_us_by_name_come_first(site: Site, fetcher: Fetcher) -> None:
    rules = "User-agent: Plansvar\nDisallow: /b\n\nUser-agent: *\nDisallow: /\n"
    site.put("/robots.txt", rules, TEXT)
    site.put("/a")
    assert allowed(fetcher, site.url("/a"))
    assert not allowed(fetcher, site.url("/b"))


def test_rules_hold_for_redirects_too(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /b\n", TEXT)
    site.redirect("/a", "/b")
    assert not allowed(fetcher, site.url("/a"))
    assert site.paths() == ["/a"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_rules(site: Site, fetcher: Fetcher, status: int) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /\n", TEXT, status)
    site.put("/a")
    assert allowed(fetcher, site.url("/a"))


@pytest.mark.parametrize("status", [429, 500, 503, 304])
def test_rules_that_cannot_be_had_forbid_everything(
    site: Site, fetcher: Fetcher, status: int
) -> None:
    site.put("/robots.txt", b"", TEXT, status)
    site.put("/a")
    for _ in range(2):
        with pytest.raises(WebError) as caught:
            fetcher.get(site.url("/a"))
        assert caught.value.code == "web.robots_unavailable"
        assert caught.value.params == {"url": site.url("/robots.txt"), "status": status}
    assert [one.path for one in site.asked] == ["/robots.txt"]


def test_an_unreachable_host_is_asked_once() -> None:
    looked_up: list[str] = []

    def resolve(host: str) -> list[str]:
        looked_up.append(host)
        return ["10.0.0.1"]

    with fetcher_for(Site(), resolve=resolve) as fetcher:
        for _ in range(3):
            with pytest.raises(WebError, match="private_address"):
                fetcher.get("https://plan.example/a")
    assert looked_up == ["plan.example"]


def test_rules_somewhere_else(site: Site, fetcher: Fetcher) -> None:
    site.redirect("/robots.txt", site.url("/r.txt", host="www.plan.example"))
    site.put("/r.txt", "User-agent: *\nDisallow: /b\n", TEXT)
    assert not allowed(fetcher, site.url("/b"))


def test_rules_may_not_lead_inside(site: Site) -> None:
    site.redirect("/robots.txt", "http://internt.example/")
    known = {"plan.example": [LOOPBACK], "internt.example": ["192.168.0.1"]}
    with (
        fetcher_for(site, resolve=lambda host: known[host]) as fetcher,
        pytest.raises(WebError, match="private_address"),
    ):
        fetcher.get(site.url("/a"))


def test_the_rest_of_huge_rules_is_not_read(site: Site, fetcher: Fetcher) -> None:
    head = b"User-agent: *\nDisallow: /b\n"
    packed = gzip.compress(head + b"# " + b"x" * 5_000_000)
    site.put("/robots.txt", packed, {**TEXT, "Content-Encoding": "gzip"})
    site.put("/a")
    started = time.monotonic()
    assert allowed(fetcher, site.url("/a"))
    assert not allowed(fetcher, site.url("/b"))
    assert time.monotonic() - started < 2


def test_rules_that_are_a_web_page(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "<html><body>Velkommen: logg inn</body></html>", HTML)
    site.put("/a")
    assert allowed(fetcher, site.url("/a"))


@pytest.mark.parametrize(
    ("wanted", "seconds"), [("4", 4), ("0.5", 1), ("600", 30), ("nan", 1), ("-1", 1)]
)
def test_the_delay_that_a_site_wants(site: Site, wanted: str, seconds: int) -> None:
    slept: list[float] = []
    site.put("/robots.txt", f"User-agent: *\nCrawl-delay: {wanted}\n", TEXT)
    site.put("/a")
    with fetcher_for(site, settings=WebSettings(delay=1), sleep=slept.append) as fetcher:
        for _ in range(2):
            fetcher.get(site.url("/a"))
    assert round(slept[-1]) == seconds
