"""Sentences about applications: who applied, for what, what became of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.amounts import SPELLED, amounts_in
from ingest.extract.names import WORD, kind_of, listed, without_lead
from ingest.extract.scheme_draft import read_name, scheme_noun
from ingest.extract.spans import Span
from ingest.extract.word_lists import any_of, lexicon

_WHO = rf"(?<![\w-]){WORD}(?:\s(?:(?:i|og|for)\s)?[\wÆØÅæøå-]+){{0,4}}?"
_HAS_APPLIED = r"(?:har|hadde|has|had)\s(?:(?:nå|no|now|også|og)\s)?(?:søkt|applied)"


# One of these stands in every sentence that tells of an application.
_HINTS = (
    "søk",
    "appl",
    "tilsagn",
    "tilsegn",
    "avslag",
    "tildel",
    "bevilg",
    "løyv",
    "innvilg",
    "støtte",
    " nei",
    "award",
    "tilskudd",
    "tilskot",
    "opp i",
    "grant",
    "admitted",
)


@dataclass(frozen=True, slots=True)
class Applied:
    """An application as a sentence tells of it.

    ``about_call``: the section's heading may name the scheme. ``sure``: it is an application for
    funding or a status, even where nothing names the scheme.
    """

    applicant: Span
    said: Span
    scheme: Span | None = None
    level: Span | None = None
    outcome: Span | None = None
    amount: tuple[Span, str] | None = None
    about_call: bool = False
    sure: bool = False


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = lexicon("applications")["words"]
    application, status = any_of(words["application"]), any_of(words["status"])
    result = any_of([*words["refused"], *words["granted"]])
    return {
        # "har søkt Nordmidler om 7 millioner", "har søkt den statlige ordningen om …"
        "asked": re.compile(
            rf"(?P<who>{_WHO})\s(?:{_HAS_APPLIED}|søker|søkjer|søkte|applies\sto|applied\sto)\s"
            r"(?:(?:til\s|to\s)?(?P<of>[^,.;:]{3,70}?)\s)?(?:om|for)\s(?P<what>[^.;]+)"
        ),
        "status": re.compile(
            rf"(?:søker|søkjer|søkte|har søkt|applies|apply|applied)\b[^.:;]{{0,60}}"
            rf"\b(?:om|for)\s(?P<level>{status})\s?:\s(?P<who>[^.;:]+)",
            re.I,
        ),
        "one_status": re.compile(
            rf"(?P<who>{_WHO})\s(?:søker|søkjer|har søkt|søkte|applies)\s(?:om|for)\s"
            rf"(?P<level>(?i:{status}))"
        ),
        "respectively": re.compile(
            rf"(?i:{application})\b(?:[^.:;]{{0,90}}?\s(?:henholdsvis|høvesvis|respectively)"
            r"|\s(?:frå|fra|from))\s(?P<who>[A-ZÆØÅ][^.;:]+)"
        ),
        "result": re.compile(
            rf"(?i:søknaden|application)\s(?:fra|frå|from)\s(?P<who>{_WHO})\s"
            rf"(?:(?:blir|ble|vart|er|is|was)\s)?(?P<outcome>(?i:{result})(?!\w)[^.;]*)"
        ),
        "application": re.compile(
            rf"(?i:søknad|søknaden|application)\s(?:fra|frå|from)\s(?P<who>{_WHO})\s"
            rf"(?:(?i:om|for)\s[^.;]{{1,120}}?\s)?(?P<outcome>(?i:{result})(?!\w)[^.;]*)"
        ),
        "refused": re.compile(
            rf"(?P<who>{_WHO})\s(?P<outcome>(?:får|fikk|fekk|har fått|received|gets|got)\s"
            rf"(?:også\s|òg\s)?{any_of(words['no'])}(?!\w)[^.;]*)"
        ),
        "granted": re.compile(
            rf"(?P<who>{_WHO})\s(?P<outcome>{any_of(words['gets'])}\s(?:(?:også|òg|hele|heile)\s)?"
            rf"(?P<what>(?:{any_of(words['support'])}\s)?(?:(?:på|of|inntil|up to)\s)*"
            rf"(?:[\dkNE]|{SPELLED})[^.;]*))"
        ),
        "given": re.compile(
            rf"(?<!\w)(?i:{any_of(words['gives'])})\s(?P<what>(?:{any_of(words['support'])}\s)?"
            r"(?:(?:på|med|inntil|of)\s)*[\dkNE][^.;]{3,50}?)\s(?:i\s\w+\s)?(?:til|to)\s"
            rf"(?P<who>{_WHO})(?=[\s.,;]|$)"
        ),
        "taken": re.compile(
            rf"(?P<who>{_WHO})\s(?:i\s{_WHO}\s)?(?P<outcome>(?:blir|er|ble|vart|is|was)\s"
            r"(?:tatt|teken|teke|admitted|taken)\s(?:opp\s)?(?:i|to|into)\s(?P<of>[^.;,]+?)"
            r"(?:\s(?:med|with)\s(?P<what>[^.;]+))?)(?:$|[.;,])"
        ),
        "got": re.compile(
            rf"(?P<who>{_WHO})\s(?:(?:i|in)\s\w+\s)?"
            r"(?P<outcome>(?:får|fekk|fikk|har fått|received|receives)"
            rf"\s(?:\w+\s\w+\s)?(?:tilsagn|tilsegn|tilskudd|tilskot|a\sgrant)\s(?:fra|frå|from)\s"
            r"(?P<of>[^.;,]+?))(?:\s(?:på|om|i|og|of|in|and)\s(?P<what>[^.;]+)|$|[.;,])"
        ),
        "sent": re.compile(
            rf"^(?P<of>{WORD}(?:\s{WORD}){{0,4}}):\s(?P<who>{_WHO})\s(?:sendte|sende|har sendt"
            r"|submitted)\s(?:inn\s)?(?:søknaden|søknad|the application|an application)"
        ),
    }


_ONE_EACH = (
    "asked", "result", "application", "taken", "got", "sent", "refused", "granted", "given",
)  # fmt: skip


def applied_in(sentence: Span) -> Iterator[Applied]:
    """The applications that a sentence tells of."""
    lower = sentence.text.casefold()
    if not any(hint in lower for hint in _HINTS):
        return
    patterns = _patterns()
    for match in patterns["status"].finditer(sentence.text):
        for who in _names(sentence.part(*match.span("who"))):
            yield Applied(who, sentence, level=_part(sentence, match, "level"), sure=True)
    for match in patterns["respectively"].finditer(sentence.text):
        names = _names(sentence.part(*match.span("who")))
        if len(names) > 1:
            for who in names:
                yield Applied(who, sentence, sure=True, about_call=True)
    alone = patterns["one_status"].search(sentence.text)
    applicant = _name(sentence, alone) if alone else None
    if alone and applicant:
        yield Applied(applicant, sentence, level=_part(sentence, alone, "level"), sure=True)
    for kind in _ONE_EACH:
        told = patterns[kind].search(sentence.text)
        teller = _name(sentence, told) if told else None
        if told and teller:
            found = list(_one(sentence, told, teller, kind))
            yield from found
            if found:
                return


def _one(sentence: Span, match: re.Match[str], who: Span, kind: str) -> Iterator[Applied]:
    amount = None
    groups = match.groupdict()
    if groups.get("what"):
        what = sentence.part(*match.span("what"))
        for found in amounts_in(what.text):
            amount = (what.part(found.start, found.end), found.normal)
            break
        if found_any := re.match(r"(?:inntil|up to)\s", what.text):
            amount = (what.part(0, found.end), found.normal) if amount and found_any else amount
    if kind in ("asked", "granted", "given") and amount is None:
        return
    # "Firmaet fikk 2 millioner i overskudd" tells of no grant: who got it must be a party.
    is_body = kind_of(who.text) not in (None, "person")
    if kind in ("granted", "given") and not is_body:
        return
    scheme = None
    if groups.get("of"):
        named = sentence.part(*match.span("of")).strip()
        again = re.fullmatch(r"(?i:programmet|ordningen|ordninga|fondet|the programme)", named.text)
        if not again and (kind == "sent" or scheme_noun().search(named.text)):
            scheme = named
    yield Applied(
        who,
        sentence,
        scheme=_plain(scheme),
        outcome=_part(sentence, match, "what" if kind == "given" else "outcome"),
        amount=amount,
        about_call=kind not in ("asked", "sent"),
        sure=kind == "asked" and is_body,
    )


def _plain(scheme: Span | None) -> Span | None:
    """A scheme's name without the year behind it and the article before it."""
    if scheme is None:
        return None
    return read_name(scheme)[0]


def _part(sentence: Span, match: re.Match[str], group: str) -> Span | None:
    if group not in match.re.groupindex or match[group] is None:
        return None
    return sentence.part(*match.span(group)).strip(" .,")


def _name(sentence: Span, match: re.Match[str]) -> Span | None:
    name = without_lead(sentence.part(*match.span("who"))).strip(" .,")
    return name if _is_applicant(name.text) else None


def _names(span: Span) -> list[Span]:
    return [name for name in map(without_lead, listed(span)) if _is_applicant(name.text)]


_NOBODY = re.compile(
    r"(?:vi|eg|jeg|de|dei|du|ho|hun|han|den|det|som|søkere|søkjarar|nokon|noen|mange|fem|tre|to|we"
    r"|they|the|fire|seks|begge|alle|ingen|flere|fleire)\b"
    r"|(?:klyngen|klynga|foreningen|kommunen|bedriften|søkeren|søkjaren|prosjektet)$",
    re.IGNORECASE,
)


def _is_applicant(name: str) -> bool:
    return 1 < len(name) < 70 and name[:1].isupper() and _NOBODY.match(name) is None
