"""What documents and their names say is text on every page, whatever it looks like."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.uploads import file_name
from plansvar.errors import RequestError
from plansvar.service import IngestRequest
from tests.api.pages.conftest import EVERYBODY, Site, Tab, opened

HOSTILE = Path(__file__).parents[4] / "shared" / "hostile"
SHAPES = (
    "<script>PWNED()</script>",
    "<img src=x onerror=PWNED()>",
    "<svg onload=PWNED()>",
    '"><script>PWNED()</script>',
    "' onmouseover=PWNED() autofocus onfocus=PWNED() x='",
    '<a href="javascript:PWNED()">k</a>',
    '<div hx-get="/documents" hx-trigger="load" hx-on:load="PWNED()">x</div>',
    "{{ 7 * 7 }}{% include 'base.html' %}",
    "</textarea></pre></title><script>PWNED()</script>",
)
OWN = "\n\n".join(
    (
        f"# Plan for {SHAPES[0]} {SHAPES[1]}",
        *(f"Landstrøm i havna {one} skal bygges i 2025." for one in SHAPES),
        "| Tiltak | Ansvar | Frist |\n|---|---|---|\n"
        + "\n".join(f"| Bygge {one} | Havna {one} | 2025 |" for one in SHAPES if "|" not in one),
    )
)


@pytest.fixture(scope="module")
def hostile(site: Site) -> Iterator[Site]:
    folder = site.folder / "hostile"
    folder.mkdir()
    (folder / "<img src=x onerror=PWNED()>.md").write_text(OWN, encoding="utf-8")
    (folder / "ren.txt").write_text(OWN, encoding="utf-8")
    files = sorted(HOSTILE.rglob("xss_*.html")) + sorted(HOSTILE.rglob("info_title_md.pdf"))
    for number, path in enumerate(files):
        (folder / f"{number}-{path.name}").write_bytes(path.read_bytes())
    names = HOSTILE / "filenames_urls.json"
    wanted = json.loads(names.read_text("utf-8"))["filenames"] if names.exists() else []
    for number, name in enumerate(one for one in wanted if set(one) & set("<>\"';&{%")):
        try:
            safe = file_name(name)
        except RequestError:
            continue
        path = folder / f"{Path(safe).stem} {number}.md"
        path.write_text(f"# Plan {number}\n\nHavna {name!r}.\n", encoding="utf-8")
    site.service.ingest(IngestRequest((folder,), ("public",)))
    yield site
    site.service.remove([str(folder)], EVERYBODY)


def test_nothing_of_a_document_is_run_on_any_page(hostile: Site, chromium: Any) -> None:
    ids = [one.id for one in hostile.service.documents(EVERYBODY) if "hostile" in one.path]
    facts = [
        one.id
        for one in hostile.service.register(EVERYBODY).facts
        if any("hostile" in document.path for document in one.documents)
    ]
    assert len(ids) >= 2 and facts
    views = ("measures", "goals", "responsibilities", "decisions", "parties", "conflicts", "review")
    words = quote(SHAPES[3])
    paths = [
        "/documents",
        f"/documents?q={words}&type={words}&source={words}",
        f"/search?q={words}&type={words}&year={words}",
        "/search?q=havna landstrøm plan",
        f"/?q={words}",
        "/?q=Når skal landstrøm i havna bygges?",
        f"/register/measures?owner={words}&status={words}&due={words[:9]}&flag={words[:19]}",
        f"/register/decisions?q={words}&plan={words}&since={words[:9]}&as_of={words[:9]}",
        *(f"/register/{one}" for one in views),
        *(f"/register/facts/{one}" for one in facts[:3]),
        *(f"/documents/{one}?start=0&end=40" for one in ids),
        f"/documents/{words}",
        f"/login?next={words}",
    ]
    for tab in opened(hostile, chromium):
        for path in paths:
            tab.open(path)
            assert tab.page.evaluate("window.pwned") == 0, path
            assert "49" not in tab.text("main h1")
        tab.faults[:] = [one for one in tab.faults if "404" not in one]
        _parts(tab)


def _parts(tab: Tab) -> None:
    """What htmx puts into a page is text as well."""
    page = tab.open("/?q=Når skal landstrøm i havna bygges?")
    for link in page.locator(".pv-cite").all()[:3]:
        link.click()
        page.wait_for_selector("#source [data-focus]")
    page.fill("#q", f"Når bygges havna {SHAPES[0]} {SHAPES[1]}?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pv-answer[data-question*='PWNED']")
    tab.open("/register?q=bygge")
    for link in page.locator("#facts tbody a").all()[:4]:
        link.click()
        page.wait_for_selector("#source [data-fact]")
        page.hover("#source .pv-fields")
    assert page.evaluate("window.pwned") == 0
