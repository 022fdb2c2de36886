"""Decisions that other documents tell of: a plan's cover, a sentence of the news, a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from ingest.extract import decision_words as words
from ingest.extract.changes import Frame, changes_in, changes_said
from ingest.extract.decisions_aside import (
    TOLD,
    UNCHECKABLE,
    date_near,
    first_hand,
    lost,
    moved_in_vain,
    signed,
)
from ingest.extract.decisions_in_letters import decisions_in_letters
from ingest.extract.decisions_in_tables import decisions_in_tables
from ingest.extract.meeting_heads import any_date_in, body_in, in_organisation, is_minutes
from ingest.extract.meetings import case_number
from ingest.extract.outcomes import TAKES_EFFECT, coded, outcome_of, repealed_case, unanimous_of
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Block, BlockKind, Document
from plansvar.language.dates import find_dates
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

# Where a document says when it was adopted itself.
_COVER_BLOCKS = 15
_COVER_PAGES = 2
_LONGEST_COVER = 220
_LONGEST_SENTENCE = 600
_SHORTEST = 8

# A body that its document names in full elsewhere.
_DEFINITE = (
    r"(?<!\w)(?i:fylkeskommunen|kommunen|fondet|stiftelsen|stiftinga|direktoratet|departementet"
    r"|selskapet|programkomiteen|the\s(?:foundation|fund|county|municipality|programme))(?!\w)"
)
_BODY = rf"(?:{words.ORGAN.pattern}|{words.MUNICIPALITY}|{_DEFINITE})"
# "Styret på mandag (4.11) sa ja", "formannskapet i forrige uke vedtok".
_WHEN = (
    r"(?:(?i:på|i|on|last|sist|førre|forrige)\s[\wæøå]+(?:\s[\wæøå]+){0,2}?"
    r"(?:\s\([^()]{1,20}\))?\s+)?"
)
_ACTIVE = words.ACTIVE.pattern
# "Kommunestyret vedtok", "Styret har deretter godkjent", "vedtok kommunestyret".
_BODY_FIRST = re.compile(
    rf"(?P<body>{_BODY})\s+(?:\([^)]{{1,40}}\)\s+)?"
    r"(?:(?i:behandlet|behandla|handsama|drøftet|drøfta)\s[^.;:]{1,60}?(?:\.\s[a-zæøå][^.;:]{1,60}?)?\s(?i:og|and)\s)?"
    rf"{_WHEN}"
    rf"(?i:(?:{words.AUXILIARY}\s+){{0,3}}(?:i\s(?:sak|møte)\s[^.;:]{{2,30}}?\s)?(?P<verb>{_ACTIVE}))"
)
_VERB_FIRST = re.compile(rf"(?i:(?P<verb>{_ACTIVE}))\s+(?P<body>{_BODY})")
_DATE_BEFORE = re.compile(r"\W*(?:i|den|på|on|in|the|of)?\s*", re.IGNORECASE)
_BY = (
    r"[\s,]+(?:(?i:enstemmig|samrøystes|unanimously|endelig|endeleg)\s+)?(?i:av|i|by|in|på)\s+"
    r"(?:(?i:et|eit|ein|en|den|det|the|a|an)\s+)?(?:[a-zæøå]+\s+){0,2}"
)
_ADVERBS = (
    r"(?:nå|no|så|også|òg|endelig|endeleg|enstemmig|samrøystes|først|formelt|now|then|unanimously"
    r"|finally)"
)
# "ble ikke vedtatt" tells what came of it; "er ikke vedtatt" only that it hasn't been yet.
_PASSIVE = re.compile(
    rf"(?i:(?:{words.BE.pattern}|(?:ble|blei|vart|was|were)\s+(?P<not>ikke|ikkje|not))"
    rf"\s+(?:{_ADVERBS}\s+){{0,2}}(?P<verb>{words.PASSIVE.pattern}))"
)
_BY_BODY = re.compile(rf"{_BY}(?P<body>{_BODY}|[A-ZÆØÅ]{{2,5}}(?!\w))")
_STARTS = re.compile(
    rf"(?i:\W*(?:[\w-]+,\s+)?(?P<verb>{words.PASSIVE.pattern})(?!\s+(?:som|at)\b))"
)
_POINTS_AT = re.compile(r"\W*(?:vedtaket|det vedtaket|the decision)\b", re.IGNORECASE)
_MOVES = re.compile(r"\s+(?:\w*frist\w*|the\s+deadline)", re.IGNORECASE)
# How far behind the verb stands what it is said of, and where that ends.
_CLAUSE = 120
_CLAUSE_END = re.compile(r"[,;:]\s|\s(?:og|and)\s(?!å\b|to\b)|\s(?:som|fordi|since|because)\s")
_POINTS_BACK = re.compile(r"(?:det|dette|it|this)\b", re.IGNORECASE)


def decisions_told(document: Document) -> Iterator[Claim]:
    """Decisions that are told of, outside of minutes; there they are told in full."""
    found = [
        _with_bodies(claim, lambda body: in_organisation(body, document))
        for claim in _told(document)
    ]
    named = {body.text for claim in found if (body := claim.first("body")) and " i " in body.text}

    def in_full(body: Value) -> Value:
        """A bare "Styret", where the document elsewhere names one board only: "Styret i X"."""
        full = [name for name in named if name.startswith(f"{body.text} i ")]
        return replace(body, text=full[0]) if len(full) == 1 else body

    yield from (_with_bodies(claim, in_full) for claim in found)


def _with_bodies(claim: Claim, change: Callable[[Value], Value]) -> Claim:
    values = tuple(change(one) if one.field == "body" else one for one in claim.values)
    return replace(claim, values=values)


def _told(document: Document) -> Iterator[Claim]:
    yield from decisions_in_tables(document)
    if is_minutes(document):
        return
    place = 0
    above: tuple[Value, ...] = ()
    yield from decisions_in_letters(document)
    for block in document.blocks:
        if block.furniture or block.kind is BlockKind.TABLE:
            continue
        place += 1
        span = span_of(document, block)
        if above and (claim := _listed(span, above)):
            yield claim
            date = claim.first("date")
            yield from changes_in(span, frame=Frame(since=date.normal if date else None))
            continue
        above = _announced(span)
        lowered = span.text.lower()
        if not any(hint in lowered for hint in words.HINTS):
            continue
        cover = place <= _COVER_BLOCKS and (block.page or 1) <= _COVER_PAGES
        claim = _cover(document, span) if cover else None
        if claim := claim or _noted_after(span):
            yield claim
        elif block.kind is not BlockKind.HEADING:
            yield from _sentences(block, span)


def _cover(document: Document, span: Span) -> Claim | None:
    """What says when the document was adopted: "Vedtatt av kommunestyret 12. juni 2023"."""
    match = _STARTS.match(span.text) if len(span) <= _LONGEST_COVER else None
    if not match or "?" in span.text:
        return None
    sentence = next(span.sentences(), span)
    body = _BY_BODY.search(sentence.text, match.end())
    after = sentence.part(body.end() if body else match.end("verb"), len(sentence))
    date = date_near(after)
    if not body and not (date and date.normal and len(date.normal) == 10):
        return None
    alone = match.start("verb") < 3
    what = document.title if alone else " ".join(sentence.text.split())
    return _claim(sentence, match, body, date, what=what, confidence=1.0)


def _announced(span: Span) -> tuple[Value, ...]:
    """Who decided, and when, above a list: "I møtet 3. mai gjorde styret desse vedtaka:"."""
    text = span.text
    if not text.rstrip().endswith(":") or len(span) > _LONGEST_COVER:
        return ()
    if not words.ANNOUNCES.search(text) or words.PROPOSAL.search(text):
        return ()
    return tuple(value for value in (body_in(span), any_date_in(span)) if value)


def _listed(span: Span, above: tuple[Value, ...]) -> Claim | None:
    """A line of such a list, which begins with the case: "RR 22/25: X går ut av tiltak B1."."""
    match = words.CASE.match(span.text)
    number = case_number(span) if match else None
    if not match or not number or len(span) > _LONGEST_SENTENCE:
        return None
    what = span.part(match.end(), len(span)).strip(" :.–-\n\t")
    if len(what) < _SHORTEST:
        return None
    values = [Value("what", " ".join(what.text.split()), what.start, what.end), *above, number]
    values.append(outcome_of(what, span.part(0, match.end())))
    if unanimous := unanimous_of((what,)):
        values.append(unanimous)
    values += changes_said(what)
    return Claim(FactKind.DECISION, tuple(values), "decision-told", 1.0)


def _noted_after(span: Span) -> Claim | None:
    """A line such as "Frist utsatt til 30. april (godkjent)": by whom, and when, is not said."""
    match = words.NOTED_AFTER.search(span.text) if len(span) <= _LONGEST_COVER else None
    if not match or len(span.text[: match.start()].split()) < 3 or "?" in span.text:
        return None
    label = span.part(match.start(), match.end()).strip("() .")
    values = (
        Value("what", " ".join(span.text.split()), span.start, span.end),
        outcome_of(label, label),
    )
    return Claim(FactKind.DECISION, values, "decision-told", TOLD)


def _checkable(claim: Claim) -> Claim:
    """Told without year and without case nobody knows which decision is meant: for review."""
    date = claim.first("date")
    if claim.first("case_number") or (date and date.normal):
        return claim
    return replace(claim, confidence=min(claim.confidence, UNCHECKABLE))


def _sentences(block: Block, span: Span) -> Iterator[Claim]:
    before: Span | None = None
    for sentence in span.sentences():
        if len(sentence) <= _LONGEST_SENTENCE and not sentence.text.endswith("?"):
            claim = (
                _active(sentence)
                or _passive(sentence, before)
                or _under(block, sentence)
                or lost(sentence)
                or signed(sentence)
                or moved_in_vain(sentence)
            )
            if claim:
                yield _checkable(first_hand(claim, sentence))
        before = sentence


def _active(sentence: Span) -> Claim | None:
    """Who decided what: "Kommunestyret vedtok 12. juni 2023 at …", or the verb first."""
    text = sentence.text
    match = _BODY_FIRST.search(text) or _VERB_FIRST.search(text)
    if not match or words.UNDECIDED.search(text[: match.start()]):
        return None
    date = date_near(sentence.part(match.end(), len(sentence)))
    if date is None:
        first = any_date_in(sentence.part(0, match.start()))
        if first and _DATE_BEFORE.fullmatch(text[: first.start - sentence.start]):
            date = first
    return _claim(sentence, match, match, date)


def _passive(sentence: Span, before: Span | None) -> Claim | None:
    """What was decided: "Planen ble vedtatt av kommunestyret"; not without a body or a day."""
    text = sentence.text
    match = _PASSIVE.search(text)
    if not match or match.start() < 2:
        return None
    before_it = text[: match.start("not") if match["not"] else match.end()]
    if words.UNDECIDED.search(before_it):
        return None
    body = _BY_BODY.match(text, match.end())
    end = body.end() if body else match.end()
    date = date_near(sentence.part(end, len(sentence)))
    if not body and not (date and any(one.day for one in find_dates(date.text))):
        return None
    if before and _POINTS_BACK.match(text):
        whole = Span(sentence.source, before.start, sentence.end)
        return _claim(sentence, match, body, date, whole=whole)
    return _claim(sentence, match, body, date)


def _under(block: Block, sentence: Span) -> Claim | None:
    """A line "Vedtatt i kommunestyret 12. juni 2023" below a heading that says what."""
    match = _STARTS.match(sentence.text)
    body = _BY_BODY.match(sentence.text, match.end()) if match else None
    if not match or not body or match.start("verb") > 2 or not block.heading_path:
        return None
    what = f"{block.heading_path[-1]}: {' '.join(sentence.text.split())}"
    date = date_near(sentence.part(body.end(), len(sentence)))
    return _claim(sentence, match, body, date, what=what)


def _claim(
    sentence: Span,
    verb: re.Match[str],
    body: re.Match[str] | None,
    date: Value | None,
    *,
    what: str = "",
    whole: Span | None = None,
    confidence: float = TOLD,
) -> Claim:
    whole = whole or sentence
    said = sentence.part(verb.start("verb"), verb.end("verb"))
    values = [Value("what", what or " ".join(whole.text.split()), whole.start, whole.end)]
    if body:
        where = sentence.part(body.start("body"), body.end("body"))
        name = " ".join(where.text.split())
        values.append(Value("body", name[:1].upper() + name[1:], where.start, where.end))
    # In "vedtok å oppheve sak 3/23" the number is that of the other decision.
    other = repealed_case(sentence)
    case = None if other else case_number(sentence)
    values += [value for value in (date, case, other) if value]
    repealed = not other and words.REPEALED.fullmatch(said.text) and _POINTS_AT.match(whole.text)
    values.append(
        coded("outcome", said, "repealed") if repealed else _outcome(sentence, verb, said)
    )
    if unanimous := unanimous_of((sentence,)):
        values.append(unanimous)
    if any(one.normal in TAKES_EFFECT for one in values):
        values += changes_said(whole)
    return Claim(FactKind.DECISION, tuple(values), "decision-told", confidence)


def _outcome(sentence: Span, verb: re.Match[str], said: Span) -> Value:
    """What came of it: the verb and what follows say it, before the next clause."""
    # "Styret utsatte fristen" adopts a new one.
    if _MOVES.match(sentence.text, verb.end("verb")):
        return outcome_of(said, said, "adopted")
    start = verb.start("not") if verb.groupdict().get("not") else verb.start("verb")
    rest = sentence.part(start, min(len(sentence), verb.end("verb") + _CLAUSE))
    end = _CLAUSE_END.search(rest.text, verb.end("verb") - start)
    return outcome_of(rest.part(0, end.start() if end else len(rest)), said)
