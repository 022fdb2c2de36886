"""What a document is: found out from its text, its margins, its properties and its name.

Each rule looks only where a document says such things of itself. What nothing says stays open; what
somebody said (``given``) wins over what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.metadata.case_number import case_number_of
from ingest.metadata.dates import date_of
from ingest.metadata.kind import CONFIGURED, authority_of, type_of
from ingest.metadata.marks import marks_of
from ingest.metadata.opening import opening
from ingest.metadata.organisation import organisation_of
from ingest.metadata.place import places_of
from ingest.metadata.title import title_of
from ingest.metadata.validity import validity_of
from plansvar.documents.about import About
from plansvar.documents.types import (
    Authority,
    Block,
    BlockKind,
    DocumentDate,
    DocumentType,
    ReadFile,
)
from plansvar.language.detect import Language, languages

__all__ = ["NOTHING_GIVEN", "Description", "Given", "describe"]


@dataclass(frozen=True, slots=True)
class Given:
    """What the configuration or the command line says of a document."""

    type: DocumentType | None = None
    authority: Authority | None = None
    organisation: str | None = None


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Description:
    """What was found out about a document."""

    title: str
    type: DocumentType
    authority: Authority
    date: DocumentDate | None
    language: Language
    about: About


def describe(
    read: ReadFile,
    blocks: Sequence[Block],
    text: str,
    path: Path,
    given: Given,
) -> Description:
    """Find all that is known about a document besides its text."""
    found = opening(read, blocks, text, path)
    title = title_of(found)
    kind, type_reason = (
        (given.type, CONFIGURED) if given.type else type_of(title, found, blocks, text)
    )
    authority, authority_reason = (
        (given.authority, CONFIGURED) if given.authority else authority_of(kind, title, found)
    )
    organisation, found_in = (
        (given.organisation, CONFIGURED)
        if given.organisation
        else organisation_of(found, title, kind)
    )
    date = date_of(found)
    paragraphs = [text[one.start : one.end] for one in blocks if one.kind is not BlockKind.TABLE]
    written_in = languages(paragraphs)
    return Description(
        title=title,
        type=kind,
        authority=authority,
        date=date,
        language=written_in[0],
        about=About(
            type_reason=type_reason,
            authority_reason=authority_reason,
            valid=validity_of(kind, title, found),
            organisation=organisation,
            organisation_found_in=found_in,
            places=places_of(title, organisation, date, found),
            languages=written_in,
            case_number=case_number_of(title, found),
            marks=marks_of(found, blocks, text),
            hidden_characters=read.hidden,
        ),
    )
