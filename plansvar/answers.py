"""What a question is answered with; docs/answer.md describes its JSON form."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from plansvar.documents.stored import Coverage, DocumentInfo
from plansvar.language.detect import Language
from plansvar.messages.catalogue import message
from plansvar.search_filter import SearchFilter

SCHEMA_VERSION = 5


class Mode(StrEnum):
    """How an answer came about. ``TALK``: a reply to small talk; nothing was looked for."""

    REGISTER = "register"
    EXTRACTIVE = "extractive"
    GENERATED = "generated"
    TALK = "talk"


class SentenceKind(StrEnum):
    """Where an answer's sentence comes from.

    ``QUOTE``: verbatim from a document. ``FACT``: our own words around values of the register,
    which stand in what it cites. ``FRAMING``: our own words alone. ``GENERATED``: a language model.
    """

    QUOTE = "quote"
    FACT = "fact"
    FRAMING = "framing"
    GENERATED = "generated"


@dataclass(frozen=True, slots=True)
class Citation:
    """What a sentence rests on: ``quote`` is ``[start, end)`` of the document's stored text.

    ``also`` are copies of the document in which the same words stand.
    """

    number: int
    document: DocumentInfo
    page: int | None
    heading: tuple[str, ...]
    quote: str
    start: int
    end: int
    also: tuple[DocumentInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of the answer and the numbers of its citations. ``bullet``: shown as an item.

    ``values`` are the stretches of a ``FACT`` that must stand in its citations' quotes, as must all
    names, numbers and dates of it but those of ``own``: what a document is called and dated, what a
    person said or asked.
    """

    text: str
    kind: SentenceKind
    citations: tuple[int, ...] = ()
    bullet: bool = False
    values: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """The documents that an answer may come from: for the index, by id, and how many they are.

    They are among those that the asker may read; :mod:`assistant.scoping` sees to that.
    """

    search: SearchFilter
    documents: frozenset[str]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or an abstention: then no citation is an answer, ``nearest`` is just a pointer.

    ``asked`` is what was written, where ``question`` is what that was read as in its conversation.
    ``limit`` is what ``applied_filters`` tells of, for whoever looks further for the same answer.
    """

    question: str
    language: Language
    mode: Mode
    abstained: bool
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    coverage: Coverage
    short_answer: str | None = None
    clarification: str | None = None
    notices: tuple[str, ...] = ()
    applied_filters: dict[str, list[str]] = field(default_factory=dict)
    as_of: str | None = None
    table: list[list[str]] | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)
    asked: str | None = None
    conversation: str | None = None
    turn: str | None = None
    limit: Limit | None = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The whole answer as plain text: sentences, list items on lines of their own."""
        lines: list[str] = []
        for sentence in self.sentences:
            lines.append(("• " if sentence.bullet else "") + sentence.text)
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Snippet:
    """Some neighbouring sentences of a chunk.

    ``marks`` are the spans in ``text`` of what was asked for; ``cut`` says whether the chunk has
    more text before and after it.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    cut: tuple[bool, bool] = (False, False)


class Side(StrEnum):
    """What found a passage: the likeness of meaning, or the words of the query."""

    MEANING = "meaning"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A chunk found by ``search``, best first. ``score`` is the fused score, 0 to 1.

    ``also`` are copies of the document in which the same words stand. ``snippet``, ``matched`` (the
    query's words that stand in the text or above it) and ``found_by`` say why it was found.
    """

    document: DocumentInfo
    page: int | None
    heading: tuple[str, ...]
    text: str
    start: int
    end: int
    score: float
    also: tuple[DocumentInfo, ...] = ()
    snippet: Snippet = Snippet("", ())
    matched: tuple[str, ...] = ()
    found_by: tuple[Side, ...] = ()


class SearchNotice(StrEnum):
    """What is said beside hits.

    ``HURRIED``: they were not looked at again for want of time; ``NO_WORDS``: none of them has a
    word of the query, they are but near to it in meaning.
    """

    HURRIED = "hurried"
    NO_WORDS = "no_words"

    def text(self, language: Language) -> str:
        """It in the reader's words."""
        return message(f"search.{self}", language)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found, best first, and what is to be said of it."""

    hits: tuple[SearchHit, ...] = ()
    notices: tuple[SearchNotice, ...] = ()
