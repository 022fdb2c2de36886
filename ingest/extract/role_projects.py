"""The project that a document is about as a whole: whose leader it tells of leads that."""

from __future__ import annotations

import re

from ingest.extract.about import first_heading
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import Document, DocumentType

_LONGEST = 120
_TAIL = re.compile(r"\s[–-]\s")


def project_of(document: Document) -> Span | None:
    """The project that a whole document is about: its description, the minutes of its group."""
    for block in document.blocks[:_FIRST]:
        text = span_of(document, block)
        if match := _OF_PROJECT.search(text.text[:_LONGEST]):
            return next(iter(text.part(*match.span("what")).split(_TAIL)))
        if match := _OF_GROUP.match(text.text):
            return text.part(*match.span("what" if match["what"] else "english")).strip()
    title = first_heading(document)
    if document.type is not DocumentType.PROJECT_DESCRIPTION or title is None:
        return None
    end = _TITLE_END.search(title.text)
    return title.part(0, end.start() if end else len(title)).strip()


_FIRST = 4
_TITLE_END = re.compile(r"\s?\(|:\s|\s[–—-]\s|,\s")
_OF_PROJECT = re.compile(
    r"(?:^|\n)\W*(?:Prosjekt(?:tittel|navn|namn)?|Project(?: title)?)\W?:\W*"
    r"(?P<what>\w[^\n:]{3,80}?)(?=\s+[A-ZÆØÅ]\w+:|\n|$)"
)
_OF_GROUP = re.compile(
    r"(?:[^.\n]{0,30}\s)?(?:[Ss]tyrings|[Pp]rosjekt|[Aa]rbeids|[Rr]eferanse)grupp(?:a|en|e)\s(?:for|i)\s(?P<what>[A-ZÆØÅ«][^,.\n–]{2,60})"
    r"|(?:[^.\n]{0,30}\s)?[Ss]teering\sgroup\s(?:for|of)\s(?:the\s)?(?P<english>[A-Z][^,.\n–]{2,60})"
)
