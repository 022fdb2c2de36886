"""Letters as Markdown: text of documents comes out as text."""

from __future__ import annotations

import json
import re

from markdown_it import MarkdownIt

from plansvar.drafts.json import letter_json
from plansvar.drafts.markdown import markdown, plain
from tests.drafts.making import HOSTILE, letter


def test_a_letter_with_footnotes() -> None:
    text = markdown(letter())
    assert "# Svar på henvendelse" in text
    assert "- «Fristen er 1. juni.»[^1][^2]" in text or "«Fristen er 1. juni.»[^1][^2]" in text
    assert "[^2]: Referat fra møte, 3. mai 2024, side 1" in text
    used, written = (
        set(re.findall(r"\[\^(\d+)\](?!:)", text)),
        set(re.findall(r"\[\^(\d+)\]:", text)),
    )
    assert used == written == {"1", "2"}


def test_nothing_of_a_document_becomes_a_link_or_markup() -> None:
    html = (
        MarkdownIt("commonmark", {"linkify": False})
        .enable("table")
        .render(markdown(letter(hostile=HOSTILE)))
    )
    for tag in ("<a ", "<img", "<script", "<h3"):
        assert tag not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html


def test_lines_that_look_like_blocks_stay_lines() -> None:
    for text in ("1. april", "- nei", "# tittel", "+ mer", "> sitat", "| a | b |", "=== x"):
        html = MarkdownIt("commonmark").enable("table").render(plain(text))
        assert html.startswith("<p>"), html


def test_json() -> None:
    found = json.loads(json.dumps(letter_json(letter())))
    assert found["parts"][0]["lines"][0]["notes"] == [1, 2]
    assert found["checks"] == [
        {"kind": "window", "text": "Fristen 1. juni 2025 er passert.", "notes": [2]}
    ]
    assert found["notes"][0]["quotes"][0]["quote"] == "Fristen er 1. juni."
