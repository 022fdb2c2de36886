"""Answers what comes: a placeholder at once, the answer in its place, always something in time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from bots.slack.access import Person, Place, reader
from bots.slack.directory import FAILURES, Directory
from bots.slack.incoming import Incoming, Kind
from bots.slack.lists import facts_message, held, hits_message
from bots.slack.markup import says_something
from bots.slack.render import SlackMessage, answer_message, plain_message
from bots.slack.replying import Replies, Undeliverable
from bots.slack.reports import Subject, report, subjects
from bots.slack.slots import BusyError, Slots
from bots.slack.store import ASKED_BACK, MISSED, SlackStore
from bots.slack.streaming import Streamed, Streams
from bots.slack.threads import Threads
from plansvar.access import ANONYMOUS, User
from plansvar.answers import Answer, Mode, SearchResult
from plansvar.conversations.types import Verdict
from plansvar.drafts.types import Letter
from plansvar.errors import PlansvarError, QuestionError
from plansvar.language.detect import Language
from plansvar.messages.catalogue import message
from plansvar.register.facts import Fact
from plansvar.register.queries import FactPage
from plansvar.service import Service
from plansvar.slack_settings import SlackSettings

_LOG = logging.getLogger(__name__)
_LONGEST_SHOWN = 200
_LONGEST_SOUGHT = 1000
_MOST_HITS = 3
_MOMENT = 3.0
# What Slack says of a conversation in which we are not.
_NOT_LET_IN = frozenset({"not_in_channel", "channel_not_found"})
# What only the asker sees.
_WHISPERED = frozenset({Kind.QUESTION, Kind.LIST, Kind.SOURCE})
_HINTS = {Kind.LIST: "no_party", Kind.SOURCE: "no_words"}
_T = TypeVar("_T")


class Desk:
    """Takes questions in and sees to each of them until it is answered."""

    def __init__(
        self,
        service: Service,
        store: SlackStore,
        directory: Directory,
        replies: Replies,
        settings: SlackSettings,
        language: Language,
        base: str | None = None,
        streams: Streams | None = None,
    ) -> None:
        """``base``: the address of the web pages, without a slash at its end, where there are."""
        self.base = base
        self._service = service
        self.store = store
        self._threads = Threads(service, store)
        self._directory = directory
        self._replies = replies
        self._streams = streams
        self._settings = settings
        self.language = language
        self._pool = ThreadPoolExecutor(settings.workers, "slack-answer")
        self._warm = False
        self._opening = asyncio.Lock()
        self._slots = Slots(self._pool, settings.workers)
        # The store's calls last milliseconds, but may wait for the disk: not in the event loop.
        self._store_pool = ThreadPoolExecutor(1, "slack-store")
        self._order: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def take(self, incoming: Incoming) -> None:
        """Store a question and begin with it; one that is known already is left alone.

        Whoever calls this acknowledges after it has returned: a question that could not be stored
        is delivered again.
        """
        if await self.stored(lambda: self.store.accept(incoming)):
            self.begin(self._see_to(incoming, self._until()))

    async def warm_up(self) -> None:
        """Open index and model, so that the first question needn't wait; a failure can wait."""
        try:
            await self._in_pool(lambda: self._service.search("plan", ANONYMOUS, 1))
        except PlansvarError as error:
            _LOG.warning("not ready yet: %s", error)

    async def takes_part(self, incoming: Incoming) -> bool:
        """Whether somebody has asked the bot something in this thread before."""
        return await self.stored(lambda: self.store.joined(incoming.channel, incoming.thread))

    async def goes_on(self, incoming: Incoming) -> bool:
        """Whether a message without a mention, in a channel's thread, is meant for the bot."""
        return await self.stored(lambda: self._threads.goes_on(incoming))

    async def resume(self) -> int:
        """Take up what an earlier run left unanswered; returns how much that was."""
        await self.stored(self.store.purge)
        left = await self.stored(self.store.unanswered)
        for incoming in left:
            self.begin(self._see_to(incoming, self._until(), resumed=True))
        return len(left)

    async def close(self, patience: float = 5.0) -> None:
        """Stop. What isn't answered in ``patience`` seconds stays stored for the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._store_pool.shutdown(wait=True)

    def begin(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something beside what goes on, and don't lose it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def stored(self, call: Callable[[], _T]) -> _T:
        """Call the store, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._store_pool, call)

    async def answer(self, incoming: Incoming) -> Answer:
        """The answer as who asks may see it there, at this moment."""
        return await self._work(incoming, lambda user: self._threads.ask(incoming, user))

    async def draft(self, incoming: Incoming) -> Letter:
        """A letter that answers a question, as who asks may see it there, at this moment."""
        return await self._work(incoming, lambda user: self._threads.draft(incoming, user))

    async def reader(self, incoming: Incoming) -> User:
        """Whose documents may be told of in this conversation."""
        allowed = await self.stored(self.store.allowed)
        place, person = Place(incoming.channel), Person(incoming.user)
        # Slack counts how often it is asked: it is where the answer changes something.
        if incoming.channel in allowed or incoming.channel.startswith("D"):
            place = await self._directory.place(incoming.channel, incoming.user)
        if place.direct:
            person = await self._directory.person(incoming.user)
        return reader(person, place, allowed, self._settings)

    def say(self, key: str, **params: object) -> str:
        """A message in the bot's language."""
        return message(f"slack.{key}", self.language, **params)

    async def _see_to(self, incoming: Incoming, until: float, *, resumed: bool = False) -> None:
        try:
            if incoming.kind in _WHISPERED:
                told = await self._message(incoming, until)
                await self._replies.respond(incoming, told)
            else:
                told = await self._reply(incoming, until, resumed=resumed)
        except Undeliverable as error:
            _LOG.warning("no answer to %s: %s", incoming.key, error)
            if incoming.kind is Kind.SHARED and str(error) in _NOT_LET_IN:
                return await self._not_shared(incoming)
            await self.stored(lambda: self.store.finish(incoming.key, "undeliverable"))
        else:
            outcome = ASKED_BACK if told.asks else "answered" if told.answered else MISSED
            await self.stored(lambda: self.store.finish(incoming.key, outcome))

    async def _not_shared(self, incoming: Incoming) -> None:
        """We aren't in that channel, or among two people: whoever shared is told, and may again."""
        await self.stored(lambda: self.store.forget(incoming.key))
        with contextlib.suppress(Undeliverable, *FAILURES):
            key = "not_shared_here" if incoming.channel.startswith("D") else "not_shared"
            await self._replies.respond(incoming, plain_message(self.say(key)))

    async def _reply(self, incoming: Incoming, until: float, *, resumed: bool) -> SlackMessage:
        reply_ts = incoming.reply_ts
        streams = await self._streaming(incoming)
        if not reply_ts and streams is None:
            reply_ts = await self._placeholder(incoming, resumed=resumed)
        now = asyncio.get_running_loop().time
        latest = max(until, now())
        # The questions of a thread are answered in the order in which they came.
        async with self._in_turn(incoming.order):
            # One that had to wait for Slack or for others gets a moment all the same; but not one
            # moment after the other, or the last would wait for minutes.
            answer = await self._message(incoming, max(until, min(now(), latest) + _MOMENT))
            if streams is not None:
                told = await self._stream(streams, incoming, answer, resumed=resumed)
                if told.whole:
                    return answer
                reply_ts = told.ts or await self._placeholder(incoming, resumed=resumed)
            try:
                await self._replies.finish(incoming, reply_ts, answer)
            except Undeliverable as error:
                _LOG.error("Slack refuses the answer to %s: %s", incoming.key, error)
                answer = self._excuse("error.failed")
                await self._replies.finish(incoming, reply_ts, answer)
        return answer

    async def _placeholder(self, incoming: Incoming, *, resumed: bool) -> str:
        begin = self._replies.again if resumed else self._replies.begin
        async with self._in_turn(f"begin {incoming.order}"):
            reply_ts = await begin(incoming, self.say("placeholder"))
        await self.stored(lambda: self.store.replied(incoming.key, reply_ts))
        return reply_ts

    async def _streaming(self, incoming: Incoming) -> Streams | None:
        """The streams, where this can be streamed; what says so stands in the thread then."""
        streams = self._streams
        if streams is None or incoming.reply_ts or not streams.suit(incoming):
            return None
        return streams if await streams.looking(incoming, self.say("status")) else None

    async def _stream(
        self, streams: Streams, incoming: Incoming, answer: SlackMessage, *, resumed: bool
    ) -> Streamed:
        """Stream an answer; what an earlier run or a lost reply has left is taken up."""
        if resumed and (ts := await self._replies.posted(incoming)):
            begun = Streamed(ts)
        else:
            begun = await streams.begin(incoming, answer)
            if begun.unknown:
                begun = Streamed(await self._replies.posted(incoming))
            elif begun.ts:
                await self.stored(lambda: self.store.replied(incoming.key, begun.ts))
                whole = await streams.finish(incoming, begun.ts, answer)
                return Streamed(begun.ts, whole)
        if begun.ts:
            await self.stored(lambda: self.store.replied(incoming.key, begun.ts))
        return begun

    def _excuse(self, key: str) -> SlackMessage:
        return replace(plain_message(self.say(key)), answered=False)

    def _in_turn(self, key: str) -> asyncio.Lock:
        return self._order.setdefault(key, asyncio.Lock())

    async def _message(self, incoming: Incoming, until: float) -> SlackMessage:
        """The answer, or a polite word on why there is none."""
        if not says_something(incoming.text):
            return plain_message(self.say(_HINTS.get(incoming.kind, "no_question")))
        try:
            async with asyncio.timeout_at(until):
                if incoming.kind is Kind.LIST:
                    page, partner = await self._listed(incoming, until)
                    return facts_message(page, partner, incoming.text, self.language, self.base)
                if incoming.kind is Kind.SOURCE:
                    found = await self._hits(incoming, until)
                    return hits_message(found, incoming.text, self.language, self.base)
                answer, owned = await self._work(incoming, partial(self._told, incoming), until)
                await self.stored(lambda: self.store.tells_of(incoming.key, owned))
            return answer_message(
                answer,
                incoming.key,
                share=incoming.kind is Kind.QUESTION,
                owned=bool(owned),
                asked=incoming.text if incoming.kind is Kind.SHARED else "",
                base=self.base,
            )
        except BusyError:
            _LOG.warning("no time for %s", incoming.key)
            return self._excuse("error.busy")
        except TimeoutError:
            _LOG.warning("no answer in time: %s", incoming.key)
            return self._excuse("error.slow")
        except QuestionError as error:
            if error.code == "question.too_long":
                return plain_message(self.say("error.too_long", **error.params))
            return plain_message(self.say("no_question"))
        except PlansvarError as error:
            # Its words are for the operator: they name files and processes.
            _LOG.warning("no answer to %s: %s", incoming.key, error)
            return self._excuse("error.unavailable")
        except Exception:  # noqa: BLE001 - whoever asked is told, whatever it is
            _LOG.exception("no answer to %s", incoming.key)
            return self._excuse("error.failed")

    async def judge(self, question: Incoming, verdict: Verdict, comment: str = "") -> None:
        """Keep what somebody thinks of an answer in the same store as the web's feedback.

        Raises:
            NotFoundError: the answer isn't kept any longer.
        """
        user = await self.reader(question)
        await self._in_pool(lambda: self._threads.judge(question, verdict, user, comment))

    async def report(self, question: Incoming, fact_id: str, note: str) -> Fact:
        """Put a fact into the register's review, as wrong in the eyes of who asks.

        Raises:
            NotFoundError: who asks may not see it there, or it is gone.
        """
        user = await self.reader(question)
        person = await self._directory.person(question.user)
        # Whoever looks at it wants to know whom to ask.
        named = replace(user, name=person.email or user.name)
        return await self._in_pool(lambda: report(self._service, fact_id, note, named))

    def _told(self, incoming: Incoming, user: User) -> tuple[Answer, list[Subject]]:
        """The answer, and the facts with an owner that it tells of."""
        answer = self._threads.ask(incoming, user)
        known = answer.mode is Mode.REGISTER and not answer.abstained
        return answer, subjects(answer, self._service, user) if known else []

    async def _listed(self, incoming: Incoming, until: float) -> tuple[FactPage, tuple[Fact, ...]]:
        words = incoming.text[:_LONGEST_SHOWN]
        return await self._work(incoming, lambda user: held(self._service, words, user), until)

    async def _hits(self, incoming: Incoming, until: float) -> SearchResult:
        words, search = incoming.text[:_LONGEST_SOUGHT], self._service.search
        return await self._work(incoming, lambda user: search(words, user, _MOST_HITS), until)

    async def _work(
        self, incoming: Incoming, call: Callable[[User], _T], until: float | None = None
    ) -> _T:
        """What takes a while, as who asks may see it when its turn has come."""
        async with self._slots.taken(until) as slot:
            user = await self.reader(incoming)
            return await self._opened(lambda: slot.run(lambda: call(user)))

    async def _in_pool(self, call: Callable[[], _T]) -> _T:
        loop = asyncio.get_running_loop()
        return await self._opened(lambda: loop.run_in_executor(self._pool, call))

    async def _opened(self, begin: Callable[[], Awaitable[_T]]) -> _T:
        if self._warm:
            return await begin()
        # The first call opens index and model, which must not be done twice at the same time.
        async with self._opening:
            done = await begin()
            self._warm = True
            return done

    def _until(self) -> float:
        return asyncio.get_running_loop().time() + self._settings.seconds

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            level = logging.WARNING if isinstance(error, FAILURES) else logging.ERROR
            _LOG.log(level, "left for the next start: %s", type(error).__name__, exc_info=error)
