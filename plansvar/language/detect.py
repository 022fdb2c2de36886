"""Which of bokmål, nynorsk and English a text is written in.

Function words decide: they are frequent, few and differ between the three. Questions of five words
are common here, which is where statistical detectors are weakest.
"""

from __future__ import annotations

import re
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
    kommunar kostar høg tilskot eigar finst""".split()
)
_EN = frozenset(
    """what who whom whose which where when why how is are was were does do did the of and to in
    on with from that this these those has have had will shall should can could may a be
    been it its not there their they many much any about under into between or
    please name""".split()
)
# Shared between bokmål and nynorsk: they speak for Norwegian, not for either form.
_SHARED_WEIGHT = 0.4


def detect(text: str, default: Language = "nb") -> Language:
    """Return the language of ``text``; ``default`` where no function word says anything."""
    scores: dict[Language, float] = {"nb": 0.0, "nn": 0.0, "en": 0.0}
    for word in _WORD.findall(text.lower()):
        in_nb, in_nn = word in _NB, word in _NN
        norwegian = _SHARED_WEIGHT if in_nb and in_nn else 1.0
        # A Norwegian letter says Norwegian, but names with one are common in English questions too.
        letter = 0.2 * bool(_NORWEGIAN_LETTER.search(word))
        scores["nb"] += norwegian * in_nb + letter
        scores["nn"] += norwegian * in_nn + letter
        scores["en"] += 1.0 * (word in _EN)
    best = max(scores.values())
    if best <= 0:
        return default
    winners = [language for language in LANGUAGES if scores[language] == best]
    return default if default in winners else winners[0]
