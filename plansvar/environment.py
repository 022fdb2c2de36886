"""What must be known before the settings can be read: their names, and the language to fail in."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from plansvar.language.detect import LANGUAGES, Language

CONFIG_FILE = Path("plansvar.toml")
PREFIX = "PLANSVAR_"


def peek_language() -> Language:
    """The language of messages, without reading the other settings: for help and for errors.

    Never fails: what is wrong with the settings is told when they are read. Reading all of them
    here would cost ``plansvar --help`` 0.3 s.
    """
    value: object = os.environ.get(PREFIX + "LANGUAGE")
    if value is None:
        try:
            value = tomllib.loads(CONFIG_FILE.read_text(encoding="utf-8")).get("language")
        except (OSError, ValueError):
            value = None
    return next((language for language in LANGUAGES if language == value), "nb")
