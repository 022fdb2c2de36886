"""What is open, which deadlines were moved, and what changed between editions of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.register.checking import stands_in
from assistant.register.decisions import add_decision
from assistant.register.draft import Draft, Reply, shortened, shown
from assistant.register.inquiry import Inquiry
from assistant.register.lexicon import lexicon
from assistant.register.measure_lists import add_unsure, of_documents
from assistant.register.telling import add_history, grounds, source, title, values
from assistant.register.words import words
from plansvar.documents.stored import DocumentInfo, copies_among
from plansvar.documents.types import Authority, DocumentType
from plansvar.language.dates import find_dates
from plansvar.register.facts import Entry, Fact
from plansvar.register.kinds import FIELDS, FactKind, key_field
from plansvar.register.names import plain
from plansvar.register.queries import Flag, has_flag
from plansvar.register.timespan import newer

_YEAR = re.compile(r"(?:19|20)\d{2}")
_PLANS = frozenset({DocumentType.PLAN, DocumentType.ACTION_PROGRAMME})
_COMPARED = (FactKind.MEASURE, FactKind.GOAL)
_NOT_COMPARED = frozenset({"description", "status", "number", "parent", "goal", "level"})
# Of goals those that a plan is measured by: strategies are worded anew each time.
_GOALS_COMPARED = frozenset({"vision", "main_goal", "sub_goal"})


def open_questions(inquiry: Inquiry) -> Reply | None:
    """Questions and clarifications that nobody has answered, as the documents raise them."""
    facts = [
        fact
        for fact in inquiry.known(FactKind.OPEN_QUESTION)
        if has_flag(fact, Flag.OPEN, inquiry.day) and inquiry.standing(fact) and inquiry.ours(fact)
    ]
    unsure = inquiry.unsure(FactKind.OPEN_QUESTION)
    if asked := inquiry.plan_asked:
        documents = [one for one in inquiry.plans(asked) if of_documents(facts, [one])]
        if len({one.work or one.id for one in documents}) > 1:
            return inquiry.ask_which([source(one, inquiry.draft()) for one in documents])
        facts, unsure = of_documents(facts, documents), of_documents(unsure, documents)
    if not facts:
        return None
    draft = inquiry.draft()
    key = "questions.one" if len(facts) == 1 else "questions.many"
    draft.frame(draft.words(key, count=len(facts)))
    plan: DocumentInfo | None = None
    for fact in sorted(facts, key=lambda one: one.plan.path if one.plan else ""):
        if fact.plan is not None and fact.plan != plan:
            plan = fact.plan
            draft.frame(draft.words("goals.from", source=source(plan, draft)))
        draft.state(shown(fact.fields["text"][0]), fact.fields["text"], bullet=True)
    add_unsure(len(unsure), draft)
    return draft.reply(str(len(facts)), None, inquiry.as_of)


def deadline_changes(inquiry: Inquiry) -> Reply | None:
    """Deadlines that were moved: of measures, and by decisions on other deadlines."""
    measures = [
        fact
        for fact in inquiry.known(FactKind.MEASURE)
        if _was_moved(fact) and inquiry.standing(fact)
    ]
    # The decision that moved a measure's deadline is told with the measure.
    told = {
        entry.normal
        for fact in measures
        for entry in _all_entries(fact, "deadline")
        if entry.normal
    }
    decisions = [
        fact
        for fact in inquiry.known(FactKind.DECISION)
        if _moves_deadline(fact)
        and not told & {date.value for date in find_dates(" ".join(fact.texts("what")))}
    ]
    if not measures and not decisions:
        return None
    draft = inquiry.draft()
    count = len(measures) + len(decisions)
    draft.frame(draft.words("deadlines.one" if count == 1 else "deadlines.many", count=count))
    for fact in measures:
        entries = [*fact.fields["title"], *fact.fields["deadline"]]
        draft.state(
            draft.words(
                "deadlines.item",
                name=title(shortened(shown(fact.fields["title"][0])), draft),
                value=values(fact.fields["deadline"], draft),
                grounds=grounds(fact.fields["deadline"], draft),
            ),
            entries,
            bullet=True,
        )
        add_history(fact, "deadline", draft, bullet=False)
    for fact in decisions:
        add_decision(fact, draft)
    return draft.reply(str(count))


def changes(inquiry: Inquiry) -> Reply | None:
    """What is new, gone and changed from one edition of a plan to the next."""
    of_draft = "from" in inquiry.reading.fixed
    editions = _with_draft(inquiry) if of_draft else _editions(inquiry)
    if editions is None:
        return None if of_draft else _only_one(inquiry)
    old, new = editions
    facts = [
        fact
        for fact in inquiry.known(*_COMPARED)
        if {old.id, new.id} & _ids(fact)
        and (fact.kind is FactKind.MEASURE or fact.normal("level") in _GOALS_COMPARED)
    ]
    if not any(old.id in _ids(fact) for fact in facts):
        return None
    added = [fact for fact in facts if old.id not in _ids(fact) and not _stands(fact, old, inquiry)]
    gone = [fact for fact in facts if new.id not in _ids(fact) and not _stands(fact, new, inquiry)]
    changed = [
        (fact, field, before, after)
        for fact in facts
        if {old.id, new.id} <= _ids(fact)
        for field, before, after in _differences(fact, old, new)
    ]
    if not (added or gone or changed):
        return None
    draft = inquiry.draft()
    draft.frame(
        draft.words(
            "changes.first",
            old=source(old, draft),
            new=source(new, draft),
            added=len(added),
            gone=len(gone),
            changed=len(changed),
        )
    )
    for key, group in (("changes.added", added), ("changes.gone", gone)):
        if group:
            draft.frame(draft.words(key))
        for fact in group:
            _add_named(fact, draft)
    if changed:
        draft.frame(draft.words("changes.changed"))
    for fact, field, before, after in changed:
        draft.state(
            draft.words(
                "changes.item",
                name=title(shortened(shown(_name(fact)[0])), draft),
                field=draft.words(f"field.{field}"),
                before=values(before, draft),
                after=values(after, draft),
            ),
            [*before, *after, *_name(fact)],
            bullet=True,
        )
    return draft.reply()


def _only_one(inquiry: Inquiry) -> Reply | None:
    """That a plan has one adopted edition only, so that there is nothing to compare.

    What tells itself what is new in it, as calls do each year, answers that in its own words.
    """
    plans = inquiry.plans(inquiry.reading.slots["plan"])
    works = {one.work or one.id for one in plans}
    if len(works) != 1 or plans[0].authority is not Authority.ADOPTED:
        return None
    told = inquiry.text_of(plans[0].version_id) or ""
    if plans[0].type is DocumentType.CALL or lexicon().tells_changes.search(told):
        return None
    if plans[0].work is not None and len(_of_work(plans[0].work, inquiry)) != 1:
        return None
    draft = inquiry.draft()
    documents = len(inquiry.documents)
    draft.frame(draft.words("none.changes", plan=source(plans[0], draft), documents=documents))
    return draft.reply()


def _editions(inquiry: Inquiry) -> tuple[DocumentInfo, DocumentInfo] | None:
    """The older and the newer of two editions of one plan: those named, or the two newest."""
    plan, old = inquiry.reading.slots["plan"], inquiry.reading.slots.get("old")
    if old is not None:
        return _by_years(plan, old, inquiry)
    # "Næringsplanen" may be several plans: only one that has two editions can have changed.
    works = {one.work for one in inquiry.plans(plan) if one.work is not None}
    several = [found for work in works if len(found := _of_work(work, inquiry)) > 1]
    return (several[0][-2], several[0][-1]) if len(several) == 1 else None


def _with_draft(inquiry: Inquiry) -> tuple[DocumentInfo, DocumentInfo] | None:
    """The draft of a plan and the plan as it was adopted, where there is one such pair.

    They are one work, or the draft bears the plan's title.
    """
    asked = inquiry.plan_asked
    named = {one.id for one in inquiry.plans(asked)} if asked else set()
    plans = [one for one in inquiry.documents if one.type in _PLANS]
    pairs = [
        (draft, adopted)
        for draft in plans
        for adopted in plans
        if draft.authority is Authority.DRAFT
        and adopted.authority is Authority.ADOPTED
        and (draft.work == adopted.work is not None or stands_in(adopted.title, draft.title))
        and not newer(draft.since, adopted.since)
    ]
    fitting = [pair for pair in pairs if pair[1].id in named] if asked else pairs
    return fitting[0] if len(fitting) == 1 else None


def _by_years(plan: str, old: str, inquiry: Inquiry) -> tuple[DocumentInfo, DocumentInfo] | None:
    """Two editions of one plan by their years; the one that is named later may be without."""
    before, after = _YEAR.findall(old), _YEAR.findall(plan)
    if not before:
        return None
    # "the 2023 and the 2025 plan": what is left without years may name no plan.
    left = (_YEAR.sub(" ", words().joining.sub(" ", text)) for text in (old, plan))
    names = [" ".join(text.split()) for text in left]
    named = [name for name in names if name and not words().any_edition.fullmatch(name)]
    wanted = {one.work for name in named for one in inquiry.plans(name)}
    found = []
    for work in {one.work for one in inquiry.documents if one.work is not None}:
        distinct = _of_work(work, inquiry)
        older = [one for one in distinct if before[0] in _years(one)]
        later = [one for one in distinct if after[0] in _years(one)] if after else distinct[-1:]
        if (named and work not in wanted) or len(older) != 1 or len(later) != 1:
            continue
        if older[0] != later[0]:
            found.append((older[0], later[0]))
    if len(found) != 1:
        return None
    first, second = sorted(found[0], key=lambda one: one.since or "")
    return first, second


def _of_work(work: str | None, inquiry: Inquiry) -> list[DocumentInfo]:
    """The adopted editions of a plan, each once, the oldest first."""
    adopted = [
        one
        for one in inquiry.documents
        if one.work == work and one.authority is Authority.ADOPTED and one.since
    ]
    distinct: list[DocumentInfo] = []
    for one in sorted(adopted, key=lambda one: (one.since or "", one.path)):
        if not copies_among(one, distinct):
            distinct.append(one)
    return distinct


def _years(document: DocumentInfo) -> set[str]:
    """The years by which people call an edition: its own, from when it applies, in its title."""
    valid = document.about.valid
    starts = {(document.since or "")[:4], (valid.start or "")[:4] if valid else ""}
    return {year for year in (*starts, *_YEAR.findall(document.title)[:1]) if year}


def _differences(
    fact: Fact, old: DocumentInfo, new: DocumentInfo
) -> list[tuple[str, list[Entry], list[Entry]]]:
    """Fields of which the two documents say different things."""
    found = []
    for field in FIELDS[fact.kind]:
        if field.name in _NOT_COMPARED or field.name == key_field(fact.kind):
            continue
        entries = _all_entries(fact, field.name)
        before = [entry for entry in entries if _says(entry, old)]
        after = [entry for entry in entries if _says(entry, new)]
        same = {_comparable(entry) for entry in before} == {_comparable(entry) for entry in after}
        if before and after and not same:
            found.append((field.name, before, after))
    return found


def _all_entries(fact: Fact, field: str) -> list[Entry]:
    """What holds, what held, and what others say, each once."""
    entries = [*fact.fields.get(field, ()), *fact.history.get(field, ())]
    for conflict in fact.conflicts:
        if conflict.field == field:
            entries += conflict.entries
    return list({_comparable(entry): entry for entry in entries}.values())


def _comparable(entry: Entry) -> str:
    return entry.normal or plain(entry.text)


def _says(entry: Entry, document: DocumentInfo) -> bool:
    return any(piece.document.id == document.id for piece in entry.evidence)


def _add_named(fact: Fact, draft: Draft) -> None:
    name = shown(_name(fact)[0])
    text = title(shortened(name), draft)
    used = list(_name(fact))
    if leads := fact.fields.get("leads", ()):
        used += leads
        text += "; " + draft.words("led_by", names=values(leads, draft))
    draft.state(text, used, bullet=True)


def _stands(fact: Fact, document: DocumentInfo, inquiry: Inquiry) -> bool:
    """Whether a document has the name word for word, though it was not read as this fact."""
    text = inquiry.text_of(document.version_id) or ""
    return stands_in(fact.name, text)


def _was_moved(fact: Fact) -> bool:
    """Whether another date held before, and not in a draft only."""
    now = fact.normal("deadline")
    return now is not None and any(
        entry.until is not None
        and entry.normal not in {None, now}
        and any(
            ground.document is None or ground.document.authority is not Authority.DRAFT
            for ground in entry.grounds
        )
        for entry in fact.history.get("deadline", ())
    )


def _moves_deadline(fact: Fact) -> bool:
    return any(
        words().deadline_moved.search(text)
        for text in (*fact.texts("what"), *fact.texts("changes"))
    )


def _name(fact: Fact) -> Sequence[Entry]:
    return fact.fields[key_field(fact.kind)]


def _ids(fact: Fact) -> set[str]:
    return {one.id for one in fact.documents}
