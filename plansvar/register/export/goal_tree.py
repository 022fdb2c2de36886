"""Which goal stands under which: as the documents say it, never guessed from their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority
from plansvar.register.export.evidence import main_evidence
from plansvar.register.facts import Fact
from plansvar.register.kinds import GOAL_LEVELS, FactKind

_BINDING = {authority: place for place, authority in enumerate(Authority)}
# Letters with the digits behind them; no more digits than a number has.
_PARTS = re.compile(r"([^\W\d_]+|(?=\d))([0-9]{0,9})")
_RANK = {level: place for place, level in enumerate(GOAL_LEVELS)}


@dataclass
class Node:
    """A goal, or a measure, with what stands under it."""

    fact: Fact
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlanTree:
    """The goals of one plan; ``roots`` are those that stand under none."""

    plan: DocumentInfo | None
    roots: tuple[Node, ...]


def goal_trees(facts: Sequence[Fact]) -> tuple[PlanTree, ...]:
    """The trees of all plans, what binds most and then what has most goals first.

    A goal whose parent isn't found, or that would stand under itself, is a root. Measures are
    drawn under their goal; those that serve none that is known are left out.
    """
    goals = [fact for fact in facts if fact.kind is FactKind.GOAL]
    nodes = {fact.id: Node(fact) for fact in goals}
    parents: dict[str, str] = {}
    for fact in goals:
        parent = _find(fact, "parent", goals)
        if parent is not None and not _is_below(parent.id, fact.id, parents):
            parents[fact.id] = parent.id
    for fact in goals:
        if fact.id in parents:
            nodes[parents[fact.id]].children.append(nodes[fact.id])
    for fact in facts:
        if fact.kind is FactKind.MEASURE:
            goal = _find(fact, "goal", goals)
            if goal is not None:
                nodes[goal.id].children.append(Node(fact))
    for node in nodes.values():
        node.children.sort(key=_order)
    by_plan: dict[str, list[Node]] = {}
    plans: dict[str, DocumentInfo | None] = {}
    for fact in goals:
        if fact.id not in parents:
            key = fact.plan.id if fact.plan else ""
            by_plan.setdefault(key, []).append(nodes[fact.id])
            plans[key] = fact.plan
    trees = [PlanTree(plans[key], tuple(sorted(by_plan[key], key=_order))) for key in by_plan]
    return tuple(sorted(trees, key=_weight))


def _weight(tree: PlanTree) -> tuple[int, int]:
    binding = len(_BINDING) if tree.plan is None else _BINDING[tree.plan.authority]
    return binding, -sum(map(_size, tree.roots))


def _size(node: Node) -> int:
    return 1 + sum(map(_size, node.children))


def _find(fact: Fact, name: str, goals: Iterable[Fact]) -> Fact | None:
    """The goal that a fact names, by number or by text: in its own plan, else where only one is."""
    for text in fact.texts(name):
        wanted = _plain(text)
        found = [one for one in goals if one.id != fact.id and wanted in set(_names(one))]
        own = [one for one in found if fact.plan and one.plan and one.plan.id == fact.plan.id]
        if own or len(found) == 1:
            return (own or found)[0]
    return None


def _names(goal: Fact) -> Iterator[str]:
    """What a goal can be called: its text, its number, both."""
    number, text = _plain(goal.text("number") or ""), _plain(goal.name)
    yield text
    if number:
        yield from (number, f"{number} {text}")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .:–-")


def _is_below(id_: str, other: str, parents: dict[str, str]) -> bool:
    """Whether ``id_`` is ``other`` or stands somewhere under it."""
    seen = {id_}
    while id_ != other:
        id_ = parents.get(id_, "")
        if not id_ or id_ in seen:
            return False
        seen.add(id_)
    return True


def _order(node: Node) -> tuple[object, ...]:
    """Goals before measures, levels from the vision on, then by number, then as they stand."""
    fact = node.fact
    level = _RANK.get(fact.normal("level") or "", len(_RANK))
    piece = main_evidence(fact)
    place = (piece.document.path, piece.start) if piece else ("", 0)
    return fact.kind is not FactKind.GOAL, level, _number_key(fact.text("number") or ""), place


def _number_key(number: str) -> tuple[tuple[str, int], ...]:
    """Number by number: "2.10" comes after "2.9", and "I10" after "I9"."""
    return tuple(
        (letters.casefold(), int(digits or 0)) for letters, digits in _PARTS.findall(number)
    )
