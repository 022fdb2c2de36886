"""What a decision changes: who answers for a measure, its deadline, partners, frame or status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.extract.amounts import budget
from ingest.extract.decision_words import any_word
from ingest.extract.hedges import is_hedged
from ingest.extract.measure_refs import WORDS, Measure, measures_in
from ingest.extract.parties_in import parties_in
from ingest.extract.spans import Span
from plansvar.language.dates import find_dates
from plansvar.register.claims import Claim, Operation, Value
from plansvar.register.kinds import FactKind

_LONGEST = 800
_SURE_OF_SUBJECT = 0.7


def _any(topic: str, *names: str) -> str:
    lists: dict[str, Any] = WORDS[topic]
    return f"(?i:{any_word(word for name in names for word in lists[name])})"


# Up to the next clause or full stop; "tiltak 2.1" and "1. juni" have none.
_GAP = r"(?:[^.;:]|\.\d|\.\s(?=[a-zæøå]))"
_BE = r"(?:(?i:blir|vert|ble|blei|vart|er|is|are|was|were)\s+)?"
# A party begins with a capital letter and ends before a date, another clause or a full stop.
_PARTY = r"(?P<party>[A-ZÆØÅ][^.;:]{1,90}?)"
_PARTY_END = (
    r"(?=\s+(?i:fra|frå|from|i\sstedet|i\sstaden|instead|med\svirkning|med\sverknad|with\seffect)\b"
    r"|,?\s+(?i:og|and)\s+[a-zæøå]|[.;:,]|\s*$)"
)
_LEADS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_any('lead', 'duty')}{_GAP}{{0,100}}?{_any('lead', 'moves')}(?:\s+over)?"
        rf"(?:\s+(?i:fra|frå|from)\s+[^.;:]{{2,80}}?)?\s+(?i:til|to)\s+{_PARTY}{_PARTY_END}",
        rf"{_PARTY}\s+{_any('lead', 'takes')}\s+{_any('lead', 'what')}",
        rf"{_PARTY}\s+{_any('lead', 'is')}\s+(?:{_any('lead', 'still')}\s+){{0,2}}"
        rf"{_any('lead', 'holder')}",
        rf"(?i:med|with)\s+{_PARTY}\s+(?i:som|as)\s+(?i:(?:ny|new)\s+)?{_any('lead', 'holder')}",
        rf"{_any('lead', 'holder')}{_GAP}{{0,60}}?(?:\b(?i:er|blir|is)|:)\s+{_PARTY}{_PARTY_END}",
    )
)
_AS_LEAD = _LEADS[3]
_SUBJECT = re.compile(
    r"(?P<subject>[A-ZÆØÅ][\wæøå-]{4,40})\s+(?i:legges|leggast|blir lagt|flyttes)"
)
_DEADLINE = re.compile(
    rf"(?:{_any('deadline', 'noun')}{_GAP}{{0,120}}?{_any('deadline', 'moves')}"
    rf"|{_any('deadline', 'new')}[^.;:\d]{{0,80}}?(?P<new>\b(?i:er|blir|is)\b|:))"
)
_STANDS = re.compile(rf"{_any('deadline', 'noun')}{_GAP}{{0,80}}?{_any('deadline', 'stands')}")
_TO = re.compile(r"\b(?:til|to|til og med|på|by|med)\s+(?:den\s+)?$", re.IGNORECASE)
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


def changes_in(
    span: Span, known: Measure | None = None, since: str | None = None
) -> Iterator[Claim]:
    """What the sentences of a decision change.

    Args:
        span: what was decided.
        known: the measure that the case, or the table's row, is about.
        since: from when it holds where the sentence says nothing; ``None``: the document's date.
    """
    for sentence in span.sentences():
        if len(sentence) <= _LONGEST and "?" not in sentence.text:
            yield from _of_sentence(sentence, known, since)


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


def _of_sentence(sentence: Span, known: Measure | None, since: str | None) -> Iterator[Claim]:
    if is_hedged(sentence.text):
        yield from _call(sentence)  # that there is no call is said with a negation
        return
    named = list(measures_in(sentence))
    measure = named[0] if named else known
    if measure and known and not measure.title and measure.number.text == known.number.text:
        measure = known
    values = [*_lead(sentence), *_deadline(sentence), *_partners(sentence)]
    if measure and len(named) < 2:
        values += _funding(sentence)
    if measure and values:
        yield _claim(FactKind.MEASURE, (*measure.values, *values), _effective(sentence) or since)
    elif values and (claim := _by_subject(sentence, since)):
        yield claim
    if verb := _STATUS.search(sentence.text):
        for one in named:
            if one.number.end <= sentence.start + verb.start():
                status = _value("status", sentence, verb)
                yield _claim(FactKind.MEASURE, (*one.values, status), _effective(sentence) or since)
    yield from _goal(sentence, since)
    yield from _call(sentence)
    yield from _role(sentence, measure, since)


def _claim(kind: FactKind, values: tuple[Value, ...], effective: str | None) -> Claim:
    return Claim(kind, values, "decision", changes=True, effective=effective)


def _value(field: str, span: Span, match: re.Match[str], group: str | int = 0) -> Value:
    where = span.part(match.start(group), match.end(group)).strip()
    return Value(field, " ".join(where.text.split()), where.start, where.end)


def _lead(sentence: Span) -> Iterator[Value]:
    """Who answers for it from now on."""
    for pattern in _LEADS:
        if match := pattern.search(sentence.text):
            where = sentence.part(match.start("party"), match.end("party"))
            for party in parties_in(where):
                yield Value("leads", party.name, sentence.start, sentence.end)
            return


def _by_subject(sentence: Span, since: str | None) -> Claim | None:
    """A measure named by the first word alone: "Kontoret legges til X, med X som ansvarlig"."""
    subject, lead = _SUBJECT.search(sentence.text), _AS_LEAD.search(sentence.text)
    if not subject or not lead:
        return None
    title = _value("title", sentence, subject, "subject")
    values = (title, *_lead(sentence))
    return Claim(
        FactKind.MEASURE,
        values,
        "decision",
        _SURE_OF_SUBJECT,
        changes=True,
        effective=_effective(sentence) or since,
    )


def _deadline(sentence: Span) -> Iterator[Value]:
    """The deadline that holds from now on: the day after "til", or the one that stands."""
    text = sentence.text
    moved = _DEADLINE.search(text)
    for found in find_dates(text):
        before = text[max(0, found.start - 24) : found.start]
        if moved and found.start >= moved.end() - 1:
            right = bool(_TO.search(before)) or moved["new"] is not None
        else:
            right = moved is None and _STANDS.search(text) is not None
        if right and not _INSTEAD.search(before) and not _FROM.search(before):
            normal = found.value if found.year is not None else None
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


def _role(sentence: Span, measure: Measure | None, since: str | None) -> Iterator[Claim]:
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
    yield _claim(FactKind.RESPONSIBILITY, values, _effective(sentence) or since)


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
