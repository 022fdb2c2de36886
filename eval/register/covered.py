"""Which pages a list of facts is of, where it isn't of whole documents: ``covered.jsonl``.

One document a line: ``{"document": "plan.pdf", "pages": [[1, 12], [30, 34]], "kinds": ["goal"]}``;
``pages`` is ``null`` for a whole document, ``kinds`` is left out where the list has all kinds of
facts. Without the file, all documents are covered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.register.types import Fact, Quote
from plansvar.register.kinds import FactKind

FILE = "covered.jsonl"


@dataclass(frozen=True, slots=True)
class Part:
    """What of a document a list is of; ``None``: all its pages.

    ``pages`` holds the first and the last page of each stretch, both counted.
    """

    pages: tuple[tuple[int, int], ...] | None = None
    kinds: frozenset[FactKind] = frozenset(FactKind)


def load(folder: Path) -> Mapping[str, Part] | None:
    """The documents of a list with the parts that it is of; ``None`` where it doesn't say.

    Raises:
        ValueError: a line isn't in the format.
    """
    path = folder / FILE
    if not path.exists():
        return None
    covered: dict[str, Part] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            record = json.loads(line)
            pages = record.get("pages")
            covered[record["document"]] = Part(
                None if pages is None else tuple((one[0], one[1]) for one in pages),
                frozenset(map(FactKind, record.get("kinds") or FactKind)),
            )
    return covered


def is_covered(fact: Fact, covered: Mapping[str, Part] | None) -> bool:
    """Whether a fact is one of those that the list would have: any of its evidence stands there."""
    return covered is None or any(_inside(quote, fact.kind, covered) for quote in fact.quotes)


def _inside(quote: Quote, kind: FactKind, covered: Mapping[str, Part]) -> bool:
    part = covered.get(quote.document)
    if part is None or kind not in part.kinds:
        return False
    if part.pages is None or quote.page is None:
        return True
    return any(first <= quote.page <= last for first, last in part.pages)
