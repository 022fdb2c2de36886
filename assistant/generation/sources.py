"""What a language model gets to read: few quotes, and only those that may be sent."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import scoring
from assistant.competing import Competitors
from assistant.gate.checking import is_order
from assistant.likeness import cosines
from assistant.related import fold
from assistant.retrieval import retrieve
from assistant.understanding import understand
from assistant.units import Unit, units
from plansvar.access import PUBLIC, User
from plansvar.answers import Citation
from plansvar.database import reads
from plansvar.documents.stored import DocumentInfo
from plansvar.settings import LlmSettings
from plansvar.stores import Stores

_EMBEDDED = 24
# Units that score this much below the best one (log-odds) are about something else.
_MARGIN = 3.0
MOST_SOURCES = 8
MOST_CHARACTERS = 6_000


def find_sources(
    question: str, known: Sequence[Citation], user: User, stores: Stores
) -> list[Citation]:
    """The quotes that a model may use: those of the answer without it, then others near the best.

    They are numbered from 1. What reads like an order to whoever answers is left out, and so is
    what may not be sent, or would make the prompt too long.
    """
    found = [one for one in known if not is_order(one.quote)]
    found += [
        one
        for one in _further(question, user, stores)
        if not is_order(one.quote) and not any(_overlap(one, other) for other in found)
    ]
    chosen: list[Citation] = []
    length = 0
    for one in found:
        length += len(one.quote)
        if len(chosen) == MOST_SOURCES or length > MOST_CHARACTERS:
            break
        if may_be_sent(one.document, stores.settings.llm):
            chosen.append(_numbered(one, len(chosen) + 1))
    return chosen


def may_be_sent(document: DocumentInfo, llm: LlmSettings) -> bool:
    """Whether the settings let a document's text go to the model.

    What bears a mark such as "Unntatt offentlighet" is sent only if it has been made public.
    """
    if document.about.marks and PUBLIC not in document.groups:
        return False
    return bool(set(document.groups) & set(llm.answer_groups))


def _further(question: str, user: User, stores: Stores) -> list[Citation]:
    asked = understand(question)
    embedder = stores.embedder()
    vectors = embedder.embed_queries(asked.embedded)
    found = retrieve(asked, vectors[0], user, stores)
    passages = fold(found, stores.settings.answer.passages)
    candidates = scoring.shortlist(asked, Competitors.of(units(passages, user, stores)), _EMBEDDED)
    if not len(candidates):
        return []
    (near_to,) = cosines([vectors], candidates, embedder)
    ranked = scoring.rank(asked, candidates, near_to)
    near = [one.unit for one in ranked if one.score > ranked[0].score - _MARGIN]
    texts = {
        version: reads.text(stores.engine, user, version) or ""
        for version in {unit.document.version_id for unit in near}
    }
    return [
        citation
        for unit in near
        if (citation := _citation(unit, texts[unit.document.version_id])) is not None
    ]


def _citation(unit: Unit, text: str) -> Citation | None:
    """A unit as one quote; a list's items stand in it as they stand in the document."""
    start, end = unit.spans[0].start, unit.spans[-1].end
    if not 0 < end - start <= MOST_CHARACTERS // 3 or end > len(text):
        return None
    return Citation(0, unit.document, unit.spans[0].page, unit.heading, text[start:end], start, end)


def _overlap(one: Citation, other: Citation) -> bool:
    same = one.document.version_id == other.document.version_id
    return same and one.start < other.end and other.start < one.end


def _numbered(one: Citation, number: int) -> Citation:
    return Citation(number, one.document, one.page, one.heading, one.quote, one.start, one.end)
