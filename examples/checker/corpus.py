"""The documents of a half, with their sources where they were built."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from examples.builder.blocks import Source, SourceError
from examples.builder.formats import build_source
from examples.builder.inline import plain
from examples.builder.source import read_source, texts
from examples.checker.problem import Problem, error, warning
from examples.checker.texts import READERS, Block, key, read_blocks

INTERNAL = "internt/"
PAGED = (".pdf", ".pptx")


class Corpus:
    """The files below corpus/, and their text."""

    def __init__(self, half: Path) -> None:
        self.half = half
        folder = half / "corpus"
        self.files = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        self.sources: dict[str, Source] = {}
        self._blocks: dict[str, list[Block]] = {}

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong with sources and files; finding out also reads all texts."""
        return [*self._read_sources(), *self._read_files()]

    def _read_sources(self) -> Iterator[Problem]:
        """Read and build each source; a scan gets its text from the build without pictures."""
        for path in sorted((self.half / "sources").glob("*.md")):
            where = path.relative_to(self.half).as_posix()
            try:
                source = read_source(path)
                name = source.head.output
                if name in self.sources:
                    yield error(where, f"a second source of {name}")
                self.sources[name] = source
                with tempfile.TemporaryDirectory() as temporary:
                    built = build_source(path, Path(temporary))
                    if name not in self.files:
                        yield error(where, f"its output corpus/{name} is missing: build it")
                    elif built.read_bytes() != self.files[name].read_bytes():
                        yield warning(where, f"corpus/{name} is not what it gives: build it again")
                    if source.head.scan:
                        written = build_source(path, Path(temporary), scans=False)
                        self._blocks[name] = read_blocks(written)
            except SourceError as fault:
                yield error(f"{where}:{fault.line}", str(fault))

    def _read_files(self) -> Iterator[Problem]:
        """Read the text of each file."""
        for name, path in self.files.items():
            if path.suffix not in READERS:
                yield error(f"corpus/{name}", f"a file of an unknown kind: {path.suffix}")
            elif name not in self._blocks:
                try:
                    self._blocks[name] = read_blocks(path)
                except Exception as fault:  # noqa: BLE001 - a file of any kind may be broken
                    yield error(f"corpus/{name}", f"can't be read: {fault}")
            if not self._blocks.get(name):
                yield error(f"corpus/{name}", "holds no text")

    def blocks(self, name: str) -> list[Block]:
        """Return the blocks of a document."""
        return self._blocks.get(name, [])

    def texts(self, name: str) -> Iterator[str]:
        """Yield the texts of a document: those of its source, where it has one."""
        if name in self.sources:
            yield from source_texts(self.sources[name])
        else:
            yield from (block.text for block in self.blocks(name))

    def missing(self, name: str) -> str:
        """Say that a document isn't there, and what was perhaps meant."""
        meant = [file for file in self.files if Path(file).name == Path(name).name]
        return f"no document {name} in corpus/" + (f"; is it {meant[0]}?" if meant else "")

    def pages(self, name: str, quote: str) -> list[int | None]:
        """List the pages with a block that holds a quote; None stands for no pages."""
        return [block.page for block in self.blocks(name) if key(quote) in block.key]

    def in_one_text(self, name: str, quote: str) -> bool:
        """Tell whether a quote is within one paragraph, point or cell of the source of a PDF."""
        source = self.sources.get(name)
        if source is None or not name.endswith(".pdf"):
            return True
        return any(key(quote) in key(text) for text in source_texts(source))

    def around(self, name: str, quote: str, reach: int) -> str:
        """Return the text around a quote, with ``reach`` characters before and after it."""
        blocks = self.blocks(name)
        for index, block in enumerate(blocks):
            if key(quote) in block.key:
                before = " ".join(block.text for block in blocks[:index])
                after = " ".join(block.text for block in blocks[index + 1 :])
                start = max(block.text.find(quote), 0)
                end = start + len(quote) if quote in block.text else len(block.text)
                whole = f"{before} {block.text} {after}"
                start, end = start + len(before) + 1, end + len(before) + 1
                return whole[max(start - reach, 0) : end + reach]
        return ""


def source_texts(source: Source) -> Iterator[str]:
    """Yield every text of a source."""
    head = source.head
    yield from (head.title, head.subtitle, head.header, head.footer, *head.cover)
    yield from (plain(text) for block in source.blocks for text in texts(block))
    yield from (plain(note.text) for note in source.notes.values())
