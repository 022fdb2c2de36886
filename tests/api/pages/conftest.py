from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

import plansvar.local
from api.app import build
from api.pages.assets import NODE_MODULES, load_assets
from api.serving import listen, server
from cli.build import build_service
from plansvar.access import user
from plansvar.service import IngestRequest, Service
from plansvar.settings import Settings
from tests.conftest import HashingEmbedder, share_word_list

CHROMIUM = Path("/usr/bin/chromium")
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

PLAN = """# Handlingsplan for Nordvik 2024

Vedtatt av kommunestyret 12. februar 2024.

## Grønn havn

Mål: Utslippene i havna skal halveres innen 2030.

| Tiltak | Ansvar | Frist | Status |
|---|---|---|---|
| Bygge landstrøm i havna | Havnevesenet | 2025 | Pågår |
| Lage reiselivsplan | Næringsforeningen | 2024 | Ikke startet |
| Rydde strendene i Nordvik | | 2030 | |

Landstrøm i havna skal bygges i 2025. Arbeidet koster 12 millioner kroner.
"""
SECRET = """# Referat fra styret 3. mars 2024

Styret vedtok å kjøpe tomta på Kaiholmen for 7 millioner kroner.
"""
HTML = """<html lang="en"><head><title>Harbour news</title></head><body><h1>Harbour news</h1>
<p>14 May 2024</p><p>Shore power in the harbour of Nordvik is being built by the port.</p>
</body></html>"""
EVERYBODY = user("all", ("public", "styret", "internal"))


@dataclass
class Site:
    """A real server over a few real documents."""

    address: str
    service: Service
    settings: Settings
    folder: Path
    foreign: list[str] = field(default_factory=list)

    def id_of(self, name: str) -> str:
        found = [d.id for d in self.service.documents(EVERYBODY) if d.path.endswith(name)]
        return found[0]


def write_pdf(path: Path) -> None:
    """Three pages; the words that are asked for stand on the second one."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setTitle("Reiselivsplan for Nordvik 2024-2028")
    for heading, words in (
        ("Reiselivsplan for Nordvik 2024-2028", "Planen er vedtatt av kommunestyret 3. juni 2024."),
        ("Sykkelvei", "Sykkelveien langs Storelva skal åpne i 2027 og koster 40 millioner kroner."),
        ("Overnatting", "Kommunen regulerer tomter til to nye hoteller."),
    ):
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(72, 760, heading)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 720, words)
        canvas.showPage()
    canvas.save()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if load_assets().missing:
        pytest.skip("npm ci has not been run: the pages' files are missing")
    with pytest.MonkeyPatch.context() as patch:
        for name in [one for one in os.environ if one.upper().startswith("PLANSVAR_")]:
            patch.delenv(name)
        patch.setattr(plansvar.local, "load_embedder", lambda *_, **__: HashingEmbedder())
        folder = tmp_path_factory.mktemp("site")
        settings = Settings(
            data=folder / "data",
            cache=folder / "cache",
            local_groups=("public", "internal"),
            api={"requests_per_minute": 100_000},
            # The stand-in knows no meaning, so its cosines make no answer likely.
            answer={"threshold": 1e-12},
        )
        share_word_list(settings.cache)
        files = folder / "files"
        files.mkdir()
        (files / "plan.md").write_text(PLAN, encoding="utf-8")
        (files / "nyhet.html").write_text(HTML, encoding="utf-8")
        write_pdf(files / "reiseliv.pdf")
        (folder / "styret.md").write_text(SECRET, encoding="utf-8")
        service = build_service(settings)
        service.ingest(IngestRequest((files,), ("public",)))
        service.ingest(IngestRequest((folder / "styret.md",), ("styret",)))
        with listen("127.0.0.1", 0) as (own, address):
            running = server(build(service, settings))
            thread = threading.Thread(target=running.run, kwargs={"sockets": [own]})
            thread.start()
            while not running.started:
                time.sleep(0.02)
            yield Site(address, service, settings, folder)
            running.should_exit = True
            thread.join()
        service.close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Tab:
    """A page in a real browser, and what went wrong on it."""

    page: Any
    address: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Any:
        self.page.goto(self.address + path)
        return self.page

    def until(self, condition: str) -> None:
        """Wait for a condition: the browser's own waiting uses eval, which our policy refuses."""
        ends = time.monotonic() + 30
        while not self.page.evaluate(condition):
            assert time.monotonic() < ends, condition
            time.sleep(0.05)

    def text(self, selector: str) -> str:
        return re.sub(r"\s+", " ", self.page.inner_text(selector))


_WATCH = """
window.pwned = 0;
window.PWNED = () => { window.pwned += 1; };
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


@pytest.fixture
def tab(site: Site, chromium: Any) -> Iterator[Tab]:
    yield from opened(site, chromium)


def opened(site: Site, chromium: Any, **options: Any) -> Iterator[Tab]:
    """A page of its own; at its end nothing foreign was asked for, and no policy was broken."""
    context = chromium.new_context(**{"locale": "nb-NO", **options})
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.set_default_timeout(30_000)
    tab = Tab(page, site.address)
    page.on("request", lambda one: _foreign(tab, one.url))
    page.on("pageerror", lambda one: tab.faults.append(f"error: {one}"))
    page.on("console", lambda one: one.type == "error" and tab.faults.append(one.text))
    page.on("dialog", lambda one: one.accept())
    yield tab
    tab.faults += page.evaluate("window.violations ?? []")
    assert tab.faults == []
    context.close()


def _foreign(tab: Tab, url: str) -> None:
    if not url.startswith((tab.address + "/", "data:")):
        tab.faults.append(f"asked for {url}")
