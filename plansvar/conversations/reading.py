"""What can be done with conversations: a part of :class:`plansvar.service.Service`."""

from __future__ import annotations

from typing import Protocol

from plansvar.access import User
from plansvar.conversations.types import Conversation, ConversationInfo, FeedbackExport, Verdict


class Conversations(Protocol):
    """A user's own conversations. Those of others look as if they weren't there."""

    def conversations(self, user: User) -> list[ConversationInfo]:
        """The user's conversations, the one that was used last first."""
        ...

    def conversation(self, id_: str, user: User) -> Conversation:
        """One of them, as far as ``user`` may still read what its answers rest on.

        Raises:
            NotFoundError: ``conversation.unknown``: there is none of this user's.
        """
        ...

    def delete_conversation(self, id_: str, user: User) -> None:
        """Delete one of them, with its feedback. Raises as above."""
        ...

    def feedback(self, turn: str, verdict: Verdict, user: User, comment: str = "") -> None:
        """Store what a user thinks of an answer of his own, in place of what he said before.

        Raises:
            NotFoundError: ``conversation.no_turn``.
            QuestionError: ``conversation.long_comment``.
        """
        ...

    def feedback_export(self, user: User) -> FeedbackExport:
        """What all users have said of answers, without their names, as questions to measure with.

        Answers that rest on what ``user`` may not read are left out, and so are questions of
        somebody who could read more than him.
        """
        ...
