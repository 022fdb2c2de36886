"""One telling word makes two things of two titles that are alike in all the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority
from plansvar.register.kinds import FactKind
from plansvar.register.linking import link
from plansvar.register.names import alike, stems
from plansvar.register.proper_names import learn_names
from plansvar.register.telling import contradict, other_name, substituted
from tests.register.making import document, measure, register

OLD = document("gammel.pdf", "2022-01-01", work="plan")
NEW = document("ny.pdf", "2024-01-01", work="plan")
NEWS = document("nytt.html", "2024-02-01", Authority.NEWS)

TWO = [
    ("Etablere næringshage i Nordvik", "Etablere næringshage i Sørvik"),
    ("Ladestasjonar for lastebil ved Eidsbrua", "Ladestasjonar for lastebil ved Mosbrua"),
    ("Øke andelen tilsette i reiselivet", "Redusere andelen tilsette i reiselivet"),
    ("Auke talet på lærlingar i bygg", "Minske talet på lærlingar i bygg"),
    ("Increase the use of the inner harbour", "Reduce the use of the inner harbour"),
    ("Ny kai på nordsiden av havna", "Ny kai på sørsiden av havna"),
    ("Jobbmesse for unge hausten", "Jobbmesse for unge våren"),
    ("Gründerkurs for kvinner i distriktet", "Gründerkurs for menn i distriktet"),
    ("Kartlegging av ledige lokaler 2024", "Kartlegging av ledige lokaler 2026"),
    ("Utbygging av industriområdet trinn 1", "Utbygging av industriområdet trinn 2"),
    ("Utbygging av industriområdet trinn II", "Utbygging av industriområdet trinn III"),
    ("Felles strategi for rekruttering og reiseliv", "Felles strategi for rekruttering og havbruk"),
    ("Lokal matfestival", "Avvikle lokal matfestival"),
    ("Build a quay for cruise ships", "Demolish a quay for cruise ships"),
    ("Offentleg innkjøp frå lokale bedrifter", "Offentlig salg fra lokale bedrifter"),
    ("Felles offentlig vaskeri i øvre bydel", "Felles offentlig vaskeri i nedre bydel"),
]
ONE = [
    ("Etablere næringshage i Nordvik", "Opprette næringshage i Nordvik"),
    ("Øke andelen lærlinger", "Auke andelen lærlingar"),
    ("Mottak for brukte nøter", "Felles mottak for brukte nøter"),
    ("Gründerkurs i Nordvik", "Gründerkurset i Nordvik kommune"),
    ("Utvikling av bedriftsnettverket", "Vidareutvikle bedriftsnettverk"),
    ("Styrking av samarbeidet skole og næringsliv", "Styrke samarbeidet skule–næringsliv"),
]


@pytest.mark.parametrize(("one", "other"), TWO)
@pytest.mark.parametrize("later", [NEW, NEWS])
def test_a_telling_word_makes_two_measures(one: str, other: str, later: object) -> None:
    for first, second in ((one, other), (other, one)):
        found = register(measure(OLD, first), measure(later, second))  # type: ignore[arg-type]
        assert len(found.facts) == 2


@pytest.mark.parametrize(("one", "other"), ONE)
def test_other_words_for_the_same_make_one(one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        found = register(measure(OLD, first), measure(NEW, second))
        assert len(found.facts) == 1


def test_a_number_joins_other_words_but_no_other_place_or_opposite() -> None:
    def facts(one: str, other: str, of: DocumentInfo = NEW) -> int:
        return len(
            register(measure(OLD, one, number="2.1"), measure(of, other, number="2.1")).facts
        )

    assert facts("Kurs i salg for hoteller", "Kurs i salg for serveringssteder") == 1
    assert facts("Kartlegge 50 bedrifter", "Kartlegge 80 bedrifter") == 1
    assert facts("Ny ferjekai ved Storneset", "Ny ferjekai ved Litleneset", NEWS) == 2
    # The next edition of a plan has moved it.
    assert facts("Ny ferjekai ved Storneset", "Ny ferjekai ved Litleneset") == 1
    assert facts("Øke parkering i sentrum", "Redusere parkering i sentrum") == 2


def test_a_name_is_what_is_never_written_small() -> None:
    names = learn_names(
        [
            measure(OLD, "Etablere næringshage i Nordvik"),
            measure(OLD, "Kurs i Excel", leads="Bakken Verft AS"),
            measure(OLD, "Havbruk og reiseliv"),
            measure(OLD, "Strategi for Reiseliv"),
            measure(OLD, "Develop The Circular Quay"),
        ]
    )
    assert {"nordvik", "verft"} <= names
    assert not {"reiseliv", "næringshag", "circul", "etabl", "as", "strategi"} & names


WORD = st.sampled_from(
    "øke redusere styrke kurs havn reiseliv nordvik sørvik 2024 2026 ikke etablere kai næringshage "
    "nordsiden sørsiden felles kvinner menn bedrift bedriftsnettverk og for".split()
)
TITLE = st.lists(WORD, min_size=1, max_size=7).map(lambda words: stems(" ".join(words)))


@given(one=TITLE, other=TITLE, names=st.frozensets(WORD))
def test_it_is_the_same_both_ways(
    one: tuple[str, ...], other: tuple[str, ...], names: frozenset[str]
) -> None:
    assert contradict(one, other) == contradict(other, one)
    assert other_name(one, other, names) == other_name(other, one, names)
    assert substituted(one, other) == substituted(other, one)
    assert not contradict(one, one)
    assert not substituted(one, one)
    if contradict(one, other):
        assert alike(one, other) == alike(other, one) == 0.0


@given(words=st.lists(WORD, min_size=1, max_size=6), pair=st.sampled_from(TWO[:8]))
def test_no_words_around_it_make_one_of_two(words: list[str], pair: tuple[str, str]) -> None:
    more = " ".join(words)
    first, second = (measure(OLD, f"{title} {more}") for title in pair)
    (_, _) = register(first, second).facts


@given(text=st.text(max_size=80), other=st.text(max_size=80))
def test_any_text_can_be_compared(text: str, other: str) -> None:
    contradict(stems(text), stems(other))
    link(FactKind.MEASURE, [measure(OLD, text), measure(NEW, other)])
