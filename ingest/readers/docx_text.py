"""Reads the words of a Word paragraph: what is shown, not what was deleted or hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.clean import clean
from ingest.readers.docx_styles import Style, Styles, W, is_on, is_placeholder, number, value
from ingest.readers.unseen import letters, tag_letters

_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Deleted and moved-away text, field codes, and what is no text of the paragraph.
_SKIPPED = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "ruby", "object")
)
_BREAKS = frozenset({f"{W}br", f"{W}cr", f"{W}tab", f"{W}ptab"})
_DASHES = frozenset({f"{W}noBreakHyphen"})
_SMALLEST = 1.0  # points


@dataclass(slots=True)
class Paragraph:
    """A paragraph's shown text, its look, and what hangs on it.

    ``tabbed`` is the text with tabs as " … ", for tables of contents; ``boxes`` are the contents
    of text boxes, ``notes`` the ids of footnotes ("f3") and endnotes ("e1"). ``page`` counts page
    breaks up to the first word, ``hidden`` the letters and digits that nobody sees.
    """

    text: str = ""
    tabbed: str = ""
    bold: bool = False
    size: float | None = None
    page: int = 0
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden: int = 0


@dataclass(slots=True)
class Pages:
    """Counts pages by the breaks that Word left in the file when it last showed it."""

    number: int = 1
    any: bool = False
    fresh: bool = False

    def explicit(self) -> None:
        """Counts a page break that the author set."""
        self.number += 1
        self.any = self.fresh = True

    def rendered(self) -> None:
        """Counts a break that Word noted; after an author's break it notes the same one again."""
        if not self.fresh:
            self.number += 1
        self.any, self.fresh = True, False


class ParagraphReader:
    """Reads paragraphs one after the other, counting pages."""

    def __init__(self, styles: Styles, *, white_is_hidden: bool) -> None:
        self._styles = styles
        self._white_is_hidden = white_is_hidden
        self.pages = Pages()

    def read(self, element: etree._Element, *, on_ground: bool) -> Paragraph:
        """Reads a ``w:p``.

        Args:
            element: The paragraph.
            on_ground: It stands in a table or box, whose colour may be anything.
        """
        properties = element.find(f"{W}pPr")
        style_id = self._styles.default_paragraph
        shaded = on_ground
        if properties is not None:
            style_id = value(properties.find(f"{W}pStyle")) or style_id
            shaded = shaded or properties.find(f"{W}shd") is not None
            if is_on(properties.find(f"{W}pageBreakBefore")) and self.pages.any:
                self.pages.explicit()
        style = self._styles.get(style_id)
        paragraph = Paragraph(page=0)
        parts: list[str] = []
        bold = plain = 0
        sizes: dict[float, int] = {}
        for run in _runs(element):
            look = run.find(f"{W}rPr")
            own = self._styles.get(value(look.find(f"{W}rStyle"))) if look is not None else Style()
            shown = not self._is_hidden(look, style, own, shaded=shaded or style.shaded)
            text = self._run_text(run, paragraph, shown=shown)
            if not shown:
                paragraph.hidden += letters("".join(t.text or "" for t in run.iterfind(f"{W}t")))
            if not text.strip():
                parts.append(text)
                continue
            if not paragraph.page:
                paragraph.page = self.pages.number
            self.pages.fresh = False
            parts.append(text)
            weight = len(text.strip())
            own_bold = look.find(f"{W}b") if look is not None else None
            is_bold = is_on(own_bold) if own_bold is not None else style.bold or own.bold
            bold, plain = (bold + weight, plain) if is_bold else (bold, plain + weight)
            own_size = look.find(f"{W}sz") if look is not None else None
            size = number(own_size, 0) / 2 or own.size or style.size or self._styles.default_size
            sizes[size] = sizes.get(size, 0) + weight
        whole = "".join(parts)
        paragraph.hidden += tag_letters(whole)
        paragraph.text = clean(whole)
        paragraph.tabbed = clean(whole.replace("\t", " … "))
        paragraph.bold = bold > 0 and plain == 0
        paragraph.size = max(sizes, key=lambda size: sizes[size]) if sizes else None
        paragraph.page = paragraph.page or self.pages.number
        return paragraph

    def _is_hidden(
        self, look: etree._Element | None, style: Style, own: Style, *, shaded: bool
    ) -> bool:
        """Tells whether nobody who looks at the document sees a run."""
        if look is None:
            return style.hidden or own.hidden
        vanish = look.find(f"{W}vanish")
        if is_on(vanish) or (vanish is None and (style.hidden or own.hidden)):
            return True
        if 0 < number(look.find(f"{W}sz"), 0) / 2 < _SMALLEST + 0.1:
            return True
        white = value(look.find(f"{W}color")).upper() == "FFFFFF"
        grounded = shaded or any(look.find(f"{W}{n}") is not None for n in ("shd", "highlight"))
        return white and self._white_is_hidden and not grounded

    def _run_text(self, run: etree._Element, paragraph: Paragraph, *, shown: bool) -> str:
        parts: list[str] = []
        for item in run:
            tag = item.tag
            if tag == f"{W}lastRenderedPageBreak":
                self.pages.rendered()
            elif tag == f"{W}br" and item.get(f"{W}type") == "page":
                self.pages.explicit()
            elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                paragraph.notes.append(f"{tag[len(W)]}{item.get(f'{W}id', '')}")
            elif tag in {f"{W}drawing", f"{W}pict", _ALTERNATIVE}:
                paragraph.boxes.extend(_boxes(item))
            elif not shown:
                continue
            elif tag == f"{W}t":
                parts.append(item.text or "")
            elif tag in _BREAKS:
                parts.append("\t" if tag.endswith("tab") else "\n")
            elif tag in _DASHES:
                parts.append("-")
        return "".join(parts)


def _runs(element: etree._Element) -> Iterator[etree._Element]:
    """Yields a paragraph's runs in order, through links, fields, controls and insertions."""
    for item in element:
        if item.tag == f"{W}r":
            yield item
        elif item.tag == _ALTERNATIVE:
            yield from _runs(item[0]) if len(item) else ()
        elif item.tag not in _SKIPPED and not is_placeholder(item):
            yield from _runs(item)


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yields the text boxes of a drawing; of two renderings of one drawing only the first."""
    if element.tag == _ALTERNATIVE:
        yield from _boxes(element[0]) if len(element) else ()
    elif element.tag == f"{W}txbxContent":
        yield element
    else:
        for item in element:
            yield from _boxes(item)
