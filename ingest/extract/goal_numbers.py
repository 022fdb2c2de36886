"""Which goal a measure serves by its number: measure 1.2 belongs to focus area 1, A3 to goal A.

It is told only where the numbers of all of a document's measures fit, since then they are meant so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.extract.spans import Span
from plansvar.documents.types import BlockKind, Document
from plansvar.register.claims import SURE, Claim, Value
from plansvar.register.kinds import FactKind

# The level that measures are numbered by, where several are.
_LEVELS = ("focus_area", "strategy", "main_goal", "sub_goal")
_CODE = re.compile(
    r"(?P<above>\d{1,2}(?:\.\d{1,2}){0,2})\.\d{1,2}[a-zæøå]?|(?P<letter>[A-ZÆØÅ])\d{1,2}"
)
_ORDINAL = re.compile(r"(?:mål\s)?(\d{1,2}(?:\.\d{1,2})*|[A-ZÆØÅ])[.):]?", re.IGNORECASE)
_LEAST = 2


def with_goals(document: Document, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those of numbered measures with the goal that they serve."""
    numbered = {
        position: above
        for position, one in enumerate(claims)
        if one.kind is FactKind.MEASURE and not one.changes and one.name and (above := _above(one))
    }
    wanted = {above for at, above in numbered.items() if claims[at].confidence >= SURE}
    goals = _numbered_goals(document, claims, wanted) if len(numbered) >= _LEAST else {}
    return [
        replace(one, values=(*one.values, goals[numbered[position]]))
        if position in numbered and numbered[position] in goals and not one.first("goal")
        else one
        for position, one in enumerate(claims)
    ]


def _above(claim: Claim) -> str | None:
    number = claim.first("number")
    match = _CODE.fullmatch(number.text.strip(" .")) if number else None
    return (match["above"] or match["letter"]) if match else None


def _numbered_goals(
    document: Document, claims: Sequence[Claim], wanted: set[str]
) -> dict[str, Value]:
    """The goals by their numbers, of the first level that has all the numbers that are wanted."""
    labels = {
        block.start: block.label
        for block in document.blocks
        if block.kind is BlockKind.LIST_ITEM and block.label
    }
    by_level: dict[str, dict[str, list[Value]]] = {}
    for one in claims:
        level, name = one.first("level"), one.name
        if one.kind is not FactKind.GOAL or one.confidence < SURE or not level or not name:
            continue
        number = one.first("number")
        written = number.text if number else labels.get(name.start, "")
        match = _ORDINAL.fullmatch(written.strip())
        if match:
            found = by_level.setdefault(level.text, {}).setdefault(match[1].upper(), [])
            found.append(Value("goal", name.text, name.start, name.end))
    for each_level in _LEVELS:
        goals = by_level.get(each_level, {})
        one_each = all(
            len({value.text.casefold() for value in each}) == 1 for each in goals.values()
        )
        if len(goals) >= _LEAST and one_each and wanted and wanted <= goals.keys():
            return {number: each[0] for number, each in goals.items()}
    return {}


def number_before(text: Span) -> Span | None:
    """The number that a goal's words begin with: "A. Meir foredling"."""
    match = re.match(r"(?:\d{1,2}|[A-ZÆØÅ])[.)](?=\s)", text.text)
    return text.part(0, match.end() - 1) if match else None
