"""What somebody must check before a draft is sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.cited_facts import Told
from assistant.drafting.notebook import Notebook
from assistant.register.draft import Draft, shortened, shown
from assistant.register.telling import grounds, title
from plansvar.answers import Citation
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DocumentType
from plansvar.drafts.types import Check, CheckKind
from plansvar.language.dates import FoundDate, find_dates
from plansvar.language.detect import Language
from plansvar.messages.catalogue import catalogue_keys, date_text, message
from plansvar.register.facts import Fact
from plansvar.register.standing import supersedes
from plansvar.register.timespan import newer, passed

_DEADLINE = re.compile(
    r"\b\w*frist\w*|\bsøk(?:e|es|ast|nad\w*)\b|\bsenest\b|\bseinast\b|\bdeadline\b|\bapply\b",
    re.IGNORECASE,
)
# "Inntil 50 prosent" is a ceiling and certain enough; these aren't.
_HEDGED = re.compile(
    r"\b(?:ca|om lag|omtrent|omkring|rundt|cirka|anslag\w*|anslått|foreløpig\w*|førebels\w*"
    r"|tentativ\w*|forventes|forventa|ventelig|ventast|planlegges|planlagt|planlagd"
    r"|tas sikte på|tar sikte på|tek sikte på|trolig|truleg|sannsynligvis|kan bli|vurderes"
    r"|vurderast|avklares|avklarast|ikke avklart|ikkje avklart|about|approximately|around"
    r"|provisional\w*|tentative\w*|estimated|expected|probably|likely)\b",
    re.IGNORECASE,
)
_RIGHT_AFTER = re.compile(r"\b(?:\w*frist\w*|deadline)\W+(?:(?:er|is|i|in)\s+)?$", re.IGNORECASE)
_HAS_VALUE = re.compile(r"\d")
_WEAK = frozenset({Authority.DRAFT, Authority.APPLICATION, Authority.NEWS, Authority.OTHER})
# Names that one check lists.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Ground:
    """What checks are made from.

    ``told`` are the facts that the draft's quotes tell, ``related`` the copies and editions of what
    is cited; ``today`` and ``old`` are ISO dates: what is dated before ``old`` is old.
    """

    notebook: Notebook
    told: Sequence[Told]
    related: Sequence[DocumentInfo]
    text_of: Callable[[str], str | None]
    today: str
    old: str
    language: Language

    def words(self, key: str, **params: object) -> str:
        """Words of the list of checks."""
        return message(f"draft.check.{key}", self.language, **params)

    def named(self, document: DocumentInfo) -> str:
        """A document's title in quotation marks."""
        return title(document.title, Draft(self.language, self.text_of))


def checks(ground: Ground) -> list[Check]:
    """What the sources and facts of a draft give reason to check."""
    # Taken before the first check, which may cite more.
    citations = list(ground.notebook.citations)
    found = [*_conflicts(ground), *_of_quotes(citations, ground)]
    documents = {one.document.id: one.document for one in citations}
    for document in documents.values():
        found += _of_document(document, ground)
    found += _unconfirmed(ground)
    order = {kind: place for place, kind in enumerate(CheckKind)}
    return sorted(found, key=lambda one: order[one.kind])


def _conflicts(ground: Ground) -> Iterator[Check]:
    facts = {one.fact.id: one.fact for one in ground.told if one.fact.conflicts}
    fields = {(one.fact.id, one.field) for one in ground.told}
    for fact in facts.values():
        for conflict in fact.conflicts:
            if (fact.id, conflict.field) not in fields:
                continue
            draft = Draft(ground.language, ground.text_of)
            pieces = [
                f"{title(shortened(shown(entry)), draft)} ({grounds((entry,), draft)})"
                for entry in conflict.entries
            ]
            draft.cite([one for entry in conflict.entries for one in entry.evidence[:1]])
            text = ground.words(
                "conflict",
                field=_field(fact, conflict.field, ground.language),
                name=title(shortened(fact.name), draft),
                values="; ".join(pieces),
            )
            yield Check(CheckKind.CONFLICT, text, ground.notebook.numbers(draft.citations))


def _field(fact: Fact, name: str, language: Language) -> str:
    key = f"register.field.{name}"
    if key not in catalogue_keys(language):  # the field that names it
        key = f"register.fact.{fact.kind.value}"
    return message(key, language).lower()


def _of_quotes(citations: Sequence[Citation], ground: Ground) -> Iterator[Check]:
    seen: set[tuple[str, str]] = set()
    for citation in citations:
        notes = ground.notebook.numbers([citation])
        dates = [one for one in find_dates(citation.quote) if _may_be_deadline(one, citation.quote)]
        if dates and _DEADLINE.search(citation.quote):
            latest = max(dates, key=lambda one: one.value).value
            key = (citation.document.id, latest)
            if passed(latest, ground.today) and key not in seen:
                seen.add(key)
                date = date_text(latest, ground.language)
                yield Check(CheckKind.WINDOW, ground.words("window", date=date), notes)
        hedge = _HEDGED.search(citation.quote)
        if hedge and _HAS_VALUE.search(citation.quote):
            word = title(hedge.group(), Draft(ground.language, ground.text_of))
            key = (citation.document.id, citation.quote)
            if key not in seen:
                seen.add(key)
                yield Check(CheckKind.HEDGED, ground.words("hedged", word=word), notes)


def _may_be_deadline(date: FoundDate, quote: str) -> bool:
    """A whole day or month; a year alone only right after the word: "Frist: 2024"."""
    if date.year is None:
        return False
    return len(date.value) > len("2024") or bool(_RIGHT_AFTER.search(quote[: date.start]))


def _of_document(document: DocumentInfo, ground: Ground) -> Iterator[Check]:
    notes = ground.notebook.about(document.id)
    name = ground.named(document)
    newest = [one for one in ground.related if supersedes(one, document)]
    if newest:
        one = max(newest, key=lambda other: (other.since or "", other.path))
        date = date_text(one.since or "", ground.language)
        text = ground.words("replaced", title=name, newer=ground.named(one), date=date)
        yield Check(CheckKind.REPLACED, text, notes)
    end = document.about.valid.end if document.about.valid else None
    if end and passed(end, ground.today):
        text = ground.words("ended", title=name, date=date_text(end, ground.language))
        yield Check(CheckKind.ENDED, text, notes)
    weak = document.authority in _WEAK and document.type is not DocumentType.CALL
    if weak or document.type is DocumentType.CONSULTATION_INPUT:
        kind = message(f"answer.register.type.{document.type.value}", ground.language)
        key = "weak_draft" if document.authority is Authority.DRAFT else "weak"
        yield Check(CheckKind.WEAK, ground.words(key, title=name, kind=kind), notes)
    if document.since is None:
        yield Check(CheckKind.UNDATED, ground.words("undated", title=name), notes)
    elif newer(ground.old, document.since) and not (end and not passed(end, ground.today)):
        date = date_text(document.since, ground.language)
        yield Check(CheckKind.OLD, ground.words("old", title=name, date=date), notes)


def _unconfirmed(ground: Ground) -> Iterator[Check]:
    facts: dict[str, Fact] = {one.fact.id: one.fact for one in ground.told}
    unsure = [one for one in facts.values() if not one.known]
    machine = [one for one in facts.values() if one.known and one.confirmed is None]
    for key, group in (("unsure", unsure), ("unconfirmed", machine)):
        if not group:
            continue
        draft = Draft(ground.language, ground.text_of)
        names = list(dict.fromkeys(title(shortened(one.name), draft) for one in group if one.name))
        shown_names = ", ".join(names[:_NAMED]) + (
            f" (+{len(names) - _NAMED})" if len(names) > _NAMED else ""
        )
        yield Check(CheckKind.UNCONFIRMED, ground.words(key, names=shown_names))
