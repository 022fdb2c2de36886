"""A broken text layer or a hostile file gives lines without an end: no rule may choke on one."""

import time
from pathlib import Path

import pytest

from ingest.assemble import assemble
from ingest.chunking import chunk
from ingest.readers import text_blocks, text_lines
from plansvar.documents.types import ReadFile
from tests.ingest.test_assemble import paragraph

LENGTH = 20_000


@pytest.mark.parametrize(
    "line",
    [
        "å" * LENGTH + " slutt. Ny setning.",
        "." * LENGTH + "a",
        "a" + "_" * LENGTH + "b",
        "# a" + " " * LENGTH + "b",
        "# a" + "#" * LENGTH + "b",
        "1" * LENGTH + "a",
        "Ja. " * LENGTH,
        "- " * LENGTH,
        "1." * LENGTH,
        "**a" + "*" * LENGTH + "b",
        '."' + '"' * LENGTH + "a",
    ],
    ids=lambda line: line[:3] + line[-3:],
)
def test_a_line_without_an_end(line: str) -> None:
    started = time.process_time()
    read = ReadFile(tuple(text_blocks.build(text_lines.classify(line))))
    chunk(assemble(read, Path("a.txt")))
    chunk(assemble(ReadFile((paragraph(line),)), Path("a.txt")))
    # Some hundredths of a second when every rule looks at every character once; many seconds else.
    assert time.process_time() - started < 2
