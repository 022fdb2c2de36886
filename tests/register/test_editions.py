"""What stays one through editions, and what other words make no other fact of."""

import pytest

from plansvar.documents.types import Authority
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind
from tests.register.making import claim, document, measure, only, register

DRAFT = document("draft.pdf", "2022-01-10", Authority.DRAFT, work="w")
PLAN = document("plan.pdf", "2022-05-10", work="w")
REVISED = document("revised.pdf", "2024-12-01", work="w")
PROGRAMME = document("programme.docx", "2025-02-01")
CALL = document("call.pdf", "2023-01-10", Authority.OTHER, organisation=None)
MINUTES = document("m.docx", "2023-06-01", Authority.MINUTES)
NEWS = document("news.html", "2023-06-02", Authority.NEWS, organisation=None)


def targets(fact: Fact) -> list[tuple[str, str | None]]:
    return [(one.text, one.since) for one in fact.history.get("target", ())]


def test_a_part_by_its_number_is_no_edition_of_the_whole() -> None:
    found = register(
        measure(PLAN, "Felles vannverk", number="2.1", deadline="2026-01-01"),
        measure(PROGRAMME, "Felles vannverk: brønn i Dalen", number="2.1a", deadline="2025-06-01"),
        measure(PROGRAMME, "Felles vannverk: renseanlegg", number="2.1.2"),
    )
    assert len(found.facts) == 3
    assert not any(fact.conflicts for fact in found.facts)


def test_a_revision_has_the_same_goal_with_other_figures() -> None:
    fact = only(
        register(
            claim(PLAN, FactKind.GOAL, text="60 gårder skal ha solceller innen 2025", target="60"),
            claim(
                REVISED,
                FactKind.GOAL,
                text="75 gårder, hytter medregnet, skal ha solceller innen 2026",
                target="75",
            ),
        )
    )
    assert targets(fact) == [("60", "2022-05-10"), ("75", "2024-12-01")]


def test_like_goals_of_one_document_or_with_other_words_stay_two() -> None:
    found = register(
        claim(PLAN, FactKind.GOAL, text="60 gårder skal ha solceller innen 2025"),
        claim(PLAN, FactKind.GOAL, text="75 gårder skal ha solceller innen 2030"),
        claim(REVISED, FactKind.GOAL, text="20 hytter skal ha varmepumpe innen 2025"),
    )
    assert len(found.facts) == 3


def test_the_same_figure_for_another_year_is_another_target() -> None:
    fact = only(
        register(
            goal_with(PLAN, "80 % (2027)"), goal_with(REVISED, "80 % (2028)"),
        )
    )  # fmt: skip
    assert targets(fact) == [("80 % (2027)", "2022-05-10"), ("80 % (2028)", "2024-12-01")]


def goal_with(of: object, target: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    return claim(of, FactKind.GOAL, text="Andel tømmer brukt i regionen", target=target)  # type: ignore[arg-type]


def test_what_a_draft_proposes_holds_from_its_adoption() -> None:
    claims = [
        measure(DRAFT, "Felles vannverk", leads=["Dalen kommune"]),
        measure(PLAN, "Felles vannverk", leads=["Dalen kommune"]),
    ]
    (entry,) = only(register(*claims)).fields["leads"]
    assert entry.since == "2022-05-10"
    (entry,) = only(register(*claims, as_of="2022-02-01")).fields["leads"]
    assert entry.since == "2022-01-10"


@pytest.mark.parametrize(
    "scheme", ["det regionale vekstprogrammet", "det regionale vekstprogrammet til Fjell fylke"]
)
def test_an_application_in_other_words(scheme: str) -> None:
    only(
        register(
            application(CALL, "Regionalt vekstprogram"),
            application(MINUTES, "Regionalt vekstprogram"),
            application(NEWS, scheme),
        )
    )


def application(of: object, scheme: str, **more: object):  # type: ignore[no-untyped-def] # noqa: ANN201
    return claim(of, FactKind.APPLICATION, applicant="Dalen Sag AS", scheme=scheme, **more)  # type: ignore[arg-type]


def test_another_scheme_is_another_application() -> None:
    found = register(
        application(CALL, "Regionalt vekstprogram"), application(MINUTES, "Regionalt havprogram")
    )
    assert len(found.facts) == 2


def test_what_an_application_gets_is_no_contradiction_of_what_it_asks_for() -> None:
    fact = only(
        register(
            application(CALL, "Vekstprogrammet", amount="6300000"),
            application(MINUTES, "Vekstprogrammet", amount="5000000", outcome="approved"),
        )
    )
    assert not fact.conflicts
    assert fact.text("amount") == "5000000"
    assert [one.text for one in fact.history["amount"]] == ["6300000", "5000000"]


def test_a_body_named_by_an_abbreviation_of_its_organisation() -> None:
    found = register(
        claim(PLAN, FactKind.PARTY, name="Fjellheim regionråd", aliases=["FR"]),
        claim(PLAN, FactKind.PARTY, name="Representantskapet i FR", aliases=["RS"]),
        claim(MINUTES, FactKind.PARTY, name="Representantskapet i Fjellheim regionråd"),
        claim(PLAN, FactKind.PARTY, name="Utvalg for næring i Fjell", aliases=["UN"]),
        claim(MINUTES, FactKind.PARTY, name="Utvalget for næring", aliases=["UN"]),
    )
    assert len(found.facts) == 3


def test_one_abbreviation_of_two_bodies_tells_none_of_them() -> None:
    found = register(
        claim(PLAN, FactKind.PARTY, name="Utvalg for næring i Fjell", aliases=["UN"]),
        claim(MINUTES, FactKind.PARTY, name="Utvalg for næring i Dalen", aliases=["UN"]),
    )
    assert len(found.facts) == 2


def test_a_season_contradicts_no_day_among_the_windows_of_a_scheme() -> None:
    fact = only(
        register(
            claim(PLAN, FactKind.SCHEME, name="Vekstprogrammet", window="1. mars 2023"),
            claim(NEWS, FactKind.SCHEME, name="Vekstprogrammet", window="høsten 2026"),
        )
    )
    assert not fact.conflicts
    assert set(fact.texts("window")) == {"1. mars 2023", "høsten 2026"}


def test_work_packages_of_one_document_are_one_by_number_and_part_of_the_title() -> None:
    fact = only(
        register(
            measure(PLAN, "Tømmer hjem: tørking og høvling", number="AP2"),
            measure(PLAN, "Tømmer hjem", number="AP2", description="Saga er liten."),
        )
    )
    assert fact.text("description") == "Saga er liten."
    apart = register(
        measure(PLAN, "Tømmer hjem: tørking og høvling", number="AP2"),
        measure(PLAN, "Tømmer hjem", number="AP3"),
    )
    assert len(apart.facts) == 2
