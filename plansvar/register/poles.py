"""Values told in words that exclude each other: refused and granted, finished and stopped."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

from plansvar.register.kinds import FactKind

_FIELDS = {
    (FactKind.APPLICATION, "outcome"): "outcome",
    (FactKind.MEASURE, "status"): "status",
}

# Of those that a status is brought into when a document is read.
_CODES = {
    "done": "finished",
    "started": "ongoing",
    "delayed": "ongoing",
    "not_started": "not_begun",
}


def has_poles(kind: FactKind, field: str) -> bool:
    """Whether values of a field can exclude each other though they are told in words."""
    return (kind, field) in _FIELDS


def pole(kind: FactKind, field: str, text: str, normal: str | None) -> str:
    """Which of the field's poles a value is; "" where it says none of them, as a traffic light."""
    return _CODES.get(normal, "") if normal else _pole(_FIELDS[kind, field], text)


@functools.lru_cache(maxsize=20_000)
def _pole(of: str, text: str) -> str:
    # Longer than any value: words of a whole paragraph say more than one thing.
    short = text[:300]
    return next((name for name, words in _patterns()[of] if words.search(short)), "")


@functools.cache
def _patterns() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    raw = tomllib.loads(
        resources.files("plansvar.register").joinpath("poles.toml").read_text("utf-8")
    )
    return {
        of: [
            (name, re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE))
            for name, words in poles.items()
        ]
        for of, poles in raw.items()
    }
