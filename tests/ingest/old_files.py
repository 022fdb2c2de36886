"""Makes files of the formats from before 2007, with LibreOffice."""

import tempfile
from pathlib import Path

import pytest

from ingest.readers import libreoffice
from ingest.readers.libreoffice import Kind

needs_libreoffice = pytest.mark.skipif(
    libreoffice.find() is None,
    reason=f"LibreOffice isn't installed: {libreoffice.install_command()}",
)
_BACK = {
    ".doc": Kind("docx", "doc", "MS Word 97", "writer"),
    ".ppt": Kind("pptx", "ppt", "MS PowerPoint 97", "impress"),
    ".xls": Kind("xlsx", "xls", "MS Excel 97", "calc"),
}


def make_old(new: Path, path: Path) -> Path:
    """Writes what a docx, pptx or xlsx holds to ``path`` in the format that its suffix names."""
    with tempfile.TemporaryDirectory() as folder:
        made = libreoffice.convert(new, _BACK[path.suffix], Path(folder))
        path.write_bytes(made.read_bytes())
    return path
