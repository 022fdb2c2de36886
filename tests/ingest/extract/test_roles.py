"""Persons with roles, and what parties answer for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.parties import people_and_funding
from plansvar.documents.types import Document
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind
from tests.ingest.extract.texts import markdown


def _roles(text: str) -> set[tuple[str, str, str]]:
    found = set()
    for claim in _claims(markdown(text)):
        area, party, role = (claim.first(name) for name in ("area", "party", "role"))
        found.add(
            (party.text if party else "", role.text if role else "", area.text if area else "")
        )
    return found


def _claims(document: Document) -> list[Claim]:
    return [
        claim for claim in people_and_funding(document) if claim.kind is FactKind.RESPONSIBILITY
    ]


def test_a_role_behind_or_before_a_name() -> None:
    assert ("Kari Nordli", "rådgiver", "Fjelldal kommune") in _roles(
        "# Plan\n\nKontakt: Kari Nordli, rådgiver i Fjelldal kommune."
    )
    assert ("Ola Strandnes", "leiar", "hamnelaget") in _roles(
        "# Notat\n\nOla Strandnes, leiar i hamnelaget, takka for framlegget."
    )
    assert ("Mia Holmen", "Styreleder", "Fjelldal næringsråd") in _roles(
        "# Notat\n\nStyreleder i Fjelldal næringsråd er Mia Holmen."
    )
    assert ("Anna Berge", "project manager", "the quay project") in _roles(
        "# Note\n\nAnna Berge is project manager of the quay project."
    )


def test_the_next_role_is_in_the_same_body() -> None:
    found = _roles("# Notat\n\nKlyngeleder i Nordkraft er Mia Holmen. Styreleder er Ola Strandnes.")

    assert ("Ola Strandnes", "Styreleder", "Nordkraft") in found


def test_a_title_alone_is_not_enough_to_know_where() -> None:
    claims = _claims(markdown("# Nytt\n\nNå bygger vi, sier prosjektleder Mia Holmen."))

    assert [claim.confidence < 0.6 for claim in claims] == [True]
    assert claims[0].first("area") is None


def test_duties_of_a_meeting_are_no_roles() -> None:
    assert _roles("# Protokoll\n\nReferent: Mia Holmen\n\nOla Strandnes, møteleder") == set()


def test_from_when_somebody_has_a_role() -> None:
    claims = _claims(markdown("# Sak\n\nMia Holmen tek over som prosjektleiar frå 1. mai 2024."))

    assert [claim.effective for claim in claims] == ["2024-05-01"]


def test_what_a_party_answers_for() -> None:
    assert ("Fjelldal kommune", "ansvaret", "drift av kaia") in _roles(
        "# Notat\n\nFjelldal kommune har ansvaret for drift av kaia."
    )
    # A measure has rules of its own, and "det" is nothing.
    assert (
        _roles("# Notat\n\nFjelldal kommune har ansvaret for tiltak 2.1. Den har ansvar for det.")
        == set()
    )


def test_points_under_a_party_with_its_part() -> None:
    found = _roles(
        "# Møte\n\n## Ansvarsområder\n\n## FNR (pådriver):\n\n- Utdanning: fagskole\n"
        "- Vei og bane\n- Hvem betaler?\n\n## Kommuner:\n\n- reguleringsplaner"
    )

    assert ("FNR", "pådriver", "Utdanning: fagskole") in found
    assert ("FNR", "pådriver", "Vei og bane") in found
    assert ("Kommuner", "", "reguleringsplaner") in found
    assert not [area for _, _, area in found if "betaler" in area]


def test_a_table_of_parts() -> None:
    found = _roles(
        "# Plan\n\n## Roller\n\n| Aktør | Ansvar |\n| --- | --- |\n"
        "| Fjelldal kommune | Legger til rette. |\n"
        "| Ansvarlig for tiltaket | Melder status |\n"
    )

    assert found == {("Fjelldal kommune", "", "Legger til rette")}


@given(st.text(alphabet="AaBbÅå er,.:()\n-leder iKommunehavn", max_size=300))
def test_each_value_stands_in_the_text(text: str) -> None:
    document = markdown(f"# Notat\n\n{text}\n")
    for claim in people_and_funding(document):
        for value in claim.values:
            assert 0 <= value.start < value.end <= len(document.text)
            assert value.text
