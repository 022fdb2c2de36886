"""Makes the values of claims out of pieces of a document's text."""

from __future__ import annotations

from ingest.extract.spans import Span
from plansvar.register.claims import Operation, Value


def state(
    field: str,
    said: Span,
    text: str | None = None,
    normal: str | None = None,
    operation: Operation = Operation.SET,
) -> Value:
    """The value that ``said`` gives to a field; ``text`` where the value is a part of it."""
    shown = " ".join((said.text if text is None else text).split())
    return Value(field, shown, said.start, said.end, normal, operation)
