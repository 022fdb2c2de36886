"""Language models: what can be asked of one, and patience with it.

Nothing here is imported, and nothing sent, unless the settings name a model. What a model says is
never taken on trust: whoever asks checks it against the documents, and does without it when it is
down. The vendors' libraries are in :mod:`plansvar.llm_haystack`.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from plansvar.errors import LlmError
from plansvar.settings import LlmSettings

_FIRST_WAIT = 1.0  # seconds; each further one is twice as long
_LONGEST_WAIT = 30.0  # seconds, also for an endpoint that asks for more: then it is told as busy

Schema = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    text: str


class ChatModel(Protocol):
    """A language model that answers a conversation. Several threads may ask at the same time."""

    @property
    def key(self) -> str:
        """Which model it is ("openai gpt-5-mini"), for caches and for saying who worded a text."""
        ...

    def complete(self, messages: Sequence[Message], schema: Schema | None = None) -> str:
        """The model's next turn.

        Args:
            messages: the conversation so far.
            schema: a JSON Schema (an object without optional properties) that the answer should
                have. It is a wish: the answer may be anything, also empty.

        Raises:
            LlmError: there is no answer.
        """
        ...

    def close(self) -> None:
        """Let go of its connections."""
        ...


class TryLaterError(Exception):
    """There was no answer, but there may be one soon.

    ``error`` is what to tell when patience runs out; ``after`` the seconds that the endpoint asks
    for, if it does.
    """

    def __init__(self, error: LlmError, after: float | None = None) -> None:
        super().__init__(error.code)
        self.error = error
        self.after = after


class PatientModel:
    """A model that is asked again when it is busy, slow or failing: implements `ChatModel`."""

    def __init__(self, model: ChatModel, retries: int, budget: float | None = None) -> None:
        """``model`` may raise :class:`TryLaterError`.

        ``budget``: seconds after which no further try begins; ``None``: no such limit.
        """
        self._budget = budget
        self._model = model
        self._retries = retries
        self._closed = threading.Event()

    @property
    def key(self) -> str:
        """See :class:`ChatModel`."""
        return self._model.key

    def complete(self, messages: Sequence[Message], schema: Schema | None = None) -> str:
        """See :class:`ChatModel`."""
        started = time.monotonic()
        for tries in range(self._retries + 1):
            try:
                return self._model.complete(messages, schema)
            except TryLaterError as problem:
                wait = _wait(tries, problem.after)
                last = tries == self._retries or wait > _LONGEST_WAIT
                if self._budget is not None:
                    last = last or time.monotonic() - started + wait > self._budget
                if last or self._closed.wait(wait):
                    raise problem.error from problem
        raise AssertionError("the last try returns or raises")

    def close(self) -> None:
        """See :class:`ChatModel`. Nobody waits for another try any longer."""
        self._closed.set()
        self._model.close()


def connect(settings: LlmSettings) -> ChatModel | None:
    """The configured model; ``None``: there is none. Nothing is sent yet."""
    if settings.kind is None:
        return None
    from plansvar.llm_haystack import HaystackModel  # noqa: PLC0415 - seconds of imports

    return PatientModel(HaystackModel(settings), settings.retries)


def connect_for_answers(settings: LlmSettings) -> ChatModel | None:
    """The model that words answers while somebody waits; ``None``: none does.

    A try gets half of ``llm.answer_seconds`` and begins in the first half of them.
    """
    if settings.kind is None or not settings.answer:
        return None
    from plansvar.llm_haystack import HaystackModel  # noqa: PLC0415 - seconds of imports

    half = min(settings.seconds, settings.answer_seconds / 2)
    hurried = settings.model_copy(update={"seconds": half})
    return PatientModel(HaystackModel(hurried), settings.retries, settings.answer_seconds / 2)


def _wait(tries: int, after: float | None) -> float:
    """Seconds until the next try: at least those that were asked for, and never in step."""
    longest = min(_FIRST_WAIT * 2.0**tries, _LONGEST_WAIT)
    own = longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
    return own if after is None else max(after, 0.0) + own * 0.1
