"""Facts out of claims of several documents."""

from plansvar.documents.types import Authority, DocumentType
from plansvar.register.facts import GroundKind
from plansvar.register.kinds import FactKind
from tests.register.making import claim, document, measure, only, register

PLAN = document("plan.pdf", "2022-05-10", work="w", title="Næringsplan for Fjellheim")
MINUTES = document(
    "moete.docx", "2023-09-01", Authority.MINUTES, organisation="Styret i Fjellheim regionråd"
)


def test_a_decision_moves_the_owner_and_the_old_one_is_history() -> None:
    found = register(
        measure(PLAN, "Felles vannverk", number="2.1", leads=["Vik kommune"]),
        measure(
            MINUTES,
            number="Tiltak 2.1",
            leads=["Vik vann IKS"],
            changes=True,
            effective="2024-01-01",
        ),
    )
    fact = only(found)
    assert fact.texts("leads") == ("Vik vann IKS",)
    assert fact.name == "Felles vannverk"
    old, new = fact.history["leads"]
    assert (old.text, old.since, old.until) == ("Vik kommune", "2022-05-10", "2024-01-01")
    assert (new.since, new.until) == ("2024-01-01", None)
    assert new.grounds[0].kind is GroundKind.CHANGED
    assert new.grounds[0].date == "2023-09-01"
    assert not fact.conflicts


def test_a_decision_holds_from_its_day_and_not_before() -> None:
    claims = (
        measure(PLAN, "Felles vannverk", number="2.1", leads=["Vik kommune"]),
        measure(MINUTES, number="2.1", leads=["Vik vann IKS"], changes=True, effective="2024-01"),
    )
    assert only(register(*claims, as_of="2022-12-31")).texts("leads") == ("Vik kommune",)
    decided = only(register(*claims, as_of="2023-12-31"))
    assert decided.texts("leads") == ("Vik kommune",)
    assert [one.text for one in decided.history["leads"]] == ["Vik kommune", "Vik vann IKS"]
    assert only(register(*claims, as_of="2024-02-01")).texts("leads") == ("Vik vann IKS",)
    assert only(register(*claims, today="2023-10-01")).texts("leads") == ("Vik kommune",)
    assert register(*claims, as_of="2021").facts == ()


def test_a_new_edition_replaces_the_old_one() -> None:
    revised = document("plan2.pdf", "2025-01-01", work="w")
    fact = only(
        register(
            measure(PLAN, "Felles vannverk", number="2.1", deadline="2024-12-31"),
            measure(revised, "Felles vannverk", number="3.1", deadline="2026-12-31"),
        )
    )
    assert fact.normal("deadline") == "2026-12-31"
    assert fact.text("number") == "3.1"
    assert not fact.conflicts
    assert [one.until for one in fact.history["deadline"]] == ["2025-01-01", None]
    assert fact.plan == revised


def test_a_draft_of_a_later_day_contradicts_and_does_not_replace() -> None:
    draft = document("utkast.pdf", "2025-06-01", Authority.DRAFT, work="w")
    fact = only(
        register(
            measure(PLAN, "Felles vannverk", deadline="2024-12-31"),
            measure(draft, "Felles vannverk", deadline="2026-12-31"),
        )
    )
    assert fact.normal("deadline") == "2024-12-31"
    (conflict,) = fact.conflicts
    assert [one.text for one in conflict.entries] == ["2024-12-31", "2026-12-31"]


def test_a_draft_of_an_earlier_day_is_history() -> None:
    draft = document("utkast.pdf", "2022-01-01", Authority.DRAFT, work="w")
    fact = only(
        register(
            measure(PLAN, "Felles vannverk", deadline="2024-12-31"),
            measure(draft, "Felles vannverk", deadline="2023-12-31"),
        )
    )
    assert fact.normal("deadline") == "2024-12-31"
    assert not fact.conflicts
    assert [one.text for one in fact.history["deadline"]] == ["2023-12-31", "2024-12-31"]


def test_news_that_repeats_an_outdated_value_contradicts() -> None:
    news = document("nytt.html", "2025-01-01", Authority.NEWS, organisation="Vik kommune")
    fact = only(
        register(
            measure(PLAN, "Felles vannverk", number="2.1", deadline="2024-12-31"),
            measure(MINUTES, number="2.1", deadline="2026-06-30", changes=True),
            measure(news, "Felles vannverk", deadline="2024-12-31"),
        )
    )
    assert fact.normal("deadline") == "2026-06-30"
    assert [one.text for one in fact.conflicts[0].entries] == ["2026-06-30", "2024-12-31"]


def test_two_places_of_one_document_that_disagree_are_a_conflict() -> None:
    fact = only(
        register(
            measure(PLAN, "Felles vannverk", number="2.1", deadline="2024-12-31"),
            measure(PLAN, "Felles vannverk", number="2.1", deadline="2025-12-31"),
        )
    )
    assert len(fact.conflicts[0].entries) == 2


def test_a_less_exact_date_is_no_conflict() -> None:
    news = document("nytt.html", "2025-01-01", Authority.NEWS)
    fact = only(
        register(
            measure(PLAN, "Felles vannverk", deadline="2024-12-31"),
            measure(news, "Felles vannverk", deadline="2024"),
        )
    )
    assert not fact.conflicts
    assert len(fact.fields["deadline"][0].evidence) == 2


def test_copies_add_evidence_and_nothing_else() -> None:
    copies = [document(f"{name}.pdf", "2022-05-10", copy_group="c") for name in "ab"]
    fact = only(register(*(measure(one, "Vannverk", leads=["Vik kommune"]) for one in copies)))
    assert len(fact.fields["leads"][0].evidence) == 2
    assert len(fact.documents) == 2
    assert not fact.conflicts
    assert not fact.history


def test_a_partner_comes_and_goes() -> None:
    claims = (
        measure(PLAN, "Vannverk", number="2.1", partners=["Vik kommune", "Os kommune"]),
        measure(MINUTES, number="2.1", changes=True, add=[("partners", "Tare AS")]),
        measure(
            document("m2.docx", "2024-02-01", Authority.MINUTES),
            number="2.1",
            changes=True,
            remove=[("partners", "Os kommune")],
        ),
    )
    fact = only(register(*claims))
    assert fact.texts("partners") == ("Vik kommune", "Tare AS")
    assert only(register(*claims, as_of="2023-12-01")).texts("partners") == (
        "Vik kommune",
        "Os kommune",
        "Tare AS",
    )
    assert [(one.text, one.until) for one in fact.history["partners"] if one.until] == [
        ("Os kommune", "2024-02-01")
    ]


def test_a_shorter_list_elsewhere_is_no_conflict_but_another_name_is() -> None:
    slides = document("lysark.pptx", "2024-01-01", Authority.OTHER, DocumentType.PRESENTATION)
    plan = measure(PLAN, "Vannverk", partners=["Vik kommune", "Os kommune"])
    assert not only(register(plan, measure(slides, "Vannverk", partners=["Vik"]))).conflicts
    other = only(register(plan, measure(slides, "Vannverk", partners=["Tare AS"])))
    assert other.conflicts[0].field == "partners"
    assert other.texts("partners") == ("Vik kommune", "Os kommune")


def test_parties_are_compared_through_aliases() -> None:
    slides = document("lysark.pptx", "2024-01-01", Authority.OTHER)
    found = register(
        measure(PLAN, "Vannverk", leads=["Fjellheim regionråd"]),
        measure(slides, "Vannverk", leads=["FRR"]),
        claim(slides, FactKind.PARTY, name="Fjellheim regionråd", aliases=["FRR"]),
    )
    assert not found.of(FactKind.MEASURE)[0].conflicts


def test_what_is_unsure_adds_nothing_to_what_is_known() -> None:
    fact = only(
        register(
            measure(PLAN, "Vannverk", leads=["Vik kommune"]),
            measure(PLAN, "Vannverk", leads=["Os kommune"], confidence=0.4),
        )
    )
    assert fact.texts("leads") == ("Vik kommune",)
    assert fact.confidence == 1.0
    assert only(register(measure(PLAN, "Vannverk", confidence=0.4))).confidence == 0.4


def test_undated_documents_count_and_replace_nothing() -> None:
    undated = document("liste.txt", None, Authority.OTHER)
    claims = (
        measure(PLAN, "Vannverk", leads=["Vik kommune"]),
        measure(undated, "Vannverk", leads=["Os kommune"]),
    )
    fact = only(register(*claims))
    assert fact.texts("leads") == ("Vik kommune",)
    assert fact.conflicts
    assert only(register(*claims, as_of="2020")).texts("leads") == ("Os kommune",)


def test_a_date_is_never_made_more_exact() -> None:
    vague = document("m.docx", "2022", Authority.MINUTES)
    fact = only(
        register(
            measure(PLAN, "Vannverk", number="1.1", leads=["Vik kommune"]),
            measure(vague, "Vannverk", leads=["Os kommune"]),
        )
    )
    # The minutes may be older or newer than the plan: it can't be told.
    assert fact.texts("leads") == ("Vik kommune",)


def test_order_of_claims_plays_no_part() -> None:
    news = document("nytt.html", "2025-01-01", Authority.NEWS)
    claims = [
        measure(PLAN, "Felles vannverk", number="2.1", leads=["Vik kommune"], deadline="2024"),
        measure(MINUTES, number="2.1", leads=["Vik vann IKS"], changes=True),
        measure(news, "Felles vannverk", leads=["Os kommune"], deadline="2027"),
    ]
    assert register(*claims) == register(*reversed(claims))


def test_the_newest_report_on_progress_counts() -> None:
    slides = document("lysark.pptx", "2024-01-01", Authority.OTHER)
    fact = only(
        register(
            measure(PLAN, "Vannverk", status="12 av 40 bygg"),
            measure(slides, "Vannverk", status="30 av 40 bygg"),
        )
    )
    assert fact.text("status") == "30 av 40 bygg"
    assert len(fact.history["status"]) == 2
