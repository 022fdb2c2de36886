"""Denials: what a sentence denies must be denied there, and the other way round."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from assistant.gate import words
from assistant.gate.lexicon import bearing
from assistant.gate.statements import Part, Statement

_CONTRAST = re.compile(r"(?<!\w)(?:men|mens|medan|but|while|derimot|although|selv om)(?!\w)", re.I)
_SEVERAL = 2
_NYNORSK = re.compile(r"(?<!\w)(?:er|har|ikkje|vert|skal|det)(?!\w)", re.IGNORECASE)


@functools.lru_cache(maxsize=4096)
def denials(text: str) -> int:
    """How many denials a text has, without "ikke bare" and the like."""
    plain = words.NO_DENIAL.sub(" ", text)
    # "no" is "now" where everything else is nynorsk.
    if _NYNORSK.search(plain):
        plain = words.NYNORSK_NO.sub(" ", plain)
    return len(words.NEGATION.findall(plain))


def denial_fault(told: Statement, statements: Sequence[Statement]) -> bool:
    """Whether a part of the sentence denies what the quotes don't, or tells what they deny."""
    if not any(denials(f"{one.lead} {one.text}") for one in (told, *statements)):
        return False
    contrasted = _CONTRAST.search(told.text) is not None
    if denials(told.text) and not contrasted:
        # "A, B og C støttes ikke": the denial holds for all that is listed.
        return all(_unlike(part, statements) for part in told.parts if denials(part.text))
    if words.LACKS.search(told.text) and not contrasted:
        lacking = [part for part in told.parts if words.LACKS.search(part.text)]
        return any(_unlike(part, statements) for part in lacking)
    return any(_unlike(part, statements) for part in told.parts)


def _unlike(part: Part | Statement, statements: Sequence[Statement]) -> bool:
    own = part.terms | part.names
    if not own:
        return False
    denied = bool(denials(part.text))
    weighed = [
        (_weight(part, other), bool(denials(other.text) or denials(one.lead)), other)
        for one in statements
        for other in one.parts
    ]
    best = max((weight for weight, _, _ in weighed), default=0.0)
    if best < 1:
        # Other words altogether, as in another language.
        return denied and not any(
            denials(one.text) or denials(one.lead) or words.LACKS.search(one.text)
            for one in statements
        )
    if denied:
        # Words of lack deny too: "utanfor ordninga", "får ikkje vere med". The same one doesn't:
        # "stengjer ikkje" is no "stengjer".
        said = _lacking(part.text)
        return not any(
            weight >= best - 1 and (there or (weight == best and _lacking(other.text) - said))
            for weight, there, other in weighed
            if weight > 0
        )
    nearest = [(there, other) for weight, there, other in weighed if weight == best]
    if own_lacks := _lacking(part.text):
        # "Laget er imot" where it is "ikke imot" tells the opposite; "er utenfor" for "er ikke med"
        # doesn't.
        alike = [bool(own_lacks & _lacking(other.text)) for _, other in nearest]
        return all(there for there, _ in nearest) and any(alike)
    return all(there for there, _ in nearest) or _only_denied(part, weighed)


def _lacking(text: str) -> set[str]:
    return {match.group().lower() for match in words.LACKS.finditer(text)}


def _only_denied(part: Part | Statement, weighed: Sequence[tuple[float, bool, Part]]) -> bool:
    """Whether several of its words only stand where the quotes deny."""
    sides: dict[bool, set[str]] = {True: set(), False: set()}
    for _, denied, other in weighed:
        there = other.terms | other.names
        sides[denied] |= {term for term in part.terms | part.names if bearing(term, there) == 1.0}
    only = len(sides[True] - sides[False])
    best = max(weight for weight, _, _ in weighed)
    tied = any(denied and weight == best for weight, denied, _ in weighed)
    return only >= (1 if tied else _SEVERAL)


def _weight(part: Part | Statement, other: Part) -> float:
    """How much two parts have in common."""
    there = other.terms | other.names
    shared = sum(bearing(term, there) for term in part.terms | part.names)
    shared += sum(any(one.stands_for(value) for value in other.values) for one in part.values)
    return shared
