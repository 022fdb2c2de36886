"""The words of minutes and decisions (``lexicon/decisions.toml``) as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.extract.word_lists import lexicon


def any_word(words: Iterable[str]) -> str:
    """A pattern for any of these words, whole, the longest first.

    A "*" at the end stands for the rest of a word, a "-" at the start for its beginning.
    """
    return (
        rf"(?<!\w)(?:{'|'.join(_one(word) for word in sorted(words, key=len, reverse=True))})(?!\w)"
    )


def _one(word: str) -> str:
    pattern = re.escape(word.strip("-*")).replace(r"\ ", r"\s+")
    start = r"\w{0,30}" if word.startswith("-") else ""
    return start + pattern + (r"\w{0,30}" if word.endswith("*") else "")


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


WORDS = lexicon("decisions")
_OUTCOME, _ORGANS, _TOLD = WORDS["outcome"], WORDS["organs"], WORDS["told"]

# Labels that mean a decision in any document; a report has conclusions too.
DECIDED = _compile(any_word(set(WORDS["decision"]) - set(WORDS["of_minutes"])))
PROPOSAL = _compile(any_word(WORDS["proposal"]))
RECOMMENDATION = _compile(any_word(WORDS["recommendation"]))
MINUTES = _compile(any_word(WORDS["minutes"]))
OTHER_BUSINESS = _compile(rf"\W*{any_word(WORDS['other_business'])}\W*")
VOTE_LABEL = _compile(any_word(WORDS["vote_label"]))
MOVED_BY = _compile(rf"\W*{any_word(WORDS['moved_by'])}\s")
FELL = _compile(any_word(WORDS["fell"]))
PASSED = _compile(any_word(WORDS["passed"]))
REPEALED = _compile(any_word(WORDS["repealed"]["words"]))

LATER_REPEALED = _compile(
    rf"{any_word(WORDS['repealed']['later'])}\s(?:ble\s|blei\s|vart\s)?{REPEALED.pattern}"
)
UNANIMOUS = _compile(any_word(WORDS["unanimous"]))
_VOTE = any_word(WORDS["vote"])
_NUMBER = rf"(?:\d{{1,3}}|{any_word(WORDS['few'])})"
# "6 stemmer mot 1", "21 mot 2 stemmer", "9 stemmer, 14 stemte mot", "mot én stemme", "6 stemmer".
COUNT = _compile(
    rf"(?:\d{{1,3}}\s(?:{_VOTE}\s)?(?:mot|against|to)\s\d{{1,3}}(?!\d|[./]\d)"
    rf"|(?:mot|against)\s{_NUMBER}\s{_VOTE}|{_NUMBER}\s{_VOTE})"
)
AGAINST = _compile(
    rf"(?:\d{{1,3}}\s(?:{_VOTE}\s)?(?:mot|against|to)\s[1-9]\d{{0,2}}(?!\d|[./]\d)"
    rf"|(?:mot|against)\s{_NUMBER}\s{_VOTE}|{any_word(WORDS['not_unanimous'])})"
)

# "Protokollen er godkjent." approves something, "godkjente kostnader" doesn't.
_PREDICATE = (
    rf"{any_word(WORDS['predicate'])}(?=\s*(?:$|[.,;:)(]|{any_word(WORDS['after_predicate'])}))"
)
OUTCOMES = tuple(
    (name, _compile(any_word(words) + (rf"|{_PREDICATE}" if name == "approved" else "")))
    for name, words in _OUTCOME.items()
)
POSTPONED = _compile(
    rf"^\W*(?:.{{0,40}}?\b)?{any_word(WORDS['postponed']['subject'])}[^.;:]{{0,60}}?"
    rf"{any_word(WORDS['postponed']['verb'])}"
    rf"|^\W*(?:sak(?:en|a)?\s)?{any_word(WORDS['postponed']['verb'])}"
)

_TAIL = (
    rf"(?:\s+(?:i|for|av|ved|of|on)\s+(?:den\s|det\s|the\s)?"
    rf"(?:[A-ZÆØÅ][\w.&-]*(?:\s+(?:(?:og|i|for|&|of|and)\s+)?[A-ZÆØÅ][\w.&-]*){{0,4}}"
    rf"(?:\s+{any_word(_ORGANS['nouns'])})?"
    rf"|(?<=for\s)[a-zæøå-]{{3,}}(?:,\s[a-zæøå-]{{3,}}){{0,2}}(?:\s+og\s+[a-zæøå-]{{3,}})?))?"
)
_ORGAN = any_word(_ORGANS["names"])
# "Osedal kommunestyre", "styret i Brimfjord næringsråd", "Hovudutval for næring".
# Case matters in what follows and precedes an organ: a name has capital letters.
_NAMED = rf"(?<!\w)[A-ZÆØÅ][\w-]{{1,40}}\s+(?i:{any_word(_ORGANS['indefinite'])})"
ORGAN = re.compile(rf"(?:{_NAMED}|(?i:{_ORGAN})){_TAIL}")
MUNICIPALITY = r"[A-ZÆØÅ][\w-]+(?:\s(?:og\s)?[A-ZÆØÅ][\w-]+){0,2}\s(?:fylkes)?kommune"
# "Styremøte i Brimvik havn": the board of it met.
MEETINGS: dict[str, str] = dict(_ORGANS["meetings"])
MEETING = re.compile(rf"(?P<meeting>(?i:{any_word(MEETINGS)}))(?P<of>{_TAIL})")
# Bodies that every organisation has one of: alone they mean the one of whoever writes.
OWN_ORGAN = _compile(any_word(_ORGANS["of_organisations"]))
OWN_COUNCIL = _compile(any_word(_ORGANS["of_municipalities"]))
BODY_LABEL = _compile(rf"\W*(?:{any_word(_ORGANS['labels'])})\W*$")
DATE_LABEL = _compile(rf"\W*(?:{any_word(_ORGANS['dates'])})\W*$")

_WHOSE = any_word([*_ORGANS["names"], *(f"{name}s" for name in _ORGANS["names"])])
# "Vedtak", "Kommunestyrets vedtak 12.06.2023", "Det vart gjort slikt vedtak".
DECISION_LABEL = _compile(
    rf"\W*(?:(?:{any_word(WORDS['decision_before'])}|{_WHOSE}|sitt|sine)\s+){{0,7}}"
    rf"{any_word(WORDS['decision'])}"
    rf"(?:\s+(?:i|av|for|frå|fra|ble|blei|vart|fattet|fatta|dato|den|in|by|of|was|følgende|følgjande|at)"
    rf"\b[^.!?]{{0,60}}|[\s\d./–-]{{0,14}})\W*$"
)

HINTS: tuple[str, ...] = tuple(_TOLD["hints"])
ACTIVE = _compile(any_word(_TOLD["active"]))
AUXILIARY = any_word(_TOLD["auxiliary"])
PASSIVE = _compile(any_word(_TOLD["passive"]))
BE = _compile(any_word(_TOLD["be"]))
UNDECIDED = _compile(any_word(_TOLD["undecided"]))
NOTED_AFTER = _compile(rf"\(\s*{any_word(_TOLD['noted_after'])}\s*\)\W*$")

COLUMNS = {
    name: _compile(rf"\W*(?:{any_word(words)})\W*$") for name, words in WORDS["columns"].items()
}

# "Sak 12/24", "RS-sak 13/24", "PS 45/2023", "Case 3/24"; the number alone is in "number".
_SERIES = (
    r"(?:(?:[A-ZÆØÅ]{1,5}-\s?)?[Ss](?:ak|AK)(?:en|a)?(?:s?nr\.?|\s+nr\.?|snummer)?"
    r"|[Cc]ase(?:\s+(?:no\.?|number))?|[Ii]tem|(?:PS|FS|KS|KST|FSK|BS|FT|FU|RS|UTV)-?)"
)
NUMBER = r"(?:\d{1,4}/(?:(?:19|20)\d{2}|\d{2})|(?:19|20)\d{2}/\d{1,5})(?![\d/]|[.,]\d)"
CASE = re.compile(rf"(?<![\w/])(?P<series>{_SERIES})[\s:.]*(?P<number>{NUMBER})")
POINT = _compile(r"[\s,]*(?:punkt|pkt\.?|point|ledd|nr\.?)\s*(?P<point>\d{1,2}|[a-z]\b)")
