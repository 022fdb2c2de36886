"""Open questions: lists and tables of what must be clarified, and sentences that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.extract.decision_words import any_word
from ingest.extract.meetings import is_minutes
from ingest.extract.spans import Span, span_of
from ingest.extract.tables import Record, tables
from ingest.extract.word_lists import lexicon
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.register.claims import SURE, Claim, Value
from plansvar.register.kinds import FactKind

_LISTED = 0.95
_SAID = 0.8
# A question without a word that it is open: a person should look.
_UNSURE = SURE - 0.1
_LONGEST_LABEL = 80
_LONGEST = 400
_FEWEST_WORDS = 4

_WORDS: dict[str, list[str]] = lexicon("open_questions")


def _any(name: str) -> str:
    return any_word(_WORDS[name])


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_LABEL = _compile(
    rf"\W*(?:\d+(?:\.\d+)*\.?\s+)?{_any('labels')}(?:\s+(?:før|til|i|fra|frå|per|pr\.?|before|for)\s"
    rf"[^.?!]{{1,40}})?\W*$"
)
_QUESTION_COLUMN = _compile(rf"\W*{_any('question_columns')}\W*$")
_OPEN_COLUMN = _compile(rf"\W*{_any('open_columns')}\W*$")
_ANSWER_COLUMN = _compile(rf"\W*{_any('answer_columns')}\W*$")
_BETWEEN = rf"(?:\s+{_any('between')}){{0,3}}"
_NOT_SETTLED = _compile(rf"{_any('not')}{_BETWEEN}\s+{_any('settled')}(?P<after>[^.;]{{0,40}})")
_NO_DECISION = _compile(
    rf"{_any('not')}{_BETWEEN}\s+{_any('made')}(?:\s+(?:noe|noko|a|any|formelt|endelig|endeleg|formal)){{0,2}}"
    rf"\s+{_any('decision')}(?:\s+{_any('between')})?\W*(?:$|{_any('asks')})"
)
_TO_SETTLE = _compile(
    rf"(?:{_any('remains')}(?:\s+(?:å|to|bare|berre|still)){{0,2}}\s+{_any('settle')}"
    rf"|(?<!som\s){_any('shall')}(?:\s+\w+)?(?:\s+to)?\s+{_any('clarify')})\s+{_any('asks')}"
)
_SETTLED_LATER = _compile(
    rf"(?:avklares|avklarast|avgjøres|avgjerast|(?:blir|vert)\s(?:avklart|avklara|avgjort))\s+"
    rf"(?:(?:i|på|ved|til|først|tidligst|tidlegast)\s+){{0,2}}(?:{_any('later')}|(?:19|20)\d{{2}})"
)
_ASKS = _compile(rf"\W*(?:enn?å\s|enno\s|yet\s)?{_any('asks')}")
_ENDS = _compile(r"\s*(?:ennå|enno|yet|i dag|for tida|foreløpig|førebels)?[\s.]*$")
# "Det er ikke avklart.": what isn't, the sentence before it says.
_PRONOUN = _compile(r"\b(?:dette|this|det|it)\s+(?:er|is|has)\s*$")
_ASKED = _compile(rf"{_any('asked')}\s+(?:(?:om|på)\s+)?(?:{_any('asks')})?")
_ANSWERED = _compile(_any("answered"))
_HEARD = frozenset({DocumentType.CONSULTATION_INPUT, DocumentType.NEWS, DocumentType.CALL})
_SUBHEAD = re.compile(r".{2,60}:\s*$", re.DOTALL)


def open_questions(document: Document) -> Iterator[Claim]:
    """What the document leaves open; each question once."""
    seen: set[str] = set()
    found = (*_listed(document), *_in_tables(document), *_said(document))
    # The surest of equal ones first.
    for claim in sorted(found, key=lambda claim: -claim.confidence):
        value = claim.values[0]
        key = re.sub(r"\W+", " ", document.text[value.start : value.end]).strip().casefold()
        if key and key not in seen:
            seen.add(key)
            yield claim


def _claim(text: str, span: Span, confidence: float) -> Claim:
    value = Value("text", " ".join(text.split()), span.start, span.end)
    return Claim(FactKind.OPEN_QUESTION, (value,), "question", confidence)


def _listed(document: Document) -> Iterator[Claim]:
    """What is listed below a label such as "Avklaringer:"."""
    blocks = [block for block in document.blocks if not block.furniture]
    place = 0
    while place < len(blocks):
        block = blocks[place]
        place += 1
        if not _is_label(document, block):
            continue
        listed = _list_at(document, blocks, place)
        place += len(listed)
        yield from _questions(document, listed, "")
        # A label inside the list that is about one topic: "Grunnmuren:" and its questions.
        while place < len(blocks) and _is_subhead(document, blocks[place]):
            below = _list_at(document, blocks, place + 1)
            asked = sum(span_of(document, one).text.rstrip().endswith("?") for one in below)
            if not below or 2 * asked < len(below) or _is_label(document, blocks[place]):
                break
            topic = span_of(document, blocks[place]).strip(" :\n").text
            yield from _questions(document, below, f"{topic}: ")
            place += 1 + len(below)


def _is_label(document: Document, block: Block) -> bool:
    if block.kind is BlockKind.TABLE or block.end - block.start > _LONGEST_LABEL:
        return False
    text = document.text[block.start : block.end]
    if block.kind is not BlockKind.HEADING and not text.rstrip().endswith(":"):
        return False
    return bool(_LABEL.match(text))


def _is_subhead(document: Document, block: Block) -> bool:
    text = document.text[block.start : block.end]
    return block.kind is not BlockKind.TABLE and bool(_SUBHEAD.fullmatch(text))


def _list_at(document: Document, blocks: Sequence[Block], place: int) -> list[Block]:
    """The list that begins at a place, or the questions that stand there as paragraphs."""
    found: list[Block] = []
    for block in blocks[place:]:
        text = document.text[block.start : block.end].rstrip()
        item = block.kind is BlockKind.LIST_ITEM and not (
            block.level == 0 and _is_subhead_text(text)
        )
        question = block.kind is BlockKind.PARAGRAPH and text.endswith("?")
        if not (item or question):
            break
        found.append(block)
    return found


def _is_subhead_text(text: str) -> bool:
    return bool(_SUBHEAD.fullmatch(text))


def _questions(document: Document, listed: Sequence[Block], topic: str) -> Iterator[Claim]:
    """One question for each outermost item, with what is listed below it."""
    if not listed:
        return
    outermost = min(block.level for block in listed)
    groups: list[list[Block]] = []
    for block in listed:
        if block.level == outermost or not groups:
            groups.append([])
        groups[-1].append(block)
    for group in groups:
        span = Span(document.text, group[0].start, group[-1].end)
        if len(span) <= 2 * _LONGEST:
            yield _claim(topic + span.text, span, _LISTED)


def _in_tables(document: Document) -> Iterator[Claim]:
    for block, records in tables(document):
        columns = [cell.column for cell in records[0].cells]
        named = any(_LABEL.match(heading) for heading in block.heading_path)
        if not (named or any(_OPEN_COLUMN.match(column) for column in columns)):
            continue
        for record in records:
            if question := _question_of(record):
                yield _claim(question.text, question, _LISTED)


def _question_of(record: Record) -> Span | None:
    """The question of a row that nobody has answered."""
    question: Span | None = None
    for cell in record.cells:
        span = cell.span.strip()
        if _QUESTION_COLUMN.match(cell.column) and question is None:
            question = span
        elif _ANSWER_COLUMN.match(cell.column) and len(span) > 1:
            return None
    return question if question is not None and len(question) > 2 else None


def _said(document: Document) -> Iterator[Claim]:
    """Sentences that say that something is open, and questions that nobody answers."""
    minutes = is_minutes(document)
    for block in document.blocks:
        if block.furniture or block.kind is BlockKind.HEADING:
            continue
        lowered = document.text[block.start : block.end].lower()
        if not any(hint in lowered for hint in _WORDS["hints"]):
            continue
        if block.kind is BlockKind.TABLE:
            yield from _in_cells(document, block)
            continue
        sentences = list(span_of(document, block).sentences())
        for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
            if len(sentence) > _LONGEST or len(sentence.text.split()) < _FEWEST_WORDS:
                continue
            if document.type not in _HEARD and (sure := _says_open(sentence.text)):
                yield _claim(sentence.text, sentence, sure)
            elif minutes and following is not None and _asked(sentence.text, following.text):
                yield _claim(sentence.text, sentence, _SAID)
        if document.type is DocumentType.PRESENTATION and sentences:
            span = span_of(document, block).strip()
            if all(one.text.rstrip().endswith("?") for one in sentences) and len(span) <= _LONGEST:
                yield _claim(span.text, span, _UNSURE)


def _in_cells(document: Document, block: Block) -> Iterator[Claim]:
    """Cells that say when something will be settled; with the row's name."""
    if document.type in _HEARD:
        return
    for row in block.rows[block.header_rows :]:
        for start, end in row.cells:
            for sentence in Span(document.text, start, end).sentences():
                if len(sentence.text.split()) > 2 and _SETTLED_LATER.search(sentence.text):
                    first = Span(document.text, *row.cells[0]).text
                    second = Span(document.text, *row.cells[1]).text if len(row.cells) > 2 else ""
                    name = ", ".join(text for text in (first, second) if text.strip())
                    yield _claim(f"{name}: {sentence.text}", sentence, _SAID)


def _says_open(text: str) -> float:
    """How surely a sentence says that something is open; 0: it doesn't."""
    if match := _NOT_SETTLED.search(text):
        if _ASKS.match(match["after"]):
            return _SAID
        named = not _PRONOUN.search(text[: match.start()])
        return _SAID if named and _ENDS.fullmatch(match["after"]) else 0.0
    if _TO_SETTLE.search(text) or _NO_DECISION.search(text):
        return _SAID
    return _SAID if _SETTLED_LATER.search(text) else 0.0


def _asked(text: str, following: str) -> bool:
    """Whether somebody asked, and the next sentence is no answer."""
    return bool(_ASKED.search(text)) and not _ANSWERED.search(following)
