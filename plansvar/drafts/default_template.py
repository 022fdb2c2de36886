"""Builds our own template of a letter: ``python -m plansvar.drafts.default_template``."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

_INK = RGBColor(0x1F, 0x4E, 0x5F)
_FONT = "Calibri"


def build() -> bytes:
    """The template as a docx file."""
    document = Document()
    _page(document)
    _styles(document)
    add = document.add_paragraph
    add("{{ words.recipient }}")
    add("{{ date }}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_heading("{{ subject }}", 1)
    add("{{ words.greeting }}")
    add("{{ words.intro }}")
    _loop(document, "one in asked", "{{ one }}", "List Bullet")
    add("{%p for part in parts %}")
    document.add_heading("{{ part.question }}", 2)
    _if(document, "part.lead", "{{ part.lead }}")
    add("{%p for line in part.lines %}")
    add("{%p if line.bullet %}")
    add("{{ line.text }}", "List Bullet")
    add("{%p else %}")
    add("{{ line.text }}")
    add("{%p endif %}")
    add("{%p endfor %}")
    add("{%p endfor %}")
    add("{%p if terms %}")
    document.add_heading("{{ words.schemes }}", 2)
    _terms(document)
    add("{%p endif %}")
    add("{%p if missing %}")
    document.add_heading("{{ words.missing }}", 2)
    _loop(document, "one in missing", "{{ one }}", "List Bullet")
    add("{{ words.searched }}")
    add("{%p endif %}")
    add("{{ words.ending }}").paragraph_format.space_before = Pt(14)
    closing = add("{{ words.closing }}")
    closing.paragraph_format.space_before = Pt(14)
    closing.paragraph_format.space_after = Pt(24)
    add("{{ words.name }}").paragraph_format.space_after = Pt(0)
    add("{{ words.unit }}")
    document.add_heading("{{ words.checks }}", 1).paragraph_format.page_break_before = True
    add("{{ words.checks_note }}").runs[0].italic = True
    _loop(document, "one in checks", "☐ {{ one }}", "Check")
    _if(document, "not checks", "{{ words.no_checks }}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = footer.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "{{ subject }}", "", ""


def _styles(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.1
    for level, size, before in ((1, 16, 12), (2, 12.5, 12)):
        style = styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
        # The theme's font would win over the one that is named.
        fonts = style.element.rPr.rFonts
        for name in list(fonts.attrib):
            if name.endswith("Theme"):
                del fonts.attrib[name]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(6)
    styles["List Bullet"].paragraph_format.space_after = Pt(4)
    check = styles.add_style("Check", WD_STYLE_TYPE.PARAGRAPH)
    check.base_style = normal
    check.paragraph_format.left_indent, check.paragraph_format.first_line_indent = Cm(0.7), Cm(-0.7)
    note = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    note.element.set(qn("w:styleId"), "FootnoteText")
    note.base_style = normal
    note.font.size = Pt(9)
    note.paragraph_format.space_after = Pt(0)
    reference = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.element.set(qn("w:styleId"), "FootnoteReference")
    reference.font.superscript = True


def _loop(document: Any, what: str, text: str, style: str) -> None:  # noqa: ANN401 - as above
    document.add_paragraph(f"{{%p for {what} %}}")
    document.add_paragraph(text, style)
    document.add_paragraph("{%p endfor %}")


def _if(document: Any, what: str, text: str) -> None:  # noqa: ANN401 - as above
    document.add_paragraph(f"{{%p if {what} %}}")
    document.add_paragraph(text)
    document.add_paragraph("{%p endif %}")


def _terms(document: Any) -> None:  # noqa: ANN401 - as above
    table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    table.autofit = False
    texts = (
        ("{{ words.scheme }}", "{{ words.term }}", "{{ words.value }}"),
        ("{%tr for one in terms %}", "", ""),
        ("{{ one.scheme }}", "{{ one.name }}", "{{ one.value }}"),
        ("{%tr endfor %}", "", ""),
    )
    widths = (Cm(4.5), Cm(3.5), Cm(8))
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(10)
            run.bold = cells is texts[0]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


if __name__ == "__main__":
    Path(__file__).with_name("letter.docx").write_bytes(build())
