"""One writer for each suffix."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from examples.builder.blocks import Source, SourceError
from examples.builder.pdf import write_pdf
from examples.builder.scan import write_scan
from examples.builder.slides import write_pptx
from examples.builder.source import read_source
from examples.builder.word import write_docx
from examples.builder.workbook import write_xlsx

WRITERS: dict[str, Callable[[Path, Source], None]] = {
    ".pdf": write_pdf,
    ".docx": write_docx,
    ".pptx": write_pptx,
    ".xlsx": write_xlsx,
}


def build_source(path: Path, folder: Path, scans: bool = True) -> Path:
    """Build one source into a folder, and return the file.

    Args:
        path: The source.
        folder: Where the files of the corpus go.
        scans: Whether a scan is made a picture; without, it keeps its text.

    Raises:
        SourceError: The source doesn't follow the format.
    """
    source = read_source(path)
    target = folder / source.head.output
    if source.head.scan and target.suffix != ".pdf":
        raise SourceError(path, 1, "only a PDF can be a scan")
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.head.scan and scans:
        with tempfile.TemporaryDirectory() as temporary:
            written = Path(temporary) / "written.pdf"
            write_pdf(written, source)
            write_scan(target, written, source.head)
    else:
        WRITERS[target.suffix](target, source)
    return target
