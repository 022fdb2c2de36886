"""The word lists in ``lexicon/``: one TOML file for each topic."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Any


@functools.cache
def lexicon(topic: str) -> dict[str, Any]:
    """The word lists of a topic, as they stand in ``<topic>.toml``."""
    text = resources.files("ingest.extract").joinpath(f"lexicon/{topic}.toml").read_text("utf-8")
    return tomllib.loads(text)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first; a space fits any white space."""
    longest_first = sorted(set(words), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"
