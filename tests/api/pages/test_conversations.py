"""Conversations, feedback, chosen sources and drafts on the page for questions, in a browser."""

from __future__ import annotations

import zipfile
from typing import Any

import pytest

from plansvar.access import user
from plansvar.conversations.types import Verdict
from tests.api.pages.conftest import AXE, Site, Tab, opened
from tests.api.pages.test_browser import faults

pytest.importorskip("playwright.sync_api")

QUESTION = "Hvem har ansvaret for å bygge landstrøm i havna?"
LOCAL = user("local", ("public", "internal"))


def ask(tab: Tab, question: str) -> None:
    tab.page.fill("#q", question)
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector(f".pv-answer:not([aria-busy])[data-question='{question}']")


def test_a_conversation_is_kept_gone_on_with_and_deleted(tab: Tab, site: Site) -> None:
    page = tab.open("/")
    ask(tab, QUESTION)
    ask(tab, "og når er fristen?")
    assert "2025" in tab.text("#answer article .pv-text")
    assert QUESTION in tab.text(".pv-earlier summary")
    (kept, *_) = site.service.conversations(LOCAL)
    assert kept.turns == 2

    page.click("#answer article .pv-feedback summary")
    page.fill("#answer article textarea[name=comment]", "Fristen er flyttet")
    page.click("#answer article button[value=wrong_source]")
    page.wait_for_selector("#answer article >> text=Takk, det er notert: Feil kilde")
    said = site.service.conversation(kept.id, LOCAL).turns[1].feedback
    assert said is not None
    assert (said.verdict, said.comment) == (Verdict.WRONG_SOURCE, "Fristen er flyttet")

    assert page.is_visible("#conversations >> text=Ny samtale")
    page.click("#conversations summary")
    page.click(f"#conversations a[href='/conversations/{kept.id}']")
    page.wait_for_selector(".pv-turn[open]")
    assert page.locator(".pv-turn").count() == 2
    assert "Du har sagt: Feil kilde" in tab.text(".pv-turn[open]")
    ask(tab, "hvem har ansvaret for det?")
    assert site.service.conversations(LOCAL)[0].turns == 3
    delete = f"form[action='/conversations/{kept.id}/delete'] button"
    # The list comes anew with the answer, and closed: a click before that is lost.
    for _ in range(20):
        if not page.is_visible(delete):
            page.click("#conversations summary")
        page.wait_for_timeout(250)
        if page.is_visible(delete):
            break
    page.click(delete)
    page.wait_for_selector(".pv-hints")
    assert kept.id not in {one.id for one in site.service.conversations(LOCAL)}


def test_a_conversation_is_shown_as_it_was(tab: Tab, site: Site) -> None:
    """Its lists are lists, and what is short stands first."""
    shown = "[...document.querySelectorAll('{} li, {} p')].map((it) => [it.tagName, it.innerText])"
    tags = set()
    tab.open("/")
    for question in ("Hva er vedtatt av kommunestyret?", QUESTION):
        ask(tab, question)
        before = tab.page.evaluate(shown.format(*["#answer article .pv-text"] * 2))
        kept = site.service.conversations(LOCAL)[0]
        tab.open(f"/conversations/{kept.id}")
        after = tab.page.evaluate(shown.format(*[".pv-turn[open] > div"] * 2))
        assert [one for one in after if one in before] == before
        tags |= {tag for tag, _ in before}
        tab.open("/")
    assert tags == {"LI", "P"}


def test_an_answer_is_asked_for_again_from_chosen_sources(tab: Tab) -> None:
    page = tab.open("/")
    ask(tab, "Hva er vedtatt av kommunestyret?")
    boxes = page.locator(".pv-sources input[type=checkbox]")
    assert boxes.count() == 2
    boxes.nth(0).uncheck()
    left = boxes.nth(1).get_attribute("value")
    page.click("button[form=again]")
    page.wait_for_selector(".pv-earlier")
    page.wait_for_selector(".pv-answer:not([aria-busy])")
    links = page.locator("#answer article .pv-sources > li > .ds-link")
    assert links.count() > 0
    assert all(left in links.nth(n).get_attribute("href") for n in range(links.count()))


def test_a_draft_is_downloaded_as_a_word_file(tab: Tab, tmp_path: Any) -> None:
    page = tab.open("/")
    ask(tab, QUESTION)
    with page.expect_download() as waiting:
        page.click("form[action='/draft'] button")
    assert waiting.value.suggested_filename == "svar.docx"
    waiting.value.save_as(tmp_path / "svar.docx")
    with zipfile.ZipFile(tmp_path / "svar.docx") as found:
        assert "Havnevesenet" in found.read("word/document.xml").decode()


def test_the_page_with_a_conversation_keeps_wcag(site: Site, chromium: Any) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    for tab in opened(site, chromium):
        tab.open("/")
        ask(tab, QUESTION)
        ask(tab, "og når er fristen?")
        open_all = "document.querySelectorAll('details').forEach((one) => one.open = true)"
        tab.page.evaluate(open_all)
        found = {"an answer": faults(tab)}
        kept = site.service.conversations(LOCAL)[0]
        tab.open(f"/conversations/{kept.id}")
        tab.page.evaluate(open_all)
        found["a conversation"] = faults(tab)
        assert found == {"an answer": [], "a conversation": []}
