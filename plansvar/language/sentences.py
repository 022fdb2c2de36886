"""Cut Norwegian and English running text into sentences, as spans of the text itself."""

from __future__ import annotations

import re

# Written with a full stop in the middle of a sentence. Kept lower case.
_ABBREVIATIONS = frozenset(
    """adm adr al alm anm art aug avd bd bl bla ca co des div dr ds dvs e.kr ekskl eks el eng enkl
    etg etc ev evt f feb fl fig fork forts fr fvt f.eks f.kr f.o.m hhv hr i.e if iht ind ing inkl
    innb int jan jf jfr jr jul jun kap kgl kl km kr ku lign lnr m.a m.fl m.m m.v mill mfl mht mr
    mrd mrs ms mtp mv nat nov nr nov obs off okt ol op org osv p pga pkt pst red ref reg resp
    s sept sek sgt sml sms st stk str t.d t.o.m tab tilsv tlf tom trl u utg vedl vedr vs
    o.l o.a bl.a m.a.o d.v.s p.t pr i.f.m ifm ift ihht jfr vol e.g no inc ltd prof gnr bnr
    tidl tils suppl spm prop innst meld dir avg ansv komm""".split()
)
_END = re.compile(r"(?<![.!?…])(?P<stop>[.!?…]+)(?P<close>[\"»”’')\]]*)(?P<gap>\s+|$)")
_LAST_WORD = re.compile(r"[\w.]+$")
# No abbreviation or ordinal is longer; what is searched stays short in a text without spaces.
_LONGEST_LAST_WORD = 20
_MONTH = re.compile(
    r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|des)\b",
    re.IGNORECASE,
)
_DAY_OF_JULY = re.compile(r"\d\.?\s+jul$", re.IGNORECASE)
# What is named by a capital letter.
_LETTERED = re.compile(
    r"\b(?:alternativ(?:et)?|modell|variant|opsjon|punkt|pkt\.?|del|fase|trinn|trasé|gruppe|option"
    r"|alternative|phase|model|part|group) [A-Z]$",
    re.IGNORECASE,
)
_STARTS_SENTENCE = re.compile(r"[\"«“”‘'(\[–—-]*\s*[A-ZÆØÅÀ-Þ0-9•]")


def sentence_spans(text: str, offset: int = 0) -> list[tuple[int, int]]:
    """Spans ``[start, end)`` of the sentences of one paragraph, without white space around them.

    ``offset`` is added to both ends, for a paragraph that is part of a longer text.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.end() < len(text) and not _is_boundary(text, start, match):
            continue
        _append(spans, text, start, match.end("close"), offset)
        start = match.end()
    _append(spans, text, start, len(text), offset)
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int, offset: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append((start + left + offset, start + right + offset))


def _is_boundary(text: str, start: int, match: re.Match[str]) -> bool:
    if not _STARTS_SENTENCE.match(text, match.end()):
        return False
    if match["stop"] != ".":
        # «Hva nå?» spør hun: a quoted question goes on in lower case, which was caught above.
        return True
    if match["close"]:
        return True
    last = _LAST_WORD.search(text[max(start, match.start() - _LONGEST_LAST_WORD) : match.start()])
    word = last.group().lower() if last else ""
    if word == "jul" and not _DAY_OF_JULY.search(text[start : match.start()]):
        return True  # "… levere før jul. Styret …": Christmas, not July
    if word in _ABBREVIATIONS:
        return False
    if word.isdigit() and len(word) <= 2:
        # An ordinal: "3. desember", "1. En samlet region".
        return not (
            _MONTH.match(text, match.end()) or len(text[start : match.start()].strip()) <= 2
        )
    # "Vi går for alternativ B. Fristen …"
    if _LETTERED.search(text[max(start, match.start() - _LONGEST_LAST_WORD) : match.start()]):
        return True
    # An initial: "J. Vik".
    return not (len(word) == 1 and word.isalpha() and last is not None and last.group().isupper())
