"""What a letter to an applicant says was decided: "Søknaden er innvilget", "har vedtatt å gi"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.meeting_heads import any_date_in
from ingest.extract.meetings import case_number
from ingest.extract.outcomes import coded
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import BlockKind, DatePrecision, Document, DocumentType
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

_HEAD_BLOCKS = 15
_LONGEST_LINE = 160
_LONGEST_SENTENCE = 600
_SURE = 0.9
# What makes a paper an answer to an application.
_ANSWERS = re.compile(
    r"\b(?:svar på (?:[\w-]+ ){0,2}søknad|tilsagn|tilsegn|avslag|innvilg|vedtak om (?:tilskudd"
    r"|tilskot|støtte)|\w*(?:tilsagns|tilsegns|vedtaks|avslags)brev|søknaden (?:deres|din|dykkar)"
    r"|deres søknad|dykkar søknad|din søknad|your application|grant (?:letter|award)"
    r"|award letter|letter of award)",
    re.IGNORECASE,
)
_SOON = r"(?:[^\W\d]+\s){0,2}"
_WHO = (
    r"(?:vi|we|[\wæøå-]*(?:kommunen|styret|utvalget|utvalet|utvalg|utval|rådet|fondet|stiftelsen"
    r"|stiftinga|nemnda|komiteen|direktoratet|foundation|fund|board|committee|council)"
    r"(?:\s(?:for|i|av|of)\s[\wæøåÆØÅ]+)?)"
)
_GIVEN = (
    r"(?:innvilget|innvilga|innvilget|avslått|godkjent|godkjend|imøtekommet|imøtekommen|avvist"
    r"|approved|granted|awarded|rejected|declined|turned\sdown|unsuccessful|successful)"
)
_HAS_DECIDED = re.compile(
    rf"(?<!\w){_WHO}\s+(?:har|have|has)\s+{_SOON}(?P<verb>(?:vedtatt|vedteke|besluttet|beslutta"
    r"|bestemt|decided)\s(?:å|to)\s(?:\w+\s)?(?:gi|gje|innvilge|løyve|bevilge|tildele|støtte|avslå"
    rf"|avvise|give|grant|award|approve|reject|decline|support)|{_GIVEN}|løyvd|bevilget|tildelt)\b",
    re.IGNORECASE,
)
_IS_GIVEN = re.compile(
    r"(?<!\w)(?:søknad(?:en)?|your application|the application|dere|dykk|de|du|you)\b[^.;:]{0,120}?"
    r"\s(?:er|ble|blir|blei|vart|is|was|has\sbeen|have\sbeen|har\sblitt|har\svorte|får|har\sfått)\s"
    rf"{_SOON}(?P<verb>{_GIVEN}|tilsagn|tilsegn|avslag)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?<!\w)we\s(?P<verb>(?:are\s(?:pleased|happy|delighted)|regret)\sto\s(?:inform|offer|award"
    r"|tell|grant))|(?<!\w)(?:vi|fylkeskommunen|kommunen|fondet|stiftelsen|stiftinga)\s(?:kan|må)\s"
    r"(?:\w+\s){0,2}?(?P<no>(?:ikke|ikkje)\s(?:innvilge|imøtekomme|imøtekome|støtte|gi|gje)"
    r"|(?:avslå|avvise))\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"avsl|avvis|reject|declin|turned\sdown|unsuccess|regret|\b(?:ikke|ikkje|not)\b", re.IGNORECASE
)
# Told as a rule or a condition.
_SUPPOSED = re.compile(
    r"\b(?:hvis|dersom|viss|når|om dere|inntil|før|holdes igjen|holdes tilbake|blir halde att"
    r"|blir halde tilbake|withheld|until|if|when|unless|kan bli|may be|skal|will be)\b",
    re.IGNORECASE,
)
_MET = re.compile(
    r"\b(?:møtet?|behandlet|behandla|handsama|vedtak|meeting|considered)\b", re.IGNORECASE
)
_BODY = re.compile(
    r"(?<!\w)(?:[A-ZÆØÅ][\wæøå-]*\s)?(?:[Hh]oved|[Hh]ovud|[Ff]ylkes)?(?:[Ss]tyret|[Uu]tvalget|[Uu]tvalet|[Uu]tvalg|[Uu]tval"
    r"|[Nn]emnda|[Kk]omiteen|[Bb]oard|[Cc]ommittee)(?:\s(?:for|i|of)\s[\wæøåÆØÅ]+(?:\s[A-ZÆØÅ][\w]+){0,3})?"
)


def decisions_in_letters(document: Document) -> Iterator[Claim]:
    """The first sentence that grants something, and the first that refuses something."""
    if document.type is not DocumentType.OTHER or not _answers(document):
        return
    met = _meeting(document)
    told = set[str]()
    for block in document.blocks:
        if block.furniture or block.kind in {BlockKind.TABLE, BlockKind.HEADING}:
            continue
        for sentence in span_of(document, block).sentences():
            if len(sentence) > _LONGEST_SENTENCE or sentence.text.endswith("?"):
                continue
            claim = _claim(document, sentence, met)
            outcome = claim.first("outcome") if claim else None
            if claim and outcome and str(outcome.normal) not in told:
                told.add(str(outcome.normal))
                yield claim


def _answers(document: Document) -> bool:
    lines = (span_of(document, block).text for block in document.blocks[:_HEAD_BLOCKS])
    return any(_ANSWERS.search(line[:_LONGEST_LINE]) for line in (document.title, *lines))


def _claim(document: Document, sentence: Span, met: tuple[Value, ...]) -> Claim | None:
    text = sentence.text
    match = _HAS_DECIDED.search(text) or _IS_GIVEN.search(text) or _TELLS.search(text)
    if not match or _SUPPOSED.search(text[: match.end()]):
        return None
    verb = "no" if match.groupdict().get("no") else "verb"
    refused = _REFUSED.search(text[match.start() : match.end()])
    said = sentence.part(match.start(verb), match.end(verb))
    values = [Value("what", " ".join(text.split()), sentence.start, sentence.end)]
    frame = {one.field: one for one in (*_sent(document), *met)}
    if number := case_number(sentence):
        frame["case_number"] = number
    values += frame.values()
    values.append(coded("outcome", said, "rejected" if refused else "approved"))
    return Claim(FactKind.DECISION, tuple(values), "decision-letter", _SURE)


def _meeting(document: Document) -> tuple[Value, ...]:
    """Who dealt with the application, and when, where a sentence of the letter says it."""
    for block in document.blocks:
        if block.furniture or block.kind is BlockKind.TABLE:
            continue
        for sentence in span_of(document, block).sentences():
            body = _BODY.search(sentence.text[:_LONGEST_SENTENCE])
            date = any_date_in(sentence) if body and _MET.search(sentence.text) else None
            if body and date and date.normal:
                where = sentence.part(*body.span())
                name = " ".join(where.text.split())
                found = [Value("body", name[:1].upper() + name[1:], where.start, where.end), date]
                number = case_number(sentence)
                return (*found, number) if number else tuple(found)
    return ()


def _sent(document: Document) -> Iterator[Value]:
    """The sender and the day of the letter, where its text shows them."""
    name, date = document.about.organisation, document.date
    if name and (start := document.text.find(name)) >= 0:
        yield Value("body", name, start, start + len(name))
    if date and date.precision is DatePrecision.DAY and date.quote:
        start = document.text.find(date.quote)
        if start >= 0:
            yield Value("date", date.quote, start, start + len(date.quote), date.value)
