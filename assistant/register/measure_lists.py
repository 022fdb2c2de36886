"""Lists of measures: of a party, of a plan, without owner, overdue, never followed up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.register.draft import Draft, Reply, shortened, shown
from assistant.register.inquiry import Inquiry
from assistant.register.lexicon import lexicon as questions
from assistant.register.telling import as_of_text, short_source, source, time_phrase, title, values
from assistant.register.words import words
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DocumentType
from plansvar.register.facts import Entry, Fact
from plansvar.register.kinds import FactKind, key_field
from plansvar.register.names import lexicon, plain
from plansvar.register.queries import Flag, has_flag
from plansvar.register.timespan import newer

_COLUMNS = ("title", "leads", "deadline", "status", "source")
_AUTHORITIES = tuple(Authority)
# Not a flag of the register: past its deadline, or reported as delayed.
_LATE = "late"
_DONE = "done"
_NOT_STARTED = "not_started"
_REPORTED = "reported"
_OFF_TRACK = "off_track"
_DIGITS = re.compile(r"(\d+)")


def measures(inquiry: Inquiry) -> Reply | None:
    """All measures, or those of which something is true; of a plan or a party where it is named."""
    flag = inquiry.reading.fixed.get("flag")
    everything = inquiry.known(FactKind.MEASURE)
    limited = _limit(inquiry, everything)
    if not isinstance(limited, tuple):
        return limited
    where, having = limited
    facts = [fact for fact in having if inquiry.standing(fact) and (where or inquiry.ours(fact))]
    if not facts and not inquiry.reading.slots.get("party"):
        return None
    if inquiry.reading.fixed.get("when") and any(map(_reported_later, facts)):
        # What has been reported since is no answer to how it was when the plan was adopted.
        return None
    newer_report = _reported_since(facts, inquiry) if flag in {_REPORTED, _OFF_TRACK} else None
    if newer_report is not None and flag == _OFF_TRACK:
        return None
    total = len(facts)
    draft = inquiry.draft()
    if newer_report is not None:
        draft.notices.append(draft.words("newer_report", source=source(newer_report, draft)))
    if not total:
        asked = inquiry.reading.slots["party"]
        names = inquiry.party(asked)[0]
        if not inquiry.surely(asked, names):
            return None
        draft.frame(draft.words("none.portfolio", party=names[0], documents=len(inquiry.documents)))
        return draft.reply("0", None, inquiry.as_of)
    facts = [fact for fact in facts if _is_so(fact, flag, inquiry)]
    key = f"measures.{flag or 'all'}" if facts else f"measures.no_{flag}"
    text = draft.words(key, count=_measures(len(facts), draft), total=total, where=where)
    draft.frame(as_of_text(text, inquiry.as_of, draft))
    for heading, group in _parts(facts, flag):
        if heading:
            draft.frame(draft.words(heading, count=len(group)))
        add_items(group, (), frozenset(), draft, plan_known=bool(inquiry.plan_asked))
    add_left_out(len(having) - total, draft)
    unsure = [
        fact
        for fact in inquiry.unsure(FactKind.MEASURE)
        if fact.name and _is_so(fact, flag, inquiry)
    ]
    if where == "":
        add_unsure(len(unsure), draft)
    return draft.reply(str(len(facts)) if facts else None, table(facts, draft), inquiry.as_of)


def due(inquiry: Inquiry) -> Reply | None:
    """The measures whose deadline, or else the end of whose period, lies in a span of time."""
    when = inquiry.reading.when
    if when.date is None:
        return None
    limited = _limit(inquiry, inquiry.known(FactKind.MEASURE))
    if not isinstance(limited, tuple):
        return limited
    where, having = limited
    standing = [fact for fact in having if inquiry.standing(fact) and inquiry.ours(fact)]
    facts = [
        fact
        for fact in standing
        if (end := _end(fact)) and not newer(when.since, end) and not newer(end, when.until)
    ]
    draft = inquiry.draft()
    time = time_phrase(when, draft)
    key = "measures.due" if facts else "measures.no_due"
    count = _measures(len(facts), draft)
    draft.frame(draft.words(key, count=count, total=len(standing), where=where, time=time))
    add_items(facts, (), frozenset(), draft)
    add_left_out(len(having) - len(standing), draft)
    return draft.reply(str(len(facts)), table(facts, draft))


def _reported_since(facts: Sequence[Fact], inquiry: Inquiry) -> DocumentInfo | None:
    """A report of the status that is newer than all that the register has of it."""
    known = [
        piece.document.since or ""
        for fact in facts
        for entry in fact.fields.get("status", ())
        for piece in entry.evidence
    ]
    reports = (
        one
        for one in inquiry.documents
        if one.type is DocumentType.REPORT
        and questions().status_reports.search(one.title)
        and newer(one.since, max(known, default=None))
    )
    return max(reports, key=lambda one: one.since or "", default=None)


def _reported_later(fact: Fact) -> bool:
    """Whether its status, as it is or was, is told later than its plan, or nobody knows when."""
    adopted = fact.plan.since if fact.plan else None
    entries = (*fact.fields.get("status", ()), *fact.history.get("status", ()))
    days = [one.since for one in entries]
    return any(adopted is None or day is None or newer(day, adopted) for day in days)


def _end(fact: Fact) -> str:
    return fact.normal("deadline") or (fact.normal("period") or "").partition("/")[2]


def is_delayed(fact: Fact) -> bool:
    """Whether somebody has reported that it is late."""
    return any(words().delayed.search(text) for text in fact.texts("status"))


def _is_so(fact: Fact, flag: str | None, inquiry: Inquiry) -> bool:
    if flag == _LATE:
        return is_delayed(fact) or has_flag(fact, Flag.OVERDUE, inquiry.day)
    if flag == _DONE:
        return any(lexicon().done.search(plain(text)) for text in fact.texts("status"))
    started = not any(questions().not_started_status.search(text) for text in fact.texts("status"))
    if flag == _NOT_STARTED:
        return not started
    if flag == _OFF_TRACK:
        return is_delayed(fact) or has_flag(fact, Flag.OVERDUE, inquiry.day)
    if flag == _REPORTED:
        return bool(fact.texts("status"))
    return flag is None or has_flag(fact, Flag(flag), inquiry.day)


def _parts(facts: Sequence[Fact], flag: str | None) -> list[tuple[str, list[Fact]]]:
    """Late measures in two parts, each with its heading: reported late, or past the deadline."""
    if flag != _LATE:
        return [("", list(facts))]
    reported = [fact for fact in facts if is_delayed(fact)]
    past = [fact for fact in facts if not is_delayed(fact)]
    named = (("measures.reported_late", reported), ("measures.past", past))
    return [(heading, group) for heading, group in named if group]


def add_unsure(count: int, draft: Draft) -> None:
    """Tell how many facts are left out since somebody has to look at them first."""
    if count:
        draft.notices.append(draft.words("unsure_one" if count == 1 else "unsure", count=count))


def of_documents(facts: Iterable[Fact], documents: Sequence[DocumentInfo]) -> list[Fact]:
    """The facts that some of the documents state."""
    wanted = {one.id for one in documents}
    return [fact for fact in facts if wanted & {one.id for one in fact.documents}]


def _limit(inquiry: Inquiry, facts: list[Fact]) -> tuple[str, list[Fact]] | Reply | None:
    draft = inquiry.draft()
    if plan := inquiry.plan_asked:
        documents = [one for one in inquiry.plans(plan) if of_documents(facts, [one])]
        if len({one.work or one.id for one in documents}) > 1:
            return inquiry.ask_which([source(one, draft) for one in documents])
        where = draft.words("in_plan", plan=source(documents[0], draft)) if documents else ""
        return (where, of_documents(facts, documents)) if documents else None
    if party := inquiry.reading.slots.get("party"):
        parties = inquiry.party(party)
        if len(parties) != 1:
            return inquiry.ask_which([group[0] for group in parties])
        own = frozenset(map(plain, parties[0]))
        led = [fact for fact in facts if has(fact, ("leads",), own)]
        return draft.words("of_party", party=parties[0][0]), led
    return "", facts


def has(fact: Fact, roles: Sequence[str], own: frozenset[str]) -> bool:
    """Whether a party, by its plain names, has one of some roles in a fact."""
    return any(plain(text) in own for role in roles for text in fact.texts(role))


def _measures(count: int, draft: Draft) -> str:
    return draft.words("measure_one" if count == 1 else "measure_many", count=count)


def add_items(
    facts: Sequence[Fact],
    roles: Sequence[str],
    own: frozenset[str],
    draft: Draft,
    *,
    plan_known: bool = False,
) -> None:
    """Each fact as an item: plan by plan, the binding and newest first, in the plan's own order.

    A document is named once, above its items, where it has several; not at all where the
    question's answer names it already.
    """
    by_plan: dict[DocumentInfo | None, list[Fact]] = {}
    for fact in sorted(facts, key=_place):
        by_plan.setdefault(fact.plan, []).append(fact)
    grouped = len(facts) > 1 and len(by_plan) * 2 <= len(facts)
    for plan, group in by_plan.items():
        if grouped and plan is not None and not plan_known:
            draft.frame(draft.words("goals.from", source=source(plan, draft)))
        for fact in group:
            _add_item(fact, roles, own, draft, with_source=not (grouped or plan_known))


def _place(fact: Fact) -> tuple[object, ...]:
    plan = fact.plan
    if plan is None:
        return (len(_AUTHORITIES), 0, "")
    newest_first = -int(re.sub(r"\D", "", f"{plan.since or '0000'}").ljust(8, "0"))
    pieces = _DIGITS.split(fact.text("number") or "")
    number = tuple(int(piece) if piece.isdigit() else piece for piece in pieces)
    return (_AUTHORITIES.index(plan.authority), newest_first, plan.path, not number[1:], number)


def _add_item(
    fact: Fact, roles: Sequence[str], own: frozenset[str], draft: Draft, *, with_source: bool
) -> None:
    """One fact as an item: its name, what it is, who else, until when, where it stands."""
    name = list(fact.fields[key_field(fact.kind)])
    used: list[Entry] = [*name, *_mine(fact, roles, own), *fact.fields.get("number", ())]
    head = title(shortened(shown(name[0])), draft)
    number = fact.text("number")
    pieces = [f"{number} {head}" if number and fact.kind is FactKind.MEASURE else head]
    if fact.kind is not FactKind.MEASURE:
        pieces.append(draft.words(f"{fact.kind.value}_mark"))
    leads = [entry for entry in fact.fields.get("leads", ()) if entry not in used]
    if leads:
        used += leads
        with_own = own and "leads" in roles
        pieces.append(draft.words("with" if with_own else "led_by", names=values(leads, draft)))
    ends = "deadline" if fact.fields.get("deadline") else "period"
    for field in ("role", ends, "status"):
        if entries := fact.fields.get(field, ()):
            used += entries
            pieces.append(draft.words(f"piece.{field}", value=values(entries, draft)))
    text = "; ".join(pieces)
    if fact.plan is not None and with_source:
        text = draft.words("item", text=text, source=source(fact.plan, draft))
    draft.state(text, used, bullet=True)


def _mine(fact: Fact, roles: Sequence[str], own: frozenset[str]) -> list[Entry]:
    return [
        entry for role in roles for entry in fact.fields.get(role, ()) if plain(entry.text) in own
    ]


def add_left_out(count: int, draft: Draft) -> None:
    """Tell how many facts are left out since nothing that applies says them."""
    if count:
        draft.notices.append(
            draft.words("superseded_one" if count == 1 else "superseded", count=count)
        )


def table(facts: Sequence[Fact], draft: Draft) -> list[list[str]] | None:
    """Facts as the rows of a table under its column names."""
    if not facts:
        return None
    rows = [[draft.words(f"column.{column}") for column in _COLUMNS]]
    for fact in facts:
        party = fact.fields.get("leads") or fact.fields.get("party") or ()
        rows.append(
            [
                shown(fact.fields[key_field(fact.kind)][0]),
                values(party or fact.fields.get("administrators", ()), draft),
                values(fact.fields.get("deadline", ()), draft),
                values(fact.fields.get("status", ()), draft),
                short_source(fact, draft),
            ]
        )
    return rows
