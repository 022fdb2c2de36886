"""Decisions about something, of a body, of a case or a time; and whether one still holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.register.draft import Draft, Reply, shortened, shown
from assistant.register.inquiry import Inquiry
from assistant.register.measure_lists import add_unsure
from assistant.register.naming import mentions
from assistant.register.reading import without_label
from assistant.register.telling import source, title, told, values
from plansvar.messages.catalogue import date_text
from plansvar.register.facts import Entry, Fact
from plansvar.register.kinds import FactKind
from plansvar.register.names import number, plain
from plansvar.register.timespan import newer, order

_CASE = re.compile(r"(?:[A-ZÆØÅ]{1,5}-)?(?:sak|saken|saka|case)\s+(\d+/\d+)", re.IGNORECASE)
_POINT = re.compile(r"(?:punkt|pkt\.?|point)\s*(\d+)", re.IGNORECASE)
_COLUMNS = ("decision", "body", "date", "case_number", "outcome", "source")


def decisions(inquiry: Inquiry) -> Reply | None:
    """The decisions that fit all that is said, the newest first."""
    facts = _fitting(inquiry, inquiry.known(FactKind.DECISION))
    if facts is None or not facts:
        return None
    facts = sorted(facts, key=_newest_first)
    draft = inquiry.draft()
    key = "decisions.one" if len(facts) == 1 else "decisions.many"
    draft.frame(draft.words(key, count=len(facts), about=_about(inquiry, draft)))
    for fact in facts:
        add_decision(fact, draft)
        _add_fate(fact, inquiry, draft)
    unsure = _fitting(inquiry, inquiry.unsure(FactKind.DECISION)) or []
    add_unsure(len(unsure), draft)
    return draft.reply(str(len(facts)), _table(facts, draft))


def holds(inquiry: Inquiry) -> Reply | None:
    """Whether decisions about something were repealed or replaced later."""
    facts = _fitting(inquiry, inquiry.known(FactKind.DECISION))
    if not facts:
        return None
    facts = sorted(facts, key=_newest_first)
    draft = inquiry.draft()
    undone = [fact for fact in facts if later(fact, inquiry)]
    if undone:
        draft.frame(draft.words("holds.no" if len(undone) == len(facts) else "holds.some"))
    else:
        draft.frame(draft.words("holds.yes"))
    for fact in facts:
        add_decision(fact, draft)
        _add_fate(fact, inquiry, draft)
    return draft.reply(None, _table(facts, draft))


def add_decision(fact: Fact, draft: Draft) -> None:
    """One decision as an item: when, by whom, which case, what, and with which outcome."""
    pieces = []
    used: list[Entry] = [*fact.fields["what"]]
    date = fact.normal("date")
    if date:
        pieces.append(date_text(date, draft.language))
    elif fact.texts("date"):
        pieces.append(fact.texts("date")[0])
        used += fact.fields["date"]
    for field in ("body", "case_number"):
        entries = fact.fields.get(field, ())
        if found := told(entries):
            used += entries
            pieces.append(found[0] if field == "body" else _case(found[0], draft))
    head = ", ".join(pieces)
    text = f"{head}: {_what(fact)}" if head else _what(fact)
    if code := fact.normal("outcome"):
        used += fact.fields["outcome"]
        text += f" ({draft.words(f'outcome.{code}')})"
    if fact.plan is not None:
        text = draft.words("item", text=text, source=source(fact.plan, draft))
    draft.state(text, used, bullet=True)


def later(fact: Fact, inquiry: Inquiry) -> list[Fact]:
    """Later decisions that say that they replace or repeal this one."""
    case = number(fact.text("case_number") or "")
    if case is None:
        return []
    return [
        other
        for other in inquiry.known(FactKind.DECISION)
        if other.id != fact.id
        and not newer(fact.normal("date"), other.normal("date"))
        and any(_undoes(text, case, fact.text("point")) for text in other.texts("replaces"))
    ]


def _undoes(text: str, case: str, point: str | None) -> bool:
    """Whether a text names a case, and this point of it where it names points."""
    if number(text) != case:
        return False
    points = _POINT.findall(text)
    return not points or point in points


def _add_fate(fact: Fact, inquiry: Inquiry, draft: Draft) -> None:
    for other in later(fact, inquiry):
        date = other.normal("date")
        draft.state(
            draft.words(
                "replaced",
                what=_what(other),
                date=date_text(date, draft.language) if date else "",
            ),
            [*other.fields["what"], *other.fields["replaces"]],
            bullet=True,
        )


def _fitting(inquiry: Inquiry, facts: Iterable[Fact]) -> list[Fact] | None:
    """The facts that fit topic, body, case, outcome and time; ``None`` where a name is unknown."""
    slots, fixed, when = inquiry.reading.slots, inquiry.reading.fixed, inquiry.reading.when
    found = [fact for fact in facts if fact.fields.get("what")]
    if case := slots.get("case"):
        digits = number(case)
        found = [one for one in found if digits and number(one.text("case_number") or "") == digits]
    if topic := slots.get("topic"):
        name = without_label(topic, "topic")
        if match := _CASE.fullmatch(name):
            return [one for one in found if number(one.text("case_number") or "") == match[1]]
        found = [one for one in found if mentions(name, _words(one))]
    if body := slots.get("body"):
        own = _bodies(body, inquiry)
        if not own:
            return None
        found = [one for one in found if any(plain(text) in own for text in one.texts("body"))]
    if outcome := fixed.get("outcome"):
        found = [one for one in found if one.normal("outcome") == outcome]
    if when.date is not None:
        found = [one for one in found if _in_time(one, when.since, when.until)]
    return found


def _words(fact: Fact) -> tuple[str, ...]:
    quotes = tuple(piece.quote for entry in fact.fields["what"] for piece in entry.evidence)
    return (*fact.texts("what"), *fact.texts("changes"), *quotes)


def _bodies(asked: str, inquiry: Inquiry) -> frozenset[str]:
    """All names of the bodies that are meant: "styret" is the body of each that has one."""
    parties = inquiry.party(asked)
    if len(parties) == 1:
        return frozenset(map(plain, parties[0]))
    bodies = {
        plain(text) for fact in inquiry.known(FactKind.DECISION) for text in fact.texts("body")
    }
    first = plain(asked)
    return (
        frozenset(name for name in bodies if name == first or name.startswith(f"{first} i "))
        or frozenset()
    )


def _in_time(fact: Fact, since: str | None, until: str | None) -> bool:
    date = fact.normal("date")
    return date is not None and not newer(since, date) and not newer(date, until)


def _newest_first(fact: Fact) -> tuple[int, int]:
    first, last = order(fact.normal("date"))
    return -first if fact.normal("date") else 0, -last


def _what(fact: Fact) -> str:
    return shortened(shown(fact.fields["what"][0])).rstrip(".")


def _case(case: str, draft: Draft) -> str:
    return case if not case[:1].isdigit() else draft.words("case", number=case)


def _about(inquiry: Inquiry, draft: Draft) -> str:
    """What was asked for, as it was understood: "om «Heimyra» siden 2023"."""
    slots, when = inquiry.reading.slots, inquiry.reading.when
    parts = []
    if case := slots.get("case"):
        parts.append(draft.words("about.case", name=case))
    if topic := slots.get("topic"):
        parts.append(draft.words("about.topic", name=title(topic, draft)))
    if body := slots.get("body"):
        parts.append(draft.words("about.body", name=body))
    if when.date is not None:
        parts.append(draft.words(f"about.{when.way}", date=date_text(when.date, draft.language)))
    return "".join(f" {part}" for part in parts)


def _table(facts: Sequence[Fact], draft: Draft) -> list[list[str]]:
    rows = [[draft.words(f"column.{column}") for column in _COLUMNS]]
    for fact in facts:
        code = fact.normal("outcome")
        rows.append(
            [
                shown(fact.fields["what"][0]),
                values(fact.fields.get("body", ()), draft)
                if told(fact.fields.get("body", ()))
                else "",
                fact.normal("date") or "",
                fact.text("case_number") or "",
                draft.words(f"outcome.{code}") if code else "",
                source(fact.plan, draft) if fact.plan else "",
            ]
        )
    return rows
