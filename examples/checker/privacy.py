"""Numbers that could belong to real people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from examples.checker.problem import Problem, error, warning

PERSONAL = re.compile(r"(?<!\d)(\d{6}) ?(\d{5})(?!\d)")
PHONE = re.compile(
    r"(?<![\d.,/-])(?<!\d )(?:\+47 ?)?(\d{2} \d{2} \d{2} \d{2}|\d{3} \d{2} \d{3})(?! ?\d)"
    r"|(?:tlf|tel|telefon|mobil|phone)\.?:? ?(?:\+47 ?)?(\d[\d ]{6,9}\d)",
    re.IGNORECASE,
)
# No Norwegian number of eight digits begins with 0 or 1.
RESERVED = ("0", "1")
WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


def check_privacy(where: str, text: str) -> Iterator[Problem]:
    """A text holds no valid personal number, and no phone number that may be in use."""
    for match in PERSONAL.finditer(text):
        if is_personal_number(match[1] + match[2]):
            yield error(where, f"a valid personal number: {match[0]}")
    for match in PHONE.finditer(text):
        number = (match[1] or match[2]).replace(" ", "")
        if len(number) == 8 and not number.startswith(RESERVED):
            yield warning(where, f"a phone number that may be in use: {match[0]}")


def is_personal_number(digits: str) -> bool:
    """Tell whether eleven digits have the two check digits of a Norwegian personal number."""
    values = [int(digit) for digit in digits]
    return all(
        sum(w * v for w, v in zip(weights, values, strict=False)) % 11 == 0 for weights in WEIGHTS
    )
