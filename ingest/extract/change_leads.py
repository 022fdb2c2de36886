"""Who answers for a measure from now on, as a sentence of a decision says it."""

from __future__ import annotations

import re

from ingest.extract.decision_words import any_word
from ingest.extract.measure_refs import WORDS
from ingest.extract.spans import Span

_LEAD = WORDS["lead"]


def _any(*names: str) -> str:
    return f"(?i:{any_word(word for name in names for word in _LEAD[name])})"


# Up to the next clause or full stop; "tiltak 2.1" and "1. juni" have none.
_GAP = r"(?:[^.;:]|\.\d|\.\s(?=[a-zæøå]))"
# A party begins with a capital letter and ends before a date, another clause or a full stop.
_PARTY = r"(?P<party>[A-ZÆØÅ][^.;:]{1,90}?)"
_TO_PARTY = rf"(?P<party>(?:[A-ZÆØÅ]|{_any('office')})[^.;:]{{0,90}}?)"
_PARTY_END = (
    r"(?=\s+(?i:fra|frå|from|i\sstedet|i\sstaden|instead|med\svirkning|med\sverknad|with\seffect)\b"
    r"|,?\s+(?i:og|and)\s+[a-zæøå]|[.;:,]|\s*$)"
)
_AS = rf"(?i:med|with)\s+{_PARTY}\s+(?i:som|as)\s+(?i:(?:ny|new)\s+)?{_any('holder')}"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_any('duty')}{_GAP}{{0,100}}?{_any('moves')}(?:\s+over)?"
        rf"(?:\s+(?i:fra|frå|from)\s+[^.;:]{{2,80}}?)?\s+(?i:til|to)\s+{_TO_PARTY}{_PARTY_END}",
        rf"{_any('moves_it')}\s+(?:{_any('duty')}|{_any('it')}){_GAP}{{0,100}}?"
        rf"\s+(?i:til|to)\s+{_TO_PARTY}{_PARTY_END}",
        rf"{_any('gives')}\s+{_TO_PARTY}\s+{_any('duty')}\s+(?i:for|of)\s",
        rf"{_PARTY}\s+{_any('is')}\s+{_any('operator')}(?=[\s.,])",
        rf"{_PARTY}\s+{_any('takes')}\s+{_any('what')}",
        rf"{_PARTY}\s+{_any('is')}\s+(?:{_any('still')}\s+){{0,2}}{_any('holder')}",
        _AS,
        rf"{_any('holder')}{_GAP}{{0,60}}?(?:\b(?i:er|blir|is)|:)\s+{_PARTY}{_PARTY_END}",
    )
)
AS_LEAD = re.compile(_AS)
# "Utvalget vedtok at X overtar": X does.
_DECIDED_THAT = re.compile(r"^.{2,60}?\s(?:at|that)\s(?=[A-ZÆØÅ])")


def lead_in(sentence: Span) -> Span | None:
    """The words that name who answers for it from now on."""
    for pattern in _PATTERNS:
        if match := pattern.search(sentence.text):
            where = sentence.part(match.start("party"), match.end("party"))
            if lead := _DECIDED_THAT.match(where.text):
                where = where.part(lead.end(), len(where))
            return where
    return None
