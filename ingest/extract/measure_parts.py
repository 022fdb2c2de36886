"""What a reader of measures outside of tables remembers from one block to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.extract.spans import Span
from plansvar.register.claims import Value

# The level of what a line opens, below all headings.
INNER = 99


@dataclass
class Sheet:
    """A measure that is being read; what stands below its name belongs to it.

    ``enough``: its name tells that it is one, though nothing more may be said of it.
    """

    values: list[Value]
    level: int
    confidence: float
    rule: str
    enough: bool = False
    said: bool = False
    by_item: bool = False
    described: bool = field(default=False)


@dataclass
class Listing:
    """A list of measures that may follow.

    ``level`` is its heading's, or ``INNER`` where a line leads it in; ``lead`` who carries its
    measures out; ``led``: it is led in by who will do it, not by a word for measures. ``begun``:
    an item was seen.
    """

    level: int
    confidence: float
    lead: Span | None = None
    led: bool = False
    begun: bool = False
    depth: int | None = None
