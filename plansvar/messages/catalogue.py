"""The words of the program: one TOML file per language, the same keys and placeholders in each."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

from plansvar.errors import PlansvarError
from plansvar.language.detect import Language


def message(key: str, language: Language, /, **params: object) -> str:
    """The text of ``key`` in ``language``, with its placeholders filled."""
    return _catalogue(language)[key].format(**params)


def error_message(error: PlansvarError, language: Language) -> str:
    """What happened, why, and what to do, in the reader's language."""
    return message(f"error.{error.code}", language, **error.params)


def failure_message(code: str, params: dict[str, object], language: Language) -> str:
    """Why a file was not read, and what its ``hint`` says can be done about it."""
    text = message(f"error.{code}", language, **params)
    hint = params.get("hint")
    return f"{text} {message(f'hint.{hint}', language, **params)}" if hint else text


def date_text(value: str, language: Language) -> str:
    """A date as people write it, as exactly as it is known: "16. desember 2020", "2020"."""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    month = message("months", language).split()[parts[1] - 1]
    if len(parts) == 2:
        return f"{month} {parts[0]}"
    day = f"{parts[2]}" if language == "en" else f"{parts[2]}."
    return f"{day} {month} {parts[0]}"


@functools.cache
def catalogue_keys(language: Language) -> dict[str, str]:
    """All keys and raw texts of a language, for the test that compares the catalogues."""
    return dict(_catalogue(language))


@functools.cache
def _catalogue(language: Language) -> dict[str, str]:
    text = resources.files("plansvar.messages").joinpath(f"{language}.toml").read_text("utf-8")
    return _flat(tomllib.loads(text))


def _flat(table: dict[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[prefix + key] = str(value)
    return flat
