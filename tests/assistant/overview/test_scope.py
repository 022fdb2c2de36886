"""Which documents a question is about, and what is looked for in them."""

from __future__ import annotations

import pytest

from assistant.overview.scope import chosen, read_scope
from plansvar.documents.types import Authority, DocumentType
from plansvar.drafts.overview_types import OverviewRequest
from plansvar.errors import DraftError
from tests.register.making import document


@pytest.mark.parametrize(
    ("question", "topic", "types", "limits"),
    [
        (
            "gå gjennom alle årsrapporter etter 2023 og list tiltak om havn",
            "tiltak om havn",
            (DocumentType.REPORT,),
            {"after": "2023"},
        ),
        (
            "Kan du gå gjennom alle protokoller fra 2024 og liste opp vedtak?",
            "vedtak",
            (DocumentType.MINUTES,),
            {"since": "2024", "until": "2024"},
        ),
        (
            "Gå gjennom alle protokollar og årsmeldingar mellom 2022 og 2024 og finn vedtak om veg",
            "vedtak om veg",
            (DocumentType.MINUTES, DocumentType.REPORT),
            {"since": "2022", "until": "2024"},
        ),
        (
            "go through all minutes after 2023 and list decisions on the harbour",
            "decisions on the harbour",
            (DocumentType.MINUTES,),
            {"after": "2023"},
        ),
        ("gå gjennom alle dokumenter og finn beløp", "beløp", (), {}),
        ("list vedtak om kai i alle referater", "vedtak om kai", (DocumentType.MINUTES,), {}),
        (
            "gå gjennom alle protokoller fra Brimfjord næringsråd og list vedtak",
            "vedtak",
            (DocumentType.MINUTES,),
            {"issuer": "Brimfjord næringsråd"},
        ),
        ("hva sies om landstrøm?", "hva sies om landstrøm", (), {}),
        ("gå gjennom alle fjell og list topper", "gå gjennom alle fjell og list topper", (), {}),
    ],
)
def test_what_a_question_says(
    question: str, topic: str, types: tuple[DocumentType, ...], limits: dict[str, str]
) -> None:
    scope = read_scope(OverviewRequest(question))
    names = ("after", "before", "since", "until", "issuer")
    assert (scope.topic, scope.types) == (topic, types)
    assert {name: value for name in names if (value := getattr(scope, name))} == limits


def test_options_win_over_the_question() -> None:
    request = OverviewRequest(
        "gå gjennom alle protokoller fra 2024 og list vedtak",
        types=(DocumentType.PLAN,),
        authorities=(Authority.DRAFT,),
        after="2020",
    )
    scope = read_scope(request)
    assert (scope.types, scope.authorities) == ((DocumentType.PLAN,), (Authority.DRAFT,))
    assert (scope.after, scope.since, scope.until) == ("2020", None, None)


def test_adopted_ones_only() -> None:
    scope = read_scope(OverviewRequest("gå gjennom alle vedtatte planer og list mål"))
    assert (scope.types, scope.authorities) == ((DocumentType.PLAN,), (Authority.ADOPTED,))


def test_a_date_that_is_none() -> None:
    with pytest.raises(DraftError, match=r"overview\.bad_date"):
        read_scope(OverviewRequest("vedtak", after="i fjor"))


def test_documents_are_chosen_by_date_and_the_undated_counted() -> None:
    documents = [
        document("c", "2025-02-01", Authority.MINUTES),
        document("a", "2023", Authority.MINUTES),
        document("b", "2024-05-01", Authority.MINUTES),
        document("u", None, Authority.MINUTES),
        document("p", "2024-05-01"),
    ]
    scope = read_scope(OverviewRequest("gå gjennom alle protokoller etter 2023 og list vedtak"))
    kept, undated = chosen(scope, documents)
    assert ([one.path for one in kept], undated) == (["b", "c"], 1)
    scope = read_scope(OverviewRequest("gå gjennom alle protokoller og list vedtak"))
    kept, undated = chosen(scope, documents)
    assert ([one.path for one in kept], undated) == (["u", "a", "b", "c"], 0)
