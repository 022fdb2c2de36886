from __future__ import annotations

import gzip
import itertools
import time
import tracemalloc
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web import feeds, lists, sitemap
from ingest.web.feeds import read_feed
from ingest.web.lists import Entry, date_of, title_of
from ingest.web.sitemap import Sitemap, read_sitemap
from plansvar.errors import WebError

URL = "https://plan.example/sitemap.xml"
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <!-- <url><loc>https://plan.example/nei</loc></url> -->
  <url><loc> https://plan.example/a?b=1&amp;c=2
    </loc><lastmod>2026-03-01T10:00:00+01:00</lastmod></url>
  <url><image:image><image:loc>https://plan.example/bilde.png</image:loc></image:image>
    <loc><![CDATA[https://plan.example/b]]></loc><lastmod>2026-03</lastmod></url>
  <url><lastmod>2026-03-01</lastmod></url>
</urlset>"""
PAGES = (
    Entry("https://plan.example/a?b=1&c=2", modified=date(2026, 3, 1)),
    Entry("https://plan.example/b"),
)
INDEX = (
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<sitemap><loc>https://plan.example/1.xml</loc></sitemap></sitemapindex>"
)
RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/x/">
<channel><title>Nyheter</title><link>https://plan.example/</link>
<item><title>Ny &amp;amp; god &lt;b&gt;plan&lt;/b&gt;</title>
  <atom:link href="https://plan.example/self" rel="self"/>
  <link>https://plan.example/1</link><pubDate>Tue, 10 Jun 2025 04:00:00 +0200</pubDate></item>
<item><guid>https://plan.example/2</guid><dc:date>2025-07-01</dc:date></item>
<item><guid isPermaLink="false">https://plan.example/3</guid></item>
<item><title>Uten lenke</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Nyheter</title>
<entry><title type="html">Vedtak&#8203; i dag</title><link rel="edit" href="/edit"/>
  <link rel="alternate" href="/1"/><published>2025-06-10T00:00:00Z</published>
  <updated>2025-06-11T00:00:00Z</updated></entry>
<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Et <b>råd</b></div></title>
  <link href="2"/><updated>feil</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><link>https://plan.example/</link></channel>
<item><title>A</title><link>https://plan.example/1</link><dc:date>2025-06-10</dc:date></item>
</rdf:RDF>"""


def test_a_sitemap() -> None:
    assert read_sitemap(SITEMAP.encode(), URL, ".xml") == Sitemap(pages=PAGES)
    assert read_sitemap(gzip.compress(SITEMAP.encode()), URL, ".gz") == Sitemap(pages=PAGES)
    assert read_sitemap(SITEMAP.encode(), URL, ".txt") == Sitemap(pages=PAGES)


def test_a_list_of_sitemaps() -> None:
    found = read_sitemap(INDEX.encode(), URL, ".xml")
    assert found == Sitemap(sitemaps=("https://plan.example/1.xml",))


def test_a_sitemap_in_plain_text() -> None:
    text = "\ufeffhttps://plan.example/a\r\n\r\nhttps://plan.example/b\n"
    found = read_sitemap(text.encode(), URL, ".txt")
    assert found.pages == (Entry("https://plan.example/a"), Entry("https://plan.example/b"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>Velkommen</body></html>",
        SITEMAP[:-20].encode(),  # cut off: half a list would make pages count as gone
        RSS.encode(),
        gzip.compress(SITEMAP.encode(), mtime=0)[:-10],
        b"\x1f\x8bnot packed",
        b"<urlset><url>" * 300,
        b"<?xml version='1.0' encoding='UTF-9'?><urlset/>",
    ],
)
def test_sitemaps_that_are_none(data: bytes) -> None:
    with pytest.raises(WebError, match="bad_list"):
        read_sitemap(data, URL, ".xml")


@pytest.mark.parametrize("data", [b"Velkommen", b"\xff\xfe", b"https://a.example/ b"])
def test_plain_lists_that_are_none(data: bytes) -> None:
    with pytest.raises(WebError, match="bad_list"):
        read_sitemap(data, URL, ".txt")


def test_sitemaps_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemap.MOST_ENTRIES == 50_000
    monkeypatch.setattr(sitemap, "MOST_ENTRIES", 50)
    for text, suffix in (
        (f"<urlset>{'<url><loc>/</loc></url>' * 51}</urlset>", ".xml"),
        ("https://plan.example/\n" * 51, ".txt"),
    ):
        with pytest.raises(WebError, match="list_too_long"):
            read_sitemap(text.encode(), URL, suffix)
    with pytest.raises(WebError, match="too_large"):
        read_sitemap(gzip.compress(b"\0" * 25_000_000), URL, ".gz")


def test_other_elements_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_ELEMENTS", 1_000)
    with pytest.raises(WebError, match="list_too_long"):
        read_sitemap(b"<urlset>" + b"<a/>" * 2_000 + b"</urlset>", URL, ".xml")


def test_rss() -> None:
    assert read_feed(RSS.encode(), URL) == (
        Entry("https://plan.example/1", "Ny & god plan", date(2025, 6, 10)),
        Entry("https://plan.example/2", None, date(2025, 7, 1)),
    )


def test_atom() -> None:
    assert read_feed(ATOM.encode(), URL) == (
        Entry("/1", "Vedtak i dag", date(2025, 6, 10), date(2025, 6, 11)),
        Entry("2", "Et råd"),
    )


def test_rss_1() -> None:
    assert read_feed(RDF.encode(), URL) == (
        Entry("https://plan.example/1", "A", date(2025, 6, 10)),
    )


@pytest.mark.parametrize(
    "text",
    [
        RSS.replace("<title>Nyheter", "<title>Nyheter&nbsp;i &dag"),
        RSS.replace("</channel></rss>", ""),
    ],
)
def test_feeds_that_are_a_little_wrong(text: str) -> None:
    assert [entry.reference for entry in read_feed(text.encode(), URL)][:1] == [
        "https://plan.example/1"
    ]


@pytest.mark.parametrize("data", [b"", b"Hei", b"<html><item/></html>", SITEMAP.encode()])
def test_feeds_that_are_none(data: bytes) -> None:
    with pytest.raises(WebError, match="bad_list"):
        read_feed(data, URL)


def _bombs() -> dict[str, str]:
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise("abcdefghi"))
    lol = f'<!DOCTYPE x [<!ENTITY a "{"x" * 1000}">{laughs}]>'
    item = "<item><link>https://plan.example/{}</link><title>{}</title></item>"
    return {
        "laughs": f"{lol}<rss>{item.format(1, '&i;')}</rss>",
        "laughs in an attribute": f"{lol}<rss a='&i;'>{item.format(1, 'a')}</rss>",
        "a file": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
        f"<rss>{item.format(1, '&a;')}</rss>",
        "a parameter": "<!DOCTYPE x [<!ENTITY % a SYSTEM 'http://10.0.0.1/'> %a;]>"
        f"<rss>{item.format(1, 'a')}</rss>",
        "a declaration elsewhere": "<!DOCTYPE rss SYSTEM 'http://10.0.0.1/rss.dtd'>"
        f"<rss>{item.format(1, 'a')}</rss>",
    }


@pytest.mark.parametrize("name", _bombs())
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_xml_that_does_harm(name: str, coding: str) -> None:
    text = _bombs()[name]
    started = time.monotonic()
    tracemalloc.start()
    with pytest.raises(WebError, match="bad_list"):
        read_feed(text.encode(coding), URL)
    with pytest.raises(WebError, match="bad_list"):
        other = text.replace("<rss", "<urlset").replace("</rss", "</urlset")
        read_sitemap(other.encode(coding), URL, ".xml")
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
    assert time.monotonic() - started < 1


def test_feeds_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"<rss><channel>{'<item><link>/</link></item>' * 51}</channel></rss>"
    assert len(read_feed(text.encode(), URL)) == 51
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 50)
    with pytest.raises(WebError, match="list_too_long"):
        read_feed(text.encode(), URL)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-06-10", date(2025, 6, 10)),
        ("2025-06-10T23:59:59+02:00", date(2025, 6, 10)),
        ("Tue, 10 Jun 2025 23:59:59 +0200", date(2025, 6, 10)),
        ("2025-06", None),
        ("2025", None),
        ("2025-13-40", None),
        ("i dag", None),
        (None, None),
    ],
)
def test_dates(text: str | None, day: date | None) -> None:
    assert date_of(text) == day


@given(st.text(max_size=40))
def test_any_text_is_a_date_and_a_title_or_none(text: str) -> None:
    assert date_of(text) is None or isinstance(date_of(text), date)
    title = title_of(text)
    assert title is None or (title == title.strip() and "\n" not in title)


@given(st.binary(max_size=60), st.sampled_from([b"", b"<rss>", b"<urlset>", b"\x1f\x8b\x08"]))
def test_any_bytes_are_a_list_or_an_error_of_ours(data: bytes, start: bytes) -> None:
    for read in (lambda: read_feed(start + data, URL), lambda: read_sitemap(start + data, URL, "")):
        try:
            read()
        except WebError:
            continue
