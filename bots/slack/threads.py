"""A thread in Slack is a conversation of Plansvar's: follow-ups, and what is said of answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.dialogue.addressed import asks
from bots.slack.incoming import Incoming, Kind
from bots.slack.store import SlackStore, Told
from plansvar.access import User
from plansvar.answers import Answer
from plansvar.asking import NEW, AskOptions
from plansvar.conversations.types import Verdict
from plansvar.drafts.types import DraftRequest, Letter
from plansvar.errors import NotFoundError
from plansvar.service import Service

# What only the asker sees is the asker's; what stands in a channel belongs to all in it.
_OWN = frozenset({Kind.QUESTION, Kind.LIST, Kind.SOURCE})


@dataclass(frozen=True, slots=True)
class Threads:
    """Asks in the conversation that a Slack thread is, and keeps which turn became which answer."""

    service: Service
    store: SlackStore

    def goes_on(self, incoming: Incoming) -> bool:
        """Whether a message in a channel's thread, without a mention, is meant for us.

        We must take part in the thread, and the message ask something or answer a question of
        ours: people who talk to one another there are left alone.
        """
        channel, thread = incoming.channel, incoming.thread
        if not self.store.joined(channel, thread):
            return False
        return asks(incoming.text) or self.store.asked_back(channel, thread)

    def ask(self, incoming: Incoming, user: User) -> Answer:
        """Answer, by what was said in the thread before; the question is kept with its answer.

        One that is known already (the bot was stopped before Slack had the answer, or somebody
        wants to see more of it) is asked as it was read then, and not kept again.

        Raises:
            PlansvarError: as :meth:`plansvar.service.Service.ask`.
        """
        if known := self.store.told(incoming.key):
            return self.service.ask(known.question, user)
        asker = _keeper(incoming, user)
        before = self.store.conversation(incoming)
        try:
            answer = self.service.ask(incoming.text, asker, AskOptions(conversation=before or NEW))
        except NotFoundError:
            if before is None:
                raise
            # It was deleted, or is older than what is kept.
            answer = self.service.ask(incoming.text, asker, AskOptions(conversation=NEW))
        told = Told(answer.question, answer.conversation or "", answer.turn or "")
        self.store.tell(incoming, told)
        return answer

    def draft(self, incoming: Incoming, user: User) -> Letter:
        """A letter that answers a question, as it was read in its thread.

        Raises:
            PlansvarError: as :meth:`plansvar.service.Service.draft`.
        """
        known = self.store.told(incoming.key)
        return self.service.draft(DraftRequest(known.question if known else incoming.text), user)

    def judge(self, incoming: Incoming, verdict: Verdict, user: User, comment: str) -> None:
        """Keep with the answer what somebody thinks of it; the last word counts.

        Raises:
            NotFoundError: the answer isn't kept any longer.
        """
        known = self.store.told(incoming.key)
        if known and known.turn:
            self.service.feedback(known.turn, verdict, _keeper(incoming, user), comment)


def _keeper(incoming: Incoming, user: User) -> User:
    """Whose conversation it is: the asker's, or in a channel the channel's."""
    if incoming.kind in _OWN or incoming.channel.startswith("D"):
        return replace(user, name=f"slack:{incoming.user}")
    return replace(user, name=f"slack:{incoming.channel}")
