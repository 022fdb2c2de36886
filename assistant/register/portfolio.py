"""All that a party answers for or takes part in, and that it has nothing, where it hasn't."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.register.draft import Draft, Reply, shortened, shown
from assistant.register.inquiry import Inquiry
from assistant.register.lexicon import Intent
from assistant.register.measure_lists import add_items, add_left_out, add_unsure, has, table
from assistant.register.telling import as_of_text, listed, short_source, title, told, values
from assistant.register.words import words
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind
from plansvar.register.names import plain

_LEADING = ("leads", "party", "administrators")
_LED = (FactKind.MEASURE, FactKind.RESPONSIBILITY, FactKind.SCHEME)


def portfolio(inquiry: Inquiry) -> Reply | None:
    """What a party leads or answers for, or is a partner in: measures first, then areas and roles.

    Of a party that the register knows it is told, too, that it has nothing.
    """
    asked = inquiry.reading.slots["party"]
    parties = inquiry.party(asked)
    if len(parties) != 1:
        return inquiry.ask_which([group[0] for group in parties])
    if inquiry.reading.fixed.get("in_full") and not inquiry.surely(asked, parties[0]):
        return None
    own = frozenset(map(plain, parties[0]))
    draft = inquiry.draft()
    inquiry.tell_reading(asked, parties[0], draft)
    if inquiry.reading.intent is Intent.PARTNER_PORTFOLIO:
        facts = _partner_in(inquiry, own)
        if not facts and not inquiry.surely(asked, parties[0]):
            return None
        _add_partner_in(facts, own, parties[0][0], inquiry, draft)
        return draft.reply(str(len(facts)), table(facts, draft), inquiry.as_of)
    having = [fact for fact in inquiry.known(*_LED) if has(fact, _LEADING, own)]
    standing = [fact for fact in having if inquiry.standing(fact)]
    facts = [fact for fact in standing if not is_role(fact)]
    if not facts and not inquiry.surely(asked, parties[0]):
        return None
    name = _as_written(facts, own) or parties[0][0]
    _add_led(facts, own, name, inquiry, draft)
    _add_roles([fact for fact in standing if is_role(fact)], draft)
    partner_in = _partner_in(inquiry, own)
    if partner_in and (not facts or inquiry.reading.fixed.get("everything")):
        _add_partner_in(partner_in, own, name, inquiry, draft)
    elif partner_in:
        draft.notices.append(draft.words("partner_too", count=_measures(len(partner_in), draft)))
    add_left_out(len(having) - len(standing), draft)
    add_unsure(sum(has(fact, _LEADING, own) for fact in inquiry.unsure(*_LED)), draft)
    return draft.reply(str(len(facts)), table(facts or partner_in, draft), inquiry.as_of)


def is_role(fact: Fact) -> bool:
    """Whether it says what somebody is, and not what he answers for."""
    roles = fact.texts("role")
    return fact.kind is FactKind.RESPONSIBILITY and any(
        not words().answers.search(role) for role in roles
    )


def _add_led(
    facts: Sequence[Fact], own: frozenset[str], name: str, inquiry: Inquiry, draft: Draft
) -> None:
    if not facts:
        text = draft.words("none.portfolio", party=name, documents=len(inquiry.documents))
        draft.frame(as_of_text(text, inquiry.as_of, draft))
        return
    text = draft.words("portfolio", party=name, count=_count(facts, draft))
    draft.frame(as_of_text(text, inquiry.as_of, draft))
    add_items(facts, _LEADING, own, draft)


def _add_roles(facts: Sequence[Fact], draft: Draft) -> None:
    """What somebody is, and where: "nestleder, «Brimfjord næringsråd»"."""
    told_roles = [one for one in facts if told(one.fields["role"])]
    if told_roles:
        draft.frame(draft.words("roles"))
    for fact in told_roles:
        used = [*fact.fields["area"], *fact.fields["role"], *fact.fields.get("party", ())]
        area = title(shortened(shown(fact.fields["area"][0])), draft)
        text = f"{values(fact.fields['role'], draft)}, {area}"
        if fact.plan is not None:
            text = draft.words("item", text=text, source=short_source(fact, draft))
        draft.state(text, used, bullet=True)


def _partner_in(inquiry: Inquiry, own: frozenset[str]) -> list[Fact]:
    return [
        fact
        for fact in inquiry.known(FactKind.MEASURE)
        if has(fact, ("partners",), own) and inquiry.standing(fact)
    ]


def _add_partner_in(
    facts: Sequence[Fact], own: frozenset[str], name: str, inquiry: Inquiry, draft: Draft
) -> None:
    if facts:
        text = draft.words("partner_portfolio", party=name, count=_measures(len(facts), draft))
    else:
        text = draft.words("none.partner_portfolio", party=name, documents=len(inquiry.documents))
    draft.frame(as_of_text(text, inquiry.as_of, draft))
    add_items(facts, ("partners",), own, draft)


def _as_written(facts: Sequence[Fact], own: frozenset[str]) -> str | None:
    """The name as most facts write it."""
    written = [
        text
        for fact in facts
        for role in _LEADING
        for text in fact.texts(role)
        if plain(text) in own
    ]
    return max(dict.fromkeys(written), key=written.count) if written else None


def _count(facts: Sequence[Fact], draft: Draft) -> str:
    """How many of each kind: "5 tiltak og 2 ansvarsområder"."""
    kinds = {kind: sum(fact.kind is kind for fact in facts) for kind in _LED}
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
