"""What a process says of a page, or of a file with scanned pages, is checked before it is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ingest.isolation.answer import decode, decode_scan
from ingest.readers.limits import DEFAULT
from ingest.readers.scan_file import Scan
from plansvar.errors import ReadError

WORD = {
    "text": "Havna",
    "left": 72.0,
    "top": 60,
    "right": 110.5,
    "bottom": 70.0,
    "size": 11.0,
    "stroke": 0.9,
    "line": 0,
}
RULE = {"horizontal": True, "at": 80.0, "start": 72.0, "end": 300.0}
DOCUMENT = {
    "text": "",
    "blocks": [],
    "title": "skann",
    "type": "other",
    "authority": "other",
    "date": None,
    "language": "nb",
}


def scan(**changes: object) -> bytes:
    value = {"words": [WORD], "rules": [RULE], "angle": 90, **changes}
    return json.dumps({"scan": value}).encode()


def parsed(pages: list[Any]) -> bytes:
    value = {"document": DOCUMENT, "chunks": [], "scanned_pages": pages}
    return json.dumps({"parsed": value}).encode()


def test_a_page() -> None:
    found = decode_scan(scan())
    assert isinstance(found, Scan)
    assert (found.words[0].text, found.rules[0].at, found.angle) == ("Havna", 80.0, 90)


def test_a_page_that_failed() -> None:
    found = decode_scan(b'{"error": {"code": "read.malformed", "params": {}}}')
    assert isinstance(found, ReadError)
    assert found.code == "read.malformed"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}",
        scan(angle=45),
        scan(words=[{**WORD, "text": ""}]),
        scan(words=[{**WORD, "text": "a" * 2_000}]),
        scan(words=[{**WORD, "left": 1e9}]),
        scan(words=[{**WORD, "right": float("nan")}]),
        scan(words=[{**WORD, "size": 0}]),
        scan(words=[{**WORD, "stroke": -1}]),
        scan(words=[{**WORD, "line": -1}]),
        scan(words=[WORD] * 20_001),
        scan(rules=[RULE] * 2_001),
        scan(rules=[{**RULE, "end": float("inf")}]),
        scan(more=1),
        parsed([1]),
        scan()[:-1] + b', "error": {"code": "read.malformed", "params": {}}}',
    ],
)
def test_a_page_that_cannot_be(answer: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode_scan(answer)


@pytest.mark.parametrize("count", [-1, 2**31, "1", 1.5])
def test_hidden_text_that_cannot_be(count: Any) -> None:
    answer = json.loads(parsed([1]))
    about = answer["parsed"]["document"].setdefault("about", {})
    about["hidden_characters"] = 2**31 - 1
    assert not isinstance(decode(json.dumps(answer).encode(), DEFAULT), ReadError)
    about["hidden_characters"] = count
    with pytest.raises(ValueError, match=r"\w"):
        decode(json.dumps(answer).encode(), DEFAULT)


def test_a_file_without_text_whose_pages_are_scanned() -> None:
    found = decode(parsed([1, 3, 2_000]), DEFAULT)
    assert not isinstance(found, ReadError)
    assert found.scanned_pages == (1, 3, 2_000)


@pytest.mark.parametrize("pages", [[], [0], [-1, 2], [2, 1], [1, 1], [2_001], ["1"], [1.5]])
def test_pages_that_cannot_be(pages: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode(parsed(pages), DEFAULT)
