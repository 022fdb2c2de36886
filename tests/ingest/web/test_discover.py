from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from ingest.web import discover as module
from ingest.web.discover import Found, WebItem, WebSource, discover, without_tracking
from ingest.web.fetch import Fetcher
from ingest.web.urls import parse
from tests.ingest.web.site import XML, Site


def sitemap(*references: str, lastmod: str = "") -> str:
    return "<urlset>{}</urlset>".format(
        "".join(f"<url><loc>{one}</loc><lastmod>{lastmod}</lastmod></url>" for one in references)
    )


def index(*references: str) -> str:
    inside = "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in references)
    return f"<sitemapindex>{inside}</sitemapindex>"


def feed(*items: tuple[str, str, str]) -> str:
    inside = "".join(
        f"<item><link>{link}</link><title>{title}</title><pubDate>{day}</pubDate></item>"
        for link, title, day in items
    )
    return f"<rss><channel>{inside}</channel></rss>"


def paths(found: Found) -> list[str]:
    return [parse(item.url, range(65536)).path for item in found.items]


def codes(found: Found) -> Sequence[str]:
    return [error.code for error in found.failed]


def test_pages_from_everywhere_once_and_in_order(site: Site, fetcher: Fetcher) -> None:
    site.put("/sitemap.xml", sitemap("/b?utm_source=x", "/a#del", lastmod="2026-02-01"), XML)
    news = (site.url("/b?fbclid=1", host="www.plan.example"), "Nytt", "2026-01-01")
    site.put("/rss", feed((site.url("/b#topp"), "Plan B", "2026-01-02"), news), XML)
    source = WebSource(
        "plan",
        urls=(site.url("/c?id=1&gclid=2"), site.url("/a")),
        sitemaps=(site.url("/sitemap.xml"),),
        feeds=(site.url("/rss"), site.url("/rss")),
    )
    found = discover(source, fetcher)
    assert found == Found(
        items=(
            WebItem(site.url("/a"), modified=date(2026, 2, 1)),
            WebItem(site.url("/b"), "Plan B", date(2026, 1, 2), date(2026, 2, 1)),
            WebItem(site.url("/c?id=1")),
            WebItem(
                site.url("/b", host="www.plan.example"), "Nytt", date(2026, 1, 1), feed_only=True
            ),
        ),
        answered=True,
    )
    assert found.complete
    assert site.paths() == ["/sitemap.xml", "/rss"]  # no page, and no list twice


def test_only_the_hosts_of_the_source(site: Site, fetcher: Fetcher) -> None:
    listed = sitemap("/a", "http://annet.example/b", "mailto:a@plan.example", "http://127.1/")
    site.put("/sitemap.xml", listed, XML)
    found = discover(WebSource("plan", sitemaps=(site.url("/sitemap.xml"),)), fetcher)
    assert paths(found) == ["/a"]
    assert (found.elsewhere, found.complete) == (3, True)


def test_https_stands_for_http(site: Site, fetcher: Fetcher) -> None:
    port = site.port
    both = sitemap(f"https://plan.example:{port}/a", f"http://plan.example:{port}/a")
    site.put("/sitemap.xml", both, XML)
    found = discover(WebSource("plan", sitemaps=(site.url("/sitemap.xml"),)), fetcher)
    assert [item.url for item in found.items] == [f"https://plan.example:{port}/a"]


def test_patterns(site: Site, fetcher: Fetcher) -> None:
    listed = ("/planer/a", "/planer/utkast/b", "/nyheter/c", "/N%C3%A6ring/d", "/Næring/e?print=1")
    site.put("/sitemap.xml", sitemap(*listed), XML)
    source = WebSource(
        "plan",
        urls=(site.url("/planer/utkast/navngitt"),),
        sitemaps=(site.url("/sitemap.xml"),),
        include=("/planer/*", "/Næring/*", "https://annet.example/*"),
        exclude=("*/utkast/*", "*[?]print=*"),
    )
    assert paths(discover(source, fetcher)) == [
        "/N%C3%A6ring/d",
        "/planer/a",
        "/planer/utkast/navngitt",
    ]


def test_lists_of_sitemaps(site: Site, fetcher: Fetcher) -> None:
    site.put("/sitemap.xml", index("/1.xml", "/2.xml", "/1.xml", "/sitemap.xml"), XML)
    site.put("/1.xml", sitemap("/a"), XML)
    site.put("/2.xml", index("/3.xml"), XML)
    site.put("/3.xml", sitemap("/b"), XML)
    found = discover(WebSource("plan", sitemaps=(site.url("/sitemap.xml"),)), fetcher)
    assert paths(found) == ["/a", "/b"]
    assert site.paths() == ["/sitemap.xml", "/1.xml", "/2.xml", "/3.xml"]
    assert found.complete


def test_what_fails_is_told_and_the_rest_goes_on(site: Site, fetcher: Fetcher) -> None:
    inside = ("/borte.xml", "/1.xml", "http://annet.example/2.xml", "file:///etc/passwd")
    site.put("/sitemap.xml", index(*inside), XML)
    site.put("/1.xml", sitemap("/a"), XML)
    site.put("/rss", "<html></html>", XML)
    source = WebSource(
        "plan",
        urls=("http://kari@plan.example/", "ftp://plan.example/", "  " + site.url("/b")),
        sitemaps=(site.url("/sitemap.xml"), "http://10.0.0.1/sitemap.xml", "tull"),
        feeds=(site.url("/rss"), site.url("/borte")),
    )
    found = discover(source, fetcher)
    assert paths(found) == ["/a", "/b"]
    assert sorted(codes(found)) == sorted(
        [
            "web.bad_url",
            "web.bad_url",
            "web.other_host",
            "web.bad_url",
            "web.gone",
            "web.private_address",
            "web.bad_url",
            "web.bad_list",
            "web.gone",
        ]
    )
    assert not found.complete


def test_a_limit_keeps_the_pages_that_are_named(site: Site, fetcher: Fetcher) -> None:
    site.put("/sitemap.xml", sitemap(*(f"/{number}" for number in range(10))), XML)
    lists = (site.url("/sitemap.xml"),)
    source = WebSource("plan", urls=(site.url("/z"),), sitemaps=lists, limit=3)
    found = discover(source, fetcher)
    assert paths(found) == ["/0", "/1", "/z"]
    assert (found.over_limit, found.complete) == (8, False)


def test_sitemaps_without_end(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for depth in range(6):
        site.put(f"/{depth}.xml", index(f"/{depth + 1}.xml"), XML)
    deep = discover(WebSource("plan", sitemaps=(site.url("/0.xml"),)), fetcher)
    assert codes(deep) == ["web.list_too_long"]
    monkeypatch.setattr(module, "MOST_LISTS", 3)
    site.put("/mange.xml", index(*(f"/m{number}.xml" for number in range(5))), XML)
    for number in range(5):
        site.put(f"/m{number}.xml", sitemap(f"/{number}"), XML)
    many = discover(WebSource("plan", sitemaps=(site.url("/mange.xml"),)), fetcher)
    assert (codes(many), paths(many)) == (["web.list_too_long"], ["/0", "/1"])
    monkeypatch.setattr(module, "MOST_LISTS", 9)
    monkeypatch.setattr(module, "MOST_ENTRIES", 2)
    long = discover(WebSource("plan", sitemaps=(site.url("/mange.xml"),)), fetcher)
    assert (codes(long), paths(long)) == (["web.list_too_long"], ["/0", "/1"])


def test_robots_are_asked_for_lists_too(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /sitemap.xml\n", XML)
    site.put("/sitemap.xml", sitemap("/a"), XML)
    found = discover(WebSource("plan", sitemaps=(site.url("/sitemap.xml"),)), fetcher)
    assert codes(found) == ["web.robots"]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("?", ""),
        ("?utm_source=a&UTM_Medium=b&id=1", "?id=1"),
        ("?fbclid=a", ""),
        ("?id=1&gclid=2&side=3", "?id=1&side=3"),
        ("?ref=1&source=2&uid=3&eid=4&sak=24/1&gcid=5", None),  # case systems use such names
        ("?b=2&a=1&b=3", None),  # the order may matter
        ("?id=%C3%A6&tom=", None),
    ],
)
def test_tracking_parameters(query: str, kept: str | None) -> None:
    target = without_tracking(parse(f"https://plan.example/a{query}"))
    assert target.path == "/a" + (query if kept is None else kept)
