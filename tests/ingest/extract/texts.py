"""Documents from a text, without a folder that the test has to bring along."""

from __future__ import annotations

import tempfile
from pathlib import Path

from plansvar.documents.types import Document
from tests.ingest.extract import documents


def markdown(text: str) -> Document:
    """A document as it is read from Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        return documents.markdown(Path(folder), text)
