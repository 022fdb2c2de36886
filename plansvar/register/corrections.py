"""What people do to facts. Each correction is a line in a log that is never changed.

A correction is about claims, not about a computed fact: it stays when documents are read again, and
it is seen by those who may read what it is about.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What somebody does.

    ``CONFIRM``: it is right as it stands. ``CORRECT``: a field has another value. ``REJECT``: it is
    no fact. ``MERGE``: two facts are one. ``WITHDRAW``: an earlier correction no longer counts.
    ``REPORT``: somebody finds it wrong; it stays as it is, and those who correct look at it.
    """

    CONFIRM = "confirm"
    CORRECT = "correct"
    REJECT = "reject"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class ConfirmedValue:
    """A value that somebody found right: as it was read, and as it is compared."""

    field: str
    text: str
    normal: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the log.

    ``claims`` are the claims of the fact at that time, ``others`` those of the fact that it is
    merged with. ``before`` and ``after`` are the values of ``field``; an empty ``after`` means that
    nothing is known of it. ``withdraws`` is the id of the correction that no longer counts.
    ``confirmed`` are all the values that held when somebody confirmed them: nothing else is.
    """

    id: str
    at: dt.datetime
    by: str
    action: Action
    claims: tuple[str, ...]
    others: tuple[str, ...] = ()
    field: str | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    note: str = ""
    withdraws: str | None = None
    confirmed: tuple[ConfirmedValue, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """What somebody wants to say of a fact.

    ``CONFIRM`` takes no ``field``, or one; ``CORRECT`` takes a field and its right values, none
    where nothing is known of it; dates are ISO 8601. ``MERGE`` takes the id of the ``other`` fact,
    ``WITHDRAW`` the id of the correction that ``withdraws`` names; its ``fact_id`` may be empty.
    ``REPORT`` takes no ``field``, or the one that is wrong, and says what is in the ``note``.
    """

    fact_id: str
    action: Action
    field: str | None = None
    values: tuple[str, ...] = ()
    other: str | None = None
    withdraws: str | None = None
    note: str = ""
