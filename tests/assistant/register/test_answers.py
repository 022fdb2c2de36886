"""What the register answers, from facts that are made by hand."""

from __future__ import annotations

import pytest

from plansvar.answers import SentenceKind
from plansvar.documents.types import Authority, DocumentType
from plansvar.register.evidence import StoredClaim
from plansvar.register.kinds import FactKind
from tests.assistant.register.asking import Shelf
from tests.register.making import claim, document, measure

PLAN = document("plan", "2023-01-10", title="Kystplan 2023–2030")
MINUTES = document("protokoll", "2024-05-02", Authority.MINUTES, title="Protokoll fra styremøte")
LATER = document("senere", "2025-03-01", Authority.MINUTES, title="Protokoll fra årsmøte")


def plan_measures() -> list[StoredClaim]:
    return [
        measure(
            PLAN, "Fyrlykta på Neset", number="1.1", leads="Sundet kommune", deadline="2024-06-30"
        ),
        measure(
            PLAN,
            "Felles mottak for treavfall",
            number="1.2",
            leads="Trevirke AS",
            partners=["Sundet kommune", "Kystlaget"],
            deadline="2027-12-31",
            status="I rute",
        ),
        measure(PLAN, "Kystkultursti", number="1.3"),
    ]


def moved() -> StoredClaim:
    return measure(
        MINUTES,
        "Fyrlykta på Neset",
        number="1.1",
        leads="Fyrlaget AS",
        changes=True,
        effective="2024-06-01",
    )


def test_the_owner_with_grounds_and_history() -> None:
    told = Shelf(*plan_measures(), moved()).tell("Hvem eier Fyrlykta på Neset nå?")
    lines = told.splitlines()
    assert lines[0].startswith("Fyrlaget AS har ansvaret for «Fyrlykta på Neset»")
    assert "endret i «Protokoll fra styremøte», 2. mai 2024" in told
    assert "Før det: Sundet kommune" in told
    assert "«Kystplan 2023–2030», 10. januar 2023" in told


@pytest.mark.parametrize(
    ("question", "owner"),
    [
        ("Hvem eide Fyrlykta i 2023?", "Sundet kommune"),
        ("Kven eig Fyrlykta per 1. juli 2024?", "Fyrlaget AS"),
        ("Who owned Fyrlykta as of 1 February 2024?", "Sundet kommune"),
        ("Hvem eide Fyrlykta før endringen?", "Sundet kommune"),
        ("hvem har ansvaret for tiltak 1.1?", "Fyrlaget AS"),
        ("hvem eier fyrlykta, er det fortsatt Sundet kommune?", "Fyrlaget AS"),
    ],
)
def test_the_owner_at_a_time(question: str, owner: str) -> None:
    found = Shelf(*plan_measures(), moved()).ask(question)
    assert found is not None
    assert owner in found.sentences[0].text
    assert found.short_answer == owner


def test_the_answer_says_which_day_it_is_about() -> None:
    found = Shelf(*plan_measures(), moved()).ask("Hvem eide Fyrlykta i 2023?")
    assert found is not None
    assert found.as_of == "2023"
    assert found.sentences[0].text.startswith("Ved utgangen av 2023:")


@pytest.mark.parametrize(
    "question",
    [
        "Hvem eier Fyrtårnet?",
        "Hvem eier Kystkultursti?",  # nobody does, as far as we know
        "Hvem eier Fyrlykta i 2050?",
        "Hvem i Sundet kommune har ansvaret for Fyrlykta?",
        "Hva har Nordre kommune ansvar for?",
    ],
)
def test_what_is_not_known_is_left_to_the_documents(question: str) -> None:
    assert Shelf(*plan_measures(), moved()).ask(question) is None


def test_everything_a_party_answers_for() -> None:
    area = claim(
        PLAN,
        FactKind.RESPONSIBILITY,
        area="Skilting langs leia",
        party="Sundet kommune",
        role="ansvarlig",
    )
    shelf = Shelf(*plan_measures(), area)
    found = shelf.ask("Kva har Sundet kommune ansvar for?")
    assert found is not None
    assert found.sentences[0].text == "Sundet kommune har ansvaret for 1 tiltak og 1 ansvarsområde:"
    told = "\n".join(one.text for one in found.sentences)
    assert "Fyrlykta på Neset" in told
    assert "«Skilting langs leia»; ansvarsområde" in told
    assert "treavfall" not in told
    assert found.short_answer == "2"
    assert found.table is not None
    assert len(found.table) == 3


def test_partners() -> None:
    shelf = Shelf(*plan_measures())
    told = shelf.tell("Hvem er samarbeidspartnere i felles mottak for treavfall?")
    assert told.startswith("Samarbeidsparter i «Felles mottak for treavfall»: ")
    assert "Kystlaget" in told.splitlines()[0]
    assert "treavfall" in shelf.tell("Hvilke tiltak er Kystlaget med i?")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Hvilke tiltak har ingen eier?", ["Kystkultursti"]),
        ("Which measures are overdue?", ["Fyrlykta på Neset"]),
        ("Kva tiltak manglar status?", ["Fyrlykta på Neset", "Kystkultursti"]),
        (
            "Hvilke tiltak finnes?",
            ["Fyrlykta på Neset", "Felles mottak for treavfall", "Kystkultursti"],
        ),
    ],
)
def test_lists_of_measures(question: str, named: list[str]) -> None:
    found = Shelf(*plan_measures()).ask(question)
    assert found is not None
    items = [one.text for one in found.sentences if one.bullet]
    assert len(items) == len(named)
    assert all(any(name in item for item in items) for name in named)
    assert found.short_answer == str(len(named))


def test_overdue_depends_on_the_day() -> None:
    shelf = Shelf(*plan_measures())
    told = shelf.tell("Hvilke tiltak er forfalt per 1. mai 2024?")
    assert told == "Per 1. mai 2024: Ingen av de 3 tiltakene har passert fristen."


def test_guesses_are_left_out_and_counted() -> None:
    guess = measure(PLAN, "Kanskje en molo", leads="Trevirke AS", confidence=0.4)
    found = Shelf(*plan_measures(), guess).ask("Hvilke tiltak har Trevirke AS?")
    assert found is not None
    assert "molo" not in "\n".join(one.text for one in found.sentences)
    assert found.notices == ("1 usikkert treff er ikke tatt med, og venter på gjennomsyn.",)
    assert Shelf(guess).ask("Hvem eier molo?") is None


def test_wishes_of_a_consultation_are_no_measures() -> None:
    wish = document(
        "innspill", "2022-09-01", Authority.OTHER, DocumentType.CONSULTATION_INPUT, work=None
    )
    found = Shelf(*plan_measures(), measure(wish, "Bobilplass")).ask(
        "Hvilke tiltak har ingen eier?"
    )
    assert found is not None
    assert "Bobilplass" not in "\n".join(one.text for one in found.sentences)


def test_two_that_fit_are_asked_about() -> None:
    two = [
        measure(PLAN, "Kurs for lærere", leads="Trevirke AS"),
        measure(PLAN, "Kurs for ledere", leads="Sundet kommune"),
    ]
    found = Shelf(*two).ask("Hvem har ansvaret for kurs?")
    assert found is not None
    assert found.clarification is not None
    assert "Kurs for lærere" in found.clarification
    assert "Kurs for ledere" in found.clarification
    assert not found.citations


def test_documents_that_disagree_are_told() -> None:
    other = document("program", "2023-01-10", title="Handlingsprogram")
    shelf = Shelf(
        *plan_measures(), measure(other, "Fyrlykta på Neset", number="1.1", leads="Kystlaget")
    )
    told = shelf.tell("Hvem eier Fyrlykta på Neset?")
    assert "ikke enige" in told
    assert "Sundet kommune" in told
    assert "Kystlaget" in told


def goals() -> list[StoredClaim]:
    return [
        claim(PLAN, FactKind.GOAL, text="En levende kyst hele året", level="main_goal"),
        claim(PLAN, FactKind.GOAL, text="Ti nye bedrifter", level="sub_goal"),
        claim(PLAN, FactKind.GOAL, text="Fem nye brygger", level="sub_goal"),
        claim(PLAN, FactKind.GOAL, text="Antall overnattinger", level="indicator"),
    ]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Hva er hovedmålet?", "Hovedmålet i «Kystplan 2023–2030», 10. januar 2023: En levende"),
        ("Kva er hovudmålet i kystplanen?", "Hovudmålet i «Kystplan 2023–2030», 10. januar 2023:"),
        ("What are the sub-goals?", "2 sub-goals in “Kystplan 2023–2030”, 10 January 2023:"),
        ("Hvilke indikatorer har planen?", "Én indikator i «Kystplan"),
    ],
)
def test_goals(question: str, first: str) -> None:
    assert Shelf(*goals()).tell(question).startswith(first)


def test_what_supports_a_goal() -> None:
    serving = measure(PLAN, "Bryggefond", leads="Trevirke AS", goal="Fem nye brygger")
    told = Shelf(*goals(), serving).tell("Hvilke tiltak støtter målet om nye brygger?")
    assert "«Bryggefond»; ansvarlig: Trevirke AS" in told


def decided(of: object, what: str, **more: object) -> StoredClaim:
    return claim(of, FactKind.DECISION, what=what, **more)  # type: ignore[arg-type]


def decisions() -> list[StoredClaim]:
    return [
        decided(
            MINUTES,
            "Brua over sundet bygges ut",
            body="Styret",
            date="2024-05-02",
            case_number="sak 7/24",
            outcome="adopted",
        ),
        decided(
            MINUTES,
            "Kaia på Neset settes i stand",
            body="Styret",
            date="2024-05-02",
            case_number="sak 8/24",
            outcome="postponed",
        ),
        decided(
            LATER,
            "Vedtaket i sak 7/24 oppheves",
            body="Årsmøtet",
            date="2025-03-01",
            case_number="sak 2/25",
            outcome="adopted",
            replaces="sak 7/24",
        ),
    ]


@pytest.mark.parametrize(
    ("question", "named", "others"),
    [
        ("Hva ble vedtatt om brua?", ["Brua over sundet", "sak 7/24 oppheves"], ["Kaia"]),
        ("Hva vedtok styret?", ["Brua", "Kaia"], []),
        ("Hvilke vedtak er gjort siden 2025?", ["sak 7/24 oppheves"], ["Kaia", "Brua"]),
        ("Hva ble vedtatt i sak 8/24?", ["Kaia"], ["Brua"]),
        ("What did styret decide in 2024?", ["Brua", "Kaia"], []),
        ("Hvilke saker er utsatt?", ["Kaia"], ["Brua"]),
    ],
)
def test_decisions(question: str, named: list[str], others: list[str]) -> None:
    told = Shelf(*decisions()).tell(question)
    assert all(name in told for name in named)
    assert not any(name in told for name in others)


def test_boards_are_asked_about_only_where_it_matters() -> None:
    shelf = Shelf(
        decided(MINUTES, "Brua males", body="Styret i Fyrlaget AS", date="2024-05-02"),
        decided(LATER, "Kaia males", body="Styret i Trevirke AS", date="2025-03-01"),
    )
    which = shelf.ask("Hva vedtok styret?")
    assert which is not None
    assert "Styret i Fyrlaget AS" in (which.clarification or "")
    assert "Kaia males" in shelf.tell("Hva vedtok styret om kaia?")
    # Nothing of that: the documents may know.
    assert shelf.ask("Hva vedtok styret om fyrlykta?") is None
    assert shelf.ask("Hva vedtok styret 18. september 2025?") is None


def test_whether_a_decision_holds() -> None:
    shelf = Shelf(*decisions())
    assert shelf.tell("Gjelder vedtaket om brua fortsatt?").startswith("Nei, det er opphevet")
    assert shelf.tell("Gjeld vedtaket om kaia framleis?").startswith("Ingen dokument")


def test_open_questions() -> None:
    shelf = Shelf(
        claim(PLAN, FactKind.OPEN_QUESTION, text="Hvem betaler for lyset?"),
        claim(PLAN, FactKind.OPEN_QUESTION, text="Hvem eier moloen?", answered_by="Kystlaget"),
        claim(PLAN, FactKind.OPEN_QUESTION, text="Kanskje dette?", confidence=0.3),
    )
    found = shelf.ask("Hvilke avklaringer er åpne?")
    assert found is not None
    assert [one.text for one in found.sentences if one.bullet] == ["Hvem betaler for lyset?"]
    assert len(found.notices) == 1


def schemes() -> list[StoredClaim]:
    def terms(year: str, ceiling: str) -> StoredClaim:
        return claim(
            document(f"utlysing-{year}", f"{year}-02-01", title=f"Fjordfondet {year}"),
            FactKind.SCHEME,
            name="Fjordfondet",
            administrators="Sundet kommune",
            ceiling=ceiling,
            year=year,
        )

    return [terms("2024", "200 000 kroner"), terms("2025", "300 000 kroner")]


def test_the_terms_of_a_scheme_are_those_of_the_year_asked_for() -> None:
    shelf = Shelf(*schemes())
    told = shelf.tell("Hva er taket i Fjordfondet i 2024?")
    assert "200 000" in told
    assert "300 000" not in told
    assert shelf.ask("Hva er taket i Fjordfondet i 2023?") is None
    assert "Sundet kommune" in shelf.tell("Hvem forvalter Fjordfondet?")


def test_who_applied_and_who_got_something() -> None:
    news = document("nytt", "2025-05-01", Authority.NEWS, title="Tildelinger")
    shelf = Shelf(
        claim(news, FactKind.APPLICATION, applicant="Trevirke AS", scheme="Fjordfondet",
              outcome="fikk 100 000 kroner"),
        claim(news, FactKind.APPLICATION, applicant="Kystlaget", scheme="Fjordfondet",
              outcome="avslått"),
    )  # fmt: skip
    assert shelf.tell("Hvem har søkt på Fjordfondet?").startswith("Søknader fra 2 søkere:")
    granted = shelf.tell("Hvem fikk penger fra Fjordfondet?")
    assert "Trevirke AS" in granted
    assert "Kystlaget" not in granted
    assert "avslått" in shelf.tell("Hva har Kystlaget søkt om?")


def test_deadlines_that_were_moved() -> None:
    later = measure(MINUTES, "Fyrlykta på Neset", number="1.1", deadline="2026-06-30", changes=True)
    told = Shelf(*plan_measures(), later).tell("Hvilken frist ble utsatt?")
    assert told.startswith("1 frist er flyttet:")
    assert "2026-06-30" in told
    assert "Før det: 2024-06-30" in told


def test_what_changed_between_editions() -> None:
    old = document("gammel", "2020-01-10", title="Havneplan 2020–2023", work="w")
    new = document("ny", "2024-01-10", title="Havneplan 2024–2027", work="w")
    shelf = Shelf(
        measure(old, "Ny kran", number="1", leads="Sundet kommune"),
        measure(new, "Ny kran", number="1", leads="Fyrlaget AS"),
        measure(old, "Gammel molo rives", number="2"),
        measure(new, "Solceller på taket", number="3"),
    )
    told = shelf.tell("Hva er nytt i havneplanen?")
    assert "1 nye, 1 tatt ut, 1 endringer" in told
    assert "fra Sundet kommune til Fyrlaget AS" in told


def test_what_changed_from_the_draft_to_the_plan() -> None:
    draft = document("utkast", "2023-10-01", Authority.DRAFT, title="UTKAST – Havneplan 2024–2027")
    plan = document("plan", "2024-01-10", title="Havneplan 2024–2027")
    shelf = Shelf(
        measure(draft, "Ny kran", number="1", leads="Sundet kommune"),
        measure(plan, "Ny kran", number="1", leads="Fyrlaget AS"),
        measure(draft, "Badstue på kaia", number="2"),
    )
    for question in (
        "Hva er endret fra høringsutkastet til vedtatt plan?",
        "Kva har endra seg frå høyringsutkastet til den vedtekne havneplanen?",
        "What changed from the draft to the adopted plan?",
    ):
        told = shelf.tell(question)
        assert "Badstue på kaia" in told
        assert "fra Sundet kommune til Fyrlaget AS" in told or "Fyrlaget AS" in told


def test_what_tells_itself_what_is_new_is_left_to_its_own_words() -> None:
    call = document("utlysning", "2025-12-01", type_=DocumentType.CALL, title="Havnestøtte 2026")
    scheme = claim(call, FactKind.SCHEME, name="Havnestøtte", rate="Inntil 40 prosent")
    assert Shelf(scheme).ask("Hva er nytt i Havnestøtte 2026 fra i fjor?") is None
    only = document("plan", "2024-01-10", title="Havneplan 2024–2027")
    assert "bare én vedtatt utgave" in Shelf(measure(only, "Ny kran")).tell(
        "Hva er nytt i havneplanen?"
    )


def test_how_measures_go() -> None:
    plan = document("plan", "2024-01-10", title="Havneplan 2024–2027")
    claims = [
        measure(plan, "Ny kran", number="1", status="I gang"),
        measure(plan, "Badstue på kaia", number="2", status="Ikke startet"),
        measure(plan, "Solceller på taket", number="3", status="Forsinket"),
        measure(plan, "Ny molo", number="4"),
    ]
    shelf = Shelf(*claims)
    told = shelf.tell("Hvordan ligger tiltakene an?")
    assert "3 tiltak har en status (av 4)" in told
    assert "Ny molo" not in told
    for question in ("Kva tiltak er ikkje starta?", "Which measures have not started?"):
        told = shelf.tell(question)
        assert "Badstue på kaia" in told
        assert "Ny kran" not in told
    told = shelf.tell("Hvilke tiltak er ikke i rute?")
    assert "Solceller" in told
    assert "Ny kran" not in told
    report = document(
        "rapport", "2025-01-10", Authority.OTHER, DocumentType.REPORT, title="Statusrapport 2024"
    )
    newer = Shelf(*claims, claim(report, FactKind.GOAL, text="Flere båter", level="main_goal"))
    assert newer.ask("Hvilke tiltak er ikke i rute?") is None
    found = newer.ask("Hvordan ligger tiltakene an?")
    assert found is not None
    assert any("Statusrapport 2024" in one for one in found.notices)


def test_what_was_reported_later_is_not_how_it_was_when_the_plan_was_adopted() -> None:
    plan = document("plan", "2024-01-10", title="Havneplan 2024–2027")
    own = [
        measure(plan, "Ny kran", number="1", status="I gang"),
        measure(plan, "Badstue på kaia", number="2", status="Ikke startet"),
    ]
    question = "Hvilke tiltak var ikke startet da planen ble vedtatt?"
    told = Shelf(*own).tell(question)
    assert "Badstue på kaia" in told
    assert "Ny kran" not in told

    for date in ("2025-01-10", None):
        report = document("rapport", date, Authority.OTHER, DocumentType.REPORT, title="Årsmelding")
        # The plan says nothing of how the third one went, so nothing of it has been replaced.
        third = measure(plan, "Solceller på taket", number="3")
        later = measure(report, "Solceller på taket", number="3", status="Ikke startet")
        assert Shelf(*own, third, later).ask(question) is None


def test_documents() -> None:
    shelf = Shelf(*plan_measures(), *decisions())
    assert shelf.tell("Hvilke dokumenter har dere?").startswith("3 dokumenter:")
    assert shelf.tell("Which minutes do you have from 2024?").startswith("1 document:")
    found = shelf.ask("Hvilke planer har dere?")
    assert found is not None
    assert all(one.kind is SentenceKind.FRAMING for one in found.sentences)
    assert found.table is not None
    assert found.table[1][0] == "Kystplan 2023–2030"


def test_whoever_leads_goes_before_whoever_chairs_the_board() -> None:
    def has(area: str, party: str, role: str) -> StoredClaim:
        return claim(PLAN, FactKind.RESPONSIBILITY, area=area, party=party, role=role)

    shelf = Shelf(
        has("Klyngen Fjordkraft", "Per Nes", "styreleder"),
        has("Fjordkraft", "Kari Li", "klyngeleder"),
    )

    assert shelf.tell("Hvem leder klyngen Fjordkraft?").startswith("Kari Li er klyngeleder")


def test_whoever_leads_another_thing_is_nobodys_answer() -> None:
    def has(area: str, party: str, role: str) -> StoredClaim:
        return claim(PLAN, FactKind.RESPONSIBILITY, area=area, party=party, role=role)

    shelf = Shelf(
        has("Klyngen Fjordkraft", "Per Nes", "styreleder"),
        has("Fjordkraft Vest", "Kari Li", "klyngeleder"),
        has("Fjordkraft Trafo Drift", "Ola Vik", "daglig leder"),
    )

    told = shelf.tell("Hvem leder klyngen Fjordkraft?")
    assert told.startswith("Per Nes er styreleder for «Klyngen Fjordkraft»")
    assert "Kari Li" not in told
    assert "Ola Vik" not in told
