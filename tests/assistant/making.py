"""Questions, units and answers for the tests, and what they are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.retrieval import Passage
from assistant.scoring import Features, ScoredUnit
from assistant.understanding import QuestionTerm, understand
from assistant.units import Span, Unit, UnitKind, units
from plansvar.access import User
from plansvar.answers import Answer, SentenceKind
from plansvar.database import reads, writes
from plansvar.documents.stored import DocumentInfo, StoredChunk
from plansvar.documents.types import Authority, DocumentType
from plansvar.stores import Stores
from tests.conftest import READER, Desk

DOCUMENT = DocumentInfo(
    id="d",
    version_id="v",
    source="files",
    path="/planer/havneplan.md",
    groups=("public",),
    title="Havneplan",
    type=DocumentType.PLAN,
    authority=Authority.ADOPTED,
    date=None,
    date_precision=None,
    date_found_in=None,
    language="nb",
    page_count=None,
)
FEATURES = Features(
    cosine=0.9,
    nameless_cosine=0.9,
    passage_score=1.0,
    own_coverage=1.0,
    heading_coverage=0.0,
    context_coverage=1.0,
    plain_coverage=1.0,
    type_match=1.0,
    about_another=False,
    counted_missing=False,
)


def term(question: str, text: str) -> QuestionTerm:
    """The term of a question that is written like this."""
    return next(one for one in understand(question).terms if one.text == text)


def sentence(text: str) -> Unit:
    """A unit that stands alone in a document."""
    chunk = StoredChunk("c", DOCUMENT, 0, len(text), 0, 0, (), None, text)
    return Unit(
        kind=UnitKind.SENTENCE,
        passage=Passage(chunk, 1.0, 0.9, 1.0),
        document=DOCUMENT,
        heading=(),
        text=text,
        context="",
        spans=(Span(0, len(text), None),),
        surroundings=text,
    )


def item(text: str, caption: str, heading: str = "") -> Unit:
    """An item of a list that an introduction leads to, or that stands right under a heading."""
    path = (heading,) if heading else ()
    return replace(sentence(text), kind=UnitKind.ITEM, caption=caption, heading=path)


def whole_list(*items: str, caption: str) -> Unit:
    """A list that stands under ``caption``."""
    spans = tuple(Span(number, number + 1, None) for number in range(len(items)))
    unit = sentence("\n".join(items))
    return replace(unit, kind=UnitKind.LIST, spans=spans, caption=caption, context=caption)


def row(**cells: str) -> Unit:
    """A table row; "_2024" is the column "2024"."""
    named = tuple((name.removeprefix("_"), cell) for name, cell in cells.items())
    text = "; ".join(f"{name}: {cell}" for name, cell in named)
    return replace(sentence(text), kind=UnitKind.ROW, cells=named)


def passages(desk: Desk) -> list[Passage]:
    """All chunks of the desk's documents, by document and place."""
    ids = writes.current_chunks(desk.stores.engine)
    chunks = reads.chunks(desk.stores.engine, READER, ids).values()
    ordered = sorted(chunks, key=lambda chunk: (chunk.document.path, chunk.start))
    return [Passage(chunk, 1.0, 0.9, 1.0) for chunk in ordered]


def all_units(desk: Desk) -> list[Unit]:
    return units(passages(desk), READER, desk.stores)


def find(found: Sequence[Unit], beginning: str, kind: UnitKind | None = None) -> Unit:
    """The one unit whose text begins like this."""
    (unit,) = [one for one in found if one.text.startswith(beginning) and kind in {None, one.kind}]
    return unit


def quotes(unit: Unit, stores: Stores) -> list[str]:
    """What a unit shows: the pieces of the stored text."""
    text = reads.text(stores.engine, READER, unit.document.version_id)
    assert text is not None
    return [text[span.start : span.end] for span in unit.spans]


def ranked(*chosen: Unit, apart: float = 0.1) -> list[ScoredUnit]:
    """Units as the ranking gives them, best first, each a little worse than the one before."""
    return [ScoredUnit(unit, FEATURES, -apart * place) for place, unit in enumerate(chosen)]


def texts(stores: Stores) -> dict[str, str]:
    """Stored text by version id."""
    found = reads.documents(stores.engine, READER)
    return {
        one.version_id: reads.text(stores.engine, READER, one.version_id) or "" for one in found
    }


def quoted(answer: Answer) -> list[str]:
    """What an answer quotes, in order."""
    return [one.text for one in answer.sentences if one.kind is SentenceKind.QUOTE]


def assert_verbatim(answer: Answer, stores: Stores, who: User = READER) -> None:
    """Each quote stands where its citation says; sentences cite what they are, in order."""
    by_number = {one.number: one for one in answer.citations}
    assert list(by_number) == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        text = reads.text(stores.engine, who, citation.document.version_id)
        assert text is not None
        assert citation.quote
        assert text[citation.start : citation.end] == citation.quote
    for one in answer.sentences:
        assert bool(one.citations) == (one.kind in {SentenceKind.QUOTE, SentenceKind.FACT})
        if one.kind is SentenceKind.QUOTE:
            assert all(by_number[number].quote == one.text for number in one.citations)
