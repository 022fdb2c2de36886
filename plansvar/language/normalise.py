"""Unicode hygiene: the form in which all text is stored and compared."""

from __future__ import annotations

import re
import unicodedata

# Soft hyphens, zero-width characters, bidi controls, tag characters: invisible to a reader, so a
# quote must not hold them, and text hidden in them must not reach anybody.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff9-\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """NFC without invisible, control and broken characters; line breaks stay."""
    if _SURROGATE.search(text):  # two halves are one character; one half is none
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", _INVISIBLE.sub("", text)))


def squeeze(text: str) -> str:
    """:func:`clean`, and every run of white space is one space."""
    return _SPACE.sub(" ", clean(text)).strip()
