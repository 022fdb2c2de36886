"""How sentences and labels say that something is open (``lexicon/open_questions.toml``)."""

from __future__ import annotations

import re

from ingest.extract.decision_words import any_word
from ingest.extract.word_lists import lexicon

WORDS: dict[str, list[str]] = lexicon("open_questions")


def any_of(name: str) -> str:
    """A pattern for any word of a list."""
    return any_word(WORDS[name])


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_HEADS = (
    rf"(?:{any_of('labels')}|{any_of('label_adjectives')}(?:\s+\w+)?\s+{any_of('label_nouns')}"
    rf"|(?:{any_of('label_adjectives')}\s+)?{any_of('label_nouns')}\s+{any_of('label_tails')})"
)
_OF = (
    r"(?:\s+(?:før|til|i|fra|frå|per|pr\.?|om|for|ved|etter|before|on|about|after|in)\s"
    r"[^.?!]{1,40})?"
)
_NUMBERED = r"\W*(?:\d+(?:\.\d+)*\.?\s+)?"
LABEL = _compile(rf"{_NUMBERED}{_HEADS}{_OF}\W*$")
# "Spørsmål til styringsgruppa": only what ends in "?" counts below it.
ASKED_LABEL = _compile(rf"{_NUMBERED}{any_of('label_asked')}\s[^.?!]{{2,60}}\W*$")
# "Uavklart: hvem betaler?" in one line.
INLINE_LABEL = _compile(rf"\W*{_HEADS}\s*:\s+(?=\S)")
QUESTION_COLUMN = _compile(rf"\W*{any_of('question_columns')}\W*$")
OPEN_COLUMN = _compile(rf"\W*{any_of('open_columns')}\W*$")
ANSWER_COLUMN = _compile(rf"\W*{any_of('answer_columns')}\W*$")
ASKING_CASE = _compile(rf"(?:.{{0,40}}\s)?{any_of('asking_cases')}\W*$")

_BETWEEN = rf"(?:\s+{any_of('between')}){{0,3}}"
NOT_SETTLED = _compile(rf"{any_of('not')}{_BETWEEN}\s+{any_of('settled')}(?P<after>[^.;]{{0,40}})")
_NO_DECISION = _compile(
    rf"{any_of('not')}{_BETWEEN}\s+{any_of('made')}(?:\s+(?:noe|noko|noen|nokon|a|any|formelt|endelig"
    rf"|endeleg|formal)){{0,2}}\s+{any_of('decision')}(?:\s+{any_of('between')})?\W*(?:$|{any_of('asks')})"
)
# "Det er ikkje sett noko måltal enno", "the terms have not been set yet"
_NOT_YET = _compile(
    rf"(?:{any_of('not')}{_BETWEEN}\s+{any_of('made')}(?:\s+[\w-]+){{0,5}}\s+{any_of('yet')}"
    rf"|{any_of('yet')}\s(?:[^.;,]{{0,40}}\s)?{any_of('not')}{_BETWEEN}\s+{any_of('made')})"
)
# "Ingen avtale er signert", "there is no date yet"
_LACKING = _compile(
    rf"(?:ingen|inga|ikkje noko|ikkje nokon|ikke noen|ikke noe|no|not any)(?:\s+\w+){{0,2}}"
    rf"\s+{any_of('lacking')}"
    rf"(?:\s\w+)?(?:\s+{any_of('between')}){{0,3}}\s+"
    rf"(?:{any_of('made')}|{any_of('settled')}|{any_of('yet')})"
)
# "Kostnadsoverslaget mangler"
_LACKED = any_word(
    word + ending for word in WORDS["lacking"] for ending in ("", "et", "en", "a", "ene", "ane")
)
_MISSING = _compile(
    rf"{any_of('missing')}(?:\s+{any_of('yet')})?(?:\s+(?:en|ei|eit|et|a|an))?\s+{any_of('lacking')}"
    rf"|{_LACKED}(?:\s[^.;,]{{1,60}})?\s{any_of('missing')}(?:\s+{any_of('yet')})?\W*$"
)
_SILENT = _compile(rf"{any_of('silent')}|{any_of('appointed')}(?=\W*$|[,;)])")
_UNEXAMINED = _compile(
    rf"{any_of('we')}\s+(?:har|have)\s+(?:{any_of('yet')}\s+)?{any_of('not')}{_BETWEEN}\s+"
    rf"{any_of('examined')}"
)
# "Om anlegget skal bygges, tar planen ikke stilling til."
_ASKS_FIRST = _compile(
    rf"^\W*(?!når\s|when\s){any_of('asks')}\s[^?;,]{{5,120}}(?:,[^?;,]{{5,80}})?,[^?;,]{{0,60}}?"
    rf"{any_of('wonders')}"
)
# "Avklare eierskapet til laderne", in a list of tasks.
CLEAR_UP = _compile(rf"\W*{any_of('clear_up')}\s")
# "Ansvarlig: ?"
_BLANK_LABEL = rf"{any_of('blank_labels')}\W{{0,4}}:\W*(?:(?<=\s)\?(?!\w)|{any_of('blanks')})"
BLANK_LABEL = _compile(rf"(?:^|[\n.;,|(*_-])\s*(?P<said>{_BLANK_LABEL})")
_SUPPOSES = _compile(rf"{any_of('supposes')}\s[^.;]*$")
_TO_SETTLE = _compile(
    rf"(?:{any_of('remains')}(?:\s+(?:å|to|bare|berre|still)){{0,2}}\s+{any_of('settle')}"
    rf"|(?<!som\s){any_of('shall')}(?:\s+\w+)?(?:\s+to)?\s+{any_of('clarify')})\s+{any_of('asks')}"
)
# "Finansieringen må avklares før byggestart"
_TO_BE_SETTLED = _compile(
    rf"\s{any_of('must')}\s+(?:\w+\s+)?{any_of('to_be')}\W*(?:$|[,.;]|\s{any_of('to_be_after')})"
)
_EVERY = _compile(any_of("every"))
_SETTLED_LATER = _compile(
    rf"(?:avklares|avklarast|avgjøres|avgjerast|(?:blir|vert)\s(?:avklart|avklara|avgjort))\s+"
    rf"(?:(?:i|på|ved|til|først|tidligst|tidlegast)\s+){{0,2}}(?:{any_of('later')}|(?:19|20)\d{{2}})"
)
_UNCLEAR = _compile(rf"{any_of('unclear')}(?:\s+\w+){{0,2}}\s*,?\s+{any_of('asks')}")
_UNSURE = _compile(rf"{any_of('unsure')}(?:\s+\w+)?\s*,?\s+{any_of('asks')}")
_UNDECIDED = _compile(
    rf"\s(?:er|var|is|are|remains?|forblir|står|blir stående)(?:\s+(?:\w+\s+)?{any_of('yet')}"
    rf"|\s{any_of('between')}){{0,2}}\s+{any_of('undecided')}\W*(?:$|[,.;]|\s(?:med|mellom|for|etter|if|about)\s)"
)
_STANDS_OPEN = _compile(any_of("stands_open") + r"(?!\sfor\s)")
_OPEN_QUESTION = _compile(
    rf"{any_of('there_is')}(?:\s+(?!ingen|inga|ikke|ikkje|no\b|not\b)[\w-]+){{0,3}}"
    rf"\s+{any_of('open_adjectives')}\s+{any_of('question_nouns')}"
)
_NEEDED = _compile(
    rf"{any_of('needs')}(?:\s+(?:\w+\s+){{0,2}}|\s+){any_of('needed')}(?=\W*$|[,;]|\s+{any_of('needed_of')})"
)
_UNKNOWN_TO_US = _compile(
    rf"{any_of('unknowing')}\s+(?:{any_of('yet')}\s+)?(?:(?:ikke|ikkje|not)\b\s*)?(?:{any_of('yet')}\s*)?"
    rf"(?:know\s+)?(?:sikkert\s+)?(?:{any_of('asks')}|\W*$)"
)
# "Mange av medlemmene vet ikke om …", in what somebody writes to those who decide.
UNKNOWING = _compile(rf"\b(?:vet|veit|know)\s(?:ikke|ikkje|not)\s{any_of('asks')}")
_DENIED = _compile(r"\b(?:ikke|ikkje|not|ingen)\b")
_UNTIL = _compile(
    rf"{any_of('waiting')}[^.;]{{0,60}}?\s{any_of('until')}\s[^.;]{{2,80}}?"
    rf"\s(?:er|blir|vert|is|are|has been|have been)"
    rf"(?:\s+{any_of('between')})?\s+{any_of('settled')}"
)
_TAKES_UP = _compile(rf"{any_of('takes_up')}(?:\s+[\w-]+){{0,5}}?\s+{any_of('later_at')}\s")
_DEFERRED = _compile(
    rf"(?:ikke|ikkje|not)\s[^.;]{{2,60}}?\s(?:men|but)\s[^.;]{{0,30}}?(?:vurdert|vurderes|vurderast|considered)\s"
    rf"(?:på nytt\s|again\s)?{any_of('later_at')}\s"
)
_MARKED = _compile(
    rf"[(\[–—-]\s*{any_of('blanks')}(?:\s[^()\[\]]{{0,30}})?\s*[)\]]?\W*$|\(\s*\?+\s*\)\W*$"
)
BLANK = _compile(rf"(?:\W*{any_of('blanks')}(?:[\s,].{{0,40}})?|\s*\?+\s*)$")
_ASKS = _compile(rf"\W*(?:enn?å\s|enno\s|yet\s)?{any_of('asks')}")
_ENDS = _compile(
    rf"\s*(?:{any_of('yet')}|i dag|for tida)?\s*(?:[.,;–-]|$"
    r"|(?:med|mellom|for|etter|utover|with|between|beyond|after)\s)"
)
# "Det er ikke avklart.": what isn't, the sentence before it says.
_PRONOUN = _compile(r"\b(?:dette|this|det|it|here|her)\s+(?:er|is|has|var|ble)\s*$")
_POINTS_BACK = _compile(r"\W*(?:dette|this|det|it|these|disse|desse)\s")
_ASKED = _compile(rf"{any_of('asked')}\s+(?:(?:om|på)\s+)?(?:{any_of('asks')})?")
ANSWERED = _compile(any_of("answered"))
UNKNOWN = _compile(any_of("unknown"))


def says_open(text: str) -> bool:
    """Whether a sentence says that what it names is open."""
    if _CHAPTER.match(text):
        return False
    lowered = text.casefold()
    if _has(lowered, _DENYING):
        if match := NOT_SETTLED.search(text):
            if _SUPPOSES.search(text[: match.start()]):
                return False
            if _ASKS.match(match["after"]):
                return True
            named = not _PRONOUN.search(text[: match.start()])
            return named and _ENDS.match(match["after"]) is not None
        if match := _UNKNOWN_TO_US.search(text):
            return _DENIED.search(match.group()) is not None
    if _ASKS_FIRST.match(text):
        return True
    if _has(lowered, _CLARIFYING) and (match := _TO_BE_SETTLED.search(text)):
        before = text[: match.start()]
        if not (_POINTS_BACK.match(text) or before.endswith("som") or _EVERY.search(text)):
            return True
    return any(
        found is not None and not _SUPPOSES.search(text[: found.start()])
        for hints, patterns in _SAYING
        if _has(lowered, hints)
        for found in (pattern.search(text) for pattern in patterns)
    )


def _has(lowered: str, hints: tuple[str, ...]) -> bool:
    return any(hint in lowered for hint in hints)


# What a sentence must hold before the patterns for it are tried, since these take their time.
_DENYING = ("ikk", "not", "no ", "inge", "inga", "yet to")
_CLARIFYING = (
    "klar", "avgj", "clarif", "decid", "settl", "resolv", "bestem", "determin", "agreed", "confirm",
    "stilling",
)  # fmt: skip
_OPENING = (
    "uavkl", "uklar", "uvis", "uavgj", "uløs", "uløys", "ubesv", "unclear", "undec", "unres",
    "unset", "unans", "åpe", "åpn", "ope", "opn",
)  # fmt: skip
_NEEDING = (
    "avklaring", "svar", "avgj", "beslut", "clarif", "decision", "answer", "confirm", "bekreft",
    "stadfest",
)  # fmt: skip
_SILENCE = (
    "svar", "stilling", "å si", "å seie", "to say", "to be ", "being", "under ", "treng", "needs a",
    "nothing", "ingenting", "ikkje noko", "utpek", "utnevn", "peikt", "kommet leng", "kome leng",
    "repl", "respond", "answer", "position",
)  # fmt: skip
_SAYING: tuple[tuple[tuple[str, ...], tuple[re.Pattern[str], ...]], ...] = (
    (_DENYING, (_NO_DECISION, _NOT_YET, _LACKING, _DEFERRED, _UNEXAMINED)),
    (_CLARIFYING, (_TO_SETTLE, _SETTLED_LATER, _UNTIL)),
    (_OPENING, (_UNCLEAR, _UNDECIDED, _STANDS_OPEN, _OPEN_QUESTION)),
    (_NEEDING, (_NEEDED,)),
    (("mangl", "lack", "missing", "funn"), (_MISSING,)),
    (_SILENCE, (_SILENT,)),
    ((")", "]", "– ", "— ", " - "), (_MARKED,)),
)
_GUESSING = ("usikk", "uncert", "åpent", "ope", "klart", "clear")
_TAKING_UP = (
    "stilling", "tilbake", "ny vurdering", "ny drøfting", "på nytt", "opp igjen", "opp att",
    "decide", "return", "recons", "come back",
)  # fmt: skip


def may_be_open(text: str) -> bool:
    """Whether a sentence says that somebody isn't sure, which may be a forecast too."""
    return _has(text.casefold(), _GUESSING) and _UNSURE.search(text) is not None


def points_back(text: str) -> bool:
    """Whether the sentence before names what it says is open, or will be taken up again."""
    lowered = text.casefold()
    match = NOT_SETTLED.search(text) if _has(lowered, _DENYING) else None
    if match is not None and _PRONOUN.search(text[: match.start()]):
        return True
    return _has(lowered, _TAKING_UP) and _TAKES_UP.search(text) is not None


def settled_later(text: str) -> bool:
    """Whether it says when something will be settled."""
    return _SETTLED_LATER.search(text) is not None


def asks(text: str) -> bool:
    """Whether it tells that somebody asked."""
    return _ASKED.search(text) is not None


# Below a label: that there is nothing.
NOTHING = _compile(r"\W*(?:ingen|ingenting|inga|ingenting|ikke noe|ikkje noko|none|nothing|no )\b")
# "2.6 Risks and what is not settled" is a heading, whatever it was set as.
_CHAPTER = re.compile(r"\d+(?:\.\d+)*\.?\s+(?:\S+\s+){0,10}[^\s.?!]+$")
_TO_YOU = _compile(rf"(?:.{{0,40}}[,:–-]\s)?(?:(?:og|and|men)\s)?{any_of('to_you')}")


_YOU = _compile(r"\b(?:du|deg|dere|dykk|dokker|you|your)\b")


def is_question(text: str) -> bool:
    """Whether a sentence is a question about something, not a request to its reader."""
    return text.rstrip().endswith("?") and not (_TO_YOU.match(text) or _YOU.search(text))


def is_unanswered(text: str) -> bool:
    """Whether an answer tells that nobody knows."""
    return UNKNOWN.search(text) is not None or says_open(text)
