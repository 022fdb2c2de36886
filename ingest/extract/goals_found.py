"""Goals as they are found, and the claims that come of them once all of a document are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.extract import stated
from ingest.extract.goal_words import deadline_in, target_in
from ingest.extract.spans import Span
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal that a document states.

    ``text`` is it, ``said`` what the register quotes (the sentence, the item), ``parent`` the goal
    that it stands under where its place says so, ``lead`` the sentence that led its list in.
    ``target`` and ``deadline`` are where they have places of their own, as in a table.
    """

    level: str
    text: Span
    said: Span
    number: Span | None
    parent: Goal | None
    confidence: float
    lead: Span | None = None
    target: Value | None = None
    deadline: Value | None = None
    extractor: str = "goal"
    # Only called "mål": of which level, the others of the document tell.
    generic: bool = False


# Which goal stands above one whose place doesn't tell: the last before it, else the first.
_ABOVE = {
    "main_goal": ("vision",),
    "focus_area": ("main_goal", "vision"),
    "sub_goal": ("main_goal", "vision"),
    "indicator": ("main_goal", "vision"),
    "strategy": ("main_goal", "vision"),
}


def claims_of_goals(goals: Iterable[Goal]) -> Iterator[Claim]:
    """The claims, each with its parent."""
    found = _as_main(list(goals))
    for position, goal in enumerate(found):
        yield _claim(goal, goal.parent or _parent(found, position))


def _as_main(goals: list[Goal]) -> list[Goal]:
    """What is only called "mål" is a main goal, where the document names no main or sub-goals."""
    told = {goal.level for goal in goals if not goal.generic}
    if told & {"main_goal", "sub_goal"}:
        return goals
    changed = {
        id(goal): replace(goal, level="main_goal")
        for goal in goals
        if goal.generic and goal.level == "sub_goal" and goal.parent is None
    }
    return [
        replace(
            changed.get(id(goal), goal),
            parent=changed.get(id(goal.parent), goal.parent) if goal.parent else None,
        )
        for goal in goals
    ]


def _parent(goals: list[Goal], position: int) -> Goal | None:
    for level in _ABOVE.get(goals[position].level, ()):
        before = [goal for goal in goals[:position] if goal.level == level]
        if before:
            return None if _one_of_several(before[-1], before) else before[-1]
        if after := next((goal for goal in goals[position:] if goal.level == level), None):
            return None if _one_of_several(after, goals) else after
    return None


def _one_of_several(last: Goal, before: list[Goal]) -> bool:
    """Whether a goal was listed with others of its level, so that any of them may be meant."""
    return last.lead is not None and sum(goal.lead == last.lead for goal in before) > 1


def _claim(goal: Goal, parent: Goal | None) -> Claim:
    values = [stated.value("text", goal.said, stated.clean(goal.text.text))]
    values.append(Value("level", goal.level, goal.said.start, goal.said.end, goal.level))
    if goal.number:
        values.append(stated.number(goal.number))
    if parent:
        values.append(stated.value("parent", parent.said, stated.clean(parent.text.text)))
    if target := goal.target or (target_in(goal.text) if goal.level != "focus_area" else None):
        values.append(target)
    deadline = goal.deadline or deadline_in(goal.text)
    if deadline is None and goal.lead is not None:
        deadline = deadline_in(goal.lead)
    if deadline:
        values.append(deadline)
    return Claim(FactKind.GOAL, tuple(values), goal.extractor, goal.confidence)
