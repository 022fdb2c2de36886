"""Tells from an element's own style whether nobody sees it."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0+)?(?:%|!|;|$)"
    # Letters of a point or less.
    r"|font-size:(?:0(?:\.\d+)?p[xt]|0(?:\.0\d*)?(?:r?em|%)?|1(?:\.0+)?p[xt])(?:!|;|$)"
    # Cut away to nothing.
    r"|clip:rect\((?:[01](?:px)?,?){4}\)|clip-path:inset\((?:50|100)%"
    r"|text-indent:-\d{3,}"
)
_FAR = r"(?:left|top|right|bottom):-(?:\d{4,}(?:px|pt)?|\d{3,}(?:r?em|v[wh]|%))"
_MOVED_OFF = re.compile(rf"(?=.*position:(?:absolute|fixed))(?=.*{_FAR})")
_COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
_GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})$")
_RGB = re.compile(r"rgb\((\d{1,3}),(\d{1,3}),(\d{1,3})\)$")
_NAMES = {"white": (255, 255, 255), "black": (0, 0, 0)}
_ALIKE = 6  # of 255; nobody tells such colours apart


def is_hidden(style: str) -> bool:
    """Whether text with this ``style`` attribute is invisible: gone, tiny, far off, uncoloured."""
    if ":" not in style:
        return False
    text = re.sub(r"\s+", "", style.lower())
    if _UNSEEN.search(text) or _MOVED_OFF.search(text):
        return True
    colour, ground = _COLOUR.search(text), _GROUND.search(text)
    if colour is None:
        return False
    if colour[1] == "transparent":
        return "background-clip:text" not in text  # there the ground shows through the letters
    if ground is None:
        return False
    letters, paper = _rgb(colour[1]), _rgb(ground[1])
    if letters is None or paper is None:
        return colour[1] == ground[1]
    return all(abs(one - other) <= _ALIKE for one, other in zip(letters, paper, strict=True))


def _rgb(colour: str) -> tuple[int, int, int] | None:
    if match := _HEX.match(colour):
        digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if match := _RGB.match(colour):
        return int(match[1]), int(match[2]), int(match[3])
    return _NAMES.get(colour)
