"""Patterns of words that stand in a TOML file beside their module, in both Norwegians and English.

Regular expressions without regard to case: the words are for people to add to, without code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any


def raw_patterns(name: str, package: str = "assistant") -> dict[str, Any]:
    """The lists of the file ``name`` in a package, as they are written."""
    return tomllib.loads(resources.files(package).joinpath(name).read_text("utf-8"))


def any_of(forms: Iterable[str]) -> str:
    """One expression for any of some, the longest tried first."""
    return "(?:" + "|".join(sorted(forms, key=len, reverse=True)) + ")"


def compiled(pattern: str) -> re.Pattern[str]:
    """An expression without regard to case."""
    return re.compile(pattern, re.IGNORECASE)


def words(forms: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some as whole words."""
    return compiled(rf"\b{any_of(forms)}(?!\w)")


def replacements(pairs: Iterable[Sequence[str]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Pairs of a pattern and what stands in its place, to be made one after the other."""
    return tuple((compiled(pattern), replacement) for pattern, replacement in pairs)
