"""Goals as a picture: a tree for each plan, what stands under a goal to the right of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plansvar.language.detect import Language
from plansvar.messages.catalogue import message
from plansvar.register.export.drawing import LINE, Drawing, wrapped
from plansvar.register.export.goal_tree import Node, PlanTree, goal_trees
from plansvar.register.export.wording import mark_texts, source_text, value_text, when_text
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind

_MARGIN, _BOX, _PAD, _ACROSS, _DOWN = 28.0, 268.0, 10.0, 44.0, 14.0
_TITLE, _PLAN, _TEXT, _SMALL = 24.0, 17.0, 13.5, 11.5
_NARROWEST = 720.0
_MOST_LINES = 7
# Deeper ones stand in the last column; there is no such plan.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Box:
    """A node with its lines: words, size, colour, bold."""

    node: Node
    parts: tuple[tuple[list[str], float, str, bool], ...]

    @property
    def height(self) -> float:
        return sum(len(lines) * size * LINE for lines, size, _, _ in self.parts) + 2 * _PAD


def tree_svg(facts: Sequence[Fact], language: Language, as_of: str | None = None) -> str:
    """The picture, as XML. Goals that may have been read wrong are counted, not drawn."""
    known = [fact for fact in facts if fact.known]
    trees = goal_trees(known)
    goals = [fact for fact in known if fact.kind is FactKind.GOAL]
    title = message("register.picture.tree", language)
    about = message("register.picture.tree_about", language, count=len(goals))
    depth = max((_depth(node) for tree in trees for node in tree.roots), default=1)
    columns = min(depth, _DEEPEST)
    width = max(_NARROWEST, 2 * _MARGIN + columns * _BOX + (columns - 1) * _ACROSS)
    drawing = Drawing(title, about, width)
    day = message("register.picture.as_of", language, date=when_text(as_of, language))
    about = f"{day}. {about}" if as_of else about
    drawing.text(_MARGIN, _MARGIN, [title], _TITLE, bold=True)
    lines = wrapped(about, width - 2 * _MARGIN, _SMALL)
    drawing.text(_MARGIN, _MARGIN + _TITLE * LINE, lines, _SMALL, "soft")
    y = _MARGIN + _TITLE * LINE + len(lines) * _SMALL * LINE + 20
    for tree in trees:
        y = _plan(drawing, tree, y, width, language)
    notes = [] if goals else [message("register.picture.nothing", language)]
    unsure = len(facts) - len(known)
    if unsure:
        notes.append(message("register.picture.left_out", language, count=unsure))
    drawing.text(_MARGIN, y, notes, _SMALL, "soft")
    return drawing.svg(y + len(notes) * _SMALL * LINE + _MARGIN)


def _plan(drawing: Drawing, tree: PlanTree, y: float, width: float, language: Language) -> float:
    """Draw the goals of a plan under its title; returns where the next one begins."""
    if tree.plan is not None:
        words = source_text(tree.plan, None, language)
        lines = wrapped(words, width - 2 * _MARGIN, _PLAN, bold=True)
        drawing.text(_MARGIN, y, lines, _PLAN, "strong", bold=True)
        y += len(lines) * _PLAN * LINE + 8
    for root in tree.roots:
        y = _node(drawing, root, 0, y, language)[1]
    return y + 18


def _node(
    drawing: Drawing, node: Node, depth: int, y: float, language: Language
) -> tuple[float, float]:
    """Draw a node and all under it.

    Returns:
        Where the line to it ends, and where what comes after it begins.
    """
    box = _Box(node, tuple(_parts(node.fact, language)))
    x = _MARGIN + min(depth, _DEEPEST - 1) * (_BOX + _ACROSS)
    drawing.box(x, y, _BOX, box.height, "warn" if node.fact.conflicts else "line")
    if node.fact.kind is FactKind.GOAL:
        drawing.bar(x, y + 6, 4, box.height - 12)
    inner = y + _PAD
    for lines, size, ink, bold in box.parts:
        drawing.text(x + _PAD, inner, lines, size, ink, bold=bold)
        inner += len(lines) * size * LINE
    middle = y + min(box.height / 2, 26)
    below = y if depth < _DEEPEST - 1 else y + box.height + _DOWN
    for child in node.children:
        entered, below = _node(drawing, child, depth + 1, below, language)
        if depth < _DEEPEST - 1:
            turn = x + _BOX + _ACROSS / 2
            end = x + _BOX + _ACROSS
            drawing.line([(x + _BOX, middle), (turn, middle), (turn, entered), (end, entered)])
    return middle, max(below, y + box.height + _DOWN)


def _parts(fact: Fact, language: Language) -> Iterator[tuple[list[str], float, str, bool]]:
    width = _BOX - 2 * _PAD
    head = " ".join(_head(fact, language))
    if head:
        yield wrapped(head, width, _SMALL, bold=True), _SMALL, "strong", True
    yield wrapped(fact.name, width, _TEXT, most=_MOST_LINES), _TEXT, "ink", False
    for field, key in (("target", "target"), ("leads", "leads")):
        if texts := fact.texts(field):
            words = message(f"register.picture.{key}", language, text=", ".join(texts))
            yield wrapped(words, width, _SMALL, most=2), _SMALL, "soft", False
    for mark in mark_texts(fact, language):
        yield wrapped(mark, width, _SMALL, most=2), _SMALL, "warn", True


def _head(fact: Fact, language: Language) -> Iterator[str]:
    """What it is, and its number."""
    if fact.kind is FactKind.MEASURE:
        yield message("register.fact.measure", language)
    for entry in fact.fields.get("level", ())[:1]:
        words = value_text(fact.kind, "level", entry, language)
        yield words[:1].upper() + words[1:]
    if number := fact.text("number"):
        yield number


def _depth(node: Node) -> int:
    """How many columns a tree needs; counted without recursion into what is never drawn apart."""
    deepest, layer = 0, [node]
    while layer:
        deepest += 1
        layer = [child for one in layer for child in one.children]
    return deepest
