"""How a measure stands, as running text says it: "Tiltak 1.3 Nærbutikken er ferdig"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract import stated
from ingest.extract.hedges import is_hedged
from ingest.extract.measure_refs import measures_in
from ingest.extract.spans import span_of
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import BlockKind, Document, DocumentType
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind

_SAID = 0.75
_LONGEST = 400
# What others ask for says nothing of how things are.
_OTHERS = {DocumentType.CONSULTATION_INPUT, DocumentType.CALL, DocumentType.APPLICATION}


def status_told(document: Document) -> Iterator[Claim]:
    """What sentences that begin with a measure's number say of how it stands."""
    if document.type in _OTHERS:
        return
    for block in document.blocks:
        if block.furniture or block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            continue
        for sentence in span_of(document, block).sentences():
            if len(sentence) > _LONGEST or sentence.text.endswith("?"):
                continue
            match = _stands().match(sentence.text)
            if match is None or is_hedged(sentence.text[: match.end()]):
                continue
            named = list(measures_in(sentence.part(0, match.end())))
            if len(named) == 1:
                said = sentence.part(*match.span("status"))
                status = stated.value("status", said, normal=stated.light_of(said.text))
                yield Claim(FactKind.MEASURE, (*named[0].values, status), "status", _SAID)


@functools.cache
def _stands() -> re.Pattern[str]:
    states = lexicon("measures")["status"]
    words = any_of(word for name, each in states.items() if name != "grey" for word in each)
    kinds = any_of(lexicon("changes")["measure"])
    is_ = r"(?:er|ble|blei|vart|blir|har\s(?:blitt|vorte)|is|was|has\sbeen)"
    return re.compile(
        rf"(?i:{kinds})\s[A-ZÆØÅ]{{0,2}}\d[^;:?]{{0,90}}?\s(?i:{is_})\s"
        rf"(?P<status>(?:(?:nå|no|helt|heilt|fortsatt|framleis|sterkt|now)\s)?(?i:{words}))(?!\w)"
    )
