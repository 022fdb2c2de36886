import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plansvar.language.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "parts",
    [
        # Abbreviations inside a sentence
        ["Planen gjelder bl.a. Sund og f.eks. Nes.", "Den er ny."],
        ["Støtten er på kr. 500 pr. Båt og år.", "Søk nå!"],
        ["Se kap. Mål og ev. Tiltak i vedlegget.", "Begge er vedtatt."],
        ["Prop. 1 S og Meld. St. 22 er lagt til grunn.", "Begge gjelder."],
        ["Møtet er kl. 10.30 på rådhuset.", "Velkommen!"],
        ["Arbeidet vart leia av m.a. Kari Nes.", "Ho er ingeniør."],
        # Ordinals, dates and numbers
        ["Planen ble vedtatt 3. desember 2020.", "Neste steg er klart."],
        ["Fristen er 1. JUNI.", "Den kan ikke utsettes."],
        ["Dei møttest den 17. mai.", "Alle var glade."],
        ["1. En trygg havn er målet."],
        ["Det gjelder 2020.", "Året etter kom flere."],
        ["Moloen kostet 1.500.000 kroner.", "Kaia var billigere."],
        ["Båten er 12.", "Resten er borte."],
        # Quotes, dashes, brackets
        ["«Hva nå?» spør ordføreren.", "«Vi går videre.»", "Alle var enige."],
        ["Hun sa: «Nå holder det.»", "Så gikk hun."],
        ["– Vi må bygge nå, sier lederen.", "– Det haster."],
        ["Rådet var enig (alle ni.)", "Saken er avsluttet."],
        # Initials and addresses
        ["Referent var J. Vik.", "Ordstyrer var A. B. Hansen."],
        ["Se www.eksempel.no.", "Skriv til post@eksempel.no."],
        # Other ends
        ["Var det slik?", "Ja!", "Vi trodde … noe annet.", "Nei …", "Det var slik?!"],
        ["Ingen ende her"],
    ],
)
def test_sentences(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_offset_moves_the_spans() -> None:
    assert sentence_spans("Ja. Nei.", offset=10) == [(10, 13), (14, 18)]


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_but_space_has_no_sentence(text: str) -> None:
    assert sentence_spans(text) == []


LIKELY = st.text(st.sampled_from("Aa bø1.3!?…»«”)(–-\n\tj.kr"), max_size=60)


@given(st.one_of(LIKELY, st.text()))
@example(" . . ")
@example("A.  \n B")
def test_spans_are_in_order_apart_and_cover_all_but_space(text: str) -> None:
    spans = sentence_spans(text)
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    for gap_start, gap_end in zip(ends, starts, strict=True):
        assert gap_start <= gap_end
        assert not text[gap_start:gap_end].strip()
    for start, end in spans:
        assert start < end
        assert text[start:end] == text[start:end].strip()
