"""What came from Slack and what became of it: a small database of its own in the data folder.

A question is stored before Slack is told that it arrived, under a key that is the same in every
delivery; what is stored and unanswered is taken up again at the next start.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    Float,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from bots.slack.incoming import Incoming, Kind
from bots.slack.reports import Subject
from plansvar.owner import make_folder

_DATABASE = "slack.db"
MISSED = "missed"  # the outcome of a question that has got no answer, but a word on it
ASKED_BACK = "asked back"  # the outcome of one that we must know more about
_DAY = 24 * 3600.0
# As long as Slack may deliver again, and then as long as somebody may press a button.
_KEPT = 30 * _DAY
# What stands where others can go on with it.
_OPEN = (Kind.MESSAGE, Kind.SHARED)

_METADATA = MetaData()
_QUESTIONS = Table(
    "questions",
    _METADATA,
    Column("key", String, primary_key=True),
    *(Column(one.name, String, nullable=False) for one in fields(Incoming) if one.name != "key"),
    Column("arrived", Float, nullable=False, index=True),
    Column("done", Float),
    Column("outcome", String),
)
_CHANNELS = Table(
    "channels",
    _METADATA,
    Column("id", String, primary_key=True),
    Column("groups", String, nullable=False),
    Column("allowed", Float, nullable=False),
)
_FEEDBACK = Table(
    "feedback",
    _METADATA,
    Column("key", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("note", String, nullable=False),
    Column("at", Float, nullable=False),
)
_SUBJECTS = Table(
    "subjects",
    _METADATA,
    Column("key", String, primary_key=True),
    Column("facts", String, nullable=False),
    Column("at", Float, nullable=False),
)
_TOLD = Table(
    "told",
    _METADATA,
    Column("key", String, primary_key=True),
    Column("question", String, nullable=False),
    Column("conversation", String, nullable=False),
    Column("turn", String, nullable=False),
    Column("at", Float, nullable=False),
)
_DIGESTS = Table("digests", _METADATA, Column("at", Float, primary_key=True))


@dataclass(frozen=True, slots=True)
class Told:
    """What a question was read as, and where it is kept with its answer: see docs/conversations."""

    question: str
    conversation: str
    turn: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody said of an answer: ``kind`` is the button, ``at`` seconds since 1970."""

    key: str
    person: str
    kind: str
    note: str
    at: float


class SlackStore:
    """The tables. Its methods are short, and safe to call from several threads."""

    def __init__(self, data: Path) -> None:
        """Open or make the database in the data folder.

        Raises:
            IndexStateError: ``data.not_writable``.
        """
        make_folder(data)
        self._engine: Engine = create_engine(f"sqlite:///{(data / _DATABASE).resolve()}")
        event.listen(self._engine, "connect", _configure)
        _METADATA.create_all(self._engine)

    def accept(self, incoming: Incoming) -> bool:
        """Store a question; ``False``: it is here already, and somebody sees to it."""
        values = {one.name: getattr(incoming, one.name) for one in fields(Incoming)}
        row = insert(_QUESTIONS).values(**values, arrived=time.time()).on_conflict_do_nothing()
        with self._engine.begin() as connection:
            return bool(connection.execute(row).rowcount)

    def replied(self, key: str, reply_ts: str) -> None:
        """Remember which message of ours answers a question."""
        self._change(key, reply_ts=reply_ts)

    def finish(self, key: str, outcome: str) -> None:
        """A question has its answer, or its visible error; the way back is forgotten."""
        self._change(key, done=time.time(), outcome=outcome, response_url="")

    def forget(self, key: str) -> None:
        """As if a question had never come: it may come again."""
        with self._engine.begin() as connection:
            connection.execute(delete(_QUESTIONS).where(_QUESTIONS.c.key == key))

    def unanswered(self) -> list[Incoming]:
        """Questions of the last day without an answer, the oldest first."""
        wanted = select(_QUESTIONS).where(
            _QUESTIONS.c.done.is_(None), _QUESTIONS.c.arrived > time.time() - _DAY
        )
        order = (_QUESTIONS.c.channel, _QUESTIONS.c.thread, _QUESTIONS.c.ts, _QUESTIONS.c.arrived)
        return self._found(wanted.order_by(*order))

    def find(self, key: str) -> Incoming | None:
        """A question by its key."""
        found = self._found(select(_QUESTIONS).where(_QUESTIONS.c.key == key))
        return found[0] if found else None

    def joined(self, channel: str, thread: str) -> bool:
        """Whether the bot takes part in a thread: asked in it, or below an answer."""
        wanted = select(_QUESTIONS.c.key).where(
            _QUESTIONS.c.channel == channel,
            or_(_QUESTIONS.c.thread == thread, _QUESTIONS.c.reply_ts == thread),
            _QUESTIONS.c.kind.in_(_OPEN),
        )
        with self._engine.connect() as connection:
            return connection.execute(wanted.limit(1)).first() is not None

    def asked_back(self, channel: str, thread: str) -> bool:
        """Whether the last that we said in a thread was a question."""
        wanted = (
            select(_QUESTIONS.c.outcome)
            .where(
                _QUESTIONS.c.channel == channel,
                or_(_QUESTIONS.c.thread == thread, _QUESTIONS.c.reply_ts == thread),
                _QUESTIONS.c.kind.in_(_OPEN),
            )
            .order_by(_QUESTIONS.c.arrived.desc())
        )
        with self._engine.connect() as connection:
            return connection.execute(wanted.limit(1)).scalar() == ASKED_BACK

    def tell(self, incoming: Incoming, told: Told) -> None:
        """Remember what became of a question; again: the newer counts."""
        values = {one.name: getattr(told, one.name) for one in fields(Told)}
        row = insert(_TOLD).values(key=incoming.key, **values, at=time.time())
        changed = {name: row.excluded[name] for name in (*values, "at")}
        with self._engine.begin() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["key"], set_=changed))

    def told(self, key: str) -> Told | None:
        """What became of a question."""
        wanted = select(*(_TOLD.c[one.name] for one in fields(Told))).where(_TOLD.c.key == key)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).first()
        return Told(*row) if row else None

    def conversation(self, incoming: Incoming) -> str | None:
        """The conversation that a question goes on with: that of its thread."""
        if incoming.kind is not Kind.MESSAGE:
            return None
        asked, thread = _QUESTIONS.c, incoming.thread
        wanted = (
            select(_TOLD.c.conversation)
            .join(_QUESTIONS, asked.key == _TOLD.c.key)
            .where(
                asked.channel == incoming.channel,
                asked.kind.in_(_OPEN),
                or_(asked.thread == thread, asked.reply_ts == thread),
            )
            .order_by(_TOLD.c.at.desc())
        )
        with self._engine.connect() as connection:
            return connection.execute(wanted.limit(1)).scalar()

    def purge(self) -> None:
        """Forget questions and what was said of their answers, a month after."""
        oldest = time.time() - _KEPT
        with self._engine.begin() as connection:
            connection.execute(delete(_QUESTIONS).where(_QUESTIONS.c.arrived < oldest))
            connection.execute(delete(_FEEDBACK).where(_FEEDBACK.c.at < oldest))
            connection.execute(delete(_SUBJECTS).where(_SUBJECTS.c.at < oldest))
            connection.execute(delete(_TOLD).where(_TOLD.c.at < oldest))

    def allow(self, channel: str, groups: tuple[str, ...]) -> None:
        """Let a channel see what these groups may read."""
        row = insert(_CHANNELS).values(id=channel, groups=json.dumps(groups), allowed=time.time())
        changed = {"groups": row.excluded.groups, "allowed": row.excluded.allowed}
        with self._engine.begin() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=changed))

    def forbid(self, channel: str) -> bool:
        """Let a channel see public documents only; ``False``: so it did."""
        gone = delete(_CHANNELS).where(_CHANNELS.c.id == channel)
        with self._engine.begin() as connection:
            return bool(connection.execute(gone).rowcount)

    def allowed(self) -> dict[str, tuple[str, ...]]:
        """The channels that an admin allowed, and the groups."""
        wanted = select(_CHANNELS).order_by(_CHANNELS.c.id)
        with self._engine.connect() as connection:
            return {row.id: tuple(json.loads(row.groups)) for row in connection.execute(wanted)}

    def say(self, key: str, person: str, kind: str, note: str = "") -> None:
        """Keep what somebody says of an answer; said again, the newer words count."""
        row = insert(_FEEDBACK).values(key=key, person=person, kind=kind, note=note, at=time.time())
        changed = {"note": row.excluded.note, "at": row.excluded.at}
        elements = ["key", "person", "kind"]
        with self._engine.begin() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=elements, set_=changed))

    def feedback(self) -> list[Feedback]:
        """All that was said, the oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(_FEEDBACK).order_by(_FEEDBACK.c.at))
            return [Feedback(*row) for row in rows]

    def tells_of(self, key: str, facts: Sequence[Subject]) -> None:
        """Remember which facts an answer tells of."""
        told = json.dumps([[one.id, one.name] for one in facts])
        row = insert(_SUBJECTS).values(key=key, facts=told, at=time.time())
        changed = {"facts": row.excluded.facts, "at": row.excluded.at}
        with self._engine.begin() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["key"], set_=changed))

    def subjects(self, key: str) -> list[Subject]:
        """The facts that an answer tells of; none where that isn't known."""
        wanted = select(_SUBJECTS.c.facts).where(_SUBJECTS.c.key == key)
        with self._engine.connect() as connection:
            found = connection.execute(wanted).scalar()
        return [Subject(*one) for one in json.loads(found)] if found else []

    def missed(self, since: float) -> list[str]:
        """Questions that came after a moment and got no answer, each once, the oldest first."""
        # A follow-up says nothing by itself: what it was read as.
        words = func.coalesce(_TOLD.c.question, _QUESTIONS.c.text)
        wanted = (
            select(words)
            .outerjoin(_TOLD, _TOLD.c.key == _QUESTIONS.c.key)
            .where(
                _QUESTIONS.c.arrived > since,
                _QUESTIONS.c.outcome == MISSED,
                _QUESTIONS.c.kind.in_((Kind.MESSAGE, Kind.QUESTION)),
            )
        )
        with self._engine.connect() as connection:
            found = connection.execute(wanted.order_by(_QUESTIONS.c.arrived)).scalars()
            return list(dict.fromkeys(found))

    def last_digest(self) -> float | None:
        """When it was last told what had no answer."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.max(_DIGESTS.c.at))).scalar()

    def digested(self, at: float) -> None:
        """It has been told."""
        with self._engine.begin() as connection:
            connection.execute(insert(_DIGESTS).values(at=at).on_conflict_do_nothing())

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _change(self, key: str, **values: Any) -> None:  # noqa: ANN401 - columns' values
        with self._engine.begin() as connection:
            connection.execute(update(_QUESTIONS).where(_QUESTIONS.c.key == key).values(**values))

    def _found(self, wanted: Any) -> list[Incoming]:  # noqa: ANN401 - a select
        names = [one.name for one in fields(Incoming)]
        with self._engine.connect() as connection:
            rows = connection.execute(wanted).mappings().all()
        found = [{name: row[name] for name in names} for row in rows]
        return [Incoming(**{**row, "kind": Kind(row["kind"])}) for row in found]


def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - DBAPI has no type
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=2000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
