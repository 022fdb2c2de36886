"""Which of bokmål, nynorsk and English a text is written in.

Function words decide: they are frequent, few and differ between the three. Questions of five words
are common here, which is where statistical detectors are weakest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")

_WORD = re.compile(r"[^\W\d_]+")
_NORWEGIAN_LETTER = re.compile("[æøå]")

# Words that only one of the three uses, or uses far more than the others. "As" and "if" are left
# out: Norwegian names end in them ("Storvik AS", "Sund IF").
_NB = frozenset(
    """hva hvem hvilke hvilken hvilket hvor hvordan hvorfor hvis ikke jeg meg deg dere vi noe noen
    mye bare være blir ble blitt fra også mellom etter gjennom samme begge selv eller et en den
    denne dette disse sin sine hun henne gjør gjøre kommer skal vil kunne må når mot både flere
    nå kun mens fordi å er av med for til på som om og at var har hadde etter vært
    kommunene fylkeskommunen eier hvorvidt dersom der her deres""".split()
)
_NN = frozenset(
    """kva kven kvar korleis kvifor kvifor kor korkje ikkje eg meg dykk dykkar noko nokon nokre
    mykje berre vere vert blir vart vorte frå òg mellom etter gjennom same begge sjølv eller eit
    ein den denne dette desse sine ho gjer gjere kjem skal vil kunne må når mot både fleire no
    medan fordi å er av med for til på som om og at var har hadde saman dei deira eiga
    kommunane fylkeskommunen eig dersom der her ei seier nokon kvart kvarandre høgare
    skule leiar leiaren tiltaka måla sjå sjølve skulle søkje søkjer utsett verksemd verksemder
    kommunar kostar høg tilskot eigar finst vi difor samstundes heile""".split()
)
_EN = frozenset(
    """what who whom whose which where when why how is are was were does do did the of and to in
    on with from that this these those has have had will shall should can could may a be
    been it its not there their they many much any about under into between or
    please name""".split()
)
# A paragraph of fewer words says little of its language; its score must be ahead of the others' by
# about one word that only it has. One language in a document of several has this share of the words
# at least, and is more than a quoted sentence.
_TELLING = 8
_GOOD_PART = 0.15
_LEAST_WORDS = 40
_AHEAD = 0.9
_ENOUGH = 2_000
_MOST_PARAGRAPHS = 400
# Shared between bokmål and nynorsk: they speak for Norwegian, not for either form.
_SHARED_WEIGHT = 0.4


def languages(paragraphs: Iterable[str], default: Language = "nb") -> tuple[Language, ...]:
    """The languages that a good part of a document is written in, the one of most words first.

    Each paragraph of some length speaks for one language with its words; short ones (names, dates,
    headings) say too little. Bokmål that quotes a sentence of nynorsk stays bokmål.
    """
    paragraphs = list(paragraphs)
    words: Counter[Language] = Counter()
    for text in paragraphs[:_MOST_PARAGRAPHS]:
        length = len(_WORD.findall(text))
        if length >= _TELLING and (language := _clear(text[:_ENOUGH])):
            words[language] += length
    if not words:
        return (detect(" ".join(paragraphs)[:_ENOUGH], default),)
    least = max(_GOOD_PART * words.total(), _LEAST_WORDS)
    first, *others = [language for language, _ in words.most_common()]
    return (first, *(other for other in others if words[other] >= least))


def _clear(text: str) -> Language | None:
    """The language of a text that leaves no doubt: a few words of the other form are no sign."""
    (best, score), (_, second), _ = sorted(_scores(text).items(), key=lambda one: -one[1])
    return best if score - second >= _AHEAD else None


def detect(text: str, default: Language = "nb") -> Language:
    """Return the language of ``text``; ``default`` where no function word says anything."""
    scores = _scores(text)
    best = max(scores.values())
    if best <= 0:
        return default
    winners = [language for language in LANGUAGES if scores[language] == best]
    return default if default in winners else winners[0]


def _scores(text: str) -> dict[Language, float]:
    scores: dict[Language, float] = {"nb": 0.0, "nn": 0.0, "en": 0.0}
    for word in _WORD.findall(text.lower()):
        in_nb, in_nn = word in _NB, word in _NN
        norwegian = _SHARED_WEIGHT if in_nb and in_nn else 1.0
        # A Norwegian letter says Norwegian, but names with one are common in English questions too.
        letter = 0.2 * bool(_NORWEGIAN_LETTER.search(word))
        scores["nb"] += norwegian * in_nb + letter
        scores["nn"] += norwegian * in_nn + letter
        scores["en"] += 1.0 * (word in _EN)
    return scores
