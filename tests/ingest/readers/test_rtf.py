from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import rtf
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError
from tests.ingest.readers.shapes import outline, tables


def read(tmp_path: Path, body: str, head: str = r"\ansi\ansicpg1252") -> ReadFile:
    path = tmp_path / "a.rtf"
    path.write_bytes(f"{{\\rtf1{head} {body}}}".encode("cp1252"))
    return rtf.read(path)


def lines(tmp_path: Path, body: str, head: str = r"\ansi\ansicpg1252") -> list[str]:
    return outline(read(tmp_path, body, head))


def test_paragraphs_and_letters(tmp_path: Path) -> None:
    body = (
        r"Havna p\'e5 \u216?ya skal bygges\par Innen\~2030 \endash  snart\line og godt\par "
        r"{\'c6}re v\'e6re {\b kaia}\tab !\par"
    )
    assert lines(tmp_path, body) == [
        "p Havna på Øya skal bygges",
        "p Innen 2030 – snart og godt",
        "p Ære være kaia !",
    ]


def test_letters_for_programs_that_know_no_unicode_are_skipped(tmp_path: Path) -> None:
    assert lines(tmp_path, r"\uc2\u229 aax{\uc0\u230}\uc1\u8226\'95y\par") == ["p åxæ•y"]
    assert lines(tmp_path, r"\u-10179 ?\u-8704 ?!\par") == ["p 😀!"]


def test_fonts_have_their_own_letters(tmp_path: Path) -> None:
    head = r"\ansi{\fonttbl{\f0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}"
    body = r"{\f1\'c4\'e0} {\f2\'93\'fa\'96\'7b} \f0\'e5\par"
    assert lines(tmp_path, body, head) == ["p Да 日本 å"]


def test_headings_by_style_and_outline(tmp_path: Path) -> None:
    head = r"\ansi{\stylesheet{\s0 Normal;}{\s1\b overskrift 1;}{\s2 heading 2;}}"
    body = (
        r"\pard\s1 N\'e6ringsplan\par\pard\s2 M\'e5l\par\pard\outlinelevel2 Delm\'e5l\par"
        r"\pard\s0 Vi skal vokse.\par"
    )
    assert lines(tmp_path, body, head) == [
        "h1 Næringsplan",
        "h2 Mål",
        "h3 Delmål",
        "p Vi skal vokse.",
    ]


def test_lists_have_labels_and_levels(tmp_path: Path) -> None:
    body = (
        r"{\listtext\f1 1.\tab}\ls1\ilvl0 Bygge\par{\listtext a)\tab}\ilvl1 kai\par"
        r"\pard{\pntext\f1\'b7\tab}Drive\par\pard Slutt.\par"
    )
    assert lines(tmp_path, body) == ["1. Bygge", "  a) kai", "- Drive", "p Slutt."]


ROW = r"\trowd\cellx1000\cellx2000\cellx3000 "


def test_tables(tmp_path: Path) -> None:
    body = (
        rf"F\'f8r\par{ROW}\pard\intbl\b Tema\cell Tiltak\cell Ansvar\cell\row\b0 "
        rf"\trowd\clvmgf\cellx1000\cellx2000\cellx3000\intbl Havn\cell Kai\par ny"
        rf"\cell Kari\cell\row"
        rf"\trowd\clvmrg\cellx1000\cellx2000\cellx3000\intbl \cell Str\'f8m\cell Ola\cell\row"
        r"\pard Etter\par"
    )
    file = read(tmp_path, body)
    assert outline(file) == [
        "p Før",
        "| Tema | Tiltak | Ansvar",
        "| Havn | Kai ny | Kari",
        "| Havn | Strøm | Ola",
        "p Etter",
    ]
    assert tables(file)[0].header_rows == 1


def test_cells_stand_in_their_columns_by_their_edges(tmp_path: Path) -> None:
    body = (
        rf"{ROW}\pard\intbl Post\cell 2025\cell 2026\cell\row"
        r"\trowd\cellx1000\cellx3010\intbl Sum\cell felles\cell\row"
        rf"{ROW}\intbl Reise\cell 1\cell 2\cell\row\pard\par"
    )
    assert tables(read(tmp_path, body))[0].rows[1:] == (
        ("Sum", "felles", ""),
        ("Reise", "1", "2"),
    )


def test_notes_and_boxes(tmp_path: Path) -> None:
    body = (
        r"Kaia{\super\chftn{\footnote\pard Den nye.\par}} er lang"
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard I ramme\par}}{\shprslt nei}}.\par "
        r"Slutt.\par"
    )
    assert lines(tmp_path, body) == ["p I ramme", "p Kaia er lang.", "p Slutt.", "p Den nye."]


def test_what_is_not_seen_is_left_out(tmp_path: Path) -> None:
    head = r"\ansi{\colortbl;\red255\green255\blue255;\red0\green0\blue0;}"
    body = (
        r"{\header Topptekst\par}{\*\ukjent nei}{\v skjult}{\deleted slettet}{\cf1 hvit}"
        r"{\fs2 liten}"
        r"{\cf1\highlight2 lys }{\revised ny}{\field{\*\fldinst HYPERLINK x}{\fldrslt  lenke}}"
        r"{\pict ff00ff}{\*\bkmkstart a}\bin4 \{\}{x\v0 !\par}"
    )
    file = read(tmp_path, body, head)
    assert outline(file) == ["p lys ny lenkex!"]
    assert file.hidden == len("skjulthvitliten")


def test_properties(tmp_path: Path) -> None:
    body = r"{\info{\title Pl\'e5n}{\author Kari}{\operator Ola}{\doccomm nei}}Hei\par"
    assert read(tmp_path, body).metadata == {"title": "Plån", "author": "Kari"}


def test_a_cut_file_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1 Havna skal\par bygges{\b ut{\footnote fot")
    assert outline(rtf.read(path)) == ["p Havna skal", "p byggesut", "p fot"]


def fails(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        rtf.read(path)
    return caught.value.code


def test_bad_files(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    assert fails(path, b"") == "read.empty"
    assert fails(path, b"Dette er ikke RTF") == "read.not_this_format"
    assert fails(path, rb"{\rtf1\ansi\par}") == "read.no_text"
    assert fails(path, rb"{\rtf1 " + b"{" * 5_000) == "read.malformed"


PIECES = st.lists(
    st.sampled_from(
        (
            r"\par |\cell |\row |\intbl |\trowd|\cellx100|\cellx-5|{|}|{\footnote |"
            r"{\shp{\*\shpinst{\shptxt |{\stylesheet{\s1 heading 1;}}|\u55357 ?|\'e5|\uc9|{\*\x |"
            r"\bin3 |{\upr{a}{\*\ud{b}}}|ord |\|{\info{\title t|\pard|\s1 |{\listtext 1.}|\v |"
            r"{\object{\result |\f7 |\plain "
        ).split("|")
    ),
    max_size=40,
)


@given(PIECES)
def test_any_mixture_is_read(pieces: list[str]) -> None:
    blocks = rtf.read_rtf(("{\\rtf1 ord " + "".join(pieces)).encode()).blocks
    assert all(block.text or block.rows for block in blocks)
