"""An answer as Slack's Block Kit, within Slack's published limits.

https://docs.slack.dev/reference/block-kit/blocks: 50 blocks a message, 3,000 characters a text
object, 2,000 a button's value, 75 a button's words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bots.slack.markup import cut, escaped
from plansvar.answers import Answer, AnswerSentence, Citation, Mode, SentenceKind
from plansvar.documents.stored import DocumentInfo
from plansvar.language.detect import Language
from plansvar.messages.catalogue import date_text, message
from plansvar.source_pages import Place, source_page

Block = dict[str, Any]

HELPFUL = "helpful"
NOT_HELPFUL = "not_helpful"
WRONG_OWNER = "wrong_owner"
MORE = "more"
DRAFT = "draft"
SHARE = "share"

TEXT_LIMIT = 3000
# What is read at a glance; the rest is behind "show more".
_SHORT = 1200
# Escaping makes text longer: each sign may become up to five. Cut before it, and again after.
_SAFE = 2400
_MOST_SOURCES = 3
LONGEST_TITLE = 200
_MOST_SECTIONS = 40


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What Slack shows: ``text`` in notifications and where blocks can't be shown.

    ``answered``: it holds what was asked for. ``asks``: it is a question back.
    """

    text: str
    blocks: list[Block] = field(default_factory=list)
    answered: bool = True
    asks: bool = False


def plain_message(text: str) -> SlackMessage:
    """Our own words, which hold no document's text."""
    return SlackMessage(notification(text), [section(text)])


def answer_message(
    answer: Answer,
    key: str,
    *,
    share: bool = False,
    owned: bool = False,
    asked: str = "",
    base: str | None = None,
) -> SlackMessage:
    """An answer: the short form first, the text, at most three sources, the buttons.

    Args:
        answer: What is told.
        key: What the buttons carry: the id of the question.
        share: Whether only the asker sees this, who may share it.
        owned: Whether it tells of something that has an owner, who may be the wrong one.
        asked: The question, where nobody else has seen it.
        base: The address of the web pages; sources then link to their place there.
    """
    if answer.clarification:
        return replace(plain_message(answer.clarification), asks=True)
    body, missing = _beginning(answer)
    blocks: list[Block] = [context([cut(asked, _SHORT)[0]])] if asked else []
    short = "" if _says_it_first(answer) else answer.short_answer
    if short:
        blocks.append(bold(cut(short, _SHORT)[0]))
    blocks += [section(part) for part in parts(body)]
    if answer.notices:
        blocks.append(context([cut(one, _SAFE)[0] for one in answer.notices[:5]]))
    sources = _sources(answer, base)
    blocks += sources
    more = missing or len(_places(answer.citations)) > len(sources)
    names = [HELPFUL, NOT_HELPFUL]
    names += [WRONG_OWNER] if owned else []
    names += [MORE] if more else []
    names += [] if answer.abstained else [DRAFT]
    names += [SHARE] if share else []
    # Who says hello or thank you isn't asked what he thinks of the answer.
    if answer.mode is not Mode.TALK:
        elements = [_button(name, key, answer.language) for name in names]
        blocks.append({"type": "actions", "elements": elements})
    return SlackMessage(notification(short or body), blocks, answered=not answer.abstained)


def full_answer(answer: Answer, base: str | None = None) -> list[Block]:
    """The whole answer with all sources, for a dialog (at most 100 blocks)."""
    blocks = [section(part) for part in parts(answer.text)][:_MOST_SECTIONS]
    for citation in _places(answer.citations)[: 90 - len(blocks)]:
        blocks.append(_source(citation, answer.language, base))
    return blocks


def _beginning(answer: Answer) -> tuple[str, bool]:
    """What is shown of the text at first, and whether there is more of it."""
    body, missing = cut(answer.text, _SHORT)
    # Our words before a list or a table are nothing to end with where that is cut off.
    leads = {one.text for one in answer.sentences if one.kind is SentenceKind.FRAMING}
    lines = body.splitlines()
    while missing and len(lines) > 1 and lines[-1] in leads:
        lines.pop()
    return ("\n".join(lines) if missing else body), missing


def _says_it_first(answer: Answer) -> bool:
    """Whether the answer begins with its short form, or says that there is nothing."""
    short = answer.short_answer or ""
    first: AnswerSentence | None = answer.sentences[0] if answer.sentences else None
    begins = first is not None and re.match(rf"{re.escape(short)}(?!\w)", first.text) is not None
    return answer.abstained or short == "0" or begins


def _places(citations: Sequence[Citation]) -> list[Citation]:
    """One citation for each page that is cited, in order of first use."""
    places: dict[tuple[str, int | None], Citation] = {}
    for one in citations:
        places.setdefault((one.document.id, one.page), one)
    return list(places.values())


def _sources(answer: Answer, base: str | None) -> list[Block]:
    """The first three documents, each where it is cited first."""
    documents = {one.document.id: one for one in reversed(answer.citations)}
    first = [one for one in _places(answer.citations) if documents[one.document.id] == one]
    return [_source(citation, answer.language, base) for citation in first[:_MOST_SOURCES]]


def _source(citation: Citation, language: Language, base: str | None) -> Block:
    """A source on a line of its own: Slack shows the elements of a context side by side."""
    words = place(citation.document, citation.page, language)
    return {"type": "context", "elements": [mrkdwn(linked(words, citation, base))]}


def linked(words: str, where: Place, base: str | None) -> str:
    """Words, escaped; a link to where something stands, if there are web pages."""
    words = escaped(words)
    if base is None:
        return words
    # A link ends with its line, and its words begin after the first such sign.
    label = " ".join(words.replace("|", "¦").split())
    address = html.escape(source_page(base, where), quote=False)
    return f"<{address}|{label}>"


def place(document: DocumentInfo, page: int | None, language: Language) -> str:
    """A document's title, date, page and status."""
    date = date_text(document.date, language) if document.date else message("cli.undated", language)
    parts = [cut(document.title, LONGEST_TITLE)[0], date]
    if page is not None:
        parts.append(message("cli.page", language, page=page))
    parts.append(message(f"cli.authority.{document.authority.value}", language))
    return " · ".join(parts)


def _button(name: str, key: str, language: Language) -> Block:
    words = message(f"slack.button.{name}", language)
    return {
        "type": "button",
        "action_id": name,
        "value": key,
        "text": {"type": "plain_text", "text": words, "emoji": False},
    }


def parts(text: str) -> Iterator[str]:
    """Text in pieces that are still short enough when escaped."""
    while text:
        head, missing = cut(text, _SAFE)
        whole = head.removesuffix(" …") if missing else head
        yield whole
        text = text[len(whole) :].lstrip()


def section(text: str) -> Block:
    """A paragraph of text as it stands."""
    return {"type": "section", "text": mrkdwn(escaped(text))}


def bold(text: str) -> Block:
    """A line in bold."""
    # Bold text ends with its line in Slack.
    one_line = escaped(" ".join(text.split()))
    return {"type": "section", "text": mrkdwn(f"*{one_line}*")}


def context(lines: Sequence[str]) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn("\n".join(map(escaped, lines)))]}


def mrkdwn(text: str) -> Block:
    """A text object of what is escaped already."""
    return {"type": "mrkdwn", "verbatim": True, "text": _fitting(text)}


def _fitting(text: str) -> str:
    """The last word on length, for text that escaping made much longer; no entity is cut."""
    if len(text) <= TEXT_LIMIT:
        return text
    return re.sub(r"&[a-z]*$", "", text[: TEXT_LIMIT - 2]) + " …"


def notification(text: str) -> str:
    """What Slack shows where it can't show blocks."""
    return _fitting(escaped(text))
