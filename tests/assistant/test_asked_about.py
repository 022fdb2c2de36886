"""A thing that no document names is not answered with another one."""

from __future__ import annotations

from assistant.asked_about import topic_terms
from assistant.understanding import understand
from tests.assistant.conftest import Office


def test_the_topic_of_an_understood_question() -> None:
    terms = topic_terms(understand("Hvem eier tiltaket om innovative anskaffelser?"))
    assert [term.text for term in terms] == ["innovative", "anskaffelser"]
    assert topic_terms(understand("Hva er egentlig en gjestehavn?")) == ()


def test_a_measure_that_no_document_names(town: Office) -> None:
    assert town.ask("Hvem eier tiltaket om innovative anskaffelser?").abstained
    assert not town.ask("Hvem har ansvaret for landstrøm?").abstained
