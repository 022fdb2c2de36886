"""Reads what stands around a Word file's text: page headers and footers, and watermarks."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.readers.clean import clean
from ingest.readers.docx_styles import W, is_on
from ingest.readers.office_zip import Package
from plansvar.errors import ReadError

_V = "{urn:schemas-microsoft-com:vml}"
_KINDS = frozenset({"header", "footer"})
_LONGEST = 300  # characters
_MOST = 60  # lines


def read_margins(package: Package, name: str, root: etree._Element) -> tuple[str, ...]:
    """Returns the lines of all headers, footers and watermarks, each once."""
    found: dict[str, None] = {}
    for line in _word_art(root):
        found[line[:_LONGEST]] = None
    for link in package.links(name).values():
        if link.kind not in _KINDS:
            continue
        try:
            part = package.xml(link.target)
        except ReadError:
            continue  # a damaged header is no reason to lose the text
        if part is None:
            continue
        for line in (*_word_art(part), *_lines(part)):
            found[line[:_LONGEST]] = None
    return tuple(list(found)[:_MOST])


def _word_art(root: etree._Element) -> Iterator[str]:
    """Yields texts set as pictures, which is what Word makes watermarks of."""
    for path in root.iter(f"{_V}textpath"):
        if text := clean(path.get("string", "")):
            yield text


def _lines(root: etree._Element) -> Iterator[str]:
    """Yields the shown text of each paragraph; what is in a box inside of it comes by itself."""
    for paragraph in root.iter(f"{W}p"):
        parts: list[str] = []
        for run in paragraph.iter(f"{W}r"):
            if next(run.iterancestors(f"{W}p"), None) is not paragraph or _is_hidden(run):
                continue
            parts += [
                "\t" if item.tag == f"{W}tab" else item.text or ""
                for item in run
                if item.tag in {f"{W}t", f"{W}tab"}
            ]
        if text := clean(" ".join("".join(parts).split())):
            yield text


def _is_hidden(run: etree._Element) -> bool:
    if next(run.iterancestors(f"{W}del", f"{W}moveFrom"), None) is not None:
        return True
    return is_on(run.find(f"{W}rPr/{W}vanish"))
