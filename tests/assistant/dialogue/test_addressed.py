"""Which messages of a thread with several people ask for something."""

from __future__ import annotations

import pytest

from assistant.dialogue.addressed import asks


@pytest.mark.parametrize(
    "text",
    [
        "og når er fristen?",
        "når er fristen",
        "fristen",
        "og Sundet kommune",
        "hva med Trevirke AS",
        "har de fått tilskudd",
        "kan du vise kilden",
        "gi meg kilden",
        "vis hele listen",
        "takk, hvem eier det",
        "ok, og fristen",
        "men kven eig det",
        "and the deadline",
        "what about the quay",
        "Tell me more",
        "Hei, hvem eier det",
        "Fint, men når er fristen",
        "Ja, hva er fristen",
        "Jo, men når er det",
        "Er tiltaket vedtatt",
        "Gjelder fristen også Osedal",
        "Kan kommunen søke",
        "Må kommunen søke",
        "Har Osedal kommune ansvar",
        "Har vi fått svar",
        "Jeg lurer på når fristen er",
        "Ka er fristen",
        "Kem eier det",
        "fristen nå",
    ],
)
def test_a_follow_up_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Enig!",
        "Er enig",
        "Takk!",
        "Og takk",
        "Ok, supert",
        "Supert, da gjør vi det",
        "Har sendt den til Ola",
        "Jeg lager et notat om det",
        "Når vi møtes på mandag, tar vi det",
        "Og så må vi huske å ringe kommunen før helga",
        "Gi beskjed når du er klar",
        "Det er fint",
        "Good point",
        "Se <https://brimvik.example/sak?id=5>",
        "https://brimvik.example/sak?id=5",
        "Hva fint!",
        "Hvor bra!",
        "Vedtatt!",
        "Ferdig nå",
        "Start",
        "Nå",
        "Vis til møtet i går.",
        "Gi meg beskjed når dere er ferdige",
        "Og Kari er enig",
        "Er enig med deg",
        "Har tenkt på det samme",
        "Må sjekke med Ola",
        "Kan gjøre det i morgen",
        "+1",
        "",
    ],
)
def test_what_is_told_to_one_another_does_not(text: str) -> None:
    assert not asks(text)
