"""Who leads an organisation, and who has another office in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plansvar.register.evidence import StoredClaim
from plansvar.register.kinds import FactKind
from tests.assistant.register.asking import Shelf
from tests.register.making import claim, document, measure

PLAN = document("plan", "2024-01-10", title="Kystplan 2024–2030")


def has(
    area: str, party: str, role: str, quote: str | None = None, since: str | None = None
) -> StoredClaim:
    found = claim(PLAN, FactKind.RESPONSIBILITY, area=area, party=party, role=role, effective=since)
    values = (
        replace(one, quote=quote) if quote and one.field != "area" else one for one in found.values
    )
    return replace(found, values=tuple(values))


COUNCIL = Shelf(
    has("Kystrådet", "Siri Moe", "medlem"),
    has("Kystrådet", "Eva Strand", "Styreleder"),
    has("Kystrådet", "Jon Vik", "daglig leder"),
    has("Kystrådet", "Arne Holm", "nestleder"),
    has("Kystrådet", "Tone Lid", "prosjektleder"),
    has("Klyngen Blå Vik", "Gro Berg", "Styreleder"),
    has("Sundet kommune", "Ida Nes", "næringsrådgiver"),
    measure(PLAN, "Ny kai", leads="Sundet kommune"),
    has("Fjæra Velforening", "Ola Sand", "leder"),
    has("kursene", "Mia Haug", "koordinator"),
)


@pytest.mark.parametrize(
    "question",
    ["Hvem leder Kystrådet?", "Kven leier Kystrådet?", "Who leads Kystrådet?"],
)
def test_the_manager_is_told_before_the_chair(question: str) -> None:
    first, *others = COUNCIL.tell(question).splitlines()
    assert first.startswith("Jon Vik")
    assert [one for one in others if "Eva Strand" in one] == others[-1:]
    for nobody in ("Siri Moe", "Arne Holm", "Tone Lid"):
        assert nobody not in "\n".join(others)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("Hvem er styreleder i Kystrådet?", "Eva Strand er styreleder for «Kystrådet»"),
        ("Hvem leder styret i Kystrådet?", "Eva Strand er styreleder"),
        ("Who chairs the board of Kystrådet?", "Eva Strand is styreleder of “Kystrådet”"),
        ("Kven er nestleiar i Kystrådet?", "Arne Holm er nestleder"),
        ("Hvem er daglig leder for Kystrådet?", "Jon Vik er daglig leder"),
        ("Hvem er styreleder i Blå Vik?", "Gro Berg er styreleder for «Klyngen Blå Vik»"),
        ("Hvem er styreleder i Fjæra Velforening?", "Ola Sand er leder"),
        ("Hvem er prosjektleder i Kystrådet?", "Tone Lid er prosjektleder"),
        ("Hvem har ansvaret for kursene?", "Mia Haug er koordinator"),
    ],
)
def test_who_has_an_office(question: str, who: str) -> None:
    assert COUNCIL.tell(question).startswith(who)


@pytest.mark.parametrize(
    "question",
    [
        "Hvem er revisor i Kystrådet?",
        "Hvem er daglig leder i Blå Vik?",
        "Hvem er styreleder i Grønn Vik?",
        # An adviser leads no municipality.
        "Hvem leder Sundet kommune?",
    ],
)
def test_an_office_that_nobody_is_said_to_have_is_left_to_the_documents(question: str) -> None:
    assert COUNCIL.ask(question) is None


def test_the_leader_among_the_members_of_a_board_chairs_it() -> None:
    listed = has("Kystrådet", "Per Nes", "leder", "Styret i 2023: Per Nes (leder), Siri Moe")
    shelf = Shelf(listed, has("Kystrådet", "Jon Vik", "daglig leder"))
    assert shelf.tell("Hvem leder Kystrådet?").startswith("Jon Vik er daglig leder")


def test_whoever_stands_in_for_a_time_is_told_with_that_time() -> None:
    quote = "Kari Li konstitueres som daglig leder fra 1. mai 2025 til 31. juli 2025."
    acting = has("Kystrådet", "Kari Li", "daglig leder", quote, "2025-05-01")
    shelf = Shelf(acting, has("Kystrådet", "Jon Vik", "daglig leder"))
    during = shelf.ask("Hvem leder Kystrådet?", today="2025-06-15")
    assert during is not None
    assert during.sentences[0].text.startswith("Kari Li er daglig leder")
    assert "fra 1. mai 2025 til 31. juli 2025" in during.sentences[0].text
    after = shelf.ask("Hvem leder Kystrådet?", today="2025-11-15")
    assert after is not None
    assert after.sentences[0].text.startswith("Jon Vik er daglig leder")
    assert "Kari Li" in "\n".join(one.text for one in after.sentences)
