"""A complete overview: what was found in each of all documents that a question is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DocumentType
from plansvar.language.detect import Language


@dataclass(frozen=True, slots=True)
class OverviewRequest:
    """What to look for, and in which documents: all that is given must hold.

    What the question itself says of documents and time counts too. ``after`` and ``before`` are ISO
    dates cut to what is known, not included. ``resume`` is the id of an overview that was stopped;
    then the rest is what was asked for then.
    """

    question: str = ""
    types: tuple[DocumentType, ...] = ()
    authorities: tuple[Authority, ...] = ()
    after: str | None = None
    before: str | None = None
    resume: str | None = None


@dataclass(frozen=True, slots=True)
class OverviewInfo:
    """An overview in a list: when it was last gone on with, and through how many documents."""

    id: str
    question: str
    last: dt.datetime
    documents: int


class FindingKind(StrEnum):
    """What a finding is: words of a document, or a fact of the register that stands in them."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Finding:
    """One row: verbatim ``[start, end)`` of the document's stored text.

    ``heading`` is what it stands under; ``fact`` is the id of the fact, where it is one.
    """

    document: DocumentInfo
    page: int | None
    text: str
    start: int
    end: int
    kind: FindingKind
    heading: tuple[str, ...] = ()
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The findings of the documents that were gone through, and what is to be known of them.

    ``topic`` is what was looked for in each; ``types`` to ``issuer`` are the limits that were used,
    all of them ISO dates: ``after`` and ``before`` aren't included, ``since`` and ``until`` are.
    ``without`` had nothing; ``unread`` couldn't be read; ``undated`` is how many were left out
    since nobody knows whether they are of the time asked for. ``remaining`` are still to be gone
    through, where it was stopped.
    """

    id: str
    question: str
    topic: str
    language: Language
    types: tuple[DocumentType, ...]
    authorities: tuple[Authority, ...]
    after: str | None
    before: str | None
    findings: tuple[Finding, ...]
    documents: int
    without: tuple[DocumentInfo, ...]
    unread: tuple[DocumentInfo, ...]
    since: str | None = None
    until: str | None = None
    issuer: str | None = None
    undated: int = 0
    remaining: int = 0

    @property
    def finished(self) -> bool:
        """Whether all documents were gone through."""
        return not self.remaining
