"""Patterns of words that stand in a TOML file beside their module, in both Norwegians and English.

Regular expressions without regard to case: the words are for people to add to, without code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import Any


def raw_patterns(name: str) -> dict[str, Any]:
    """The lists of the file ``name`` in this package, as they are written."""
    return tomllib.loads(resources.files("assistant").joinpath(name).read_text("utf-8"))


def any_of(forms: Sequence[str]) -> str:
    """One expression for any of some, the longest tried first."""
    return "(?:" + "|".join(sorted(forms, key=len, reverse=True)) + ")"


def words(forms: Sequence[str]) -> re.Pattern[str]:
    """What finds any of some as whole words."""
    return re.compile(rf"\b{any_of(forms)}(?!\w)", re.IGNORECASE)
