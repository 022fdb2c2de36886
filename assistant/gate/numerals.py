"""Numbers as words: nb, nn, en."""

from __future__ import annotations

SMALL = {
    word: value
    for value, words in {
        2: "to two", 3: "tre three", 4: "fire four", 5: "fem five", 6: "seks six",
        7: "sju syv seven", 8: "åtte eight", 9: "ni nine", 10: "ti ten", 11: "elleve eleven",
        12: "tolv twelve dusin dozen", 13: "tretten thirteen", 14: "fjorten fourteen",
        15: "femten fifteen", 16: "seksten sixteen", 17: "sytten seventeen", 18: "atten eighteen",
        19: "nitten nineteen", 20: "tjue tyve twenty", 30: "tretti tredve thirty",
        40: "førti forty", 50: "femti fifty", 60: "seksti sixty", 70: "sytti seventy",
        80: "åtti eighty", 90: "nitti ninety", 100: "hundre hundred",
    }.items()
    for word in words.split()
}  # fmt: skip
ONES = {**SMALL, **dict.fromkeys("en ein ett eitt én one".split(), 1)}
WORDS = SMALL | {
    tens + joint + ones: SMALL[tens] + value
    for tens in SMALL
    if SMALL[tens] % 10 == 0 and 20 <= SMALL[tens] <= 90
    for ones, value in ONES.items()
    if value < 10
    for joint in ("", "-")
}
PARTS = {
    word: value
    for value, words in {
        2: "halvparten halvdelen half",
        3: "tredel tredeler tredelar tredjedel tredjedeler thirds",
        4: "fjerdedel fjerdedeler fjerdedelar firedel firedeler firedelar fjerdepart",
        5: "femdel femdeler femdelar femtedel femtedeler fifths",
        10: "tidel tidels tiendedel tenths",
    }.items()
    for word in words.split()
}  # fmt: skip
ORDINALS = {
    word: value
    for value, words in {
        2: "annen andre other second", 3: "tredje third", 4: "fjerde fourth", 5: "femte fifth",
        10: "tiende tenth",
    }.items()
    for word in words.split()
}  # fmt: skip
