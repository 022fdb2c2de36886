"""How values, their grounds and their sources are worded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.register.checking import stands_in
from assistant.register.draft import Draft, ranked_grounds, shortened, shown
from assistant.register.timing import When
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority
from plansvar.messages.catalogue import date_text
from plansvar.register.facts import Conflict, Entry, Fact, Ground, GroundKind
from plansvar.register.kinds import FactKind

_FIRST_GROUNDS = 2
_MARKS = frozenset('«»“”"')
_QUOTED = re.compile('[«“”"][^«»“”"]*[»“”"]')
# Characters of a value that is a sentence rather than a name.
_LONG = 60


def title(name: str, draft: Draft) -> str:
    """A name in the quotation marks of the language; marks around the whole of it are left out."""
    plain = name
    while len(plain) > 1 and _QUOTED.fullmatch(plain):
        plain = plain[1:-1]
    if not set(plain[1:-1]) & _MARKS:
        plain = plain.strip("".join(_MARKS))
    return f"“{plain}”" if draft.language == "en" else f"«{plain}»"


def listed(names: Sequence[str], draft: Draft) -> str:
    """Several names: "A, B og C"."""
    names = list(dict.fromkeys(names))
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {draft.words('and')} {names[-1]}"


def source(document: DocumentInfo, draft: Draft) -> str:
    """A document with its date, and that it is a draft, where it is one."""
    date = document.date or document.since
    parts = [title(document.title, draft)]
    if document.authority is Authority.DRAFT:
        parts.append(draft.words("draft"))
    if date:
        parts.append(date_text(date, draft.language))
    return draft.ours(", ".join(parts))


def told(entries: Sequence[Entry]) -> list[str]:
    """The values that may be told: those that stand in their evidence, or that a person gave."""
    return [
        entry.text
        for entry in entries
        if not entry.evidence or any(stands_in(entry.text, one.quote) for one in entry.evidence)
    ]


def values(entries: Sequence[Entry], draft: Draft) -> str:
    """The values of a field as one phrase; whole sentences are kept apart by semicolons."""
    texts = [shortened(shown(entry)) for entry in entries]
    if len(texts) > 1 and any(text.endswith(".") or len(text) > _LONG for text in texts):
        return "; ".join(dict.fromkeys(text.rstrip(".") for text in texts))
    return listed(texts, draft)


def role_text(roles: Sequence[Entry], draft: Draft) -> str:
    """Roles inside a sentence: "Styreleder" at the beginning of a line is no name."""
    text = values(roles, draft)
    return text[0].lower() + text[1:] if text[1:2].islower() else text


def grounds(entries: Sequence[Entry], draft: Draft) -> str:
    """What values rest on, strongest first: "endret i «Protokoll …», 16. november 2023"."""
    phrases: dict[str, None] = {}
    for entry in entries:
        people = [one for one in entry.grounds if one.document is None]
        papers = [one for one in ranked_grounds(entry) if one.document is not None]
        for ground in [*people, *papers[:_FIRST_GROUNDS]]:
            phrases[ground_phrase(ground, draft)] = None
        if not entry.grounds:  # what only a change tells of, which replaced it
            for one in entry.evidence[:_FIRST_GROUNDS]:
                stated = draft.words(GroundKind.STATED.value, source=source(one.document, draft))
                phrases[stated] = None
    return "; ".join(phrase for phrase in phrases if phrase)


def ground_phrase(ground: Ground, draft: Draft) -> str:
    """One ground in words."""
    if ground.kind in {GroundKind.CONFIRMED, GroundKind.CORRECTED}:
        date = date_text(ground.date, draft.language) if ground.date else ""
        return draft.ours(draft.words(ground.kind.value, by=ground.by or "", date=date).strip())
    if ground.document is None:
        return ""
    return draft.words(ground.kind.value, source=source(ground.document, draft))


def add_history(fact: Fact, field: str, draft: Draft, *, bullet: bool = True) -> None:
    """What held before, the newest first, each with where it stands."""
    now = {(entry.text, entry.since) for entry in fact.fields.get(field, ())}
    for entry in reversed(fact.history.get(field, ())):
        # What held on the day that is asked about may have ended since.
        if entry.until is None or (entry.text, entry.since) in now:
            continue
        draft.state(
            draft.words(
                "before",
                value=shortened(shown(entry)),
                grounds=grounds((entry,), draft),
            ),
            [entry],
            bullet=bullet,
        )


def add_conflicts(fact: Fact, fields: Sequence[str], draft: Draft) -> None:
    """Values that don't agree: the one that the register goes by first, then the others."""
    for conflict in fact.conflicts:
        if conflict.field in fields:
            _add_conflict(fact.kind, conflict, draft)


def _add_conflict(kind: FactKind, conflict: Conflict, draft: Draft) -> None:
    field = draft.words(f"field.{conflict.field}")
    draft.frame(draft.words("conflict", field=field))
    for entry in conflict.entries:
        draft.state(
            draft.words(
                "conflict_entry", value=shortened(shown(entry)), grounds=grounds((entry,), draft)
            ),
            [entry],
            bullet=True,
        )


def time_phrase(when: When, draft: Draft) -> str:
    """The time that was asked about: "i 2024", "siden mars 2024", "12. desember 2024"."""
    date = when.date or ""
    way = "on" if when.way == "at" and len(date) == len("2024-05-01") else when.way
    return draft.ours(draft.words(f"about.{way}", date=date_text(date, draft.language)))


def as_of_text(text: str, as_of: str | None, draft: Draft) -> str:
    """A sentence with the day that it is about, where one was asked for."""
    if as_of is None:
        return text
    key = "at" if len(as_of) == len("2024-05-01") else "at_end"
    day = draft.words(key, date=date_text(as_of, draft.language), text="")
    return f"{draft.ours(day.strip())} {text}"


def short_source(fact: Fact, draft: Draft) -> str:
    """The document that a fact belongs to, for a table."""
    return source(fact.plan, draft) if fact.plan else ""
