"""What was decided in a case of a meeting, by its labels, its votes, or its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.extract import decision_words as words
from ingest.extract.measure_refs import Measure, measures_in
from ingest.extract.meetings import Case
from ingest.extract.minutes_sections import Item, Part, Section, items, sections
from ingest.extract.names import abbreviates
from ingest.extract.outcomes import told_outcome
from ingest.extract.points import joined, split
from ingest.extract.spans import Span
from ingest.extract.votes import (
    about_all,
    fell,
    is_bare_vote,
    is_vote,
    moved_in_talk,
    of_recommendation,
    on_point,
    proposed,
    votes_in,
)
from plansvar.documents.types import BlockKind
from plansvar.register.claims import Value

# In one case; more are no minutes.
_MOST_PROPOSALS = 100
_MOST_IMPLIED = 3
_STEM = 8
_AS_PROPOSED = re.compile(
    r"\W*(?:(?:enstemmig|samrøystes)\s)?(?:(?:vedtatt|vedteke|adopted)\s)?"
    r"(?:som|i samsvar med|i tråd med|jf\.?|as)\s(?:\w+\s){0,2}?"
    r"(?:innst\w+|tilråd\w+|forslag\w*|framlegg\w*|recommend\w+|proposed)(?:\s[\w ]{0,30})?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision before it is a claim.

    ``label`` is what says that it was decided, and how; ``amendments`` were adopted before the
    whole was.
    """

    item: Item
    label: Span
    votes: tuple[Span, ...]
    outcome: str | None = None
    amendments: tuple[Span, ...] = ()


def known_measure(case: Case) -> Measure | None:
    """The measure that the title of a case names."""
    return next(measures_in(case.title), None) if case.title else None


def decisions_of(case: Case) -> Iterator[Decision]:
    """What was decided in a case, in its order."""
    before = list(sections(case.before))
    parts = list(sections(case.pieces))
    moved = [part for part in (*before, *parts) if part.part is Part.PROPOSAL][:_MOST_PROPOSALS]
    decided = any(part.part is Part.DECISION and any(items(part)) for part in parts)
    votes = tuple(votes_in(parts))
    amended: list[Span] = []
    lost: list[Decision] = []
    for part in parts:
        for one in _voted(part, moved, parts):
            if not decided or one.outcome == "rejected":
                lost.append(one)
            else:
                amended.append(one.item.span)
    if decided:
        yield from lost
        yield from _labelled(case, parts, moved, votes, amended)
        return
    yield from lost
    whole = _whole(case, moved, votes)
    if whole or lost:
        yield from whole
        return
    yield from _implied(case, parts)


def _labelled(
    case: Case,
    parts: Sequence[Section],
    moved: Sequence[Section],
    votes: Sequence[Span],
    amended: Sequence[Span],
) -> Iterator[Decision]:
    """What stands below "Vedtak"."""
    known = known_measure(case)
    overall = tuple(vote for vote in votes if about_all(vote))
    passed = [vote for vote in votes if not fell(vote)]
    for part in parts:
        if part.part is not Part.DECISION or part.label is None:
            continue
        found = list(items(part))
        if len(found) == 1 and _AS_PROPOSED.fullmatch(found[0].span.text):
            found = _recommended(moved) or found
        text = " ".join(item.span.text for item in found)
        new = tuple(span for span in amended if not _contained(span, text))
        alone = tuple(passed) if len(passed) == 1 and len(found) == 1 else ()
        for place, item in enumerate(joined(found, known)):
            for one in split(item):
                on = on_point(votes, item.point) if item.point else ()
                yield Decision(
                    one, part.label, overall or on or alone, amendments=() if place else new
                )


def _contained(span: Span, text: str) -> bool:
    """Whether an amendment stands in what was decided."""
    plain = " ".join(text.split())
    return any(
        len(sentence) > 20 and " ".join(sentence.text.split()) in plain
        for sentence in span.sentences()
    )


def _recommended(moved: Sequence[Section]) -> list[Item]:
    """The points of what the administration or a committee proposed."""
    for part in moved:
        if part.label and words.RECOMMENDATION.search(part.label.text):
            return list(items(part))
    return []


def _whole(case: Case, moved: Sequence[Section], votes: Sequence[Span]) -> list[Decision]:
    """What was proposed, where a vote on the whole of it is all that tells the decision."""
    overall = tuple(vote for vote in votes if about_all(vote))
    if not overall:
        return []
    last = overall[-1]
    named = of_recommendation(last.text.lstrip())
    if not (fell(last) or words.PASSED.search(last.text)):
        return []
    outcome = "rejected" if fell(last) else None
    found = _recommended(moved)
    # What is recommended to another body isn't decided by that.
    passed_on = case.body is not None and any(_is_anothers(item.span, case.body) for item in found)
    if passed_on or (not found and (named or outcome)):
        found = [Item(last)]
    if not outcome:
        return [Decision(item, last, overall) for item in joined(found, None)]
    if found:
        span = Span(last.source, found[0].span.start, found[-1].span.end)
        return [Decision(Item(span), last, overall, outcome)]
    return []


def _is_anothers(span: Span, body: Value) -> bool:
    """Whether a text begins with the name of another body: "Kommunestyret vedtar …"."""
    named = words.ORGAN.match(span.text)
    own = _in_one_form(body.text)
    return named is not None and not any(
        _in_one_form(word)[:_STEM] in own for word in named[0].split()[:2]
    )


def _in_one_form(body: str) -> str:
    """A body in small letters; minutes may write "utvalg" and "utval" side by side."""
    return body.lower().replace("utvalg", "utval")


def _voted(part: Section, moved: Sequence[Section], parts: Sequence[Section]) -> Iterator[Decision]:
    """Proposals that were put to the vote, adopted or not."""
    if part.part is Part.DECISION and part.label is not None:
        return
    for piece in part.pieces:
        if piece.block.kind is BlockKind.TABLE:
            continue
        sentences = list(piece.span.sentences())
        for place, sentence in enumerate(sentences):
            if not is_vote(sentence) or (about_all(sentence) and part.part is not Part.PROPOSAL):
                continue
            span = proposed(part, piece, sentences[: place + 1], moved)
            if span is None:
                continue
            if span == sentence:
                span = moved_in_talk(sentence, parts) or span
            yield Decision(
                Item(span), sentence, (sentence,), "rejected" if fell(sentence) else "adopted"
            )


def _implied(case: Case, parts: Sequence[Section]) -> Iterator[Decision]:
    """What short minutes say without a label: "Tatt til orientering.", "… leder X. Enstemmig."."""
    told_only = case.title is not None and words.OTHER_BUSINESS.match(case.title.text)
    if case.number is None or told_only:
        return
    found = 0
    for part in parts:
        for piece in part.pieces if part.part in {Part.TALK, Part.VOTE} else ():
            if piece.block.kind is BlockKind.TABLE or found == _MOST_IMPLIED:
                continue
            sentences = list(piece.span.sentences())
            if len(sentences) > 1 and is_bare_vote(sentences[-1]):
                found += 1
                span = Span(piece.span.source, sentences[0].start, sentences[-2].end)
                yield Decision(Item(span), sentences[-1], (sentences[-1],))
                continue
            for sentence in sentences:
                if found == _MOST_IMPLIED or (case.body and _is_anothers(sentence, case.body)):
                    continue
                said = _decides(sentence, sentences[-1]) or _decides_by_letters(sentence, case)
                if said:
                    found += 1
                    yield Decision(Item(sentence), said, ())


def _decides(sentence: Span, last: Span) -> Span | None:
    """The words with which a sentence decides: who met does it, or it is done."""
    text = sentence.text
    if text.rstrip().endswith("?"):
        return None
    said = (
        words.MEETING_DECIDES.match(text)
        or words.MEETING_MOVES.match(text)
        or words.IS_DECIDED.match(text)
    )
    but = words.BUT.search(text)
    # "Styret støtter forslaget, men eieren må godkjenne det"
    open_yet = but is not None and words.UNDECIDED.search(text, but.end())
    if said and not open_yet and not words.UNDECIDED.search(text[: said.start("verb")]):
        return sentence.part(said.start("verb"), said.end("verb"))
    whole = sentence == last or words.BARE_OUTCOME.fullmatch(text)
    found = told_outcome(sentence) if whole else None
    if found and found.normal in {"noted", "postponed"}:
        return sentence.part(found.start - sentence.start, found.end - sentence.start)
    return None


def _decides_by_letters(sentence: Span, case: Case) -> Span | None:
    """As in "AU støttar framlegget", where the case's number or the body has these letters."""
    said = words.LETTERS_DECIDE.match(sentence.text)
    if said is None or words.UNDECIDED.search(sentence.text[: said.start("verb")]):
        return None
    who = said["who"]
    number, body = case.number, case.body
    own = number is not None and number.text.startswith(f"{who} ")
    own = own or (body is not None and abbreviates(who, body.text))
    return sentence.part(said.start("verb"), said.end("verb")) if own else None
