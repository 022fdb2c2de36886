"""What the commands share: settings, the service, the user, the language of messages."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plansvar.environment import peek_language
from plansvar.language.detect import LANGUAGES, Language
from plansvar.messages.catalogue import message

if TYPE_CHECKING:
    from plansvar.service import Service
    from plansvar.settings import Settings


@dataclass
class Context:
    """The options before the command. Settings are read when a command first needs them."""

    data: Path | None = None
    language: str | None = None
    server: str | None = None
    debug: bool = False

    @cached_property
    def settings(self) -> Settings:
        """The settings, with what the command line says on top."""
        from plansvar.settings import load

        return load(data=self.data, language=self.language, server=self.server)

    @contextmanager
    def service(self, *, own: bool = False) -> Iterator[Service]:
        """The service, let go of when the command is done. ``own``: in this process only."""
        from cli.build import build_service, find_service

        build = build_service if own else find_service
        service = build(self.settings, self._notify)
        try:
            yield service
        finally:
            service.close()

    def say(self, key: str, **params: object) -> str:
        """A message in the user's language."""
        return message(key, self.settings.language, **params)

    def tell(self, key: str, **params: object) -> None:
        """Print a message beside the data, on stderr."""
        click.echo(self.say(key, **params), err=True)

    def _notify(self, step: str) -> None:
        if sys.stderr.isatty():
            self.tell(f"cli.model.{step}")


def message_language(arguments: Sequence[str] | None = None) -> Language:
    """The language of help and errors: the option, else the settings, else bokmål.

    Help is printed before the settings are read, and errors may be about the settings, so this
    looks at the arguments (the program's own, unless given) itself and falls back instead of
    failing.
    """
    arguments = sys.argv if arguments is None else arguments
    for position, argument in enumerate(arguments):
        value = argument.partition("=")[2]
        if argument == "--language" and position + 1 < len(arguments):
            value = arguments[position + 1]
        if argument.startswith("--language") and value in LANGUAGES:
            return value
    return peek_language()


def whole_characters(text: str) -> str:
    """Text with a "?" for each half character, which no model and no file can take.

    They come from a terminal in another encoding, and out of JSON.
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def help_text(key: str) -> str:
    """The help of a command or option."""
    return message(f"cli.help.{key}", message_language())
