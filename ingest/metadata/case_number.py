"""The number of the case that a document belongs to: its own, not every number that it mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.metadata.opening import Opening

# "2023/1234", "23/01234-5" (the number after the hyphen counts the papers of the case), "21/22".
_NUMBER = r"(?<![\d./-])(?P<case>(?:(?:19|20)\d{2}|\d{1,3})/\d{1,6})(?:-\d{1,4})?(?![\d/]|[-.]\d)"
_CASE = re.compile(_NUMBER)
_LABEL = re.compile(
    r"(?:arkiv)?sak(?:s)?(?:[ -]?(?:nr|nummer|id|ref))?\.?|arkivsak(?:id|nr|sid)?\.?"
    r"|ark(?:iv)?ref\.?|arkivreferanse|(?:vår |vårt )?(?:saks)?ref(?:eranse|\.)?(?: nr\.?)?"
    r"|vårt saksnr\.?|saksnr\.? i arkivet|ephorte(?:[ -]?(?:sak|nr|id))?\.?|jp-?id|websak"
    r"|journal(?:nr|post|nummer)?\.?|utvalgssak|utvalssak|case (?:no|number)\.?|our ref\.?",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"\b(?:arkivsak(?:s?(?:id|nr))?|saksnr|saksnummer|arkivsaknr|utvalgs?sak|ephorte(?:[ -]?sak)?"
    r"|vår ref(?:eranse)?|our ref|sak(?:en)? nr|sak)\.?\s*[:.]?\s*(?:nr\.?\s*)?"
    r"(?:(?:PS|RS|FS|KS|FT|FU)\s+)?" + _NUMBER,
    re.IGNORECASE,
)
_THEIRS = re.compile(r"\b(?:dykkar|deres|your|dykk?ars)\W*(?:ref|sak|dato)?\w*\W*$", re.IGNORECASE)
_OURS_HEADING = re.compile(r"\b(?:vår )?(?:referanse|saksnr|sak|ref)\b", re.IGNORECASE)
_THEIR_HEADING = re.compile(r"\b(?:deres|dykkar|your)\b", re.IGNORECASE)
_TITLE = re.compile(
    r"^\W*(?:(?:saksframlegg|saksfremlegg|melding|referatsak|drøftingssak)\W+)?"
    rf"(?:(?:ut)?sak|PS|RS|saksnr\.?)\s*(?:nr\.?\s*)?{_NUMBER}",
    re.IGNORECASE,
)
_ADOPTED = re.compile(r"\b(?:vedtatt|vedteke|vedteken|adopted)\b", re.IGNORECASE)
# From "Vedtatt av kommunestyret 3. mai 2022" to ", sak 21/22".
_REACH = 120
_SHORT = 80


def case_number_of(title: str, found: Opening) -> str | None:
    """From a label in the head or a margin, the title, or where it says when it was adopted."""
    return next(_candidates(title, found), None)


def _candidates(title: str, found: Opening) -> Iterator[str]:
    for value in found.labelled(_LABEL):
        if match := _CASE.match(re.sub(r"^(?:PS|RS|FS|KS|FT|FU)\s+", "", value)):
            yield match["case"]
    lines = [line.text for line in found.head]
    margins = list(found.margins)
    yield from _inline([line for line in [*lines, *margins] if len(line) <= _SHORT])
    if match := _TITLE.search(title):
        yield match["case"]
    for line in [*lines, *margins]:
        adopted = _ADOPTED.search(line)
        if adopted and (match := _INLINE.search(line, adopted.end())) and _near(adopted, match):
            yield match["case"]
    # The labels side by side on one line, the values on the next: "Dato Referanse".
    for above, below in [
        *pairwise(lines),
        *pairwise(margins),
    ]:
        labels = _OURS_HEADING.search(above) and not re.search(r"\d", above)
        found_below = list(_CASE.finditer(below))
        if (
            labels
            and not _THEIR_HEADING.search(above)
            and len(found_below) == 1
            and len(below) <= _SHORT
        ):
            yield found_below[0]["case"]


def _inline(lines: list[str]) -> Iterator[str]:
    """Labelled in the middle of a short line; items of an agenda ("Sak 12/23 …") are no label."""
    for line in lines:
        for match in _INLINE.finditer(line):
            agenda = re.match(r"sak\s+(?!nr)", match[0], re.IGNORECASE)
            if not agenda and not _THEIRS.search(line[: match.start()]):
                yield match["case"]


def _near(adopted: re.Match[str], number: re.Match[str]) -> bool:
    return number.start() - adopted.end() <= _REACH
