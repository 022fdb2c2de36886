"""Answers and hits for the terminal."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Sequence

import click

from plansvar.answers import Answer, AnswerSentence, Citation, SearchHit, Snippet
from plansvar.documents.stored import DocumentInfo
from plansvar.language.detect import Language
from plansvar.messages.catalogue import date_text, message

_WIDEST = 100
_LONGEST_QUOTE = 240
# Where a marked word begins and ends: characters of no text, which are counted when lines break.
_BEGIN, _END = "\ue000", "\ue001"


def render_answer(answer: Answer) -> str:
    """What a follow-up was read as, short answer, numbered sentences, then the sources."""
    lines: list[str] = []
    notices = list(answer.notices)
    if answer.asked and notices:
        lines += [_wrapped(notices.pop(0)), ""]
    if answer.short_answer and not _says_it_first(answer):
        lines += [answer.short_answer, ""]
    for sentence in answer.sentences:
        lines.append(_sentence(sentence))
    lines += [_wrapped(notice) for notice in notices]
    if answer.citations:
        lines += ["", message("cli.sources", answer.language) + ":"]
        lines += _sources(answer.citations, answer.language)
    return "\n".join(lines)


def _says_it_first(answer: Answer) -> bool:
    """Whether the answer begins with its short form, or says that there is nothing."""
    short = answer.short_answer or ""
    first = answer.sentences[0].text if answer.sentences else ""
    return (
        answer.abstained
        or short == "0"
        or re.match(rf"{re.escape(short)}(?!\w)", first) is not None
    )


def render_hits(hits: Sequence[SearchHit], language: Language) -> str:
    """Hits, best first, with their place and the beginning of their text."""
    if not hits:
        return message("cli.no_hits", language)
    lines: list[str] = []
    for number, hit in enumerate(hits, start=1):
        place = " › ".join([_place(hit.document, hit.page, language), *hit.heading])
        lines.append(_wrapped(f"{number}. {place}", hanging=3))
        lines += [" " + _copy(copy, language) for copy in hit.also]
        lines.append(_marked(_wrapped(_told(hit.snippet), "   ")))
    return "\n".join(lines)


def _told(snippet: Snippet) -> str:
    """The snippet on one line, with dots where the text goes on."""
    pieces: list[str] = ["… "] if snippet.cut[0] else []
    at = 0
    for start, end in snippet.marks:
        pieces += [snippet.text[at:start], _BEGIN, snippet.text[start:end], _END]
        at = end
    pieces += [snippet.text[at:], " …" if snippet.cut[1] else ""]
    return re.sub(r"\s+", " ", "".join(pieces))


def _marked(text: str) -> str:
    """Marks as bold type, which click leaves out where the output is no terminal."""
    return re.sub(
        f"{_BEGIN}([^{_END}]*){_END}", lambda match: click.style(match[1], bold=True), text
    )


def _sentence(sentence: AnswerSentence) -> str:
    numbers = "".join(f" [{number}]" for number in sentence.citations)
    mark = "• " if sentence.bullet else ""
    return _wrapped(mark + sentence.text + numbers, hanging=len(mark))


def _sources(citations: Sequence[Citation], language: Language) -> list[str]:
    """Each quote under its document and page; neighbours from the same place share that line."""
    lines: list[str] = []
    place = ""
    for citation in citations:
        here = _place(citation.document, citation.page, language)
        if here != place:
            place = here
            lines.append(_wrapped(here))
            lines += [_copy(copy, language) for copy in citation.also]
        mark = f"[{citation.number}] "
        quote = _shortened(citation.quote, _LONGEST_QUOTE)
        lines.append(_wrapped(f"{mark}«{quote}»", "  ", hanging=len(mark)))
    return lines


def _copy(document: DocumentInfo, language: Language) -> str:
    """Where a copy of the document above lies; a path isn't broken, so that it can be copied."""
    return "  " + message("cli.copy", language, path=document.path)


def _place(document: DocumentInfo, page: int | None, language: Language) -> str:
    date = date_text(document.date, language) if document.date else message("cli.undated", language)
    parts = [document.title, date]
    if page is not None:
        parts.append(message("cli.page", language, page=page))
    return " · ".join(parts)


def _shortened(text: str, longest: int) -> str:
    return textwrap.shorten(text, longest, placeholder=" …")


def _wrapped(text: str, indent: str = "", hanging: int = 0) -> str:
    width = min(_WIDEST, shutil.get_terminal_size().columns)
    return textwrap.fill(
        text, width, initial_indent=indent, subsequent_indent=indent + " " * hanging
    )
