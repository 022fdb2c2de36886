"""Which pages a list of facts is of, where it isn't of whole documents: ``covered.jsonl``.

One document a line: ``{"document": "plan.pdf", "pages": [[1, 12], [30, 34]]}``; ``pages`` is
``null`` for a whole document. Without the file, all documents are covered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from eval.register.types import Fact, Quote

# First and last page of each stretch, both counted.
Pages = tuple[tuple[int, int], ...] | None
FILE = "covered.jsonl"


def load(folder: Path) -> Mapping[str, Pages] | None:
    """The documents of a list with the pages that it is of; ``None`` where it doesn't say.

    Raises:
        ValueError: a line isn't in the format.
    """
    path = folder / FILE
    if not path.exists():
        return None
    covered: dict[str, Pages] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            record = json.loads(line)
            pages = record.get("pages")
            covered[record["document"]] = pages and tuple((one[0], one[1]) for one in pages)
    return covered


def is_covered(fact: Fact, covered: Mapping[str, Pages] | None) -> bool:
    """Whether a fact stands where the list is of: any of its evidence does."""
    return covered is None or any(_inside(quote, covered) for quote in fact.quotes)


def _inside(quote: Quote, covered: Mapping[str, Pages]) -> bool:
    if quote.document not in covered:
        return False
    pages = covered[quote.document]
    if pages is None or quote.page is None:
        return True
    return any(first <= quote.page <= last for first, last in pages)
