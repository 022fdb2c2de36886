"""Whom or what a document is about, where a sentence leaves it out."""

from __future__ import annotations

import re

from ingest.extract.spans import Span, span_of
from plansvar.documents.types import BlockKind, Document, DocumentType


def issuer(document: Document) -> Span | None:
    """The body that issues it, where its text names it."""
    name = document.about.organisation
    if not name:
        return None
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", document.text)
    return Span(document.text, match.start(), match.end()) if match else None


def first_heading(document: Document) -> Span | None:
    """The heading that it begins with, its title in most cases."""
    for block in document.blocks[:12]:
        if block.kind is BlockKind.HEADING and not block.furniture and block.start < block.end:
            return span_of(document, block)
    return None


def is_minutes(document: Document) -> bool:
    """Whether it tells of a meeting."""
    return document.type is DocumentType.MINUTES
