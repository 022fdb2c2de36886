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


WORDS, HEDGES = lexicon("decisions"), lexicon("hedges")
_OUTCOME, _ORGANS, _TOLD = WORDS["outcome"], WORDS["organs"], WORDS["told"]

# Labels that mean a decision in any document; a report has conclusions too.
DECIDED = _compile(any_word(set(WORDS["decision"]) - set(WORDS["of_minutes"])))
PROPOSAL = _compile(any_word(WORDS["proposal"]))
RECOMMENDATION = _compile(any_word(WORDS["recommendation"]))
MINUTES = _compile(any_word(WORDS["minutes"]))
# A line that says that these are minutes: "MØTEPROTOKOLL", "Referat frå styremøte".
MINUTES_LINE = _compile(
    rf"\W*(?:(?:sv|vs|re|fw|fwd):\s*)*"
    rf"(?:{any_word(WORDS['minutes'])}|{any_word(WORDS['minutes_first'])})"
)
OTHER_BUSINESS = _compile(rf"\W*{any_word(WORDS['other_business'])}\W*")
VOTE_LABEL = _compile(any_word(WORDS["vote_label"]))
MOVED_BY = _compile(rf"\W*{any_word(WORDS['moved_by'])}\s")
FELL = _compile(any_word(WORDS["fell"]))
PASSED = _compile(any_word(WORDS["passed"]))
REPEALED = _compile(any_word(WORDS["repealed"]["words"]))

LATER_REPEALED = _compile(
    rf"{any_word(WORDS['repealed']['later'])}\s(?:ble\s|blei\s|vart\s)?{REPEALED.pattern}"
)
_UNANIMOUS = any_word(WORDS["unanimous"])
UNANIMOUS = _compile(_UNANIMOUS)
_VOTE = any_word(WORDS["vote"])
_NUMBER = rf"(?:\d{{1,3}}|{any_word(WORDS['few'])})"
_COUNTED = rf"{_NUMBER}\s{_VOTE}"
# "6 stemmer mot 1", "21 mot 2 stemmer", "9 stemmer, 14 stemte mot", "mot én stemme", "6 stemmer".
COUNT = _compile(
    rf"(?:\d{{1,3}}\s(?:{_VOTE}\s)?(?:mot|against|to)\s\d{{1,3}}(?!\d|[./]\d)"
    rf"|(?:mot|against)\s{_NUMBER}\s{_VOTE}|{_NUMBER}\s{_VOTE})"
)
AGAINST = _compile(
    rf"(?:\d{{1,3}}\s(?:{_VOTE}\s)?(?:mot|against|to)\s[1-9]\d{{0,2}}(?!\d|[./]\d)"
    rf"|(?:mot|against)\s{_NUMBER}\s{_VOTE}|{any_word(WORDS['not_unanimous'])})"
)

# Nothing but the result: "Enstemmig.", "Votering: 17 mot 8 stemmer."
BARE_VOTE = _compile(
    rf"\W*(?:{any_word(WORDS['vote_label'])}\W+)?(?:{any_word(WORDS['passed'])}\W+(?:med\s)?)?"
    rf"(?:{any_word(WORDS['unanimous'])}(?:\s{any_word(WORDS['passed'])})?|{COUNT.pattern})"
    rf"(?:\s(?:stemmer|røyster|votes)|\s*\([^()]{{1,60}}\))?\W*"
)
# Who moved something in the course of the talk: "Moe (H) foreslo å utsette saken".
MOVED = _compile(any_word(WORDS["moved"]))
# A point that goes on about what the one before it decided: "Tiltaket …", "Ny frist er …".
# "Fristen for innspill …" has a subject of its own, "fristen for tiltaket" hasn't.
_BACK = any_word(WORDS["points_back"])
POINTS_BACK = _compile(rf"\W*{_BACK}(?!\s+(?:for|om|av|til|på|i|fra|frå|of|on|from)\s(?!{_BACK}))")
RELATIVE = _compile(any_word(WORDS["relative"]))

# "Protokollen er godkjent." approves something, "godkjente kostnader" doesn't.
_PREDICATE = (
    rf"{any_word(WORDS['predicate'])}(?=\s*(?:$|[.,;:)(]|{any_word(WORDS['after_predicate'])}))"
)
# "Styret godkjente regnskapet"; not "godkjente kostnader" inside a sentence.
_APPROVED = (
    rf"(?:^\W*|{any_word(_ORGANS['names'])}\s+){any_word(WORDS['approved_by'])}(?=\s+[\wæøå])"
)
OUTCOMES = tuple(
    (name, _compile(any_word(words) + (f"|{_PREDICATE}|{_APPROVED}" if name == "approved" else "")))
    for name, words in _OUTCOME.items()
)
_PUT = WORDS["postponed"]
_SUBJECT, _PUT_OFF = any_word(_PUT["subject"]), any_word(_PUT["verb"])
_SEND, _WITHDRAWN = any_word(_PUT["send"]), any_word(_PUT["withdrawn"])
# "Saken utsettes", "utsette behandlingen", "sender saka tilbake"; a deadline isn't meant.
_NO_DEADLINE = r"(?:(?!frist|deadline)[^.;:])"
POSTPONED = _compile(
    rf"^\W*(?:{_NO_DEADLINE}{{0,60}}?\b)?{_SUBJECT}{_NO_DEADLINE}{{0,60}}?{_PUT_OFF}"
    rf"|{_PUT_OFF}\s+(?:(?!\w*frist)\w+\s+){{0,2}}{_SUBJECT}"
    rf"|^\W*(?:sak(?:en|a)?\s)?(?:[^\W\d]+\s+)?{_PUT_OFF}(?!\s+\w*(?:frist|deadline))"
    rf"|{any_word(_PUT['whole'])}"
    rf"|{_SEND}\s+(?:\w+\s+){{0,2}}{_SUBJECT}\s+(?:\w+\s+){{0,6}}?{any_word(_PUT['back'])}"
    rf"|{_SUBJECT}\s+(?:\w+\s+){{0,3}}?{_WITHDRAWN}(?!\s+(?:\w+\s+)?(?:fram|frem|opp|tilbake))"
    rf"|{_WITHDRAWN}\s+(?:sak(?:en|a)?|the\s(?:case|item))(?!\w|\s+fram)"
)
_NOT = any_word(HEDGES["negated"])
_DENIED = any_word(WORDS["denied"]["verbs"])
_GIVES, _NOUNS = any_word(WORDS["denied"]["gives"]), any_word(WORDS["denied"]["nouns"])
_WORDS_BETWEEN = r"(?:\s+\w+){0,3}?\s+"
# "ikke godkjent", "godkjennes ikke", "gir ikke støtte", "Nei til å bygge".
DENIED = _compile(
    rf"{_NOT}{_WORDS_BETWEEN}{_DENIED}|{_DENIED}\s+(?:\w+\s+)?{_NOT}"
    rf"|{_GIVES}\s+(?:\w+\s+){{0,3}}?{_NOT}\s+(?:\w+\s+){{0,2}}?{_NOUNS}"
    rf"|{_NOT}\s+(?:\w+\s+)?{_GIVES}\s+(?:\w+\s+){{0,3}}?{_NOUNS}"
    rf"|^\W*{any_word(WORDS['denied']['no'])}"
    rf"|(?:^\W*(?:\w+\s+){{0,2}}?|{_GIVES}\s+(?:\w+\s+){{0,3}}?){any_word(WORDS['denied']['refusal'])}"
)
# What follows is said of something else.
BUT = _compile(r",\s(?:men|mens|medan|but|while)\s|;\s")
ADOPTS = _compile(any_word(WORDS["denied"]["adopts"]))
REPEALED_RULE = _compile(
    rf"{any_word(WORDS['repealed']['verbs'])}"
    rf"|{any_word(WORDS['denied']['adopts'])}\s+(?:å|to)\s+{any_word(WORDS['repealed']['infinitives'])}"
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
MEETING = re.compile(
    rf"(?P<meeting>(?i:{any_word(MEETINGS)}))(?P<of>{_TAIL})"
    r"(?P<letters>(?:(?<=[a-zæøå])\s[A-ZÆØÅ]{2,5}(?=\s\d|\s*$))?)"
)
# "Referat fra møte i Nordhavn næringsforum 12. mars": who met, whatever it is called.
MET = re.compile(
    r"(?i:møtet?|meeting)\s(?i:nr\.?\s\d+\s)?(?i:i|of|in|for)\s(?P<body>[A-ZÆØÅ][^\d,.:;()|–]{2,60}?)"
    r"(?=\s*(?:$|\d|[,.:;()|–]|\n)|\s(?i:den|on|mandag|tirsdag|onsdag|torsdag|fredag|måndag|tysdag)\s)"
)
# Bodies that every organisation has one of: alone they mean the one of whoever writes.
OWN_ORGAN = _compile(any_word(_ORGANS["of_organisations"]))
OWN_COUNCIL = _compile(any_word(_ORGANS["of_municipalities"]))
BODY_LABEL = _compile(rf"\W*(?:{any_word(_ORGANS['labels'])})\W*$")
SURE_BODY_LABEL = _compile(rf"\W*(?:{any_word(_ORGANS['sure_labels'])})\W*$")
DATE_LABEL = _compile(rf"\W*(?:{any_word(_ORGANS['dates'])})\W*$")

# A body by its letters, as minutes call themselves: "AU gjorde slikt vedtak".
_SHORT_NAME = r"(?-i:(?<!\w)[A-ZÆØÅ]{2,5}(?!\w))"
_WHOSE = any_word([*_ORGANS["names"], *(f"{name}s" for name in _ORGANS["names"])])
# "Vedtak", "Kommunestyrets vedtak 12.06.2023", "Det vart gjort slikt vedtak".
DECISION_LABEL = _compile(
    rf"\W*(?:(?:{any_word(WORDS['decision_before'])}|{_WHOSE}|{_SHORT_NAME}|sitt|sine)\s+){{0,7}}"
    rf"{any_word(WORDS['decision'])}"
    rf"(?:\s+(?:i|av|for|frå|fra|ble|blei|vart|fattet|fatta|dato|den|in|by|of|was|følgende|følgjande|at)"
    rf"\b[^.!?]{{0,60}}|[\s\d./–-]{{0,14}}"
    rf"|[\s,;–-]+(?:{_UNANIMOUS}|{_COUNTED}|{COUNT.pattern})[^.!?:]{{0,30}})\W*$"
)
# "Behandling:", "Protokolltilførsel fra H:": what was said, and what was added.
TALK_LABEL = _compile(rf"\W*{any_word(WORDS['talk_label'])}")
TASK_LABEL = _compile(rf"\W*{any_word(WORDS['task_label'])}\W*")
# "Rådmannens vurdering og konklusjon" is a proposal.
OF_OFFICER = _compile(
    rf"\W*{any_word(WORDS['officers'])}\s(?:.{{0,30}}\s)?(?:konklusjon|conclusion)"
)

_NOTES = rf"(?:tok|tar|tek|took|takes)\s(?:[^;:]{{1,80}}?\s)?{any_word(_OUTCOME['noted'])}"
_SENDS_BACK = rf"{_SEND}\s(?:\w+\s){{1,4}}?{any_word(_PUT['back'])}"
# "… gjorde styret desse vedtaka:", "Følgende ble vedtatt i kommunestyret:".
ANNOUNCES = _compile(any_word(_TOLD["announces"]))
HINTS: tuple[str, ...] = tuple(_TOLD["hints"])
# The end of a sentence that leads to what was decided: "… gjorde styret slikt vedtak".
MADE_SO = _compile(
    rf"{any_word(WORDS['made_so']['verbs'])}(?:\s[\w-]+){{0,5}}?\s{any_word(WORDS['made_so']['nouns'])}\W*$"
)
_MADE = rf"(?:gjorde|gjort|fattet|fatta)\s(?:[^;:]{{1,60}}?\s)?{any_word(_TOLD['made'])}"
ACTIVE = _compile(rf"(?:{any_word(_TOLD['active'])}|{_NOTES}|{_SENDS_BACK}|{_MADE})")
AUXILIARY = any_word(_TOLD["auxiliary"])
PASSIVE = _compile(any_word(_TOLD["passive"]))
BE = _compile(any_word(_TOLD["be"]))
UNDECIDED = _compile(any_word([*_TOLD["undecided"], *HEDGES["negated"], *HEDGES["supposed"]]))
HEDGED_VERB = _compile(any_word(HEDGES["supposed"]))
# In minutes, without a label: "Styret vedtar …", "Referatet ble godkjent uten merknader."
_ADVERBS = any_word([*_TOLD["adverbs"], *WORDS["unanimous"]])
MEETING_DECIDES = re.compile(
    rf"\W*{ORGAN.pattern}\s+(?i:(?:{_ADVERBS}\s+){{0,2}}"
    rf"(?P<verb>{ACTIVE.pattern}|{any_word(_TOLD['present'])}))"
)
# … where the body that met is called by its letters: "AU støttar framlegget".
LETTERS_DECIDE = re.compile(
    rf"\W*(?P<who>[A-ZÆØÅ]{{2,5}})\s+(?i:(?:{_ADVERBS}\s+){{0,2}}"
    rf"(?P<verb>{ACTIVE.pattern}|{any_word(_TOLD['present'])}|{any_word(_TOLD['moves'])}))"
    rf"(?!\s+(?i:{_NOT}))"
)
# … and where it moves a deadline, sets a frame: only minutes tell that as a decision.
MEETING_MOVES = re.compile(
    rf"\W*{ORGAN.pattern}\s+(?i:(?:{_ADVERBS}\s+){{0,2}}(?P<verb>{any_word(_TOLD['moves'])}))"
    rf"(?!\s+(?i:{_NOT}))"
)
# Nothing but what came of it: "Tatt til etterretning.", "Utsett til neste møte."
BARE_OUTCOME = _compile(
    rf"\W*(?:{any_word(_TOLD['bare'])}\W+)?(?:{any_word(_OUTCOME['noted'])}|{_PUT_OFF})"
    r"(?:\s(?:til|to)\s[^.;:,]{2,40})?\W*"
)
IS_DECIDED = _compile(
    rf"[^;:?!]{{2,120}}?\s{BE.pattern}\s+(?:{_ADVERBS}\s+){{0,2}}(?P<verb>{PASSIVE.pattern})"
    rf"(?:\s+(?:uten|utan|med|without|with)\s[^.;:]{{2,60}}|\s+til\s[^.;:]{{2,60}})?\W*$"
)
NOTED_AFTER = _compile(rf"\(\s*{any_word(_TOLD['noted_after'])}\s*\)\W*$")

COLUMNS = {
    name: _compile(rf"\W*(?:{any_word(words)})\W*$") for name, words in WORDS["columns"].items()
}

# "Sak 12/24", "RS-sak 13/24", "PS 45/2023", "Case 3/24"; the number alone is in "number".
_SERIES = (
    r"(?:(?:[A-ZÆØÅ]{1,5}-\s?)?[Ss](?:ak|AK)(?:en|a)?(?:s?nr\.?|\s+nr\.?|snummer)?"
    r"|(?!(?i:arkiv|journal|elements|web))[A-ZÆØÅa-zæøå]{3,25}sak(?:en|a)?(?:\s+nr\.?)?"
    r"|[Cc]ase(?:\s+(?:no\.?|number))?|[Ii]tem|(?:PS|FS|KS|KST|FSK|BS|FT|FU|RS|UTV)-?"
    rf"|(?!(?:{'|'.join(WORDS['no_series'])})\b)[A-ZÆØÅ]{{2,3}}[ -])"
)
NUMBER = r"(?:\d{1,4}/(?:(?:19|20)\d{2}|\d{2})|(?:19|20)\d{2}/\d{1,5})(?![\d/]|[.,]\d)"
CASE = re.compile(rf"(?<![\w/])(?P<series>{_SERIES})[\s:.]*(?P<number>{NUMBER})")
# In minutes a case may have a number without a year: "Sak 5: Budsjett", "Sak 12-24 Kaia".
LOOSE_CASE = re.compile(
    r"\s*(?i:sak|case|item)(?i:\s*nr\.?|\s*no\.?)?\s*(?P<number>\d{1,3}(?:[-.]\d{2}(?:\d{2})?)?)"
    r"(?=\s*[:.–—-]?\s+[A-ZÆØÅ«\"])"
)
# "Saksprotokoll i Formannskapet - 30.05.2024": what follows was said and decided there.
DEALT_WITH = _compile(rf"\W*(?:{any_word(WORDS['dealt_with'])}\W+)?(?:(?:i|by|in)\s+)?")
POINT = _compile(r"[\s,]*(?:punkt|pkt\.?|point|ledd|nr\.?)\s*(?P<point>\d{1,2}|[a-z]\b)")
