"""Reads a page's structure tags: what the program that wrote the PDF knew about each text.

Word and most publishing programs write them, since Norwegian public bodies must publish PDFs that
screen readers can use. Tags are hints: they say where a paragraph, list item, heading or table
cell begins, and the page's look decides where they are silent.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.pdf_types import Tag

_MOST_ELEMENTS = 50_000
_DEEPEST = 64
_HEADING = re.compile(r"^H([1-6])$")
_INLINE = frozenset(
    ("Span", "Link", "Quote", "Reference", "BibEntry", "Code", "Annot", "Em", "Strong")
)
_LIST_PARTS = {"LI": "item", "Lbl": "label", "LBody": "item"}


def read_tags(page: pdfium.PdfPage) -> dict[int, Tag]:
    """Returns the tag of every marked content id on the page; nothing for an untagged one."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    walk = _Walk()
    try:
        for index in range(min(raw.FPDF_StructTree_CountChildren(tree), _MOST_ELEMENTS)):
            walk.visit(raw.FPDF_StructTree_GetChildAtIndex(tree, index), Tag("other", -1), 0)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return walk.tags


class _Walk:
    """One walk over a page's structure tree."""

    def __init__(self) -> None:
        self.tags: dict[int, Tag] = {}
        self._count = 0
        self._name = ctypes.create_string_buffer(64)

    def visit(self, element: raw.FPDF_STRUCTELEMENT, above: Tag, depth: int) -> None:
        """Notes the tags below ``element``, which lies inside ``above``."""
        if not element or depth > _DEEPEST or self._count > _MOST_ELEMENTS:
            return
        self._count += 1
        tag = self._tag(self._type(element), above)
        children = min(raw.FPDF_StructElement_CountChildren(element), _MOST_ELEMENTS)
        for index in range(children):
            inside = replace(tag, column=index, columns=children) if tag.kind == "row" else tag
            marked = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if marked >= 0:
                self.tags[marked] = replace(inside, order=len(self.tags))
            else:
                self.visit(
                    raw.FPDF_StructElement_GetChildAtIndex(element, index), inside, depth + 1
                )

    def _type(self, element: raw.FPDF_STRUCTELEMENT) -> str:
        length = raw.FPDF_StructElement_GetType(element, self._name, 64)
        if length > 64:
            return ""
        return self._name.raw[: max(length - 2, 0)].decode("utf-16-le", "ignore")

    def _tag(self, kind: str, above: Tag) -> Tag:
        """Returns the tag for text in an element of type ``kind`` inside ``above``."""
        number = self._count
        if above.element >= 0 and (kind in _INLINE or (kind == "P" and above.kind == "item")):
            return above
        if kind in _LIST_PARTS:
            element = number if kind == "LI" else above.element
            return replace(above, kind=_LIST_PARTS[kind], element=element)
        if kind in {"Table", "TR"}:
            table = number if kind == "Table" else above.table
            return Tag("row" if kind == "TR" else "other", number, table=table, row=number)
        match = _HEADING.match(kind)
        if match or kind == "Title":
            level = int(match[1]) if match else 1
            return replace(above, kind="heading", element=number, level=level)
        name = {"P": "paragraph", "Artifact": "artifact"}.get(kind, "other")
        header = above.header or kind == "TH"
        return replace(above, kind=name, element=number, level=0, header=header)
