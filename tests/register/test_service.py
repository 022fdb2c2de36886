"""The register of a real database: who may know what, and what people say of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plansvar.access import ANONYMOUS, User, user
from plansvar.database import claims as stored
from plansvar.database import corrections as log
from plansvar.database import writes
from plansvar.documents.types import Authority
from plansvar.errors import CorrectionError, NotFoundError
from plansvar.register.consolidate import consolidate
from plansvar.register.corrections import Action
from plansvar.register.facts import Fact, GroundKind
from plansvar.register.kinds import FactKind
from plansvar.register.queries import FactQuery, Flag
from plansvar.register.review import Reason
from plansvar.register.service import CorrectionRequest, RegisterService
from tests.register.library import Library, library

STAFF = user("sia", ("internal",))
MEASURES = FactQuery(kinds=(FactKind.MEASURE,))


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Library]:
    one = library(tmp_path)
    yield one
    one.engine.dispose()


@pytest.fixture
def service(books: Library) -> RegisterService:
    books.add(
        "plan.txt",
        "measure title=Felles molo; number=2.1; leads=Vik kommune; deadline=2024-12-31",
        "measure title=Ny kai; number=2.2; leads=Vik kommune; deadline=2030",
        "measure title=Torg; number=2.3",
    )
    return books.service()


def named(service: RegisterService, name: str, who: User = ANONYMOUS) -> Fact:
    (fact,) = [one for one in service.facts(FactQuery(), who).facts if one.name == name]
    return fact


def correct(service: RegisterService, name: str, *values: str, field: str = "leads") -> Fact:
    request = CorrectionRequest(named(service, name).id, Action.CORRECT, field, values)
    fact = service.correct(request, STAFF)
    assert fact is not None
    return fact


def test_a_correction_holds_and_the_document_is_history(service: RegisterService) -> None:
    fact = correct(service, "Felles molo", "Os kommune")
    assert fact.texts("leads") == ("Os kommune",)
    old, new = fact.history["leads"]
    assert old.text == "Vik kommune"
    assert old.evidence[0].quote == "Vik kommune"
    assert new.grounds[0].kind is GroundKind.CORRECTED
    assert new.grounds[0].by == "sia"
    assert not fact.conflicts
    (line,) = service.corrections(fact.id, ANONYMOUS)
    assert (line.before, line.after, line.by) == (("Vik kommune",), ("Os kommune",), "sia")
    assert service.fact(fact.id, ANONYMOUS, as_of="2024-01-01").texts("leads") == ("Vik kommune",)


def test_a_correction_outlives_reading_the_document_again(
    books: Library, service: RegisterService
) -> None:
    before = correct(service, "Felles molo", "Os kommune")
    books.add(
        "plan.txt",
        "Forord som er nytt i denne utgaven",
        "measure title=Felles molo; number=2.1; leads=Vik kommune; deadline=2025-12-31",
    )
    after = named(service, "Felles molo")
    assert after.id == before.id
    assert after.texts("leads") == ("Os kommune",)
    assert after.normal("deadline") == "2025-12-31"


def test_a_later_decision_takes_the_place_of_a_correction(
    books: Library, service: RegisterService
) -> None:
    correct(service, "Felles molo", "Os kommune")
    books.add(
        "moete.txt",
        "measure! number=2.1; leads=Dal kommune",
        date="2099-01-01",
        authority=Authority.MINUTES,
    )
    fact = named(service, "Felles molo")
    assert [one.text for one in fact.history["leads"]] == [
        "Vik kommune",
        "Os kommune",
        "Dal kommune",
    ]
    assert fact.texts("leads") == ("Dal kommune",)


def test_confirming_settles_a_conflict(books: Library, service: RegisterService) -> None:
    books.add("utkast.txt", "measure title=Torg; leads=Os kommune", authority=Authority.DRAFT)
    books.add("nytt.txt", "measure title=Torg; leads=Dal kommune", authority=Authority.NEWS)
    fact = named(service, "Torg")
    assert fact.conflicts
    confirmed = service.correct(CorrectionRequest(fact.id, Action.CONFIRM), STAFF)
    assert confirmed is not None
    assert confirmed.confirmed is not None
    assert confirmed.confirmed.by == "sia"
    assert not confirmed.conflicts
    assert confirmed.fields["leads"][0].grounds[0].kind is GroundKind.CONFIRMED


def test_rejected_withdrawn_and_back(service: RegisterService) -> None:
    fact = named(service, "Torg")
    assert service.correct(CorrectionRequest(fact.id, Action.REJECT), STAFF) is None
    assert service.facts(MEASURES, ANONYMOUS).total == 2
    (line,) = service.corrections(fact.id, STAFF)
    back = service.correct(CorrectionRequest(fact.id, Action.WITHDRAW, withdraws=line.id), STAFF)
    assert back == fact
    assert [one.action for one in service.corrections(fact.id, STAFF)] == [
        Action.REJECT,
        Action.WITHDRAW,
    ]


def test_two_facts_become_one(books: Library, service: RegisterService) -> None:
    books.add(
        "nytt.txt", "measure title=Plass for folk; leads=Os kommune", authority=Authority.NEWS
    )
    one, other = named(service, "Torg"), named(service, "Plass for folk")
    merged = service.correct(CorrectionRequest(one.id, Action.MERGE, other=other.id), STAFF)
    assert merged is not None
    assert (merged.name, merged.texts("leads")) == ("Torg", ("Os kommune",))
    assert service.fact(other.id, ANONYMOUS) == service.fact(one.id, ANONYMOUS) == merged


def test_what_makes_no_sense_is_refused(service: RegisterService) -> None:
    fact, party = named(service, "Torg"), "m-000000000000"
    wrong = [
        (CorrectionRequest(fact.id, Action.CORRECT, "eier", ("Os",)), "register.no_field"),
        (CorrectionRequest(fact.id, Action.CORRECT, "deadline", ("i mai",)), "register.bad_date"),
        (CorrectionRequest(fact.id, Action.CORRECT, "title", ("a", "b")), "register.one_value"),
        (CorrectionRequest(fact.id, Action.MERGE, other=fact.id), "register.same_fact"),
    ]
    for request, code in wrong:
        with pytest.raises(CorrectionError) as error:
            service.correct(request, STAFF)
        assert error.value.code == code
    with pytest.raises(NotFoundError):
        service.correct(CorrectionRequest(party, Action.REJECT), STAFF)
    with pytest.raises(CorrectionError):
        service.fact(fact.id, STAFF, as_of="i fjor")
    assert service.corrections(None, STAFF) == ()


def test_nobody_learns_of_what_he_may_not_read(books: Library, service: RegisterService) -> None:
    books.add(
        "internt.txt",
        "measure! number=2.1; leads=Hemmelig AS",
        "measure title=Hemmelig tiltak; leads=HAS",
        "party name=Hemmelig AS; aliases=HAS",
        groups=("internal",),
        date="2024-01-01",
        authority=Authority.MINUTES,
    )
    assert named(service, "Felles molo", STAFF).texts("leads") == ("Hemmelig AS",)
    open_fact = named(service, "Felles molo")
    assert open_fact.texts("leads") == ("Vik kommune",)
    assert not open_fact.history
    assert "emmelig" not in repr(service.register(ANONYMOUS))
    hidden = named(service, "Hemmelig tiltak", STAFF)
    with pytest.raises(NotFoundError):
        service.fact(hidden.id, ANONYMOUS)
    correct_secret = CorrectionRequest(
        named(service, "Felles molo", STAFF).id,
        Action.CORRECT,
        "deadline",
        ("2031",),
        note="hemmelig",
    )
    service.correct(correct_secret, STAFF)
    # The deadline may come from the minutes, so nothing is told of it.
    assert service.corrections(None, ANONYMOUS) == ()
    assert named(service, "Felles molo") == open_fact
    service.correct(
        CorrectionRequest(hidden.id, Action.MERGE, other=open_fact.id, note="hemmelig"), STAFF
    )
    (line,) = service.corrections(None, ANONYMOUS)
    assert (line.note, line.claims, set(line.others)) == ("", (), set(open_fact.claim_ids))


def test_what_was_given_up_is_not_overdue(books: Library, service: RegisterService) -> None:
    books.add(
        "gamle.txt",
        "measure title=Taubane; leads=Os; deadline=2024-01-01; status=Tatt ut",
        "measure title=Ferge; leads=Os; deadline=2024-01-01; status=ikke stanset",
    )
    overdue = service.facts(FactQuery(flags=(Flag.OVERDUE,), text="Taubane"), ANONYMOUS).facts
    assert overdue == ()
    (late,) = service.facts(FactQuery(flags=(Flag.OVERDUE,), text="Ferge"), ANONYMOUS).facts
    assert late.name == "Ferge"


def test_overdue_unowned_and_review(service: RegisterService) -> None:
    def with_flag(flag: Flag, **more: str) -> list[str]:
        query = FactQuery(flags=(flag,), **more)  # type: ignore[arg-type]
        return [one.name for one in service.facts(query, ANONYMOUS).facts]

    assert with_flag(Flag.OVERDUE) == ["Felles molo"]
    assert with_flag(Flag.OVERDUE, as_of="2024-12-31") == []
    assert with_flag(Flag.UNOWNED) == ["Torg"]
    assert [(one.fact.name, one.reason) for one in service.review(ANONYMOUS)] == [
        ("Torg", Reason.NO_OWNER),
        ("Torg", Reason.NO_DEADLINE),
    ]


def test_what_somebody_reports_is_looked_at_first_until_it_is_settled(
    service: RegisterService,
) -> None:
    def reported() -> list[tuple[str, list[str]]]:
        items = [one for one in service.review(ANONYMOUS) if one.reason is Reason.REPORTED]
        return [(one.fact.name, [said.note for said in one.reports]) for one in items]

    def say(action: Action, note: str = "", **more: Any) -> None:
        service.correct(CorrectionRequest(molo, action, note=note, **more), ANONYMOUS)

    molo = named(service, "Felles molo").id
    before = service.fact(molo, ANONYMOUS)
    say(Action.REPORT, "Feil eier", field="leads")
    say(Action.REPORT, "Feil frist", field="deadline")
    assert service.fact(molo, ANONYMOUS) == before
    assert service.review(ANONYMOUS)[0].reason is Reason.REPORTED
    assert reported() == [("Felles molo", ["Feil eier", "Feil frist"])]
    say(Action.CORRECT, field="leads", values=("Os",))
    assert reported() == [("Felles molo", ["Feil frist"])]
    (line,) = [one for one in service.corrections(molo, ANONYMOUS) if one.after == ("Os",)]
    service.correct(CorrectionRequest(molo, Action.WITHDRAW, withdraws=line.id), ANONYMOUS)
    assert reported() == [("Felles molo", ["Feil eier", "Feil frist"])]
    (late,) = [one for one in service.corrections(molo, ANONYMOUS) if one.note == "Feil frist"]
    service.correct(CorrectionRequest(molo, Action.WITHDRAW, withdraws=late.id), ANONYMOUS)
    assert reported() == [("Felles molo", ["Feil eier"])]
    say(Action.CONFIRM)
    assert reported() == []


def test_asking_by_name(books: Library, service: RegisterService) -> None:
    books.add(
        "roller.txt",
        "party name=Fjellheim næringsråd; aliases=FNR",
        "party name=Næringsforeningen i Fjellheim",
        "responsibility area=Havnedrift; party=FNR; role=drift",
    )

    books.add("kart.txt", "measure title=Kart; leads=Vik")

    def owned(name: str) -> list[str]:
        return [one.name for one in service.facts(FactQuery(owner=name), ANONYMOUS).facts]

    assert owned("Vik kommune") == owned("Vik") == owned("vik kommunes") == owned("Vik komune")
    assert sorted(owned("Vik")) == ["Felles molo", "Kart", "Ny kai"]
    assert owned("Fjellheim næringsråd") == owned("fnr") == ["Havnedrift"]
    assert owned("Næringsforeninga i Fjellheim") == []
    page = service.facts(FactQuery(owner="Fjellheim"), ANONYMOUS)
    assert set(page.ambiguous) == {"Fjellheim næringsråd", "Næringsforeningen i Fjellheim"}
    assert service.facts(FactQuery(owner="Nordpolen"), ANONYMOUS).total == 0
    page = service.facts(FactQuery(kinds=(FactKind.MEASURE,), limit=1, offset=1), ANONYMOUS)
    assert (len(page.facts), page.total) == (1, 4)


def test_it_is_computed_anew_only_when_something_changes(
    books: Library, service: RegisterService
) -> None:
    first = service.register(ANONYMOUS)
    assert service.register(ANONYMOUS) is first
    own = books.add("ny.txt", "measure title=Badeplass")
    assert service.register(ANONYMOUS) is not first
    writes.set_groups(books.engine, own, ("internal",))
    assert service.register(ANONYMOUS) == first


_LINES = st.lists(
    st.builds(
        "{} title={}; number={}; leads={}; deadline={}".format,
        st.sampled_from(["measure", "measure!"]),
        st.sampled_from(["Molo", "Ny molo", "Felles kai", "Kai"]),
        st.sampled_from(["1", "2"]),
        st.sampled_from(["Vik", "Vik kommune", "FNR", "Os AS", "Os"]),
        st.sampled_from(["2024", "2025-01-01", "2026"]),
    )
    | st.builds(
        "party name={}; aliases={}".format,
        st.sampled_from(["Vik kommune", "Os AS", "Fjellråd"]),
        st.sampled_from(["FNR", "Os", "VK"]),
    ),
    min_size=1,
    max_size=4,
)
_DOCUMENTS = st.lists(
    st.tuples(
        _LINES,
        st.sampled_from([("public",), ("internal",), ("styret",), ()]),
        st.sampled_from([None, "2020-01-01", "2024-06-01"]),
        st.sampled_from(list(Authority)),
    ),
    min_size=1,
    max_size=5,
)


@given(documents=_DOCUMENTS, corrected=st.integers(0, 5))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_user_gets_what_he_would_get_if_the_rest_did_not_exist(
    documents: list[tuple[list[str], tuple[str, ...], str | None, Authority]],
    corrected: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The other documents are left out of the database altogether, and nothing differs."""
    everyone = user("alle", ("internal", "styret"))
    full = library(tmp_path_factory.mktemp("alle"))
    for number, (lines, groups, date, authority) in enumerate(documents):
        full.add(f"{number}", *lines, groups=groups, date=date, authority=authority)
    facts = full.service().register(everyone).facts
    if corrected < len(facts) and facts[corrected].kind is FactKind.MEASURE:
        request = CorrectionRequest(facts[corrected].id, Action.CORRECT, "leads", ("Dal",))
        full.service().correct(request, everyone)
    for who in (ANONYMOUS, STAFF, user("s", ("styret",))):
        less = library(tmp_path_factory.mktemp("noen"))
        for number, (lines, groups, date, authority) in enumerate(documents):
            if set(groups) & set(who.groups):
                less.add(f"{number}", *lines, groups=groups, date=date, authority=authority)
        said = log.corrections(full.engine, who)
        for one in said:
            log.append(less.engine, one)
        seen = {one.id for one in stored.claims(less.engine, who)}
        assert all({*one.claims, *one.others} <= seen for one in said)
        today = "2026-01-01"
        expected = consolidate(
            stored.claims(less.engine, who), log.corrections(less.engine, who), None, today
        )
        assert consolidate(stored.claims(full.engine, who), said, None, today) == expected
        assert repr(full.service().review(who)) == repr(less.service().review(who))
        less.engine.dispose()
    full.engine.dispose()


def test_a_code_is_one_of_those_that_there_are(books: Library, service: RegisterService) -> None:
    books.add("vedtak.txt", "decision what=Torget ruster opp; case_number=3/24; outcome=adopted")
    (decision,) = service.facts(FactQuery(kinds=(FactKind.DECISION,)), STAFF).facts
    with pytest.raises(CorrectionError) as error:
        service.correct(CorrectionRequest(decision.id, Action.CORRECT, "outcome", ("ja",)), STAFF)
    assert error.value.code == "register.bad_code"
    service.correct(CorrectionRequest(decision.id, Action.CORRECT, "outcome", ("repealed",)), STAFF)
    assert service.fact(decision.id, STAFF).normal("outcome") == "repealed"


def test_what_was_said_of_a_document_that_is_gone_stays_with_its_readers(
    books: Library, service: RegisterService
) -> None:
    secret = books.add(
        "internt.txt", "measure! number=2.1; leads=Hemmelig AS", groups=("internal",),
        date="2024-01-01", authority=Authority.MINUTES,
    )  # fmt: skip
    fact = named(service, "Felles molo", STAFF)
    request = CorrectionRequest(fact.id, Action.CORRECT, "leads", ("Hemmelig AS",), note="hemmelig")
    service.correct(request, STAFF)
    (line,) = service.corrections(None, STAFF)
    service.correct(CorrectionRequest("", Action.WITHDRAW, withdraws=line.id), STAFF)
    assert "emmelig" not in repr(service.corrections(None, ANONYMOUS))
    writes.hide(books.engine, [secret])
    assert "emmelig" not in repr(service.corrections(None, ANONYMOUS))
    assert "emmelig" in repr(service.corrections(None, STAFF))


def test_a_correction_does_not_move_to_another_claim_of_the_same_name(
    books: Library, service: RegisterService
) -> None:
    first = "responsibility area=drift av havna; party=Sund kommune; role=ansvar"
    second = "responsibility area=drift av havna; party=GRIP; role=ansvar"
    books.add("ansvar.txt", first, second)
    query = FactQuery(kinds=(FactKind.RESPONSIBILITY,), text="drift av havna")
    wrong = next(
        one for one in service.facts(query, STAFF).facts if one.text("party") == "Sund kommune"
    )
    service.correct(CorrectionRequest(wrong.id, Action.REJECT), STAFF)
    books.add("ansvar.txt", second)
    assert [one.text("party") for one in service.facts(query, STAFF).facts] == ["GRIP"]
