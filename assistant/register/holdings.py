"""Which documents there are, by type, date, issuer and topic."""

from __future__ import annotations

import re

from assistant.register.draft import Reply
from assistant.register.inquiry import Inquiry
from assistant.register.lexicon import lexicon
from assistant.register.naming import mentions
from assistant.register.telling import title
from plansvar.documents.types import DocumentType
from plansvar.messages.catalogue import date_text, message
from plansvar.register.timespan import newer

_COLUMNS = ("document", "type", "date", "organisation")


def holdings(inquiry: Inquiry) -> Reply | None:
    """The documents that the asker may read and that fit, the newest first."""
    slots, when = inquiry.reading.slots, inquiry.reading.when
    wanted = _type(slots["doctype"])
    found = [one for one in inquiry.documents if wanted is None or one.type is wanted]
    if issuer := slots.get("issuer"):
        found = [one for one in found if mentions(issuer, (one.about.organisation or "",))]
    if topic := slots.get("topic"):
        found = [one for one in found if mentions(topic, (one.title,))]
    if when.date is not None:
        found = [
            one
            for one in found
            if one.date
            and not newer(when.since, one.date)
            and not newer(one.date, when.until or _open_end(when.date, when.way))
        ]
    if not found:
        return None
    found.sort(key=lambda one: (one.date or "", one.title), reverse=True)
    draft = inquiry.draft()
    key = "documents.one" if len(found) == 1 else "documents.many"
    draft.frame(draft.words(key, count=len(found)))
    rows = [[draft.words(f"column.{column}") for column in _COLUMNS]]
    for one in found:
        date = (
            date_text(one.date, draft.language)
            if one.date
            else message("cli.undated", draft.language)
        )
        kind = draft.words(f"type.{one.type.value}")
        parts = [title(one.title, draft), kind, date]
        if one.about.organisation:
            parts.append(one.about.organisation)
        draft.frame("; ".join(parts), bullet=True)
        rows.append([one.title, kind, one.date or "", one.about.organisation or ""])
    return draft.reply(str(len(found)), rows)


def _open_end(date: str, way: str) -> str | None:
    """The end of "protokoller fra 2024", which are those of that year; "siden mai" is open."""
    return date if way == "since" and len(date) == 4 else None


def _type(asked: str) -> DocumentType | None:
    for kind, pattern in lexicon().doctypes:
        if re.fullmatch(pattern, asked):
            return kind
    return None
