"""Whether what a sentence of the register tells stands in the quotes that it cites.

What comes from a document are names, numbers, dates and amounts. Our own words and phrases aside,
each of them must stand in a quote: a date by its value, all else as it is written.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from plansvar.answers import AnswerSentence
from plansvar.language.dates import FoundDate, find_dates
from plansvar.language.detect import LANGUAGES
from plansvar.messages.catalogue import catalogue_keys

# "400 000" and "4,2" are one number each; "2.1", "7/25" and "5-2024" are written one way only.
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:/–-]\d+)*")
_NAME = re.compile(r"\b[A-ZÆØÅÄÖ][\w’'&-]*")
_NO_WORD = re.compile(r"\W+")
_NO_DIGIT = re.compile(r"\D+")
_PREFIX = "answer.register."


def unsupported(sentence: AnswerSentence, quotes: Sequence[str]) -> list[str]:
    """The values, dates, numbers and names of a sentence that none of the quotes has.

    Args:
        sentence: of the register. Its ``values`` must stand in its text, too; its ``own`` phrases
            come from no quote: which document it is, what a person said, what was asked.
        quotes: what the sentence cites.
    """
    missing = [
        value
        for value in sentence.values
        if value not in sentence.text or not any(stands_in(value, quote) for quote in quotes)
    ]
    text = sentence.text
    for phrase in sorted(sentence.own, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", text)
    there = [date for quote in quotes for date in find_dates(quote)]
    for date in reversed(list(find_dates(text))):
        written = text[date.start : date.end]
        if not any(_same_day(date, one) for one in there) and not _stands(written, quotes):
            missing.append(written)
        text = f"{text[: date.start]} {text[date.end :]}"
    missing += [number for number in _numbers(text) if not _has_number(number, quotes)]
    missing += [name for name in _names(text) if not _stands(name, quotes)]
    return missing


def stands_in(value: str, quote: str) -> bool:
    """Whether a value stands in a quote, white space, hyphens and case aside."""
    return comparable(value) in comparable(quote)


def comparable(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return _NO_WORD.sub("", text.casefold())


def _stands(text: str, quotes: Sequence[str]) -> bool:
    return any(stands_in(text, quote) for quote in quotes)


def _same_day(told: FoundDate, written: FoundDate) -> bool:
    """Whether a date is the written one: to the same day, or what of it was told."""
    if told.year is not None and written.year is None:
        # "1. juni" in a plan whose year is known from elsewhere.
        return told.value[5:] == written.value.removeprefix("--") != ""
    return written.value.startswith(told.value)


def _numbers(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        yield match.group()


def _has_number(number: str, quotes: Sequence[str]) -> bool:
    digits = _NO_DIGIT.sub("", number)
    # "2024–2026" is written as one, and each of its years stands there.
    alone = re.compile(rf"(?<!\d)(?<!\d[.,:/]){re.escape(number)}(?!\d)(?![.,:/]\d)")
    return any(
        alone.search(quote) or any(digits == _NO_DIGIT.sub("", one) for one in _numbers(quote))
        for quote in quotes
    )


def _names(text: str) -> Iterator[str]:
    """Capitalised words that aren't ours."""
    own = _own_words()
    for match in _NAME.finditer(text):
        if match.group() not in own:
            yield match.group()


@functools.cache
def _own_words() -> frozenset[str]:
    """The capitalised words of our own sentences, in all languages."""
    return frozenset(
        word
        for language in LANGUAGES
        for key, text in catalogue_keys(language).items()
        if key.startswith(_PREFIX)
        for word in _NAME.findall(text)
    )
