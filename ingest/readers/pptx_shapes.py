"""Finds the shapes of a slide and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from ingest.readers.unseen import letters

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_SHAPES = frozenset({f"{P}sp", f"{P}graphicFrame", f"{P}cxnSp"})
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shape stands on the slide, in English metric units."""

    left: float
    top: float
    width: float
    height: float

    @staticmethod
    def of_placeholders(
        layout: etree._Element | None, master: etree._Element | None
    ) -> dict[str, Place]:
        """Returns where a slide's layout and master put placeholders, by index and by type."""
        places: dict[str, Place] = {}
        for root in (master, layout):
            for element in root.iter(f"{P}sp") if root is not None else ():
                kind, index = placeholder_of(element)
                place = _place(element, _SAME)
                if kind and place is not None:
                    places[f"type {kind}"] = place
                    if root is layout:
                        places[f"idx {index}"] = place
        return places


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of a slide; ``placeholder`` is the type of its placeholder, "" for none."""

    element: etree._Element
    placeholder: str
    index: str
    place: Place | None

    @property
    def left(self) -> float:
        """The left edge; 0 where it isn't known."""
        return self.place.left if self.place is not None else 0.0

    @property
    def top(self) -> float:
        """The upper edge; 0 where it isn't known."""
        return self.place.top if self.place is not None else 0.0


@dataclass(frozen=True, slots=True)
class _Scale:
    """Turns a group's own coordinates into the slide's."""

    x: float = 0.0
    y: float = 0.0
    by_x: float = 1.0
    by_y: float = 1.0


_SAME = _Scale()


def shapes_of(root: etree._Element, places: Mapping[str, Place]) -> Iterator[Shape]:
    """Yields a slide's shapes in the order of the file, groups opened up, hidden ones left out.

    Args:
        root: The slide.
        places: Where placeholders stand that don't say it themselves.
    """
    tree = root.find(f"{P}cSld/{P}spTree")
    if tree is not None:
        yield from _inside(tree, places, _SAME, 0)


def hidden_letters(root: etree._Element) -> int:
    """Returns how many letters and digits stand in a slide's hidden shapes."""
    tree = root.find(f"{P}cSld/{P}spTree")
    shapes = tree.iter(f"{P}grpSp", *_SHAPES) if tree is not None else ()
    return sum(
        letters("".join(item.text or "" for item in shape.iter(f"{A}t")))
        for shape in shapes
        if _is_hidden(shape) and not any(map(_is_hidden, shape.iterancestors(f"{P}grpSp")))
    )


def placeholder_of(element: etree._Element) -> tuple[str, str]:
    """Returns the type and the index of a shape's placeholder, ("", "") for none."""
    found = element.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    if found is None:
        found = element.find(f"{P}nvGraphicFramePr/{P}nvPr/{P}ph")
    return ("", "") if found is None else (found.get("type", "obj"), found.get("idx", "0"))


def _inside(
    holder: etree._Element, places: Mapping[str, Place], scale: _Scale, depth: int
) -> Iterator[Shape]:
    for element in holder:
        if element.tag == _ALTERNATIVE and len(element):
            yield from _inside(element[0], places, scale, depth)
        elif element.tag == f"{P}grpSp" and depth < _DEEPEST and not _is_hidden(element):
            yield from _inside(element, places, _group_scale(element, scale), depth + 1)
        elif element.tag in _SHAPES and not _is_hidden(element):
            kind, index = placeholder_of(element)
            place = _place(element, scale)
            if place is None and kind:
                place = places.get(f"idx {index}") or places.get(f"type {kind}")
            yield Shape(element, kind, index, place)


def _is_hidden(element: etree._Element) -> bool:
    properties = element[0].find(f"{P}cNvPr") if len(element) else None
    return properties is not None and properties.get("hidden") in {"1", "true"}


def _numbers(element: etree._Element | None, *names: str) -> tuple[float, ...] | None:
    if element is None:
        return None
    try:
        return tuple(float(element.get(name, "")) for name in names)
    except ValueError:
        return None


def _place(element: etree._Element, scale: _Scale) -> Place | None:
    frame = element.find(f"{P}spPr/{A}xfrm")
    if frame is None:
        frame = element.find(f"{P}xfrm")
    if frame is None:
        return None
    offset = _numbers(frame.find(f"{A}off"), "x", "y")
    extent = _numbers(frame.find(f"{A}ext"), "cx", "cy")
    if offset is None or extent is None:
        return None
    return Place(
        scale.x + offset[0] * scale.by_x,
        scale.y + offset[1] * scale.by_y,
        extent[0] * scale.by_x,
        extent[1] * scale.by_y,
    )


def _group_scale(group: etree._Element, outer: _Scale) -> _Scale:
    frame = group.find(f"{P}grpSpPr/{A}xfrm")
    if frame is None:
        return outer
    offset = _numbers(frame.find(f"{A}off"), "x", "y")
    extent = _numbers(frame.find(f"{A}ext"), "cx", "cy")
    inner = _numbers(frame.find(f"{A}chOff"), "x", "y")
    inner_extent = _numbers(frame.find(f"{A}chExt"), "cx", "cy")
    if offset is None or extent is None or inner is None or inner_extent is None:
        return outer
    by_x = extent[0] / inner_extent[0] if inner_extent[0] else 1.0
    by_y = extent[1] / inner_extent[1] if inner_extent[1] else 1.0
    return _Scale(
        outer.x + (offset[0] - inner[0] * by_x) * outer.by_x,
        outer.y + (offset[1] - inner[1] * by_y) * outer.by_y,
        by_x * outer.by_x,
        by_y * outer.by_y,
    )
