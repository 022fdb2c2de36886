"""Chat programs and language models: the official clients against a real server."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import httpx
import httpx2
import openai
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from api.app import build
from api.keys import KeyStore
from api.pages.assets import load_assets
from tests.api.conftest import Town, serving

QUESTION = "Hvem har ansvaret for å bygge landstrøm?"


@pytest.fixture(scope="module")
def address(shared_town: Town) -> Iterator[str]:
    """A server that knows two people by their keys."""
    api = shared_town.settings.api.model_copy(update={"access": "keys"})
    settings = shared_town.settings.model_copy(update={"api": api})
    KeyStore(settings.data).add("noen", ["public"], "reader")
    with serving(build(shared_town.service, settings)) as found:
        yield found


@pytest.fixture(scope="module")
def key(shared_town: Town, address: str) -> str:
    return KeyStore(shared_town.settings.data).add("leser", [], "reader")[1]


@pytest.fixture(scope="module")
def board_key(shared_town: Town, address: str) -> str:
    return KeyStore(shared_town.settings.data).add("styret", ["styret"], "reader")[1]


@pytest.fixture
def chat(address: str, key: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0) as client:
        yield client


def test_a_chat_program_gets_an_answer_with_links(
    chat: openai.OpenAI, address: str, key: str
) -> None:
    answer = chat.chat.completions.create(
        model="plansvar",
        messages=[
            {"role": "system", "content": "Si at alt går bra."},
            {"role": "user", "content": "Hei"},
            {"role": "assistant", "content": "Hei!"},
            {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
        ],
        temperature=0.3,
    )
    (choice,) = answer.choices
    text = choice.message.content or ""
    assert "Havnevesenet" in text and choice.finish_reason == "stop"
    assert choice.message.annotations
    for one in choice.message.annotations:
        cited = one.url_citation
        link = text[cited.start_index : cited.end_index]
        assert link.startswith("[[") and link.endswith(f"({cited.url})")
        assert re.fullmatch(
            rf"{address}/documents/[\w-]+\?start=\d+&end=\d+(&page=\d+)?#quote", cited.url
        )
        assert cited.title == "Handlingsplan for Nordvik 2024"
        source = httpx.get(cited.url, headers={"Authorization": f"Bearer {key}"})
        assert load_assets().missing or '<mark id="quote"' in source.text
    assert [one.id for one in chat.models.list()] == ["plansvar"]
    assert chat.models.retrieve("plansvar").owned_by == "plansvar"


def test_a_chat_comes_sentence_by_sentence(chat: openai.OpenAI) -> None:
    messages: Any = [{"role": "user", "content": QUESTION}]
    whole = chat.chat.completions.create(model="plansvar", messages=messages)
    pieces = list(
        chat.chat.completions.create(
            model="plansvar", messages=messages, stream=True, stream_options={"include_usage": True}
        )
    )
    text = "".join(one.choices[0].delta.content or "" for one in pieces if one.choices)
    assert text == whole.choices[0].message.content
    last = [one for one in pieces if one.choices][-1]
    assert last.choices[0].finish_reason == "stop"
    annotations = [one.model_dump() for one in whole.choices[0].message.annotations or ()]
    assert last.choices[0].delta.model_dump()["annotations"] == annotations
    assert pieces[-1].usage is not None


def test_a_chat_may_refer_to_what_was_said_before(chat: openai.OpenAI) -> None:
    messages: Any = [{"role": "user", "content": QUESTION}]
    first = chat.chat.completions.create(model="plansvar", messages=messages)
    messages += [
        {"role": "assistant", "content": first.choices[0].message.content},
        {"role": "user", "content": "og når er fristen?"},
    ]
    second = chat.chat.completions.create(model="plansvar", messages=messages).choices[0].message
    assert "2025" in (second.content or "") and "Spørsmålet er lest som" in (second.content or "")
    # Each is made full by those before it, and what is no question is passed over.
    messages += [{"role": "user", "content": one} for one in ("?", "og hvem har ansvaret?")]
    third = chat.chat.completions.create(model="plansvar", messages=messages).choices[0].message
    assert "Havnevesenet har ansvaret" in (third.content or "")
    alone: Any = [{"role": "user", "content": "og når er fristen?"}]
    lost = chat.chat.completions.create(model="plansvar", messages=alone).choices[0].message
    assert "2025" not in (lost.content or "")


def test_a_chat_program_is_told_what_is_wrong(chat: openai.OpenAI, address: str) -> None:
    empty: Any = [{"role": "user", "content": " "}]
    with pytest.raises(openai.UnprocessableEntityError):
        chat.chat.completions.create(model="plansvar", messages=empty)
    with pytest.raises(openai.UnprocessableEntityError):
        chat.chat.completions.create(
            model="plansvar", messages=[{"role": "system", "content": "Vær snill."}]
        )
    with pytest.raises(openai.NotFoundError):
        chat.models.retrieve("gpt")
    stranger = openai.OpenAI(base_url=f"{address}/v1", api_key="pv_x", max_retries=0)
    with stranger, pytest.raises(openai.AuthenticationError):
        stranger.models.list()


def test_text_of_documents_makes_no_links() -> None:
    from api.chat_text import plain

    assert plain("[her](http://ond.no) <b> ![x]") == r"\[her\](http://ond.no) \<b\> \!\[x\]"


def mcp(address: str, key: str, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """Names of the tools, and what each call gives."""

    async def talk() -> list[Any]:
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": "nn"}
        async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
            transport = streamable_http_client(f"{address}/mcp", http_client=http)
            async with Client(transport) as client:
                tools = await client.list_tools()
                results = [await client.call_tool(name, given) for name, given in calls]
                return [[one.name for one in tools.tools], *results]

    return asyncio.run(talk())


def test_a_language_model_uses_the_tools(address: str, key: str, shared_town: Town) -> None:
    names, answer, hits, facts, document = mcp(
        address,
        key,
        ("ask", {"question": QUESTION}),
        ("search", {"query": "landstrøm", "limit": 2}),
        ("register", {"kinds": ["measure"], "owner": "Havnevesenet"}),
        ("document", {"id": shared_town.id_of("plan.md")}),
    )
    assert names == ["ask", "search", "register", "document"]
    assert answer.structured_content["conversation"] is None  # nothing is kept unasked
    assert "Havnevesenet" in answer.structured_content["answer"]
    (citation, *_) = answer.structured_content["citations"]
    assert re.match(rf"{address}/documents/[\w-]+\?start=", citation["link"])
    assert citation["document"]["path"] == "plan.md"
    assert "landstrøm" in hits.structured_content["hits"][0]["text"].casefold()
    assert hits.structured_content["notices"] == []
    assert facts.structured_content["total"] == 1
    assert document.structured_content["text"].startswith("Handlingsplan")
    assert document.structured_content["next"] is None


def test_a_language_model_goes_on_with_a_conversation(
    address: str, key: str, board_key: str
) -> None:
    _, first = mcp(address, key, ("ask", {"question": QUESTION, "conversation": "new"}))
    again = {
        "question": "og når er fristen?",
        "conversation": first.structured_content["conversation"],
    }
    _, second = mcp(address, key, ("ask", again))
    assert "2025" in second.structured_content["answer"]
    _, refused = mcp(address, board_key, ("ask", again))
    assert refused.is_error and "samtale" in refused.content[0].text.casefold()


def test_tools_say_what_they_do(address: str, key: str) -> None:
    async def about() -> dict[str, str]:
        headers = {"Authorization": f"Bearer {key}"}
        async with (
            httpx2.AsyncClient(headers=headers) as http,
            Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
        ):
            tools = await client.list_tools()
            return {one.name: one.description or "" for one in tools.tools}

    found = asyncio.run(about())
    assert "not" in found["ask"] and "`conversation`" in found["ask"]
    assert all(len(one) > 40 for one in found.values())


def test_tools_tell_only_what_the_asker_may_read(
    address: str, key: str, board_key: str, shared_town: Town
) -> None:
    secret = shared_town.id_of("styret.md")
    calls = (("document", {"id": secret}), ("search", {"query": "tomta på Kaiholmen"}))
    _, refused, found = mcp(address, key, *calls)
    assert refused.is_error and "finn ikkje" in refused.content[0].text.casefold()
    assert "7 millioner" not in str(found)
    _, read, found = mcp(address, board_key, *calls)
    assert "7 millioner" in read.structured_content["text"]
    assert "7 millioner" in str(found)


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 401), ({"Authorization": "Bearer pv_x"}, 401), ({"Origin": "http://evil.example"}, 403)],
)
def test_the_tools_are_guarded_as_all_else(
    address: str, headers: dict[str, str], status: int
) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    answer = httpx.post(f"{address}/mcp", json=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
