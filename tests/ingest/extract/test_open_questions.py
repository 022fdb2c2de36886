"""What a document leaves open."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract.open_questions import open_questions
from plansvar.register.claims import SURE
from tests.ingest.extract.documents import markdown


def _sure(folder: Path, text: str, name: str = "plan.md") -> list[str]:
    document = markdown(folder, text, name)
    return [
        one.values[0].text
        for one in open_questions(document)
        if one.confidence >= SURE and one.first("answered_by") is None
    ]


@pytest.mark.parametrize(
    "label", ["Avklaringer:", "Åpne spørsmål", "Uavklart", "Til avklaring:", "Open questions"]
)
def test_a_list_below_a_label(tmp_path: Path, label: str) -> None:
    text = f"# Strandprosjektet\n\n## {label}\n\n- Eierskap?\n- Hvem rydder om høsten\n\nVi ses.\n"
    assert _sure(tmp_path, text) == ["Eierskap?", "Hvem rydder om høsten"]


def test_nested_items_belong_to_the_question(tmp_path: Path) -> None:
    text = "# Bad\n\n## Uavklarte spørsmål\n\n- Drift\n  - bare sommeren?\n- Økonomi\n"
    assert _sure(tmp_path, text) == ["Drift bare sommeren?", "Økonomi"]


def test_a_topic_inside_the_list(tmp_path: Path) -> None:
    text = "# Bad\n\nAvklaringer:\n\n- Eierskap?\n\nParkering:\n\n- Hvor?\n- Hvor mange plasser?\n"
    assert _sure(tmp_path, text) == [
        "Eierskap?",
        "Parkering: Hvor?",
        "Parkering: Hvor mange plasser?",
    ]


def test_a_question_that_is_repeated_is_one(tmp_path: Path) -> None:
    text = "# Bad\n\n## Avklaringer\n\n- Eierskap?\n\n# Slutt\n\n## Avklaringer\n\n- Eierskap?\n"
    assert _sure(tmp_path, text) == ["Eierskap?"]


def test_a_table_of_questions(tmp_path: Path) -> None:
    text = (
        "# Bad\n\n| Nr. | Spørsmål | Hvem avklarer | Svar |\n|---|---|---|---|\n"
        "| 1 | Hvem rydder? | AL | |\n| 2 | Når åpner vi? | AL | I juni |\n"
    )
    assert _sure(tmp_path, text) == ["Hvem rydder?"]
    survey = "# Bad\n\n| Spørsmål | Antall svar |\n|---|---|\n| Bader du? | 12 |\n"
    assert not _sure(tmp_path, survey)


@pytest.mark.parametrize(
    "sentence",
    [
        "Det er ikke avklart om stranda skal ha badevakt.",
        "Det er ennå ikke bestemt hvem som skal drive kiosken.",
        "Framtida til kiosken er ikkje avgjord.",
        "Det gjenstår å avklare hvem som betaler for vakta.",
        "It has not been decided whether the beach will be guarded.",
        "Drifta etter 2026 avklares høsten 2025.",
    ],
)
def test_sentences_that_say_so(tmp_path: Path, sentence: str) -> None:
    assert _sure(tmp_path, f"# Badeplan\n\nStranda er fin.\n\n{sentence}\n") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Det er uklart hvem som skal måke stien.",
        "Ansvaret for toalettene er uavklart.",
        "Spørsmålet om båtutleie står åpent.",
        "Det står att å avgjere kor mange benker som trengst.",
        "Finansieringa av brygga må avklarast før anbodet går ut.",
        "Velforeningen ba om en avklaring av hvem som eier naustet.",
        "Vi venter på svar fra fylkeskommunen om brygga.",
        "Foreløpig er det ikke satt av penger til ny flytebrygge.",
        "Det er ikkje sett nokon frist enno.",
        "Ingen avtale er signert med grunneieren.",
        "Kostnadsoverslaget for brygga mangler fortsatt.",
        "Grunneieren er spurt, men har ikke svart.",
        "Om stien skal lyssettes, tar planen ikke stilling til.",
        "Hvem som skal eie flåten, er fortsatt et åpent spørsmål.",
        "Arbeidet settes på vent inntil eierforholdet er avklart.",
        "No agreement has been signed with the landowner.",
        "The budget for the pier has not been set yet.",
        "It remains unclear who will own the raft.",
        "The lease has yet to be agreed.",
        "A chair of the group is to be appointed.",
    ],
)
def test_other_ways_to_say_so(tmp_path: Path, sentence: str) -> None:
    assert _sure(tmp_path, f"# Badeplan\n\nStranda er fin.\n\n{sentence}\n") == [sentence]


@pytest.mark.parametrize(
    "label",
    [
        "Gjenstående problemstillinger",
        "Punkter som må avklares",
        "Uløyste saker",
        "Dette vet vi ikke",
        "Issues that remain open",
        "4.2 Uavklarte forhold",
    ],
)
def test_labels_that_are_put_together(tmp_path: Path, label: str) -> None:
    text = f"# Strandprosjektet\n\n## {label}\n\n- Eierskap til naustet\n- Vakthold\n"
    assert _sure(tmp_path, text) == ["Eierskap til naustet", "Vakthold"]


def test_questions_to_somebody_are_those_with_a_question_mark(tmp_path: Path) -> None:
    text = "# Bad\n\n## Spørsmål til arbeidsgruppa\n\n- Hvem rydder?\n- Ta gjerne kontakt\n"
    assert _sure(tmp_path, text) == ["Hvem rydder?"]


def test_paragraphs_below_a_heading(tmp_path: Path) -> None:
    text = "# Bad\n\n## Åpne spørsmål\n\nHvem rydder? Hvem betaler for det?\n"
    assert _sure(tmp_path, text) == ["Hvem rydder?", "Hvem betaler for det?"]
    assert not _sure(tmp_path, "# Bad\n\n## Åpne spørsmål\n\nIngen per i dag, alt er landet.\n")


def test_what_a_table_of_measures_leaves_open(tmp_path: Path) -> None:
    text = (
        "# Bad\n\n| Tiltak | Ansvarlig | Finansiering |\n|---|---|---|\n"
        "| Flytebrygge | ? | 20 000 kr |\n| Badestige | Dal vel | Avklares |\n"
    )
    assert _sure(tmp_path, text) == [
        "Flytebrygge: Ansvarlig – ?",
        "Badestige: Finansiering – Avklares",
    ]


def test_a_label_without_a_name_behind_it(tmp_path: Path) -> None:
    text = "# Badeplan\n\n## Flytebrygge\n\nAnsvarlig: ikke avklart\n"
    assert _sure(tmp_path, text) == ["Flytebrygge: Ansvarlig: ikke avklart"]


def test_an_answer_that_is_none_leaves_the_question_open(tmp_path: Path) -> None:
    head = "# Møteprotokoll\n\nDato: 14.03.2023\n\n## Sak 1/23 Bad\n\n"
    asked = "Moe: Hvem eier egentlig naustet?"
    assert _sure(tmp_path, f"{head}{asked}\n\nLeder svarte at dette må undersøkes.") == [asked]
    assert not _sure(tmp_path, f"{head}{asked}\n\nLeder svarte at det er velforeningen.")


def test_what_a_consultation_input_asks(tmp_path: Path) -> None:
    text = (
        "# Høringsinnspill til badeplanen\n\nFra: Dal vel\n\n"
        "Skal planen gjelde også for Lillevika? Kan du sende oss kartet?\n"
    )
    assert _sure(tmp_path, text) == ["Skal planen gjelde også for Lillevika?"]


@pytest.mark.parametrize(
    "text",
    [
        "Hvem kan bade? Alle som bor i Dal.",
        "Det er ikke avklart.",
        "Planen er avklart med kommunen.",
        "Arealbruk avklares ikke her, men i kommuneplanen.",
        "Gult betyr at finansieringen ikke er avklart.",
        "Adkomst må avklares i hvert enkelt tilfelle.",
        "Hvis eierskapet ikke er avklart, stanser arbeidet.",
        "Det er ingen uavklarte spørsmål i planen.",
        "Det er lokale behov som skal avgjøre hva kommunen prioriterer.",
    ],
)
def test_what_is_no_open_question(tmp_path: Path, text: str) -> None:
    assert not _sure(tmp_path, f"# Badeplan\n\nStranda er fin.\n\n{text}\n")


def test_headings_that_the_next_paragraph_answers(tmp_path: Path) -> None:
    assert not _sure(tmp_path, "# Bad\n\n## Hvem kan søke?\n\nLag og foreninger.\n")


def test_a_question_in_minutes_that_nobody_answers(tmp_path: Path) -> None:
    head = "# Møteprotokoll\n\nDato: 14.03.2023\n\n## Sak 1/23 Bad\n\n"
    asked = "Moe spurte om dette er siste frist."
    assert _sure(tmp_path, f"{head}{asked} Lie ville ikke love noe.", "p.md") == [asked]
    assert not _sure(tmp_path, f"{head}{asked} Lie svarte at det er den.", "p.md")
