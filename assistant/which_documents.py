"""Questions for documents: "hvilke protokoller …", "kvar finn eg …", "which documents say …".

The words that tell such questions stand in which_documents.toml.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from assistant.composing import Composed, Draft
from assistant.matching import COMPOUND_QUALITY, Bag, quality
from assistant.register.lexicon import lexicon
from assistant.scoring import ScoredUnit
from assistant.understanding import LIGHT_WEIGHT, Question, QuestionTerm, understand
from assistant.units import Unit, UnitKind
from assistant.word_patterns import any_of, raw_patterns, words
from plansvar.documents.types import DocumentType
from plansvar.language.dates import find_dates
from plansvar.language.detect import LANGUAGES, Language
from plansvar.language.terms import tokens
from plansvar.messages.catalogue import date_text, message

# More are no answer to what to read.
MOST = 12
# Each is looked for by itself; who names more asks for documents about all of it.
_STATEMENTS = 3
# How much of what the best document has of the question another one must have, and how far below
# it may score, in log-odds.
_AS_MUCH = 0.7
_MARGIN = 6.0
# A shorter word begins and ends too many others: "tog" is no part of "Togna".
_SHORTEST_PART = 5
# Passages that are looked through, and units that are compared: of one document, and of all.
PASSAGES = 40
_PER_DOCUMENT = 6
_COMPARED = 72
# Between several things of which documents may speak.
_BETWEEN = re.compile(r"\s*,\s*|\s+(?:og|eller|samt|and|or)\s+", re.IGNORECASE)
# "… at fristen ble flyttet, og at rådet tok over": each may stand in a document of its own.
_AND_THAT = re.compile(r"\s*,?\s+(?:og|samt|and)\s+(?:om\s+)?(?:at|that)\s+", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[?!])\s+|(?<=[a-zæøå]{3}\.)\s+(?=[A-ZÆØÅ])")


@dataclass(frozen=True, slots=True)
class _Words:
    """which_documents.toml; it says what each is for."""

    asked: tuple[tuple[DocumentType | None, re.Pattern[str]], ...]
    kept: tuple[tuple[DocumentType, re.Pattern[str]], ...]
    anywhere: tuple[re.Pattern[str], ...]
    other: re.Pattern[str]
    keeping: re.Pattern[str]
    before: re.Pattern[str]
    ends: re.Pattern[str]
    languages: tuple[tuple[Language, re.Pattern[str]], ...]


@functools.cache
def _words() -> _Words:
    raw = raw_patterns("which_documents.toml")
    which = rf"{any_of(raw['which'])}\s*(?:av (?:våre |dei |de )?|of (?:our |the )?)?"
    after = rf"(?:\s+{any_of(raw['after']['from'])})?(?:\s+{any_of(raw['after']['says'])}\b)?"
    keeping = words(raw["keeping"]["words"])
    return _Words(
        asked=tuple(
            (
                None if kind == "any" else DocumentType(kind),
                re.compile(
                    rf"(?:\b(?:i|in|from)\s+)?\b{which}{any_of(nouns)}(?=\W|$){after}",
                    re.IGNORECASE,
                ),
            )
            for kind, nouns in raw["nouns"].items()
        ),
        kept=tuple(
            (
                DocumentType(kind),
                re.compile(
                    rf"\b{which}(?:{'|'.join(nouns)})\b(?=.*{keeping.pattern})", re.IGNORECASE
                ),
            )
            for kind, nouns in raw["kept"].items()
        ),
        anywhere=tuple(
            re.compile(pattern, re.IGNORECASE)
            for pattern in (*raw["everything"]["patterns"], *raw["where"]["patterns"])
        ),
        other=words(raw["other"]["patterns"]),
        keeping=keeping,
        before=re.compile(rf"(?:{any_of(raw['topic']['before'])}\s+)+", re.IGNORECASE),
        ends=re.compile(any_of(raw["where"]["ends"]), re.IGNORECASE),
        languages=tuple((tongue, words(raw["languages"][tongue])) for tongue in LANGUAGES),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Documents of a type (``None``: any) and language (``None``: any) about ``topic``."""

    topic: str
    type: DocumentType | None = None
    language: Language | None = None


def wanted_documents(question: str) -> Wanted | None:
    """The documents that a question asks for; ``None`` where it asks for something else."""
    parts = _SENTENCE.split(question)
    for number, part in enumerate(parts):
        if (found := _in_sentence(part)) is None:
            continue
        if not found.topic:
            # "Er X forklart noe sted? I hvilke dokumenter?"
            rest = " ".join((*parts[:number], *parts[number + 1 :])).strip(" ,?.!")
            found = replace(found, topic=rest)
        return found if tokens(found.topic) and understand(found.topic).terms else None
    return None


def _in_sentence(question: str) -> Wanted | None:
    if _words().other.search(question):
        return None
    for kind, pattern in _words().asked:
        if match := pattern.search(question):
            return _wanted(question, match, kind)
    for kept, pattern in _words().kept:
        if match := pattern.search(question):
            found = _wanted(question, match, kept)
            about = match["about"] or ""
            return replace(found, topic=f"{about} {_words().keeping.sub(' ', found.topic)}")
    for pattern in _words().anywhere:
        if match := pattern.search(question):
            return _wanted(question, match, None)
    return None


def _wanted(question: str, match: re.Match[str], kind: DocumentType | None) -> Wanted:
    before = question[: match.start()].rstrip(" ,.")
    after = question[match.end() :].strip(" ,?.!")
    if leading := _words().before.match(after):
        after = after[leading.end() :]
    topic = f"{before} {_words().ends.sub(' ', after)}"
    tongue = None
    for language, pattern in _words().languages:
        if pattern.search(topic):
            tongue, topic = language, pattern.sub(" ", topic)
    topic = " ".join(topic.split()).strip(" ,?.!")
    return Wanted(topic, kind, tongue)


def statements(wanted: Wanted) -> list[Wanted]:
    """What documents are asked for, by each of the statements that one of them may make."""
    topics = [one for one in _AND_THAT.split(wanted.topic) if understand(one).terms]
    if not 1 < len(topics) <= _STATEMENTS:
        return [wanted]
    return [replace(wanted, topic=topic) for topic in topics]


def few_of_each(found: Sequence[Unit]) -> list[Unit]:
    """The first few units of each document; ``found`` has the likeliest first.

    So many in all that they are soon compared: one of each document before another one of any.
    """
    taken: Counter[str] = Counter()
    kept: list[tuple[int, Unit]] = []
    for unit in found:
        if unit.kind is not UnitKind.LIST and taken[unit.document.id] < _PER_DOCUMENT:
            kept.append((taken[unit.document.id], unit))
            taken[unit.document.id] += 1
    kept.sort(key=lambda one: one[0])
    return [unit for _, unit in kept[:_COMPARED]]


def fitting(wanted: Wanted, ranked: Sequence[ScoredUnit]) -> list[ScoredUnit]:
    """The best unit of each document that says what the question is about, best first.

    Besides those that score nearly as well as the best, that is every document which speaks of all
    of the topic, or of one of several things that it names.
    """
    ranked = [
        one
        for one in ranked
        if wanted.type in {None, one.unit.document.type}
        and wanted.language in {None, one.unit.document.language}
    ]
    best: dict[str, ScoredUnit] = {}
    speaking: dict[str, ScoredUnit] = {}
    topics = _topics(wanted.topic)
    # "… at ruta er 78 km": a document that says another number doesn't say that.
    numbers = {one.text for one in tokens(wanted.topic) if one.text.isdigit()}
    for one in ranked:
        document = one.unit.document
        held = best.setdefault(document.id, one)
        if not numbers <= _numbers(held) and numbers <= _numbers(one):
            best[document.id] = one
        if numbers <= _numbers(one) and any(_speaks(one, topic) for topic in topics):
            speaking.setdefault(document.id, one)
    if having := {key: one for key, one in best.items() if numbers <= _numbers(one)}:
        best = having
    first = next(iter(best.values()), None)
    if first is None:
        return []
    most = max(one.features.context_coverage for one in best.values())
    chosen = {
        key: one
        for key, one in best.items()
        if first.score - one.score <= _MARGIN
        and one.features.context_coverage >= _AS_MUCH * most
        and one.features.own_coverage > 0
        and not one.features.about_another
    }
    found = sorted({**speaking, **chosen}.values(), key=lambda one: -one.score)
    return found[:MOST]


def _topics(topic: str) -> list[Question]:
    """The things that a topic names: "øvingslokale og ungdomshus" are two."""
    parts = [part for part in _BETWEEN.split(topic) if tokens(part)]
    return [understand(part) for part in parts if understand(part).terms]


def _speaks(one: ScoredUnit, topic: Question) -> bool:
    """Whether a unit speaks of all of a topic, of what a title names even without a word of it.

    Of a deadline a unit with a date speaks as well, where the thing is named around it.
    """
    unit = one.unit
    own = Bag.of(unit.context, unit.text)
    around = Bag.of(unit.document.title, unit.passage.chunk.text) | own
    dated = any(True for _ in find_dates(unit.text))
    when = lexicon().fields["deadline"]
    named = said = False
    for term in topic.terms:
        if term.weight <= LIGHT_WEIGHT:
            continue
        if _has(own, term):
            said = True
        elif dated and when.search(term.text):
            said = True
            continue
        elif not _has(around, term):
            return False
        named = named or not when.search(term.text)
    return named and said


def _has(bag: Bag, term: QuestionTerm) -> bool:
    """Whether a text has a term, or a compound with all of it; a part of it is something else."""
    whole = any(
        len(phrase) == 1
        and len(phrase[0]) >= _SHORTEST_PART
        and (f" {phrase[0]}" in bag.joined or f"{phrase[0]} " in bag.joined)
        for phrase, _ in ([] if term.is_name else term.variants)
    )
    return whole or quality(term, bag) > COMPOUND_QUALITY


def _numbers(one: ScoredUnit) -> set[str]:
    around = f"{one.unit.text} {one.unit.context} {one.unit.document.date or ''}"
    return {token.text for token in tokens(around.replace("-", " "))}


def compose_documents(
    question: Question, ranked: Sequence[Sequence[ScoredUnit]], texts: dict[str, str]
) -> Composed:
    """An answer that names documents, each with its date and what it says."""
    found = [one for each in ranked for one in each]
    language = question.language
    draft = Draft(question)
    rows = [[message(f"answer.register.column.{name}", language) for name in ("document", "date")]]
    key = "answer.found_in_one" if len(found) == 1 else "answer.found_in"
    draft.frame(message(key, language, count=len(found)))
    for one in found:
        document, span = one.unit.document, one.unit.spans[0]
        date = date_text(document.date, language) if document.date else ""
        title = f"“{document.title}”" if language == "en" else f"«{document.title}»"
        issuer = document.about.organisation
        # Titles may say little of what it is, and papers are looked up by the names of their files.
        name = PurePath(document.path).name
        draft.frame(", ".join(part for part in (title, issuer, date, name) if part) + ":")
        text = texts[document.version_id][span.start : span.end]
        draft.quote(one.unit, span, text, bullet=True)
        rows.append([document.title, document.date or ""])
    return Composed(tuple(draft.sentences), tuple(draft.citations), None, rows)
