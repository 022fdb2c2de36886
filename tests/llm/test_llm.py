"""Asking a language model: what is sent, whose errors come back, and how long it may take."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from plansvar.errors import LlmError, PlansvarError
from plansvar.language.detect import LANGUAGES
from plansvar.llm import ChatModel, Message, connect
from plansvar.messages.catalogue import error_message
from plansvar.settings import LlmSettings
from tests.scripted_llm import Reply, Server, scripted_server

QUESTION = (Message("system", "Svar kort."), Message("user", "Hvem eier kaia?"))
SCHEMA = {
    "type": "object",
    "properties": {"svar": {"type": "string"}},
    "required": ["svar"],
    "additionalProperties": False,
}
KINDS = pytest.mark.parametrize("kind", ["openai", "anthropic"])
JSON_TYPE = ("content-type", "application/json")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that can be waited for."""
    monkeypatch.setattr("plansvar.llm._FIRST_WAIT", 0.01)


@pytest.fixture
def server() -> Iterator[Server]:
    with scripted_server() as running:
        yield running


def model(server: Server, kind: str = "openai", **options: Any) -> ChatModel:
    url = server.url + ("/v1" if kind == "openai" else "")
    given = {"kind": kind, "base_url": url, "model": "liten", "seconds": 5.0, **options}
    connected = connect(LlmSettings.model_validate(given))
    assert connected is not None
    return connected


def failure(asked: ChatModel) -> LlmError:
    with pytest.raises(LlmError) as caught:
        asked.complete(QUESTION)
    asked.close()
    return caught.value


@KINDS
def test_it_answers(server: Server, kind: str) -> None:
    server.says(Reply("Sund kommune."))
    one = model(server, kind, api_key="hemmelig", temperature=0, max_output_tokens=99)
    assert one.complete(QUESTION) == "Sund kommune."
    assert one.key == f"{kind} liten"
    [asked] = server.asked
    assert asked.body["model"] == "liten"
    assert asked.prompt == "Svar kort.\nHvem eier kaia?"
    assert asked.body.get("temperature") == (0 if kind == "openai" else None)
    assert 99 in {asked.body.get("max_tokens"), asked.body.get("max_completion_tokens")}
    assert "hemmelig" in asked.headers.get("authorization", "") + asked.headers.get("x-api-key", "")
    assert not asked.body.get("tools")
    one.close()


@KINDS
def test_the_schema_goes_along(server: Server, kind: str) -> None:
    server.says(Reply('{"svar": "Sund"}'))
    one = model(server, kind)
    assert one.complete(QUESTION, SCHEMA) == '{"svar": "Sund"}'
    body = server.asked[0].body
    if kind == "openai":
        assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    else:
        assert body["output_config"]["format"]["schema"] == SCHEMA
    one.close()


def test_an_endpoint_that_takes_no_schema_is_asked_without(server: Server) -> None:
    server.script = lambda asked: Reply("{}", 400 if "response_format" in asked.body else 200)
    one = model(server)
    assert one.complete(QUESTION, SCHEMA) == "{}"
    assert one.complete(QUESTION, SCHEMA) == "{}"
    assert ["response_format" in asked.body for asked in server.asked] == [True, False, False]
    one.close()


def test_variables_of_the_vendors_change_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_BASE_URL", "ANTHROPIC_BASE_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    monkeypatch.setenv("OPENAI_API_KEY", "annen")
    monkeypatch.setenv("OPENAI_ORG_ID", "annen")
    server.says(Reply("Ja."))
    for kind in ("openai", "anthropic"):
        one = model(server, kind)
        assert one.complete(QUESTION) == "Ja."
        one.close()
    assert "annen" not in str([asked.headers for asked in server.asked])


@KINDS
def test_busy_at_first(server: Server, kind: str) -> None:
    server.says(Reply(status=429, headers=(("retry-after", "0"),)), Reply(status=503), Reply("Ja."))
    one = model(server, kind)
    assert one.complete(QUESTION) == "Ja."
    assert len(server.asked) == 3
    one.close()


def test_it_waits_as_long_as_it_is_asked_to(server: Server) -> None:
    server.says(Reply(status=429, headers=(("Retry-After", "0.5"),)), Reply("Ja."))
    one, before = model(server), time.monotonic()
    assert one.complete(QUESTION) == "Ja."
    assert time.monotonic() - before >= 0.5
    one.close()


@pytest.mark.parametrize("when", ["3600", "Wed, 01 Jan 2200 10:00:00 GMT"])
def test_an_endpoint_that_wants_an_hour_is_busy(server: Server, when: str) -> None:
    server.says(Reply(status=429, headers=(("Retry-After", when),)))
    assert failure(model(server)).code == "llm.busy"
    assert len(server.asked) == 1


@KINDS
@pytest.mark.parametrize(
    ("status", "code", "tries"),
    [
        (401, "llm.refused", 1),
        (403, "llm.refused", 1),
        (404, "llm.no_model", 1),
        (400, "llm.rejected", 1),
        (302, "llm.rejected", 1),
        (429, "llm.busy", 3),
        (500, "llm.failed", 3),
    ],
)
def test_errors_are_ours(server: Server, kind: str, status: int, code: str, tries: int) -> None:
    headers = (("location", server.url + "/annet"),) if status == 302 else ()
    server.says(Reply(status=status, headers=headers))
    assert failure(model(server, kind, retries=2, api_key="hemmelig")).code == code
    assert len(server.asked) == tries


@KINDS
@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply("Ja.", after=2), "llm.timeout"),
        (Reply("Ja.", pause=0.05), "llm.timeout"),
        (Reply("Ja.", cut=20), "llm.unreachable"),
        (Reply("Ja", finish="length"), "llm.cut_off"),
        (Reply(body=b"<html>Hei</html>", headers=(("content-type", "text/html"),)), "llm.nonsense"),
        (Reply(body=b'{"choices": []}'), "llm.nonsense"),
        (Reply(body=b'{"choices": [{"message"'), "llm.nonsense"),
        (Reply(body=b"[" * 100_000), "llm.nonsense"),
        (Reply(body=b"null"), "llm.nonsense"),
        (Reply(body=b" " * 9_000_000), "llm.unreachable"),
    ],
)
def test_slow_broken_and_senseless_answers(
    server: Server, kind: str, reply: Reply, code: str
) -> None:
    server.says(reply)
    error = failure(model(server, kind, retries=0, seconds=1.0))
    assert error.code == code
    assert all(error_message(error, language) for language in LANGUAGES)


def test_nobody_there(server: Server) -> None:
    one = model(server, base_url="http://127.0.0.1:9/v1", retries=1)
    error = failure(one)
    assert error.code == "llm.unreachable"
    assert "127.0.0.1:9" in error_message(error, "nb")


def test_an_empty_answer_is_an_answer(server: Server) -> None:
    server.says(Reply(""), Reply(None))
    one = model(server)
    assert [one.complete(QUESTION) for _ in range(2)] == ["", ""]
    one.close()


def test_errors_tell_no_secret(server: Server) -> None:
    server.says(Reply(status=401))
    secret = server.url.replace("http://", "http://kari:hemmelig@")
    error: PlansvarError = failure(model(server, base_url=secret, api_key="hemmelig"))
    assert "hemmelig" not in error_message(error, "nb") + str(error)


def test_without_a_kind_nothing_is_imported() -> None:
    code = (
        "import sys; import ingest.sync, ingest.pipeline, cli.main; import plansvar.llm as llm; "
        "from plansvar.settings import LlmSettings; assert llm.connect(LlmSettings()) is None; "
        "print([m for m in ('haystack', 'openai', 'anthropic', 'posthog') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
