"""Which goal or focus area a block stands under, by the headings above it."""

from __future__ import annotations

from ingest.extract import stated
from ingest.extract.goal_words import label_of
from ingest.extract.spans import Span, span_of
from plansvar.documents.types import BlockKind, Document
from plansvar.register.claims import Value

_LEVELS = {"focus_area", "main_goal", "sub_goal", "strategy"}
_LONGEST = 160
_INNER = 99


def goals_above(document: Document) -> dict[int, Value]:
    """For each block's ordinal the goal that it serves: "Innsatsområde 1: Reiseliv" above it.

    Headings one step below a heading such as "Innsatsområder" name such areas too.
    """
    found: dict[int, Value] = {}
    path: list[tuple[int, bool, Value | None]] = []
    for block in document.blocks:
        if block.furniture:
            continue
        if block.kind is BlockKind.HEADING:
            path = [step for step in path if step[0] < block.level]
            span = span_of(document, block).strip()
            label = label_of(span)
            lists = bool(label and label.level == "focus_area" and not label.rest.text)
            named = _named(span, below=bool(path) and path[-1][1])
            path.append((block.level, lists, named))
        elif block.kind is BlockKind.PARAGRAPH:
            # "Strategi 1.1 – Senke terskelen" above its list.
            label = label_of(span_of(document, block).strip())
            if label and label.number and label.rest.text and label.level in _LEVELS:
                path = [step for step in path if step[0] < _INNER]
                path.append((_INNER, False, _named(span_of(document, block).strip(), below=False)))
        above = next((value for _, _, value in reversed(path) if value), None)
        if above:
            found[block.ordinal] = above
    return found


def _named(span: Span, *, below: bool) -> Value | None:
    label = label_of(span)
    if len(span) > _LONGEST:
        return None
    if label and label.rest.text and label.level in _LEVELS and not label.generic:
        return stated.value("goal", span, stated.clean(label.rest.text))
    if below and not label:
        code = stated.code_at(span)
        name = stated.behind_code(span, code) if code else span
        return stated.value("goal", span, stated.clean(name.text)) if name.text else None
    return None
