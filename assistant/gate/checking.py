"""What a sentence says that its quotes don't: pure functions, without a model.

A sentence is held against the statements of its quotes that it has most in common with. What must
be the same is read on both sides and compared; meaning is weighed in :mod:`assistant.gate.meaning`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.gate import words
from assistant.gate.meaning import covered, shared_terms
from assistant.gate.relations import moved, swapped
from assistant.gate.statements import Part, Statement, Word, read, read_all
from plansvar.language.terms import stem

# A statement belongs to what a sentence rests on if it has this share of what the best one has.
_ALSO = 0.6
_COMMON_ENDING = re.compile(
    r"(?:en|et|ene|ane|ing|inga|ingen|het|heit|er|ar|sjon|skap|else|s|ed|ly)$"
)
# Bodies and offices act as names do, though they are written small.
_PARTY = re.compile(
    r"(?:styret|formannskap|tinget|departement|kommunen|regjering|utvalget|utvalet|forening"
    r"|administrasjon|sekretariat|nemnd|komit[eé]|rådmann|direktør|ordfør|leder|leiar|sjef|minister"
    r"|council|board|committee|mayor|ministry|association|government)\w{0,4}$",
    re.IGNORECASE,
)


class Fault(StrEnum):
    """What a sentence has that its quotes don't bear."""

    SOURCE = "source"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    MODAL = "modal"
    NEGATION = "negation"
    OPPOSITE = "opposite"
    ROLES = "roles"
    MOVED = "moved"
    MEANING = "meaning"


def faults(text: str, quotes: Sequence[str], around: str = "") -> list[Fault]:
    """What of a sentence does not stand in its quotes; nothing: all of it does.

    Args:
        text: one sentence.
        quotes: the verbatim quotes that it cites.
        around: headings and titles that the quotes stand under; names may come from there.
    """
    bearing = [quote for quote in quotes if not is_order(quote)]
    if not bearing or is_order(text):
        return [Fault.SOURCE]
    if any(_same(text, quote) for quote in bearing):
        return []
    told = read(text)
    statements = [one for quote in bearing for one in read_all(quote) if not is_order(one.text)]
    found = _value_faults(told, statements) + _name_faults(told, bearing, around)
    close = _closest(told, statements)
    if not close:
        return [*found, Fault.MEANING]
    found += _modal_faults(text, close)
    found += _negation_faults(told, close)
    found += _opposites(text, close)
    if any(swapped(told, one) for one in close):
        found.append(Fault.ROLES)
    if _moved(told, statements):
        found.append(Fault.MOVED)
    return list(dict.fromkeys(found))


def is_order(quote: str) -> bool:
    """Whether a quote tells whoever answers what to do, which states nothing about the world."""
    return words.ORDER.search(quote) is not None


def _same(text: str, quote: str) -> bool:
    """Whether a sentence is a whole sentence of the quote, or all of it."""
    plain = _plain(text)
    return plain == _plain(quote) or any(plain == _plain(one.text) for one in read_all(quote))


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".").casefold()


def _value_faults(told: Statement, statements: Sequence[Statement]) -> list[Fault]:
    written = [value for one in statements for value in one.values]
    return [
        Fault.DATE if value.date else Fault.NUMBER
        for value in told.values
        if not any(value.stands_for(other) for other in written)
    ]


def _name_faults(told: Statement, quotes: Sequence[str], around: str) -> list[Fault]:
    written = {word.stem for quote in quotes for one in read_all(quote) for word in one.words}
    beside = {word.stem for one in read_all(around) for word in one.words}
    flat = " ".join([*quotes, around]).casefold()
    unknown = [
        word for word in told.words if word.is_name and not _is_known(word, written | beside, flat)
    ]
    strangers = [
        word
        for word in told.words
        if word.is_content
        and _PARTY.search(word.text)
        and not covered(word.stem, frozenset(written | beside))
    ]
    if unknown or strangers:
        return [Fault.NAME]
    names = {
        word.stem
        for quote in quotes
        for one in read_all(quote)
        for word in one.words
        if word.is_name
    }
    missing = names - {word.stem for word in told.words}
    for word in told.words:
        # A first word that the quotes don't have, where a name of theirs is gone: put in its place.
        if not word.opens or word.is_name or not word.is_content or not word.text[0].isupper():
            continue
        strange = word.stem not in written | beside and not covered(word.stem, frozenset(written))
        if strange and missing and not _COMMON_ENDING.search(word.text):
            return [Fault.NAME]
    return []


def _is_known(word: Word, written: set[str], flat: str) -> bool:
    """Whether a name stands there, also with an ending of its own ("Sunds", "GRIPs", "GRIP-en")."""
    if word.stem in written:
        return True
    bare = re.sub(r"(?:['’]?s|-?e[nt])$", "", word.text)
    if len(bare) > 2 and (stem(bare) in written or bare.casefold() in written):
        return True
    if word.text.isupper() or not word.text[1:].islower():
        return re.search(rf"(?<!\w){re.escape(word.text.casefold())}(?!\w)", flat) is not None
    # Names of months, nationalities and institutions are put into another language.
    return covered(word.stem, frozenset(written))


def _closest(told: Statement, statements: Sequence[Statement]) -> list[Statement]:
    """The statements that a sentence rests on: the one with most in common, and its likes."""
    common = [(len(shared_terms(told, one)) + _shared_values(told, one), one) for one in statements]
    best = max((score for score, _ in common), default=0)
    return [one for score, one in common if score and score >= _ALSO * best]


def _shared_values(told: Statement, one: Statement) -> int:
    return sum(any(value.stands_for(other) for other in one.values) for value in told.values)


def _modal_faults(text: str, close: Sequence[Statement]) -> list[Fault]:
    joined = "\n".join(one.text for one in close)
    for kind, pattern in words.MODALS.items():
        if pattern.search(text) and not words.BEARS[kind].search(joined):
            english = words.ENGLISH_BEARS.get(kind) if kind_is_english(text, kind) else None
            if not (english and english.search(joined)):
                return [Fault.MODAL]
    for kind in words.WEAK:
        weak = [words.MODALS[kind].search(one.text) is not None for one in close]
        told = words.BEARS[kind].search(text) or words.SOFT.search(text)
        if weak and all(weak) and not told:
            return [Fault.MODAL]
    return []


def kind_is_english(text: str, kind: str) -> bool:
    """Whether the modal of this kind in a text is an English word."""
    match = words.MODALS[kind].search(text)
    english = {
        "must",
        "has to",
        "have to",
        "need to",
        "needs to",
        "shall",
        "is to",
        "are to",
        "will",
        "would",
    }
    return match is not None and match.group().lower() in english


def _denials(text: str) -> int:
    plain = words.NO_DENIAL.sub(" ", text)
    # "no" is "now" where everything else is nynorsk.
    if re.search(r"(?<!\w)(?:er|har|ikkje|vert|skal|det)(?!\w)", plain, re.IGNORECASE):
        plain = words.NYNORSK_NO.sub(" ", plain)
    return len(words.NEGATION.findall(plain))


def _negation_faults(told: Statement, close: Sequence[Statement]) -> list[Fault]:
    """A denial on one side alone. A part of the quote that is left out may take its own along."""
    here = _denials(told.text)
    if here:
        return (
            []
            if any(_denials(one.text) for one in close) and _denied_alike(told, close)
            else [Fault.NEGATION]
        )
    for one in close[:1] if len(close) == 1 else close:
        denied = [part for part in one.parts if _denials(part.text)]
        if any(_speaks_of(told, part, one) for part in denied):
            return [Fault.NEGATION]
    return []


def _denied_alike(told: Statement, close: Sequence[Statement]) -> bool:
    """Whether what is denied here is denied there: not another part of the same sentence."""
    for part in told.parts:
        if not _denials(part.text):
            continue
        own = part.terms | part.names
        best, denied = 0, False
        for one in close:
            for other in one.parts:
                common = len(own & (other.terms | other.names))
                if common > best or (common == best and _denials(other.text)):
                    best, denied = common, bool(_denials(other.text))
        if not denied:
            return False
    return True


def _speaks_of(told: Statement, part: Part, whole: Statement) -> bool:
    """Whether a sentence tells of a part that is denied, rather than of the rest."""
    own = part.terms | part.names
    if len(whole.parts) == 1:
        return True
    others = frozenset().union(*((one.terms | one.names) for one in whole.parts if one is not part))
    return bool((told.terms & own) - others) or len(told.terms & own) > len(told.terms & others)


def _opposites(text: str, close: Sequence[Statement]) -> list[Fault]:
    joined = "\n".join(one.text for one in close)
    for pair in words.OPPOSITES:
        for one, other in (pair, pair[::-1]):
            told = one.search(text) and not other.search(text)
            written = other.search(joined) and not one.search(joined)
            # "ikke vedtatt" for "avslått": a denial turns it round.
            if told and written and _denials(text) == _denials(joined):
                return [Fault.OPPOSITE]
    return []


def _moved(told: Statement, statements: Sequence[Statement]) -> bool:
    """Whether a part of it gives one item what belongs to another, anywhere in the quotes."""
    concerned = [
        one
        for one in statements
        if _shared_values(told, one) or shared_terms(told, one) or told.names & one.names
    ]
    return any(moved(part, concerned) for part in told.parts)
