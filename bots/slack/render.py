"""An answer as Slack's Block Kit, within Slack's published limits.

https://docs.slack.dev/reference/block-kit/blocks: 50 blocks a message, 3,000 characters a text
object, 2,000 a button's value, 75 a button's words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bots.slack.markup import cut, escaped
from plansvar.answers import Answer, AnswerSentence, Citation, Mode, SearchHit
from plansvar.documents.stored import DocumentInfo
from plansvar.language.detect import Language
from plansvar.language.sentences import sentence_spans
from plansvar.language.terms import terms
from plansvar.messages.catalogue import date_text, message
from plansvar.register.facts import Fact
from plansvar.register.queries import FactPage
from plansvar.source_pages import source_page

Block = dict[str, Any]

HELPFUL = "helpful"
NOT_HELPFUL = "not_helpful"
WRONG_OWNER = "wrong_owner"
MORE = "more"
SHARE = "share"

TEXT_LIMIT = 3000
# What is read at a glance; the rest is behind "show more".
_SHORT = 1200
# Escaping makes text longer: each sign may become up to five. Cut before it, and again after.
_SAFE = 2400
_MOST_SOURCES = 3
_LONGEST_TITLE = 200
_MOST_FACTS = 20
_MOST_SECTIONS = 40
_NEAR = 0.5  # of the best score; what is further off isn't the source of anything


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What Slack shows: ``text`` in notifications and where blocks can't be shown.

    ``answered``: it holds what was asked for.
    """

    text: str
    blocks: list[Block] = field(default_factory=list)
    answered: bool = True


def plain_message(text: str) -> SlackMessage:
    """Our own words, which hold no document's text."""
    return SlackMessage(_text(text), [section(text)])


def answer_message(
    answer: Answer, key: str, *, share: bool = False, asked: str = "", base: str | None = None
) -> SlackMessage:
    """An answer: the short form first, the text, at most three sources, the buttons.

    Args:
        answer: What is told.
        key: What the buttons carry: the id of the question.
        share: Whether only the asker sees this, who may share it.
        asked: The question, where nobody else has seen it.
        base: The address of the web pages; sources then link to their place there.
    """
    if answer.clarification:
        return plain_message(answer.clarification)
    body, missing = cut(answer.text, _SHORT)
    blocks: list[Block] = [_context([cut(asked, _SHORT)[0]])] if asked else []
    if answer.short_answer and not _says_it_first(answer):
        blocks.append(_bold(cut(answer.short_answer, _SHORT)[0]))
    blocks += [section(part) for part in _parts(body)]
    if answer.notices:
        blocks.append(_context([cut(one, _SAFE)[0] for one in answer.notices[:5]]))
    if sources := _sources(answer, base):
        blocks.append({"type": "context", "elements": sources})
    more = missing or len(_documents(answer.citations)) > _MOST_SOURCES
    blocks.append(_buttons(answer, key, more=more, share=share))
    first = answer.short_answer or body
    return SlackMessage(_text(first), blocks, answered=not answer.abstained)


def full_answer(answer: Answer, base: str | None = None) -> list[Block]:
    """The whole answer with all sources, for a dialog (at most 100 blocks)."""
    parts = list(_parts(answer.text))
    blocks = [section(part) for part in parts[:_MOST_SECTIONS]]
    for citation in _documents(answer.citations)[: 90 - len(blocks)]:
        source = _source(citation, answer.language, base)
        blocks.append({"type": "context", "elements": [source]})
    return blocks


def facts_message(page: FactPage, asked: str, language: Language) -> SlackMessage:
    """The register's list of what somebody is responsible for."""
    if page.ambiguous:
        names = "; ".join(page.ambiguous[:10])
        return plain_message(message("slack.list.ambiguous", language, names=names))
    name = cut(page.meant[0] if page.meant else asked, _LONGEST_TITLE)[0]
    if not page.facts:
        return plain_message(message("slack.list.none", language, name=name))
    head = message("slack.list.head", language, name=name, count=page.total)
    lines = [_fact_line(fact, language) for fact in page.facts[:_MOST_FACTS]]
    if page.total > _MOST_FACTS:
        lines.append(message("slack.list.more", language, count=page.total - _MOST_FACTS))
    blocks = [_bold(head), *(section(part) for part in _parts("\n".join(lines)))]
    return SlackMessage(_text(head), blocks[:_MOST_SECTIONS])


def hits_message(hits: Sequence[SearchHit], sought: str, language: Language) -> SlackMessage:
    """Where the documents say something like it: of each place the sentence that is nearest."""
    if not hits:
        return plain_message(message("slack.source.none", language))
    head = message("slack.source.head", language)
    blocks = [_context([cut(sought, _SHORT)[0]]), _bold(head)]
    for hit in hits:
        if hit.score < _NEAR * hits[0].score:
            break
        blocks.append(section(f"«{cut(_nearest(hit.text, sought), _SHORT)[0]}»"))
        blocks.append(_context([_place(hit.document, hit.page, language)]))
    return SlackMessage(_text(head), blocks)


def _nearest(text: str, sought: str) -> str:
    """The sentence of a passage that shares most words with what is sought."""
    wanted = set(terms(sought))
    # A row of a table, or a heading, is a line of its own without being a sentence.
    sentences = [
        line[start:end] for line in text.splitlines() for start, end in sentence_spans(line)
    ]
    found = max(sentences or [text], key=lambda sentence: len(wanted & set(terms(sentence))))
    return " ".join(found.split())


def _fact_line(fact: Fact, language: Language) -> str:
    entry = next(iter(fact.fields.get("title") or fact.fields.get("area") or ()), None)
    if entry is None:
        entry = next((one[0] for one in fact.fields.values() if one), None)
    words = cut(" ".join(entry.text.split()), 300)[0] if entry else "–"
    plan = fact.plan
    if plan is None:
        return f"• {words}"
    date = date_text(plan.date, language) if plan.date else message("cli.undated", language)
    return f"• {words} ({cut(plan.title, _LONGEST_TITLE)[0]}, {date})"


def _says_it_first(answer: Answer) -> bool:
    """Whether the answer begins with its short form, or says that there is nothing."""
    short = answer.short_answer or ""
    first: AnswerSentence | None = answer.sentences[0] if answer.sentences else None
    begins = first is not None and re.match(rf"{re.escape(short)}(?!\w)", first.text) is not None
    return answer.abstained or short == "0" or begins


def _documents(citations: Sequence[Citation]) -> list[Citation]:
    """One citation for each page that is cited, in order of first use."""
    places: dict[tuple[str, int | None], Citation] = {}
    for one in citations:
        places.setdefault((one.document.id, one.page), one)
    return list(places.values())


def _sources(answer: Answer, base: str | None) -> list[Block]:
    shown = _documents(answer.citations)[:_MOST_SOURCES]
    return [_source(citation, answer.language, base) for citation in shown]


def _source(citation: Citation, language: Language, base: str | None) -> Block:
    """A source's title, date, page and status; a link to the quote where there are web pages."""
    words = escaped(_place(citation.document, citation.page, language))
    if base is None:
        return _mrkdwn(words)
    # A link ends with its line, and its words begin after the first such sign.
    label = " ".join(words.replace("|", "¦").split())
    address = html.escape(source_page(base, citation), quote=False)
    return _mrkdwn(f"<{address}|{label}>")


def _place(document: DocumentInfo, page: int | None, language: Language) -> str:
    date = date_text(document.date, language) if document.date else message("cli.undated", language)
    parts = [cut(document.title, _LONGEST_TITLE)[0], date]
    if page is not None:
        parts.append(message("cli.page", language, page=page))
    parts.append(message(f"cli.authority.{document.authority.value}", language))
    return " · ".join(parts)


def _buttons(answer: Answer, key: str, *, more: bool, share: bool) -> Block:
    names = [HELPFUL, NOT_HELPFUL]
    if answer.mode is Mode.REGISTER and not answer.abstained:
        names.append(WRONG_OWNER)
    if more:
        names.append(MORE)
    if share:
        names.append(SHARE)
    elements = [_button(name, key, answer.language) for name in names]
    return {"type": "actions", "elements": elements}


def _button(name: str, key: str, language: Language) -> Block:
    words = message(f"slack.button.{name}", language)
    return {
        "type": "button",
        "action_id": name,
        "value": key,
        "text": {"type": "plain_text", "text": words, "emoji": False},
    }


def _parts(text: str) -> Iterator[str]:
    """Text in pieces that are still short enough when escaped."""
    while text:
        head, missing = cut(text, _SAFE)
        whole = head.removesuffix(" …") if missing else head
        yield whole
        text = text[len(whole) :].lstrip()


def section(text: str) -> Block:
    """A paragraph of text as it stands."""
    return {"type": "section", "text": _mrkdwn(escaped(text))}


def _bold(text: str) -> Block:
    # Bold text ends with its line in Slack.
    one_line = escaped(" ".join(text.split()))
    return {"type": "section", "text": _mrkdwn(f"*{one_line}*")}


def _context(texts: Sequence[str]) -> Block:
    return {"type": "context", "elements": [_mrkdwn(escaped(text)) for text in texts]}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "verbatim": True, "text": _fitting(text)}


def _fitting(text: str) -> str:
    """The last word on length, for text that escaping made much longer; no entity is cut."""
    if len(text) <= TEXT_LIMIT:
        return text
    return re.sub(r"&[a-z]*$", "", text[: TEXT_LIMIT - 2]) + " …"


def _text(text: str) -> str:
    return _fitting(escaped(text))
