"""What somebody is to follow up: action points, and decisions that name him."""

from __future__ import annotations

import re

from assistant.register.decisions import add_decisions, newest_first
from assistant.register.draft import Reply
from assistant.register.inquiry import Inquiry
from assistant.register.measure_lists import add_items, add_unsure, has
from assistant.register.telling import time_phrase
from plansvar.documents.types import DocumentType
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind
from plansvar.register.names import plain
from plansvar.register.timespan import newer

_HELD = frozenset({"rejected", "noted", "repealed"})


def follow_up(inquiry: Inquiry) -> Reply | None:
    """What minutes gave somebody to do, and the decisions that name him, the newest first.

    A decision that names somebody may give the task to another: that is said in its heading.
    """
    asked = inquiry.reading.slots["party"]
    parties = inquiry.party(asked)
    if len(parties) != 1:
        return inquiry.ask_which([group[0] for group in parties])
    own = frozenset(map(plain, parties[0]))
    when = inquiry.reading.when
    points = [
        fact
        for fact in inquiry.known(FactKind.MEASURE, FactKind.RESPONSIBILITY)
        if has(fact, ("leads", "party"), own)
        and not fact.fields.get("role")
        and all(one.type is DocumentType.MINUTES for one in fact.documents)
        and _in_time(fact.plan.since if fact.plan else None, inquiry)
    ]
    decisions = [
        fact
        for fact in inquiry.known(FactKind.DECISION)
        if _names(fact, parties[0])
        and fact.normal("outcome") not in _HELD
        and _in_time(fact.normal("date"), inquiry)
    ]
    draft = inquiry.draft()
    inquiry.tell_reading(asked, parties[0], draft)
    time = f" {time_phrase(when, draft)}" if when.date is not None else ""
    if not points and not decisions and not inquiry.surely(asked, parties[0]):
        return None
    if not points and not decisions:
        documents = len(inquiry.documents)
        text = draft.words("none.follow_up", party=parties[0][0], time=time, documents=documents)
        draft.frame(text)
        return draft.reply("0")
    if points:
        text = draft.words("follow_up.points", party=parties[0][0], time=time, count=len(points))
        draft.frame(text)
        add_items(points, ("leads", "party"), own, draft)
    if decisions:
        count = len(decisions)
        key = "follow_up.one" if count == 1 else "follow_up.many"
        draft.frame(draft.words(key, party=parties[0][0], time=time, count=count))
    add_decisions(sorted(decisions, key=newest_first), inquiry, draft)
    unsure = [one for one in inquiry.unsure(FactKind.DECISION) if _names(one, parties[0])]
    add_unsure(len(unsure), draft)
    return draft.reply(str(len(points) + len(decisions)))


def _names(fact: Fact, names: tuple[str, ...]) -> bool:
    """Whether a decision has one of the names in full: a town alone is not its municipality."""
    full = [name for name in names if " " in name] or names
    return any(
        re.search(rf"(?<!\w){re.escape(plain(name))}", plain(text))
        for text in fact.texts("what")
        for name in full
    )


def _in_time(date: str | None, inquiry: Inquiry) -> bool:
    when = inquiry.reading.when
    if when.date is None:
        return True
    return date is not None and not newer(when.since, date) and not newer(date, when.until)
