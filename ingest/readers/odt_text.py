"""Reads the words of an OpenDocument paragraph: what is shown, not what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.clean import clean
from ingest.readers.odt_styles import TEXT, Look, Styles, number
from ingest.readers.unseen import letters

_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
# Comments, the marks around tracked changes, readings of Asian characters, what scripts leave.
# The text of tracked deletions stands apart, before the document's own, and is never walked.
_SKIPPED = frozenset(
    (
        f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{TEXT}ruby-text", f"{TEXT}script",
        f"{TEXT}placeholder", f"{TEXT}tracked-changes", f"{TEXT}note-citation",
    )
)  # fmt: skip
_MOST_SPACES = 100


@dataclass(slots=True)
class Paragraph:
    """A paragraph's shown text, its look, and what hangs on it.

    ``tabbed`` is the text with tabs as " … ", for tables of contents; ``boxes`` are text boxes,
    ``notes`` the footnotes and endnotes. ``hidden`` counts the letters and digits that nobody sees.
    """

    text: str = ""
    tabbed: str = ""
    bold: bool = False
    size: float | None = None
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)
    hidden: int = 0


class ParagraphReader:
    """Reads paragraphs one after the other."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def read(self, element: etree._Element, *, on_ground: bool) -> Paragraph:
        """Reads a ``text:p`` or ``text:h``.

        Args:
            element: The paragraph.
            on_ground: It stands in a table or box, whose colour may be anything.
        """
        paragraph = Paragraph()
        if any(
            field.get(f"{TEXT}is-hidden") == "true"
            for field in element.iter(f"{TEXT}hidden-paragraph")
        ):
            paragraph.hidden = letters_in(element)
            return paragraph
        pieces: list[tuple[str, Look]] = []
        look = self._styles.look("paragraph", element.get(f"{TEXT}style-name"))
        self._collect(element, look, pieces, paragraph)
        shown = [(text, look) for text, look in pieces if not look.is_unseen(on_ground=on_ground)]
        paragraph.hidden += sum(letters(text) for text, _ in pieces)
        paragraph.hidden -= sum(letters(text) for text, _ in shown)
        whole = "".join(text for text, _ in shown)
        paragraph.text = clean(whole)
        paragraph.tabbed = clean(whole.replace("\t", " … "))
        words = [(text, look) for text, look in shown if text.strip()]
        paragraph.bold = bool(words) and all(look.bold for _, look in words)
        sizes: dict[float | None, int] = {}
        for text, look in words:
            sizes[look.size] = sizes.get(look.size, 0) + len(text)
        paragraph.size = max(sizes, key=lambda size: sizes[size]) if sizes else None
        return paragraph

    def boxes(self, frame: etree._Element) -> Iterator[etree._Element]:
        """Yields a frame's text boxes; pictures and embedded objects have no text of their own."""
        return frame.iter(f"{_DRAW}text-box")

    def _collect(
        self,
        element: etree._Element,
        look: Look,
        pieces: list[tuple[str, Look]],
        paragraph: Paragraph,
    ) -> None:
        if element.text:
            pieces.append((_one_space(element.text), look))
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}s":
                count = max(1, min(number(child.get(f"{TEXT}c"), 1), _MOST_SPACES))
                pieces.append((" " * count, look))
            elif tag == f"{TEXT}tab":
                pieces.append(("\t", look))
            elif tag == f"{TEXT}line-break":
                pieces.append(("\n", look))
            elif tag == f"{TEXT}note":
                paragraph.notes.append(child)
            elif isinstance(tag, str) and tag.startswith(_DRAW):
                paragraph.boxes.extend(_outermost_boxes(child))
            elif _is_hidden_field(child):
                paragraph.hidden += letters_in(child)
            elif tag not in _SKIPPED:
                own = look
                if tag == f"{TEXT}span":
                    own = self._styles.look("text", child.get(f"{TEXT}style-name")).over(look)
                self._collect(child, own, pieces, paragraph)
            if child.tail:
                pieces.append((_one_space(child.tail), look))


def letters_in(element: etree._Element) -> int:
    """Returns how many letters and digits stand in an element, whether they are seen or not."""
    return sum(letters(str(text)) for text in element.itertext())


def _one_space(text: str) -> str:
    """Returns text with line ends and tabs as the format means them: as spaces."""
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")


def _is_hidden_field(element: etree._Element) -> bool:
    hidden = element.get(f"{TEXT}is-hidden")
    return element.tag == f"{TEXT}hidden-text" and hidden != "false"


def _outermost_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yields the text boxes in a drawing, and shapes that hold text themselves."""
    if element.tag == f"{_DRAW}text-box" or any(
        child.tag in {f"{TEXT}p", f"{TEXT}list"} for child in element
    ):
        yield element
        return
    for child in element:
        if isinstance(child.tag, str) and child.tag.startswith(_DRAW):
            yield from _outermost_boxes(child)
