import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.readers import delimited
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError
from tests.ingest.readers.shapes import outline, tables


def read(tmp_path: Path, data: bytes | str, encoding: str = "utf-8") -> ReadFile:
    path = tmp_path / "a.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    return delimited.read(path)


TABLE = "Tiltak;Ansvar;Kostnad\nGrønn havn;Storvik kommune;1,5\nLandstrøm på kaia;Fylket;2,5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    file = read(tmp_path, TABLE, encoding)
    assert outline(file)[1] == "| Grønn havn | Storvik kommune | 1,5"
    assert tables(file)[0].header_rows == 1


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(tmp_path: Path, separator: str) -> None:
    text = f"Tiltak{separator}Ansvar\nHavn{separator}Kari\nKai{separator}Ola\n"
    assert tables(read(tmp_path, text))[0].rows[2] == ("Kai", "Ola")


def test_quoted_cells_hold_separators_quotes_and_lines(tmp_path: Path) -> None:
    text = 'Tiltak,Omtale\nHavn,"Kai, vei og ""bro""\nneste linje"\n'
    assert tables(read(tmp_path, text))[0].rows[1] == ("Havn", 'Kai, vei og "bro" neste linje')


def test_excels_own_word_for_the_separator(tmp_path: Path) -> None:
    assert tables(read(tmp_path, "sep=:\r\nTiltak:Ansvar\r\nHavn:Kari\r\n"))[0].header_rows == 1


def test_title_and_source_stand_around_the_table(tmp_path: Path) -> None:
    file = read(tmp_path, f"Oversikt over tiltak\n\n{TABLE}\nKilde: Storvik kommune\n")
    assert outline(file)[0] == "h1 Oversikt over tiltak"
    assert outline(file)[-1] == "p Kilde: Storvik kommune"
    assert len(tables(file)) == 1


def test_numbers_alone_have_no_header(tmp_path: Path) -> None:
    assert tables(read(tmp_path, "1;2\n3;4\n"))[0].header_rows == 0


def test_what_is_no_table_is_text(tmp_path: Path) -> None:
    text = "Havna skal bygges ut, og det snart.\n\nKommunen betaler, men staten hjelper til.\n"
    assert outline(read(tmp_path, text)) == [
        "p Havna skal bygges ut, og det snart.",
        "p Kommunen betaler, men staten hjelper til.",
    ]


def test_a_quotation_mark_left_open_swallows_nothing(tmp_path: Path) -> None:
    lines = "".join(f"Tiltak {n};Kari\n" for n in range(100))
    table = tables(read(tmp_path, f'Navn;Ansvar\n5" rør;Ola\n"Kai;Per\n{lines}'))[0]
    assert len(table.rows) == 103


def test_bad_files(tmp_path: Path) -> None:
    cases = {
        b"": "read.empty",
        b"\xef\xbb\xbf": "read.no_text",
        b" \n;;\n": "read.no_text",
        b"a;b\x00": "read.not_this_format",
        b"%PDF-1.7\n1;2": "read.not_this_format",
        b"a;b\n" * 100_001: "read.too_many_rows",
        b"x\n" * 100_002: "read.too_many_rows",
        b"sep=;\n" + b"a;" + b"x" * 200_000: "read.malformed",
    }
    for data, code in cases.items():
        with pytest.raises(ReadError) as caught:
            read(tmp_path, data)
        assert caught.value.code == code, data[:20]


CELL = st.text(alphabet='abcæøå12 ;,|\t"\n', min_size=1, max_size=8).filter(str.strip)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=4, max_size=8), st.sampled_from(";\t,|"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_written_with_a_named_separator_is_read_again(
    tmp_path: Path, rows: list[tuple[str, ...]], separator: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    (table,) = tables(read(tmp_path, f"sep={separator}\r\n{out.getvalue()}"))
    assert table.rows == tuple(tuple(" ".join(cell.split()) for cell in row) for row in rows)
