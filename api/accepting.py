"""Which of some forms of an answer a request asks for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

_Form = TypeVar("_Form", bound=StrEnum)


def wanted(accept: str, forms: Mapping[str, _Form], otherwise: _Form) -> _Form:
    """The form that a header ``Accept`` names first.

    Args:
        accept: the header.
        forms: the form of each media type.
        otherwise: the form where it names none of these.
    """
    for part in accept[:1_000].split(","):
        kind = part.partition(";")[0].strip().lower()
        if kind in forms:
            return forms[kind]
    return otherwise
