"""Decisions in minutes, and where other documents tell of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.extract.decisions import decisions
from ingest.extract.decisions_told import decisions_told
from plansvar.documents.types import Document
from plansvar.register.claims import SURE, Claim
from plansvar.register.kinds import FactKind
from tests.ingest.extract.documents import markdown

_HEAD = "# Møteprotokoll\n\nUtvalg: Formannskapet\n\nDato: 14.03.2023\n\n"


def _minutes(folder: Path, cases: str) -> Document:
    return markdown(folder, _HEAD + cases, "protokoll.md")


def _found(document: Document) -> list[Claim]:
    return [claim for claim in decisions(document) if claim.kind is FactKind.DECISION]


def _said(claim: Claim, field: str) -> str | None:
    value = claim.first(field)
    return (value.normal or value.text) if value else None


def test_a_numbered_decision_is_a_decision_for_each_point(tmp_path: Path) -> None:
    document = _minutes(
        tmp_path,
        "## PS 7/23 Kaiplan\n\nOrdføreren orienterte.\n\nVedtak (enstemmig):\n\n"
        "1. Kaiplanen sendes på høring.\n2. Fristen for innspill er 1. mai 2023.\n\n"
        "Klagefristen er tre uker.\n",
    )
    found = _found(document)
    assert [_said(claim, "what") for claim in found] == [
        "Kaiplanen sendes på høring.",
        "Kaiplan: Fristen for innspill er 1. mai 2023.",
    ]
    assert [_said(claim, "point") for claim in found] == ["1", "2"]
    for claim in found:
        assert _said(claim, "body") == "Formannskapet"
        assert _said(claim, "date") == "2023-03-14"
        assert _said(claim, "case_number") == "PS 7/23"
        assert _said(claim, "outcome") == "adopted"
        assert _said(claim, "unanimous") == "true"


@pytest.mark.parametrize(
    ("label", "unanimous"),
    [
        ("Vedtak (samrøystes):", "true"),
        ("Formannskapets vedtak 14.03.2023:", None),
        ("Det vart gjort slikt vedtak:", None),
        ("Vedtak (8 mot 3 stemmer):", "false"),
        ("Vedtak (8 røyster mot 3):", "false"),
        ("Decision (unanimous):", "true"),
        ("Beslutning:", None),
    ],
)
def test_labels_of_decisions(tmp_path: Path, label: str, unanimous: str | None) -> None:
    document = _minutes(tmp_path, f"## Sak 7/23 Kai\n\n{label} Kaia blir bygd.\n")
    (claim,) = _found(document)
    assert _said(claim, "what") == "Kaia blir bygd."
    assert _said(claim, "case_number") == "7/23"
    assert _said(claim, "unanimous") == unanimous


@pytest.mark.parametrize(
    "label", ["Forslag til vedtak:", "Innstilling:", "Framlegg til vedtak:", "Proposed decision:"]
)
def test_what_was_only_proposed_is_no_decision(tmp_path: Path, label: str) -> None:
    document = _minutes(tmp_path, f"## Sak 7/23 Kai\n\n{label}\n\nKaia blir bygd.\n")
    assert not _found(document)


def test_a_proposal_that_was_adopted_is_one(tmp_path: Path) -> None:
    document = _minutes(
        tmp_path,
        "## Sak 7/23 Kai\n\nForslag til vedtak:\n\nKaia bygges i 2025.\n\nEnstemmig vedtatt.\n",
    )
    (claim,) = _found(document)
    assert _said(claim, "what") == "Kaia bygges i 2025."
    assert _said(claim, "unanimous") == "true"


def test_a_proposal_that_fell_is_rejected(tmp_path: Path) -> None:
    document = _minutes(
        tmp_path,
        "## Sak 7/23 Kai\n\nForslag fra Berit Moe: Kaia bygges i tre.\n\nVotering:\n\n"
        "Forslaget fra Moe falt med 2 mot 7 stemmer.\n\nVedtak: Kaia bygges i stein.\n",
    )
    fell, adopted = _found(document)
    assert "bygges i tre" in str(_said(fell, "what"))
    assert (_said(fell, "outcome"), _said(fell, "unanimous")) == ("rejected", "false")
    assert (_said(adopted, "outcome"), _said(adopted, "unanimous")) == ("adopted", None)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Saken utsettes til høsten.", "postponed"),
        ("Saka blir utsett til laget er høyrt.", "postponed"),
        ("Fristen for anbud utsettes til 1. mai 2023.", "adopted"),
        ("Søknaden avslås.", "rejected"),
        ("Søknaden fra laget blir avvist fordi den kom for sent.", "rejected"),
        ("Styret tek rapporten til vitande.", "noted"),
        ("Meldingen tas til orientering.", "noted"),
        ("Protokollen er godkjend utan merknader.", "approved"),
        ("Det gis 40 prosent av godkjente kostnader.", "adopted"),
    ],
)
def test_outcomes(tmp_path: Path, text: str, outcome: str) -> None:
    (claim,) = _found(_minutes(tmp_path, f"## Sak 7/23 Kai\n\nVedtak: {text}\n"))
    assert _said(claim, "outcome") == outcome


def test_the_printed_record_of_a_case(tmp_path: Path) -> None:
    text = (
        "# Særutskrift\n\nUtvalg: Kommunestyret\n\nMøtedato: 12.12.2024\n\n"
        "## Sak 088/24 Boligplan\n\nFormannskapets innstilling ble vedtatt med 18 mot 9 stemmer.\n"
        "\n"
        "**KST-088/24 Vedtak:**\n\nBoligplanen vedtas.\n\nMøtet ble hevet klokka ni.\n"
    )
    first, second = _found(markdown(tmp_path, text, "sak.md"))
    assert _said(first, "what") == "Boligplanen vedtas."
    assert (_said(first, "body"), _said(first, "unanimous")) == ("Kommunestyret", "false")
    assert second.confidence < first.confidence


def test_a_case_without_a_decision_may_be_noted(tmp_path: Path) -> None:
    (claim,) = _found(
        _minutes(tmp_path, "## Sak 9/23 Årsrapport\n\nLeder la fram tallene. Tatt til orientering.")
    )
    assert _said(claim, "outcome") == "noted"
    assert str(_said(claim, "what")).startswith("Årsrapport")


def test_an_election_is_one_decision_with_its_names(tmp_path: Path) -> None:
    document = _minutes(
        tmp_path,
        "## Sak 9/23 Valg\n\nVedtak: Arbeidsgruppa for 2024:\n\n- Anne Lie, leder\n- Per Dahl\n",
    )
    (claim,) = _found(document)
    assert "Per Dahl" in str(_said(claim, "what"))


def test_a_decision_that_repeals_another(tmp_path: Path) -> None:
    document = _minutes(
        tmp_path, "## Sak 9/23 Avgift\n\nVedtak: Vedtaket i sak 4/23 punkt 2 oppheves.\n"
    )
    own, repealed = _found(document)
    assert _said(own, "replaces") == "4/23 punkt 2"
    assert _said(own, "outcome") == "adopted"
    assert repealed.changes
    assert (_said(repealed, "case_number"), _said(repealed, "point")) == ("4/23", "2")
    assert _said(repealed, "outcome") == "repealed"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Protokoll fra styremøte i Fjordvik næringsråd", "Styret i Fjordvik næringsråd"),
        ("Møteprotokoll – Hovudutval for næring", "Hovudutval for næring"),
        ("Referat fra møte i styringsgruppa for Grønn Dal", "Styringsgruppa for Grønn Dal"),
        ("Minutes of the board meeting of Northshore Cluster", "The board of Northshore Cluster"),
    ],
)
def test_who_met(tmp_path: Path, title: str, body: str) -> None:
    text = f"# {title}\n\nDato: 14. mars 2023\n\n## Sak 1/23 Kai\n\nVedtak: Kaia blir bygd.\n"
    (claim,) = _found(markdown(tmp_path, text, "protokoll.md"))
    assert _said(claim, "body") == body


def test_points_that_go_on_about_the_same_are_one(tmp_path: Path) -> None:
    document = _minutes(
        tmp_path,
        "## Sak 9/23 Havnefondet\n\nVedtak:\n\n1. Vik seilforening får 40 000 kroner til brygge.\n"
        "2. Tilskuddet utbetales når brygga er ferdig.\n3. Søknaden fra Vik padleklubb avslås.\n"
        "4. Ordføreren legger fram nye retningslinjer for fondet.\n",
    )
    found = _found(document)
    assert [_said(claim, "point") for claim in found] == ["1–2", "3", "4"]
    assert [_said(claim, "outcome") for claim in found] == ["adopted", "rejected", "adopted"]
    assert "utbetales" in str(_said(found[0], "what"))


def test_points_that_change_the_same_measure_are_one(tmp_path: Path) -> None:
    document = _minutes(
        tmp_path,
        "## Sak 9/23 Tiltak 3.1 Badestrand\n\nVedtak:\n\n"
        "1. Fristen for tiltak 3.1 flyttes fra 1. mai 2024 til 1. mai 2025.\n"
        "2. Strand Drift AS tas inn som samarbeidspart.\n3. Sak 2/23 punkt 4 oppheves.\n",
    )
    found = _found(document)
    found = [claim for claim in found if not claim.changes]
    assert [_said(claim, "point") for claim in found] == ["1–2", "3"]
    assert [value.text for value in found[0].all("changes")] == [
        "Fristen for tiltak 3.1 flyttes fra 1. mai 2024 til 1. mai 2025.",
        "Strand Drift AS tas inn som samarbeidspart.",
    ]
    assert _said(found[1], "replaces") == "2/23 punkt 4"


def test_what_came_out_otherwise_is_another_decision(tmp_path: Path) -> None:
    text = "## Sak 9/23 Hallen\n\nKonklusjon: Nei til å leie ut hallen. Ja til dugnad i mai.\n"
    first, second = _found(_minutes(tmp_path, text))
    assert (_said(first, "outcome"), _said(second, "outcome")) == ("rejected", "adopted")


_TWO_BODIES = """## PS 12/23 Badeplan

Saksgang

Formannskapet 02.03.2023 PS 7/23

Kommunestyret 14.03.2023 PS 12/23

Rådmannens innstilling:

Kommunestyret vedtar badeplanen.

Saksprotokoll i Formannskapet - 02.03.2023

Behandling:

Berit Moe (V) foreslo å utsette saken.

Votering:

Forslaget fra V falt med 2 mot 5 stemmer. Rådmannens innstilling ble vedtatt med 5 mot 2 stemmer.

Saksprotokoll i Kommunestyret - 14.03.2023

Behandling:

Per Dahl (Sp) fremmet følgende forslag:

Brygga males gul.

Votering:

Forslaget fra Sp falt med 4 mot 20 stemmer. Innstillingen ble enstemmig vedtatt.

Vedtak:

Kommunestyret vedtar badeplanen.

Protokolltilførsel fra Sp:

Vi mener at brygga må males gul.
"""


def test_a_case_that_went_through_two_bodies(tmp_path: Path) -> None:
    text = "# Møteprotokoll\n\nUtvalg: Kommunestyret\n\nMøtedato: 14.03.2023\n\n" + _TWO_BODIES
    found = _found(markdown(tmp_path, text, "protokoll.md"))
    said = [(_said(one, "case_number"), _said(one, "date"), _said(one, "outcome")) for one in found]
    assert said == [
        ("PS 7/23", "2023-03-02", "rejected"),
        ("PS 7/23", "2023-03-02", "adopted"),
        ("PS 12/23", "2023-03-14", "rejected"),
        ("PS 12/23", "2023-03-14", "adopted"),
    ]
    assert "foreslo å utsette" in str(_said(found[0], "what"))
    assert "innstilling" in str(_said(found[1], "what"))
    assert "males gul" in str(_said(found[2], "what"))
    assert _said(found[3], "unanimous") == "true"


def test_amendments_belong_to_the_decision(tmp_path: Path) -> None:
    document = _minutes(
        tmp_path,
        "## Sak 9/23 Plan\n\nForslag fra Moe: Fristen flyttes fra 2024 til 2026.\n\nVotering:\n\n"
        "Forslaget fra Moe ble vedtatt med 6 mot 1 stemmer.\n\n"
        "Vedtak: Planen vedtas med endringene.\n",
    )
    (claim,) = _found(document)
    assert "fra 2024 til 2026" in str(_said(claim, "changes"))


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Referatet fra møte nr. 3 ble godkjent uten merknader.", "approved"),
        ("Lise Lie leier arbeidet frå 1. mai. Samrøystes.", "adopted"),
        ("Formannskapet vedtar å kjøpe tomta.", "adopted"),
        ("Leder la fram tallene.\n\nFormannskapet tok tallene til orientering.", "noted"),
    ],
)
def test_short_minutes_without_a_label(tmp_path: Path, text: str, outcome: str) -> None:
    (claim,) = _found(_minutes(tmp_path, f"## Sak 9/23 Arbeidet\n\n{text}\n"))
    assert _said(claim, "outcome") == outcome


@pytest.mark.parametrize(
    "text",
    [
        "Formannskapet støtter forslaget, men eieren må godkjenne det.",
        "Fylkestinget vedtok sin egen plan i fjor.",
        "Formannskapet vil vurdere saken.",
    ],
)
def test_talk_is_no_decision(tmp_path: Path, text: str) -> None:
    assert not _found(_minutes(tmp_path, f"## Sak 9/23 Arbeidet\n\n{text}\n"))


@pytest.mark.parametrize("title", ["Sak 5: Ny brygge", "Sak 12-23 Ny brygge", "AU 12/23 Ny brygge"])
def test_numbers_of_cases(tmp_path: Path, title: str) -> None:
    (claim,) = _found(_minutes(tmp_path, f"## {title}\n\nVedtak: Brygga bygges.\n"))
    assert str(_said(claim, "case_number")) in title


def test_a_list_of_decisions_in_a_report(tmp_path: Path) -> None:
    text = (
        "# Status\n\nI møtet 18. september 2030 gjorde Solheim regionråd disse vedtakene:\n\n"
        "RR 22/30: Fjellby går ut av tiltak B1. Enstemmig.\n\n"
        "RR 23/30: Tiltak C2 Felles booking blir avsluttet. Vedtatt mot 1 stemme.\n"
    )
    found = [
        one for one in decisions_told(markdown(tmp_path, text)) if one.kind is FactKind.DECISION
    ]
    assert [_said(one, "case_number") for one in found] == ["RR 22/30", "RR 23/30"]
    assert [_said(one, "unanimous") for one in found] == ["true", "false"]
    assert {_said(one, "date") for one in found} == {"2030-09-18"}
    assert {_said(one, "body") for one in found} == {"Solheim regionråd"}


def test_who_met_by_a_name_that_tells_nothing(tmp_path: Path) -> None:
    text = "# Referat fra møte i Solheim vel 3. mai 2030\n\n## Sak 1/30 Kai\n\nVedtak: Ja.\n"
    (claim,) = _found(markdown(tmp_path, text, "referat.md"))
    assert (_said(claim, "body"), _said(claim, "date")) == ("Solheim vel", "2030-05-03")


def test_a_table_of_minutes(tmp_path: Path) -> None:
    document = _minutes(
        tmp_path,
        "| Sak | Tema | Vedtak |\n|---|---|---|\n| 1/23 | Kai | Kaia bygges i stein. |\n"
        "| 2/23 | Bro | – |\n",
    )
    (claim,) = decisions_told(document)
    assert _said(claim, "case_number") == "1/23"
    assert _said(claim, "date") == "2023-03-14"


@pytest.mark.parametrize(
    ("sentence", "body", "date"),
    [
        (
            "Kommunestyret vedtok 12. juni 2023 at byen skal ha egen plan.",
            "Kommunestyret",
            "2023-06-12",
        ),
        ("I mai 2022 vedtok kommunestyret en ny plan for havna.", "Kommunestyret", "2022-05"),
        ("Planen ble vedtatt av fylkestinget 4. april 2024.", "Fylkestinget", "2024-04-04"),
        ("Årsmøtet valde Anne Lie til ny leiar.", "Årsmøtet", None),
        ("Havnestyret har sagt ja til å leie ut kaia.", "Havnestyret", None),
    ],
)
def test_decisions_told_in_a_sentence(
    tmp_path: Path, sentence: str, body: str, date: str | None
) -> None:
    document = markdown(tmp_path, f"# Nytt om havna\n\nHer er nytt om havna.\n\n{sentence}\n")
    (claim,) = decisions_told(document)
    assert _said(claim, "body") == body
    assert _said(claim, "date") == date


@pytest.mark.parametrize(
    "sentence",
    [
        "Når kommunestyret har vedtatt planen, starter arbeidet.",
        "Planen er ikke vedtatt av kommunestyret.",
        "Planen skal vedtas av kommunestyret i juni 2024.",
        "Har kommunestyret vedtatt planen?",
        "Tilskuddet fra kommunen er vedtatt.",
        "Styret vedtar handlingsprogram hvert år.",
    ],
)
def test_what_is_no_decision_yet(tmp_path: Path, sentence: str) -> None:
    document = markdown(tmp_path, f"# Nytt om havna\n\nHer er nytt om havna.\n\n{sentence}\n")
    assert not list(decisions_told(document))


def test_the_cover_of_a_plan(tmp_path: Path) -> None:
    text = "# Næringsplan for Fjordvik\n\nVedtatt av kommunestyret 12. juni 2023, sak 45/23\n"
    (claim,) = decisions_told(markdown(tmp_path, text, "plan.md"))
    assert _said(claim, "what") == "Næringsplan for Fjordvik"
    assert _said(claim, "case_number") == "45/23"
    assert _said(claim, "outcome") == "adopted"


def test_a_line_on_a_slide_without_a_year(tmp_path: Path) -> None:
    text = "# Status\n\n- Frist for rapport utsatt til 4. mai (vedtatt)\n"
    (claim,) = decisions_told(markdown(tmp_path, text, "presentasjon.md"))
    assert claim.first("date") is None
    assert _said(claim, "outcome") == "adopted"


def test_a_label_without_a_case_is_for_review(tmp_path: Path) -> None:
    text = "# Notat\n\nVedtak: Vi bygger kaia i stein.\n"
    assert all(claim.confidence < SURE for claim in decisions(markdown(tmp_path, text, "notat.md")))


_LINES = st.lists(
    st.sampled_from(
        [
            "## Sak 1/24 Kai",
            "Sak 2/24: Bro. Tatt til orientering.",
            "Vedtak:",
            "Vedtak (3 mot 2):",
            "1. Sak 1/24 punkt 1 oppheves.",
            "- Anne Lie, leder",
            "Framlegg frå Moe: Bygg i tre.",
            "Framlegget fall med 1 røyst mot 6.",
            "Enstemmig vedtatt.",
            "| Sak | Vedtak |\n|---|---|\n| 1/24 | Ja |",
            "Kommunestyret vedtok 31. april 2024 (",
            "Vedtak" * 30,
            ". " * 50,
            "Innstilling:",
            "",
        ]
    ),
    max_size=12,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=_LINES)
def test_every_value_stands_where_it_says(tmp_path: Path, lines: list[str]) -> None:
    document = _minutes(tmp_path, "\n\n".join(lines))
    for claim in (*decisions(document), *decisions_told(document)):
        assert claim.values
        for value in claim.values:
            assert 0 <= value.start < value.end <= len(document.text)
            assert value.text.strip()
