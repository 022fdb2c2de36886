from __future__ import annotations

import ast
import gzip
import itertools
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.web.fetch import Fetched, Fetcher, Limits, NotModified, Validators
from plansvar.errors import WebError
from plansvar.settings import WebSettings
from tests.ingest.web.site import (
    HTML,
    LOOPBACK,
    SILENT,
    Site,
    bomb,
    certificate,
    fetcher_for,
    serve,
)

REPOSITORY = Path(__file__).parents[3]


def refused(fetcher: Fetcher, url: str) -> WebError:
    with pytest.raises(WebError) as caught:
        fetcher.get(url)
    return caught.value


def fetched(fetcher: Fetcher, url: str) -> Fetched:
    page = fetcher.get(url)
    assert isinstance(page, Fetched)
    return page


def test_a_page(site: Site, fetcher: Fetcher) -> None:
    site.put("/plan", "<p>Ås</p>", {**HTML, "ETag": '"1"', "Last-Modified": "Mon, 02 Nov 2026"})
    page = fetched(fetcher, site.url("/plan#mål"))
    assert page == Fetched(
        url=site.url("/plan"),
        content="<p>Ås</p>".encode(),
        media_type="text/html",
        suffix=".html",
        charset="utf-8",
        validators=Validators(site.url("/plan"), '"1"', "Mon, 02 Nov 2026"),
    )


def test_what_a_site_is_told(site: Site) -> None:
    site.put("/plan", headers={**HTML, "Set-Cookie": "id=1"})
    settings = WebSettings(delay=0, contact="post@fylke.example")
    with fetcher_for(site, settings=settings) as fetcher:
        for _ in range(2):
            fetched(fetcher, site.url("/plan"))
    headers = site.asked[-1].headers
    assert headers["User-Agent"] == "Plansvar/0.1.0 (+post@fylke.example)"
    assert headers["Host"] == f"plan.example:{site.port}"
    assert set(headers.keys()) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}


@pytest.mark.parametrize("contact", ["a\r\nCookie: b", "a b", "å", "(a)", "", "a" * 201])
def test_a_contact_that_would_break_the_header_is_refused(contact: str) -> None:
    with pytest.raises(ValueError, match="contact"):
        WebSettings(contact=contact)


def test_proxies_of_the_environment_are_ignored(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.put("/plan")
    with fetcher_for(site) as fetcher:
        assert fetched(fetcher, site.url("/plan")).content


def test_an_international_name(site: Site) -> None:
    site.put("/%C3%85s")
    asked: list[str] = []
    with fetcher_for(site, resolve=lambda host: [asked.append(host) or LOOPBACK]) as fetcher:
        fetched(fetcher, site.url("/Ås", host="blåbær.example"))
    assert set(asked) == {"xn--blbr-roah.example"}
    assert site.asked[-1].headers["Host"] == f"xn--blbr-roah.example:{site.port}"


# Conditional requests


def test_not_modified(site: Site, fetcher: Fetcher) -> None:
    site.put("/plan", b"", status=304)
    known = Validators(site.url("/plan"), '"1"', "Mon, 02 Nov 2026")
    assert fetcher.get(site.url("/plan"), known) == NotModified(site.url("/plan"))
    assert site.asked[-1].headers["If-None-Match"] == '"1"'
    assert site.asked[-1].headers["If-Modified-Since"] == "Mon, 02 Nov 2026"


def test_validators_are_for_their_own_address(site: Site, fetcher: Fetcher) -> None:
    """Else another page's "not modified" would stand for this one's."""
    site.redirect("/gammel", "/ny")
    site.put("/ny")
    known = Validators(site.url("/gammel"), '"1"')
    assert isinstance(fetcher.get(site.url("/gammel"), known), Fetched)
    assert [one.headers["If-None-Match"] for one in site.asked[-2:]] == ['"1"', None]
    site.put("/ny", b"", status=304)
    with pytest.raises(WebError, match=r"web\.status.*304"):
        fetcher.get(site.url("/gammel"), known)


def test_validators_that_could_do_harm_are_not_kept(site: Site, fetcher: Fetcher) -> None:
    site.put("/plan", headers={**HTML, "ETag": '"' + "x" * 500 + '"'})
    assert fetched(fetcher, site.url("/plan")).validators == Validators(site.url("/plan"))


# Redirects


def test_redirects_are_followed(site: Site, fetcher: Fetcher) -> None:
    for number, status in enumerate((301, 302, 303, 307, 308)):
        site.redirect(f"/{number}", f"/{number + 1}", status)
    site.put("/5")
    assert fetched(fetcher, site.url("/0")).url == site.url("/5")


def test_too_many_redirects(site: Site, fetcher: Fetcher) -> None:
    for number in range(6):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.redirect("/ring", "/ring")
    assert refused(fetcher, site.url("/0")).code == "web.too_many_redirects"
    assert "/6" not in site.paths()
    assert refused(fetcher, site.url("/ring")).params["limit"] == 5


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://127.0.0.2/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://[::ffff:169.254.169.254]/latest/meta-data/", "private_address"),
        ("http://internt.example/", "private_address"),
        ("http://2130706433/", "bad_url"),
        ("//kari@127.0.0.1/", "bad_url"),
        ("http://plan.example:22/", "bad_url"),
        ("file:///etc/passwd", "bad_url"),
        ("gopher://127.0.0.1:6379/_X", "bad_url"),
        ("\\\\127.0.0.1\\", "bad_url"),
        ("", "broken"),
    ],
)
def test_where_redirects_may_not_lead(site: Site, location: str, code: str) -> None:
    site.redirect("/plan", location)
    known = {"plan.example": [LOOPBACK], "internt.example": ["10.0.0.8"]}
    with fetcher_for(site, resolve=lambda host: known[host]) as fetcher:
        assert refused(fetcher, site.url("/plan")).code == f"web.{code}"


# What may be reached


@pytest.mark.parametrize(
    "answer",
    [
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["fe80::1%eth0"],
        ["64:ff9b::a00:1"],
        ["127.0.0.1", "192.168.0.1"],  # the first may be reached here
        ["2606:4700::1", "fd00::1"],
    ],
)
def test_every_address_of_a_name_must_be_public(site: Site, answer: list[str]) -> None:
    with fetcher_for(site, resolve=lambda _: answer) as fetcher:
        assert refused(fetcher, site.url("/plan")).code == "web.private_address"
    assert site.asked == []


def test_as_programs_use_it_this_machine_is_out_of_reach(site: Site) -> None:
    with Fetcher(WebSettings(delay=0)) as fetcher:
        assert refused(fetcher, "http://127.0.0.1/").code == "web.private_address"
        assert refused(fetcher, "http://localhost/").code == "web.private_address"
        assert refused(fetcher, site.url("/", host=LOOPBACK)).code == "web.bad_url"
    assert site.asked == []


@pytest.mark.parametrize(
    ("ways", "moved"), [((), False), ((301,), True), ((308, 301), True), ((301, 302), False)]
)
def test_who_moved_for_good(
    site: Site, fetcher: Fetcher, ways: tuple[int, ...], moved: bool
) -> None:
    for number, status in enumerate(ways):
        site.redirect(f"/{number}", f"/{number + 1}", status)
    site.put(f"/{len(ways)}")
    assert fetched(fetcher, site.url("/0")).moved is moved


def test_no_program_and_no_setting_opens_what_tests_open() -> None:
    assert set(WebSettings.model_fields) == {"contact", "delay"}
    names = {"network", "is_allowed", "Network", "make_fetcher"}
    used = set()
    for package in ("plansvar", "ingest", "assistant", "api", "bots", "eval", "cli"):
        for path in (REPOSITORY / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    given = {keyword.arg for keyword in node.keywords}
                    if (called == "Network" and (node.args or node.keywords)) or given & names:
                        used.add(f"{path.relative_to(REPOSITORY)}:{node.lineno}")
    assert used == set()


def test_a_name_is_looked_up_once_and_connected_to_as_checked(site: Site) -> None:
    """Rebinding: a resolver that answers honestly once, and with an internal address from then."""
    answers = iter([[LOOPBACK]])
    site.put("/robots.txt", "")
    site.put("/plan")
    with fetcher_for(site, resolve=lambda _: next(answers, ["10.0.0.1"])) as fetcher:
        assert fetched(fetcher, site.url("/plan")).content  # robots.txt and page: one connection
        site.stream("/slutt", lambda: iter([b"<p>Slutt</p>"]))  # closes the connection
        fetched(fetcher, site.url("/slutt"))
        assert refused(fetcher, site.url("/plan")).code == "web.private_address"


def test_rebinding_between_redirects(site: Site) -> None:
    answers = iter([[LOOPBACK], [LOOPBACK]])  # robots.txt, the page
    site.redirect("/plan", "/ny")
    with fetcher_for(site, resolve=lambda _: next(answers, ["169.254.169.254"])) as fetcher:
        assert refused(fetcher, site.url("/plan")).code == "web.private_address"
    assert "/ny" not in site.paths()


def test_a_name_that_nobody_knows(site: Site) -> None:
    def resolve(host: str) -> list[str]:
        raise OSError(-2, "Name or service not known")

    with fetcher_for(site, resolve=resolve) as fetcher:
        assert refused(fetcher, "http://finnes-ikke.example/").code == "web.unknown_host"
    with fetcher_for(site, resolve=lambda _: []) as fetcher:
        assert refused(fetcher, "http://finnes-ikke.example/").code == "web.unknown_host"


def test_the_next_address_is_tried(site: Site) -> None:
    site.put("/plan")
    with fetcher_for(site, resolve=lambda _: [SILENT, LOOPBACK]) as fetcher:
        assert fetched(fetcher, site.url("/plan")).content
    with fetcher_for(site, resolve=lambda _: [SILENT, SILENT]) as fetcher:
        assert refused(fetcher, site.url("/plan")).code == "web.unreachable"


# TLS


def test_certificates_are_checked_for_the_name(tmp_path: Path) -> None:
    server, client = certificate(tmp_path, "plan.example")
    with serve(server) as site:
        site.put("/plan")
        site.redirect("/ned", site.url("/plan"))
        with fetcher_for(site, tls=client) as fetcher:
            assert fetched(fetcher, site.url("/plan", scheme="https")).content
            assert set(site.names) == {"plan.example"}
            error = refused(fetcher, site.url("/plan", host="annet.example", scheme="https"))
            assert (error.code, error.params) == ("web.certificate", {"host": "annet.example"})
            assert refused(fetcher, site.url("/ned", scheme="https")).code == "web.downgrade"
        with fetcher_for(site) as fetcher:  # the system's own certificates
            error = refused(fetcher, site.url("/plan", scheme="https"))
            assert error.code == "web.certificate"


# Limits


SHORT = Limits(seconds=0.4, connect_seconds=0.3, bytes=100_000)


def test_a_slow_server(site: Site) -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.1)
            yield b"x"

    site.stream("/drypp", drip)
    site.answers["/taus"] = lambda request: time.sleep(1)
    with fetcher_for(site, limits=SHORT) as fetcher:
        for path in ("/drypp", "/taus"):
            started = time.monotonic()
            assert refused(fetcher, site.url(path)).code == "web.timeout"
            assert time.monotonic() - started < 0.8


def test_redirects_share_the_time(site: Site) -> None:
    def slow(request: object) -> None:
        time.sleep(0.15)
        moved(request)

    site.redirect("/ring", "/ring")
    moved = site.answers["/ring"]
    site.answers["/ring"] = slow  # type: ignore[assignment]
    with fetcher_for(site, limits=SHORT) as fetcher:
        assert refused(fetcher, site.url("/ring")).code == "web.timeout"


def test_a_slow_resolver(site: Site) -> None:
    def resolve(host: str) -> list[str]:
        time.sleep(2)
        return [LOOPBACK]

    with fetcher_for(site, resolve=resolve, limits=SHORT) as fetcher:
        started = time.monotonic()
        assert refused(fetcher, site.url("/plan")).code == "web.unreachable"
        assert time.monotonic() - started < 0.8


def test_an_endless_body(site: Site) -> None:
    sent = itertools.count()
    site.stream("/uten-ende", lambda: (b"x" * 10_000 for _ in sent))
    limits = Limits(bytes=100_000)
    with fetcher_for(site, limits=limits) as fetcher:
        assert refused(fetcher, site.url("/uten-ende")).code == "web.too_large"
    assert next(sent) < 2_000  # what fits into the buffers between the two


def test_endless_headers(site: Site) -> None:
    def answer(request: object) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")  # type: ignore[attr-defined]
        for number in range(10**6):
            request.wfile.write(b"X-%d: y\r\n" % number)  # type: ignore[attr-defined]

    site.answers["/plan"] = answer
    with fetcher_for(site) as fetcher:
        assert refused(fetcher, site.url("/plan")).code == "web.broken"


def test_a_length_beyond_the_limit_is_not_waited_for(site: Site) -> None:
    site.stream("/stor", lambda: iter([b"x"]), Content_Length="999999999")
    with fetcher_for(site) as fetcher:
        error = refused(fetcher, site.url("/stor"))
    assert (error.code, error.params["megabytes"]) == ("web.too_large", 20)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb(site: Site, fetcher: Fetcher, coding: str) -> None:
    data = bomb(30) if coding == "gzip" else zlib.compress(b"\0" * 30_000_000)
    site.put("/bombe", data, {**HTML, "Content-Encoding": coding})
    started = time.monotonic()
    assert refused(fetcher, site.url("/bombe")).code == "web.too_large"
    assert time.monotonic() - started < 2


def test_packed_pages(site: Site, fetcher: Fetcher) -> None:
    text = b"<p>Tekst</p>" * 20_000
    bare = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(text, mtime=0),
        "x-gzip": gzip.compress(text[:100], mtime=0)
        + gzip.compress(text[100:], mtime=0)
        + b"\0" * 8,
        "deflate": zlib.compress(text),
        "Deflate ": bare.compress(text) + bare.flush(),
        "identity": text,
    }
    for number, (coding, data) in enumerate(packed.items()):
        site.put(f"/{number}", data, {**HTML, "Content-Encoding": coding})
        assert fetched(fetcher, site.url(f"/{number}")).content == text


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("gzip", gzip.compress(b"x" * 10_000, mtime=0)[:-9]),
        ("gzip", b"<p>not packed</p>"),
        ("deflate", b"<p>not packed</p>"),
        ("gzip", gzip.compress(b"x", mtime=0) * 1_200),
        ("br", b"x"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0)),
    ],
)
def test_bodies_that_cannot_be_unpacked(
    site: Site, fetcher: Fetcher, coding: str, data: bytes
) -> None:
    site.put("/plan", data, {**HTML, "Content-Encoding": coding})
    assert refused(fetcher, site.url("/plan")).code == "web.broken"


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5, 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9" + b"9" * 5000 + b"\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        b"\0\1\2 not http",
        b"",
    ],
)
def test_answers_that_are_no_http(site: Site, fetcher: Fetcher, raw: bytes) -> None:
    def answer(request: object) -> None:
        request.wfile.write(raw)  # type: ignore[attr-defined]
        request.close_connection = True  # type: ignore[attr-defined]

    site.answers["/plan"] = answer
    assert refused(fetcher, site.url("/plan")).code == "web.broken"


# Answers


@pytest.mark.parametrize(
    ("path", "kind", "suffix"),
    [
        ("/plan", "text/html; charset=ISO-8859-1", ".html"),
        ("/plan", "Application/PDF;charset=UTF-8", ".pdf"),
        ("/plan.pdf?v=1", "application/octet-stream", ".pdf"),
        ("/plan.HTM", "", ".html"),
        ("/plan.docx", "binary/octet-stream", ".docx"),
        ("/plan.pdf", "text/html", ".html"),
        ("/plan", "application/octet-stream", None),
        ("/plan.exe", "application/octet-stream", None),
        ("/plan.pdf", "image/png", None),
        ("/plan.html", "application/x-msdownload", None),
        ("/video.mp4", "video/mp4", None),
    ],
)
def test_content_types(
    site: Site, fetcher: Fetcher, path: str, kind: str, suffix: str | None
) -> None:
    site.put(path, headers={"Content-Type": kind} if kind else {})
    if suffix is None:
        assert refused(fetcher, site.url(path)).code == "web.content_type"
    else:
        assert fetched(fetcher, site.url(path)).suffix == suffix


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (404, "gone"),
        (410, "gone"),
        (429, "busy"),
        (503, "busy"),
        (401, "status"),
        (403, "status"),
        (500, "status"),
        (204, "status"),
        (206, "status"),
        (304, "status"),
    ],
)
def test_statuses(site: Site, fetcher: Fetcher, status: int, code: str) -> None:
    site.put("/plan", b"", HTML, status)
    assert refused(fetcher, site.url("/plan")).code == f"web.{code}"


# Politeness


def test_a_host_is_not_hurried(site: Site) -> None:
    slept: list[float] = []
    site.put("/robots.txt", "", {"Content-Type": "text/plain"})
    site.put("/plan")
    with fetcher_for(site, settings=WebSettings(delay=2), sleep=slept.append) as fetcher:
        fetched(fetcher, site.url("/plan"))
        fetched(fetcher, site.url("/plan"))
        assert [round(seconds) for seconds in slept] == [2, 2]  # after robots.txt, after the page
        fetched(fetcher, site.url("/plan", host="annet.example"))
        assert len(slept) == 3  # the other host's robots.txt was not waited for


@pytest.mark.parametrize(("header", "seconds"), [("7", 7), ("9999", 30), ("soon", 0), ("-4", 0)])
def test_a_busy_host_says_when(site: Site, header: str, seconds: int) -> None:
    slept: list[float] = []
    site.put("/plan", b"", {"Retry-After": header}, 503)
    with fetcher_for(site, sleep=slept.append) as fetcher:
        for _ in range(2):
            assert refused(fetcher, site.url("/plan")).code == "web.busy"
    assert round(sum(slept)) == seconds


def test_waiting_is_not_counted(site: Site) -> None:
    site.put("/plan")
    settings = WebSettings(delay=0.5)
    with fetcher_for(site, limits=SHORT, settings=settings, sleep=time.sleep) as fetcher:
        assert fetched(fetcher, site.url("/plan")).content
