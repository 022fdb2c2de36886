"""Names of persons and bodies in running text, and what their form says of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.spans import Span
from ingest.extract.word_lists import any_of, lexicon

_UPPER = "A-ZÆØÅÄÖÉÜÁČĐŊŠŽ"
_LOWER = "a-zæøåäöéèêüáàóòôíčđŋšŧž"
# A word of a name: "Lid", "Nordhavn-Lie", "McLie", "3D".
WORD = rf"[{_UPPER}][\w’'&-]*"
_PERSON_WORD = rf"[{_UPPER}][{_LOWER}’']+(?:-?[{_UPPER}][{_LOWER}]+)?"
PERSON = rf"{_PERSON_WORD}(?:[ \u00a0](?:[{_UPPER}]\.|{_PERSON_WORD}|von|van|de)){{1,3}}"
_FULL_PERSON = re.compile(PERSON)
_PARTICLES = ("von", "van", "de")
_MOST_PARTS = 12


_CLUSTER = re.compile(r"\w*(?:klyng|cluster)\w*\s\w+$", re.IGNORECASE)


@functools.cache
def _words(*path: str) -> frozenset[str]:
    found = lexicon("parties")
    for key in path:
        found = found[key]
    return frozenset(word.casefold() for word in found)


@functools.cache
def _form() -> str:
    return any_of(lexicon("parties")["forms"]["company"])


@functools.cache
def _nouns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """For each kind: a pattern for the first word of a name, and for its last."""
    nouns: dict[str, list[str]] = lexicon("parties")["nouns"]
    return tuple(
        (
            kind,
            re.compile(rf"\w*{any_of(words)}(?!\w)", re.IGNORECASE),
            re.compile(rf"\w*{any_of(words)}$", re.IGNORECASE),
        )
        for kind, words in nouns.items()
    )


def is_person(text: str) -> bool:
    """Whether it looks like a person's name: two to four words, and no word of a body."""
    text = " ".join(text.split())
    if not _FULL_PERSON.fullmatch(text):
        return False
    words = text.casefold().split()
    if any(word in _words("not_people", "words") for word in words):
        return False
    return not any(
        word == end or (len(end) > 3 and word.endswith(end))
        for word in words
        for end in _words("not_people", "ends")
    )


def kind_of(name: str) -> str | None:
    """The kind of party that a name's form shows; ``None`` where it shows nothing."""
    name = " ".join(name.split())
    for kind, known in lexicon("parties")["known"].items():
        if name.casefold() in {one.casefold() for one in known}:
            return str(kind)
    if re.search(rf"\s{_form()}$", name):
        # A cluster that is a firm by its form stays a cluster.
        return "cluster" if _CLUSTER.search(name) else "company"
    first = name.split(" (")[0]
    for kind, begins, ends in _nouns():
        if begins.match(first) or ends.search(first):
            return kind
    return "person" if is_person(name) else None


@functools.cache
def _bodies() -> re.Pattern[str]:
    """Names whose form shows that they are bodies: firms, municipalities, councils, colleges."""
    words = lexicon("parties")
    name = rf"{WORD}(?:(?:\s(?:og|i|&|and|of))?\s(?!{_form()}\b){WORD}){{0,3}}"
    plain = rf"{WORD}(?:\s(?!{_form()}\b){WORD}){{0,3}}?"
    heads, tails = words["heads"], words["tails"]
    of = rf"[{_LOWER}]+(?:,\s[{_LOWER}]+)?(?:\s(?:og|and)\s[{_LOWER}]+)?"
    forms = (
        # Lidvik Smie AS, Lidvik havn IKS
        rf"{name}(?:\s[{_LOWER}]+)?\s{_form()}(?![\w/-])",
        # Lidvik kommune, Nordhei fylkeskommune
        rf"{name}\s(?:kommune|fylkeskommune)(?![\w-])",
        # Lidvik County Council, Lidvik Savings Bank Foundation
        rf"{plain}\s(?:Municipality|{any_of(tails['english'])}|County(?!\sCouncil))(?![\w-])",
        # Høgskolen i Lidvik, Utvalg for oppvekst og helse, Innovasjon Lidvik
        rf"(?i:{any_of(heads['words'])})\s(?:i|for|på|of)\s{WORD}(?:\s{WORD}\b(?!:))?",
        rf"(?=[{_UPPER}])(?i:{any_of(heads['committees'])})\sfor\s{of}(?![\w-])",
        rf"(?=[{_UPPER}])(?i:{any_of(heads['bare'])})(?:\s(?!{_form()}\b){WORD}\b(?!:)){{1,3}}",
        # Lidvik næringsråd, Lidvik bonde- og grunneigarlag, Ytre Lidvik havklynge
        rf"{plain}(?:\s[{_LOWER}]+-\sog)?\s(?i:{any_of(tails['words'])})(?![\w-])",
        rf"{plain}\s\w{{0,20}}(?i:{any_of(tails['compound'])})(?![\w-])",
        # Lidvik Trenettverk, Nordhei Forskning: with a capital letter a part of the name
        rf"{plain}\s[{_UPPER}]\w{{0,20}}(?:nettverk|network)(?![\w-])",
        rf"{plain}\s(?:Forskning|Forsking|Research|Fund)(?![\w-])",
    )
    # Nothing is looked at but what begins with a capital letter.
    return re.compile(rf"(?<![\w-])(?=[{_UPPER}])(?:{'|'.join(forms)})")


def bodies_in(span: Span) -> Iterator[Span]:
    """The bodies that are named in a text in a form that shows that they are bodies."""
    for match in _bodies().finditer(span.text):
        name = _without_short(without_lead(span.part(*match.span())))
        name = without_lead(_municipality(name))
        if name.text[:1].isupper() and " " in name.text and not _DESCRIBED.match(name.text):
            yield name


# "Planarbeid i Ulvik kommune", "Sykehuset i Dal og Ulvik kommune": the name is what stands last.
_OF_MUNICIPALITY = re.compile(r".*\s(?:i|og|&|and|of)\s(?=\S+(?:\s\S+)?\skommune$)", re.DOTALL)


def _municipality(name: Span) -> Span:
    """The municipality alone; no municipality's name has "i" or "og" in it."""
    match = _OF_MUNICIPALITY.match(name.text)
    return name.part(match.end(), len(name)) if match else name


# "Næringsvennlig kommune" is any such municipality, and no place is called so.
_DESCRIBED = re.compile(
    r"\w+(?:lig|leg|ig|isk|som|løs|bar)\s(?:fylkes)?kommune$|"
    r"(?:Business|Regional|Municipal|City|Town|Youth|Main|Research|Board)\s[A-Z][a-z]+$"
)


_SHORT = re.compile(rf"(?=\w*[{_UPPER}]\w*[{_UPPER}])(\w{{2,6}})\s+(?=[{_UPPER}])")


def _without_short(name: Span) -> Span:
    """A line of a list of abbreviations, "LNR  Lidvik næringsråd", without the abbreviation."""
    match = _SHORT.match(name.text)
    if match and abbreviates(match[1], name.text[match.end() :]):
        return name.part(match.end(), len(name))
    return name


def abbreviates(short: str, name: str) -> bool:
    """Whether the letters of an abbreviation stand in the name in that order, the first first."""
    name = name.casefold()
    if not name.startswith(short[:1].casefold()):
        return False
    position = 0
    for letter in short.casefold():
        position = name.find(letter, position) + 1
        if not position:
            return False
    return len(short) < len(name)


def people_in(span: Span) -> Iterator[Span]:
    """What looks like the names of persons. Only a place that shows a person makes them sure."""
    position = 0
    while match := _FULL_PERSON.search(span.text, position):
        position = match.end()
        found = without_lead(span.part(*match.span()))
        if is_person(found.text):
            yield found
        elif body := _body_before(match.group()):
            # "… (KN), Ytre Dal Havklynge Ola Nes (ON)": a body ends where the next name begins.
            position = match.start() + body


def _body_before(text: str) -> int:
    """How many letters of some words are a body's name, with more words behind; 0: none are."""
    for space in re.finditer(r"\s", text):
        if kind_of(text[: space.start()]) not in (None, "person") and space.start() > 0:
            return space.end()
    return 0


@functools.cache
def _elected() -> re.Pattern[str]:
    parties = any_of(lexicon("parties")["elected"]["parties"])
    return re.compile(rf"(?<![\w-])(?P<name>{PERSON})\s\({parties}(?:,\s[^()]{{1,20}})?\)")


# Some letters alone in brackets.
_ELECTED_MARK = re.compile(r"[a-zæøå]\s\([A-ZÆØÅR][A-Za-zø]{0,4}\.?[,)]")


def elected_in(span: Span) -> Iterator[Span]:
    """The names of elected persons: "Kari Li (Sp)"."""
    if not _ELECTED_MARK.search(span.text):
        return
    for match in _elected().finditer(span.text):
        name = without_lead(span.part(*match.span("name")))
        if is_person(name.text):
            yield name


def is_lead(word: str) -> bool:
    """Whether a word stands before names with a capital letter, and is no part of them."""
    return word.casefold() in _words("before", "words")


def without_lead(name: Span) -> Span:
    """A name without the words before it that have a capital letter for another reason."""
    while True:
        word, space, _ = name.text.partition(" ")
        if not space or not is_lead(word):
            return name
        name = name.part(len(word) + 1, len(name)).strip()


_LISTED = re.compile(r"\s*(?:;|,(?!\d)|\s(?:og|and|samt|as well as)\s)(?:\s*(?:og|and|samt)\s)?\s*")
_NAME_START = re.compile(rf"[{_UPPER}0-9]")


def listed(span: Span) -> list[Span]:
    """The names of a list: "Lidvik kommune, Nordhei (Nord) og Smia AS".

    "Nærings- og fiskeridepartementet" stays one name, and so does "Kommunal- og …": a part that
    begins with a small letter belongs to what stands before it.
    """
    pieces: list[Span] = []
    start, depth, text = 0, 0, span.text
    for match in _LISTED.finditer(text):
        depth = text.count("(", start, match.start()) - text.count(")", start, match.start())
        small = not _NAME_START.match(text, match.end())
        if depth > 0 or small or text[: match.start()].endswith("-"):
            continue
        pieces.append(span.part(start, match.start()).strip())
        start = match.end()
    pieces.append(span.part(start, len(span)).strip())
    return [piece for piece in pieces if piece.text][:_MOST_PARTS]
