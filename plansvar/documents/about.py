"""What is known about a document besides its text, title, type, authority and date."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Letters and digits. Fewer are trifles: a number that a template has left, a word that lost its
# colour. A sentence that should make somebody do something is longer.
FEWEST_HIDDEN = 15


class MarkKind(StrEnum):
    """What a mark on a document says about who may see it. Any of them keeps it from the public."""

    EXEMPT = "exempt"
    CLASSIFIED = "classified"
    CONFIDENTIAL = "confidential"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark such as "Unntatt offentlighet, offl. § 13"; ``quote`` is what stands there.

    ``found_in`` says where: "text", "margin" (page header or footer, watermark), "metadata" (a
    sensitivity label that somebody chose), "path" (the file's name).
    """

    kind: MarkKind
    quote: str
    found_in: str


@dataclass(frozen=True, slots=True)
class Validity:
    """From when to when a document applies, as it says itself.

    Both ends are ISO 8601 cut to what is written and included: "2023–2030" is ``2023`` to ``2030``.
    An end that is not written is ``None``. ``quote`` is what stands there.
    """

    start: str | None
    end: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A municipality (number of four digits) or county (two), as it was at the document's date."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class About:
    """What was found out about a document.

    Reasons are ``where:what``, or one word alone: ``title:handlingsprogram``,
    ``text:vedtatt av kommunestyret``, ``type:minutes`` (follows from the type), ``configured``
    (somebody said so), ``none`` (nothing said anything). ``organisation`` is who issues it, and
    ``organisation_found_in`` one of "configured", "label", "adopted", "title", "head", "signature",
    "margin", "text", "metadata". ``languages`` are all that a good part of it is written in, the
    first one the most. ``hidden_characters`` is how many letters and digits were left out of its
    text because nobody sees them.
    """

    type_reason: str = ""
    authority_reason: str = ""
    valid: Validity | None = None
    organisation: str | None = None
    organisation_found_in: str | None = None
    places: tuple[PlaceName, ...] = ()
    languages: tuple[str, ...] = ()
    case_number: str | None = None
    marks: tuple[Mark, ...] = ()
    hidden_characters: int = 0

    @property
    def hides_text(self) -> bool:
        """Whether so much of it is hidden that somebody should look."""
        return self.hidden_characters >= FEWEST_HIDDEN
