"""What a sentence says that its quotes don't: pure functions, without a model.

A sentence is held against the statements of its quotes that it has most in common with. What must
be the same is read on both sides and compared; meaning is weighed in :mod:`assistant.gate.meaning`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.gate import words
from assistant.gate.acts import done_by_another
from assistant.gate.denials import denial_fault, denials
from assistant.gate.meaning import shared_terms
from assistant.gate.modals import modal_fault
from assistant.gate.names import strange_names
from assistant.gate.relations import moved, swapped
from assistant.gate.statements import Part, Statement, read, read_all, with_names
from assistant.gate.values import Value, scales

# A statement belongs to what a sentence rests on if it has this share of what the best one has.
_ALSO = 0.6
_NEAREST = 0.75


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
    told, *statements = with_names(told, statements)
    all_text = "\n".join([*bearing, around])
    found = _value_faults(told, statements, all_text)
    if strange_names(told, bearing, around):
        found.append(Fault.NAME)
    if _at_other_times(text, all_text):
        found.append(Fault.DATE)
    close = _closest(told, statements)
    if not close:
        return [*found, Fault.MEANING]
    if modal_fault(told, close, statements):
        found.append(Fault.MODAL)
    if denial_fault(told, statements):
        found.append(Fault.NEGATION)
    found += _opposites(told, statements)
    if any(swapped(told, one) for one in close) or done_by_another(told, statements):
        found.append(Fault.ROLES)
    if _moved(told, statements):
        found.append(Fault.MOVED)
    return list(dict.fromkeys(found))


@functools.lru_cache(maxsize=4096)
def is_order(quote: str) -> bool:
    """Whether a quote tells whoever answers what to do, which states nothing about the world."""
    return words.ORDER.search(quote) is not None


def _same(text: str, quote: str) -> bool:
    """Whether a sentence is a whole sentence of the quote, or all of it."""
    plain = _plain(text)
    return plain == _plain(quote) or any(plain == _plain(one.text) for one in read_all(quote))


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".").casefold()


def _value_faults(told: Statement, statements: Sequence[Statement], all_text: str) -> list[Fault]:
    written = [value for one in statements for value in one.values]
    factors = scales(all_text)
    return [
        Fault.DATE if value.date else Fault.NUMBER
        for value in told.values
        if not any(value.stands_for(other) or _scaled(value, other, factors) for other in written)
    ]


def _at_other_times(told: str, written: str) -> bool:
    """Whether a season, a weekday or a part of the year is another one there."""
    for row in words.TIMES:
        there = [time.search(written) is not None for time in row]
        here = [time.search(told) is not None for time in row]
        if any(there) and any(one and not other for one, other in zip(here, there, strict=True)):
            return True
    return False


def _scaled(value: Value, other: Value, factors: frozenset[float]) -> bool:
    """Whether a table's bare number is the amount, by what stands above it ("Mill. kr")."""
    bare = other.date is None and not other.unit
    return bare and any(
        one * factor in value.worth
        for factor in factors
        for one in other.worth
        if isinstance(one, float)
    )


def _closest(told: Statement, statements: Sequence[Statement]) -> list[Statement]:
    """The statements that the parts of a sentence rest on: those with most in common."""
    close: list[Statement] = []
    wholes: tuple[Part | Statement, ...] = (told, *(told.parts if len(told.parts) > 1 else ()))
    for part in wholes:
        common = [(_in_common(part, one), one) for one in statements]
        best = max((score for score, _ in common), default=0)
        close += [one for score, one in common if score and score >= _ALSO * best]
    return [one for one in statements if any(one is other for other in close)]


def _in_common(part: Part | Statement, one: Statement) -> int:
    shared = len(shared_terms(part, one)) + _shared_values(part, one)
    return shared + len((part.names - part.terms) & one.names)


def _shared_values(told: Part | Statement, one: Statement) -> int:
    return sum(any(value.stands_for(other) for other in one.values) for value in told.values)


def _opposites(told: Statement, statements: Sequence[Statement]) -> list[Fault]:
    """Words of one pole where what the part rests on has the other."""
    for part in told.parts:
        common = [(_in_common(part, one), one) for one in statements]
        best = max((score for score, _ in common), default=0)
        nearest = [one.text for score, one in common if score >= _NEAREST * best]
        if best and any(_opposite(part.text, "\n".join(nearest), pair) for pair in words.OPPOSITES):
            return [Fault.OPPOSITE]
    return []


def _opposite(told: str, written: str, pair: tuple[re.Pattern[str], re.Pattern[str]]) -> bool:
    for one, other in (pair, pair[::-1]):
        here = one.search(told) and not other.search(told)
        there = other.search(written) and not one.search(written)
        # "ikke vedtatt" for "avslått": a denial turns it round.
        if here and there and bool(denials(told)) == bool(denials(written)):
            return True
    return False


def _moved(told: Statement, statements: Sequence[Statement]) -> bool:
    """Whether a part of it gives one item what belongs to another, anywhere in the quotes."""
    concerned = [
        one
        for one in statements
        if _shared_values(told, one) or shared_terms(told, one) or told.names & one.names
    ]
    return any(moved(part, concerned) for part in told.parts)
