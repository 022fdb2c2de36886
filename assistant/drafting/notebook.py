"""The footnotes of a draft: one for each page of a document that it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from plansvar.answers import Citation
from plansvar.drafts.types import Note
from plansvar.language.detect import Language
from plansvar.language.normalise import squeeze
from plansvar.messages.catalogue import date_text, message

_LONGEST_QUOTE = 300


class Notebook:
    """Numbers footnotes in the order in which a letter needs them."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._pages: dict[tuple[str, int | None], list[Citation]] = {}

    def numbers(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        """The notes for some citations; new ones where their page hasn't got one yet."""
        found: dict[int, None] = {}
        for citation in citations:
            key = (citation.document.version_id, citation.page)
            own = self._pages.setdefault(key, [])
            if not any((one.start, one.end) == (citation.start, citation.end) for one in own):
                own.append(citation)
            found[list(self._pages).index(key) + 1] = None
        return tuple(sorted(found))

    def about(self, document_id: str) -> tuple[int, ...]:
        """The notes that name a document."""
        return tuple(
            number
            for number, own in enumerate(self._pages.values(), start=1)
            if own[0].document.id == document_id
        )

    @property
    def citations(self) -> list[Citation]:
        """All places that are cited so far."""
        return [one for own in self._pages.values() for one in own]

    def notes(self) -> tuple[Note, ...]:
        """The footnotes."""
        return tuple(
            Note(number, self._text(own[0]), _quote(own), tuple(own))
            for number, own in enumerate(self._pages.values(), start=1)
        )

    def _text(self, citation: Citation) -> str:
        document, language = citation.document, self._language
        parts = [
            squeeze(document.title),
            date_text(document.date, language)
            if document.date
            else message("draft.undated", language),
        ]
        if citation.page is not None:
            parts.append(message("draft.page", language, page=citation.page))
        return ", ".join(parts)


def _quote(own: list[Citation]) -> str:
    text = squeeze(own[0].quote)
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
