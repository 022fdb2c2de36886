"""Decisions in minutes: what stands below "Vedtak", and proposals that were voted on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.extract import decision_words as words
from ingest.extract.changes import changes_in
from ingest.extract.hedges import is_hedged, is_negated
from ingest.extract.measure_refs import measures_in
from ingest.extract.meetings import Case, Piece, any_date_in, body_in, cases, is_minutes
from ingest.extract.minutes_sections import Item, Part, Section, items, sections
from ingest.extract.spans import Span
from plansvar.documents.types import BlockKind, Document
from plansvar.register.claims import SURE, Claim, Value
from plansvar.register.kinds import FactKind, key_field

# A decision label in a document that is no minutes, without a case: perhaps a chapter's name.
_UNSURE = SURE - 0.1
_TAKES_EFFECT = frozenset({"adopted", "approved"})
_NAME = re.compile(r"\b[A-ZÆØÅ][\wæøå-]{2,}")
_SAYS_LITTLE = re.compile(
    r"\W*(?:sak(?:a|en)?|forslaget|framlegget|innstilling\w*|tilråding\w*|rapporten|tatt|teke|tas"
    r"|enstemmig|samrøystes|vedtatt|vedteke|(?:styret|\w+(?:styret|utvalget|utvalet|skapet))\s"
    r"(?:tar|tek|tok)\s(?:saka|saken|rapporten|meldinga|meldingen))\b",
    re.IGNORECASE,
)
_LONGEST_TITLED = 160
_WORDS_BEFORE = 3
# In one case; more are no minutes.
_MOST_PROPOSALS = 100


def decisions(document: Document) -> Iterator[Claim]:
    """The decisions that the document records."""
    for case in cases(document):
        if case.number is None and not is_minutes(document):
            yield from _unframed(case)
        else:
            yield from _of_case(case)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision before it is a claim. ``label`` is what says that it was decided, and how."""

    item: Item
    label: Span
    votes: tuple[Span, ...]
    outcome: str | None = None


def decisions_of(case: Case) -> Iterator[Decision]:
    """What was decided in a case, in its order."""
    parts = list(sections(case.pieces))
    decided = any(part.part is Part.DECISION and any(items(part)) for part in parts)
    votes = tuple(_vote_sentences(parts))
    overall = tuple(vote for vote in votes if _about_all(vote))
    moved = [part for part in parts if part.part is Part.PROPOSAL]
    moved = moved[:_MOST_PROPOSALS]
    for part in parts:
        if part.part is Part.DECISION and part.label is not None:
            yield from (Decision(item, part.label, overall) for item in items(part))
        else:
            yield from _voted(part, moved, case)
    if decided:
        return
    if (
        overall
        and words.PASSED.search(overall[-1].text)
        and not words.FELL.search(overall[-1].text)
    ):
        for part in moved:
            if part.label and words.RECOMMENDATION.search(part.label.text):
                yield from (Decision(item, overall[-1], overall) for item in items(part))
        return
    yield from _noted(case)


def _of_case(case: Case) -> Iterator[Claim]:
    known = next(measures_in(case.title), None) if case.title else None
    for decision in decisions_of(case):
        claim = _claim(decision, case)
        outcome = claim.first("outcome")
        changed: tuple[Claim, ...] = ()
        if outcome and outcome.normal in _TAKES_EFFECT:
            changed = tuple(changes_in(decision.item.span, known))
        yield replace(claim, values=(*claim.values, *_changes(changed)))
        yield from changed
        yield from _repeals(decision, case)


def _changes(changed: Sequence[Claim]) -> Iterator[Value]:
    """What a decision changes, in the words that say so."""
    for claim in changed:
        names = {"number", key_field(claim.kind)}
        naming = [value for value in claim.values if value.field in names]
        changed_to = [value for value in claim.values if value.field not in names]
        if changed_to:
            about = " ".join(value.text for value in naming)
            text = ", ".join(value.text for value in changed_to)
            place = changed_to[-1]
            yield Value("changes", f"{about}: {text}", place.start, place.end)


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
    if unanimous := _unanimous(decision):
        values.append(unanimous)
    if repealed := _repealed_case(span):
        values.append(repealed)
    confidence = min(confidence, decision.item.confidence)
    return Claim(FactKind.DECISION, tuple(values), "decision", confidence)


def _what(decision: Decision, case: Case) -> str:
    """What was decided; with the case's title where the words alone don't tell."""
    text = " ".join(decision.item.span.text.split())
    if case.title and len(text) <= _LONGEST_TITLED and _SAYS_LITTLE.match(text):
        return f"{' '.join(case.title.text.split())}: {text}"
    return text


def outcome_of(span: Span, label: Span, outcome: str | None = None) -> Value:
    """What came of it, and the words that say so: "adopted" where only the label does."""
    if outcome:
        return Value("outcome", " ".join(label.text.split()), label.start, label.end, outcome)
    if match := words.POSTPONED.search(span.text):
        return _coded("outcome", span.part(match.start(), match.end()).strip(), "postponed")
    for name, pattern in words.OUTCOMES:
        match = pattern.search(span.text)
        if match and not is_negated(span.text, *match.span()):
            return _coded("outcome", span.part(match.start(), match.end()), name)
    return _coded("outcome", label.strip(" :"), "adopted")


def _coded(field: str, span: Span, code: str) -> Value:
    return Value(field, " ".join(span.text.split()), span.start, span.end, code)


def _unanimous(decision: Decision) -> Value | None:
    """Whether all agreed: the label says it, or the decision itself, or the vote before it."""
    for span in (decision.label, decision.item.span, *decision.votes):
        if match := words.UNANIMOUS.search(span.text):
            return _coded("unanimous", span.part(match.start(), match.end()), "true")
        if match := words.AGAINST.search(span.text):
            return _coded("unanimous", span.part(match.start(), match.end()), "false")
        # "Framlegget fekk 3 røyster og fall": three were of another mind.
        if decision.outcome == "rejected" and (match := words.COUNT.search(span.text)):
            return _coded("unanimous", span.part(match.start(), match.end()), "false")
    return None


def _vote_sentences(parts: Sequence[Section]) -> Iterator[Span]:
    for part in parts:
        if part.part is Part.DECISION:
            continue
        for piece in part.pieces:
            if piece.block.kind is not BlockKind.TABLE:
                yield from (one for one in piece.span.sentences() if _is_vote(one))


def _is_vote(sentence: Span) -> bool:
    """Whether a sentence tells the result of a vote."""
    text = sentence.text
    if not (words.FELL.search(text) or words.PASSED.search(text)):
        return False
    proposal = words.PROPOSAL.match(text.lstrip())
    return bool(proposal or words.COUNT.search(text) or words.UNANIMOUS.search(text))


def _about_all(vote: Span) -> bool:
    """Whether a vote is about the whole: "Innstillinga vart vedteken", "Enstemmig vedtatt."."""
    text = vote.text.lstrip()
    return _of_recommendation(text) or words.PROPOSAL.search(text) is None


def _of_recommendation(text: str) -> bool:
    """Whether a sentence begins with "Innstillingen", "Formannskapets innstilling"."""
    match = words.RECOMMENDATION.search(text)
    return match is not None and len(text[: match.start()].split()) < _WORDS_BEFORE


def _voted(part: Section, moved: Sequence[Section], case: Case) -> Iterator[Decision]:
    """Proposals that were put to the vote, adopted or not."""
    for piece in part.pieces:
        if piece.block.kind is BlockKind.TABLE:
            continue
        sentences = list(piece.span.sentences())
        for place, sentence in enumerate(sentences):
            if not _is_vote(sentence) or (_about_all(sentence) and part.part is not Part.PROPOSAL):
                continue
            span = _proposed(part, piece, sentences[: place + 1], moved)
            if span is None:
                continue
            outcome = "rejected" if words.FELL.search(sentence.text) else "adopted"
            yield Decision(Item(span), sentence, (sentence,), outcome)


def _proposed(
    part: Section, piece: Piece, until: Sequence[Span], moved: Sequence[Section]
) -> Span | None:
    """What a vote was about: its own sentences, or the proposal that it names."""
    sentence = until[-1]
    if part.part is Part.PROPOSAL and part.label and part.label.start >= piece.block.start:
        return Span(sentence.source, part.label.start, sentence.end)
    names = set(_NAME.findall(sentence.text)[1:])
    for other in moved:
        if other.label and other.pieces and names & set(_NAME.findall(other.label.text)):
            return Span(sentence.source, other.label.start, other.pieces[-1].span.end)
    if _of_recommendation(sentence.text):
        return None
    return sentence


def _noted(case: Case) -> Iterator[Decision]:
    """A case without a decision that ends with "Tatt til orientering."."""
    pattern = dict(words.OUTCOMES)["noted"]
    for piece in case.pieces[:2] if case.number else ():
        sentences = list(piece.span.sentences())
        if not sentences or piece.block.kind is BlockKind.TABLE:
            continue
        last = sentences[-1]
        if match := pattern.search(last.text):
            where = last.part(match.start(), match.end())
            yield Decision(Item(last), where, (), "noted")
            return


def _repealed_case(span: Span) -> Value | None:
    """The case whose decision is repealed: "Sak 8/24 punkt 4 oppheves" gives "8/24 punkt 4"."""
    for sentence in span.sentences():
        match = words.CASE.search(sentence.text)
        if match and words.REPEALED.search(sentence.text):
            end = match.end()
            if point := words.POINT.match(sentence.text, end):
                end = point.end()
            where = sentence.part(match.start("number"), end)
            return Value("replaces", " ".join(where.text.split()), where.start, where.end)
    return None


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
        values.append(_coded("outcome", sentence.part(verb.start(), verb.end()), "repealed"))
        yield Claim(FactKind.DECISION, tuple(values), "decision", changes=True)


def _other_body(span: Span) -> bool:
    return words.ORGAN.search(span.text) is not None
