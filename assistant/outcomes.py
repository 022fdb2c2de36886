"""What a case ended with: the decision that stands further down in the minutes than its talk.

A question about how something went finds the proposal and the debate, which have its words. The
decision of the same case often has none of them: "Vedtak (12 mot 9 røyster): Saka blir utsett."
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.units import Span, Unit, UnitKind
from plansvar.access import User
from plansvar.database import reads
from plansvar.documents.types import Block, BlockKind, DocumentType
from plansvar.language.sentences import sentence_spans
from plansvar.stores import Stores

_ASKS = re.compile(
    r"\b(?:vedt(?:ak\w*|ok|att|eke|eken)|bestem\w*|beslutt\w*|avgj(?:or\w*|ort|øre\w*|erd\w*)|utfall\w*"
    r"|resultat(?:et)?|endte|enda|ende med|gikk det|gjekk det|gikk \w+ til|gjennomslag"
    r"|stem(?:te|t|mer|men\w*|metall\w*)|røyst\w*|avstemning\w*|avrøysting\w*|votering\w*|forkast\w*"
    r"|avslått|nedstemt|godkjen\w*|votes?|voted|decid\w*|decisions?|outcome|adopted|rejected|approved"
    r"|turned down|hva skjedde|kva skjedde|kva hende|what happened|motforslag\w*|motframlegg\w*"
    r"|habil\w*|inhabil\w*)\b",
    re.IGNORECASE,
)
_CASE = re.compile(r"\b\d+/\d+\b")
_DECISION = re.compile(
    r"\W*(?:vedtak\w*|vedtatt|vedteke|avgjerd\w*|beslutning\w*|konklusjon\w*|decision|resolution)\b",
    re.IGNORECASE,
)
_VOTED = re.compile(
    r"\b(?:røyst(?:er|ene|ane|a)?|røysta|stemmer|stemte|votes|voted|forkasta|forkastet)\b", re.I
)
# How far around a hit its case is looked for, in blocks, and how much of it is quoted.
_REACH = 80
_MOST = 8


def asks_outcome(question: str) -> bool:
    """Whether a question is for how something went, or what was decided."""
    return _ASKS.search(question) is not None


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
    """How many headings down the case is; 0 where none has a case number."""
    return next((number for number, one in enumerate(heading, 1) if _CASE.search(one)), 0)


def _lines(blocks: Sequence[Block], text: str) -> Iterator[tuple[Block, int, int]]:
    decided = False
    for block in blocks:
        own = text[block.start : block.end]
        if block.kind is BlockKind.LIST_ITEM:
            if decided:
                yield block, block.start, block.end
        elif _DECISION.match(own):
            decided = True
            yield block, block.start, block.end
        else:
            decided = False
            for start, end in sentence_spans(own, block.start) if not block.rows else ():
                if _VOTED.search(text[start:end]):
                    yield block, start, end
