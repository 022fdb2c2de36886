"""Small documents for the tests of rules."""

from __future__ import annotations

from pathlib import Path

from ingest.metadata import Given
from ingest.parse import parse
from ingest.readers import registry
from ingest.readers.limits import Limits
from plansvar.documents.types import Document


def markdown(folder: Path, text: str, name: str = "plan.md") -> Document:
    """A document as it is read from Markdown."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return parse(path, path, registry.module_for(path), Given(), Limits()).document
