"""Who may read a document that bears a mark such as "Unntatt offentlighet": not the public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plansvar.access import PUBLIC
from plansvar.database.writes import Known
from plansvar.documents.about import Mark


@dataclass(frozen=True, slots=True)
class Readers:
    """The groups of a document; ``withheld``: it would be public but for its mark."""

    groups: tuple[str, ...]
    withheld: bool = False


def readers(
    named: Sequence[str] | None,
    known: Known | None,
    default: Sequence[str],
    marks: Sequence[Mark],
    *,
    same_version: bool = False,
    allow_marked: bool = False,
    within: Sequence[str] | None = None,
) -> Readers:
    """Who may read: the named groups; else those that a known document has; else the default.

    What came with a mail is for those who may read the mail (``within``), or for fewer of them.

    A marked document is never public, unless that is allowed. Where nobody would be left, the
    default groups remain: those who may read more than the public does. A version that was made
    public before stays so for as long as it is the same and no groups are named.
    """
    if named is not None or known is None:
        wanted = tuple(sorted(set(_first(within, named, default))))
    else:
        wanted = known.groups
        if within is not None and PUBLIC not in within:
            wanted = tuple(group for group in wanted if group in within)
    allowed_before = named is None and known is not None and same_version
    if PUBLIC not in wanted or not marks or allow_marked or allowed_before:
        return Readers(wanted)
    left = tuple(group for group in wanted if group != PUBLIC)
    return Readers(left or tuple(sorted(set(default) - {PUBLIC})), withheld=True)


def _first(*choices: Sequence[str] | None) -> Sequence[str]:
    return next((groups for groups in choices if groups is not None), ())
