"""Facts by hand, for the scorer's tests."""

from __future__ import annotations

from eval.register.types import Change, Fact, Quote, Said, values_of
from plansvar.register.kinds import FactKind

PLAN = "plan.pdf"


def said(*texts: str) -> tuple[Said, ...]:
    return tuple(Said(text) for text in texts)


def fact(
    kind: FactKind = FactKind.MEASURE,
    quote: str = "",
    *,
    id: str = "",
    document: str = PLAN,
    page: int | None = None,
    field: str | None = None,
    history: tuple[Change, ...] = (),
    conflicts: tuple[str, ...] = (),
    confidence: float = 1.0,
    **values: str | tuple[str, ...] | tuple[Said, ...],
) -> Fact:
    """A fact with one quote, of its naming field unless another is named."""
    given = {
        name: tuple(one if isinstance(one, Said) else Said(one) for one in _tuple(value))
        for name, value in values.items()
    }
    named = field or next(iter(given), "title")
    return Fact(
        id=id or next(iter(given.values()))[0].text,
        kind=kind,
        values=values_of(given),
        quotes=(Quote(named, document, page, quote),) if quote else (),
        history=history,
        conflicts=frozenset(conflicts),
        confidence=confidence,
    )


def _tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
