"""Pictures: whole XML, nothing over anything else, nothing outside its box."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansvar.language.detect import LANGUAGES, Language
from plansvar.register.export.drawing import text_width, wrapped
from plansvar.register.export.goal_tree import goal_trees
from plansvar.register.export.timeline import timeline_svg
from plansvar.register.export.tree import tree_svg
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind
from tests.register.export.building import (
    DECISION,
    FACTS,
    GOALS,
    INDICATOR,
    MAIN,
    MINUTES,
    SUB,
    UNSURE,
    VISION,
    entry,
    fact,
    goal,
)

NS = "{http://www.w3.org/2000/svg}"
LONG = "Et svært langt vedtak & <b>noe</b> om alt som skal gjøres på kaia før jul " * 9


def _decision(number: int, date: str | None, what: str = "Vedtak") -> Fact:
    dated = {"date": (entry(date, date, source=MINUTES),)} if date else {}
    return fact(FactKind.DECISION, f"d-{number:012d}", what, fields=dated, plan=MINUTES)


def _boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of the boxes with round corners."""
    found = []
    for rect in ET.fromstring(svg).iter(f"{NS}rect"):
        if rect.get("rx"):
            x, y, width, height = (float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
            found.append((x, y, x + width, y + height))
    return found


def _check(svg: str) -> ET.Element:
    """Boxes don't overlap, and each line of text lies inside the picture and its box."""
    root = ET.fromstring(svg)
    boxes = _boxes(svg)
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart, (one, other)
    for text in root.iter(f"{NS}text"):
        x, y, size = (float(text.attrib[key]) for key in ("x", "y", "font-size"))
        right = x + text_width(text.text or "", size, bold=text.get("font-weight") == "bold")
        assert right <= float(root.attrib["width"])
        assert y <= float(root.attrib["height"])
        for box in boxes:
            if box[0] <= x < box[2] and box[1] <= y <= box[3]:
                assert right <= box[2]
                assert y - size >= box[1] - 1
    return root


def _texts(svg: str) -> str:
    return " ".join(one.text or "" for one in ET.fromstring(svg).iter(f"{NS}text"))


def test_a_timeline() -> None:
    facts = [_decision(1, None), _decision(2, "2025-01", LONG), DECISION, _decision(3, "2024")]
    svg = timeline_svg(facts, "nb")
    root = _check(svg)
    words = _texts(svg)
    bold = [one.text for one in root.iter(f"{NS}text") if one.get("font-weight") == "bold"]
    dates = ["2024", "2024", "2025", "januar 2025", "20. mars 2025", "–"]  # years, and days
    assert [text for text in bold if text in dates] == dates
    assert "Uten dato" in words
    assert "Vedtatt · Havnestyret · sak 7/25 · enstemmig" in words
    assert "& <b>noe</b>" in words
    assert root.findtext(f"{NS}title") == "Vedtak i tid"
    assert "Antall: 4" in (root.findtext(f"{NS}desc") or "")
    assert root.get("role") == "img"


def test_what_is_unsure_is_counted_and_not_drawn() -> None:
    for svg in (timeline_svg([UNSURE, DECISION], "nb"), tree_svg([UNSURE, MAIN], "nb")):
        _check(svg)
        assert UNSURE.name not in svg
        assert "Usikre og ikke tegnet: 1." in _texts(svg)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_draw(language: Language) -> None:
    for svg in (timeline_svg([], language), tree_svg([], language)):
        _check(svg)


def test_a_tree_of_goals() -> None:
    (tree,) = goal_trees(GOALS)
    root = tree.roots[0]
    line = []
    while True:
        line.append(root.fact)
        if not root.children:
            break
        (root,) = root.children
    assert line == [VISION, MAIN, SUB, INDICATOR]
    svg = tree_svg(FACTS, "nb")
    _check(svg)
    lefts = sorted({box[0] for box in _boxes(svg)})
    assert len(lefts) == 4
    assert "Måltall: 90 %" in _texts(svg)


def test_goals_that_stand_under_each_other_in_a_circle() -> None:
    facts = [
        goal(number, f"mål {number}", "sub_goal", f"mål {(number + 1) % 3}") for number in range(3)
    ]
    (tree,) = goal_trees(facts)
    assert len(tree.roots) == 1
    _check(tree_svg(facts, "nb"))


def test_a_parent_that_two_plans_have_is_not_guessed() -> None:
    other = fact(FactKind.GOAL, "g-9", MAIN.name, plan=MINUTES)
    child = fact(
        FactKind.GOAL, "g-8", "Et delmål", fields={"parent": (entry(MAIN.name),)}, plan=MINUTES
    )
    trees = goal_trees([MAIN, other, child])
    under = {
        node.fact.id: [one.fact.id for one in node.children]
        for tree in trees
        for node in tree.roots
    }
    assert under == {MAIN.id: [], "g-9": ["g-8"]}


def test_many_and_deep() -> None:
    chain = [
        goal(number, f"{LONG} {number}", "sub_goal", f"{LONG} {number - 1}" if number else None)
        for number in range(40)
    ]
    wide = [goal(100 + number, f"mål {number}", "sub_goal") for number in range(60)]
    _check(tree_svg([*chain, *wide], "en"))


@given(st.lists(st.text(max_size=200), max_size=5))
def test_whatever_the_text_the_picture_is_whole(names: list[str]) -> None:
    facts: list[Any] = [_decision(place, "2024", name) for place, name in enumerate(names)]
    _check(timeline_svg(facts, "nb"))
    _check(tree_svg([goal(place, name, name) for place, name in enumerate(names)], "nn"))


@given(st.text(), st.floats(30, 400), st.booleans())
def test_lines_fit_and_no_word_is_lost(text: str, width: float, bold: bool) -> None:
    lines = wrapped(text, width, 12, bold=bold)
    assert all(text_width(line, 12, bold=bold) <= width for line in lines)
    kept = re.sub(r"\s", "", "".join(lines))
    from plansvar.register.export.cells import writable

    assert kept == "".join(writable(text).split())
