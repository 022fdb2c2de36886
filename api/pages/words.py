"""How pages call things: dates, statuses, types, documents."""

from __future__ import annotations

from collections.abc import Callable

from plansvar.access import PUBLIC
from plansvar.documents.stored import DocumentInfo
from plansvar.language.detect import Language
from plansvar.messages.catalogue import catalogue_keys, message
from plansvar.register.export.wording import when_text

# How much a status binds, as one of the design system's colours.
_COLOURS = {"adopted": "success", "minutes": "info", "draft": "warning"}


def filters(language: Language) -> dict[str, Callable[..., str]]:
    """The filters of the templates, in one language."""
    return {
        "date": lambda value: when_text(value, language),
        "authority": lambda value: message(f"cli.authority.{value}", language),
        "type": lambda value: message(f"answer.register.type.{value}", language),
        "language_name": lambda value: language_name(value, language),
        "colour": lambda value: _COLOURS.get(str(value), "neutral"),
        "file_name": file_name,
        "group": lambda value: group_name(value, language),
        "thousands": lambda value: thousands(value, language),
    }


def language_name(code: str, language: Language) -> str:
    """What a language is called; its code where we have no word for it."""
    return catalogue_keys(language).get(f"pages.language.{code}", code)


def group_name(group: str, language: Language) -> str:
    """What a group of readers is called: that of everybody is explained."""
    return message("pages.everybody", language, name=group) if group == PUBLIC else group


def file_name(document: DocumentInfo) -> str:
    """The last part of a path or address: where the server keeps its files is its own business."""
    return document.path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def thousands(number: int, language: Language) -> str:
    """A number with spaces between thousands, as Norwegians write it; with commas in English."""
    return f"{number:,}" if language == "en" else f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
