"""What the lines of plain text are to each other: telegram style, as in slides and notes."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.readers import text_blocks, text_lines
from ingest.readers.text import decode
from plansvar.documents.types import BlockKind, RawBlock, ReadFile
from plansvar.errors import ReadError
from plansvar.language.normalise import squeeze
from tests.ingest.readers.shapes import outline


def blocks(text: str) -> list[RawBlock]:
    return text_blocks.build(text_lines.classify(text))


def shape(text: str) -> list[str]:
    return outline(ReadFile(tuple(blocks(text))))


@pytest.mark.parametrize("mark", ["- ", "– ", "• ", "✓ ", "* ", "-", "•", "• ✓ "])
def test_bullets(mark: str) -> None:
    text = f"Dette vil vi\n\n{mark}flere lærlinger\n{mark}ny ferje\n\n{mark}kortere køer\n"
    assert shape(text) == [
        "h3 Dette vil vi",
        "- flere lærlinger",
        "- ny ferje",
        "- kortere køer",
    ]


def test_bullets_below_bullets() -> None:
    text = "Satsinger\n- molo\n  - stein\n    - grus\n - kai\n"
    assert shape(text) == ["h3 Satsinger", "- molo", "  - stein", "    - grus", "- kai"]


def test_a_bullet_runs_on_over_the_next_line() -> None:
    text = "Satsinger\n\n- molo av stein fra Nes,\nsom er bestilt\n- kai\n  Bygges av tre\n"
    assert shape(text) == [
        "h3 Satsinger",
        "- molo av stein fra Nes, som er bestilt",
        "- kai Bygges av tre",
    ]


def test_empty_bullets_and_rules_are_nothing() -> None:
    assert shape("Satsinger\n-\n- molo\n-----\n- kai\n•\n***\n") == [
        "h3 Satsinger",
        "- molo",
        "- kai",
    ]


def test_a_degree_below_zero_is_no_bullet() -> None:
    assert shape("Målt i natt:\n-5 grader på kaia\n") == ["h5 Målt i natt:", "- -5 grader på kaia"]


def test_a_label_owns_the_short_lines_below() -> None:
    text = (
        "Ansvar:\nHavnevesenet\nKari Lund, prosjektleder\n\n"
        "Vi begynner med moloen, og så tar vi kaia når pengene er på plass.\n\nFerdig\n"
    )
    assert shape(text) == [
        "h5 Ansvar:",
        "- Havnevesenet",
        "- Kari Lund, prosjektleder",
        "p Vi begynner med moloen, og så tar vi kaia når pengene er på plass.",
        "p Ferdig",
    ]


def test_labels_inside_a_label() -> None:
    text = "Roller:\nHavnevesenet:\n- drift\n- vakt\nKommunen:\n- tilsyn\nFylket\n"
    assert shape(text) == [
        "h5 Roller:",
        "- Havnevesenet:",
        "  - drift",
        "  - vakt",
        "- Kommunen:",
        "  - tilsyn",
        "- Fylket",
    ]


def test_a_label_after_a_list_opens_the_next_one() -> None:
    text = "Fordeler:\n- trygt\n- billig\n\nUlemper:\n- stygt\n"
    assert shape(text) == ["h5 Fordeler:", "- trygt", "- billig", "h5 Ulemper:", "- stygt"]


def test_a_label_that_has_a_bullet_itself() -> None:
    assert shape("Havna\n\n- Grunnlaget:\n- loven\n- planen\n") == [
        "h3 Havna",
        "h5 Grunnlaget:",
        "- loven",
        "- planen",
    ]


def test_numbered_headings() -> None:
    text = (
        "Havneplan\n\n1. Trygg havn\n\nMoloen skal bygges ut slik at båtene ligger trygt.\n\n"
        "2. Levende kai\n\nHer skal det være torg hele året.\n\n2.1 Torget\n\nDet skal ha tak.\n"
    )
    assert shape(text) == [
        "h3 Havneplan",
        "h4 1. Trygg havn",
        "p Moloen skal bygges ut slik at båtene ligger trygt.",
        "h4 2. Levende kai",
        "p Her skal det være torg hele året.",
        "h5 2.1 Torget",
        "p Det skal ha tak.",
    ]


def test_numbered_lists() -> None:
    text = "Vi vil ha:\n\n1. Trygg havn\n2. Levende kai\n\nRekkefølge:\na) molo\nb) kai\n"
    assert shape(text) == [
        "h5 Vi vil ha:",
        "1. Trygg havn",
        "2. Levende kai",
        "h5 Rekkefølge:",
        "a) molo",
        "b) kai",
    ]


def test_a_number_of_people_is_no_numbered_line() -> None:
    assert shape("30 deltakere møtte\n2 meldte forfall.\n") == [
        "h3 30 deltakere møtte",
        "p 2 meldte forfall.",
    ]


def test_slide_titles_in_a_series() -> None:
    """ "Del II" is no item of what stands above it, whatever is around it."""
    text = "Havneplan\n\nDel I\n\nMolo og kai\n\nDel II\nTorg\n\nDel III\n\nBåter og folk\n"
    assert [line for line in shape(text) if line.startswith("h")] == [
        "h3 Havneplan",
        "h3 Del I",
        "h3 Del II",
        "h3 Del III",
    ]
    assert "p Del I" in shape("Havneplan\n\nMolo og kai\n\nDel I\n\nTorg\n")


@pytest.mark.parametrize("dash", ["–", "-", "—"])
def test_a_dash_that_opens_speech_is_no_bullet(dash: str) -> None:
    text = (
        f"Ny havn i Sund\n\n{dash} Vi gleder oss, sier ordfører Marit Nes.\n\n"
        f"{dash} Eg òg, seier Ola Vik frå Sund båtlag.\n\n{dash} Så fint! utbryter Kari.\n\nSlik.\n"
    )
    assert shape(text) == [
        "h3 Ny havn i Sund",
        "p Vi gleder oss, sier ordfører Marit Nes.",
        "p Eg òg, seier Ola Vik frå Sund båtlag.",
        "p Så fint! utbryter Kari.",
        "p Slik.",
    ]


def test_what_we_say_in_a_list_is_no_speech() -> None:
    text = "Spørsmål:\n- Ambisjon, mener vi noe med det?\n- Rolle?\n"
    assert shape(text) == ["h5 Spørsmål:", "- Ambisjon, mener vi noe med det?", "- Rolle?"]


def test_a_wide_gap_ends_the_section() -> None:
    text = (
        "Havneplan\n\n\n\nMolo\n\n- stein\n\n- grus\n\n- sand\n\n\n\n"
        "«Et hjem for båter»\n\n\n\nKai\n\n- tre\n\n- jern\n"
    )
    assert [(block.kind, block.text) for block in blocks(text)] == [
        (BlockKind.HEADING, "Havneplan"),
        (BlockKind.HEADING, ""),
        (BlockKind.HEADING, "Molo"),
        (BlockKind.LIST_ITEM, "stein"),
        (BlockKind.LIST_ITEM, "grus"),
        (BlockKind.LIST_ITEM, "sand"),
        (BlockKind.HEADING, ""),
        (BlockKind.HEADING, "«Et hjem for båter»"),
        (BlockKind.HEADING, ""),
        (BlockKind.HEADING, "Kai"),
        (BlockKind.LIST_ITEM, "tre"),
        (BlockKind.LIST_ITEM, "jern"),
    ]


def test_gaps_that_are_as_wide_everywhere_end_nothing() -> None:
    text = "\n\n\n".join(["Havna er gammel.", "Moloen er ny.", "Kaia er borte.", "Torget er fint."])
    assert shape(text) == [
        "p Havna er gammel.",
        "p Moloen er ny.",
        "p Kaia er borte.",
        "p Torget er fint.",
    ]


def test_hard_wrapped_prose_is_joined() -> None:
    lines = [
        "Havna i Sund har vært viktig for folk og fe i flere hundre år, og",
        "skal være det i hundre år til dersom kommunen får det som den vil",
        "Det tror vi den får.",
    ]
    text = "\n".join([*lines, "", "Neste avsnitt."])
    assert shape(text) == ["p " + " ".join(lines), "p Neste avsnitt."]


def test_markdown_in_plain_text() -> None:
    text = (
        "# Havneplan #\n\n## **Mål**\n\n**Viktig:** vi __må__ være ferdige i 2030.\n\n"
        "**Ansvar:**\n- **Havnevesenet** leder\n\n**Torget**\n\nHer kommer det is.\n"
    )
    assert shape(text) == [
        "h1 Havneplan",
        "h2 Mål",
        "p Viktig: vi må være ferdige i 2030.",
        "h5 Ansvar:",
        "- Havnevesenet leder",
        "h3 Torget",
        "p Her kommer det is.",
    ]


def test_a_heading_without_marks() -> None:
    text = (
        "Havna åpner igjen\n\nSund kommune har bygd ny havn.\n\nFolk er glade\n"
        "Mange kom på åpningen og spiste kake.\n\nhva nå\n\nDet vet ingen ennå.\n"
    )
    assert shape(text) == [
        "h3 Havna åpner igjen",
        "p Sund kommune har bygd ny havn.",
        "h3 Folk er glade",
        "p Mange kom på åpningen og spiste kake.",
        "p hva nå",
        "p Det vet ingen ennå.",
    ]


@pytest.mark.parametrize(
    "data",
    [
        "Åpen havn".encode(),
        "Åpen havn".encode("utf-8-sig"),
        "Åpen havn".encode("utf-16"),
        "\ufeffÅpen havn".encode("utf-16-be"),
        "Åpen havn".encode("cp1252"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert shape(decode(data)) == ["p Åpen havn"]


def test_binary_content_is_no_text() -> None:
    with pytest.raises(ReadError, match=r"read\.not_this_format"):
        decode(b"MZ\x00\x01")


LINES = st.sampled_from(
    [
        *("", "", "", "Mål", "Ansvar:", "- drift", "-vakt", "• ✓ tilsyn", "  - stein", "1. Molo"),
        *(
            "2. Kai",
            "2.1 Torg",
            "a) først",
            "## Havn",
            "**Viktig:** nå",
            "**Alt**",
            "Del I",
            "Del II",
        ),
        *(
            "– Ja, sier Kari Nes.",
            "- Roller:",
            "Vi bygger moloen i år.",
            "og så kaia,",
            "-----",
            "-",
        ),
        *(
            "Havna i Sund har vært viktig for folk og fe i flere hundre år og",
            "#",
            "**",
            "1.",
            "__",
        ),
    ]
)
ANY_TEXT = st.text(st.sampled_from("Aa1å.:-–•✓*_#) \n\t«»,"), max_size=80)
MARKS = re.compile(r"\*\*|__")


@given(st.one_of(st.lists(LINES, max_size=14).map("\n".join), ANY_TEXT))
@example("- a\n\n\n\n- b")
def test_every_block_stands_in_the_input(text: str) -> None:
    """With white space squeezed and bold marks removed; in order, and none of it twice."""
    source = squeeze(MARKS.sub("", text))
    position = 0
    for block in blocks(text):
        label = f"{block.label} " if block.label else ""
        own = squeeze(MARKS.sub("", f"{label}{block.text}"))
        place = source.find(own, position)
        assert place >= 0, (block, source[position:])
        position = place + len(own)


@given(st.lists(LINES, max_size=14).map("\n".join))
def test_no_word_is_lost(text: str) -> None:
    words = re.findall(
        r"[^\W\d_]+", " ".join(f"{block.label} {block.text}" for block in blocks(text))
    )
    assert words == re.findall(r"[^\W\d_]+", text)
