"""The pages in a real browser, as people use them."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from tests.api.pages.conftest import AXE, Site, Tab, opened

pytest.importorskip("playwright.sync_api")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
QUESTION = "Hvor mange nye hoteller regulerer kommunen tomter til?"


def ask(tab: Tab, question: str) -> None:
    tab.page.fill("#q", question)
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector(".pv-answer:not([aria-busy])")


def test_an_answer_opens_its_source_at_the_page_with_the_quote_marked(tab: Tab) -> None:
    page = tab.open("/")
    ask(tab, QUESTION)
    assert "to nye hoteller" in tab.text("#answer .pv-text")
    assert "q=Hvor+mange" in page.url
    assert "vedtatt" in tab.text(".pv-sources li") and "side 3" in tab.text(".pv-sources li")
    page.click(".pv-cite >> nth=0")
    page.wait_for_selector("#source [data-focus]")
    assert "to nye hoteller" in tab.text("#source mark")
    assert page.evaluate("document.activeElement.hasAttribute('data-focus')")
    image = page.locator("#source img")
    image.scroll_into_view_if_needed()
    tab.until("document.querySelector('#source img').naturalWidth > 0")
    assert "/pages/3.png?start=" in image.get_attribute("src")
    assert "Side 3 i Reiselivsplan" in image.get_attribute("alt")
    page.keyboard.press("Escape")
    assert page.locator("#source [data-focus]").count() == 0
    assert page.evaluate("document.activeElement.className") == "pv-cite"
    assert "Velg en kilde" in tab.text("#source")  # as before one was open


def test_small_talk_was_not_searched_for_and_no_answer_is_no_dead_end(tab: Tab) -> None:
    page = tab.open("/?q=hei")
    page.wait_for_selector(".pv-answer")
    assert page.locator(".pv-answer .pv-coverage, .pv-answer .pv-actions").count() == 0
    tab.open("/?q=Hva heter statsministeren i Danmark?")
    page.click(".pv-answer >> text=Søk etter ordene")
    page.wait_for_selector(".pv-hits")
    assert "/search?q=Hva" in page.url


def test_going_back_shows_the_question_before(tab: Tab) -> None:
    page = tab.open("/")
    ask(tab, QUESTION)
    page.fill("#q", "Hvem har ansvaret for å lage reiselivsplan?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer >> text=Næringsforeningen har ansvaret")
    page.go_back()
    page.wait_for_selector("#answer >> text=to nye hoteller")
    assert page.input_value("#q") == QUESTION


def test_other_formats_open_as_text_with_the_quote_marked(tab: Tab) -> None:
    page = tab.open("/search?q=landstrøm havna koster")
    page.click(".pv-hits .ds-link >> nth=0")
    page.wait_for_selector("#source .pv-excerpt mark")
    page.click("#source .pv-actions .ds-link >> nth=0")
    page.wait_for_selector("main .pv-document mark#quote")
    assert "landstrøm" in tab.text(".pv-document").lower()


def test_without_scripts_everything_has_a_page_of_its_own(site: Site, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="nb-NO")
    page = context.new_page()
    page.goto(site.address + "/")
    page.fill("#q", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".pv-turn[open]")
    assert "/conversations/" in page.url
    page.fill("#q", "Hvem har ansvaret for å lage reiselivsplan?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pv-turn[open] >> text=Næringsforeningen")
    assert page.locator(".pv-turn").count() == 2  # both are kept in one conversation
    page.click(".pv-turn:not([open]) > summary")
    page.click(".pv-turn >> nth=0 >> .pv-cite >> nth=0")
    assert "to nye hoteller" in page.inner_text("mark#quote")
    page.goto(site.address + "/overviews")
    page.fill("#q", "Hvilke tiltak gjelder havna?")
    page.click("main form button")
    page.wait_for_selector("h1 >> text=Hvilke tiltak gjelder havna?")
    page.wait_for_selector("table.pv-stack", timeout=30_000)
    assert "landstrøm" in page.inner_text("table.pv-stack")
    context.close()


def test_search_is_narrowed_and_put_in_order(tab: Tab) -> None:
    page = tab.open("/search?q=Nordvik")
    before = page.locator(".pv-hits > li").count()
    assert page.locator(".pv-hits mark:has-text('Nordvik')").count() > 0
    page.click(".pv-facets summary")
    page.check("input[name=language][value=en]")
    tab.until(f"document.querySelectorAll('.pv-hits > li').length < {before}")
    assert tab.text(".pv-hits > li").startswith("Harbour news")
    assert "language=en" in page.url
    page.click("text=Vis alle treff")
    page.click("text=Nyeste først")
    page.wait_for_selector(".pv-sort [aria-current]:has-text('Nyeste')")
    assert page.locator(".pv-hits > li").count() == before


def test_an_editor_corrects_an_owner_in_place_and_takes_it_back(tab: Tab) -> None:
    page = tab.open("/register")
    assert "Rydde strendene" in tab.text("#facts tbody tr >> nth=0")  # unowned comes first
    assert "ingen ansvarlig" in tab.text("#facts tbody tr >> nth=0")
    page.fill("#f-owner", "Havnevesenet")
    page.keyboard.press("Enter")
    tab.until("document.querySelectorAll('#facts tbody tr').length === 1")
    page.click("#facts tbody a >> nth=0")
    page.wait_for_selector("#source [data-fact]")
    page.click("#source dd:has(#v-leads) .pv-edit > summary")
    page.fill("#v-leads", "Nordvik kommune")
    page.fill("#n-leads", "Vedtatt i mars")
    page.click("#source form:has(#v-leads) button")
    page.wait_for_selector("#source >> text=Lagret")
    assert "Nordvik kommune" in tab.text("#source .pv-fields")
    assert "Vedtatt i mars" in tab.text("#source")
    # The list beside it, which shows what Havnevesenet owns, is brought up to date.
    page.wait_for_selector("#facts .pv-empty")
    page.click("#source >> text=Trekk tilbake")
    page.wait_for_selector("#facts tbody a")
    assert "Havnevesenet" in tab.text("#source .pv-fields")
    page.click("#source .pv-fields details summary >> nth=0")
    page.click("#source .pv-evidence a >> nth=0")
    page.wait_for_selector("#source .pv-excerpt mark")


def test_a_file_is_uploaded_with_progress_and_removed(tab: Tab, site: Site) -> None:
    upload = site.folder / "opplasta.md"
    upload.write_text("# Kulturplan\n\nBiblioteket får ny sal i 2026.\n", encoding="utf-8")
    bad = site.folder / "tom.pdf"
    bad.write_bytes(b"")
    page = tab.open("/documents")
    page.set_input_files("#file", [str(upload), str(bad)])
    page.check("input[name=group][value=public]")
    page.click("text=Last opp >> nth=-1")
    tab.until("document.querySelectorAll('.pv-job').length === 2")
    tab.until("document.querySelectorAll('.pv-job [data-color=info]').length === 0")
    told = tab.text("#jobs")
    assert "opplasta.md" in told and "Nye: 1" in told and "Fila er tom" in told
    assert page.locator(".pv-job:has-text('tom.pdf') [data-color=warning]").count() == 1
    tab.open("/documents?q=opplasta")
    page.click("#list button")
    page.wait_for_selector(".pv-job >> text=ferdig")
    # The jobs before it are done too, so the first that is may not be this one.
    for _ in range(60):
        tab.open("/documents?q=opplasta")
        if "Ingen dokumenter" in tab.text("#list"):
            break
        page.wait_for_timeout(500)
    assert "Ingen dokumenter" in tab.text("#list")


def test_the_language_is_chosen_and_kept(tab: Tab) -> None:
    page = tab.open("/register/goals")
    page.click("text=Nynorsk")
    assert page.url.endswith("/register/goals")
    assert tab.text("h1") == "Planregisteret"
    assert page.get_attribute("html", "lang") == "nn"
    tab.open("/search")
    assert tab.text("h1") == "Søk i dokumenta"


def test_all_can_be_done_with_the_keyboard(tab: Tab) -> None:
    page = tab.open("/search")
    page.keyboard.press("Shift+Tab")  # from the field, which has the focus, back through the head
    tab.open("/register")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    tab.until("document.activeElement.id === 'main'")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#facts tbody') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#source [data-fact]")


def test_every_page_keeps_wcag_2_1_aa_and_fits_a_phone(site: Site, chromium: Any) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    for tab in opened(site, chromium):
        found = {path: faults(tab) for path in pages(site) if tab.open(path)}
        tab.open(f"/?q={QUESTION}").click(".pv-cite >> nth=0")
        tab.page.wait_for_selector("#source [data-focus]")
        found["a source"] = faults(tab)
        tab.open("/register").click("#facts tbody a >> nth=0")
        tab.page.wait_for_selector("#source [data-fact]")
        tab.page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
        found["a fact"] = faults(tab)
        assert {path: one for path, one in found.items() if one} == {}


def pages(site: Site) -> list[str]:
    views = (
        "measures goals responsibilities decisions schemes applications parties questions "
        "conflicts review"
    )
    pdf = site.id_of("reiseliv.pdf")
    return [
        "/",
        f"/?q={QUESTION}",
        "/?q=Hvor mange elger er det i Nordvik?",
        "/search?q=Nordvik&sort=date&language=nb",
        *(f"/register/{one}" for one in views.split()),
        "/overviews",
        "/documents",
        f"/documents/{pdf}?start=120&end=160",
        f"/documents/{site.id_of('plan.md')}",
        "/documents/nothing",
        "/login",
    ]


def faults(tab: Tab) -> list[str]:
    """Of axe: all rules in light, in dark those of colours, which alone are different there.

    And on a phone: whether the page must be scrolled sideways.
    """
    page = tab.page
    # The file is run by the browser's own means: our policy lets no page load it.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tab.faults[:] = [one for one in tab.faults if "404" not in one]
    found = []
    for scheme, chosen in (
        ("light", {"type": "tag", "values": RULES}),
        ("dark", {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}),
    ):
        page.emulate_media(color_scheme=scheme)
        result = page.evaluate(
            "(only) => axe.run(document, {runOnly: only, resultTypes: ['violations']})", chosen
        )
        assert result["passes"]
        found += [
            f"{scheme} {one['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
            for one in result["violations"]
            for node in one["nodes"]
        ]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 360, "height": 740})
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        found.append("wider than a phone")
    page.set_viewport_size({"width": 1280, "height": 720})
    return found


def test_a_source_comes_into_view_on_a_phone(site: Site, chromium: Any) -> None:
    for tab in opened(site, chromium, viewport={"width": 360, "height": 740}, has_touch=True):
        tab.open(f"/?q={QUESTION}").tap(".pv-cite >> nth=0")
        tab.page.wait_for_selector("#source [data-focus]")
        tab.until("document.querySelector('#source').getBoundingClientRect().top < 740")


def test_printing_leaves_out_what_paper_has_no_use_for(tab: Tab) -> None:
    page = tab.open(f"/?q={QUESTION}")
    page.emulate_media(media="print")
    assert not page.is_visible(".pv-head") and not page.is_visible(".pv-actions")
    assert page.is_visible(".pv-sources")
    tab.open("/documents")
    assert page.is_visible("#list table")
    assert not page.is_visible("#upload-title") and not page.is_visible("#list button")


def test_a_page_weighs_less_than_120_kilobytes(tab: Tab) -> None:
    sizes: dict[str, int] = {}

    def weigh(answer: Any) -> None:
        body = answer.body()
        packed = answer.headers.get("content-encoding") == "gzip"
        sizes[answer.url] = len(gzip.compress(body, 9)) if packed else len(body)

    tab.page.on("response", weigh)
    tab.open(f"/?q={QUESTION}")
    tab.page.wait_for_load_state("networkidle")
    assert sum(sizes.values()) < 120_000, sizes
    assert len(sizes) <= 9
