"""Lists for whoever asks for them: what somebody is responsible for, and where something stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bots.slack.markup import cut, escaped
from bots.slack.render import (
    LONGEST_TITLE,
    TEXT_LIMIT,
    Block,
    SlackMessage,
    bold,
    context,
    linked,
    mrkdwn,
    notification,
    place,
    plain_message,
    section,
)
from plansvar.access import User
from plansvar.answers import SearchHit, SearchResult
from plansvar.language.detect import Language
from plansvar.language.sentences import sentence_spans
from plansvar.language.terms import terms
from plansvar.messages.catalogue import message
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind
from plansvar.register.queries import FactPage, FactQuery
from plansvar.register.standing import holding
from plansvar.service import Service

_MOST_FACTS = 20
_LONGEST_NAME = 300
_LONGEST_QUOTE = 1200
_NEAR = 0.5  # of the best score; what is further off isn't the source of anything


def held(service: Service, name: str, user: User) -> tuple[FactPage, tuple[Fact, ...]]:
    """What somebody is responsible for, and what somebody else is with him as a partner.

    Without what stands only in replaced editions.
    """
    documents, today = service.documents(user), dt.date.today().isoformat()

    def found(query: FactQuery) -> FactPage:
        return holding(service.facts(query, user), documents, today)

    page = found(FactQuery((FactKind.MEASURE, FactKind.RESPONSIBILITY), owner=name))
    own = {one.id for one in page.facts}
    beside = found(FactQuery((FactKind.MEASURE,), party=name)).facts
    return page, tuple(one for one in beside if one.id not in own)


def facts_message(
    page: FactPage,
    partner: Sequence[Fact],
    asked: str,
    language: Language,
    base: str | None = None,
) -> SlackMessage:
    """The register's list of what somebody is responsible for, each with where it stands.

    ``partner``: what he has another part in.
    """
    if page.ambiguous:
        names = "; ".join(page.ambiguous[:10])
        return plain_message(message("slack.list.ambiguous", language, names=names))
    name = cut(page.meant[0] if page.meant else asked, LONGEST_TITLE)[0]
    if not page.facts and not partner:
        return plain_message(message("slack.list.none", language, name=name))
    head = message("slack.list.none_led", language, name=name)
    if page.facts:
        head = message("slack.list.head", language, name=name, count=page.total)
    blocks = [bold(head), *_sections(_fact_lines(page.facts, language, base))]
    if partner:
        blocks.append(bold(message("slack.list.partner", language, count=len(partner))))
        blocks += _sections(_fact_lines(partner, language, base))
    return SlackMessage(notification(head), blocks)


def _fact_lines(facts: Sequence[Fact], language: Language, base: str | None) -> list[str]:
    lines = [_fact_line(fact, language, base) for fact in facts[:_MOST_FACTS]]
    if (rest := len(facts) - _MOST_FACTS) > 0:
        lines.append(escaped(message("slack.list.more", language, count=rest)))
    return lines


def hits_message(
    found: SearchResult, sought: str, language: Language, base: str | None = None
) -> SlackMessage:
    """Where the documents say something like it: of each place the sentence that is nearest."""
    if not found.hits:
        return plain_message(message("slack.source.none", language))
    head = message("slack.source.head", language)
    blocks = [context([cut(sought, _LONGEST_QUOTE)[0]]), bold(head)]
    for hit in found.hits:
        if hit.score < _NEAR * found.hits[0].score:
            break
        words, nearest = _nearest(hit, sought)
        blocks.append(section(f"«{cut(words, _LONGEST_QUOTE)[0]}»"))
        where = linked(place(hit.document, hit.page, language), nearest, base)
        blocks.append({"type": "context", "elements": [mrkdwn(where)]})
    if found.notices:
        blocks.append(context([one.text(language) for one in found.notices]))
    return SlackMessage(notification(head), blocks)


def _nearest(hit: SearchHit, sought: str) -> tuple[str, SearchHit]:
    """The sentence of a hit that shares most words with what is sought, and where it stands."""
    wanted = set(terms(sought))
    spans = list(_spans(hit.text)) or [(0, len(hit.text))]
    start, end = max(spans, key=lambda one: len(wanted & set(terms(hit.text[one[0] : one[1]]))))
    words = " ".join(hit.text[start:end].split())
    if len(hit.text) != hit.end - hit.start:
        return words, hit
    return words, replace(hit, start=hit.start + start, end=hit.start + end)


def _spans(text: str) -> Iterable[tuple[int, int]]:
    # A row of a table, or a heading, is a line of its own without being a sentence.
    begin = 0
    for line in text.splitlines(keepends=True):
        for start, end in sentence_spans(line):
            yield begin + start, begin + end
        begin += len(line)


def _fact_line(fact: Fact, language: Language, base: str | None) -> str:
    """One fact: number, name, deadline and status, and the document that it belongs to."""
    named = fact.fields.get("title") or fact.fields.get("area") or ()
    entry = next(iter(named), None) or next((one[0] for one in fact.fields.values() if one), None)
    words = cut(" ".join(entry.text.split()), _LONGEST_NAME)[0] if entry else "–"
    about = [" ".join(filter(None, (fact.text("number"), words)))]
    if deadline := fact.text("deadline"):
        about.append(message("slack.list.deadline", language, date=deadline))
    about += fact.texts("status")[:1]
    line = escaped(f"• {' · '.join(about)}")
    if fact.plan is None:
        return line
    where = place(fact.plan, None, language)
    stands = [one for one in (entry.evidence if entry else ()) if one.document == fact.plan]
    return f"{line} ({linked(where, stands[0], base) if stands else escaped(where)})"


def _sections(lines: Sequence[str]) -> list[Block]:
    """Lines that are escaped already, in as few sections as they fit in."""
    packed: list[str] = []
    for line in lines:
        if packed and len(packed[-1]) + len(line) < TEXT_LIMIT:
            packed[-1] += f"\n{line}"
        else:
            packed.append(line)
    return [{"type": "section", "text": mrkdwn(one)} for one in packed]
