"""The funding schemes that a draft names, with the terms that the register has of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.cited_facts import told_in
from assistant.drafting.notebook import Notebook
from assistant.register.checking import stands_in
from assistant.register.draft import Draft, by_hand, shown
from assistant.register.telling import told, values
from plansvar.answers import Citation
from plansvar.drafts.types import Scheme, Term
from plansvar.language.detect import Language
from plansvar.language.normalise import squeeze
from plansvar.messages.catalogue import message
from plansvar.register.facts import Fact, Register
from plansvar.register.kinds import FactKind
from plansvar.register.names import stems

_TERMS = ("levels", "administrators", "financiers", "eligible", "rate", "ceiling", "window")
_MOST = 30
_FUNDING = re.compile(
    r"støtt\w*|tilskudd\w*|tilskot\w*|\w*ordning\w*|søk\w*|midl\w+|finansier\w*|utlys\w*"
    r"|fund\w*|grants?\b|scheme\w*|apply\w*|support\w*",
    re.IGNORECASE,
)


def is_about_funding(questions: Sequence[str]) -> bool:
    """Whether somebody asks for money, or for what he can apply for."""
    return any(_FUNDING.search(one) for one in questions)


def cited_schemes(citations: Sequence[Citation], register: Register) -> list[Fact]:
    """The schemes that some quotes tell of, each year's terms apart, the newest first."""
    found = {
        one.fact.id: one.fact
        for one in told_in(citations, register)
        if one.fact.kind is FactKind.SCHEME and one.fact.known and one.fact.name.strip()
    }
    newest = sorted(found.values(), key=_year)
    order = {fact: place for place, fact in enumerate(found)}
    by_name: dict[tuple[str, ...], list[Fact]] = {}
    for fact in reversed(newest):
        by_name.setdefault(tuple(stems(fact.name)), []).append(fact)
    groups = sorted(by_name.values(), key=lambda group: min(order[one.id] for one in group))
    return [fact for group in groups for fact in group][:_MOST]


def _year(fact: Fact) -> str:
    """The year of the terms, else that of the document that has them."""
    since = fact.plan.since if fact.plan else None
    return fact.text("year") or since or ""


def scheme(
    fact: Fact, notebook: Notebook, text_of: Callable[[str], str | None], language: Language
) -> Scheme:
    """A scheme with its terms; each value stands in the quotes of its notes."""
    draft = Draft(language, text_of)
    named = _notes(draft, fact, "name", notebook)
    terms = []
    for field in _TERMS:
        entries = [one for one in fact.fields.get(field, ()) if told([one])]
        if not entries:
            continue
        value = squeeze(values(entries, draft))
        label = message(f"register.field.{field}", language)
        terms.append(Term(label, value, _notes(draft, fact, field, notebook)))
    name = squeeze(shown(fact.fields["name"][0]))
    if (year := " ".join(told(fact.fields.get("year", ())))) and year not in name:
        name = f"{name} ({squeeze(year)})"
        named = tuple(sorted({*named, *_notes(draft, fact, "year", notebook)}))
    return Scheme(name, named, tuple(terms))


def _notes(draft: Draft, fact: Fact, field: str, notebook: Notebook) -> tuple[int, ...]:
    """The notes for a field: of each value a place that has it as it is told."""
    evidence = []
    for entry in fact.fields.get(field, ()):
        if not by_hand(entry):
            having = [one for one in entry.evidence if stands_in(entry.text, one.quote)]
            evidence += (having or list(entry.evidence))[:1]
    numbers = set(draft.cite(evidence))
    return notebook.numbers(one for one in draft.citations if one.number in numbers)
