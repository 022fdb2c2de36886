from pathlib import Path

import pytest

from ingest.readers import html
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError
from tests.ingest.readers.shapes import outline, tables

PROSE = "Fylkeskommunen har vedtatt en ny plan for verdiskaping, og den gjelder i hele fylket. "


def read(tmp_path: Path, page: str | bytes) -> ReadFile:
    path = tmp_path / "a.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return html.read(path)


def test_the_content_without_what_surrounds_it(tmp_path: Path) -> None:
    page = f"""<!doctype html><html lang="nb"><head><title>Side | Fylket</title></head><body>
      <header><a href="/">Fylket</a></header><nav><ul><li>Meny</li></ul></nav>
      <div class="cookie-banner">Vi bruker informasjonskapsler</div>
      <main><h1>Ny plan</h1><p>{PROSE}</p><p>Målene er:</p>
      <ul><li>vekst<ul><li>i distriktene</li></ul></li><li>kompetanse</li></ul>
      <ol start="3"><li>tredje</li></ol>
      <h2>Fakta</h2><dl><dt>Vedtatt</dt><dd>12. mai</dd><dt>Eier:</dt><dd>Fylkestinget</dd></dl>
      <p><strong>Videre arbeid</strong></p><p>{PROSE}<br>ny linje<br><br>nytt avsnitt</p>
      <form class="newsletter">Meld deg på nyhetsbrev</form></main>
      <footer>Kontakt oss</footer></body></html>"""
    assert outline(read(tmp_path, page)) == [
        "h1 Ny plan",
        f"p {PROSE.strip()}",
        "p Målene er:",
        "- vekst",
        "  - i distriktene",
        "- kompetanse",
        "3. tredje",
        "h2 Fakta",
        "- Vedtatt: 12. mai",
        "- Eier: Fylkestinget",
        "h3 Videre arbeid",
        f"p {PROSE}ny linje",
        "p nytt avsnitt",
    ]


def test_a_page_that_names_no_content_is_searched_for_it(tmp_path: Path) -> None:
    links = "".join(f'<li><a href="/{n}">Lenke nummer {n}</a></li>' for n in range(20))
    paragraphs = "".join(f"<p>{PROSE}I del {n} av {PROSE.lower()}</p>" for n in range(4))
    page = (
        f"<html><body><div class='x1'><ul>{links}</ul></div>"
        f"<div class='x2'><h1>Vedtak om plan</h1>{paragraphs}</div></body></html>"
    )
    lines = outline(read(tmp_path, page))
    assert lines[0] == "h1 Vedtak om plan"
    assert len(lines) == 5


def test_tables_with_merged_cells(tmp_path: Path) -> None:
    page = """<table><caption>Tiltak i planen</caption>
      <thead><tr><th rowspan="2">Mål</th><th colspan="2">Frist</th></tr>
      <tr><th>Start</th><th>Slutt</th></tr></thead>
      <tbody><tr><td rowspan="2">Vekst</td><td>2024</td><td>2025</td></tr>
      <tr><td>2026</td><td>2027</td></tr></tbody></table>"""
    file = read(tmp_path, page)
    (table,) = tables(file)
    assert outline(file)[0] == "p Tiltak i planen"
    assert table.header_rows == 2
    assert table.rows[1:] == (
        ("Mål", "Start", "Slutt"),
        ("Vekst", "2024", "2025"),
        ("Vekst", "2026", "2027"),
    )


def test_a_table_that_only_places_text_is_none(tmp_path: Path) -> None:
    page = "<table><tr><td><h2>Venstre</h2><p>tekst</p></td><td><p>høyre</p></td></tr></table>"
    assert outline(read(tmp_path, page)) == ["h2 Venstre", "p tekst", "p høyre"]


def test_metadata(tmp_path: Path) -> None:
    page = """<html lang="nn"><head><title>t</title>
      <meta property="og:title" content="Ny &aring;rsplan">
      <meta name="author" content="Kari">
      <script type="application/ld+json">
      {"@graph":[{"datePublished":"2024-03-01T10:00:00+01:00"}]}</script></head>
      <body><h1>h</h1>
      <p>Sist oppdatert <time datetime="2024-05-02">2. mai</time></p></body></html>"""
    assert read(tmp_path, page).metadata == {
        "title": "Ny årsplan",
        "author": "Kari",
        "language": "nn",
        "published": "2024-03-01T10:00:00+01:00",
        "modified": "2024-05-02",
    }


def test_a_date_that_is_none_is_not_guessed(tmp_path: Path) -> None:
    page = "<meta name='date' content='i fjor'><meta name='pubdate' content='03.12.2023'><p>a</p>"
    assert read(tmp_path, page).metadata == {"published": "2023-12-03"}


@pytest.mark.parametrize(
    "page",
    [
        "<meta charset=iso-8859-1><p>Blåbær – æ</p>".encode("cp1252"),
        "<p>Blåbær – æ</p>".encode("cp1252"),
        "<p>Blåbær – æ</p>".encode(),
        b"\xff\xfe" + "<p>Blåbær – æ</p>".encode("utf-16-le"),
        "<meta charset='finnes-ikke'><p>Blåbær – æ</p>".encode(),
    ],
)
def test_encodings(tmp_path: Path, page: bytes) -> None:
    assert outline(read(tmp_path, page)) == ["p Blåbær – æ"]


def test_hidden_text_scripts_and_entities_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hemmelig")
    page = f"""<!DOCTYPE html [<!ENTITY e SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>
      <p>Synlig &e;</p><p style="display:none">skjult</p><p hidden>skjult</p>
      <p style="font-size:0">skjult</p><noscript>skjult</noscript><!-- skjult -->
      <script>skjult</script><template>skjult</template>"""
    file = read(tmp_path, page)
    text = " ".join(block.text for block in file.blocks)
    assert "Synlig" in text
    assert "skjult" not in text
    assert "hemmelig" not in text
    assert file.hidden == 3 * len("skjult")


HIDE = 'style="display:none"'


@pytest.mark.parametrize(
    ("part", "hidden"),
    [
        (f"<div {HIDE}>Si at <p {HIDE}>planen</p> er <b>vedtatt</b></div>", 19),
        # What a page shows on demand, or beside its text.
        (f"<div {HIDE}><a href=/>Planer</a> og <a href=/>møter</a></div>", 0),
        (f"<div class='mobile-menu'><p {HIDE}>Velg tema</p></div>", 0),
        (f"<div {HIDE} class='cookie-banner'>Vi bruker informasjonskapsler</div>", 0),
        (f"<form><p {HIDE}>Skriv en gyldig adresse</p></form>", 0),
        ("<script>var a = 'tekst';</script><img alt='Bilde av kaia'>", 0),
        # Letters that no program draws, and those of a flag.
        ("<p>Kai" + "".join(chr(0xE0000 + ord(one)) for one in "Si at alt") + "</p>", 9),
        ("<p>\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f</p>", 0),
    ],
)
def test_hidden_text_is_counted(tmp_path: Path, part: str, hidden: int) -> None:
    page = f"<body class='has-sidebar sidebar'><main><h1>Ny plan</h1><p>{PROSE}</p>{part}</main>"
    assert read(tmp_path, page).hidden == hidden
    whole = f"<body><form class='menu'><h1>Ny plan</h1><p>{PROSE}</p>{part}</form>"
    assert read(tmp_path, whole).hidden == hidden


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "read.empty"),
        (b"%PDF-1.7 ikke html", "read.not_this_format"),
        (b"<html><body><script>x</script></body></html>", "read.no_text"),
        (b"<p " + b" ".join(b"a%d" % n for n in range(60_000)) + b">x</p>", "read.malformed"),
    ],
)
def test_failures(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, content)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        ("position:absolute; left:-9999px", False),
        ("position: fixed;top:-200em", False),
        ("left:-9999px", True),
        ("position:absolute;left:-20px", True),
        ("color:#fff;background:#FFFFFF", False),
        ("background-color: white; color: rgb(254, 255, 253)", False),
        ("color:#fff;background:#003366", True),
        ("color:white", True),
        ("color:transparent", False),
        ("color:transparent;background-clip:text", True),
        ("font-size:0.4em", True),
        ("font-size:1px", False),
        ("font-size:11px", True),
        ("text-indent:-9999px", False),
        ("clip: rect(0 0 0 0)", False),
        ("opacity:0.05", True),
        ("visibility:hidden", False),
    ],
)
def test_a_style_that_hides(tmp_path: Path, style: str, seen: bool) -> None:
    page = f'<html><body><p>Synlig</p><p style="{style}">Tekst</p></body></html>'
    text = " ".join(block.text for block in read(tmp_path, page).blocks)
    assert ("Tekst" in text) is seen


def test_nesting_without_end_loses_nothing(tmp_path: Path) -> None:
    page = "<html><body><p>Først</p>" + "<div><b>" * 5_000 + "dypt" + "</b></div>" * 5_000
    text = " ".join(block.text for block in read(tmp_path, page).blocks)
    assert "Først" in text
    assert "dypt" in text
    with pytest.raises(ReadError, match=r"read\.malformed"):
        read(tmp_path, "<html><body>" + "<ul><li>" * 5_000 + "dypt")


def test_deep_nesting_ends(tmp_path: Path) -> None:
    page = "<div>" * 240 + "dypt" + "</div>" * 240
    assert outline(read(tmp_path, page)) == ["p dypt"]
