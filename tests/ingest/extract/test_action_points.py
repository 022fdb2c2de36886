"""Tasks that a meeting leaves to somebody."""

from __future__ import annotations

import pytest

from ingest.extract.action_points import action_points
from ingest.extract.attendance import attendees
from plansvar.register.claims import SURE
from tests.ingest.extract.documents import texts
from tests.ingest.extract.texts import markdown

_HEAD = (
    "# Referat fra arbeidsgruppa for Dalstien\n\nDato: 4. mars 2024\n\n"
    "Til stede: Kari Lund (KL), Ola Moen, Ola Vik\nForfall: Per Bakke\n\n"
    "## Sak 1/24 Status\n\nStien er ryddet.\n\n"
)


def _tasks(text: str) -> list[tuple[str, list[str], list[str]]]:
    document = markdown(_HEAD + text)
    return [
        (texts(one, "title")[0], texts(one, "leads"), texts(one, "deadline"))
        for one in action_points(document)
        if one.confidence >= SURE
    ]


@pytest.mark.parametrize(
    "columns", ["Hva | Hvem | Når", "Aksjon | Ansvarlig | Frist", "Action item | Who | Due"]
)
def test_a_table_of_tasks(columns: str) -> None:
    table = f"## Videre\n\n| {columns} |\n|---|---|---|\n| Bestille skilt | KL | 1. mai 2024 |\n"
    assert _tasks(table) == [("Bestille skilt", ["Kari Lund"], ["1. mai 2024"])]


def test_a_name_that_two_have_stays_as_it_is() -> None:
    table = (
        "## Videre\n\n| Hva | Hvem |\n|---|---|\n| Male bommen | Ola |\n| Olje hengsler | Per |\n"
    )
    assert [leads for _, leads, _ in _tasks(table)] == [["Ola"], ["Per Bakke"]]


@pytest.mark.parametrize(
    ("item", "task", "lead", "deadline"),
    [
        ("KL: Olje hengsler innen 1. mai 2024", "Olje hengsler innen 1. mai 2024",
         "Kari Lund", "1. mai 2024"),
        ("Per bestiller skilt før 1. mai 2024", "Per bestiller skilt før 1. mai 2024",
         "Per Bakke", "1. mai 2024"),
        ("Bestille skilt – Kari", "Bestille skilt", "Kari Lund", None),
        ("Bestille skilt (Dal kommune)", "Bestille skilt", "Dal kommune", None),
        ("Bestille skilt. Ansvarlig: Per. Frist: 1. mai 2024", "Bestille skilt",
         "Per Bakke", "1. mai 2024"),
        ("Sekretariatet sender ut kartet", "Sekretariatet sender ut kartet",
         "Sekretariatet", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("label", ["## Aksjonspunkter", "## Oppfølging", "Til neste møte:"])
def test_a_list_of_tasks(label: str, item: str, task: str, lead: str, deadline: str | None) -> None:
    assert _tasks(f"{label}\n\n- {item}\n") == [(task, [lead], [deadline] if deadline else [])]


def test_a_line_that_is_marked() -> None:
    found = _tasks("Skiltene er slitt.\n\nAksjon: Per bestiller nye innen 1. mai 2024.\n\nEvt.\n")
    assert found == [("Per bestiller nye innen 1. mai 2024", ["Per Bakke"], ["1. mai 2024"])]


def test_a_day_without_a_year_stays_without() -> None:
    document = markdown(_HEAD + "## Oppfølging\n\n- Per: Bestille skilt innen 1. mai\n")
    (claim,) = action_points(document)
    deadline = claim.first("deadline")
    assert deadline is not None and deadline.text == "1. mai" and deadline.normal is None


def test_whoever_was_there_does_what_a_marked_line_says() -> None:
    assert _tasks("## Sak 2/24 Skilt\n\n- Oppfølging: Ola Moen ber om pris. Frist 15. mai\n") == [
        ("Ola Moen ber om pris. Frist 15. mai", ["Ola Moen"], ["15. mai"])
    ]


def test_what_is_no_task() -> None:
    assert not _tasks("## Oppfølging\n\n- Stien er fin om våren\n- Det var mange innom i fjor\n")
    assert not _tasks("Møte: Kari åpnet.\n\n- Per fortalte om turen.\n")
    plan = "# Stiplan\n\n## Oppfølging\n\n- Kari Lund: Bestille skilt innen 1. mai 2024\n"
    assert not list(action_points(markdown(plan)))


def test_who_was_there() -> None:
    found = attendees(markdown(_HEAD))
    assert [one.name.text for one in found] == ["Kari Lund", "Ola Moen", "Ola Vik", "Per Bakke"]
    assert found[0].initials is not None and found[0].initials.text == "KL"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "- Bestille skilt → Kari, 1. juni 2024",
            ("Bestille skilt", ["Kari Lund"], "1. juni 2024"),
        ),
        ("- Bestille skilt (KL, 1. juni 2024)", ("Bestille skilt", ["Kari Lund"], "1. juni 2024")),
        ("- Bestille skilt - KL, innen 1. juni 2024", ("Bestille skilt", ["Kari Lund"], None)),
        ("- KL, 1. juni 2024: Bestille skilt", ("Bestille skilt", ["Kari Lund"], "1. juni 2024")),
    ],
)
@pytest.mark.parametrize("label", ["Videre oppfølging:", "Avtalte oppgaver:"])
def test_who_and_when_stand_together(
    label: str, line: str, expected: tuple[str, list[str], str | None]
) -> None:
    ((title, leads, deadlines),) = _tasks(f"{label}\n\n{line}\n")
    assert (title, leads) == expected[:2]
    assert expected[2] is None or deadlines == [expected[2]]


def test_what_somebody_present_does_by_a_day_is_a_task() -> None:
    found = _tasks(
        "## Sak 2/24 Skilt\n\nKari Lund sjekker prisen innen 1. juni 2024. Alt er bra.\n"
    )
    assert [leads for _, leads, _ in found] == [["Kari Lund"]]
    assert not _tasks("## Sak 2/24 Skilt\n\nFylket sjekker prisen innen 1. juni 2024.\n")
    assert not _tasks("## Sak 2/24 Skilt\n\nKari Lund sjekker gjerne priser.\n")
