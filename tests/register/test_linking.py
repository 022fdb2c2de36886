"""Which claims speak of the same thing."""

import pytest

from plansvar.documents.types import Authority
from plansvar.register.kinds import FactKind
from tests.register.making import claim, document, measure, only, register

PLAN = document("plan.pdf", "2022-05-10", work="w", title="Næringsplan for Fjellheim")
EDITION = document("plan2.pdf", "2025-01-01", work="w")
OTHER_PLAN = document("annen.pdf", "2023-01-01", organisation="Dalen kommune", title="Kystplan")
MINUTES = document("m.docx", "2025-06-01", Authority.MINUTES)


def test_the_same_number_with_quite_another_title_is_another_measure() -> None:
    found = register(
        measure(PLAN, "Felles vannverk", number="2.1"),
        measure(EDITION, "Havvind", number="2.1"),
        measure(OTHER_PLAN, "Sykkelveier", number="2.1"),
    )
    assert len(found.facts) == 3


def test_the_same_title_in_plans_of_two_organisations_is_two_measures() -> None:
    assert (
        len(register(measure(PLAN, "Gratis buss"), measure(OTHER_PLAN, "Gratis buss")).facts) == 2
    )


@pytest.mark.parametrize(
    "title",
    ["2.1 Felles vannverk", "Tiltak 2.1: Felles vannverk", "«Felles vannverk»", "FELLES VANNVERK"],
)
def test_labels_marks_and_spelling_make_no_other_measure(title: str) -> None:
    register_ = register(measure(PLAN, "Felles vannverk", number="2.1"), measure(EDITION, title))
    only(register_)


def test_a_change_is_of_the_plan_of_its_own_organisation() -> None:
    found = register(
        measure(PLAN, "Felles vannverk", number="2.1", deadline="2024"),
        measure(OTHER_PLAN, "Sykkelveier", number="2.1", deadline="2024"),
        measure(MINUTES, number="2.1", deadline="2030", changes=True),
    )
    assert {one.name: one.normal("deadline") for one in found.facts} == {
        "Felles vannverk": "2030",
        "Sykkelveier": "2024",
    }


def test_a_change_is_of_the_plan_that_it_names() -> None:
    unknown = document("m.docx", "2025-06-01", Authority.MINUTES, organisation=None)
    claims = (
        measure(PLAN, "Felles vannverk", number="2.1", deadline="2024"),
        measure(OTHER_PLAN, "Sykkelveier", number="2.1", deadline="2024"),
    )
    by_scope = register(
        *claims, measure(unknown, number="2.1", deadline="2030", changes=True, scope="kystplanen")
    )
    assert [one.name for one in by_scope.facts if one.normal("deadline") == "2030"] == [
        "Sykkelveier"
    ]
    open_which = register(*claims, measure(unknown, number="2.1", deadline="2030", changes=True))
    assert all(one.normal("deadline") == "2024" for one in open_which.facts)


def test_a_change_goes_by_the_numbers_of_the_plan_in_force() -> None:
    before = document("m.docx", "2023-06-01", Authority.MINUTES)
    claims = (
        measure(PLAN, "Felles vannverk", number="2.1"),
        measure(EDITION, "Felles vannverk", number="3.1"),
        measure(EDITION, "Havvind", number="2.1"),
    )
    early = register(*claims, measure(before, number="2.1", leads=["Vik"], changes=True))
    late = register(*claims, measure(MINUTES, number="2.1", leads=["Vik"], changes=True))
    assert [one.name for one in early.facts if one.texts("leads")] == ["Felles vannverk"]
    assert [one.name for one in late.facts if one.texts("leads")] == ["Havvind"]


def test_a_change_of_something_unknown_is_no_measure_unless_it_has_a_name() -> None:
    assert not register(measure(MINUTES, number="9.9", deadline="2030", changes=True)).facts
    assert register(measure(MINUTES, "Nytt tun", deadline="2030", changes=True)).facts


def test_what_is_alike_is_not_linked_through_a_third() -> None:
    news = document("n.html", "2025-01-01", Authority.NEWS)
    found = register(
        measure(PLAN, "Felles mottak for trevirke"),
        measure(news, "Mottak trevirke"),
        measure(MINUTES, "Mottak trevirke Dalen kai"),
    )
    assert len(found.facts) == 2


def test_a_goal_with_another_figure_in_the_next_edition_is_the_same_goal() -> None:
    draft = document("u.pdf", "2022-01-01", Authority.DRAFT, work="w")
    goal = "Innen 2030 skal regionen ha {} nye arbeidsplasser i privat sektor"
    fact = only(
        register(
            claim(draft, FactKind.GOAL, text=goal.format(450)),
            claim(PLAN, FactKind.GOAL, text=goal.format(600)),
        )
    )
    assert "600" in fact.name
    assert [("450" in one.text, "600" in one.text) for one in fact.history["text"]] == [
        (True, False),
        (False, True),
    ]


def test_two_goals_of_one_document_that_are_alike_are_two() -> None:
    goal = "Andelen {} skal øke med 10 prosent innen 2030"
    texts = [goal.format(word) for word in ("kvinner", "menn")]
    assert len(register(*(claim(PLAN, FactKind.GOAL, text=text) for text in texts)).facts) == 2


def test_decisions_by_case_point_and_body() -> None:
    def decision(point: str, what: str, body: str = "Styret", **more: str):  # noqa: ANN202
        return claim(
            MINUTES,
            FactKind.DECISION,
            what=what,
            case_number="12/25",
            point=point,
            body=body,
            date="2025-06-01",
            **more,
        )

    found = register(
        decision("1", "Rapporten tas til orientering"),
        decision("2", "Fristen settes til 2027"),
        decision("2", "Ny leder velges", body="Representantskapet"),
    )
    assert len(found.facts) == 3


def test_a_repeal_changes_the_decision_that_it_names() -> None:
    later = document("m2.docx", "2025-09-01", Authority.MINUTES)
    fact = only(
        register(
            claim(
                MINUTES,
                FactKind.DECISION,
                what="Det lyses ut midler",
                case_number="12/25",
                point="2",
                outcome="adopted",
            ),
            claim(
                later,
                FactKind.DECISION,
                case_number="12/25",
                point="2",
                outcome="repealed",
                changes=True,
            ),
        )
    )
    assert fact.text("outcome") == "repealed"
    assert [one.text for one in fact.history["outcome"]] == ["adopted", "repealed"]


def test_a_scheme_is_one_fact_a_year() -> None:
    found = register(
        claim(PLAN, FactKind.SCHEME, name="Skogfondet 2024", year="2024", rate="40 %"),
        claim(EDITION, FactKind.SCHEME, name="Skogfondet", year="2025", rate="50 %"),
        claim(EDITION, FactKind.SCHEME, name="Skogfondet", administrators=["Vik kommune"]),
    )
    assert [one.texts("rate") for one in found.facts if one.texts("administrators")] == [("50 %",)]
    assert len(found.facts) == 2


def test_applications_by_applicant_and_scheme() -> None:
    news = document("n.html", "2025-01-01", Authority.NEWS)
    found = register(
        claim(PLAN, FactKind.APPLICATION, applicant="Vik vekst AS", scheme="Skogfondet"),
        claim(news, FactKind.APPLICATION, applicant="Vik vekst", outcome="innvilget"),
        claim(news, FactKind.APPLICATION, applicant="Dal AS", scheme="Skogfondet"),
    )
    assert len(found.facts) == 2


def test_who_takes_over_a_role_takes_over_the_fact() -> None:
    found = register(
        claim(PLAN, FactKind.RESPONSIBILITY, party="Kari Holt", role="daglig leder", area="Vekst"),
        claim(
            MINUTES,
            FactKind.RESPONSIBILITY,
            party="Ola Li",
            role="daglig leder",
            area="Vekst",
            changes=True,
        ),
        claim(EDITION, FactKind.RESPONSIBILITY, party="Ola Li", role="daglig leder", area="Vekst"),
    )
    assert [one.text for one in only(found).history["party"]] == ["Kari Holt", "Ola Li"]
