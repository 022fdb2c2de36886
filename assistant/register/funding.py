"""Funding schemes, what is known of each, and who applied to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.register.draft import Draft, Reply, shortened, shown
from assistant.register.inquiry import Inquiry, names
from assistant.register.measure_lists import add_unsure
from assistant.register.naming import best, mentions
from assistant.register.telling import (
    add_conflicts,
    add_history,
    as_of_text,
    grounds,
    source,
    title,
    told,
    values,
)
from assistant.register.words import words
from plansvar.documents.types import DocumentType
from plansvar.messages.catalogue import date_text
from plansvar.register.facts import Entry, Fact
from plansvar.register.kinds import FactKind
from plansvar.register.names import plain, stems
from plansvar.register.timespan import newer

# Longer terms are items of a list.
_ONE_LINE = 160
# What an outcome that is asked for must be.
_GRANTED, _REFUSED = "granted", "refused"
# "3,6": of millions, probably; "400 000" are kroner.
_BARE = re.compile(r"\d{1,3}(?:[.,]\d+)?")
_SCHEME_COLUMNS = ("scheme", "levels", "administrators", "financiers", "rate", "ceiling", "window")
_APPLICATION_COLUMNS = ("applicant", "scheme", "level", "date", "amount", "outcome")


def scheme_field(inquiry: Inquiry) -> Reply | None:
    """What is known of one field of a scheme; each year's terms, where they differ."""
    asked, field = inquiry.slot("scheme", "scheme"), inquiry.reading.fixed["field"]
    if not asked:
        return None
    found = [fact for fact, _ in best(asked, inquiry.known(FactKind.SCHEME), names)]
    if len({stems(fact.name) for fact in found}) > 1:
        return inquiry.ask_which([_named(fact, inquiry.draft()) for fact in found])
    having = [
        (fact, entries)
        for fact in found
        if (entries := _tellable(fact, field)) and _is_of_time(fact, entries, inquiry)
    ]
    if not having:
        return None
    having.sort(key=lambda one: _year(one[0]), reverse=True)
    draft = inquiry.draft()
    fact, entries = having[0]
    name = title(shown(fact.fields["name"][0]), draft)
    agreed = len({tuple(plain(one.text) for one in own) for _, own in having}) == 1
    if agreed and len(values(entries, draft)) <= _ONE_LINE:
        text = draft.words(f"scheme.{field}", name=name, value=values(entries, draft))
        draft.state(as_of_text(text, inquiry.as_of, draft), [*entries, *fact.fields["name"]])
    else:
        text = draft.words(f"scheme.{field}", name=name, value="").rstrip(" .:")
        draft.frame(as_of_text(f"{text}:", inquiry.as_of, draft))
        for other, own in having[:1] if agreed else having:
            where = source(other.plan, draft) if other.plan else ""
            year = other.text("year") or ""
            value = f"{year}: {values(own, draft)}" if year else values(own, draft)
            used = [*own, *other.fields.get("year", ())]
            draft.state(draft.words("item", text=value, source=where), used, bullet=True)
    if agreed and (phrase := grounds(entries, draft)):
        draft.frame(draft.words("grounds", grounds=phrase), bullet=True)
    if len(having) == 1:
        add_history(fact, field, draft)
        add_conflicts(fact, (field,), draft)
    return draft.reply(as_of=inquiry.as_of)


def schemes(inquiry: Inquiry) -> Reply | None:
    """The schemes that fit a party, a purpose or an applicant; all, where none is named."""
    facts = inquiry.known(FactKind.SCHEME)
    for slot, field in (("party", "administrators"), ("financier", "financiers")):
        if asked := inquiry.reading.slots.get(slot):
            parties = inquiry.party(asked)
            if len(parties) != 1:
                return inquiry.ask_which([group[0] for group in parties])
            own = frozenset(map(plain, parties[0]))
            facts = [one for one in facts if any(plain(text) in own for text in one.texts(field))]
    for slot in ("purpose", "eligible"):
        if asked := inquiry.reading.slots.get(slot):
            facts = [one for one in facts if mentions(asked, _words(one, slot))]
    if not facts:
        return None
    draft = inquiry.draft()
    # Each year's terms are facts of their own; the scheme is one.
    facts = sorted(facts, key=lambda one: (stems(one.name), _year(one)))
    count = len({stems(fact.name) for fact in facts})
    key = "schemes.one" if count == 1 else "schemes.many"
    draft.frame(as_of_text(draft.words(key, count=count), inquiry.as_of, draft))
    for fact in facts:
        _add_scheme(fact, draft)
    if not inquiry.reading.slots:
        add_unsure(len(inquiry.unsure(FactKind.SCHEME)), draft)
    return draft.reply(str(count), _table(facts, "name", _SCHEME_COLUMNS, draft), inquiry.as_of)


def applications(inquiry: Inquiry) -> Reply | None:
    """Who applied for what, when, and with what outcome."""
    facts = [fact for fact in inquiry.register.of(FactKind.APPLICATION) if fact.known]
    slots, when = inquiry.reading.slots, inquiry.reading.when
    if asked := inquiry.slot("scheme", "scheme"):
        facts = [one for one in facts if mentions(asked, _words(one, "scheme"))]
    if asked := slots.get("applicant"):
        parties = inquiry.party(asked)
        if len(parties) != 1:
            return inquiry.ask_which([group[0] for group in parties])
        own = frozenset(map(plain, parties[0]))
        facts = [one for one in facts if any(plain(text) in own for text in one.texts("applicant"))]
        if not facts:
            sure = inquiry.surely(asked, parties[0])
            return _none(parties[0][0], inquiry) if sure else None
    outcome = inquiry.reading.fixed.get("outcome")
    facts = [one for one in facts if one.fields.get("applicant")]
    open_ = sum(not _outcome(one) for one in facts)
    if outcome:
        total, facts = len(facts), [one for one in facts if _ended(one, outcome)]
        if not facts and total and outcome == _REFUSED and not (slots or when.date):
            return _none_refused(total, open_, inquiry)
    if when.date is not None:
        dated = [(one, _decided(one) if outcome else one.normal("date")) for one in facts]
        facts = [
            one
            for one, date in dated
            if date and not newer(when.since, date) and not newer(date, when.until)
        ]
    if not facts:
        return None
    draft = inquiry.draft()
    book = {plain(name): group[0] for group in _parties(facts, inquiry) for name in group}
    applicant = {one.id: book.get(plain(one.texts("applicant")[0]), one.name) for one in facts}
    facts.sort(key=lambda one: applicant[one.id])
    count = len(set(applicant.values()))
    key = "applications.one" if count == 1 else "applications.many"
    if outcome:
        key, count = f"applications.{outcome}", len(facts)
    draft.frame(draft.words(key, count=count))
    for fact in facts:
        _add_application(fact, draft)
    if outcome == _REFUSED and not when.date:
        _add_open(open_, draft)
    if not slots:
        add_unsure(len(inquiry.unsure(FactKind.APPLICATION)), draft)
    return draft.reply(str(count), _table(facts, "applicant", _APPLICATION_COLUMNS, draft))


def _none(applicant: str, inquiry: Inquiry) -> Reply:
    """That a party which the register knows has applied for nothing."""
    draft = inquiry.draft()
    documents = len(inquiry.documents)
    draft.frame(draft.words("none.applications", party=applicant, documents=documents))
    add_unsure(len(inquiry.unsure(FactKind.APPLICATION)), draft)
    return draft.reply("0")


def _parties(facts: Sequence[Fact], inquiry: Inquiry) -> list[tuple[str, ...]]:
    """The applicants, each under all its names."""
    found = (inquiry.party(one.texts("applicant")[0]) for one in facts)
    return [groups[0] for groups in found if len(groups) == 1]


def _none_refused(total: int, without: int, inquiry: Inquiry) -> Reply:
    """That no application is told to have been refused, and of how many nothing is told."""
    draft = inquiry.draft()
    draft.frame(draft.words("none.refused", total=total, documents=len(inquiry.documents)))
    _add_open(without, draft)
    add_unsure(len(inquiry.unsure(FactKind.APPLICATION)), draft)
    return draft.reply("0")


def _add_open(count: int, draft: Draft) -> None:
    """Tell of how many applications no outcome is told."""
    if count:
        key = "outcome_unknown_one" if count == 1 else "outcome_unknown"
        draft.notices.append(draft.words(key, count=count))


def _outcome(fact: Fact) -> str:
    return " ".join((*fact.texts("outcome"), fact.normal("outcome") or "")).strip()


def _ended(fact: Fact, how: str) -> bool:
    """Whether an application is told to have been refused, or to have been granted something."""
    outcome, refused = _outcome(fact), words().refused
    if how == _REFUSED:
        return refused.search(outcome) is not None
    return bool(outcome) and not (refused.search(outcome) or words().denied.search(outcome))


def _decided(fact: Fact) -> str | None:
    """The day of the minutes that have the outcome; of other papers, the application's own."""
    days = [
        piece.document.since
        for entry in fact.fields.get("outcome", ())
        for piece in entry.evidence
        if piece.document.type is DocumentType.MINUTES
    ]
    return min((day for day in days if day), default=fact.normal("date"))


def _year(fact: Fact) -> str:
    """For sorting: the year of the terms, or that of the document that has them."""
    since = fact.plan.since if fact.plan else None
    return fact.normal("year") or fact.text("year") or since or ""


def _is_of_time(fact: Fact, entries: Sequence[Entry], inquiry: Inquiry) -> bool:
    """Whether the terms are those of the time asked for: last year's are no answer for this one."""
    date = inquiry.reading.when.date
    if date is None:
        return True
    year = date[:4]
    if stated := fact.normal("year") or fact.text("year"):
        return year in stated
    return any(
        (entry.since or "").startswith(year) or year in piece.quote
        for entry in entries
        for piece in entry.evidence
    )


def _add_scheme(fact: Fact, draft: Draft) -> None:
    used: list[Entry] = [*fact.fields["name"]]
    pieces = [title(shown(used[0]), draft)]
    for field in ("levels", "administrators", "financiers", "rate", "ceiling", "window"):
        if entries := _tellable(fact, field):
            used += entries
            pieces.append(draft.words(f"piece.{field}", value=values(entries, draft)))
    text = "; ".join(pieces)
    if fact.plan is not None:
        text = draft.words("item", text=text, source=source(fact.plan, draft))
    draft.state(text, used, bullet=True)


def _add_application(fact: Fact, draft: Draft) -> None:
    used: list[Entry] = [*fact.fields["applicant"]]
    pieces = [shown(used[0])]
    for field in ("scheme", "level", "amount", "outcome"):
        entries = _tellable(fact, field)
        # A bare number is a cell of a column whose heading says what it counts.
        if entries and not (field == "amount" and _BARE.fullmatch(entries[0].text)):
            used += entries
            pieces.append(draft.words(f"piece.{field}", value=values(entries, draft)))
    if date := fact.normal("date"):
        used += fact.fields["date"]
        pieces.append(date_text(date, draft.language))
    text = "; ".join(pieces)
    if fact.plan is not None:
        text = draft.words("item", text=text, source=source(fact.plan, draft))
    draft.state(text, used, bullet=True)


def _tellable(fact: Fact, field: str) -> list[Entry]:
    """The entries that stand in their evidence as they are told, or that a person gave."""
    return [entry for entry in fact.fields.get(field, ()) if told([entry])]


def _words(fact: Fact, field: str) -> tuple[str, ...]:
    return (*fact.texts(field), fact.name)


def _named(fact: Fact, draft: Draft) -> str:
    where = f" ({fact.plan.title})" if fact.plan else ""
    return f"{title(shortened(fact.name), draft)}{where}"


def _table(
    facts: Sequence[Fact], key: str, columns: Sequence[str], draft: Draft
) -> list[list[str]]:
    rows = [[draft.words(f"column.{column}") for column in (*columns, "source")]]
    for fact in facts:
        fields = (key, *columns[1:])
        cells = [values(_tellable(fact, field), draft) for field in fields]
        rows.append([*cells, source(fact.plan, draft) if fact.plan else ""])
    return rows
