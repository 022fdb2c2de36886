"""An answer as a chat shows it: Markdown, with a link for each source, and where those stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from api.links import source_link
from plansvar.answers import Answer, Citation
from plansvar.language.detect import Language
from plansvar.messages.catalogue import date_text, message

_LONGEST = 20_000
_LINK = re.compile(r"\s*\[\[\d+\]\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>!#|])")


@dataclass(frozen=True, slots=True)
class ChatText:
    """A text in pieces, which are sent one by one, and its annotations (``url_citation``).

    ``start_index`` and ``end_index`` of an annotation are the link's characters ``[start, end)``.
    """

    pieces: tuple[str, ...]
    annotations: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        """The whole."""
        return "".join(self.pieces)


def chat_text(answer: Answer, base: str) -> ChatText:
    """An answer with its sources; ``base`` is the server's address."""
    by_number = {one.number: one for one in answer.citations}
    pieces: list[str] = []
    annotations: list[dict[str, Any]] = []
    length = 0
    for sentence in answer.sentences:
        piece = ("\n" if pieces else "") + ("- " if sentence.bullet else "") + plain(sentence.text)
        for number in sentence.citations:
            citation = by_number[number]
            link = f"[[{number}]]({source_link(base, citation)})"
            start = length + len(piece) + 1
            annotations.append(_annotation(citation, base, start, start + len(link)))
            piece += f" {link}"
        pieces.append(piece + "\n")
        length += len(pieces[-1])
    pieces += [f"\n{plain(notice)}\n" for notice in answer.notices]
    if answer.citations:
        pieces.append("\n" + message("cli.sources", answer.language) + ":\n")
        pieces += [
            f"\n{one.number}. {plain(place(one, answer.language))}" for one in answer.citations
        ]
    return ChatText(tuple(pieces), tuple(annotations))


def place(citation: Citation, language: Language) -> str:
    """Title, date and page of a source."""
    document = citation.document
    date = date_text(document.date, language) if document.date else message("cli.undated", language)
    parts = [document.title, date]
    if citation.page is not None:
        parts.append(message("cli.page", language, page=citation.page))
    return " · ".join(parts)


def plain(text: str) -> str:
    """Text of a document in which no letter is a command to Markdown, so that it makes no link."""
    return re.sub(r"([\\`*_\[\]<>!#|])", r"\\\1", text)


def told_lines(text: str) -> tuple[str, ...]:
    """The sentences with sources of an answer that :func:`chat_text` has made, as they were."""
    lines = [line for line in text[:_LONGEST].split("\n") if _LINK.search(line)]
    return tuple(
        _ESCAPED.sub(r"\1", _LINK.sub("", line).strip().removeprefix("- ")) for line in lines
    )


def _annotation(citation: Citation, base: str, start: int, end: int) -> dict[str, Any]:
    return {
        "type": "url_citation",
        "url_citation": {
            "start_index": start,
            "end_index": end,
            "title": citation.document.title,
            "url": source_link(base, citation),
        },
    }
