"""What running text says of a scheme that was named before: who can apply, how much, until when."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.application_subjects import fund_noun
from ingest.extract.names import WORD
from ingest.extract.scheme_draft import ceilings, parties, rates, read_name, scheme_noun
from ingest.extract.spans import Span
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.language.dates import find_dates
from plansvar.register.claims import Value

_NAME = rf"{WORD}(?:\s[\wÆØÅæøå-]+){{0,5}}?"
_MAY_APPLY = re.compile(
    r"^(?P<who>[^.;:?]{3,200}?)\s(?:kan\s(?:søke|søkje|få\s(?:støtte|tilskudd|tilskot"
    r"|stønad)|være søker"
    r"|vere søkjar)|(?:can|may)\s(?:apply|be\s(?:lead\s)?applicants?)|are eligible)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:du|de|dei|dere|dykk|vi|man|ein|en|you|we|they|it|det|den|dette)$", re.I)
_PAYS = re.compile(
    r"^(?:Det\s(?:gis|blir gitt|kan gis|kan gjevast)|(?:Tilskuddet|Tilskotet|Støtten"
    r"|Støtta|Stønaden"
    r"|Tilskudd|Tilskot|Støtte|Ordningen|Ordninga|Programmet|Fondet|Grants?|The grant"
    r"|Support|The scheme"
    r"|The programme|It)\s(?:kan|skal|utgjør|utgjer|dekker|dekkjer|er|covers?|may|can|is|will))\b",
    re.IGNORECASE,
)
_MOST = r"(?:inntil|høgst|høyst|maks(?:imalt)?|opptil|opp til|up to|at most|no more than)"
_MOST_OF = re.compile(rf"\b{_MOST}\s[^,.;]{{0,6}}\d[^;]*?(?=,\s{_MOST}|[;]|$|\.\s)", re.IGNORECASE)
_CLOSES = re.compile(
    r"(?:søknadsfrist\w*|søkjefrist\w*|fristen for å (?:søke|søkje)|deadline"
    r"|the\s(?:\w+\s)?call\s"
    r"(?:closes|closed|opens|opened)|utlysning\w*\s(?:åpner|stenger)|utlysing\w*\s(?:opnar|stengjer))\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\b(?:expect(?:s|ed)? to open|will open|åpner trolig|opnar truleg|ventes å åpne"
    r"|planlegger å lyse ut"
    r"|planlegg å lyse ut|lyses ut (?:til|i)|blir lyst ut (?:til|i))\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:penger|pengar|midler|midlar|money"
    r"|funds)\s(?:som\s)?(?:[\wæøå]+\s){0,3}?(?:får|kjem|kommer|fekk|fikk"
    r"|receives?|gets?|come)\s(?:fra|frå"
    r"|from)\s(?P<of>(?:the\s)?[\wÆØÅæøå-]+(?:\s[A-ZÆØÅ][\w-]+)*)"
)


def told_of_scheme(sentence: Span) -> Iterator[Value]:
    """Applicants, shares, ceilings, deadlines and payers in a sentence about the scheme meant."""
    text = sentence.text
    if (match := _MAY_APPLY.match(text)) and not _NOBODY.search(match["who"]):
        yield state("eligible", sentence, text.rstrip("."))
    if _PAYS.match(text):
        for match in _MOST_OF.finditer(text):
            clause = sentence.part(*match.span())
            yield from rates(clause, sentence)
            if next(rates(clause, sentence), None) is None:
                yield from ceilings(clause, sentence)
    if _CLOSES.search(text):
        for date in find_dates(text):
            if date.month is not None:
                known = date.value if date.year is not None else None
                yield state("window", sentence, text[date.start : date.end], known)
    elif _OPENS.search(text):
        yield state("window", sentence, text.rstrip("."))
    if match := _FROM.search(text):
        yield state("financiers", sentence, match["of"].removeprefix("the "))


_IS_MONEY = re.compile(
    r"\s(?:er|is|are)\s(?P<what>(?:\w+\s)?(?:penger|pengar|midler|midlar|tilskudd"
    r"|tilskot|støtte|stønad"
    r"|money|funds|grants|support)\b[^.]*)"
)
_SUPPORTS = re.compile(
    rf"^(?:The\s)?(?P<name>{_NAME})\s(?:supports|funds|støtter|støttar|finansierer"
    rf"|finansierar|skal støtte)"
    r"\s(?P<what>[^.]+)"
)
_NAMED = re.compile(rf"^(?:The\s)?(?P<name>{_NAME})(?=\s(?:er|is|are)\s)")


def spoken_of(sentence: Span) -> tuple[Span, Span] | None:
    """Name and purpose in "Kystmidler er penger til …", "The Kelp Programme supports …"."""
    match = _SUPPORTS.match(sentence.text)
    if match is None:
        named = _NAMED.match(sentence.text)
        match = _IS_MONEY.match(sentence.text, named.end()) if named else None
        if named is None or match is None:
            return None
        name = sentence.part(*named.span("name"))
    else:
        name = sentence.part(*match.span("name"))
    if not _names_scheme(name.text):
        return None
    return name, sentence.part(*match.span("what")).strip(" .")


def _names_scheme(name: str) -> bool:
    """Whether words end with a noun for a scheme and say more than the noun: no "Programmet"."""
    for pattern in (scheme_noun(), fund_noun()):
        for found in pattern.finditer(name):
            alone = found.start() == 0 and _alone().fullmatch(found.group()) is not None
            if found.end() == len(name) and not alone:
                return True
    return False


@functools.cache
def _alone() -> re.Pattern[str]:
    words = lexicon("schemes")
    return re.compile(any_of([*words["nouns"], *words["again"], "midlene", "midlane"]), re.I)


_CLOSED = re.compile(
    r"^(?:The\s)?(?P<name>(?:[\wÆØÅæøå-]+\s){0,5}?[\wÆØÅæøå-]*(?:(?i:grant|scheme"
    r"|fund|programme|ordning(?:en|a)?|fondet"
    r"|fond|tilskuddet|tilskotet|programmet"
    r"|stipend(?:et)?))(?:\sfor\s[\wæøå]+(?:\s[\wæøå]+)?)?)\s"
    r"(?P<when>(?:was|is|ble|blei|vart|er|blir)\s(?:closed|discontinued|wound up"
    r"|avviklet|avvikla|lagt ned"
    r"|avsluttet|avslutta|stengt|stengd)\b[^.;]*)"
)


def closed(sentence: Span) -> tuple[Span, Value] | None:
    """A scheme that is no more: "The travel grant for pupils was closed on 31 December 2024"."""
    match = _CLOSED.match(sentence.text)
    if match is None:
        return None
    name, _ = read_name(sentence.part(*match.span("name")))
    dates = [date for date in find_dates(match["when"]) if date.year is not None]
    if not dates or _alone().fullmatch(name.text):
        return None
    when = re.split(r"\s(?:og|and)\s", match["when"])[0]
    return name, state("window", sentence, when.split(" ", 1)[1], dates[0].value)


_EXPLAINED = re.compile(
    rf"^(?:\W*[A-ZÆØÅ]{{0,4}}\s?\d+/\d+:?\s+"
    rf"|\d+(?:\.\d+)*\.?\s+)?(?P<name>{WORD}(?:\s[\wæøåÆØÅ-]+){{0,3}}?)\s"
    r"\((?P<what>[^()]{4,80})\)$"
)
_WHOSE = re.compile(r"\s(?:til|frå|fra|hos|of|from)\s(?P<of>[^,]+)$")


def explained(heading: Span) -> tuple[Span, list[Value]] | None:
    """A heading that says in brackets that it names a scheme: "Havfrø (såkornordninga til …)"."""
    match = _EXPLAINED.match(heading.text)
    if match is None or not scheme_noun().search(match["what"]):
        return None
    whose = _WHOSE.search(match["what"])
    values: list[Value] = []
    if whose:
        start = match.start("what") + whose.start("of")
        of = heading.part(start, match.end("what"))
        values = list(parties("financiers", of, heading)) or [state("financiers", heading, of.text)]
    return heading.part(*match.span("name")), values


_STEP = re.compile(
    r"\b(?i:trinn|steg|nivå|fase|spor|step|stage|track)\s\d(?!\d)(?:\s[–-]\s[A-ZÆØÅ]\w+)?"
)


def steps_in(text: Span) -> Iterator[Value]:
    """Steps by their numbers: "23 søknader på trinn 1, 6 på trinn 2"."""
    for match in _STEP.finditer(text.text):
        yield state("levels", text, match.group())
