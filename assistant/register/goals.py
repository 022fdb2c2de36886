"""Goals of a plan by level, and what supports a goal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.register.draft import Draft, Reply, shortened, shown
from assistant.register.inquiry import Inquiry
from assistant.register.measure_lists import add_unsure, of_documents
from assistant.register.naming import mentions
from assistant.register.telling import as_of_text, source, title, told, values
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DocumentType
from plansvar.register.facts import Entry, Fact
from plansvar.register.kinds import FactKind
from plansvar.register.names import alike, stems

# Goals of which everybody means those of the plan, when no plan is named.
_PLANS = frozenset({DocumentType.PLAN, DocumentType.ACTION_PROGRAMME})
_NOT_A_GOAL = frozenset({"indicator", "strategy", "focus_area"})


def goals(inquiry: Inquiry) -> Reply | None:
    """The goals of a level, plan by plan."""
    level = inquiry.reading.fixed.get("level")
    facts = [fact for fact in inquiry.known(FactKind.GOAL) if _of_level(fact, level)]
    facts = [fact for fact in facts if inquiry.standing(fact)]
    documents: list[DocumentInfo] = []
    if asked := inquiry.plan_asked:
        documents = [one for one in inquiry.plans(asked) if of_documents(facts, [one])]
        if len({one.work or one.id for one in documents}) > 1:
            draft = inquiry.draft()
            return inquiry.ask_which([source(one, draft) for one in documents])
        facts = of_documents(facts, documents)
    else:
        facts = _of_plans(facts)
    if not facts:
        return None
    draft = inquiry.draft()
    by_plan = _by_plan(facts)
    _add_first(facts, by_plan, level, inquiry, draft)
    for plan, own in by_plan.items():
        if len(by_plan) > 1 and plan is not None:
            draft.frame(draft.words("goals.from", source=source(plan, draft)))
        if len(facts) > 1:
            for fact in own:
                _add_goal(fact, draft)
    unsure = [
        fact
        for fact in inquiry.unsure(FactKind.GOAL)
        if _of_level(fact, level) and (not asked or of_documents([fact], documents))
    ]
    add_unsure(len(unsure), draft)
    return draft.reply(
        None if len(facts) == 1 else str(len(facts)), _table(facts, draft), inquiry.as_of
    )


def supports(inquiry: Inquiry) -> Reply | None:
    """The measures that serve a goal, and the goals below it."""
    asked = inquiry.slot("goal", "goal")
    if not asked:
        return None
    known = [fact for fact in inquiry.known(FactKind.GOAL) if inquiry.standing(fact)]
    found = [fact for fact, _ in inquiry.find(asked, known)]
    found = found or _of_number(asked, known)
    found = found or [fact for fact in known if mentions(asked, (fact.name,))]
    of_plans = _of_plans(found)
    found = found if len(of_plans) == len(found) else of_plans
    if len(found) != 1:
        return inquiry.ask_which([title(shortened(fact.name), inquiry.draft()) for fact in found])
    goal = found[0]
    serving = [
        fact
        for fact in inquiry.known(FactKind.MEASURE)
        if inquiry.standing(fact) and _points_to(fact, "goal", goal)
    ]
    below = [
        fact
        for fact in inquiry.known(FactKind.GOAL)
        if inquiry.standing(fact) and _points_to(fact, "parent", goal)
    ]
    draft = inquiry.draft()
    name = title(shortened(shown(goal.fields["text"][0])), draft)
    if not serving:
        draft.state(draft.words("none.supports", name=name), goal.fields["text"])
    else:
        draft.state(draft.words("supports", name=name), goal.fields["text"])
    for fact in serving:
        _add_serving(fact, draft)
    if below:
        draft.frame(draft.words("below"))
    for fact in below:
        _add_goal(fact, draft)
    return draft.reply(str(len(serving)), None, inquiry.as_of)


def _of_number(asked: str, facts: Sequence[Fact]) -> list[Fact]:
    """Goals by a plain number, which only a goal has: "delmål 2"."""
    return [fact for fact in facts if asked.isdigit() and fact.text("number") == asked]


def _of_level(fact: Fact, level: str | None) -> bool:
    own = fact.normal("level") or fact.text("level") or ""
    return own == level if level else own not in _NOT_A_GOAL


def _of_plans(facts: Sequence[Fact]) -> list[Fact]:
    """Of goals of plans and of applications the plans', adopted ones before drafts."""
    of_plans = [fact for fact in facts if fact.plan is not None and fact.plan.type in _PLANS]
    adopted = [
        fact
        for fact in of_plans
        if fact.plan is not None and fact.plan.authority is Authority.ADOPTED
    ]
    return adopted or of_plans or list(facts)


def _by_plan(facts: Sequence[Fact]) -> dict[DocumentInfo | None, list[Fact]]:
    grouped: dict[DocumentInfo | None, list[Fact]] = {}
    for fact in facts:
        grouped.setdefault(fact.plan, []).append(fact)
    return grouped


def _add_first(
    facts: Sequence[Fact],
    by_plan: dict[DocumentInfo | None, list[Fact]],
    level: str | None,
    inquiry: Inquiry,
    draft: Draft,
) -> None:
    plan = next(iter(by_plan))
    where = draft.words("in_plan", plan=source(plan, draft)) if plan and len(by_plan) == 1 else ""
    kind = level or "goal"
    if len(facts) == 1:
        text = shown(facts[0].fields["text"][0])
        told_text = draft.words(f"goals.one.{kind}", where=where, text=text)
        draft.state(as_of_text(told_text, inquiry.as_of, draft), _entries(facts[0]))
        return
    text = draft.words(f"goals.many.{kind}", count=len(facts), where=where)
    draft.frame(as_of_text(text, inquiry.as_of, draft))


def _add_goal(fact: Fact, draft: Draft) -> None:
    text = shown(fact.fields["text"][0])
    pieces = [text]
    for field in ("target", "deadline"):
        entries = fact.fields.get(field, ())
        # What the text itself says isn't told twice.
        new = [value for value in told(entries) if value not in text]
        if new and new[0] not in " ".join(pieces):
            pieces.append(draft.words(f"piece.{field}", value=values(entries, draft)))
    number = fact.text("number")
    label = f"{number} " if number else ""
    draft.state(label + "; ".join(pieces), _entries(fact), bullet=True)


def _entries(fact: Fact) -> list[Entry]:
    return [
        entry
        for field in ("text", "number", "target", "deadline")
        for entry in fact.fields.get(field, ())
    ]


def _add_serving(fact: Fact, draft: Draft) -> None:
    used = [*fact.fields["title"], *fact.fields.get("leads", ()), *fact.fields.get("goal", ())]
    text = title(shortened(shown(fact.fields["title"][0])), draft)
    if leads := fact.fields.get("leads", ()):
        text += "; " + draft.words("led_by", names=values(leads, draft))
    draft.state(text, used, bullet=True)


def _points_to(fact: Fact, field: str, goal: Fact) -> bool:
    number = goal.text("number")
    for text in fact.texts(field):
        if number and text.strip() == number:
            return fact.plan is not None and fact.plan in goal.documents
        if alike(stems(text), stems(goal.name)) > 0:
            return True
    return False


def _table(facts: Sequence[Fact], draft: Draft) -> list[list[str]] | None:
    if len(facts) < 2:
        return None
    rows = [
        [draft.words(f"column.{column}") for column in ("goal", "target", "deadline", "source")]
    ]
    for fact in facts:
        rows.append(
            [
                shown(fact.fields["text"][0]),
                values(fact.fields.get("target", ()), draft),
                values(fact.fields.get("deadline", ()), draft),
                source(fact.plan, draft) if fact.plan else "",
            ]
        )
    return rows
