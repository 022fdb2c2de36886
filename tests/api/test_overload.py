"""More questions than there is time for: the second look goes first, then questions are refused."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from api.app import build
from api.limits import Workers
from cli.build import build_service
from plansvar.access import user
from plansvar.answers import SearchNotice
from plansvar.language.detect import LANGUAGES, Language
from plansvar.messages.catalogue import message
from plansvar.search_settings import SearchSettings
from tests.api.conftest import Town, copied, serving
from tests.conftest import MODEL_CACHE

QUESTION = "Hva koster arbeidet med landstrøm?"
READER = user("leser", ("public",))


def test_the_re_ranker_is_left_out_first_and_the_answer_says_so(
    read_in: Path, tmp_path: Path
) -> None:
    with copied(read_in, tmp_path) as town:
        search = SearchSettings(reranker="default", rerank_at_once=1)
        changed = {"search": search, "cache": Path(MODEL_CACHE)}
        town.service.close()
        service = build_service(town.settings.model_copy(update=changed))
        told = message("answer.hurried", "nb")
        assert told not in service.ask(QUESTION, READER).notices
        assert not service.search(QUESTION, READER).notices
        with service._rerankers.question():  # type: ignore[attr-defined]  # somebody else's
            answer = service.ask(QUESTION, READER)
            assert told in answer.notices
            found = service.search(QUESTION, READER)
            assert found.hits and found.notices == (SearchNotice.HURRIED,)
        assert told not in service.ask(QUESTION, READER).notices
        assert not service.search(QUESTION, READER).notices
        service.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_hits_come_with_their_notice_in_the_readers_language(
    shared_town: Town, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    client = shared_town.client()
    asked = {"params": {"q": "landstrøm"}, "headers": {"Accept-Language": language}}
    told = SearchNotice.HURRIED.text(language)
    assert client.get("/v1/search", **asked).json()["notices"] == []
    assert told not in client.get("/search", **asked).text
    found = shared_town.service.search("landstrøm", READER)
    hurried = replace(found, notices=(SearchNotice.HURRIED,))
    monkeypatch.setattr(shared_town.service, "search", lambda *_: hurried)
    content = client.get("/v1/search", **asked).json()
    assert content["notices"] == [told] and content["hits"]
    assert told in client.get("/search", **asked).text


def test_without_a_re_ranker_nothing_is_left_out(shared_town: Town) -> None:
    with shared_town.service._rerankers.question():  # type: ignore[attr-defined]
        assert shared_town.service.ask(QUESTION, READER).notices == ()


def test_what_has_waited_too_long_is_not_begun() -> None:
    workers = Workers(1, 5, patience=0.2)
    begun: list[str] = []

    def work(name: str, seconds: float) -> str:
        begun.append(name)
        time.sleep(seconds)
        return name

    async def three() -> list[str | BaseException]:
        calls = [workers.run(work, name, 0.5) for name in ("first", "second", "third")]
        return await asyncio.gather(*calls, return_exceptions=True)

    first, *others = asyncio.run(three())
    assert first == "first" and begun == ["first"]
    assert [getattr(one, "code", None) for one in others] == ["api.busy", "api.busy"]
    assert workers.under_way == 0
    workers.close()


def test_a_hundred_at_once_are_answered_or_told_when_to_come_back(shared_town: Town) -> None:
    api = shared_town.settings.api.model_copy(
        update={"workers": 2, "queue": 5, "requests_per_minute": 100_000}
    )
    settings = shared_town.settings.model_copy(update={"api": api})
    questions = [{"question": f"Hva koster landstrøm nummer {number}?"} for number in range(100)]
    with (
        serving(build(shared_town.service, settings)) as address,
        httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
        ThreadPoolExecutor(50) as pool,
    ):
        client.get("/health/ready")
        waiting = [pool.submit(client.post, "/v1/ask", json=one) for one in questions]
        slowest = 0.0
        while not all(one.done() for one in waiting):
            began = time.monotonic()
            assert client.get("/health/live").status_code == 200
            slowest = max(slowest, time.monotonic() - began)
        answers = [one.result() for one in waiting]
        assert client.get("/v1/search?q=havna").status_code == 200
    found = Counter(one.status_code for one in answers)
    assert set(found) <= {200, 503} and found[200] >= 7 and found[503] > 0, found
    for one in answers:
        if one.status_code == 503:
            assert int(one.headers["retry-after"]) >= 1
            assert one.json()["code"] == "api.busy"
    assert slowest < 5
