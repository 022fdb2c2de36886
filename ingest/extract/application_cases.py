"""Applications that are cases of a meeting, "Søknad om tilskudd – Dal kystlag", and what became."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.amounts import amounts_in
from ingest.extract.decision_words import any_word
from ingest.extract.meetings import Case, cases, is_minutes
from ingest.extract.minutes_sections import Part, sections
from ingest.extract.names import bodies_in, kind_of, without_lead
from ingest.extract.scheme_draft import read_name, scheme_noun
from ingest.extract.spans import Span
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Document
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind

_SURE = 0.85
_LONGEST_TITLE = 250
_PARTS = re.compile(r"\s[–—-]\s|:\s|,\s")
_FROM = re.compile(r"\b(?:fra|frå|from)\s(?P<who>[A-ZÆØÅ].*)$")
_OF = re.compile(r"\b(?:fra|frå|av|over|from)\s(?P<of>[^,.;:]{3,60})")


def application_cases(document: Document) -> Iterator[Claim]:
    """The applications that a meeting decided on, each in a case of its own."""
    if not is_minutes(document):
        return
    for case in cases(document):
        title = case.title
        if title is None or len(title) > _LONGEST_TITLE or not _about().search(title.text):
            continue
        applicant = _applicant(title)
        if applicant is not None:
            yield _claim(case, title, applicant)


def _claim(case: Case, title: Span, applicant: Span) -> Claim:
    values = [state("applicant", title, applicant.text)]
    decision = _decision(case)
    if scheme := _scheme(title) or (_scheme(decision) if decision else None):
        values.append(state("scheme", scheme, read_name(scheme)[0].text))
    if case.date is not None:
        values.append(case.date)
    if decision is not None:
        values.append(state("outcome", decision))
        if amount := next(iter(amounts_in(decision.text)), None):
            text = decision.text[amount.start : amount.end]
            values.append(state("amount", decision, text, amount.normal))
    return Claim(FactKind.APPLICATION, tuple(values), "application case", _SURE)


def _applicant(title: Span) -> Span | None:
    """Who applies: a part of the title that names a party, or what follows "fra"."""
    for part in title.split(_PARTS):
        match = _FROM.search(part.text)
        named = part.part(*match.span("who")) if match else part
        name = without_lead(named).strip(" .")
        about = _about().search(name.text) is not None
        if not about and kind_of(name.text) not in (None, "person", "body"):
            return next(iter(bodies_in(name)), name)
    return None


def _decision(case: Case) -> Span | None:
    """The first sentence of what was decided that says what became of it."""
    for section in sections(case.pieces):
        if section.part is not Part.DECISION:
            continue
        for piece in section.pieces:
            for sentence in piece.span.sentences():
                if _decided().search(sentence.text):
                    return sentence
    return None


def _scheme(span: Span) -> Span | None:
    for match in _OF.finditer(span.text):
        of = span.part(*match.span("of")).strip()
        if found := scheme_noun().search(of.text):
            return of.part(0, found.end())
    return None


@functools.cache
def _about() -> re.Pattern[str]:
    return re.compile(any_of(lexicon("applications")["words"]["case"]), re.IGNORECASE)


@functools.cache
def _decided() -> re.Pattern[str]:
    return re.compile(any_word(lexicon("applications")["words"]["decided"]), re.IGNORECASE)
