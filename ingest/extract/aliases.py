"""Other names of the same party: abbreviations, earlier names, names in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.names import WORD, abbreviates, bodies_in, kind_of, without_lead
from ingest.extract.spans import Span

_UP = "A-ZÆØÅ"
_SHORT = rf"(?<!\w)(?=\w{{0,7}}[{_UP}]\w{{0,7}}[{_UP}])[{_UP}]\w{{1,7}}(?!\w)"
_NAMED = rf"(?<!\w){WORD}(?:\s(?:(?:i|for|og|of|the|på)\s)?[\wÆØÅæøå-]+){{0,5}}"
_LISTED = re.compile(
    rf"(?:^|(?<=[.!?)]\s)|(?<=\n))(?P<short>{_SHORT})(?:\s*(?P<mark>[–:=-])\s*|\s+)"
    rf"(?P<name>{WORD}[^.,;:(!?\n]{{2,80}})"
)
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
    r"\s(?:skifter navn til|skiftar namn til|skiftet navn til|skifta namn til|heter nå|heiter no"
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


def aliases_in(text: Span, *, abbreviations: bool, english: bool) -> Iterator[Alias]:
    """The aliases of a paragraph. ``abbreviations``: it stands in a list of them."""
    if abbreviations:
        for match in _LISTED.finditer(text.text):
            name = text.part(*match.span("name")).strip()
            # "DB: Nordli bondelag" says it itself.
            short = match["mark"] or abbreviates(match["short"], name.text)
            if kind_of(name.text) not in (None, "person") and short:
                said = text.part(match.start("short"), match.end("name"))
                yield Alias(name, text.part(*match.span("short")), said)
    for sentence in text.sentences():
        yield from _in_brackets(sentence, english=english)
        yield from _renamed(sentence)


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
            if after and after[0].start <= sentence.start + match.end() + 1:
                for old in before if pattern is _MERGED else before[-1:]:
                    yield Alias(after[0], old, sentence)
