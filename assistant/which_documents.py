"""Questions for documents: "hvilke protokoller …", "kvar finn eg …", "which documents say …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.composing import Composed, Draft
from assistant.scoring import ScoredUnit
from assistant.understanding import Question
from assistant.units import Unit, UnitKind
from plansvar.documents.types import DocumentType
from plansvar.language.detect import Language
from plansvar.language.terms import tokens
from plansvar.messages.catalogue import date_text, message

# More are no answer to what to read.
_MOST = 6
# How much of what the best document has of the question another one must have, and how far below
# it may score, in log-odds.
_AS_MUCH = 0.7
_MARGIN = 6.0
# Passages that are looked through, and units of one document that are compared.
PASSAGES = 20
_PER_DOCUMENT = 4

# Sources may be of money and papers of wood, so neither is a document here.
_NOUNS = {
    None: r"(?:dokument(?:er|ene|a)?|documents?)",
    DocumentType.MINUTES: r"(?:\w*(?:protokoll|referat)(?:er|ar|ene|ane|a)?|minutes)",
    DocumentType.PLAN: r"(?:plandokument(?:er|ene|a)?|plan documents?)",
    DocumentType.APPLICATION: r"(?:\w*søknadsdokument(?:er|ene|a)?)",
    DocumentType.NEWS: r"(?:nyhetssake?r?|nyheitssake?r?|news (?:items?|articles?))",
    DocumentType.PRESENTATION: r"(?:lysark(?:ene|a)?|presentasjone?r?|presentasjonar|slides?)",
}
_WHICH = r"(?:hvilken|hvilket|hvilke|kva for (?:nokre |ein |ei |eit )?|kva|which|what)\s*"
_ASKED = tuple(
    (
        kind,
        re.compile(
            rf"(?:\b(?:i|in|from)\s+)?\b{_WHICH}(?:av (?:våre |dei |de )?|of (?:our |the )?)?"
            rf"{noun}(?=\W|$)"
            r"(?:\s+(?:fra|frå|from)\s+(?:styret|rådet|the board))?"
            r"(?:\s+(?:sier|seier|forklarer|forklarar|beskriver|skildrar|omtaler|omtalar|nevner"
            r"|nemner|handler om|handlar om|har|må (?:jeg|eg|vi) lese for å finne"
            r"|står det|stend det|finner jeg|finn eg|say|says|mention|explain|describe|contain|have"
            r"|are about|do (?:we|you) have (?:on|about)|har (?:vi|dere|de) (?:om|på))\b)?"
            r"(?:\s+(?:at|that)\b)?",
            re.IGNORECASE,
        ),
    )
    for kind, noun in _NOUNS.items()
)
# A place in the documents, and none in the region: "hvor finner jeg vilkårene", not "hvor kan jeg
# søke om støtte".
_WHERE = re.compile(
    r"\b(?:hvor|kvar)\s+(?:"
    r"(?:finner|finn|leser|les)\s+(?:jeg|eg|vi|man|ein|en)(?=\s.*\b(?:vilkår|regl|vedtak|omtal"
    r"|beskr|skildr|forklar|tekst|tall|tal\b))"
    r"|(?:står|stend)\s+det\s+(?:noe\s+|noko\s+)?(?:skrevet\s+|skrive\s+)?(?:at|om|hva|kva|hvem|kven)"
    r"\b)|\bwhere\s+(?:can|do)\s+(?:i|we|one)\s+(?:find|read)(?=\s.*\b(?:terms|rules|conditions"
    r"|decision|about|described|text|figures)\b)",
    re.IGNORECASE,
)
_TONGUES: tuple[tuple[Language, re.Pattern[str]], ...] = (
    ("en", re.compile(r"\b(?:på engelsk|in english)\b", re.IGNORECASE)),
    ("nn", re.compile(r"\b(?:på nynorsk|in nynorsk)\b", re.IGNORECASE)),
    ("nb", re.compile(r"\b(?:på bokmål|in bokmål)\b", re.IGNORECASE)),
)


# "Hvilke klyngesøknader har vi liggende": applications may be asked about, or for.
_KEPT_NOUNS = {
    DocumentType.APPLICATION: r"(?P<about>\w*?)søknad(?:er|ene|ar|ane)|(?:grant )?applications",
    DocumentType.PLAN: r"(?P<about>\w*?)plan(?:er|ene|ar|ane)|plans",
    DocumentType.REPORT: r"(?P<about>\w*?)rapport(?:er|ene|ar|ane)|reports",
}
_KEPT = tuple(
    (
        kind,
        re.compile(
            rf"\b{_WHICH}(?:av |of the )?(?:{noun})\b(?=.*\b(?:ligge\w*|liggj\w*|tilgjengel\w*"
            r"|arkiv\w*|har vi|finne?s|finst|do we have|available|on file)\b)",
            re.IGNORECASE,
        ),
    )
    for kind, noun in _KEPT_NOUNS.items()
)
_KEEPING = re.compile(
    r"\b(?:har (?:vi|dere|de)|ligge\w*|liggj\w*|tilgjengel\w*|i arkivet|finne?s|finst|do we have"
    r"|available|on file)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Documents of a type (``None``: any) and language (``None``: any) about ``topic``."""

    topic: str
    type: DocumentType | None = None
    language: Language | None = None


def wanted_documents(question: str) -> Wanted | None:
    """The documents that a question asks for; ``None`` where it asks for something else."""
    for kind, pattern in _ASKED:
        if match := pattern.search(question):
            return _wanted(question, match, kind)
    for kind, pattern in _KEPT:
        if match := pattern.search(question):
            found = _wanted(question, match, kind)
            about = match["about"] or ""
            return found and replace(found, topic=f"{about} {_KEEPING.sub(' ', found.topic)}")
    if match := _WHERE.search(question):
        return _wanted(question, match, None)
    return None


def _wanted(question: str, match: re.Match[str], kind: DocumentType | None) -> Wanted | None:
    topic = f"{question[: match.start()].rstrip(' ,.')} {question[match.end() :]}"
    tongue = None
    for language, pattern in _TONGUES:
        if pattern.search(topic):
            tongue, topic = language, pattern.sub(" ", topic)
    topic = " ".join(topic.split()).strip(" ,?.!")
    return Wanted(topic, kind, tongue) if len(tokens(topic)) > 1 else None


def few_of_each(found: Sequence[Unit]) -> list[Unit]:
    """The first few units of each document; ``found`` has the likeliest first."""
    taken: Counter[str] = Counter()
    kept = []
    for unit in found:
        if unit.kind is not UnitKind.LIST and taken[unit.document.id] < _PER_DOCUMENT:
            taken[unit.document.id] += 1
            kept.append(unit)
    return kept


def fitting(wanted: Wanted, ranked: Sequence[ScoredUnit]) -> list[ScoredUnit]:
    """The best unit of each document that says what the question is about, best first."""
    best: dict[str, ScoredUnit] = {}
    # "… at ruta er 78 km": a document that says another number doesn't say that.
    numbers = {one.text for one in tokens(wanted.topic) if one.text.isdigit()}
    for one in ranked:
        document = one.unit.document
        if wanted.type is not None and document.type is not wanted.type:
            continue
        if wanted.language is not None and document.language != wanted.language:
            continue
        held = best.setdefault(document.id, one)
        if not numbers <= _numbers(held) and numbers <= _numbers(one):
            best[document.id] = one
    if having := {key: one for key, one in best.items() if numbers <= _numbers(one)}:
        best = having
    first = next(iter(best.values()), None)
    if first is None:
        return []
    most = max(one.features.context_coverage for one in best.values())
    return [
        one
        for one in best.values()
        if first.score - one.score <= _MARGIN
        and one.features.context_coverage >= _AS_MUCH * most
        and one.features.own_coverage > 0
        and not one.features.about_another
    ][:_MOST]


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
        draft.frame(", ".join(part for part in (title, issuer, date) if part) + ":")
        text = texts[document.version_id][span.start : span.end]
        draft.quote(one.unit, span, text, bullet=True)
        rows.append([document.title, document.date or ""])
    return Composed(tuple(draft.sentences), tuple(draft.citations), None, rows)
