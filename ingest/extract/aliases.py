"""Other names of the same party: abbreviations, earlier names, names in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.names import WORD, abbreviates, bodies_in, is_person, kind_of, without_lead
from ingest.extract.spans import Span

_UP = "A-ZÆØÅ"
_SHORT = rf"(?<!\w)(?=\w{{0,7}}[{_UP}]\w{{0,7}}[{_UP}])[{_UP}]\w{{1,7}}(?!\w)"
_NAMED = rf"(?<!\w){WORD}(?:\s(?:(?:i|for|og|of|the|på)\s)?[\wÆØÅæøå-]+){{0,5}}"
_ABBREVIATIONS = re.compile(r"forkort|abbreviat|ordliste|ordforklaring|akronym|acronym", re.I)
_LISTED = re.compile(
    rf"(?:^|(?<=[.!?)]\s)|(?<=\n))(?P<short>{_SHORT})(?:\s*(?P<mark>[–:=-])\s*|\s+)"
    rf"(?P<name>{WORD}[^.,;:(!?\n]{{2,80}})"
)
# Anywhere: "Forkortelser: LN = Lidvik næringsråd, DB = Dal bondelag".
_EQUALS = re.compile(rf"(?P<short>{_SHORT})\s?=\s?(?P<name>{WORD}[^.,;:(=!?\n]{{2,80}})")
# In a list: "LK er Lidvik kommune", "LR: brukes i eldre papirer om Lidvik regionråd".
_STANDS_FOR = re.compile(
    rf"(?<!\w)(?P<short>{_SHORT})(?:\s(?:er|står for|betyr|tyder|is|stands for)\s"
    rf"|:\s(?:brukes|brukt|vert brukt|blir brukt|used)\s[^.:;]{{0,50}}?\s?(?:om|for|of)\s)"
    rf"(?P<name>{WORD}[^.,;:(!?\n]{{2,80}})"
)
# "Smia (tidligere Lidvik Verksted)", "Lidvik Verksted (nå Smia)".
_FORMERLY = re.compile(
    rf"(?<!\w)(?P<outer>{WORD}(?:\s{WORD}){{0,4}})\s\((?:(?P<then>tidligere|tidlegare|før|formerly|previously|eks-?)"
    rf"|(?P<now>nå|no|now))\s(?:kalt\s|called\s)?(?P<inner>{WORD}[^(),;.]{{2,60}})[),;]"
)
_RIGHT_BEFORE = re.compile(r",?(?:\s(?:som|who|which|that))?")
_PLAIN_NAME = re.compile(rf"«?(?P<name>{WORD}(?:\s{WORD}){{0,3}})»?")
_BRACKETS = re.compile(
    rf"(?P<name>{_NAMED})\s\((?:heretter\s|heretter kalt\s|hereafter\s|kalt\s)?"
    rf"(?P<short>{_SHORT})\)"
)
_CALLED = re.compile(
    rf"(?P<name>{_NAMED}),?\s\(?(?:heretter|hereafter|i det følgende|i det følgjande)\s"
    r"(?:kalt|kalla|called|omtalt som|omtala som)?\s?"
    r"[«\"“]?(?P<short>[\w][\w -]{1,40}?)[»\"”]?(?=[),.;])"
)
_TRANSLATED = re.compile(
    rf"(?<!\w)(?P<outer>{WORD}(?:\s{WORD}){{0,4}})\s\((?P<inner>{WORD}[^()]{{3,60}})\)"
)
_RENAMED = re.compile(
    r"\s(?:har skiftet navn til|har skifta namn til|fikk navnet|fekk namnet|tok navnet|tok namnet"
    r"|skifter navn til|skiftar namn til|skiftet navn til|skifta namn til|heter nå|heiter no"
    r"|heter|heiter|changes its name to|changed its name to|is now called)\s"
)
_MERGED = re.compile(
    r"\s(?:slått sammen|slegne saman|slått saman|slås sammen|fusjonert|fusjonerte|merged)"
    r"\s(?:til|into|to)\s"
)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a party; ``said`` are the words that say that it is the same."""

    name: Span
    alias: Span
    said: Span


def lists_abbreviations(heading: str) -> bool:
    """Whether a heading stands above a list of abbreviations."""
    return _ABBREVIATIONS.search(heading) is not None


def aliases_in(text: Span, *, abbreviations: bool, english: bool) -> Iterator[Alias]:
    """The aliases of a paragraph. ``abbreviations``: it stands in a list of them."""
    if abbreviations:
        for match in _LISTED.finditer(text.text):
            name = text.part(*match.span("name")).strip()
            # "DB: Nordli bondelag" says it itself.
            fits = abbreviates(match["short"], name.text)
            named = kind_of(name.text) not in (None, "person") or (fits and _is_title(name.text))
            if named and (match["mark"] or (fits and kind_of(name.text) not in (None, "person"))):
                said = text.part(match.start("short"), match.end("name"))
                yield Alias(name, text.part(*match.span("short")), said)
        yield from _by_pattern(text, _STANDS_FOR)
    if "=" in text.text:
        yield from _by_pattern(text, _EQUALS)
    for sentence in text.sentences():
        yield from _in_brackets(sentence, english=english)
        yield from _formerly(sentence)
        yield from _renamed(sentence)


def _is_title(name: str) -> bool:
    """Whether each word of a name has a capital letter."""
    return " " in name and all(word[:1].isupper() for word in name.split())


def _by_pattern(text: Span, pattern: re.Pattern[str]) -> Iterator[Alias]:
    for match in pattern.finditer(text.text):
        name = text.part(*match.span("name")).strip()
        body = kind_of(name.text) not in (None, "person")
        if body or (abbreviates(match["short"], name.text) and _is_title(name.text)):
            said = text.part(match.start("short"), match.end("name"))
            yield Alias(name, text.part(*match.span("short")), said)


def _formerly(sentence: Span) -> Iterator[Alias]:
    """As in "Smia (tidligere Lidvik Verksted)": the name of now, and that of then."""
    for match in _FORMERLY.finditer(sentence.text):
        outer = without_lead(sentence.part(*match.span("outer")))
        inner = sentence.part(*match.span("inner")).strip()
        # "Kari Nes (tidligere Lie)" is a person's.
        if is_person(outer.text) and kind_of(inner.text) in (None, "person"):
            continue
        new, old = (outer, inner) if match["then"] else (inner, outer)
        yield Alias(new, old, sentence)


def _in_brackets(sentence: Span, *, english: bool) -> Iterator[Alias]:
    if "(" not in sentence.text and "kal" not in sentence.text:
        return
    for match in _BRACKETS.finditer(sentence.text):
        name = _name_before(sentence.part(*match.span("name")), match["short"])
        if name is not None and kind_of(name.text) not in (None, "person"):
            yield Alias(name, sentence.part(*match.span("short")), sentence)
    for match in _CALLED.finditer(sentence.text):
        name = without_lead(sentence.part(*match.span("name")))
        if kind_of(name.text) not in (None, "person"):
            yield Alias(name, sentence.part(*match.span("short")).strip(), sentence)
    for match in _TRANSLATED.finditer(sentence.text):
        outer, inner = sentence.part(*match.span("outer")), sentence.part(*match.span("inner"))
        bodies = list(bodies_in(inner))
        # "Kari Nes (Dal Municipality)" works there.
        body = kind_of(outer.text) not in (None, "person")
        if english and body and len(bodies) == 1 and bodies[0].text == inner.text:
            yield Alias(inner, without_lead(outer), sentence)


def _name_before(named: Span, short: str) -> Span | None:
    """The longest end of the words before the bracket that the letters in it abbreviate."""
    words = list(re.finditer(r"\S+", named.text))
    for word in words:
        name = without_lead(named.part(word.start(), len(named)))
        if name.text[:1] == short[:1] and abbreviates(short, name.text):
            return name
    return None


def _renamed(sentence: Span) -> Iterator[Alias]:
    """Earlier names: "Lidvik Reiseliv SA skifter navn til Opplev Lidvik SA"."""
    for pattern in (_RENAMED, _MERGED):
        for match in pattern.finditer(sentence.text):
            before = list(bodies_in(sentence.part(0, match.start())))
            after = list(bodies_in(sentence.part(match.end(), len(sentence))))
            if not after and pattern is _RENAMED:
                after = _plain(sentence.part(match.end(), len(sentence)))
                # Such a name says nothing, so that the old one must stand right before the verb.
                between = (
                    sentence.source[before[-1].end : sentence.start + match.start()]
                    if before
                    else "?"
                )
                after = after if _RIGHT_BEFORE.fullmatch(between) else []
            if after and after[0].start <= sentence.start + match.end() + 1:
                for old in before if pattern is _MERGED else before[-1:]:
                    yield Alias(after[0], old, sentence)


def _plain(rest: Span) -> list[Span]:
    """A new name that doesn't show what it is the name of: "skiftet navn til Smia"."""
    match = _PLAIN_NAME.match(rest.text)
    return [rest.part(*match.span("name"))] if match else []
