"""Lists of measures: of a party, of a plan, without owner, overdue, never followed up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.register.draft import Draft, Reply, shortened, shown
from assistant.register.inquiry import Inquiry
from assistant.register.lexicon import Intent
from assistant.register.telling import as_of_text, listed, short_source, source, title, values
from plansvar.documents.stored import DocumentInfo
from plansvar.register.facts import Entry, Fact
from plansvar.register.kinds import FactKind, key_field
from plansvar.register.names import plain
from plansvar.register.queries import Flag, has_flag

_COLUMNS = ("title", "leads", "deadline", "status", "source")


def portfolio(inquiry: Inquiry) -> Reply | None:
    """All that a party leads or answers for, or is a partner in: measures first, then areas."""
    asked = inquiry.reading.slots["party"]
    parties = inquiry.party(asked)
    if len(parties) != 1:
        return inquiry.ask_which([group[0] for group in parties])
    own = frozenset(map(plain, parties[0]))
    partner = inquiry.reading.intent is Intent.PARTNER_PORTFOLIO
    roles = ("partners",) if partner else ("leads", "party", "administrators")
    kinds = [FactKind.MEASURE]
    if not partner:
        kinds += [FactKind.RESPONSIBILITY, FactKind.SCHEME]
    having = [fact for fact in inquiry.known(*kinds) if _has(fact, roles, own)]
    facts = [fact for fact in having if inquiry.standing(fact)]
    if not facts:
        return None
    draft = inquiry.draft()
    name = _as_written(facts, roles, own) or parties[0][0]
    count = _count(facts, draft)
    key = "partner_portfolio" if partner else "portfolio"
    draft.frame(as_of_text(draft.words(key, party=name, count=count), inquiry.as_of, draft))
    _add_items(facts, roles, own, draft)
    _add_left_out(len(having) - len(facts), draft)
    unsure = [fact for fact in inquiry.unsure(*kinds) if _has(fact, roles, own)]
    add_unsure(len(unsure), draft)
    return draft.reply(str(len(facts)), _table(facts, draft), inquiry.as_of)


def measures(inquiry: Inquiry) -> Reply | None:
    """All measures, or those of which something is true; of a plan or a party where it is named."""
    flag = inquiry.reading.fixed.get("flag")
    everything = inquiry.known(FactKind.MEASURE)
    limited = _limit(inquiry, everything)
    if not isinstance(limited, tuple):
        return limited
    where, having = limited
    facts = [fact for fact in having if inquiry.standing(fact) and (where or inquiry.ours(fact))]
    if not facts:
        return None
    total = len(facts)
    draft = inquiry.draft()
    if flag is not None:
        facts = [fact for fact in facts if has_flag(fact, Flag(flag), inquiry.day)]
    key = f"measures.{flag or 'all'}" if facts else f"measures.no_{flag}"
    text = draft.words(key, count=_measures(len(facts), draft), total=total, where=where)
    draft.frame(as_of_text(text, inquiry.as_of, draft))
    if inquiry.plan_asked:
        for fact in facts:
            _add_item(fact, (), frozenset(), draft, with_source=False)
    else:
        _add_items(facts, (), frozenset(), draft)
    _add_left_out(len(having) - total, draft)
    unsure = [
        fact
        for fact in inquiry.unsure(FactKind.MEASURE)
        if fact.name and (flag is None or has_flag(fact, Flag(flag), inquiry.day))
    ]
    if where == "":
        add_unsure(len(unsure), draft)
    return draft.reply(str(len(facts)) if facts else None, _table(facts, draft), inquiry.as_of)


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
        return draft.words("of_party", party=parties[0][0]), _led(facts, own)
    return "", facts


def _led(facts: Iterable[Fact], own: frozenset[str]) -> list[Fact]:
    return [fact for fact in facts if _has(fact, ("leads",), own)]


def _has(fact: Fact, roles: Sequence[str], own: frozenset[str]) -> bool:
    return any(plain(text) in own for role in roles for text in fact.texts(role))


def _as_written(facts: Sequence[Fact], roles: Sequence[str], own: frozenset[str]) -> str | None:
    """The name as most facts write it."""
    written = [
        text for fact in facts for role in roles for text in fact.texts(role) if plain(text) in own
    ]
    return max(dict.fromkeys(written), key=written.count) if written else None


def _count(facts: Sequence[Fact], draft: Draft) -> str:
    """How many of each kind: "5 tiltak og 2 ansvarsområder"."""
    kinds = {
        kind: sum(fact.kind is kind for fact in facts)
        for kind in (FactKind.MEASURE, FactKind.RESPONSIBILITY, FactKind.SCHEME)
    }
    return listed(
        [
            draft.words(f"{kind.value}_{'one' if count == 1 else 'many'}", count=count)
            for kind, count in kinds.items()
            if count
        ],
        draft,
    )


def _measures(count: int, draft: Draft) -> str:
    return draft.words("measure_one" if count == 1 else "measure_many", count=count)


def _add_items(
    facts: Sequence[Fact], roles: Sequence[str], own: frozenset[str], draft: Draft
) -> None:
    """Each fact as an item; the document is named once, where it is one."""
    plans = {fact.plan for fact in facts}
    plan = plans.pop() if len(plans) == 1 and len(facts) > 1 else None
    if plan is not None:
        draft.frame(draft.words("goals.from", source=source(plan, draft)))
    for fact in facts:
        _add_item(fact, roles, own, draft, with_source=plan is None)


def _add_item(
    fact: Fact, roles: Sequence[str], own: frozenset[str], draft: Draft, *, with_source: bool
) -> None:
    """One fact as an item: its name, what it is, who else, until when, where it stands."""
    name = list(fact.fields[key_field(fact.kind)])
    used: list[Entry] = [*name, *_mine(fact, roles, own)]
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
    for field in ("role", "deadline", "status"):
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


def _add_left_out(count: int, draft: Draft) -> None:
    if count:
        draft.notices.append(
            draft.words("superseded_one" if count == 1 else "superseded", count=count)
        )


def _table(facts: Sequence[Fact], draft: Draft) -> list[list[str]] | None:
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
