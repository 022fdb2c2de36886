"""``/v1/chat/completions`` and ``/v1/models``: so that chat programs for OpenAI's API work here.

The last message of the user is the question, which may refer to what stands before it. What a
program adds for a language model (system messages, temperature, tools) is passed over: there is
nothing here that it could change.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import JSONResponse

from api.chat_text import ChatText, chat_text, told_lines
from api.core import CoreDep, Reader
from api.links import base_address
from plansvar.asking import AskOptions, Earlier
from plansvar.errors import RequestError

router = APIRouter(prefix="/v1", tags=["chat"])

MODEL = "plansvar"
_NO_STORE = {"Cache-Control": "no-store"}
_REACH = 4  # questions back that a follow-up may reach, as in conversations that are kept here
_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


class Part(BaseModel):
    """A part of a message; only text can be asked."""

    type: str = Field(max_length=100)
    text: str = Field("", max_length=20_000)


class Message(BaseModel):
    """A message of a conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """Its text, without pictures and the like."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or () if part.type == "text")


class StreamOptions(BaseModel):
    """What a program wants to hear beside the text."""

    include_usage: bool | None = None


class Chat(BaseModel):
    """A conversation to go on with. Other fields of OpenAI's API are passed over."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [{"role": "user", "content": "Hvem har ansvaret for landstrøm?"}],
                    "stream": False,
                }
            ]
        }
    )

    messages: list[Message] = Field(min_length=1, max_length=1_000)
    model: str = Field(MODEL, max_length=200, description="there is one only")
    stream: bool | None = False
    stream_options: StreamOptions | None = None


@router.post(
    "/chat/completions",
    summary="Answer in a chat",
    description=(
        "As OpenAI's API, for programs that speak it. The last message of the user is the "
        "question, and may refer to the messages before it; each sentence of the answer links to "
        "its sources, which `annotations` list. With `stream` it comes sentence by sentence, and "
        "the annotations with the last piece."
    ),
    responses={
        200: {
            "content": {
                "application/json": {"schema": {"type": "object"}},
                "text/event-stream": {"schema": {"type": "string"}},
            }
        }
    },
)
async def completions(request: Request, body: Chat, core: CoreDep, who: Reader) -> Response:
    """Answer the last question of a conversation."""
    place = next(
        (place for place in _backwards(body.messages) if body.messages[place].role == "user"), None
    )
    if place is None:
        raise RequestError("api.invalid", place="messages", reason="no message of a user")
    options = AskOptions(earlier=_earlier(body.messages[:place]))
    answer = await core.workers.run(core.service.ask, body.messages[place].text, who.user, options)
    told = chat_text(answer, base_address(request, core.settings))
    head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
    if body.stream:
        usage = bool(body.stream_options and body.stream_options.include_usage)
        return EventSourceResponse(_events(head, told, usage), headers=_NO_STORE)
    message = {
        "role": "assistant",
        "content": told.text,
        "refusal": None,
        "annotations": list(told.annotations),
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    content = {**head, "object": "chat.completion", "choices": [choice], "usage": _USAGE}
    return JSONResponse(content, headers=_NO_STORE)


def _backwards(messages: Sequence[Message]) -> range:
    return range(len(messages) - 1, -1, -1)


def _earlier(messages: Sequence[Message]) -> tuple[Earlier, ...]:
    """What was asked before, and the answers as this program has told them; the newest first."""
    found: list[Earlier] = []
    lines: tuple[str, ...] = ()
    for place in _backwards(messages):
        one = messages[place]
        if one.role == "assistant":
            lines = told_lines(one.text)
        elif one.role == "user" and len(found) < _REACH:
            found.append(Earlier(one.text, lines))
            lines = ()
    return tuple(found)


async def _events(
    head: dict[str, Any], told: ChatText, usage: bool
) -> AsyncIterator[ServerSentEvent]:
    head = {**head, "object": "chat.completion.chunk"}
    yield _chunk(head, {"role": "assistant", "content": ""})
    for piece in told.pieces:
        yield _chunk(head, {"content": piece})
    yield _chunk(head, {"annotations": list(told.annotations)}, "stop")
    if usage:
        yield _event({**head, "choices": [], "usage": _USAGE})
    yield ServerSentEvent(data="[DONE]")


def _chunk(head: dict[str, Any], delta: dict[str, Any], end: str | None = None) -> ServerSentEvent:
    choice = {"index": 0, "delta": delta, "finish_reason": end, "logprobs": None}
    return _event({**head, "choices": [choice]})


def _event(content: dict[str, Any]) -> ServerSentEvent:
    return ServerSentEvent(data=json.dumps(content, ensure_ascii=False))


@router.get(
    "/models", summary="What answers in a chat", description="As OpenAI's API; there is one."
)
async def models(who: Reader) -> dict[str, Any]:
    """The models that can be named."""
    return {"object": "list", "data": [_MODEL]}


@router.get("/models/{name}", summary="One model", description="As OpenAI's API.")
async def model(name: str, who: Reader) -> dict[str, Any]:
    """A model."""
    if name != MODEL:
        raise RequestError("api.no_route")
    return _MODEL


_MODEL = {"id": MODEL, "object": "model", "created": 0, "owned_by": "plansvar"}
