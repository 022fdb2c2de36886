"""What is asked: language, kind of answer, and the terms and names that an answer must be about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.asked_role import asked_role
from assistant.word_patterns import raw_patterns
from plansvar.errors import QuestionError
from plansvar.language.detect import Language, detect
from plansvar.language.normalise import squeeze
from plansvar.language.terms import Token, lexicon, stem, tokens

MAX_QUESTION_CHARACTERS = 2000


class AnswerKind(StrEnum):
    """What the answer should be."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    NUMBER = "number"
    CONTACT = "contact"
    LIST = "list"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class QuestionTerm:
    """A word or phrase of the question.

    ``variants`` are the phrases of stems that count as this term, with how well each does (1 for
    the word itself). ``weight`` is how much an answer must have it; names and numbers weigh most.
    """

    text: str
    variants: tuple[tuple[tuple[str, ...], float], ...]
    weight: float
    is_name: bool = False
    is_number: bool = False

    @property
    def is_year(self) -> bool:
        """Whether this is a year, which an answer must be about and not merely near."""
        return self.is_number and _YEAR.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class Question:
    """A question that has been understood.

    ``counted`` is what "how many" asks the number of, ``role`` what somebody is asked for as.
    ``about`` is the question before, where this one leans on it: its terms are among these then,
    and weigh less.
    """

    text: str
    language: Language
    kind: AnswerKind
    terms: tuple[QuestionTerm, ...]
    counted: QuestionTerm | None = None
    role: QuestionTerm | None = None
    about: str | None = None

    @property
    def without_names(self) -> str:
        """What is asked, whoever it is about: the question with its names left out.

        Names find the document; inside it they draw a question to whatever sentence repeats them.
        """
        return without(self.text, (term.text for term in self.terms if term.is_name))

    @property
    def embedded(self) -> tuple[str, str]:
        """What the embedder reads: the question, and the question without its names.

        Capitals throughout are lowered; the model takes them for something else.
        """
        whole, nameless = self.text, self.without_names
        return (whole.lower(), nameless.lower()) if whole.isupper() else (whole, nameless)

    def search_terms(self) -> list[str]:
        """The stems that the lexical side looks for: the words, and what else means the same."""
        found: dict[str, None] = {}
        for term in self.terms:
            for phrase, _ in term.variants:
                # "Head of the board" is looked for by its two words.
                telling = [one for one in phrase if len(phrase) == 1 or one not in _STOP_STEMS]
                found.update(dict.fromkeys(telling))
        return list(found)


NAME_WEIGHT = 2.0
NUMBER_WEIGHT = 2.0
WORD_WEIGHT = 1.0
# Words that nearly every question about plans has and nearly every passage could have.
LIGHT_WEIGHT = 0.4
SYNONYM_QUALITY = 0.85

_WORDS = raw_patterns("question_words.toml")


def _question_words(kind: str, language: str) -> frozenset[str]:
    """The words of all questions and those of one language."""
    lists = _WORDS[kind]
    return frozenset(f"{lists['all']} {lists.get(language, '')}".split())


# By whether the question is in English.
_STOP = {english: _question_words("stop", "en" if english else "no") for english in (False, True)}
_LIGHT = {
    english: frozenset(map(stem, _question_words("light", "en" if english else "no")))
    for english in (False, True)
}
_STOP_STEMS = frozenset(stem(word) for words in _STOP.values() for word in words)

_KINDS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile("|".join(patterns), re.IGNORECASE))
    for kind, patterns in (
        (
            AnswerKind.CONTACT,
            (r"\b(?:telefon\w*|mobilnummer\w*|e-?post\w*|phone\w*|e-?mail\w*)\b",),
        ),
        (
            AnswerKind.NUMBER,
            (
                r"\b(?:hvor|kor) (?:mange|mye|mykje|stor|stort|store|høy|høyt|høg|høgt|høye|lang"
                r"|langt|gammel|gamal|ofte|lenge)\b",
                r"\bhow (?:many|much|large|big|high|long|often|old|far)\b",
                r"\b(?:prosent|percentage|prosentandel)\b",
                r"\b(?:antall|antallet|talet på|number of)\b",
                r"\b(?:hva|kva|what) (?:er|var|is|was) (?:the )?(?:\w+ )?(?:\w*sats|\w*satsen|taket"
                r"|beløpet|budsjettet|rate|ceiling|budget|maximum|kostnaden|summen)\b",
                r"\b(?:hva|kva) kost(?:e[rt]?|ar?)\b",
            ),
        ),
        (
            AnswerKind.WHEN,
            (
                r"\bnår\b(?! det gjelder| det gjeld| man| ein)",
                r"^\W*when\b",
                r"\b(?:hvilken|hvilket|hvilke|kva for ein|kva for eit|kva|which|what) "
                r"(?:dato|datoer|år|tid|tidspunkt|måned|månad|dag|dager|ukedag|ukedager|date|dates"
                r"|year|years|month|day|days|time)\b",
                r"\b(?:hva|kva|what) (?:er|var|ble|is|was) (?:the )?(?:\w+ ){0,2}?"
                r"\w*(?:frist|fristen|deadline|dato|datoen|date)\b",
            ),
        ),
        (
            AnswerKind.WHERE,
            (
                r"\b(?:hvilken|hvilket|kva for ein|kva for eit|kva|which|what) "
                r"(?:by|bygd|sted|stad|kommune|fylke|region|land"
                r"|town|city|place|municipality|county|country)\b",
            ),
        ),
        (
            AnswerKind.LIST,
            (
                r"\bhvilke\b",
                r"\bkva for (?!ein\b|ei\b|eit\b)\w+",
                r"\bwhich (?:\w+ ){0,2}?\w+s\b",
                r"\bwhat are\b",
                r"\bwhat (?:\w+ )?\w+[^s\W]s (?:are|were|does|do|did|has|have|will|should)\b",
                r"\b(?:liste?|nevn|nemn|name the|list)\b",
                r"\b(?:hva|kva) (?:er|var) (?:de |dei )?(?:\w+ )?\w+(?:ene|ane|tiltaka|måla)\b",
                # Whether something holds for all is asked for no list of them.
                r"^(?!\W*(?:er|var|har|hadde|kan|kunne|skal|blir|ble|vart|blei|får|må|gjelder|gjeld"
                r"|is|are|was|were|do|does|did|has|have|can|will)\b).*\b(?:alle|all) (?:the )?\w+",
                r"\b(?:oversikt over|overview of)\b",
            ),
        ),
        (
            AnswerKind.WHO,
            (
                r"\b(?:hvem|kven|who|whom|whose)\b",
                r"\b(?:hva|kva) (?:heter|heiter)\b",
                r"\b(?:name|names|navnet|navnene|namnet|namna) (?:of|på|til)\b",
            ),
        ),
        (AnswerKind.WHERE, (r"\bhvor\b(?!dan|for)", r"\b(?:kvar|where|kor)\b")),
    )
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
# A year that only limits ("etter 2023") need not be named by the answer.
_LIMITING = re.compile(r"\b(?:etter|siden|sidan|før|fra|frå|after|since|before|from)\s+$", re.I)
_COUNTED = re.compile(
    r"\b(?:hvor mange|kor mange|how many|antall(?:et)?|talet på|number of"
    r"|(?:hva|kva) kost(?:e[rt]?|ar?)(?: (?:en|et|ein|ei|eit|det å))?)\s+"
    r"(?:(?:flere|fleire|nye|andre|more|new|other|different|ulike)\s+)*",
    re.IGNORECASE,
)
# Years, case numbers, dates and codes say which one is meant ("2030", "12/23", "E16"). A plain
# number tells something of the asker ("20 ansatte"), which the answer need not repeat.
_IDENTIFYING_NUMBER = re.compile(r"(?:19|20)\d{2}|\d+(?:[./:-]\d+)+|[A-Za-zÆØÅæøå]+\d+\w*")
_CAPITALISED = re.compile(r"[A-ZÆØÅÀ-Þ]")
# Capitalised in English (and at the start of a sentence) without naming anybody.
_NO_NAMES = frozenset(
    """januar februar mars april mai juni juli august september oktober november desember january
    february march may june july october december monday tuesday wednesday thursday friday saturday
    sunday mandag tirsdag onsdag torsdag fredag lørdag søndag norwegian english norsk i""".split()
)


def understand(text: str) -> Question:
    """Understand a question.

    Raises:
        QuestionError: ``question.empty`` (nothing but white space and signs) or
            ``question.too_long``.
    """
    question = squeeze(text)
    if len(question) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(
            "question.too_long", length=len(question), limit=MAX_QUESTION_CHARACTERS
        )
    found = tokens(question)
    if not found:
        raise QuestionError("question.empty")
    language = detect(question)
    asked = _terms(question, found, english=language == "en")
    kind, counted = _kind(question), _counted(question, asked)
    return Question(question, language, kind, asked, counted, _role(question, asked))


def without(text: str, words: Iterable[str]) -> str:
    """``text`` with some words left out."""
    for word in words:
        text = re.sub(rf"\s*(?<!\w){re.escape(word)}(?!\w)", "", text)
    return text


def _counted(question: str, asked: Sequence[QuestionTerm]) -> QuestionTerm | None:
    match = _COUNTED.search(question)
    if match is None:
        return None
    rest = question[match.end() :]
    return next((term for term in asked if rest.startswith(term.text)), None)


def _role(question: str, asked: Sequence[QuestionTerm]) -> QuestionTerm | None:
    role = asked_role(question)
    return next((term for term in asked if role and role.endswith(term.text)), None)


def _kind(question: str) -> AnswerKind:
    return next((kind for kind, pattern in _KINDS if pattern.search(question)), AnswerKind.FACT)


def _terms(question: str, found: list[Token], *, english: bool) -> tuple[QuestionTerm, ...]:
    """Terms in order; a phrase that the lexicon knows is one term."""
    stems = [stem(token.text) for token in found]
    known = lexicon()
    result: list[QuestionTerm] = []
    position = 0
    while position < len(found):
        length = next(
            (
                size
                for size in range(min(known.longest_phrase, len(found) - position), 1, -1)
                if known.others(tuple(stems[position : position + size]), english=english)
            ),
            1,
        )
        term = _term(
            question,
            found[position : position + length],
            stems[position : position + length],
            english=english,
        )
        if term is not None:
            result.append(term)
        position += length
    return tuple(result)


def _term(
    question: str, found: list[Token], stems: list[str], *, english: bool
) -> QuestionTerm | None:
    phrase = tuple(stems)
    text = question[found[0].start : found[-1].end]
    synonyms = lexicon().others(phrase, english=english)
    if len(phrase) == 1 and text.lower() in _STOP[english]:
        return None
    variants = ((phrase, 1.0), *((other, SYNONYM_QUALITY) for other in sorted(synonyms)))
    limiting = _LIMITING.search(question[: found[0].start])
    if _IDENTIFYING_NUMBER.fullmatch(text) and not limiting:
        return QuestionTerm(text, variants, NUMBER_WEIGHT, is_number=True)
    if text.isdigit():
        return QuestionTerm(text, variants, LIGHT_WEIGHT)
    if len(text) == 1:
        return None
    # A word that the lexicon knows is a name as an abbreviation ("NHO"), or beside a first name.
    own_name = not synonyms or text.isupper() or _has_surname(question, found)
    if _is_name(question, found[0]) and own_name:
        return QuestionTerm(text, variants, NAME_WEIGHT, is_name=True)
    light = len(phrase) == 1 and stems[0] in _LIGHT[english]
    return QuestionTerm(text, variants, LIGHT_WEIGHT if light else WORD_WEIGHT)


def _has_surname(question: str, found: list[Token]) -> bool:
    """Whether a capitalised word stands beside another, as a person's does: "Kai Strøm".

    In Norwegian: English plans capitalise the words of titles.
    """
    if len(found) > 1 or detect(question) == "en":
        return False
    after = re.match(r"\s[A-ZÆØÅ][\wæøå]", question[found[-1].end :])
    before = re.search(r"\s([A-ZÆØÅ][\wæøå]+)\s$", question[: found[0].start])
    return after is not None or before is not None


def _is_name(question: str, token: Token) -> bool:
    """Capitalised inside a sentence, or all capitals. The first word is capitalised anyway."""
    if token.text.lower() in _NO_NAMES:
        return False
    if len(token.text) > 1 and token.text.isupper():
        return not question.isupper()
    before = question[: token.start].rstrip("\"'«“( ")
    starts_sentence = not before or before[-1] in ".?!:–"
    return not starts_sentence and bool(_CAPITALISED.match(token.text))
