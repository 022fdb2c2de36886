"""``plansvar chat``: question after question, with follow-ups."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import click

from cli.commands.ask_options import asked_for, scope_options
from cli.context import Context, help_text, whole_characters
from cli.render import render_answer
from plansvar.access import User
from plansvar.answers import Answer
from plansvar.asking import NEW, AskOptions, Scope
from plansvar.conversations.types import Verdict
from plansvar.errors import PlansvarError
from plansvar.messages.catalogue import error_message

if TYPE_CHECKING:
    from plansvar.service import Service

_VERDICTS = {
    "nyttig": Verdict.HELPFUL,
    "helpful": Verdict.HELPFUL,
    "feil": Verdict.WRONG,
    "wrong": Verdict.WRONG,
    "feilkilde": Verdict.WRONG_SOURCE,
    "feilkjelde": Verdict.WRONG_SOURCE,
    "wrongsource": Verdict.WRONG_SOURCE,
    "mangler": Verdict.MISSING,
    "manglar": Verdict.MISSING,
    "missing": Verdict.MISSING,
}
_QUIT = {"slutt", "quit", "q"}
_HELP = {"hjelp", "help", "?"}
_NEW = {"ny", "new"}
_DELETE = {"slett", "delete"}
_SOURCES = {"kilder", "kjelder", "sources"}


@click.command("chat", help=help_text("chat"))
@scope_options
@click.option("--conversation", metavar="ID", help=help_text("chat_conversation"))
@click.option("--as", "user_name", metavar="USER", help=help_text("as"))
@click.pass_obj
def command(
    context: Context,
    places: tuple[str, ...],
    types: tuple[str, ...],
    sources: tuple[str, ...],
    as_of: str | None,
    conversation: str | None,
    user_name: str | None,
) -> int:
    """Answer what is typed, until there is no more."""
    user = context.settings.find_user(user_name)
    options = asked_for(places, types, sources, as_of, conversation or NEW)
    with context.service() as service:
        talk = _Talk(context, service, user, options)
        if sys.stdin.isatty():
            context.tell("cli.chat_hello")
        while (line := _line()) is not None and talk.hear(line):
            pass
    if talk.options.conversation not in {NEW, None}:
        context.tell("cli.conversation_id", id=talk.options.conversation)
    return 0


def _line() -> str | None:
    """What is typed next; ``None`` at the end, which an empty line at a terminal is too."""
    typed = sys.stdin.isatty()
    if typed:
        click.echo("> ", nl=False, err=True)
    line = sys.stdin.readline()
    if not line or (typed and not line.strip()):
        return None
    return whole_characters(line.strip())


@dataclass
class _Talk:
    """A conversation at the terminal. ``last`` is the answer given last."""

    context: Context
    service: Service
    user: User
    options: AskOptions
    last: Answer | None = field(default=None)

    def hear(self, line: str) -> bool:
        """Answer a line; returns whether to go on."""
        if not line:
            return True
        try:
            return self._command(line[1:]) if line.startswith(":") else self._ask(line)
        except PlansvarError as error:
            # One question that can't be asked doesn't end the conversation.
            click.echo(error_message(error, self.context.settings.language), err=True)
            return True

    def _ask(self, question: str, scope: Scope | None = None) -> bool:
        options = self.options if scope is None else replace(self.options, scope=scope)
        self.last = self.service.ask(question, self.user, options)
        self.options = replace(self.options, conversation=self.last.conversation)
        click.echo(render_answer(self.last) + "\n")
        return True

    def _command(self, line: str) -> bool:
        name, _, rest = line.partition(" ")
        name = name.casefold()
        if name in _QUIT:
            return False
        if name in _HELP:
            self.context.tell("cli.chat_help")
        elif name in _NEW:
            self.options, self.last = replace(self.options, conversation=NEW), None
            self.context.tell("cli.chat_new")
        elif name in _DELETE:
            self._delete()
        elif name in _VERDICTS or name in _SOURCES:
            if self.last is None:
                self.context.tell("cli.chat_no_answer")
            elif name in _SOURCES:
                self._ask_again(self.last, rest)
            else:
                self.service.feedback(self.last.turn or "", _VERDICTS[name], self.user, rest)
                self.context.tell("cli.feedback_thanks")
        else:
            self.context.tell("cli.chat_unknown", command=f":{name}")
        return True

    def _ask_again(self, last: Answer, numbers: str) -> None:
        """The same question, of some of the sources of its answer."""
        by_number = {str(one.number): one.document.id for one in last.citations}
        chosen = numbers.replace(",", " ").split()
        for number in chosen or [""]:
            if number not in by_number:
                self.context.tell("cli.chat_no_source", number=number)
                return
        self._ask(last.question, Scope(documents=tuple(by_number[one] for one in chosen)))

    def _delete(self) -> None:
        if self.options.conversation not in {NEW, None}:
            self.service.delete_conversation(self.options.conversation or "", self.user)
        self.options, self.last = replace(self.options, conversation=NEW), None
        self.context.tell("cli.conversation_deleted")
