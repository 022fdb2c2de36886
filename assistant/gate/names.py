"""Names and bodies of a sentence that its quotes don't have, or don't have together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.gate.lexicon import bearing, groups, key, same
from assistant.gate.statements import Statement, Word, read_all
from assistant.gate.values import is_english
from assistant.gate.wordlists import LIGHT_WORDS

# Bodies and offices act as names do, though they are written small.
PARTY = re.compile(
    r"(?:styre[tr]?|kommunene|fylket|part[iy](?:et)?|verket|vesen(?:et)?|etat(?:en)?|bank(?:en)?|fond(?:et)?"
    r"|myndighet(?:en|ene|a|ane)?|tilsyn(?:et)?|formannskap(?:et)?|ting(?:et)?|departement(?:et)?|kommune[nr]?|kommunane"
    r"|regjering[ae]?n?|utval(?:g|get|et|s)?|foreninge?n?a?|forein\w+|\wlaget|administrasjon(?:en)?"
    r"|sekretariat(?:et)?|nemnda?|komit[eé]e?n|rådmann(?:en)?|direktør(?:en)?|ordfører?(?:en)?"
    r"|ordførar(?:en)?|\wleder(?:en)?|\wleiar(?:en)?|\wsjef(?:en)?|ministere?n?|råd(?:et|en)?"
    r"|representantskap(?:et)?|selskap(?:et)?|universitet(?:et)?|høgskole[n]?|klyng[ea]n?"
    r"|council|board|committee|mayor|ministry|association|government|county|municipality"
    r"|university|college|cluster|director|secretariat)s?$",
    re.IGNORECASE,
)
# A first word with one of these endings is an ordinary word.
_COMMON_ENDING = re.compile(
    r"(?:en|et|ene|ane|ing|inga|ingen|het|heit|er|ar|sjon|skap|else|s|ed|ly|a|e|t)$"
)
_TITLES = frozenset("as asa sa iks kf hf ba da ltd inc".split())


def is_party(word: Word) -> bool:
    """Whether a word names a body or an office ("kommunestyret")."""
    return word.is_content and PARTY.search(word.text) is not None


def strange_names(told: Statement, quotes: Sequence[str], around: str) -> bool:
    """Whether a sentence names somebody or something that quotes and headings don't."""
    written = [word for quote in quotes for one in read_all(quote) for word in one.words]
    beside = [word for one in read_all(around) for word in one.words]
    known = frozenset(word.stem for word in (*written, *beside))
    plain = frozenset(key(word.text) for word in (*written, *beside) if word.is_content)
    flat = " ".join([*quotes, around]).casefold()
    for word in told.words:
        if word.is_name and not _is_known(word, known, plain, flat):
            return True
        if not word.is_name and is_party(word) and not _party_known(word, plain):
            # Bodies have no fixed names in another language.
            if is_english(told.text) and any(is_party(one) for one in written):
                continue
            return True
    return _put_first(told, written, known, plain) or _joined_anew(told, quotes, around)


def _is_known(word: Word, known: frozenset[str], plain: frozenset[str], flat: str) -> bool:
    """Whether a name stands there, also with an ending of its own ("Sunds", "GRIPs", "GRIP-en")."""
    if word.stem in known or word.text.casefold() in known:
        return True
    bare = re.sub(r"(?:['’]?s|-?e[nt])$", "", word.text).casefold()
    if len(bare) > 2 and (bare in known or bare.removesuffix("s") in known):
        return True
    if word.text.isupper() or not word.text[1:].islower():
        return re.search(rf"(?<!\w){re.escape(word.text.casefold())}(?!\w)", flat) is not None
    # Titles and institutions are put into another language, and common words are written large.
    term = key(word.text)
    return any(same(term, other) for other in plain) or (
        bool(groups(term)) and bearing(term, plain) == 1.0
    )


def _party_known(word: Word, plain: frozenset[str]) -> bool:
    """Whether a body is there: "styret" may be the "kommunestyret", but not the other way round."""
    term = word.stem
    if any(same(term, other) or (len(term) > 3 and other.endswith(term)) for other in plain):
        return True
    return bool(groups(term)) and not _is_compound(term) and bearing(term, plain) == 1.0


def _is_compound(term: str) -> bool:
    return re.search(r"^\w{3,}(?:styr|råd|utvalg|leder|sjef|direktør)$", term) is not None


def _put_first(
    told: Statement, written: Sequence[Word], known: frozenset[str], plain: frozenset[str]
) -> bool:
    """A first word that the quotes don't have, where a name of theirs is gone: put in its place."""
    missing = {word.stem for word in written if word.is_name} - {word.stem for word in told.words}
    here = {word.stem for word in told.words}
    missing |= {word.stem for word in written if _may_be_name(word) and word.stem not in here}
    for word in told.words:
        if not word.opens or word.is_name or not word.is_content or not word.text[0].isupper():
            continue
        if not _may_be_name(word):
            continue
        strange = word.stem not in known and bearing(word.stem, plain) == 0
        if strange and missing:
            return True
    return False


def _may_be_name(word: Word) -> bool:
    """Whether a first word is no ordinary word that we know."""
    ordinary = word.text.lower() in LIGHT_WORDS or groups(key(word.text))
    capital = word.opens and word.is_content and word.text[0].isupper()
    return capital and not ordinary and not _COMMON_ENDING.search(word.text)


def _joined_anew(told: Statement, quotes: Sequence[str], around: str) -> bool:
    """Whether two names, or a name and a body, stand together that only stand apart there.

    "Jørund Liagrend" where there are Jørund Lidheimsmo and Tormod Liagrend; "Vik kommune" where
    there are Vik and Sund kommune.
    """
    statements = [one for text in (*quotes, around) for one in read_all(text)]
    there = {(one.stem, key(other.text)) for text in statements for one, other in _adjacent(text)}
    first = {one for one, _ in there}
    second = {other for _, other in there}
    for one, other in _adjacent(told):
        last = key(other.text)
        if one.stem not in first or (one.stem, last) in there or other.text.lower() in _TITLES:
            continue
        # "Brimfjord Business Council" for "Brimfjord næringsråd" is a translation.
        translated = any(start == one.stem and same(last, end) for start, end in there)
        if last in second and not translated:
            return True
    return False


def _adjacent(statement: Statement) -> Iterator[tuple[Word, Word]]:
    """A name, and the name or body right behind it."""
    for one, other in pairwise(statement.words):
        close = statement.text[one.end : other.start] == " "
        if one.is_name and close and (other.is_name or is_party(other)):
            yield one, other
