"""A picture of a conversation, roughly as Slack shows it: for docs, and for looking at.

``PICTURE=docs/slack-conversation.png pytest tests/bots/slack/test_consultant.py`` takes one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LINK = re.compile(r"&lt;([^|&]*(?:&amp;[^|&]*)*)\|(.*?)&gt;")
_STYLE = """
body { margin: 0; padding: 20px 24px; width: 720px; background: #fff; color: #1d1c1d;
  font: 15px/1.47 Lato, "Noto Sans", "Liberation Sans", sans-serif; }
.m { display: flex; gap: 10px; margin: 0 0 14px; }
.a { flex: none; width: 36px; height: 36px; border-radius: 8px; background: #b7c4d1; color: #fff;
  text-align: center; line-height: 36px; font-weight: 700; }
.a.app { background: #1d4d4f; }
.n { font-weight: 700; } .n i { font: 700 10px sans-serif; background: #e8e8e8; color: #616061;
  padding: 1px 3px; border-radius: 2px; margin-left: 4px; }
.s { margin: 2px 0 6px; white-space: pre-wrap; } .c { font-size: 13px; color: #616061; }
.c { margin: 2px 0; white-space: pre-wrap; } .c a, .s a { color: #1264a3; }
.b span { display: inline-block; border: 1px solid #bbb; border-radius: 4px; padding: 3px 10px;
  margin: 6px 6px 0 0; font-weight: 700; font-size: 13px; }
.u { background: #e8f5fa; color: #1264a3; padding: 0 2px; border-radius: 3px; }
.only { font-size: 12px; color: #616061; }
.d { border: 1px solid #ddd; border-radius: 8px; box-shadow: 0 1px 6px #0002; padding: 14px 18px;
  margin: 0 0 16px 46px; } .d h2 { margin: 0 0 8px; font-size: 18px; }
.f { border: 1px solid #868686; border-radius: 4px; padding: 6px 10px; margin: 4px 0 10px; }
"""


@dataclass(frozen=True)
class Said:
    """What somebody wrote (``text``), or our message or dialog (``shown``)."""

    who: str = "Plansvar"
    text: str = ""
    shown: dict[str, Any] | None = None
    only_you: bool = False


def picture(said: Sequence[Said], to: Path) -> None:
    """Take the picture with the browser of the tests."""
    from playwright.sync_api import sync_playwright

    body = "".join(map(_said, said))
    page_html = f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{body}"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page(viewport={"width": 768, "height": 600})
        page.set_content(page_html)
        page.screenshot(path=str(to), full_page=True)
        browser.close()


def _said(said: Said) -> str:
    if said.shown and said.shown.get("type") == "modal":
        title = html.escape(said.shown["title"]["text"])
        return f"<div class=d><h2>{title}</h2>{_blocks(said.shown, said.text)}</div>"
    app = said.who == "Plansvar"
    badge = "<i>APP</i>" if app else ""
    inner = _blocks(said.shown) if said.shown else f"<div class=s>{_words(said.text)}</div>"
    only = "<div class=only>Bare synlig for deg</div>" if said.only_you else ""
    avatar = f"<div class='a {'app' if app else ''}'>{said.who[0]}</div>"
    return (
        f"<div class=m>{avatar}<div>{only}<div class=n>{said.who}{badge}</div>{inner}</div></div>"
    )


def _blocks(shown: dict[str, Any], written: str = "") -> str:
    return "".join(_block(one, written) for one in shown["blocks"])


def _block(block: dict[str, Any], written: str) -> str:
    kind = block["type"]
    if kind == "section":
        return f"<div class=s>{_text(block['text'])}</div>"
    if kind == "context":
        # Slack shows them side by side.
        return f"<div class=c>{' '.join(map(_text, block['elements']))}</div>"
    if kind == "actions":
        buttons = "".join(f"<span>{_text(one['text'])}</span>" for one in block["elements"])
        return f"<div class=b>{buttons}</div>"
    options = block["element"].get("options")
    value = _text(options[0]["text"]) + " ▾" if options else html.escape(written)
    return f"<b>{_text(block['label'])}</b><div class=f>{value}</div>"


def _words(text: str) -> str:
    return re.sub(r"&lt;@\w+&gt;", "<span class=u>@Plansvar</span>", html.escape(text))


def _text(text: dict[str, Any]) -> str:
    words = str(text["text"]).replace("\u2060", "")
    if text["type"] != "mrkdwn":
        return html.escape(words)
    safe = html.escape(html.unescape(words), quote=False)
    linked = _LINK.sub(r"<a>\2</a>", safe)
    return re.sub(r"^\*(.*)\*$", r"<b>\1</b>", linked, flags=re.MULTILINE)
