"""What one document has of what is looked for: facts of the register, else its own words."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant import scoring
from assistant.competing import Competitors
from assistant.languages import is_foreign
from assistant.likeness import cosines
from assistant.matching import Bag, quality
from assistant.retrieval import Passage, ranked
from assistant.understanding import LIGHT_WEIGHT, Question, QuestionTerm
from assistant.units import Unit, UnitKind, units
from plansvar.access import User
from plansvar.database import reads
from plansvar.documents.stored import DocumentInfo
from plansvar.drafts.overview_types import FindingKind
from plansvar.embedding.protocol import Vectors
from plansvar.index.protocol import SearchFilter
from plansvar.register.facts import Evidence, Fact, Register
from plansvar.register.kinds import FIELDS, FactKind, FieldType, key_field
from plansvar.stores import Stores

# Chunks of one document that are looked at: those of some 40 pages, the nearest first.
_PASSAGES = 40
_EMBEDDED = 32
# How far below its document's best a unit may lie, in log-odds. Wider than for an answer, since a
# reader of a table leaves out more easily than he finds.
_MARGIN = 4.0
# How much of what is looked for a fact must speak of, names and numbers aside, which it must have.
_LEAST_SPOKEN_OF = 0.5
# A shorter word may be the beginning of any other.
_SHORTEST_PART = 4
_ALL_BLOCKS = 10**9
_KINDS = (
    (FactKind.DECISION, r"vedtak(?:et|ene|a)?|beslutning(?:er|ar)?|decisions?|avgjerd(?:er)?"),
    (FactKind.OPEN_QUESTION, r"(?:åpne|opne|ubesvarte|open) (?:spørsmål|questions?)|avklaringar"),
    (FactKind.MEASURE, r"tiltak(?:et|ene|a)?|measures?|actions?"),
    (FactKind.GOAL, r"(?:del|hoved|hovud)?mål(?:et|ene|a)?|goals?|targets?"),
    (FactKind.SCHEME, r"(?:støtte|tilskudds|tilskots)?ordning(?:er|ar|ene|ane)?|schemes?"),
    (FactKind.APPLICATION, r"søknad(?:er|ar|ene|ane)?|søkere|søkjarar|applications?"),
    (FactKind.RESPONSIBILITY, r"ansvar(?:et|sområder|sområde)?|responsibilit(?:y|ies)"),
)
_WANTED = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for kind, words in _KINDS
)


@dataclass(frozen=True, slots=True)
class Place:
    """A finding as a place in a document: ``[start, end)`` of its stored text."""

    start: int
    end: int
    page: int | None
    kind: FindingKind
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, understood once for all documents.

    ``kinds`` are the facts that are asked for, ``terms`` what they must speak of.
    """

    question: Question
    vectors: Vectors
    kinds: tuple[FactKind, ...]
    terms: tuple[QuestionTerm, ...]

    @classmethod
    def of(cls, question: Question, vectors: Vectors) -> Wanted:
        """From a question and its two embeddings: whole, and without names."""
        named: list[FactKind] = []
        words: list[str] = []
        for kind, pattern in _WANTED:
            if match := pattern.search(question.text):
                named.append(kind)
                words += match.group().lower().split()
        terms = tuple(
            one
            for one in question.terms
            if one.text.lower() not in words and one.weight > LIGHT_WEIGHT
        )
        return cls(question, vectors, tuple(named[:1]), terms)


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact where a document states it; what it says, and the parties that have a part in it."""

    place: Place
    texts: tuple[str, ...]
    parties: tuple[str, ...]


def facts_by_document(wanted: Wanted, register: Register) -> dict[str, list[Stated]]:
    """The facts of the kind that is asked for, by the version that states them, in its order."""
    found: dict[str, dict[tuple[int, int], Stated]] = {}
    for fact in register.of(*wanted.kinds) if wanted.kinds else ():
        if not fact.known:
            continue
        named = {one.name for one in FIELDS[fact.kind] if one.type is FieldType.PARTY}
        texts = tuple(
            text for name in fact.fields if name not in named for text in fact.texts(name)
        )
        parties = tuple(text for name in fact.fields if name in named for text in fact.texts(name))
        for piece in _evidence(fact):
            place = Place(piece.start, piece.end, piece.page, FindingKind.FACT, fact.id)
            own = found.setdefault(piece.document.version_id, {})
            own.setdefault((piece.start, piece.end), Stated(place, texts, parties))
    return {
        version: sorted(stated.values(), key=lambda one: (one.place.start, one.place.end))
        for version, stated in found.items()
    }


def places(
    document: DocumentInfo,
    wanted: Wanted,
    facts: Mapping[str, Sequence[Stated]],
    user: User,
    stores: Stores,
) -> list[Place] | None:
    """What a document has; ``None`` where it can't be read, or has no text that can be."""
    passages = _passages(document, wanted, user, stores)
    if not passages:
        return None
    stated = facts.get(document.version_id, ())
    if stated or (wanted.kinds and not wanted.terms):
        # Where the register knows of decisions, those that aren't about it are none.
        headings = Headings(document, user, stores)
        return [
            one.place
            for one in stated
            if _speaks_of(one, headings.at(one.place.start), wanted.terms)
        ]
    found = [one for one in units(passages, user, stores) if one.kind is not UnitKind.LIST]
    candidates = scoring.shortlist(wanted.question, Competitors.of(found), _EMBEDDED)
    if not len(candidates):
        return []
    (near,) = cosines([wanted.vectors], candidates, stores.embedder())
    ranked = scoring.rank(wanted.question, candidates, near)
    most = stores.settings.overview.findings
    chosen = _answering(wanted, ranked, stores.settings.answer.threshold)[:most]
    spans = {(span.start, span.end): (span, unit) for unit in chosen for span in unit.spans[:1]}
    return sorted(
        (
            Place(span.start, span.end, span.page, FindingKind(unit.kind.value))
            for span, unit in spans.values()
        ),
        key=lambda one: (one.start, one.end),
    )


class Headings:
    """What stands above each place of a document."""

    def __init__(self, document: DocumentInfo, user: User, stores: Stores) -> None:
        blocks = reads.blocks(stores.engine, user, document.version_id, 0, _ALL_BLOCKS)
        self._starts = [one.start for one in blocks]
        self._paths = [one.heading_path for one in blocks]

    def at(self, start: int) -> tuple[str, ...]:
        """The heading path of a place."""
        block = bisect.bisect_right(self._starts, start) - 1
        return self._paths[block] if block >= 0 else ()


def _answering(
    wanted: Wanted, ranked: Sequence[scoring.ScoredUnit], threshold: float
) -> list[Unit]:
    """The units that answer by themselves, nearly as well as the best one does.

    Each has something of what is looked for in its words, or those above it, unless it is in
    another language: a table of vague likenesses helps nobody.
    """
    found = []
    for number, one in enumerate(ranked):
        if ranked[0].score - one.score > _MARGIN:
            break
        bag = Bag.of(one.unit.text, one.unit.context)
        foreign = is_foreign(wanted.question.language, one.unit.document.language)
        spoken = not wanted.terms or any(quality(term, bag) for term in wanted.terms)
        likely = scoring.confidence(wanted.question, ranked[number:]) >= threshold
        if likely and (spoken or foreign):
            found.append(one.unit)
    return found


def _passages(document: DocumentInfo, wanted: Wanted, user: User, stores: Stores) -> list[Passage]:
    """The chunks of a document, the nearest first; found as for any question, but in it alone."""
    only = SearchFilter(groups=user.groups, document_ids=(document.id,))
    found = ranked(wanted.question, wanted.vectors[0], only, _PASSAGES, user, stores)
    chunks = reads.chunks(stores.engine, user, list(found.scores))
    return [
        found.passage(chunks[key])
        for key in found.scores
        if key in chunks and chunks[key].document.version_id == document.version_id
    ]


def _speaks_of(stated: Stated, above: Sequence[str], terms: Sequence[QuestionTerm]) -> bool:
    """Whether a fact is about what is looked for: all names, and most of the rest.

    A committee "for næring" makes no decision one about a "næringsplan": parties count for names
    alone, and of compounds only those that hold what is looked for.
    """
    words = Bag.of(*stated.texts, *above)
    everything = words | Bag.of(*stated.parties)
    if not all(quality(term, everything) for term in terms if _must(term)):
        return False
    spoken = [_is_told(term, words) for term in terms if not _must(term)]
    return sum(spoken) >= _LEAST_SPOKEN_OF * len(spoken)


def _is_told(term: QuestionTerm, words: Bag) -> bool:
    """Whether a text has a term, or a compound that begins or ends with it."""
    for phrase, _ in term.variants:
        part = phrase[0] if len(phrase) == 1 and len(phrase[0]) >= _SHORTEST_PART else None
        if words.has(phrase) or (
            part and any(one.startswith(part) or one.endswith(part) for one in words.stems)
        ):
            return True
    return False


def _must(term: QuestionTerm) -> bool:
    return term.is_name or term.is_number


def _evidence(fact: Fact) -> Iterator[Evidence]:
    """Where a fact is named: one place in each document."""
    seen: set[str] = set()
    for entry in fact.fields.get(key_field(fact.kind), ()):
        for piece in entry.evidence:
            if piece.document.id not in seen:
                seen.add(piece.document.id)
                yield piece
