"""What a case ended with: the decision that stands further down in the minutes than its talk.

A question about how something went finds the proposal and the debate, which have its words. The
decision of the same case often has none of them: "Vedtak (12 mot 9 røyster): Saka blir utsett."
The words that tell both stand in outcomes.toml.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.units import Span, Unit, UnitKind
from assistant.word_patterns import any_of, raw_patterns, words
from plansvar.access import User
from plansvar.database import reads
from plansvar.documents.types import Block, BlockKind, DocumentType
from plansvar.language.sentences import sentence_spans
from plansvar.stores import Stores

# How far around a hit its case is looked for, in blocks, and how much of it is quoted.
_REACH = 80
_MOST = 8


@dataclass(frozen=True, slots=True)
class _Words:
    """outcomes.toml; it says what each is for."""

    asks: re.Pattern[str]
    decision: re.Pattern[str]
    decides: re.Pattern[str]
    voted: re.Pattern[str]
    case: re.Pattern[str]


@functools.cache
def _words() -> _Words:
    raw = raw_patterns("outcomes.toml")
    return _Words(
        asks=words(raw["asks"]),
        decision=re.compile(rf"\W*{any_of(raw['decision'])}\b", re.IGNORECASE),
        decides=words(raw["decides"]),
        voted=words(raw["voted"]),
        case=re.compile(any_of(raw["case"]), re.IGNORECASE),
    )


def asks_outcome(question: str) -> bool:
    """Whether a question is for how something went, or what was decided."""
    return _words().asks.search(question) is not None


def outcome(chosen: Sequence[Unit], user: User, stores: Stores) -> list[Unit]:
    """The decision, and the votes, of the first case in minutes that some units belong to."""
    for unit in chosen:
        depth = _depth(unit.heading) if unit.document.type is DocumentType.MINUTES else 0
        if not depth:
            continue
        version, chunk = unit.document.version_id, unit.passage.chunk
        first, last = chunk.first_block - _REACH, chunk.last_block + _REACH
        blocks = reads.blocks(stores.engine, user, version, first, last)
        own = [one for one in blocks if one.heading_path[:depth] == unit.heading[:depth]]
        text = reads.text(stores.engine, user, version) or ""
        found = list(_lines(own, text))[:_MOST]
        return [
            replace(
                unit,
                kind=UnitKind.ITEM,
                heading=block.heading_path,
                text=text[start:end],
                spans=(Span(start, end, block.page),),
                intro="",
                caption="",
                cells=(),
                is_table=False,
            )
            for block, start, end in found
        ]
    return []


def _depth(heading: Sequence[str]) -> int:
    """How many headings down the case is; 0 where none has the number of one."""
    numbered = (number for number, one in enumerate(heading, 1) if _words().case.search(one))
    return next(numbered, 0)


def _lines(blocks: Sequence[Block], text: str) -> Iterator[tuple[Block, int, int]]:
    """The decision of a case, with its points, and the sentences that tell how people voted."""
    points = under = False
    for block in blocks:
        own = text[block.start : block.end]
        if block.kind is BlockKind.LIST_ITEM:
            if points:
                yield block, block.start, block.end
            continue
        begins = _words().decision.match(own) is not None
        if block.kind is BlockKind.HEADING:
            # "Vedtak (12 mot 9 røyster)" as a heading: what stands under it is the decision.
            points = under = begins
            if begins and _words().voted.search(own):
                yield block, block.start, block.end
            continue
        begins = begins or _words().decides.search(own) is not None
        told = begins or under
        for start, end in sentence_spans(own, block.start) if not block.rows else ():
            # Sentence by sentence: what is quoted already isn't quoted again with the whole.
            if told or _words().voted.search(text[start:end]):
                yield block, start, end
        if told:
            # "Vedtak:" stands in a line for itself, and what was decided in the next.
            points, under = True, own.rstrip().endswith(":") if begins else _is_under(block)
        else:
            points = False


def _is_under(block: Block) -> bool:
    """Whether a paragraph stands under a heading that says that it is the decision."""
    return bool(block.heading_path) and _words().decision.match(block.heading_path[-1]) is not None
