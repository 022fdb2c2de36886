"""Decisions about something, of a body, of a case or a time; and whether one still holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.register.bodies import bodies_of
from assistant.register.draft import Draft, Reply, shortened, shown
from assistant.register.inquiry import Inquiry
from assistant.register.measure_lists import add_unsure
from assistant.register.naming import mentions
from assistant.register.reading import without_label
from assistant.register.telling import source, time_phrase, title, told, values
from assistant.register.words import words
from plansvar.documents.types import DocumentType
from plansvar.messages.catalogue import date_text
from plansvar.register.facts import Entry, Fact
from plansvar.register.kinds import FactKind
from plansvar.register.names import plain
from plansvar.register.timespan import newer, order

# A proposal that fell, or a report that was noted, is nothing that could still hold.
_NOTHING_HOLDS = frozenset({"rejected", "noted"})
_COLUMNS = ("decision", "body", "date", "case_number", "outcome", "source")


def decisions(inquiry: Inquiry) -> Reply | None:
    """The decisions that fit all that is said, the newest first."""
    slots = inquiry.reading.slots
    said_more = {"topic", "case"} & set(slots) or inquiry.reading.when.date is not None
    bodies = bodies_of(slots["body"], inquiry) if "body" in slots else []
    if len(bodies) > 1 and not said_more:
        return inquiry.ask_which([body.name for body in bodies])
    facts = _fitting(inquiry, inquiry.known(FactKind.DECISION))
    if len(bodies) > 1 and not facts:
        # Which board is meant doesn't matter where none has decided anything of that.
        return None
    if not facts:
        return _none(inquiry) if facts is not None else None
    facts = sorted(facts, key=newest_first)
    draft = inquiry.draft()
    key = "decisions.one" if len(facts) == 1 else "decisions.many"
    draft.frame(draft.words(key, count=len(facts), about=_about(inquiry, draft)))
    add_decisions(facts, inquiry, draft)
    unsure = _fitting(inquiry, inquiry.unsure(FactKind.DECISION)) or []
    add_unsure(len(unsure), draft)
    return draft.reply(str(len(facts)), _table(facts, draft))


def _none(inquiry: Inquiry) -> Reply | None:
    """That a body which decides has decided nothing of that; where only a topic fits, no answer."""
    slots = inquiry.reading.slots
    if "body" not in slots or {"topic", "case"} & set(slots):
        return None
    draft = inquiry.draft()
    about = _about(inquiry, draft)
    draft.frame(draft.words("none.decisions", about=about, documents=len(inquiry.documents)))
    unsure = _fitting(inquiry, inquiry.unsure(FactKind.DECISION)) or []
    add_unsure(len(unsure), draft)
    return draft.reply("0")


def holds(inquiry: Inquiry) -> Reply | None:
    """Whether decisions about something were repealed or replaced later."""
    facts = _fitting(inquiry, inquiry.known(FactKind.DECISION))
    if not facts:
        return None
    facts = sorted(facts, key=newest_first)
    draft = inquiry.draft()
    # What repeals something is no decision about it that could still hold.
    facts = [fact for fact in facts if not fact.texts("replaces")] or facts
    facts = [fact for fact in facts if fact.normal("outcome") not in _NOTHING_HOLDS] or facts
    undone = [
        fact
        for fact in facts
        if later(fact, inquiry) or fact.normal("outcome") == "repealed" or fact.texts("replaces")
    ]
    if undone:
        draft.frame(draft.words("holds.no" if len(undone) == len(facts) else "holds.some"))
    else:
        draft.frame(draft.words("holds.yes"))
    for fact in facts:
        add_decision(fact, draft)
        _add_fate(fact, inquiry, draft)
    return draft.reply(None, _table(facts, draft))


def add_decisions(facts: Sequence[Fact], inquiry: Inquiry, draft: Draft) -> None:
    """Decisions as items, and what became of them; a meeting is named once, above its own."""
    meetings: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        meeting = fact.normal("date") or "", fact.plan.id if fact.plan else fact.id
        meetings.setdefault(meeting, []).append(fact)
    for own in meetings.values():
        plan = own[0].plan
        together = len(own) > 1 and plan is not None and plan.type is DocumentType.MINUTES
        if together and plan is not None:
            draft.frame(draft.words("goals.from", source=source(plan, draft)))
        for fact in own:
            add_decision(fact, draft, in_meeting=together)
            _add_fate(fact, inquiry, draft)


def add_decision(fact: Fact, draft: Draft, *, in_meeting: bool = False) -> None:
    """One decision as an item: when, by whom, which case, what, and with which outcome.

    ``in_meeting``: the heading above says in which meeting; and what was decided was adopted,
    unless something else is said.
    """
    pieces = []
    used: list[Entry] = [*fact.fields["what"]]
    date = fact.normal("date")
    if date and not (in_meeting and fact.plan is not None and fact.plan.date == date):
        pieces.append(date_text(date, draft.language))
        used += fact.fields["date"]
    elif not date and fact.texts("date"):
        pieces.append(fact.texts("date")[0])
        used += fact.fields["date"]
    for field in ("body", "case_number"):
        entries = fact.fields.get(field, ())
        found = told(entries)
        if found and not (in_meeting and field == "body"):
            used += entries
            pieces.append(found[0] if field == "body" else _case(found[0], draft))
    head = ", ".join(pieces)
    text = f"{head}: {_what(fact)}" if head else _what(fact)
    code = fact.normal("outcome")
    if code and not (in_meeting and code == "adopted"):
        used += fact.fields["outcome"]
        word = draft.words(f"outcome.{code}")
        text += "" if text.casefold().rstrip(").").endswith(word) else f" ({word})"
    if fact.plan is not None and not in_meeting:
        text = draft.words("item", text=text, source=source(fact.plan, draft))
    draft.state(text, used, bullet=True)


def later(fact: Fact, inquiry: Inquiry) -> list[Fact]:
    """Later decisions that say that they replace or repeal this one."""
    case = fact.text("case_number")
    if case is None:
        return []
    return [
        other
        for other in inquiry.known(FactKind.DECISION)
        if other.id != fact.id
        and not newer(fact.normal("date"), other.normal("date"))
        and any(_undoes(text, case, fact.text("point")) for text in other.texts("replaces"))
    ]


def _is_case(case: str | None, asked: str) -> bool:
    """Whether a case is the one asked for: of its series, where one is named."""
    own, wanted = words().case.search(case or ""), words().case.search(asked)
    if own is None or wanted is None or own[2] != wanted[2]:
        return False
    return wanted[1] is None or plain(wanted[1]) == plain(own[1] or "")


def _undoes(text: str, case: str, point: str | None) -> bool:
    """Whether a text names a case of this series, and this point of it where it names points."""
    own, named = words().case.search(case), words().case.search(text)
    if own is None or named is None or named[2] != own[2]:
        return False
    if plain(named[1] or "") != plain(own[1] or ""):
        return False
    points = set(words().point.findall(text))
    return not points or bool(points & _points(point))


def _points(point: str | None) -> frozenset[str]:
    """The points that one decision is made of: "1–3" are three."""
    first, _, last = (point or "").partition("–")
    if not (first.isdigit() and last.isdigit()):
        return frozenset({point} if point else ())
    return frozenset(map(str, range(int(first), int(last) + 1)))


def _add_fate(fact: Fact, inquiry: Inquiry, draft: Draft) -> None:
    if fact.normal("outcome") in _NOTHING_HOLDS:
        return
    for other in later(fact, inquiry):
        date = other.normal("date")
        draft.state(
            draft.words(
                "replaced",
                what=_what(other),
                date=date_text(date, draft.language) if date else "",
            ),
            [*other.fields["what"], *other.fields["replaces"], *other.fields.get("date", ())],
        )


def _fitting(inquiry: Inquiry, facts: Iterable[Fact]) -> list[Fact] | None:
    """The facts that fit topic, body, case, outcome and time; ``None`` where a name is unknown."""
    slots, fixed, when = inquiry.reading.slots, inquiry.reading.fixed, inquiry.reading.when
    found = [fact for fact in facts if fact.fields.get("what")]
    if case := slots.get("case"):
        asked = f"{slots.get('case_word', 'sak')} {case}"
        found = [one for one in found if _is_case(one.text("case_number"), asked)]
    if topic := slots.get("topic"):
        name = without_label(topic, "topic")
        if words().case.fullmatch(name):
            return [one for one in found if _is_case(one.text("case_number"), name)]
        found = [one for one in found if mentions(name, _words(one))]
    if body := slots.get("body"):
        names = frozenset().union(*(one.names for one in bodies_of(body, inquiry)))
        if not names:
            return None
        found = [one for one in found if any(plain(text) in names for text in one.texts("body"))]
    if outcome := fixed.get("outcome"):
        found = [one for one in found if one.normal("outcome") == outcome]
    if when.date is not None:
        found = [one for one in found if _in_time(one, when.since, when.until)]
    return found


def _words(fact: Fact) -> tuple[str, ...]:
    quotes = tuple(piece.quote for entry in fact.fields["what"] for piece in entry.evidence)
    return (*fact.texts("what"), *fact.texts("changes"), *quotes)


def _date(fact: Fact) -> str | None:
    """When it was decided: in minutes on the day of the meeting, where nothing else is said."""
    of_meeting = fact.plan is not None and fact.plan.type is DocumentType.MINUTES
    return fact.normal("date") or (fact.plan.since if of_meeting and fact.plan else None)


def _in_time(fact: Fact, since: str | None, until: str | None) -> bool:
    date = _date(fact)
    return date is not None and not newer(since, date) and not newer(date, until)


def newest_first(fact: Fact) -> tuple[int, ...]:
    """For sorting decisions: the newest first, those of a meeting in their order."""
    first, last = order(_date(fact))
    return (-first if _date(fact) else 0, -last, *_case_order(fact))


def _case_order(fact: Fact) -> tuple[int, int]:
    """Cases of a meeting and the points of each in their order."""
    match = words().case.search(fact.text("case_number") or "")
    point = (fact.text("point") or "").partition("–")[0]
    return int(match[2].partition("/")[0]) if match else 0, int(point) if point.isdigit() else 0


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
    topic = slots.get("topic")
    if topic and (named := words().case.fullmatch(without_label(topic, "topic"))):
        parts.append(draft.words("about.case", name=named[2]))
    elif topic:
        parts.append(draft.words("about.topic", name=title(topic, draft)))
    if body := slots.get("body"):
        parts.append(draft.words("about.body", name=body))
    if when.date is not None:
        parts.append(time_phrase(when, draft))
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
