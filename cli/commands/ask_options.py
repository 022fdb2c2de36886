"""The options that limit what an answer may come from, shared by ``ask`` and ``chat``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from cli.context import help_text
from plansvar.asking import AskOptions, Scope
from plansvar.documents.types import DocumentType

_Command = TypeVar("_Command", bound=Callable[..., object])


def scope_options(command: _Command) -> _Command:
    """Add ``--in``, ``--type``, ``--source`` and ``--as-of``."""
    kinds = click.Choice([kind.value for kind in DocumentType])
    for option in (
        click.option("--as-of", "as_of", metavar="DATE", help=help_text("ask_as_of")),
        click.option("--source", "sources", multiple=True, help=help_text("ask_source")),
        click.option("--type", "types", multiple=True, type=kinds, help=help_text("ask_type")),
        click.option("--in", "places", multiple=True, metavar="DOCUMENT", help=help_text("ask_in")),
    ):
        command = option(command)
    return command


def asked_for(
    places: Sequence[str],
    types: Sequence[str],
    sources: Sequence[str],
    as_of: str | None,
    conversation: str | None = None,
) -> AskOptions:
    """The options of a question, of those of the command line."""
    scope = Scope(
        documents=tuple(places),
        types=tuple(DocumentType(one) for one in types),
        sources=tuple(sources),
    )
    return AskOptions(scope, as_of, conversation)
