"""Which kinds of answer a text holds: somebody, a time, a number, a place. Rules, not a model."""

from __future__ import annotations

import re

from assistant.understanding import AnswerKind
from plansvar.language.dates import find_dates

# A name: capitalised words, with the small words that names have inside ("Institutt for …"), the
# common noun that says what it is ("Storvik kommune", "Storvik havn IKS"), and the half words of
# "Nærings- og fiskeridepartementet".
_CAPITAL = r"[A-ZÆØÅ][\wÆØÅæøå&-]*(?:\.(?=\w))?[\wÆØÅæøå&-]*"
_NOUN = (
    r"(?:\w*kommune|\w*råd|\w*styre|\w*lag|\w*forening|\w*foreining|\w*hage|\w*klynge"
    r"|\w*havn|\w*hamn|\w*skole|\w*skule|\w*universitet|\w*nettverk|\w*museum|\w*selskap"
    r"|\w*verk)"
)
# Words that begin sentences and name nobody.
_NOBODY = (
    r"(?!(?:Du|Vi|Jeg|Eg|De|Dei|Dere|Dykk|Det|Dette|Den|Denne|Disse|Desse|Han|Hun|Ho|Man|Ein|En|Et"
    r"|Eit|Alle|Noen|Nokon|Nokre|Flere|Fleire|Her|Der|Hva|Kva|Hvem|Kven|Hvor|Kvar|Når|Som|Om|For"
    r"|Ved|Til|I|På|Av|Og|Men|You|We|They|It|This|These|The|He|She|All|Some)\b)"
)
NAME = re.compile(
    rf"\b{_NOBODY}{_CAPITAL}(?:(?<=-)\s(?:og|samt)\s\w+)?"
    rf"(?:[ ](?:(?:og|for|av|i|på|de|von|van|of|the|and|&)[ ])?{_CAPITAL})*"
    rf"(?:[ ]{_NOUN}\b)?(?:[ ](?:IKS|ASA?|SA|BA|KF|HF|SF)\b)?"
)
# Bodies and roles, which are somebody without being a name.
_BODY = re.compile(
    r"\b\w*(?:kommune|fylkeskommune|kommunen|kommunene|kommunane|departement|departementet|råd|rådet"
    r"|styre|styret|utvalg|utvalget|utval|utvalet|gruppe|gruppa|gruppen|leder|leiar|sjef|direktør"
    r"|selskap|selskapet|forening|foreningen|foreining|klynge|klyngen|næringsliv|næringslivet"
    r"|bedrift(?:er|ene)?|medlemm?(?:er|ene)|ansvarlig|ansvarleg|konsulent(?:er|ene)?|rådgiver(?:e|ne)?|etat|etaten|verk|verket"
    r"|hage|hagen|universitet|universitetet|høyskole|nettverk|nettverket|council|board|committee"
    r"|municipality|municipalities|ministry|manager|director|team)\b",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\b(?:\d+\.? ?(?:kvartal|halvår|tertial)|[qQ][1-4]|vår(?:en)?|sommer(?:en)?|høst(?:en)?"
    r"|haust(?:en)?|vinter(?:en)?|spring|summer|autumn|winter|kl\.? ?\d{1,2}|år \d"
    r"|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tysdag|laurdag|sundag"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|årlig|årleg|månedlig|hver måned|kvar månad|løpende|fortløpende|løpande|fortløpande"
    r"|(?:uke|uken|uka|ukene|veke|veka|vekene|weeks?) \d+(?:(?: ?[–-] ?| (?:til|to|og|and) )\d+)?"
    r"|januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|january|february|march|june|july|october|december)\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = (
    "null én to tre fire fem seks sju syv åtte ni ti elleve tolv tretten fjorten femten"
    " seksten sytten atten nitten tjue tretti førti femti seksti sytti åtti nitti hundre tusen"
    " million millioner milliard milliarder million millionar dobling halvering doble halvere"
    " halvparten dobbelt tredel firedel two three four five six seven eight nine ten eleven"
    " twelve hundred thousand half double"
).split()
_OTHER_WORDS_IN_ENGLISH = {"to", "fire"}
NUMBER = re.compile(
    r"(?<![\w.])(?:\d{1,3}(?:[  .]\d{3})+|\d+)(?:,\d+)?"
    r"(?:\s?(?:%|prosent\w*|(?:mill|mrd)\b\.?|mill\w*|mrd\w*|kr\b|kroner))*"
    r"|\b(?:" + "|".join(sorted(set(_NUMBER_WORDS), key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"\b(?:i|på|ved|til|fra|frå|hos|in|at|near|rundt|utenfor|nær)\s+(" + NAME.pattern + ")"
)


# "A, B og C"
_ENUMERATION = re.compile(r"\w,\s[^,.;]{2,60}(?:,\s[^,.;]{2,60})*,?\s(?:og|samt|eller|and|or)\s\w")
# The number of a numbered point is no number of anything: "Sak 12/23", "2.1", "3)", "3 Mål"; but
# "14 innspill kom inn" and "26.700 bor her" begin with what they count.
_LABEL = re.compile(
    r"(?:(?:[Ss]ak|[Pp]unkt|[Pp]kt\.?) \d+(?:[./]\d+)*[.)]?|\d{1,2}(?:[./]\d{1,2})+[.)]?|\d+[.)]"
    r"|\d{1,2}(?=\s[A-ZÆØÅ]))\s"
)
_CONTACT = re.compile(r"(?<!\d)(?:\+\d{2} ?)?\d{2,3}(?: ?\d{2,3}){2,3}(?!\d)|\S@\S")


def holds(kind: AnswerKind, text: str, language: str = "nb") -> float:
    """How surely ``text`` holds an answer of this kind, 0 to 1; 0.5 where nothing can be said.

    ``text`` should be without the names and numbers of the question: they are no answer to it.
    ``language`` is that of the document.
    """
    if kind is AnswerKind.WHEN:
        return _holds_time(text)
    if kind is AnswerKind.NUMBER:
        return 1.0 if numbers(text, language) else 0.0
    if kind is AnswerKind.WHO:
        return _holds_somebody(text)
    if kind is AnswerKind.WHERE:
        return 1.0 if PLACE.search(text) else 0.6 if NAME.search(text) else 0.0
    if kind is AnswerKind.CONTACT:
        return 1.0 if _CONTACT.search(text) else 0.0
    if kind is AnswerKind.LIST:
        return 0.8 if _ENUMERATION.search(text) else 0.3
    return 0.5


def numbers(text: str, language: str = "nb") -> list[tuple[int, int]]:
    """Spans of numbers and amounts that are no part of a date, and no year."""
    dates = [(date.start, date.end) for date in find_dates(text)]
    spans = [
        match.span()
        for match in NUMBER.finditer(text)
        if language != "en" or match.group().lower() not in _OTHER_WORDS_IN_ENGLISH
    ]
    label = _LABEL.match(text)
    if label:
        spans = [span for span in spans if span[0] >= label.end()]
    return [
        span for span in spans if not any(span[0] < end and start < span[1] for start, end in dates)
    ]


def without_label(text: str) -> str:
    """A numbered point's text: "2. Fristen står" is "Fristen står"."""
    label = _LABEL.match(text)
    return text[label.end() :] if label else text


def _holds_time(text: str) -> float:
    dates = find_dates(text)
    if any(date.month is not None for date in dates):
        return 1.0
    return 0.9 if dates else 0.7 if TIME.search(text) else 0.0


def _holds_somebody(text: str) -> float:
    """A capitalised word inside a sentence names somebody more surely than one that begins it."""
    text = without_label(text)
    if any(match.start() > 0 or " " in match.group() for match in NAME.finditer(text)):
        return 1.0
    return 0.8 if _BODY.search(text) else 0.4 if NAME.match(text) else 0.0
