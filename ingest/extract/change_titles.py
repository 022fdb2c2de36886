"""Which measure a decision names by its title: "fristen for Nye tak flyttes …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.decision_words import any_word
from ingest.extract.measure_refs import WORDS
from ingest.extract.names import kind_of
from ingest.extract.spans import Span
from ingest.extract.word_lists import any_of
from plansvar.register.claims import Value

_TITLED = WORDS["titled"]
_LONGEST = 70
_AFTER = any_word([*WORDS["after_title"], *_TITLED["after"]])
# "Fristen for Nye tak", "ansvaret for tiltaket «Nye tak»".
_OF = re.compile(
    rf"(?i:{any_word(_TITLED['what'])})\s+(?i:{any_of(_TITLED['of'])})\s+(?:(?i:{any_word(_TITLED['kind'])})\s+)?"
    rf"(?:«(?P<quoted>[^«»]{{3,{_LONGEST}}})»"
    rf"|(?P<plain>(?!{any_word(WORDS['measure'])})[A-ZÆØÅ][^.;:,«»()]{{2,{_LONGEST}}}?)"
    rf"(?=\s+(?i:{_AFTER})|[.,;:]|\s*$))"
)
# Behind this another change may follow: ", og X tas inn som …".
_NEXT = re.compile(rf"[,;]\s+(?i:{any_of(_TITLED['next'])})\s+(?=[^,;.]*\s)|;\s+")
# The case's title up to a dash or comma, without what is to be done with it.
_CASE_END = re.compile(r"\s[–—-]\s|[,:(?]")
_CASE_LEAD = re.compile(
    rf"^[A-ZÆØÅ][\w-]*(?:\s[a-zæøå-]+)?\s{any_of(_TITLED['case_of'])}\s(?=[A-ZÆØÅ«])"
)
# What a sentence must go on about for the case's title to be meant: "Fristen settes til …".
_GENERAL = re.compile(rf"(?i:{any_word(_TITLED['general'])})")
_FOR_ANOTHER = re.compile(
    rf"(?i:{any_word(_TITLED['what'])})\s+(?i:{any_of(_TITLED['of_another'])})\s+"
    rf"(?!(?i:{any_word([*_TITLED['kind'], *_TITLED['general']])}))"
)


def titled_in(sentence: Span) -> Iterator[tuple[Value, Span]]:
    """The measures that a sentence names by title, each with the clause that speaks of it."""
    position = 0
    for match in _OF.finditer(sentence.text):
        group = "quoted" if match["quoted"] else "plain"
        title = sentence.part(*match.span(group))
        if kind_of(title.text) not in (None, "person") or match.start() < position:
            continue
        end = _NEXT.search(sentence.text, match.end())
        clause = sentence.part(position, end.start() if end else len(sentence))
        position = end.end() if end else len(sentence)
        yield Value("title", " ".join(title.text.split()), title.start, title.end), clause


def title_of_case(title: Span | None) -> Value | None:
    """The measure that a case may be about by its title: "Nye tak, ny frist" is about "Nye tak"."""
    if title is None:
        return None
    end = _CASE_END.search(title.text)
    named = title.part(0, end.start() if end else len(title)).strip()
    if lead := _CASE_LEAD.match(named.text):
        named = named.part(lead.end(), len(named))
    named = named.strip(" «».")
    general = any_word(_TITLED["no_title"])
    if not 3 < len(named) <= _LONGEST or re.match(rf"(?i:{general})", named.text):
        return None
    if kind_of(named.text) not in (None, "person") or not named.text[:1].isupper():
        return None
    return Value("title", " ".join(named.text.split()), named.start, named.end)


def goes_on_about_case(sentence: Span) -> bool:
    """Whether a sentence speaks of what its case is about: "Fristen flyttes", "… for tiltaket"."""
    return bool(_GENERAL.search(sentence.text)) and not _FOR_ANOTHER.search(sentence.text)
