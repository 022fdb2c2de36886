"""Reads what a child has sent. A file may have taken it over, so nothing in it is believed.

It is JSON, checked against our types and against itself, never a pickle, which could run anything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.attached import AttachedFile, is_read
from ingest.parse import Parsed
from ingest.readers.limits import Limits
from ingest.readers.registry import SUFFIXES
from ingest.readers.scan_file import MOST_WORDS, Scan
from plansvar.documents.about import About
from plansvar.documents.types import Block, Document
from plansvar.errors import ReadError
from plansvar.language.detect import LANGUAGES
from plansvar.messages.catalogue import failure_message
from plansvar.register.claims import Claim

_MOST_FOUND = 1_000  # marks, places and languages of one document
_MOST_CLAIMS = 50_000  # of one document
_MOST_HIDDEN = 2**31 - 1  # characters; what every database's column holds
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_CODE = re.compile(r"read\.[a-z_]+")
_MOST_ATTACHMENTS = 1_000  # as many as a mail may have parts
_LONGEST_ATTACHED = 200  # characters of an attachment's name
_NUMBER = re.compile(r"[1-9]\d{0,3}")
_LONGEST_NAME = 2_000  # characters of a parameter in an error
_HIGHEST = 1_000_000  # pages and levels
_MOST_RULES = 2_000  # ruled lines of a scanned page
_LONGEST_WORD = 1_000  # characters
_FARTHEST = 100_000.0  # points from a page's corner; a PDF page is 14,400 wide at most
_CONFIG = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class _Failure(BaseModel):
    model_config = _CONFIG

    code: str
    params: dict[str, str | int | float | bool | None]


class _Answer(BaseModel):
    model_config = _CONFIG

    parsed: Parsed | None = None
    scan: Scan | None = None
    error: _Failure | None = None


def decode(data: bytes, limits: Limits) -> Parsed | ReadError:
    """The document, or the error that the child has found.

    Raises:
        ValueError: it is neither.
    """
    answer = _validated(data)
    if answer.error is not None:
        return _error(answer.error)
    if answer.parsed is None:
        raise ValueError("no answer")
    _check(answer.parsed, limits)
    return answer.parsed


def decode_scan(data: bytes) -> Scan | ReadError:
    """What was recognised on a page, or the error that the child has found.

    Raises:
        ValueError: it is neither.
    """
    answer = _validated(data)
    if answer.error is not None:
        return _error(answer.error)
    if answer.scan is None:
        raise ValueError("no answer")
    _check_scan(answer.scan)
    return answer.scan


def _validated(data: bytes) -> _Answer:
    try:
        answer = _Answer.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise ValueError(f"{first['loc']}: {first['type']}") from None
    if sum(part is not None for part in (answer.parsed, answer.scan, answer.error)) != 1:
        raise ValueError("not one answer")
    return answer


def _error(failure: _Failure) -> ReadError:
    """The error, if it is one that can be shown."""
    if not _CODE.fullmatch(failure.code):
        raise ValueError("no code of ours")
    if any(len(value) > _LONGEST_NAME for value in failure.params.values() if type(value) is str):
        raise ValueError("a parameter is too long")
    try:
        failure_message(failure.code, dict(failure.params), "nb")
    except (LookupError, ValueError, TypeError, AttributeError):
        raise ValueError("no message of ours") from None
    return ReadError.of(failure.code, failure.params)


def _check(parsed: Parsed, limits: Limits) -> None:
    """Whether all positions are positions in the text, and all numbers such as can be stored."""
    document = parsed.document
    length = len(document.text)
    _must("chunks", bool(parsed.chunks or parsed.scanned_pages))
    _must("scanned pages", _are_pages(parsed.scanned_pages, limits.pages))
    _check_attachments(parsed.attachments)
    _must("text", length <= 2 * limits.characters + _HIGHEST)
    _must("language", document.language in LANGUAGES)
    _must("date", document.date is None or _DATE.fullmatch(document.date.value) is not None)
    _check_about(document.about)
    _must("page count", document.page_count is None or 0 < document.page_count <= _HIGHEST)
    for number, block in enumerate(document.blocks):
        _must("ordinal", block.ordinal == number)
        _check_block(block, document)
    for number, chunk in enumerate(parsed.chunks):
        _must("ordinal", chunk.ordinal == number)
        _must("chunk", 0 <= chunk.start <= chunk.end <= length)
        _must("blocks", 0 <= chunk.first_block <= chunk.last_block < len(document.blocks))
        for page in (chunk.page_first, chunk.page_last):
            _must("chunk's page", page is None or 0 < page <= _HIGHEST)
    _must("claims", len(parsed.claims) <= _MOST_CLAIMS)
    for claim in parsed.claims:
        _check_claim(claim, length)


def _check_claim(claim: Claim, length: int) -> None:
    _must("confidence", 0 <= claim.confidence <= 1)
    _must("effective", claim.effective is None or _DATE.fullmatch(claim.effective) is not None)
    for value in claim.values:
        _must("value", 0 <= value.start < value.end <= length)
        _must("value's text", 0 < len(value.text) <= 2 * (value.end - value.start) + _LONGEST_WORD)


def _check_attachments(attachments: Sequence[AttachedFile]) -> None:
    """Whether the names are such as can stand in a path, and the files are named as we do."""
    _must("attachments", len(attachments) <= _MOST_ATTACHMENTS)
    files = [one.file for one in attachments if one.file]
    _must("file twice", len(set(files)) == len(files))
    for one in attachments:
        name = one.name
        _must("attachment's name", 0 < len(name) <= _LONGEST_ATTACHED and name.isprintable())
        _must("attachment's name", "/" not in name and "\\" not in name and name.strip(" .") != "")
        if one.file:
            number, dot, suffix = one.file.partition(".")
            _must("file", bool(_NUMBER.fullmatch(number)) and dot + suffix in SUFFIXES)
            _must("file", Path(name).suffix.lower() == dot + suffix and one.problem is None)
        elif one.problem is None:
            _must("file", not is_read(name))


def _are_pages(numbers: tuple[int, ...], most: int) -> bool:
    """Whether these are different pages in their order."""
    return all(low < high for low, high in pairwise((0, *numbers, most + 1)))


def _check_scan(scan: Scan) -> None:
    """Whether the words can be on a page."""
    _must("angle", scan.angle in {0, 90, 180, 270})
    _must("words", len(scan.words) <= MOST_WORDS and len(scan.rules) <= _MOST_RULES)
    for word in scan.words:
        _must("word", 0 < len(word.text) <= _LONGEST_WORD and 0 <= word.line <= MOST_WORDS)
        _must("size", word.size > 0 and word.stroke >= 0)
        places = (word.left, word.top, word.right, word.bottom, word.size, word.stroke)
        _must("place", all(map(_is_near, places)))
    for rule in scan.rules:
        _must("rule", all(map(_is_near, (rule.at, rule.start, rule.end))))


def _is_near(value: float) -> bool:
    return math.isfinite(value) and abs(value) <= _FARTHEST


def _check_about(about: About) -> None:
    _must("found", len(about.marks) + len(about.places) <= _MOST_FOUND)
    _must("hidden", 0 <= about.hidden_characters <= _MOST_HIDDEN)
    _must("languages", len(about.languages) <= len(LANGUAGES))
    ends = (about.valid.start, about.valid.end) if about.valid else ()
    _must("validity", all(end is None or _DATE.fullmatch(end) for end in ends))


def _check_block(block: Block, document: Document) -> None:
    _must("block", 0 <= block.start <= block.end <= len(document.text))
    _must("level", 0 <= block.level <= _HIGHEST)
    _must("page", block.page is None or 0 < block.page <= _HIGHEST)
    _must("header", 0 <= block.header_rows <= len(block.rows))
    for row in block.rows:
        _must("row", block.start <= row.start <= row.end <= block.end)
        _must("cell", all(row.start <= start <= end <= row.end for start, end in row.cells))
    _must("box", all(0 < box.page <= _HIGHEST for box in block.boxes))


def _must(what: str, holds: bool) -> None:
    if not holds:
        raise ValueError(f"impossible: {what}")
