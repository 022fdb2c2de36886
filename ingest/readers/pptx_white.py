"""Finds white text on the bare white of a slide, which nobody sees.

White text is common on slides: on dark backgrounds, pictures and filled shapes. So a run counts as
unseen only where all of this is certain: it is white itself, its shape has no fill, the slide's
background is plain white, and nothing else stands where the shape stands.
"""

from __future__ import annotations

import re

from lxml import etree

from ingest.readers.pptx_shapes import A, P, Place, Shape
from ingest.readers.unseen import letters

_WHITE = re.compile("(?:f[89a-f]){3}", re.IGNORECASE)
_FILLS = tuple(
    f"{A}{name}" for name in ("solidFill", "gradFill", "pattFill", "blipFill", "grpFill")
)
_DRAWN = (f"{P}pic", f"{P}sp", f"{P}graphicFrame", f"{P}cxnSp", f"{P}grpSp", f"{P}contentPart")
_PLAIN_BACKGROUND = {"0", "1001"}  # the theme's first background is a single colour


class Whiteness:
    """What is white on the slides of one layout."""

    def __init__(
        self,
        layout: etree._Element | None,
        master: etree._Element | None,
        theme: etree._Element | None,
    ) -> None:
        self._behind = (layout, master)
        self._schemes = _scheme_colours(master, theme)

    def drop(self, slide: etree._Element, shapes: list[Shape]) -> int:
        """Empty the white runs that nobody sees.

        Args:
            slide: the slide.
            shapes: those of its shapes that are on it, with their places.

        Returns:
            The letters and digits of those runs.
        """
        if not self._is_plain_white(slide):
            return 0
        return sum(
            self._drop_in(shape)
            for shape in shapes
            if shape.element.tag == f"{P}sp" and not self._has_fill(shape)
            if any(map(self._is_white_run, shape.element.iter(f"{A}r")))
            if self._stands_alone(shape, slide)
        )

    def _drop_in(self, shape: Shape) -> int:
        dropped = 0
        for run in shape.element.iter(f"{A}r"):
            text = run.find(f"{A}t")
            if text is not None and self._is_white_run(run):
                dropped += letters(text.text or "")
                text.text = ""
        return dropped

    def _is_white_run(self, run: etree._Element) -> bool:
        properties = run.find(f"{A}rPr")
        if properties is None or properties.find(f"{A}highlight") is not None:
            return False
        if properties.find(f"{A}ln") is not None or properties.find(f"{A}effectLst") is not None:
            return False
        return self._is_white(properties.find(f"{A}solidFill"))

    def _is_white(self, fill: etree._Element | None) -> bool:
        """Whether a fill is one colour, and that is white; one that is modified may be any."""
        colour = fill[0] if fill is not None and len(fill) == 1 else None
        if colour is None or len(colour):
            return False
        value = colour.get("val", "")
        if colour.tag == f"{A}schemeClr":
            value = self._schemes.get(value, "")
        elif colour.tag != f"{A}srgbClr":
            return False
        return bool(_WHITE.fullmatch(value))

    def _is_plain_white(self, slide: etree._Element) -> bool:
        for root in (slide, *self._behind):
            background = root.find(f"{P}cSld/{P}bg") if root is not None else None
            if background is None or not len(background):
                continue
            fill = background[0]
            if fill.tag == f"{P}bgRef":
                return fill.get("idx") in _PLAIN_BACKGROUND and self._is_white(fill)
            return self._is_white(fill.find(f"{A}solidFill"))
        return True

    def _has_fill(self, shape: Shape) -> bool:
        """Whether a shape has a fill, by itself or from its placeholder."""
        if _is_filled(shape.element):
            return True
        own = shape.element.find(f"{P}spPr")
        if own is not None and own.find(f"{A}noFill") is not None:
            return False
        return bool(shape.placeholder) and any(
            _is_filled(item) for root in self._behind for item in _elements(root)
        )

    def _stands_alone(self, shape: Shape, slide: etree._Element) -> bool:
        """Whether nothing else is drawn where a shape stands, on the slide or behind it."""
        if shape.place is None:
            return False
        drawn = (item for root in (slide, *self._behind) for item in _elements(root))
        return not any(
            _may_overlap(shape.place, item)
            for item in drawn
            if item is not shape.element and _draws(item)
        )


def _elements(root: etree._Element | None) -> list[etree._Element]:
    """What is drawn on a slide, a layout or a master: the outermost elements."""
    tree = root.find(f"{P}cSld/{P}spTree") if root is not None else None
    return [item for item in tree if item.tag in _DRAWN] if tree is not None else []


def _draws(element: etree._Element) -> bool:
    """Whether something besides text may be seen of it."""
    return element.tag != f"{P}sp" or _is_filled(element)


def _is_filled(element: etree._Element) -> bool:
    properties, style = element.find(f"{P}spPr"), element.find(f"{P}style/{A}fillRef")
    if properties is not None:
        if any(properties.find(fill) is not None for fill in _FILLS):
            return True
        if properties.find(f"{A}noFill") is not None:
            return False
    return style is not None and style.get("idx", "0") != "0"


def _may_overlap(place: Place, element: etree._Element) -> bool:
    """Whether an element may stand where the place is; one that doesn't say where may."""
    frame = next(element.iter(f"{A}xfrm", f"{P}xfrm"), None)
    offset = frame.find(f"{A}off") if frame is not None else None
    extent = frame.find(f"{A}ext") if frame is not None else None
    if offset is None or extent is None or (frame is not None and frame.get("rot")):
        return True
    try:
        left, top = float(offset.get("x", "")), float(offset.get("y", ""))
        width, height = float(extent.get("cx", "")), float(extent.get("cy", ""))
    except ValueError:
        return True
    across = left < place.left + place.width and place.left < left + width
    return across and top < place.top + place.height and place.top < top + height


def _scheme_colours(master: etree._Element | None, theme: etree._Element | None) -> dict[str, str]:
    """The theme's colours by the names that slides use, as six hexadecimal digits."""
    scheme = theme.find(f".//{A}clrScheme") if theme is not None else None
    colours: dict[str, str] = {}
    for item in scheme if scheme is not None else ():
        if isinstance(item.tag, str) and len(item):
            value = item[0].get("lastClr") or item[0].get("val") or ""
            colours[etree.QName(item).localname] = value
    names = master.find(f"{P}clrMap") if master is not None else None
    if names is None:
        return colours
    return colours | {str(to): colours.get(str(of), "") for to, of in names.attrib.items()}
