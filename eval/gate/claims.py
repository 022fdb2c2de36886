"""Sets of claims: sentences as a language model writes them, with the quotes that they cite."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[2] / "examples"
# Figures, days and names can be compared exactly: these false sentences have to be stopped.
EXACT = ("number", "date", "name")


class BadClaimsError(ValueError):
    """A line of a set is no claim; ``line`` counts from 1. What stands in it is not told."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path}: line {line}")
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence, and whether the quotes that it cites bear it.

    ``cites`` are numbers of ``quotes``, from 1. ``kind`` says in what way it is true ("paraphrase")
    or false ("date").
    """

    id: str
    true: bool
    kind: str
    language: str
    question: str
    quotes: tuple[str, ...]
    cites: tuple[int, ...]
    sentence: str

    @property
    def cited(self) -> tuple[str, ...]:
        """The quotes that it cites."""
        return tuple(self.quotes[number - 1] for number in self.cites)


def file_of(half: str) -> Path:
    """Where the claims of a half of the examples lie."""
    return EXAMPLES / ("claims/open.jsonl" if half == "open" else "blind/claims.jsonl")


def load_claims(path: Path) -> list[Claim]:
    """Read a set, one JSON object a line.

    Raises:
        BadClaimsError: a line is no claim.
        OSError: the file can't be read.
    """
    claims = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                claims.append(_claim(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise BadClaimsError(path, number) from error
    return claims


def _claim(record: dict[str, Any]) -> Claim:
    claim = Claim(
        id=str(record["id"]),
        true=record["true"] is True,
        kind=str(record["kind"]),
        language=str(record["language"]),
        question=str(record.get("question", "")),
        quotes=tuple(str(one) for one in record["quotes"]),
        cites=tuple(int(one) for one in record["cites"]),
        sentence=str(record["sentence"]),
    )
    if not all(0 < number <= len(claim.quotes) for number in claim.cites):
        raise ValueError("a citation of no quote")
    return claim
