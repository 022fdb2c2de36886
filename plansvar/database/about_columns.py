"""What is known about a document, to and from the columns of its version."""

from __future__ import annotations

from dataclasses import asdict

from plansvar.database.models import VersionRow
from plansvar.documents.about import About, Mark, MarkKind, PlaceName, Validity


def to_columns(about: About) -> dict[str, object]:
    """The values of the columns."""
    valid = about.valid
    return {
        "type_reason": about.type_reason,
        "authority_reason": about.authority_reason,
        "valid_from": valid.start if valid else None,
        "valid_to": valid.end if valid else None,
        "valid_quote": valid.quote if valid else None,
        "organisation": about.organisation,
        "organisation_found_in": about.organisation_found_in,
        "places": [asdict(place) for place in about.places],
        "languages": list(about.languages),
        "case_number": about.case_number,
        "marks": marks_to_json(about.marks),
        "hidden_characters": about.hidden_characters,
    }


def from_columns(row: VersionRow) -> About:
    """What the columns hold."""
    return About(
        type_reason=row.type_reason,
        authority_reason=row.authority_reason,
        valid=(
            Validity(row.valid_from, row.valid_to, row.valid_quote)
            if row.valid_quote is not None
            else None
        ),
        organisation=row.organisation,
        organisation_found_in=row.organisation_found_in,
        places=tuple(PlaceName(**place) for place in row.places),
        languages=tuple(row.languages),
        case_number=row.case_number,
        marks=marks_from_json(row.marks),
        hidden_characters=row.hidden_characters,
    )


def marks_to_json(marks: tuple[Mark, ...]) -> list[dict[str, str]]:
    """Marks as JSON values."""
    return [
        {"kind": mark.kind.value, "quote": mark.quote, "found_in": mark.found_in} for mark in marks
    ]


def marks_from_json(values: list[dict[str, str]]) -> tuple[Mark, ...]:
    """Marks out of the column."""
    return tuple(
        Mark(MarkKind(value["kind"]), value["quote"], value["found_in"]) for value in values
    )
