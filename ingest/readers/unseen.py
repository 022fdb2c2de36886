"""Counts the text that a reader leaves out because nobody who looks at the file sees it.

Such text may be a remnant, or be meant for machines only. What is ordinary isn't counted: deleted
and hidden parts that the programs themselves offer to show again (tracked changes, slides, sheets,
rows), menus of web pages, and the text under a scan.
"""

from __future__ import annotations

import re

# Unicode's tags repeat ASCII in letters that no program draws. A few of them make an emoji's flag.
_TAGS = re.compile("[\U000e0020-\U000e007e]{8,}")


def letters(text: str) -> int:
    """Returns how many letters and digits a text has, which is how hidden text is counted."""
    return sum(map(str.isalnum, text))


def tag_letters(text: str) -> int:
    """Returns how many letters of a text are ones that no program draws."""
    return sum(map(len, _TAGS.findall(text)))
