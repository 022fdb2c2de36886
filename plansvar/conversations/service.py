"""The conversations of a database, for the service."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

import plansvar
from plansvar.access import ANONYMOUS, User
from plansvar.answer_json import answer_json
from plansvar.answers import Answer
from plansvar.asking import NEW, AskOptions, Earlier
from plansvar.conversations.export import as_question
from plansvar.conversations.naming import named_beside
from plansvar.conversations.redaction import redacted
from plansvar.conversations.types import (
    MAX_COMMENT_CHARACTERS,
    Conversation,
    ConversationInfo,
    Feedback,
    FeedbackExport,
    Turn,
    Verdict,
)
from plansvar.database import conversations as stored
from plansvar.database import reads
from plansvar.documents.service import DocumentsService
from plansvar.errors import AccessError, NotFoundError, QuestionError

# So many questions back a follow-up may reach.
_REACH = 4


class ConversationsService(DocumentsService):
    """Keeps conversations for a time, for those whose they are and for nobody else."""

    def __init__(self, database: Callable[[], Engine], data: Path, keep_days: int) -> None:
        """``keep_days`` is how long a turn is kept."""
        super().__init__(database, data)
        self._keep = dt.timedelta(days=keep_days)

    def conversations(self, user: User) -> list[ConversationInfo]:
        """See :meth:`plansvar.service.Service.conversations`."""
        return [ConversationInfo(*one) for one in stored.own(self._kept_database(), user)]

    def conversation(self, id_: str, user: User) -> Conversation:
        """See :meth:`plansvar.service.Service.conversation`."""
        engine = self._kept_database()
        info = next((one for one in self.conversations(user) if one.id == id_), None)
        if info is None:
            raise NotFoundError("conversation.unknown", id=id_)
        readable = self._readable(user)
        turns = stored.turns(engine, user, id_)
        return Conversation(info, tuple(_as_seen(one, readable) for one in turns))

    def delete_conversation(self, id_: str, user: User) -> None:
        """See :meth:`plansvar.service.Service.delete_conversation`."""
        if not stored.remove(self._kept_database(), user, id_):
            raise NotFoundError("conversation.unknown", id=id_)

    def feedback(self, turn: str, verdict: Verdict, user: User, comment: str = "") -> None:
        """See :meth:`plansvar.service.Service.feedback`."""
        if len(comment) > MAX_COMMENT_CHARACTERS:
            raise QuestionError(
                "conversation.long_comment", length=len(comment), limit=MAX_COMMENT_CHARACTERS
            )
        engine = self._kept_database()
        if user == ANONYMOUS or not stored.judge(
            engine, user, turn, verdict.value, comment.strip(), self._now()
        ):
            raise NotFoundError("conversation.no_turn", id=turn)

    def feedback_export(self, user: User) -> FeedbackExport:
        """See :meth:`plansvar.service.Service.feedback_export`."""
        readable = self._readable(user)
        questions, left_out = [], 0
        for turn, history in stored.judged(self._kept_database()):
            hidden = redacted(turn.answer, turn.named, readable)[1]
            if hidden or not set(turn.groups) <= set(user.groups):
                left_out += 1
                continue
            questions.append(as_question(turn, history))
        return FeedbackExport(tuple(questions), left_out)

    def purge(self, engine: Engine) -> int:
        """Delete what has been kept for long enough; returns how many turns that were."""
        return stored.purge(engine, self._now() - self._keep)

    def _remembered(
        self,
        user: User,
        options: AskOptions,
        answer: Callable[[Sequence[Earlier]], Answer],
        versions: Callable[[Answer], dict[str, Any]],
    ) -> Answer:
        """The answer to a question of a conversation, which is stored with it.

        Raises:
            NotFoundError: ``conversation.unknown``.
            AccessError: ``conversation.nobody``: somebody about whom nothing is known.
        """
        if options.conversation is None:
            return answer(())
        if user == ANONYMOUS:
            raise AccessError("conversation.nobody")
        engine = self._kept_database()
        id_ = str(uuid.uuid4()) if options.conversation == NEW else options.conversation
        if options.conversation != NEW and not stored.is_own(engine, user, id_):
            raise NotFoundError("conversation.unknown", id=id_)
        readable = self._readable(user)
        before = [_earlier(one, readable) for one in stored.turns(engine, user, id_, _REACH)]
        given = answer(tuple(reversed(before)))
        given = replace(given, conversation=id_, turn=str(uuid.uuid4()))
        asked = given.asked or given.question
        named = named_beside(
            given, asked, reads.documents(engine, user), self.register(user, options.as_of)
        )
        kept = stored.StoredTurn(
            id=given.turn or "",
            conversation=id_,
            ordinal=0,
            at=self._now(),
            asked=asked,
            groups=user.groups,
            answer=answer_json(given),
            named=named,
            versions={
                "plansvar": plansvar.__version__,
                "readings": stored.readings(
                    engine, sorted({one.document.version_id for one in given.citations})
                ),
                **versions(given),
            },
        )
        stored.append(engine, user, kept)
        return given

    def _kept_database(self) -> Engine:
        """The database, without what has been kept for long enough."""
        engine = self._database()
        self.purge(engine)
        return engine

    def _readable(self, user: User) -> frozenset[str]:
        return frozenset(one.id for one in reads.documents(self._database(), user))


def _as_seen(turn: stored.StoredTurn, readable: Collection[str]) -> Turn:
    answer, withdrawn = redacted(turn.answer, turn.named, readable)
    feedback = None
    if turn.verdict is not None and turn.feedback_at is not None:
        feedback = Feedback(Verdict(turn.verdict), turn.comment, turn.feedback_at)
    return Turn(
        turn.id,
        turn.ordinal,
        turn.at,
        turn.asked,
        answer,
        turn.versions,
        withdrawn,
        feedback,
    )


def _earlier(turn: stored.StoredTurn, readable: Collection[str]) -> Earlier:
    """What a follow-up may refer to: nothing that its asker may no longer read."""
    answer, _ = redacted(turn.answer, turn.named, readable)
    sentences = [one for one in answer["sentences"] if not answer["abstained"]]
    options = tuple(one["text"] for one in sentences[1:]) if answer["clarification"] else ()
    return Earlier(
        answer["question"], tuple(one["text"] for one in sentences), answer["short_answer"], options
    )
