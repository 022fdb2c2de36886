"""Sentences about funding schemes: what one is, who runs it, who pays for it, its levels."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.names import WORD, kind_of, listed
from ingest.extract.scheme_draft import parties, rates, scheme_noun
from ingest.extract.spans import Span
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.register.claims import Value

_NAME = rf"(?:Den\s\w+\s)?{WORD}(?:\s(?:(?:og|i|for|of|the)\s)?[\wÆØÅæøå-]+){{0,5}}?"


@functools.cache
def _introduction() -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<name>{_NAME})\s(?:er|is)\s(?P<what>(?:et|en|eit|ein|ei|den|det|a|an|the)\s[^.]*)"
    )


@functools.cache
def _money() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)\w*{any_of(lexicon('schemes')['money'])}\w*", re.IGNORECASE)


def introduced(sentence: Span) -> tuple[Span, Span] | None:
    """The name of a scheme, and what is said of it: "Nordmidler er en tilskuddsordning for …"."""
    match = _introduction().match(sentence.text)
    if match is None or not _money().search(match["what"]) or not _may_be(match["name"]):
        return None
    what = re.split(r"\s(?:som|for|that|which)\s", match["what"])[0]
    if not scheme_noun().search(what):
        return None
    return sentence.part(*match.span("name")), sentence.part(*match.span("what"))


def _may_be(name: str) -> bool:
    """Whether a scheme may have this name: no body's, and no word that only points back."""
    return kind_of(name) in (None, "person") and not _is_again(name)


@functools.cache
def _gives() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[?!.]\s)(?P<name>{_NAME})\s(?:gir|gjev|gives|offers)\s"
        r"(?:tilskot|tilskudd|støtte|midler|midlar|grants|support)\b"
    )


def giving(sentence: Span) -> Span | None:
    """The name in "Nordmidler gir tilskudd til …"."""
    match = _gives().search(sentence.text)
    if match and _may_be(match["name"]):
        return sentence.part(*match.span("name"))
    return None


@functools.cache
def _again() -> re.Pattern[str]:
    return re.compile(rf"{any_of(lexicon('schemes')['again'])}(?!\w)", re.IGNORECASE)


def _is_again(name: str) -> bool:
    return _again().fullmatch(name) is not None


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = lexicon("schemes")["sentences"]
    again = any_of(lexicon("schemes")["again"])
    return {
        "administered": re.compile(
            rf"(?<!\w){any_of(words['administered'])}\s(?P<of>[^.;]+)", re.I
        ),
        "cooperation": re.compile(rf"(?<!\w){any_of(words['cooperation'])}\s(?P<of>[^.;]+)", re.I),
        "financed": re.compile(rf"(?<!\w){any_of(words['financed'])}\s(?P<of>[^.;]+)", re.I),
        "both": re.compile(r"(?P<verb>finansiert|forvaltet|forvalta)\sav\s(?P<of>[^.;]+)", re.I),
        "finances": re.compile(
            rf"^(?P<who>[A-ZÆØÅ][^.;:]+?)\s{any_of(words['finances'])}\s(?i:{again})"
        ),
        "manages": re.compile(
            rf"^(?P<who>[A-ZÆØÅ][^.;:]+?)\s{any_of(words['manages'])}\s(?i:{again})"
        ),
        "calls": re.compile(rf"^(?P<who>[A-ZÆØÅ][^.;:]+?)\s{any_of(words['calls'])}(?!\w)"),
        "covers": re.compile(
            rf"^(?i:{again})\s(?:dekker|dekkjer|gir|gjev|støtter|støttar|covers|funds|pays)\s(?P<of>[^.;]+)",
            re.I,
        ),
        "is_for": re.compile(rf"^(?i:{again})\s(?:er|gjelder|gjeld|is)\sfor\s(?P<of>[^.;]+)", re.I),
        "levels": re.compile(
            rf"(?<!\w){any_of(words['levels'])}\s?[:;]?\s(?P<of>[A-ZÆØÅ][^.;]+)", re.I
        ),
    }


_OWN = re.compile(
    r",?\s(?:og|and)\s(?:er|blir|is|forvalt|administr|finansier|skal|har|managed|funded|financed|paid|run)\w*\b.*$"
)


def said_of_scheme(sentence: Span) -> Iterator[Value]:
    """Administrators, financiers and levels that a sentence gives to the scheme it is about."""
    patterns = _patterns()
    for name, field in (
        ("administered", "administrators"),
        ("cooperation", "administrators"),
        ("financed", "financiers"),
    ):
        for match in patterns[name].finditer(sentence.text):
            yield from _bodies(field, sentence, match, "of")
    for match in re.finditer(
        r"\bog\s(?:(?P<f>finansier\w*)|forvalt\w*|administr\w*)\sav\s(?P<of>[^.;]+)", sentence.text
    ):
        yield from _bodies("financiers" if match["f"] else "administrators", sentence, match, "of")
    for name, field in (("finances", "financiers"), ("manages", "administrators")):
        if who := patterns[name].match(sentence.text):
            yield from _bodies(field, sentence, who, "who")
    if covers := patterns["covers"].match(sentence.text):
        yield from rates(sentence.part(*covers.span("of")), sentence)
    if is_for := patterns["is_for"].match(sentence.text):
        # "Ordninga er for verksemder med inntil 100 tilsette"
        whom = _applicants().match(is_for["of"])
        yield state("eligible" if whom else "purpose", sentence, is_for["of"])
    if of := patterns["levels"].search(sentence.text):
        yield from levels(sentence.part(*of.span("of")), sentence)


@functools.cache
def _applicants() -> re.Pattern[str]:
    return re.compile(rf"{any_of(lexicon('schemes')['words']['applicants'])}(?!\w)", re.IGNORECASE)


@functools.cache
def _by_name() -> re.Pattern[str]:
    again = any_of(word for word in lexicon("schemes")["again"] if len(word) > 3)
    finances = any_of(lexicon("schemes")["sentences"]["finances"])
    return re.compile(rf"^(?i:{again})(?!\w)|\s{finances}\s(?i:{again})")


def names_again(sentence: Span) -> bool:
    """Whether it speaks of the scheme by a noun, not by a pronoun that may mean another thing."""
    return _by_name().search(sentence.text) is not None


@functools.cache
def _frame() -> re.Pattern[str]:
    return re.compile(
        rf"(?i:ramma|rammen|the frame|the budget)\s(?:for|of)\s(?P<name>{_NAME})\s(?:i|for|in)\s"
        r"(?P<year>(?:19|20)\d{2})\s(?:er|blir|is|var)\s(?P<amount>[^;]+)"
    )


def frame_of(sentence: Span) -> tuple[Span, str, Span] | None:
    """Name, year and amount in "Ramma for Nordmidlar i 2024 er 8,0 millionar kroner"."""
    match = _frame().search(sentence.text)
    if match is None:
        return None
    return sentence.part(*match.span("name")), match["year"], sentence.part(*match.span("amount"))


_NO_CALL = re.compile(
    r"(?i:ingen|inga|no)\s(?i:utlysning|utlysing|utlysinger|call)\s(?:av|for|of)\s"
    rf"(?P<name>{_NAME})\s(?:i|in|for)\s(?P<year>(?:19|20)\d{{2}})"
)


def no_call(sentence: Span) -> tuple[Span, str, Span] | None:
    """Name, year and words in "Det blir ingen utlysning av Nordmidler i 2025"."""
    match = _NO_CALL.search(sentence.text)
    if match is None:
        return None
    words = sentence.part(match.start(), match.start("name")).strip()
    return sentence.part(*match.span("name")), match["year"], words.part(0, words.text.rfind(" "))


def caller(sentence: Span) -> Iterator[Value]:
    """Who calls for applications."""
    match = _patterns()["calls"].match(sentence.text)
    if match and kind_of(match["who"]) not in (None, "person"):
        yield from _bodies("administrators", sentence, match, "who")


def _bodies(field: str, sentence: Span, match: re.Match[str], group: str) -> Iterator[Value]:
    text = _OWN.sub("", match[group])
    start = match.start(group)
    yield from parties(field, sentence.part(start, start + len(text)), sentence)


def levels(value: Span, said: Span) -> Iterator[Value]:
    """The levels of a list, up to the verb that goes on: "GCE, NCE og Arena, og er …"."""
    text = _OWN.sub("", value.text)
    names = listed(value.part(0, len(text)).strip(" .,"))
    if len(names) > 1 and all(len(name) < 60 for name in names):
        for name in names:
            yield state("levels", said, name.text)
