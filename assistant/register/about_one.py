"""Questions about one measure or area: who answers for it, with whom, until when, how it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.matching import Bag, quality
from assistant.register.checking import stands_in
from assistant.register.draft import Draft, Reply, shortened, shown
from assistant.register.inquiry import Inquiry, names
from assistant.register.lexicon import Intent
from assistant.register.offices import answering, holders, leaders, until
from assistant.register.telling import (
    add_conflicts,
    add_history,
    as_of_text,
    grounds,
    role_text,
    source,
    title,
    told,
    values,
)
from assistant.register.words import words
from assistant.understanding import understand
from plansvar.language.dates import find_dates
from plansvar.messages.catalogue import date_text
from plansvar.register.facts import Entry, Fact
from plansvar.register.kinds import FactKind, key_field
from plansvar.register.names import alike, plain, stems

# More are no namesakes, but parts of one large thing.
_MOST_NAMESAKES = 3

_FIELDS = {
    Intent.OWNER: "leads",
    Intent.PARTNERS: "partners",
    Intent.DEADLINE: "deadline",
    Intent.FUNDING: "funding",
    Intent.STATUS: "status",
}


def about_one(inquiry: Inquiry) -> Reply | None:
    """The value of a field of the thing that is asked about, with grounds and history."""
    asked = inquiry.slot("measure", "measure")
    if not asked or not _guess_is_known(inquiry):
        return None
    field = _FIELDS[inquiry.reading.intent]
    role = inquiry.reading.fixed.get("office") or inquiry.reading.slots.get("role")
    if role:
        return _told_all(holders(role, asked, inquiry), inquiry, surely=True)
    found = inquiry.find(asked, inquiry.known(FactKind.MEASURE))
    if not found and field == "leads":
        if leading := leaders(asked, inquiry):
            return _told_all(leading, inquiry)
        found = inquiry.find(asked, answering(asked, inquiry))
    if not found:
        return None
    facts = [fact for fact, _ in found]
    if len(facts) > 1:
        having = [fact for fact in facts if _entries(fact, field)]
        agreeing = len({tuple(sorted(fact.texts(_own(fact, field)))) for fact in having}) == 1
        if not (having and agreeing and len({fact.name for fact in having}) == 1):
            return inquiry.ask_which([_option(fact, inquiry) for fact in facts])
        facts = having
    draft = inquiry.draft()
    if found[0][1].misspelt:
        draft.notices.append(draft.words("read_as", asked=asked, name=facts[0].name))
    return _told(facts[0], field, inquiry, draft)


def _told_all(facts: Sequence[Fact], inquiry: Inquiry, *, surely: bool = False) -> Reply | None:
    """Who has an office: the first in full, then the others, each with what it rests on.

    ``surely``: the office itself was asked for, so that a name alone answers.
    """
    if not facts:
        return None
    draft = inquiry.draft()
    if len(groups := inquiry.party(asked := inquiry.reading.slots["measure"])) == 1:
        inquiry.tell_reading(asked, groups[0], draft)
    reply = _told(facts[0], "leads", inquiry, draft)
    if reply is None or inquiry.reading.when.earlier is not None:
        return reply
    for one in facts[1:]:
        roles, parties = one.fields["role"], one.fields["party"]
        text = draft.words(
            "role_with_grounds",
            role=role_text(roles, draft),
            value=values(parties, draft) + _term(parties, draft),
            grounds=grounds(parties, draft),
        )
        draft.state(text, [*_beside(roles, parties), *parties], bullet=True)
    short = _short(facts[0].fields["party"], draft) if surely else None
    return draft.reply(short_answer=short, as_of=inquiry.as_of)


def _told(fact: Fact, field: str, inquiry: Inquiry, draft: Draft) -> Reply | None:
    if role := inquiry.reading.fixed.get("role"):
        return _role(fact, role, inquiry, draft)
    own = _own(fact, field)
    entries: Sequence[Entry] = _entries(fact, field)
    earlier = inquiry.reading.when.earlier
    if earlier is not None:
        return _earlier(fact, own, field, earlier, draft)
    if not entries:
        return None
    named = fact.fields.get(key_field(fact.kind), ())
    roles = _other_role(fact, field)
    then = "_then" if inquiry.as_of is not None else ""
    text = draft.words(
        f"{field}_many"
        if len(entries) > 1 and field == "partners"
        else f"role_of{then}"
        if roles
        else f"{field}{then if field == 'leads' else ''}",
        value=values(entries, draft),
        role=role_text(roles, draft),
        name=title(shortened(_name(fact)), draft),
        since=_term(entries, draft),
    )
    draft.state(as_of_text(text, inquiry.as_of, draft), [*entries, *roles, *named], fully=True)
    if phrase := grounds(entries, draft):
        draft.frame(draft.words("grounds", grounds=phrase), bullet=True)
    add_history(fact, own, draft)
    led = {plain(entry.text) for entry in entries}
    partners = [one for one in fact.fields.get("partners", ()) if plain(one.text) not in led]
    if field == "leads" and partners:
        phrase = values(partners, draft)
        draft.state(draft.words("partners_also", value=phrase), partners, bullet=True)
    if field == "leads" and fact.kind is FactKind.MEASURE:
        _add_roles(fact, inquiry, draft)
    add_conflicts(fact, (own,), draft)
    if not roles:
        _add_namesakes(fact, field, inquiry, draft)
    short = None if roles else _short(entries, draft)
    return draft.reply(short_answer=short, as_of=inquiry.as_of)


def _earlier(fact: Fact, own: str, field: str, which: str, draft: Draft) -> Reply | None:
    """What held before the change, or from the start, and what holds now."""
    past = [entry for entry in fact.history.get(own, ()) if entry.until is not None]
    if not past:
        return None
    day = past[0].until if which == "first" else past[-1].until
    entries = [entry for entry in past if entry.until == day]
    named = fact.fields.get(key_field(fact.kind), ())
    roles = _other_role(fact, field)
    draft.state(
        draft.words(
            "role_before" if roles else f"{field}_before",
            value=values(entries, draft),
            role=role_text(roles, draft),
            name=title(shortened(_name(fact)), draft),
        ),
        [*entries, *roles, *named],
        fully=True,
    )
    if phrase := grounds(entries, draft):
        draft.frame(draft.words("grounds", grounds=phrase), bullet=True)
    if now := fact.fields.get(own, ()):
        text = draft.words("now", value=values(now, draft), grounds=grounds(now, draft))
        draft.state(text, now, bullet=True)
    return draft.reply(short_answer=_short(entries, draft))


def _role(fact: Fact, asked: str, inquiry: Inquiry, draft: Draft) -> Reply | None:
    """Who has the role in a measure that is asked for; ``None`` where no document says."""
    named = fact.fields.get(key_field(fact.kind), ())
    draft.state(f"{title(shortened(_name(fact)), draft)}:", named)
    _add_roles(fact, inquiry, draft, asked)
    return draft.reply() if len(draft.sentences) > 1 else None


def _add_roles(fact: Fact, inquiry: Inquiry, draft: Draft, asked: str | None = None) -> None:
    """Who has another role in a measure: its project manager; ``asked``: this one only."""
    terms = understand(asked).terms if asked else ()
    seen: set[tuple[str, str]] = set()
    for one in inquiry.known(FactKind.RESPONSIBILITY):
        roles, parties = one.fields.get("role", ()), one.fields.get("party", ())
        same = {stems(name) for name in names(one)} & {stems(name) for name in names(fact)}
        if not (same and told(roles) and told(parties) and inquiry.standing(one)):
            continue
        if terms and not any(quality(term, Bag.of(*told(roles))) for term in terms):
            continue
        if (key := (plain(" ".join(told(roles))), plain(" ".join(told(parties))))) in seen:
            continue
        seen.add(key)
        text = draft.words("role", role=role_text(roles, draft), value=values(parties, draft))
        draft.state(text, [*_beside(roles, parties), *parties], bullet=True)


def _beside(roles: Sequence[Entry], parties: Sequence[Entry]) -> list[Entry]:
    """Roles with the evidence that names those who have them, and not those who had them before."""
    claims = {piece.claim_id for entry in parties for piece in entry.evidence}
    return [
        replace(entry, evidence=own)
        if (own := tuple(piece for piece in entry.evidence if piece.claim_id in claims))
        and any(stands_in(entry.text, piece.quote) for piece in own)
        else entry
        for entry in roles
    ]


def _add_namesakes(fact: Fact, field: str, inquiry: Inquiry, draft: Draft) -> None:
    """Measures of other plans that may be the same one, where they say something else."""
    own = set(fact.texts(field))
    other = [
        one
        for one in inquiry.known(fact.kind)
        if one.id != fact.id
        and inquiry.standing(one)
        and inquiry.ours(one)
        and not one.name.startswith(fact.name)
        and alike(stems(one.name), stems(fact.name)) > 0
        and (entries := _entries(one, field))
        and not {entry.text for entry in entries} & own
    ]
    if not 0 < len(other) <= _MOST_NAMESAKES:
        return
    measures = fact.kind is FactKind.MEASURE
    draft.frame(draft.words("namesakes" if measures else "namesakes_of_duty"))
    for one in other:
        draft.state(
            draft.words(
                "namesake",
                name=title(shortened(_name(one)), draft),
                value=values(_entries(one, field), draft),
                source=source(one.plan, draft) if one.plan else "",
            ),
            [*_entries(one, field), *one.fields[key_field(one.kind)]],
            bullet=True,
        )


def _own(fact: Fact, field: str) -> str:
    """The field of this kind of fact: a responsibility has one party."""
    return "party" if fact.kind is FactKind.RESPONSIBILITY and field == "leads" else field


def _entries(fact: Fact, field: str) -> tuple[Entry, ...]:
    return fact.fields.get(_own(fact, field), ())


def _other_role(fact: Fact, field: str) -> tuple[Entry, ...]:
    """What somebody is in what was asked about, where that isn't to answer for it."""
    if fact.kind is not FactKind.RESPONSIBILITY or field != "leads":
        return ()
    roles = fact.fields.get("role", ())
    return () if any(words().answers.search(entry.text) for entry in roles) else roles


def _since(entries: Sequence[Entry], draft: Draft) -> str:
    """From when, where all values hold from the same day and what is cited says that day."""
    days = {entry.since for entry in entries}
    day = next(iter(days))
    written = {
        date.value
        for entry in entries
        for piece in entry.evidence
        for date in find_dates(piece.quote)
    }
    if len(days) != 1 or day is None or day not in written:
        return ""
    return draft.words("since", date=date_text(day, draft.language))


def _term(entries: Sequence[Entry], draft: Draft) -> str:
    """From when, and until when, where that is told of all values."""
    since = _since(entries, draft)
    last = {until(entry) for entry in entries} if since else {None}
    day = next(iter(last)) if len(last) == 1 else None
    return since + (draft.words("until", date=date_text(day, draft.language)) if day else "")


def _short(entries: Sequence[Entry], draft: Draft) -> str | None:
    """The value alone, where there is one and a quote has it as it is told."""
    value = shown(entries[0])
    verbatim = any(value in one.quote for one in draft.citations)
    return value if len(entries) == 1 and verbatim and told(entries) else None


def _name(fact: Fact) -> str:
    return shown(fact.fields[key_field(fact.kind)][0])


def _option(fact: Fact, inquiry: Inquiry) -> str:
    draft = inquiry.draft()
    where = f" ({fact.plan.title})" if fact.plan else ""
    return f"{title(shortened(fact.name), draft)}{where}"


def _guess_is_known(inquiry: Inquiry) -> bool:
    """Whether who is named besides ("er det fortsatt X?") is a party at all."""
    guess = inquiry.reading.slots.get("guess")
    return guess is None or len(inquiry.party(guess)) == 1
