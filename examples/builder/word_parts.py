"""What python-docx lacks: footnotes, and numbered lists that start where they should."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from examples.builder.blocks import Note
from examples.builder.inline import runs

SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
    "</w:r></w:p></w:footnote>"
)


class Footnotes:
    """The footnotes of a document; their part is made when there are any."""

    def __init__(self, document: Any, notes: Mapping[str, Note]) -> None:
        self.notes = notes
        if notes:
            add_styles(document)
            ordered = sorted(notes.values(), key=lambda note: note.number)
            body = "".join(note_xml(note) for note in ordered)
            xml = f"<w:footnotes {nsdecls('w')}>{SEPARATORS}{body}</w:footnotes>"
            part = Part(
                PackURI("/word/footnotes.xml"),
                CONTENT_TYPE.WML_FOOTNOTES,
                f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode(),
                document.part.package,
            )
            document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def add(self, paragraph: Any, label: str) -> None:
        """Add the mark of a footnote to a paragraph."""
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self.notes[label].number))
        paragraph.add_run(style="footnote reference")._r.append(reference)


def add_styles(document: Any) -> None:
    """Add Word's styles for footnotes, which the template of python-docx lacks."""
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.font.size = Pt(8.5)
    mark = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.font.superscript = True


def note_xml(note: Note) -> str:
    """Write a footnote."""
    texts = "".join(
        f"<w:r><w:rPr>{'<w:b/>' if run.bold else ''}{'<w:i/>' if run.italic else ''}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'
        for run in runs(note.text)
    )
    return (
        f'<w:footnote w:id="{note.number}"><w:p><w:pPr><w:pStyle w:val="footnotetext"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="footnotereference"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> </w:t></w:r>{texts}</w:p></w:footnote>'
    )


class Numbering:
    """Numbered lists: one goes on while the numbers do, else a new one starts."""

    def __init__(self, document: Any) -> None:
        self.styles = document.styles
        self.numbering = document.part.numbering_part.element
        self.last: dict[int, tuple[int, int]] = {}

    def number(self, paragraph: Any, level: int, number: int) -> None:
        """Make a paragraph the point ``number`` of a list of ``level``."""
        last, list_id = self.last.get(level, (0, 0))
        if number != last + 1 or not list_id:
            list_id = self.start_list(paragraph.style, number)
        self.last[level] = (number, list_id)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = list_id

    def start_list(self, style: Any, first: int) -> int:
        """Start a list that looks as its style says; return its id."""
        styled = style.element.pPr.numPr.numId.val
        abstract = self.numbering.num_having_numId(styled).abstractNumId.val
        num = self.numbering.add_num(abstract)
        num.add_lvlOverride(ilvl=0).add_startOverride(first)
        return int(num.numId)
