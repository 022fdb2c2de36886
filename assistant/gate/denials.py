"""Denials: what a sentence denies must be denied there, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.gate import words
from assistant.gate.lexicon import bearing
from assistant.gate.statements import Part, Statement

_NYNORSK = re.compile(r"(?<!\w)(?:er|har|ikkje|vert|skal|det)(?!\w)", re.IGNORECASE)


def denials(text: str) -> int:
    """How many denials a text has, without "ikke bare" and the like."""
    plain = words.NO_DENIAL.sub(" ", text)
    # "no" is "now" where everything else is nynorsk.
    if _NYNORSK.search(plain):
        plain = words.NYNORSK_NO.sub(" ", plain)
    return len(words.NEGATION.findall(plain))


def denial_fault(told: Statement, statements: Sequence[Statement]) -> bool:
    """Whether a part of the sentence denies what the quotes don't, or tells what they deny."""
    if not any(denials(one.text) for one in (told, *statements)):
        return False
    return any(_unlike(part, statements) for part in told.parts)


def _unlike(part: Part, statements: Sequence[Statement]) -> bool:
    own = part.terms | part.names
    if not own:
        return False
    denied = bool(denials(part.text))
    weighed = [
        (_weight(part, other), bool(denials(other.text)), other)
        for one in statements
        for other in one.parts
    ]
    best = max((weight for weight, _, _ in weighed), default=0.0)
    if best == 0:
        return denied and not any(words.LACKS.search(one.text) for one in statements)
    if denied:
        # Words of lack deny too: "manglet en eier", "hadde ikke en eier".
        return not any(
            weight >= best - 1 and (there or words.LACKS.search(other.text))
            for weight, there, other in weighed
            if weight > 0
        )
    if words.LACKS.search(part.text):
        return False
    nearest = [there for weight, there, _ in weighed if weight == best]
    return all(nearest)


def _weight(part: Part, other: Part) -> float:
    """How much two parts have in common."""
    there = other.terms | other.names
    shared = sum(bearing(term, there) for term in part.terms | part.names)
    shared += sum(any(one.stands_for(value) for value in other.values) for one in part.values)
    return shared
