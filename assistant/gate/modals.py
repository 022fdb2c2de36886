"""Whether what a sentence says must, may or will be is what its quotes say of the same act."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.gate import words
from assistant.gate.denials import denials
from assistant.gate.lexicon import bearing
from assistant.gate.statements import Statement

_CLAUSE_ENDS = re.compile(
    r"[;:,.|]|(?<!\w)(?:som|at|dersom|hvis|if|that|which|who|når|before|før)(?!\w)"
)


# So many words of a sentence must only stand behind a hedge.
_HEDGED = 2


@dataclass(frozen=True, slots=True)
class _Scope:
    """A modal and the stems of the content words that it governs, in order."""

    kind: str
    text: str
    terms: tuple[str, ...]


def modal_fault(
    told: Statement, close: Sequence[Statement], statements: Sequence[Statement]
) -> bool:
    """Whether a modal of the sentence is another one in what it rests on, or a hedge is gone."""
    scopes = list(_scopes(told.text, told))
    if any(not _borne(scope, told, close) for scope in scopes):
        return True
    return _firmer(told, close) or _hedge_gone(told, close, statements)


def _scopes(text: str, statement: Statement) -> Iterator[_Scope]:
    found = sorted(
        (match.start(), match.end(), kind, match.group().lower())
        for kind, pattern in words.MODALS.items()
        for match in pattern.finditer(text)
        # "1 May 2026" allows nothing, and "Should the building …" only supposes.
        if not any(one.start <= match.start() < one.end for one in statement.values)
        and match.group() != "Should"
    )
    for number, (_, end, kind, modal) in enumerate(found):
        stop = found[number + 1][0] if number + 1 < len(found) else len(text)
        if cut := _CLAUSE_ENDS.search(text, end, stop):
            stop = cut.start()
        terms = tuple(
            word.stem for word in statement.words if word.is_content and end <= word.start < stop
        )
        yield _Scope(kind, modal, terms)


def _borne(scope: _Scope, told: Statement, close: Sequence[Statement]) -> bool:
    """Whether the quotes have a modal like it, over the act that it governs if they tell of it."""
    joined = "\n".join(f"{one.lead}\n{one.text}" for one in close)
    governed = [
        other
        for one in close
        for other in _scopes(one.text, one)
        if scope.terms and other.terms and _same_act(scope.terms, other.terms)
    ]
    if (
        scope.kind != "should"
        and denials(told.text)
        and any(denials(f"{one.lead} {one.text}") for one in close)
    ):
        # What may not be done can't, mustn't and isn't.
        return True
    if not governed and len(list(_scopes(told.text, told))) == 1:
        governed = _lone(close[:1])
    if governed:
        kinds = {one.kind for one in governed}
        alike = any(kind in _ALIKE[scope.kind] for kind in kinds) or _english(scope, kinds)
        return alike or (scope.kind == "can" and bool(words.PERMITS.search(joined)))
    if words.BEARS[scope.kind].search(joined):
        return True
    english = words.ENGLISH_BEARS.get(scope.kind) if scope.text in _ENGLISH else None
    if english and english.search(joined):
        return True
    firm = any(words.MODALS[kind].search(joined) for kind in ("shall", "must", "should"))
    if scope.kind == "can" and not firm:
        # Who does a thing can do it.
        return True
    # What has been decided, or is told as a fact to come, will be.
    weak = any(words.POSSIBLE[kind].search(joined) for kind in words.WEAK)
    return scope.kind in {"shall", "will"} and not weak and not words.HEDGES.search(joined)


def _lone(close: Sequence[Statement]) -> list[_Scope]:
    """The modal of a statement that has only one."""
    found = [scope for one in close for scope in _scopes(one.text, one)]
    return found if len({one.kind for one in found}) == 1 else []


def _same_act(told: Sequence[str], written: Sequence[str]) -> bool:
    """Whether the first words that two modals govern are the same act."""
    return (
        bearing(told[0], frozenset(written[:2])) == 1.0
        or bearing(written[0], frozenset(told[:2])) == 1.0
    )


# What a modal may be put as, where both govern the same act.
_ALIKE = {
    "shall": {"shall", "will", "must"},
    "will": {"shall", "will"},
    "must": {"must", "shall"},
    "can": {"can"},
    "should": {"should"},
}
_ENGLISH = frozenset("must shall will would should can could may might cannot".split()) | {
    "has to", "have to", "need to", "needs to", "is to", "are to",
}  # fmt: skip


def _english(scope: _Scope, kinds: set[str]) -> bool:
    """English "must" is what "skal" is put as, and the other way round."""
    return scope.text in _ENGLISH and bool(
        kinds & {"must": {"shall"}, "shall": {"must"}}.get(scope.kind, set())
    )


def _firmer(told: Statement, close: Sequence[Statement]) -> bool:
    """Whether a sentence tells as a fact, or as decided, what is only possible or advised there."""
    soft = words.SOFT.search(told.text)
    for kind in words.WEAK:
        if soft or words.POSSIBLE[kind].search(told.text):
            continue
        for one in close:
            if kind == "can" and denials(told.text) and denials(one.text):
                # "Klarer ikke" is no more than "kan ikke".
                continue
            scopes = [scope for scope in _scopes(one.text, one) if scope.kind == kind]
            if not scopes:
                continue
            governed = [
                scope
                for scope in scopes
                if any(bearing(term, told.terms) == 1.0 for term in scope.terms[:2])
            ]
            if governed and not _told_elsewhere(governed, told, one, close):
                return True
    return False


def _told_elsewhere(
    scopes: Sequence[_Scope], told: Statement, weak: Statement, close: Sequence[Statement]
) -> bool:
    """Whether another statement tells the same without "may"."""
    shared = {term for scope in scopes for term in scope.terms if bearing(term, told.terms) == 1.0}
    return any(
        one is not weak
        and all(bearing(term, one.terms) == 1.0 for term in shared)
        and not any(words.MODALS[kind].search(one.text) for kind in words.WEAK)
        for one in close
    )


def _hedge_gone(
    told: Statement, close: Sequence[Statement], statements: Sequence[Statement]
) -> bool:
    """Whether what somebody only expects, proposes or considers is told as settled."""
    if any(one.search(told.text) for one in (words.HEDGES, words.HEDGES_TOLD, words.SOFT)):
        return False
    if any(words.POSSIBLE[kind].search(told.text) for kind in words.WEAK):
        return False
    firm = [one for one in statements if not words.HEDGES.search(one.text)]
    settled = frozenset().union(*(one.terms for one in firm))
    own = told.terms - told.names
    return any(
        sum(bearing(term, _hedged(one)) == 1.0 and not bearing(term, settled) for term in own)
        >= min(_HEDGED, len(own))
        for one in close
        if words.HEDGES.search(one.text)
    )


def _hedged(statement: Statement) -> frozenset[str]:
    """The words that a hedge is about: not the reasons that are given for it."""
    hedge = words.HEDGES.search(statement.text)
    reason = words.REASONS.search(statement.text, hedge.end() if hedge else 0)
    end = reason.start() if reason else len(statement.text)
    return frozenset(word.stem for word in statement.words if word.is_content and word.start < end)
