"""Overviews over all documents, and merging of facts, in a browser."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from plansvar.access import user
from plansvar.drafts.overview_types import Overview, OverviewRequest
from plansvar.service import IngestRequest
from tests.api.pages.conftest import AXE, EVERYBODY, Site, Tab, opened
from tests.api.pages.test_browser import faults

pytest.importorskip("playwright.sync_api")

KEPT = re.compile("/overviews/[0-9a-f]{16}$")
LOCAL = user("local", ("public", "internal"))
QUESTION = "Hvilke tiltak gjelder havna?"


def make(tab: Tab, question: str) -> None:
    tab.open("/overviews")
    tab.page.fill("#q", question)
    tab.page.click("main form button")
    tab.page.wait_for_selector("h1:has-text('" + question + "')")
    tab.page.wait_for_url(KEPT)


def begun(site: Site) -> Overview:
    """One that was stopped after its first document."""
    looked = iter((False, True))
    found = site.service.overview(
        OverviewRequest("Hva sier dokumentene om havna?"), LOCAL, stop=lambda: next(looked, True)
    )
    assert found.documents == 1 and found.remaining
    return found


def test_an_overview_is_made_shown_and_saved(tab: Tab, site: Site, tmp_path: Path) -> None:
    make(tab, QUESTION)
    page = tab.page
    assert "landstrøm" in tab.text("table.pv-stack").lower()
    assert "Gikk gjennom" in tab.text("main")
    page.click("table.pv-stack a >> nth=0")
    page.wait_for_selector("#source .pv-excerpt mark")
    for words, name in (("CSV", "oversikt.csv"), ("Excel", "oversikt.xlsx")):
        with page.expect_download() as waiting:
            page.click(f".pv-export >> text={words}")
        assert waiting.value.suggested_filename == name
        waiting.value.save_as(tmp_path / name)
    assert "landstrøm" in (tmp_path / "oversikt.csv").read_text(encoding="utf-8-sig")
    assert zipfile.is_zipfile(tmp_path / "oversikt.xlsx")
    tab.open("/overviews")
    assert page.locator(f".pv-hits a:has-text('{QUESTION}')").count() >= 1
    page.fill("#q", "  ")
    page.click("main form button")
    page.wait_for_selector("main .ds-alert[data-color=danger]")
    tab.faults[:] = [one for one in tab.faults if "422" not in one]


def test_one_that_was_stopped_is_gone_on_with(tab: Tab, site: Site) -> None:
    stopped = begun(site)
    page = tab.open(f"/overviews/{stopped.id}")
    assert "ikke ferdig" in tab.text("main")
    page.click("main form button")
    page.wait_for_selector("text=ikke ferdig", state="detached")
    page.wait_for_url(KEPT)
    assert page.url.endswith(stopped.id)
    assert "ikke ferdig" not in tab.text("main")
    other = site.service.overview(OverviewRequest(QUESTION), EVERYBODY)
    assert "Det gikk ikke" in tab.open(f"/overviews/{other.id}").inner_text("h1")
    tab.faults[:] = [one for one in tab.faults if "404" not in one]


def test_two_facts_are_merged_and_taken_apart(tab: Tab, site: Site) -> None:
    extra = site.folder / "notat.md"
    extra.write_text(
        "# Handlingsplan for Sørvik 2025\n\n| Tiltak | Ansvar | Frist |\n|---|---|---|\n"
        "| Bygge strøm til skip | Kari Nes | 2026 |\n| Male rådhuset | Ola Li | 2027 |\n",
        encoding="utf-8",
    )
    site.service.ingest(IngestRequest((extra,), ("public",)))
    page = tab.open("/register/measures?q=Bygge")
    before = page.locator("#facts tbody tr").count()
    assert before >= 2
    page.click("#facts tbody a:has-text('landstrøm') >> nth=0")
    page.wait_for_selector("#source [data-fact]")
    page.click("#source >> text=Slå sammen med en annen")
    page.wait_for_selector("#source .pv-merge")
    page.fill("#merge-q", "strøm til skip")
    page.keyboard.press("Enter")
    first = "#source .pv-merge .pv-hits li >> nth=0"
    page.wait_for_selector(f"{first} >> text=Bygge strøm til skip")
    page.click(f"{first} >> button")
    page.wait_for_selector("#source >> text=Lagret")
    assert "Slått sammen av" in tab.text("#source")
    tab.until(f"document.querySelectorAll('#facts tbody tr').length === {before - 1}")
    page.click("#source >> text=Trekk tilbake")
    tab.until(f"document.querySelectorAll('#facts tbody tr').length === {before}")
    site.service.remove([str(extra)], EVERYBODY)


def test_these_pages_keep_wcag(site: Site, chromium: Any) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    for tab in opened(site, chromium):
        tab.open("/overviews")
        tab.page.click(".pv-limits summary")
        found = {"the form": faults(tab)}
        make(tab, QUESTION)
        found["an overview"] = faults(tab)
        tab.open(f"/overviews/{begun(site).id}")
        found["a stopped one"] = faults(tab)
        fact = next(one for one in site.service.register(LOCAL).facts if one.name)
        tab.open(f"/register/facts/{fact.id}/merge")
        found["merging"] = faults(tab)
        assert found == {name: [] for name in found}
