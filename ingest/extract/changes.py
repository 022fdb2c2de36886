"""What a decision changes: who answers for a measure, its deadline, partners, frame or status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.extract.amounts import budget
from ingest.extract.change_leads import AS_LEAD, lead_in
from ingest.extract.change_titles import goes_on_about_case, titled_in
from ingest.extract.decision_words import any_word
from ingest.extract.hedges import is_hedged
from ingest.extract.last_days import last_day
from ingest.extract.measure_refs import WORDS, Measure, measures_in
from ingest.extract.names import is_person
from ingest.extract.parties_in import parties_in
from ingest.extract.spans import Span
from plansvar.language.dates import find_dates
from plansvar.register.claims import Claim, Operation, Value
from plansvar.register.kinds import FactKind

_LONGEST = 800
_SURE_OF_SUBJECT = 0.7
_TITLED = 0.85
_SHORTEST_REST = 8


def _any(topic: str, *names: str) -> str:
    lists: dict[str, Any] = WORDS[topic]
    return f"(?i:{any_word(word for name in names for word in lists[name])})"


# Up to the next clause or full stop; "tiltak 2.1" and "1. juni" have none.
_GAP = r"(?:[^.;:]|\.\d|\.\s(?=[a-zæøå]))"
_BE = r"(?:(?i:blir|vert|ble|blei|vart|er|is|are|was|were)\s+)?"
_SUBJECT = re.compile(
    r"(?P<subject>[A-ZÆØÅ][\wæøå-]{4,40})\s+(?i:legges|leggast|blir lagt|flyttes)"
)
_DEADLINE = re.compile(
    rf"(?:{_any('deadline', 'noun')}{_GAP}{{0,120}}?{_any('deadline', 'moves')}"
    rf"|{_any('deadline', 'moves_it')}\s+{_any('deadline', 'noun')}"
    rf"|{_any('deadline', 'opens')}\s+(?={_any('deadline', 'by')}\s)(?P<opens>)"
    rf"|{_any('deadline', 'new')}[^.;:\d]{{0,80}}?(?P<new>\b(?i:er|blir|is)\b|:))"
)
_STANDS = re.compile(rf"{_any('deadline', 'noun')}{_GAP}{{0,80}}?{_any('deadline', 'stands')}")
_TO = re.compile(r"\b(?:til|to|til og med|på|by|med)\s+(?:den\s+)?$", re.IGNORECASE)
_BY = re.compile(rf"{_any('deadline', 'by')}\s+(?:den\s+)?$")
_FROM = re.compile(
    r"\b(?:fra|frå|from|effective|frå og med|fra og med)\s+(?:den\s+)?$", re.IGNORECASE
)
_INSTEAD = re.compile(r"(?:i stedet for|i staden for|instead of)\s+(?:den\s+)?$", re.IGNORECASE)
_PARTNER = re.compile(
    r"(?P<party>[A-ZÆØÅ][^.;:]{1,160}?)\s+"
    rf"(?:(?P<joins>{_any('partners', 'joins')})|(?P<leaves>{_any('partners', 'leaves')}))\s+"
    rf"(?i:som|as)\s+(?i:(?:en|ein|a|an|ny|nye|new)\s+)?{_any('partners', 'noun')}"
)
_STATUS = re.compile(rf"{_any('status', 'verbs')}(?!\s+(?i:som|as)\b)")
_FUNDING = re.compile(
    rf"{_any('funding', 'noun')}{_GAP}{{0,60}}?{_any('funding', 'verbs')}(?P<said>\s)"
)
_AMOUNT = re.compile(
    r"(?i:kr\.?\s|NOK\s)?\d[\d\s]{0,14}(?:[.,]\d{1,3})?\s?"
    r"(?i:(?:mill(?:ion\w{0,3})?\.?|mrd\.?|milliard\w{0,3})(?:\s(?:kroner|kronar|kr\b\.?|NOK))?"
    r"|kroner|kronar|kr\b\.?|NOK)"
)
# A frame per year or head is no measure's.
_OF_ANOTHER = re.compile(r"\b(?:årleg\w*|årlig\w*|annual)\b", re.IGNORECASE)
_GOAL = re.compile(
    rf"(?P<goal>{_any('goal', 'noun')}{_GAP}{{0,80}}?)\s+{_BE}{_any('goal', 'verbs')}\s+"
    r"(?i:fra|frå|from)\s+(?P<old>[^.;:]{1,30}?)\s+(?i:til|to)\s+(?P<new>\d[^.;:,]{0,40}?)"
    r"(?=[.;:,](?:\s|$)|\s+(?i:innen|innan|i|by|in)\s|\s*$)"
)
_NO_CALL = re.compile(
    rf"(?P<window>{_any('scheme', 'none')}\s+{_any('scheme', 'call')})\s+{_any('scheme', 'of')}\s+"
    r"(?P<name>[A-ZÆØÅ][^.;:,]{2,70}?)(?:\s+(?i:i|in|for)\s+(?P<year>(?:19|20)\d{2}))?(?=[.;:,]|\s*$)"
)
_ROLE = re.compile(
    r"(?P<party>[A-ZÆØÅ][\w.’-]+(?:\s[A-ZÆØÅ][\w.’-]+){1,3})\s+"
    rf"{_any('role', 'verbs')}\s+(?i:som|as)\s+(?P<role>[a-zæøå][a-zæøå -]{{3,40}}?)"
    r"(?=\s+(?i:fra|frå|for|i|og|til|from|and|in|of|until|med|with)\s|[.;:,]|\s*$)"
)
# "flyttes fra 2026 til 2027", "avløser planen for …", "oppheves".
_CHANGES = (
    re.compile(
        rf"{_any('change', 'verbs')}{_GAP}{{0,120}}?\b(?i:fra|frå|from)\s"
        rf"{_GAP}{{1,80}}?\s(?i:til|to)\s"
    ),
    re.compile(rf"{_any('change', 'instead')}"),
    re.compile(rf"{_any('change', 'ends')}"),
)
_DIGITS = re.compile(r"\d[\d\s]*")


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of a decision outside of its words.

    ``since`` is from when it holds where they say nothing (``None``: the document's date),
    ``about`` the measure that the case may be about by its title.
    """

    since: str | None = None
    about: Value | None = None


def changes_in(
    span: Span, known: Measure | None = None, frame: Frame | None = None
) -> Iterator[Claim]:
    """What the sentences of a decision change.

    Args:
        span: what was decided.
        known: the measure that the case, or the table's row, is about.
        frame: what is known of the decision outside of its words.
    """
    frame = frame or Frame()
    led: Claim | None = None
    for sentence in span.sentences():
        if len(sentence) <= _LONGEST and "?" not in sentence.text:
            found = list(_of_sentence(sentence, known, frame))
            yield from (_person_for(one, led, frame) if led else one for one in found)
            named = list(measures_in(sentence))
            if len(named) == 1:
                # "Tiltak 2.1 … X overtar ansvaret. Fristen settes til …"
                known = named[0]
            led = next((one for one in found if one.first("leads")), led)


def changes_said(span: Span, *, always: bool = False) -> Iterator[Value]:
    """The sentences that say that something is no longer as it was: from … to, out, repealed.

    Args:
        span: what was decided.
        always: they are known to do so.
    """
    for sentence in span.sentences():
        text = sentence.text
        if len(text) > _LONGEST or "?" in text:
            continue
        plainly = not is_hedged(text) and any(pattern.search(text) for pattern in _CHANGES)
        if always or plainly:
            yield Value("changes", " ".join(text.split()), sentence.start, sentence.end)


def _person_for(claim: Claim, led: Claim, frame: Frame) -> Claim:
    """Below "X tar over tiltaket" a person who "blir ansvarlig" is X's and answers there."""
    lead = claim.first("leads")
    area = claim.first("title") or frame.about or claim.first("number")
    if claim.kind is not FactKind.MEASURE or lead is None or area is None:
        return claim
    if not is_person(lead.text):
        return claim
    values = (
        replace(lead, field="party"),
        Value("role", "ansvarlig", lead.start, lead.end),
        replace(area, field="area"),
    )
    since = claim.effective or led.effective
    return replace(claim, kind=FactKind.RESPONSIBILITY, values=values, effective=since)


def _of_sentence(sentence: Span, known: Measure | None, frame: Frame) -> Iterator[Claim]:
    if is_hedged(sentence.text):
        yield from _call(sentence)  # that there is no call is said with a negation
        return
    rest = sentence
    for title, clause in titled_in(sentence):
        if told := [*_lead(clause), *_deadline(clause)]:
            yield replace(
                _claim(FactKind.MEASURE, (title, *told), _since(clause, frame)), confidence=_TITLED
            )
            rest = sentence.part(clause.end - sentence.start, len(sentence))
    if rest is not sentence:
        if len(rest) > _SHORTEST_REST:
            yield from _of_clause(rest, None, replace(frame, about=None))
        return
    yield from _of_clause(sentence, known, frame)


def _of_clause(sentence: Span, known: Measure | None, frame: Frame) -> Iterator[Claim]:
    since = frame.since
    named = list(measures_in(sentence))
    measure = named[0] if named else known
    if measure and known and not measure.title and measure.number.text == known.number.text:
        measure = known
    values = [*_lead(sentence), *_deadline(sentence), *_partners(sentence)]
    if measure and len(named) < 2:
        values += _funding(sentence)
    if measure and values:
        yield _claim(FactKind.MEASURE, (*measure.values, *values), _since(sentence, frame))
    elif values and (claim := _by_subject(sentence, values, frame)):
        yield claim
    if verb := _STATUS.search(sentence.text):
        for one in named:
            if one.number.end <= sentence.start + verb.start():
                status = _value("status", sentence, verb)
                yield _claim(FactKind.MEASURE, (*one.values, status), _since(sentence, frame))
    yield from _goal(sentence, since)
    yield from _call(sentence)
    yield from _role(sentence, measure, frame)


def _claim(kind: FactKind, values: tuple[Value, ...], effective: str | None) -> Claim:
    return Claim(kind, values, "decision", changes=True, effective=effective)


def _value(field: str, span: Span, match: re.Match[str], group: str | int = 0) -> Value:
    where = span.part(match.start(group), match.end(group)).strip()
    return Value(field, " ".join(where.text.split()), where.start, where.end)


def _lead(sentence: Span) -> Iterator[Value]:
    """Who answers for it from now on."""
    if (where := lead_in(sentence)) is not None:
        for party in parties_in(where):
            yield Value("leads", party.name, sentence.start, sentence.end)


def _by_subject(sentence: Span, values: Sequence[Value], frame: Frame) -> Claim | None:
    """A measure named by the first word alone: "Kontoret legges til X, med X som ansvarlig".

    Else the one that the case is about, where the sentence goes on about that: "Fristen …".
    """
    subject = _SUBJECT.search(sentence.text)
    if subject and (AS_LEAD.search(sentence.text) or any(v.field == "deadline" for v in values)):
        title = _value("title", sentence, subject, "subject")
    elif frame.about is not None and goes_on_about_case(sentence):
        title = frame.about
    else:
        return None
    return Claim(
        FactKind.MEASURE,
        (title, *values),
        "decision",
        _SURE_OF_SUBJECT,
        changes=True,
        effective=_since(sentence, frame),
    )


def _since(sentence: Span, frame: Frame) -> str | None:
    return _effective(sentence) or frame.since


def _deadline(sentence: Span) -> Iterator[Value]:
    """The deadline that holds from now on: the day after "til", or the one that stands."""
    text = sentence.text
    moved = _DEADLINE.search(text)
    for found in find_dates(text):
        before = text[max(0, found.start - 24) : found.start]
        if moved and found.start >= moved.end() - 1:
            right = bool(_TO.search(before)) or moved["new"] is not None
            right = right or (moved["opens"] is not None and bool(_BY.search(before)))
        else:
            right = moved is None and _STANDS.search(text) is not None
        if right and not _INSTEAD.search(before) and not _FROM.search(before):
            normal = last_day(text, found) if found.year else None
            where = " ".join(text[found.start : found.end].split())
            yield Value("deadline", where, sentence.start, sentence.end, normal)
            return


def _partners(sentence: Span) -> Iterator[Value]:
    match = _PARTNER.search(sentence.text)
    if not match:
        return
    operation = Operation.ADD if match["joins"] else Operation.REMOVE
    where = sentence.part(match.start("party"), match.end("party"))
    for party in parties_in(where):
        yield Value("partners", party.name, sentence.start, sentence.end, operation=operation)


def _funding(sentence: Span) -> Iterator[Value]:
    """What it may cost from now on: the last amount after "rammen er", "økes fra … til"."""
    match = _FUNDING.search(sentence.text)
    if not match:
        return
    amounts = list(_AMOUNT.finditer(sentence.text, match.start("said")))
    if amounts and not _OF_ANOTHER.search(sentence.text[match.start() : match.start("said")]):
        after = [one for one in amounts if _TO.search(sentence.text[: one.start()])]
        amount = (after or amounts)[0]
        text = " ".join(amount[0].split())
        yield Value("funding", text, sentence.start, sentence.end, normal=budget(text))


def _goal(sentence: Span, since: str | None) -> Iterator[Claim]:
    """A goal's figure: "Målet for nye arbeidsplasser økes fra 450 til 600"."""
    match = _GOAL.search(sentence.text)
    if not match:
        return
    target = _value("target", sentence, match, "new")
    if _DIGITS.fullmatch(target.text):
        normal = "".join(target.text.split())
        target = Value("target", target.text, target.start, target.end, normal)
    values = (_value("text", sentence, match, "goal"), target)
    yield _claim(FactKind.GOAL, values, _effective(sentence) or since)


def _call(sentence: Span) -> Iterator[Claim]:
    """A scheme without a call: "Det blir ingen utlysning av X i 2025"."""
    match = _NO_CALL.search(sentence.text)
    if not match:
        return
    values = [
        _value("name", sentence, match, "name"),
        _value("window", sentence, match, "window"),
    ]
    if match["year"]:
        year = _value("year", sentence, match, "year")
        values.append(Value("year", year.text, year.start, year.end, f"{year.text}/{year.text}"))
    yield _claim(FactKind.SCHEME, tuple(values), match["year"])


def _role(sentence: Span, measure: Measure | None, frame: Frame) -> Iterator[Claim]:
    """Who gets a role in a measure: "X tar over som prosjektleder fra 1. juni 2024"."""
    match = _ROLE.search(sentence.text)
    if not match or measure is None:
        return
    area = measure.title or measure.number
    values = (
        _value("party", sentence, match, "party"),
        _value("role", sentence, match, "role"),
        Value("area", area.text, area.start, area.end),
    )
    yield _claim(FactKind.RESPONSIBILITY, values, _since(sentence, frame))


def _effective(sentence: Span) -> str | None:
    """From when it holds, where the sentence says it; not the day that a deadline moves from."""
    text = sentence.text
    moved = _DEADLINE.search(text)
    for found in find_dates(text):
        before = text[max(0, found.start - 24) : found.start]
        old = moved is not None and found.start >= moved.start() and _TO.search(text, found.end)
        if found.year is not None and _FROM.search(before) and not old and not moved:
            return found.value
    return None
