"""The role that a question asks somebody's name for."""

from __future__ import annotations

import pytest

from assistant.asked_role import asked_role
from assistant.understanding import understand
from tests.assistant.conftest import Office


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("Hvem er prosjektleder for moloen?", "prosjektleder"),
        ("og hvem var den nye rektoren der?", "rektoren"),
        ("Kven er dagleg leiar i klynga?", "dagleg leiar"),
        ("Who is the new project manager?", "project manager"),
        ("Hvilke medlemmer stemte imot salget?", None),
        ("Hvilken veileder gjelder for tilskudd?", None),
        ("Hva heter havnesjefen?", "havnesjefen"),
        ("Hvem leder arbeidet med moloen?", None),
        ("Hvem har ansvaret for moloen?", None),
        ("Hva sier prosjektlederen om moloen?", None),
    ],
)
def test_the_role(question: str, role: str | None) -> None:
    assert asked_role(question) == role
    found = understand(question).role
    assert (found is not None) == (role is not None)


@pytest.mark.parametrize(
    "question",
    ["Hvem er rektor på skolen i Storvåg?", "Hvem er revisor for moloen?"],
)
def test_whoever_has_another_part_is_no_answer(town: Office, question: str) -> None:
    assert town.ask(question).abstained


def test_who_has_the_role_is_told(town: Office) -> None:
    answer = town.ask("Kven er prosjektleiar etter Eline Tarholt?")
    assert "Ingrid Solvang" in answer.text
