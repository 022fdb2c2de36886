"""Which documents say something: recognised, found, and named with what they say."""

from __future__ import annotations

import pytest

from assistant.which_documents import Wanted, statements, wanted_documents
from plansvar.answers import SentenceKind
from plansvar.documents.types import DocumentType
from tests.assistant.conftest import Office


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "Hvilke dokumenter sier at moloen er 120 meter?",
            Wanted("moloen er 120 meter"),
        ),
        (
            "I kva møteprotokollar står det at fristen er flytta?",
            Wanted("fristen er flytta", DocumentType.MINUTES),
        ),
        (
            "Which documents about the sauna are in English?",
            Wanted("the sauna are", None, "en"),
        ),
        (
            "Kvar finn eg vilkåra for næringsfondet?",
            Wanted("vilkåra for næringsfondet"),
        ),
        (
            "Hvor står det at moloen er 120 meter?",
            Wanted("moloen er 120 meter"),
        ),
        (
            "Hvilke klyngesøknader fra 2023 har vi liggende?",
            Wanted("klynge fra 2023", DocumentType.APPLICATION),
        ),
        (
            "Hvilke papirer må jeg lese for å forstå saken om moloen?",
            Wanted("moloen"),
        ),
        (
            "Kvar står det noko om moloen?",
            Wanted("moloen"),
        ),
        (
            "hvor finner jeg noe om torget på kaia? alt vi har",
            Wanted("torget på kaia"),
        ),
        (
            "Gi meg alt vi har om moloen, takk",
            Wanted("moloen, takk"),
        ),
        (
            "Hvilke dokumenter sier noe om moloen? skal lage en tidslinje",
            Wanted("moloen"),
        ),
        (
            "Where can I read about the sauna?",
            Wanted("the sauna"),
        ),
    ],
)
def test_what_is_looked_for(question: str, wanted: Wanted) -> None:
    found = wanted_documents(question)
    assert found is not None
    assert " ".join(found.topic.split()) == wanted.topic
    assert (found.type, found.language) == (wanted.type, wanted.language)


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke søknader fikk avslag i 2023?",  # about applications, not for them
        "Hvilke planer har kommunen for havna?",
        "Hva står i protokollen fra 14. mars 2024?",
        "Hvem skrev referatet?",
        "Hvilke dokumenter har dere?",  # the register lists them
        "Kva seier protokollen frå 14. mars 2024 om fristen?",  # one document, and what it says
        "Hvor kan vi søke om støtte til forprosjekt?",  # a place to apply
        "Where is the hub that the plan is about?",
        "Hvor står anlegget om fem år?",
        "Hvilke dokumenter må legges ved søknaden?",  # to be sent
        "Hvilke kilder finansierer molobygget?",  # of money
    ],
)
def test_other_questions(question: str) -> None:
    assert wanted_documents(question) is None


def test_documents_are_named_with_date_and_quote(town: Office) -> None:
    answer = town.ask("I hvilke dokumenter står det noe om torget på kaia?")
    titles = [one.text for one in answer.sentences if one.kind is SentenceKind.FRAMING]
    assert not answer.abstained
    assert any("Referat frå møte i hamneutvalet" in one for one in titles)
    assert any("14. mars 2024" in one for one in titles)
    assert answer.table is not None
    assert len(answer.table) == len(answer.citations) + 1


def test_a_topic_that_no_document_has(town: Office) -> None:
    answer = town.ask("Hvilke dokumenter omtaler månelandinger og romferger?")
    assert answer.abstained


def test_every_document_that_speaks_of_one_of_several_things_is_named(office: Office) -> None:
    about = [
        "badstue og naust",
        "badstue",
        "naust",
        "badstue",
        "naust",
        "badstue",
        "naust",
        "badstue",
    ]
    for number, what in enumerate(about):
        text = f"# Notat {number}\n\nKommunen vil sette opp {what} ved bryggen i 203{number}.\n"
        office.ingest(office.write(f"notat-{number}.md", text))
    office.ingest(office.write("annet.md", "# Veinotat\n\nVeien til kirken skal asfalteres.\n"))
    answer = office.ask("Hvilke dokumenter sier noe om badstue og naust?")
    named = [one.document.path for one in answer.citations]
    assert len(named) == len(about)
    assert not any("annet" in path for path in named)
    # By the names of the files they are looked up.
    assert "notat-3.md" in answer.text


@pytest.mark.parametrize(
    ("topic", "several"),
    [
        ("fristen er flytta, og at rådet tok over", ["fristen er flytta", "rådet tok over"]),
        (
            "vedtakene om at A gikk ut og om at B kom inn",
            ["vedtakene om at A gikk ut", "B kom inn"],
        ),
        (
            "the pier is closed and that the quay is open",
            ["the pier is closed", "the quay is open"],
        ),
        ("badstue og naust", ["badstue og naust"]),
        # Each costs a search of its own.
        (" og at ".join(["moloen er ferdig"] * 4), [" og at ".join(["moloen er ferdig"] * 4)]),
    ],
)
def test_statements_of_one_question(topic: str, several: list[str]) -> None:
    assert [one.topic for one in statements(Wanted(topic))] == several


def test_each_of_several_statements_has_a_document(office: Office) -> None:
    minutes = {
        "mars": "Ansvaret for badstua på Skjæret overføres fra kommunen til hamnestyret.",
        "mai": "Åpningen av badstua på Skjæret ble utsatt fra 2026 til 2028.",
        "juni": "Rådet drøftet parkering ved kirken og skilting i sentrum.",
    }
    for month, text in minutes.items():
        office.ingest(office.write(f"{month}.md", f"# Protokoll fra møtet i {month}\n\n{text}\n"))
    asked = "Hvilke dokumenter sier at havnestyret tok over badstua, og at åpningen ble utsatt?"
    named = {one.document.path.rpartition("/")[2] for one in office.ask(asked).citations}
    assert named == {"mars.md", "mai.md"}
    asked = "Hvilke dokumenter sier at havnestyret tok over badstua, og at romferga ble hugget opp?"
    answer = office.ask(asked)
    assert {one.document.path.rpartition("/")[2] for one in answer.citations} == {"mars.md"}
    assert any("romferga ble hugget opp" in one for one in answer.notices)
