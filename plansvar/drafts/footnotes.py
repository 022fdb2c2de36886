"""Real footnotes in a Word file, where the marks of a draft's texts stand.

python-docx has no footnotes, so their part of the file is written here, as ECMA-376 has it (part 1,
17.11). A note that is referred to again gets a cross-reference to its first place (NOTEREF), which
Word keeps right when notes are added or taken out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from plansvar.drafts.view import MARK, ViewNote

Element = Any  # of lxml, with python-docx's classes

_EMPTY = (
    f"<w:footnotes {nsdecls('w')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
    "<w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
)
_TEXT_STYLE, _REFERENCE_STYLE = "FootnoteText", "FootnoteReference"


def add_footnotes(document: Document, notes: Sequence[ViewNote]) -> None:
    """Put footnotes where the marks stand; headers and footers can have none and lose them."""
    texts = {one.number: one.text for one in notes}
    styles = {style.style_id for style in document.styles}
    part, root = _part(document)
    writer = _Writer(root, texts, styles, _highest_bookmark(document))
    for text in list(document.element.body.iter(qn("w:t"))):
        if text.text and MARK.search(text.text):
            writer.replace(text)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for other in document.part.package.parts:
        element = getattr(other, "element", None)
        for text in element.iter(qn("w:t")) if element is not None else ():
            if text.text and MARK.search(text.text):
                text.text = MARK.sub("", text.text)


class _Writer:
    """Writes notes to their part, and references to the text."""

    def __init__(
        self, root: Element, texts: dict[int, str], styles: set[str], bookmark: int
    ) -> None:
        self._root = root
        self._texts = texts
        self._styles = styles
        self._bookmark = bookmark
        ids = [int(one.get(qn("w:id"), "0")) for one in root.findall(qn("w:footnote"))]
        self._next = max([0, *ids]) + 1
        self._places: dict[int, int] = {}

    def replace(self, text: Element) -> None:
        """Cut the run of a text at its marks, and put references between the pieces."""
        run = text.getparent()
        before = True
        properties = run.find(qn("w:rPr"))
        for number, piece in enumerate(MARK.split(text.text)):
            if number % 2:
                if not before:
                    run.addprevious(self._superscript(self._text(",")))
                for element in self._reference(int(piece)):
                    run.addprevious(element)
                before = False
            elif piece:
                run.addprevious(_run(copy.deepcopy(properties), self._text(piece)))
                before = True
        text.text = ""
        if not any(one.tag != qn("w:rPr") and one is not text for one in run):
            run.getparent().remove(run)

    def _reference(self, number: int) -> Iterator[Element]:
        if number in self._places:
            yield from self._again(number)
            return
        if number not in self._texts:
            return
        self._places[number] = len(self._places) + 1
        identity = self._next
        self._next += 1
        self._root.append(self._note(identity, self._texts[number]))
        self._bookmark += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:name"), _name(number))
        for one in (start, end):
            one.set(qn("w:id"), str(self._bookmark))
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(identity))
        yield from (start, self._superscript(reference), end)

    def _again(self, number: int) -> Iterator[Element]:
        """A cross-reference; the number in it is right until somebody adds a note."""
        for kind in ("begin", None, "separate", "", "end"):
            if kind is None:
                element = OxmlElement("w:instrText")
                element.set(qn("xml:space"), "preserve")
                element.text = f" NOTEREF {_name(number)} \\h "
            elif kind == "":
                element = self._text(str(self._places[number]))
            else:
                element = OxmlElement("w:fldChar")
                element.set(qn("w:fldCharType"), kind)
            yield self._superscript(element)

    def _note(self, identity: int, text: str) -> Element:
        note, paragraph = OxmlElement("w:footnote"), OxmlElement("w:p")
        note.set(qn("w:id"), str(identity))
        note.append(paragraph)
        if _TEXT_STYLE in self._styles:
            properties, style = OxmlElement("w:pPr"), OxmlElement("w:pStyle")
            style.set(qn("w:val"), _TEXT_STYLE)
            properties.append(style)
            paragraph.append(properties)
        paragraph.append(self._superscript(OxmlElement("w:footnoteRef")))
        paragraph.append(_run(None, self._text(f" {text}")))
        return note

    def _superscript(self, content: Element) -> Element:
        properties = OxmlElement("w:rPr")
        if _REFERENCE_STYLE in self._styles:
            style = OxmlElement("w:rStyle")
            style.set(qn("w:val"), _REFERENCE_STYLE)
            properties.append(style)
        raised = OxmlElement("w:vertAlign")
        raised.set(qn("w:val"), "superscript")
        properties.append(raised)
        return _run(properties, content)

    @staticmethod
    def _text(text: str) -> Element:
        element = OxmlElement("w:t")
        element.set(qn("xml:space"), "preserve")
        element.text = text
        return element


def _run(properties: Element | None, content: Element) -> Element:
    run = OxmlElement("w:r")
    if properties is not None:
        run.append(properties)
    run.append(content)
    return run


def _name(number: int) -> str:
    return f"_PlansvarNote{number}"


def _part(document: Document) -> tuple[Part, Element]:
    """The part of the footnotes, made where the template has none, and its XML."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            return relation.target_part, parse_xml(relation.target_part.blob)
    package = document.part.package
    part = Part(
        PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, _EMPTY.encode(), package
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return part, parse_xml(_EMPTY)


def _highest_bookmark(document: Document) -> int:
    ids = [one.get(qn("w:id"), "0") for one in document.element.body.iter(qn("w:bookmarkStart"))]
    return max([0, *(int(one) for one in ids if one.isdigit())])
