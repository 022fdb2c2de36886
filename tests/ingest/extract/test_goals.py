"""Visions, goals, indicators, strategies and focus areas."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.goals import goals
from plansvar.documents.types import Document
from plansvar.register.claims import SURE, Claim
from tests.ingest.extract.documents import markdown, of_table, texts

PLAN = """# Handlingsplan for Dal

## Visjon

Dal – der folk får det til.

## Hovedmål

Dal skal ha 200 flere arbeidsplasser innen 2030.

Måles gjennom:

- antall registrerte foretak

### Delmål

1. Flere unge flytter hjem
2. Minst 40 prosent av bedriftene vokser innen utgangen av 2028

Dette er ikke lenger en liste.

- Kaffe

## Satsingsområder

### Mat og landbruk

Strategier:

- bygge felles pakkeri
- Maten inn i skolen. Elevene skal smake på dalen hver fredag.
"""


def _goals(tmp_path: Path, text: str) -> list[Claim]:
    return list(goals(markdown(tmp_path, text)))


def _levels(claims: list[Claim]) -> list[tuple[str, str]]:
    return [(texts(claim, "level")[0], texts(claim, "text")[0]) for claim in claims]


def test_a_plans_goals(tmp_path: Path) -> None:
    claims = _goals(tmp_path, PLAN)
    main = "Dal skal ha 200 flere arbeidsplasser innen 2030"
    assert _levels(claims) == [
        ("vision", "Dal – der folk får det til"),
        ("main_goal", main),
        ("indicator", "antall registrerte foretak"),
        ("sub_goal", "Flere unge flytter hjem"),
        ("sub_goal", "Minst 40 prosent av bedriftene vokser innen utgangen av 2028"),
        ("focus_area", "Mat og landbruk"),
        ("strategy", "bygge felles pakkeri"),
        ("strategy", "Maten inn i skolen"),
    ]
    parents = [texts(claim, "parent") for claim in claims]
    assert parents == [
        [], ["Dal – der folk får det til"], [main], [main], [main], [main],
        ["Mat og landbruk"], ["Mat og landbruk"],
    ]  # fmt: skip
    target, deadline = claims[4].first("target"), claims[4].first("deadline")
    assert target is not None
    assert (target.text, target.normal) == ("40 prosent", "40 %")
    assert deadline is not None
    assert deadline.normal == "2028"


@pytest.mark.parametrize(
    ("text", "level", "goal"),
    [
        ("Visjon: «Saman om Li»", "vision", "Saman om Li"),
        ("**Hovudmål:** Li skal vekse.", "main_goal", "Li skal vekse"),
        ("Hovedmål (forslag): Li skal vokse.", "main_goal", "Li skal vokse"),
        ("Hovudmålet er at Li skal vekse.", "main_goal", "Li skal vekse"),
        ("The overall objective is to grow in peace.", "main_goal", "grow in peace"),
        ("Delmål 2: Fleire læreplassar", "sub_goal", "Fleire læreplassar"),
        ("## Innsatsområde 1: Reiseliv", "focus_area", "Reiseliv"),
        ("Planen har to delmål:\n\n- Nye jobber", "sub_goal", "Nye jobber"),
        ("## Mål\n\nInnan 2028 vil vi\n\n- auke salet", "sub_goal", "auke salet"),
        ("## Sub-goals\n\n- More jobs", "sub_goal", "More jobs"),
    ],
)
def test_a_goal_is_stated_in_many_ways(tmp_path: Path, text: str, level: str, goal: str) -> None:
    assert _levels(_goals(tmp_path, f"# Plan\n\n{text}\n")) == [(level, goal)]


def test_the_sentence_before_a_list_gives_its_deadline(tmp_path: Path) -> None:
    text = "# Søknad\n\n## Mål\n\nResultatmål ved utgangen av 2026:\n\n- 45 medlemmer i klyngen\n"
    (claim,) = _goals(tmp_path, text)
    deadline = claim.first("deadline")
    assert deadline is not None
    assert deadline.normal == "2026"


@pytest.mark.parametrize(
    "text",
    [
        "Delmålene. De er valgt fordi de kan måles med tall.",
        "Indikatorer: kapittel 7 og vedlegg 1",
        "- Mål: vi må snakke om det",
        "Hovedmålet er uendret.",
        "- Delmål … 9",
        "## Delmål\n\n- Er dette riktige delmål?",
    ],
)
def test_what_only_speaks_of_goals_is_none(tmp_path: Path, text: str) -> None:
    assert not _goals(tmp_path, f"# Notat\n\n{text}\n")


def test_boxes_of_a_figure_are_for_review(tmp_path: Path) -> None:
    (claim,) = _goals(tmp_path, "# Plan\n\nVisjon: Li for alle Hovedmål 2030 Delmål D1–D6\n")
    assert claim.confidence < SURE


def _table(*rows: list[str]) -> Document:
    return of_table([*rows], 1)


def test_focus_areas_with_their_goals() -> None:
    first = "Ti nye bedrifter skal starte innen 2028."
    second = "Alle elever skal ha læreplass."
    document = _table(["Innsatsområde", "Delmål"], ["1 Mat", f"{first} {second}"])
    claims = list(goals(document))
    assert _levels(claims) == [
        ("focus_area", "Mat"), ("sub_goal", first[:-1]), ("sub_goal", second[:-1])
    ]  # fmt: skip
    assert [texts(claim, "parent") for claim in claims] == [[], ["Mat"], ["Mat"]]


def test_goals_towards_a_year_with_how_they_are_measured() -> None:
    document = _table(
        ["Mål mot 2032", "Delmål", "Slik måler vi det"],
        ["Flere bor her", "Flere unge flytter hjem", "Antall innflyttere under 30 år"],
    )
    assert {text for _, text in _levels(list(goals(document)))} == {
        "Flere bor her", "Flere unge flytter hjem", "Antall innflyttere under 30 år"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "row", "level"),
    [
        (
            ["Ind.", "Indikator", "Nullpunkt", "Mål"],
            ["I1", "Foretak i Li", "9", "12 (2028)"],
            "indicator",
        ),
        (
            ["Nr.", "Resultatmål", "I dag", "Ved utgangen av 2028"],
            ["1", "Foretak i Li", "9", "12"],
            "sub_goal",
        ),
        (["Mål", "2023", "2024", "Mål per år"], ["Foretak i Li", "9", "10", "12"], "indicator"),
        (["Tall", "2023", "2024", "Mål"], ["Foretak i Li", "9", "10", "12 (2028)"], "indicator"),
    ],
)
def test_targets_in_tables(header: list[str], row: list[str], level: str) -> None:
    (claim,) = goals(_table(header, row))
    target = claim.first("target")
    assert _levels([claim]) == [(level, "Foretak i Li")]
    assert target is not None
    assert target.normal == "12"


_PIECES = st.sampled_from(
    [
        "# Mål",
        "## Delmål",
        "Visjon: «Li»",
        "- Nye jobber i Li innen 2028",
        "Delmål 1: Ti nye",
        "Måles ved:",
        "«",
        "–",
        "Hovedmålet er å",
        "1.",
        "skal",
    ]
)


@given(st.lists(_PIECES, max_size=12).map("\n\n".join))
def test_all_values_stand_where_they_say(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    document = markdown(tmp_path_factory.getbasetemp(), f"# Plan\n\n{text}\n")
    for claim in goals(document):
        for value in claim.values:
            assert 0 <= value.start < value.end <= len(document.text)
        name = claim.name
        assert name is not None
        assert name.text.split()[0] in document.text[name.start : name.end]
