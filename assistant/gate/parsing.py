"""From a model's words to sentences with citations."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from assistant.gate.markup import for_reading
from plansvar.language.sentences import sentence_spans

# "[1]", "[1][2]", "[1, 2]", "[kilde 3]", "(1)" is none: documents number their items like that.
_CITATION = re.compile(
    r"\s*\[\s*(?:kilder?|kjelder?|sources?)?\s*(?P<ids>\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]", re.I
)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+(?=\S)")
_FENCE = re.compile(r"^\s*```\w*\s*\n?|\n?\s*```\s*$")
_ENDS = re.compile(r"[.!?…:][\"»”’')\]]*\s*$")
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Claimed:
    """A sentence that a model wrote, and the sources it names for it, as far as it was given them.

    ``foreign`` are the ids that it was not given. ``whole``: it comes to an end.
    """

    text: str
    citations: tuple[int, ...]
    foreign: tuple[int, ...] = ()
    bullet: bool = False
    whole: bool = True


class NonsenseError(ValueError):
    """What a model said is no text in sentences."""


def parse(text: str, given: Collection[int]) -> list[Claimed]:
    """The sentences of a model's answer.

    Args:
        text: the answer, as it came.
        given: the ids of the sources that the model was shown.

    Raises:
        NonsenseError: JSON that is broken, or in which there is no answer.
    """
    return list(parse_stream([text], given))


def parse_stream(pieces: Iterable[str], given: Collection[int]) -> Iterator[Claimed]:
    """The same of an answer that comes in pieces: each line's sentences, once the line is there.

    What comes after 20,000 characters is not read.

    Raises:
        NonsenseError: as :func:`parse`.
    """
    kept, size = "", 0
    structured = False
    for piece in pieces:
        size += len(piece)
        kept += piece
        structured = structured or kept.lstrip()[:1] in {"{", "["} or "```" in kept[:20]
        if size > _MOST_CHARACTERS:
            kept = kept[: _MOST_CHARACTERS - size] if size - len(piece) < _MOST_CHARACTERS else ""
            break
        while not structured and "\n" in kept:
            line, _, kept = kept.partition("\n")
            yield from _line(line, given, last=False)
    if structured:
        kept = _unwrapped(kept)
    lines = kept.split("\n")
    for number, line in enumerate(lines, start=1):
        yield from _line(line, given, last=number == len(lines))


def _unwrapped(text: str) -> str:
    """The answer inside of JSON or of a code fence."""
    bare = _FENCE.sub("", text).strip()
    if not re.match(r"\{|\[\s*[\"{\[]", bare):
        return bare
    try:
        value = json.loads(bare)
    except ValueError as error:
        raise NonsenseError("broken JSON") from error
    if isinstance(value, dict):
        for key in ("answer", "svar", "text", "content"):
            if isinstance(found := value.get(key), str):
                return found
    raise NonsenseError("JSON without an answer")


def _line(line: str, given: Collection[int], *, last: bool) -> Iterator[Claimed]:
    bullet = _BULLET.match(line)
    body = for_reading(line[bullet.end() :] if bullet else line)
    # "… av tre. [1] Moloen …": a citation after the full stop belongs to what is before it.
    body = re.sub(
        r"(?P<stop>[.!?…])(?P<ids>(?:\s*\[[\d\s,;]+\])+)(?=\s|$)", r"\g<ids>\g<stop>", body
    )
    spans = sentence_spans(body)
    for number, (start, end) in enumerate(spans, start=1):
        sentence = body[start:end]
        ids = [
            int(one)
            for match in _CITATION.finditer(sentence)
            for one in re.findall(r"\d+", match["ids"])
        ]
        plain = re.sub(r"\s+([.,;:!?])", r"\1", _CITATION.sub("", sentence)).strip()
        if not re.search(r"\w", plain):
            continue
        final = last and number == len(spans)
        yield Claimed(
            text=plain,
            citations=tuple(dict.fromkeys(one for one in ids if one in given)),
            foreign=tuple(dict.fromkeys(one for one in ids if one not in given)),
            bullet=bullet is not None,
            # A stream that stopped half-way leaves half a sentence; one with its source is whole.
            whole=not final
            or bool(_ENDS.search(plain))
            or bool(ids and sentence.rstrip().endswith("]")),
        )
