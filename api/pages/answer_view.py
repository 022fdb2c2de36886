"""An answer as a page shows it, and as somebody copies it into a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from plansvar.answers import Answer, AnswerSentence, Citation
from plansvar.language.detect import Language
from plansvar.messages.catalogue import message
from plansvar.register.export.wording import source_text


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring sentences: the items of one list, or a paragraph of one."""

    bullet: bool
    sentences: tuple[AnswerSentence, ...]


def groups(answer: Answer) -> tuple[Group, ...]:
    """The sentences of an answer, list items together."""
    return tuple(
        Group(bullet, tuple(sentences))
        for bullet, sentences in groupby(answer.sentences, key=lambda one: one.bullet)
    )


def short_answer(answer: Answer) -> str | None:
    """The short form, unless the answer begins with it or says that there is nothing."""
    short = answer.short_answer
    if short is None or short == "0" or answer.abstained:
        return None
    first = answer.sentences[0].text if answer.sentences else ""
    return None if re.match(rf"{re.escape(short)}(?!\w)", first) else short


def with_footnotes(answer: Answer, language: Language) -> str:
    """The answer as plain text, each sentence with the numbers of its sources, then these."""
    lines = [_line(one) for one in answer.sentences]
    if short := short_answer(answer):
        lines = [short, "", *lines]
    if answer.citations:
        lines += ["", message("cli.sources", answer.language) + ":"]
        lines += [_footnote(one, language) for one in answer.citations]
    return "\n".join(lines)


def by_number(citations: Sequence[Citation]) -> dict[int, Citation]:
    """Citations by their number."""
    return {one.number: one for one in citations}


def _line(sentence: AnswerSentence) -> str:
    numbers = "".join(f" [{number}]" for number in sentence.citations)
    return f"{'• ' if sentence.bullet else ''}{sentence.text}{numbers}"


def _footnote(citation: Citation, language: Language) -> str:
    authority = message(f"cli.authority.{citation.document.authority.value}", language)
    place = source_text(citation.document, citation.page, language)
    quote = " ".join(citation.quote.split())
    marks = "“{}”" if language == "en" else "«{}»"
    return f"[{citation.number}] {place} ({authority}): {marks.format(quote)}"
