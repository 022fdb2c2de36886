import zipfile
from pathlib import Path

import pytest

from ingest.readers import odt
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError
from tests.ingest.readers.shapes import outline, tables

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
KIND = "application/vnd.oasis.opendocument.text"


def odt_file(
    tmp_path: Path, body: str, styles: str = "", kind: str = KIND, **parts: str | bytes
) -> Path:
    """An OpenDocument text. Further parts are named with "_" for "." ("styles_xml")."""
    path = tmp_path / "a.odt"
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return path


def read(tmp_path: Path, body: str, styles: str = "", **parts: str | bytes) -> ReadFile:
    return odt.read(odt_file(tmp_path, body, styles, **parts))


def lines(tmp_path: Path, body: str, styles: str = "", **parts: str | bytes) -> list[str]:
    return outline(read(tmp_path, body, styles, **parts))


def text_style(name: str, properties: str, family: str = "text") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}">'
        f"<style:text-properties {properties}/></style:style>"
    )


def test_headings_paragraphs_and_what_stands_in_them(tmp_path: Path) -> None:
    body = (
        '<text:h text:outline-level="1">Næringsplan</text:h>'
        '<text:h text:outline-level="2">Mål</text:h>'
        '<text:p>Havna<text:s text:c="2"/>skal <text:span>bygges</text:span><text:tab/>ut'
        "<text:line-break/>innen <text:a>2030</text:a>.</text:p><text:p/>"
    )
    assert lines(tmp_path, body) == [
        "h1 Næringsplan",
        "h2 Mål",
        "p Havna skal bygges ut innen 2030.",
    ]


def test_a_paragraph_styled_as_a_heading_is_one(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="P1" style:family="paragraph"'
        ' style:parent-style-name="Heading_20_3"/>'
    )
    named = (
        f'<office:document-styles {NAMES}><office:styles><style:style style:name="Heading_20_3"'
        ' style:display-name="Heading 3" style:family="paragraph"/></office:styles>'
        "</office:document-styles>"
    )
    body = '<text:p text:style-name="P1">Delmål</text:p><text:p>Vi skal vokse.</text:p>'
    assert lines(tmp_path, body, styles, styles_xml=named)[0] == "h3 Delmål"


LIST = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    "</text:list-style>"
)


def item(inner: str, attributes: str = "") -> str:
    return f"<text:list-item{attributes}>{inner}</text:list-item>"


def test_lists_have_depth_and_numbers(tmp_path: Path) -> None:
    inner = f"<text:list>{item('<text:p>kai</text:p>')}{item('<text:p>vei</text:p>')}</text:list>"
    body = (
        f'<text:list text:style-name="L1">{item("<text:p>Bygge</text:p>" + inner)}'
        f"{item('<text:p>Drive</text:p><text:p>i mange år</text:p>')}</text:list>"
        "<text:p>Mellomspill</text:p>"
        f'<text:list text:style-name="L1" text:continue-numbering="true">'
        f"{item('<text:p>Måle</text:p>')}</text:list>"
        f'<text:list text:style-name="L1">{item("<text:p>Annet</text:p>")}'
        f"{item('<text:p>Mer</text:p>', ' text:start-value=' + chr(34) + '7' + chr(34))}"
        "</text:list>"
        f"<text:list>{item('<text:p>Kulepunkt</text:p>')}</text:list>"
    )
    assert lines(tmp_path, body, LIST) == [
        "1. Bygge",
        "  a) kai",
        "  b) vei",
        "2. Drive",
        "p i mange år",
        "p Mellomspill",
        "3. Måle",
        "1. Annet",
        "7. Mer",
        "- Kulepunkt",
    ]


def test_headings_are_numbered_as_the_outline_says(tmp_path: Path) -> None:
    levels = "".join(
        f'<text:outline-level-style text:level="{level}" style:num-format="1"'
        f' text:display-levels="{level}"/>'
        for level in (1, 2)
    )
    named = (
        f"<office:document-styles {NAMES}><office:styles><text:outline-style>{levels}"
        "</text:outline-style></office:styles></office:document-styles>"
    )
    body = "".join(
        f'<text:h text:outline-level="{level}">{text}</text:h>'
        for level, text in ((1, "Mål"), (1, "Tiltak"), (2, "Havn"), (2, "Vei"))
    )
    assert lines(tmp_path, body, styles_xml=named) == [
        "h1 1 Mål",
        "h1 2 Tiltak",
        "h2 2.1 Havn",
        "h2 2.2 Vei",
    ]


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell{attributes}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def test_tables_with_merged_and_repeated_cells(tmp_path: Path) -> None:
    covered = "<table:covered-table-cell/>"
    repeated = ' table:number-columns-repeated="2"'
    body = (
        "<table:table><table:table-header-rows>"
        f"{row(cell('Tema'), cell('Tiltak'), cell('Ansvar'))}</table:table-header-rows>"
        + row(cell("Havn", ' table:number-rows-spanned="2"'), cell("Kai"), cell("Kari"))
        + row(covered, cell("Landstrøm"), cell("Ola"))
        + row(cell("Vei"), cell("–", repeated))
        + row(cell("", ' table:number-columns-repeated="16384"'),
              attributes=' table:number-rows-repeated="1048576"')
        + row(cell("Skjult"), cell("a"), cell("b"), attributes=' table:visibility="collapse"')
        + "</table:table>"
    )  # fmt: skip
    (table,) = tables(read(tmp_path, body))
    assert table.header_rows == 1
    assert table.rows == (
        ("Tema", "Tiltak", "Ansvar"),
        ("Havn", "Kai", "Kari"),
        ("Havn", "Landstrøm", "Ola"),
        ("Vei", "–", "–"),
    )


def test_a_table_with_one_column_is_a_frame(tmp_path: Path) -> None:
    body = f"<table:table>{row(cell('Merk dere dette.'))}</table:table>"
    assert lines(tmp_path, body) == ["p Merk dere dette."]


def test_notes_come_last_and_boxes_after_their_paragraph(tmp_path: Path) -> None:
    body = (
        "<text:p>Kaia<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Den nye.</text:p></text:note-body></text:note> er lang."
        "<draw:frame><draw:text-box><text:p>I ramme</text:p></draw:text-box></draw:frame></text:p>"
        "<text:p>Slutt.</text:p>"
    )
    assert lines(tmp_path, body) == ["p Kaia er lang.", "p I ramme", "p Slutt.", "p Den nye."]


def test_deletions_comments_and_hidden_text_are_left_out(tmp_path: Path) -> None:
    styles = (
        text_style("T1", 'text:display="none"')
        + text_style("T2", 'fo:color="#ffffff"')
        + text_style("T3", 'fo:color="#ffffff" fo:background-color="#000000"')
        + text_style("T4", 'fo:font-size="1pt"')
        + text_style("P1", 'text:display="none"', "paragraph")
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>slettet</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Kaia <text:change/><text:change-start/>(ny) <text:change-end/>"
        '<text:span text:style-name="T1">skjult</text:span>'
        '<text:span text:style-name="T2">hvit</text:span>'
        '<text:span text:style-name="T4">liten</text:span>'
        '<text:span text:style-name="T3">lys på mørk</text:span>'
        "<office:annotation><text:p>kommentar</text:p></office:annotation>"
        '<text:hidden-text text:is-hidden="true">felt</text:hidden-text></text:p>'
        '<text:p text:style-name="P1">skjult avsnitt</text:p>'
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>betinget</text:p>'
        '<text:section text:display="none"><text:p>skjult del</text:p></text:section>'
        "<text:section><text:p>vist del</text:p></text:section>"
    )
    file = read(tmp_path, body, styles)
    assert outline(file) == ["p Kaia (ny) lys på mørk", "p vist del"]
    assert file.hidden == len("skjulthvitlitenfeltskjultavsnittbetingetskjultdel")


def test_hidden_text_in_a_list_is_counted_once(tmp_path: Path) -> None:
    styles = text_style("T1", 'text:display="none"')
    hidden = '<text:span text:style-name="T1">skjult</text:span>'
    body = f"<text:list><text:list-item><text:p>Kai{hidden}</text:p></text:list-item></text:list>"
    assert read(tmp_path, body, styles).hidden == 6


def test_a_bold_line_over_text_is_a_heading(tmp_path: Path) -> None:
    styles = text_style("P2", 'fo:font-weight="bold"', "paragraph")
    body = (
        '<text:p text:style-name="P2">Samarbeid om havna</text:p>'
        "<text:p>Kommunene skal samarbeide om en felles plan.</text:p>"
    )
    assert lines(tmp_path, body, styles)[0] == "h1 Samarbeid om havna"


def test_a_table_of_contents_keeps_its_pages(tmp_path: Path) -> None:
    body = (
        "<text:table-of-content><text:index-body><text:p>Mål<text:tab/>3</text:p>"
        "</text:index-body></text:table-of-content><text:p>Tekst.</text:p>"
    )
    assert lines(tmp_path, body) == ["- Mål … 3", "p Tekst."]


def test_properties(tmp_path: Path) -> None:
    meta = (
        f'<office:document-meta {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        "<dc:title>Næringsplan</dc:title><meta:initial-creator>Kari</meta:initial-creator>"
        "</office:meta></office:document-meta>"
    )
    file = read(tmp_path, "<text:p>Hei</text:p>", meta_xml=meta)
    assert file.metadata == {"title": "Næringsplan", "author": "Kari"}
    assert read(tmp_path, "<text:p>Hei</text:p>", meta_xml="<nei").metadata == {}


def fails(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        odt.read(path)
    return caught.value.code


def test_bad_files(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    path.write_bytes(b"")
    assert fails(path) == "read.empty"
    path.write_bytes(b"PK ikke zip")
    assert fails(path) == "read.malformed"
    assert fails(odt_file(tmp_path, "")) == "read.no_text"
    assert fails(odt_file(tmp_path, "<text:p>")) == "read.malformed"
    sheet = "application/vnd.oasis.opendocument.spreadsheet"
    assert fails(odt_file(tmp_path, "", kind=sheet)) == "read.not_this_format"
    locked = '<manifest:encryption-data xmlns:manifest="x"/>'
    file = odt_file(tmp_path, "x", **{"META-INF__manifest_xml": locked})
    assert fails(file) == "read.encrypted"


def test_bombs(tmp_path: Path) -> None:
    nested = "<text:p>x</text:p>"
    for _ in range(40):
        wide = ' table:number-columns-repeated="999999999"'
        tall = ' table:number-rows-repeated="150"'
        nested = (
            f"<table:table><table:table-row{tall}><table:table-cell{wide}>{nested}"
            "</table:table-cell><table:table-cell/></table:table-row></table:table>"
        )
    assert fails(odt_file(tmp_path, nested)) == "read.malformed"
    deep = "<text:span>" * 300 + "</text:span>" * 300
    assert fails(odt_file(tmp_path, f"<text:p>{deep}</text:p>")) == "read.malformed"
    loop = "".join(
        f'<style:style style:name="{a}" style:family="paragraph" style:parent-style-name="{b}"/>'
        for a, b in ("AB", "BA")
    )
    assert lines(tmp_path, '<text:p text:style-name="A">Hei</text:p>', loop) == ["p Hei"]
