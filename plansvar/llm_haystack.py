"""Language models through Haystack's chat generators; the vendors' errors become ours here.

Importing this takes seconds. Address, key and patience come from our settings, not from variables
of the vendors; the system's proxy variables hold all the same.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import logging
import os
import time
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

# Read when Haystack is imported: it would write to the home folder and tell its makers.
os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"

import anthropic
import httpx2
import openai
from haystack.components.generators.chat.openai import OpenAIChatGenerator
from haystack.dataclasses import ChatMessage
from haystack.utils import Secret
from haystack_integrations.components.generators.anthropic import (
    AnthropicChatGenerator,
)

from plansvar.errors import LlmError
from plansvar.llm import Message, Schema, TryLaterError
from plansvar.settings import LlmSettings

_log = logging.getLogger(__name__)

_OPENAI = "https://api.openai.com/v1"
_ANTHROPIC = "https://api.anthropic.com"
_MOST_BYTES = 8_000_000  # of an answer with all that is around it
# Sent where there is no key, as to a model on the same machine: the libraries insist on one.
_NO_KEY = "none"

_Timeout = (openai.APITimeoutError, anthropic.APITimeoutError)
_Connection = (openai.APIConnectionError, anthropic.APIConnectionError)
_Status = (openai.APIStatusError, anthropic.APIStatusError)


class HaystackModel:
    """One try at a configured model; implements :class:`plansvar.llm.ChatModel`.

    What may be answered soon is raised as :class:`plansvar.llm.TryLaterError`.
    """

    def __init__(self, settings: LlmSettings) -> None:
        """Nothing is sent. The settings name a kind and a model."""
        self._settings = settings
        self._generator: OpenAIChatGenerator | AnthropicChatGenerator
        if settings.kind == "anthropic":
            self._url = settings.base_url or _ANTHROPIC
            self._generator = _anthropic(settings, self._url)
        else:
            self._url = settings.base_url or _OPENAI
            self._generator = _openai(settings, self._url)
        self._takes_schema = True

    @property
    def key(self) -> str:
        """See :class:`plansvar.llm.ChatModel`."""
        return f"{self._settings.kind} {self._settings.model}"

    def complete(self, messages: Sequence[Message], schema: Schema | None = None) -> str:
        """See :class:`plansvar.llm.ChatModel`.

        An endpoint that doesn't take a schema is asked without one from then on: the prompt says
        in words what is wanted, too.
        """
        if schema is None or not self._takes_schema:
            return self._complete(messages, None)
        try:
            return self._complete(messages, schema)
        except LlmError as error:
            if error.code != "llm.rejected":
                raise
        answer = self._complete(messages, None)
        self._takes_schema = False
        return answer

    def close(self) -> None:
        """See :class:`plansvar.llm.ChatModel`."""
        self._generator.close()

    def _complete(self, messages: Sequence[Message], schema: Schema | None) -> str:
        options: dict[str, Any] = {}
        if schema is not None and self._settings.kind == "anthropic":
            options["output_config"] = {"format": {"type": "json_schema", "schema": dict(schema)}}
        elif schema is not None:
            wish = {"name": "answer", "strict": True, "schema": dict(schema)}
            options["response_format"] = {"type": "json_schema", "json_schema": wish}
        try:
            [reply, *_] = self._generator.run(
                [_chat_message(message) for message in messages], generation_kwargs=options
            )["replies"]
            reason, text = reply.meta.get("finish_reason"), reply.text
        except Exception as error:
            raise self._ours(error) from error
        if reason == "length":
            raise LlmError("llm.cut_off", tokens=self._settings.max_output_tokens)
        return text or ""

    def _ours(self, error: Exception) -> LlmError | TryLaterError:
        """The vendors' error as one of ours."""
        where = urlsplit(self._url).netloc.rpartition("@")[2]
        if isinstance(error, openai.LengthFinishReasonError):
            return LlmError("llm.cut_off", tokens=self._settings.max_output_tokens)
        if isinstance(error, _Timeout):
            seconds = f"{self._settings.seconds:g}"
            return TryLaterError(LlmError("llm.timeout", where=where, seconds=seconds))
        if isinstance(error, _Connection):
            return TryLaterError(LlmError("llm.unreachable", where=where))
        if not isinstance(error, _Status):
            # Whatever an endpoint sends that is no answer: HTML, an empty list, half a document.
            # Its words stay out of the log: they may be those of a document.
            _log.warning("no answer of a language model: %s", type(error).__name__)
            return LlmError("llm.nonsense", where=where)
        status = error.status_code
        if status in {401, 403}:
            return LlmError("llm.refused", where=where)
        if status == 404:
            return LlmError("llm.no_model", where=where, model=self._settings.model)
        if status in {408, 409, 425, 429, 503, 529}:
            return TryLaterError(LlmError("llm.busy", where=where), _retry_after(error.response))
        if status >= 500:
            failed = LlmError("llm.failed", where=where, status=status)
            return TryLaterError(failed, _retry_after(error.response))
        return LlmError("llm.rejected", where=where, status=status)


def _openai(settings: LlmSettings, url: str) -> OpenAIChatGenerator:
    options: dict[str, Any] = {"max_completion_tokens": settings.max_output_tokens}
    if settings.temperature is not None:
        options["temperature"] = settings.temperature
    generator = OpenAIChatGenerator(
        api_key=Secret.from_token(_key(settings)),
        model=settings.model or "",
        generation_kwargs=options,
    )
    generator.client = openai.OpenAI(
        api_key=_key(settings),
        base_url=url,
        timeout=settings.seconds,
        max_retries=0,
        http_client=_http_client(settings.seconds),
    )
    generator.client.organization = generator.client.project = None  # what the environment says
    return generator


def _anthropic(settings: LlmSettings, url: str) -> AnthropicChatGenerator:
    generator = AnthropicChatGenerator(
        api_key=Secret.from_token(_key(settings)),
        model=settings.model or "",
        # Its client knows no temperature any longer.
        generation_kwargs={"max_tokens": settings.max_output_tokens},
    )
    generator.client = anthropic.Anthropic(
        api_key=_key(settings),
        base_url=url,
        timeout=settings.seconds,
        max_retries=0,
        http_client=_http_client(settings.seconds),
        open_telemetry=False,
    )
    return generator


def _key(settings: LlmSettings) -> str:
    return (settings.api_key.get_secret_value() if settings.api_key else "") or _NO_KEY


def _chat_message(message: Message) -> ChatMessage:
    match message.role:
        case "system":
            return ChatMessage.from_system(message.text)
        case "user":
            return ChatMessage.from_user(message.text)
        case "assistant":
            return ChatMessage.from_assistant(message.text)


def _http_client(seconds: float) -> httpx2.Client:
    """A client that goes nowhere else than it is told to, and reads no endless answer."""

    def bound(response: httpx2.Response) -> None:
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Bounded(response.stream, time.monotonic() + seconds)

    return httpx2.Client(timeout=seconds, follow_redirects=False, event_hooks={"response": [bound]})


class _Bounded(httpx2.SyncByteStream):
    """An answer's bytes, as long as they are neither too many nor too late.

    The client's own limit holds for each piece: an answer in drops would never end.
    """

    def __init__(self, stream: httpx2.SyncByteStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._stream:
            size += len(piece)
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("the answer takes too long")
            if size > _MOST_BYTES:
                raise httpx2.RemoteProtocolError("the answer is too long")
            yield piece

    def close(self) -> None:
        self._stream.close()


def _retry_after(response: httpx2.Response) -> float | None:
    """The seconds that an endpoint asks for, as a number or as a time (RFC 9110, 10.2.3)."""
    value = response.headers.get("retry-after", "")
    try:
        return float(value)
    except ValueError:
        pass
    try:
        then = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=dt.UTC)
    return (then - dt.datetime.now(dt.UTC)).total_seconds()
