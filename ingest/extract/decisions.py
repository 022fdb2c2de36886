"""Decisions in minutes: what stands below "Vedtak", and proposals that were voted on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.extract import decision_words as words
from ingest.extract.agreements import agreements
from ingest.extract.case_decisions import Decision, decisions_of, known_measure
from ingest.extract.change_titles import title_of_case
from ingest.extract.changes import Frame, changes_in, changes_said
from ingest.extract.hedges import is_hedged
from ingest.extract.measure_refs import Measure
from ingest.extract.meeting_heads import any_date_in, body_in, is_minutes
from ingest.extract.meetings import Case, cases
from ingest.extract.minutes_sections import Part, items, sections
from ingest.extract.outcomes import TAKES_EFFECT, coded, outcome_of, repealed_case, unanimous_of
from ingest.extract.spans import Span
from plansvar.documents.types import Document
from plansvar.register.claims import SURE, Claim, Value
from plansvar.register.kinds import FactKind

# A decision label in a document that is no minutes, without a case: perhaps a chapter's name.
_UNSURE = SURE - 0.1
_SAYS_LITTLE = re.compile(
    r"\W*(?:sak(?:a|en)?|forslaget|framlegget|innstilling\w*|tilråding\w*|rapporten|tatt|teke|tas"
    r"|enstemmig|samrøystes|vedtatt|vedteke|godkjent|godkjend|til\s(?:vitande|orientering"
    r"|etterretning)|uts[ae]tt|(?:styret|\w+(?:styret|utvalget|utvalet|skapet))\s"
    r"(?:tar|tek|tok)\s\w+\stil)\b",
    re.IGNORECASE,
)
_LONGEST_TITLED = 160
# What only tells what a change is of.
_NAMING = frozenset({"number", "title"})
_LONGEST_SAYING_LITTLE = 400
# Words that may tell what something is about, and as much of them as their forms share.
_WORD = re.compile(r"[^\W\d_]{5,}|\d+\.\d+")
_STEM = 6


def decisions(document: Document) -> Iterator[Claim]:
    """The decisions that the document records."""
    for case in cases(document):
        if case.number is None and not is_minutes(document):
            yield from _unframed(case)
        else:
            found = list(_of_case(case))
            yield from found
            taken = tuple(
                (what.start, what.end) for one in found if (what := one.first("what")) is not None
            )
            for agreed in agreements(case, taken):
                yield from _with_changes(agreed, case)


def _of_case(case: Case) -> Iterator[Claim]:
    for decision in decisions_of(case):
        yield from _with_changes(decision, case)
        yield from _repeals(decision, case)


def _with_changes(decision: Decision, case: Case) -> Iterator[Claim]:
    """A decision, and what it changes where it takes effect."""
    frame = Frame(about=title_of_case(case.title))
    claim = _claim(decision, case)
    outcome = claim.first("outcome")
    found: list[Claim | Value] = []
    if outcome and outcome.normal in TAKES_EFFECT:
        found = list(_changes(decision, known_measure(case), frame))
    values = (one for one in found if isinstance(one, Value))
    yield replace(claim, values=(*claim.values, *values))
    yield from (one for one in found if isinstance(one, Claim))


def _changes(decision: Decision, known: Measure | None, frame: Frame) -> Iterator[Claim | Value]:
    """What a decision changes: the claims, and the sentences that say so."""
    for span in (decision.item.span, *decision.amendments):
        changed = list(changes_in(span, known, frame))
        yield from changed
        for sentence in span.sentences():
            said = any(
                sentence.start <= value.start < sentence.end
                for one in changed
                for value in one.values
                if value.field not in _NAMING
            )
            yield from changes_said(sentence, always=said)


def _unframed(case: Case) -> Iterator[Claim]:
    for part in sections(case.pieces):
        if part.part is Part.DECISION and part.label and words.DECIDED.search(part.label.text):
            for item in items(part):
                yield _claim(Decision(item, part.label, ()), case, _UNSURE)


def _claim(decision: Decision, case: Case, confidence: float = 1.0) -> Claim:
    span = decision.item.span
    values = [Value("what", _what(decision, case), span.start, span.end), *case.frame]
    if decision.item.point:
        values.append(Value("point", decision.item.point, span.start, span.end))
    values.append(outcome_of(span, decision.label, decision.outcome))
    said = (decision.label, span, *decision.votes)
    if unanimous := unanimous_of(said, lost=decision.outcome == "rejected"):
        values.append(unanimous)
    if repealed := repealed_case(span):
        values.append(repealed)
    confidence = min(confidence, decision.item.confidence)
    return Claim(FactKind.DECISION, tuple(values), "decision", confidence)


def _what(decision: Decision, case: Case) -> str:
    """What was decided; with the case's title where the words alone don't tell."""
    text = " ".join(decision.item.span.text.split())
    if case.title and _needs_title(decision.item.span, text, case.title.text):
        return f"{' '.join(case.title.text.split())}: {text}"
    return text


def _needs_title(span: Span, text: str, title: str) -> bool:
    """Whether only the case's title tells what it is about: "Til vitande", "Vi går for A"."""
    first = next(iter(span.sentences()), span)
    if _SAYS_LITTLE.match(first.text) and len(text) <= _LONGEST_SAYING_LITTLE:
        return True
    if len(text) > _LONGEST_TITLED:
        return False
    named = {word[:_STEM] for word in _WORD.findall(title.lower())}
    return bool(named) and not named & {word[:_STEM] for word in _WORD.findall(text.lower())}


def _repeals(decision: Decision, case: Case) -> Iterator[Claim]:
    """That a decision of another case no longer holds."""
    for sentence in decision.item.span.sentences():
        match = words.CASE.search(sentence.text)
        verb = words.REPEALED.search(sentence.text)
        if not match or not verb or is_hedged(sentence.text):
            continue
        number = sentence.part(match.start("number"), match.end())
        values = [Value("case_number", number.text, number.start, number.end)]
        if point := words.POINT.match(sentence.text, match.end()):
            where = sentence.part(point.start("point"), point.end("point"))
            values.append(Value("point", where.text, where.start, where.end))
        before = sentence.part(0, match.start())
        body = body_in(before) or (case.body if not _other_body(before) else None)
        values += [value for value in (body, any_date_in(before)) if value]
        values.append(coded("outcome", sentence.part(verb.start(), verb.end()), "repealed"))
        yield Claim(FactKind.DECISION, tuple(values), "decision", changes=True)


def _other_body(span: Span) -> bool:
    return words.ORGAN.search(span.text) is not None
