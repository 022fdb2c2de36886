import datetime as dt
import struct
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import eml, msg
from ingest.readers.msg_rtf import unpack
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError
from tests.ingest.readers.ole import ole, properties
from tests.ingest.readers.shapes import outline

SUBJECT, BODY, SENT, HEADERS = 0x0037, 0x1000, 0x0039, 0x007D
SENDER, SENDER_ADDRESS, KIND = 0x0C1A, 0x0C1F, 0x001A
NAME, SMTP, RECIPIENT_TYPE = 0x3001, 0x39FE, 0x0C15
SENSITIVITY = 0x0036
LONG_NAME, DATA, RTF, HTML = 0x3707, 0x3701, 0x1009, 0x1013

Values = Mapping[int, "str | bytes | int | bool"]


def mail(values: Values, **folders: Mapping[str, object]) -> dict[str, object]:
    """A mail's streams; folders such as ``recip_0`` and ``attach_0`` stand in it."""
    return {**properties(32, values), **numbered(folders)}


def numbered(folders: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    return {
        f"__{name.split('_')[0]}_version1.0_#{int(name.split('_')[1]):08X}": content
        for name, content in folders.items()
    }


def read(tmp_path: Path, tree: Mapping[str, object]) -> ReadFile:
    path = tmp_path / "a.msg"
    path.write_bytes(ole(tree))  # type: ignore[arg-type]
    return msg.read(path)


def moment(*when: int) -> int:
    since = dt.datetime(*when, tzinfo=dt.UTC) - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]
    return int(since.total_seconds()) * 10**7


def packed(rtf: bytes) -> bytes:
    """RTF as Outlook packs it, every byte by itself."""
    coded = b"".join(b"\x00" + rtf[n : n + 8] for n in range(0, len(rtf), 8))
    return struct.pack("<II4sI", len(coded) + 12, len(rtf), b"LZFu", 0) + coded


def test_a_mail_with_people_attachment_and_quote(tmp_path: Path) -> None:
    quote = "Fra: Ola\r\nSendt: 10. mars 2026\r\n\r\nHva mener dere?\r\n"
    text = f"Vi ønsker ny kai på Øya.\r\n\r\n{quote}"
    tree = mail(
        {
            SUBJECT: "Innspill til planen",
            BODY: text,
            SENT: moment(2026, 3, 12, 22, 30),
            SENDER: "Kari Nordmann",
            SENDER_ADDRESS: "kari@storvik.example",
        },
        recip_0=properties(8, {NAME: "Ola Hansen", SMTP: "ola@x.example", RECIPIENT_TYPE: 1}),
        recip_1=properties(8, {NAME: "Per", RECIPIENT_TYPE: 2}),
        attach_0=properties(8, {LONG_NAME: "..\\plan.pdf", DATA: b"%PDF" * 2_000}),
    )
    file = read(tmp_path, tree)
    assert outline(file) == [
        "h1 Innspill til planen",
        "p Fra: Kari Nordmann <kari@storvik.example>",
        "p Til: Ola Hansen <ola@x.example>",
        "p Kopi: Per",
        "p Dato: 12.03.2026 kl. 23.30",
        "- Vedlegg: plan.pdf",
        "p Vi ønsker ny kai på Øya.",
        "h2 Fra: Ola",
        "p Sendt: 10. mars 2026",
        "p Hva mener dere?",
    ]
    assert file.metadata == {"title": "Innspill til planen", "published": "2026-03-12"}
    assert file.attachments[0].content == b"%PDF" * 2_000


def test_the_headers_know_the_date_better(tmp_path: Path) -> None:
    headers = "Received: x\r\nDate: Fri, 13 Mar 2026 08:00:00 +0900\r\n"
    values = {SUBJECT: "Hei", HEADERS: headers, SENT: moment(2026, 3, 12, 23, 0)}
    assert read(tmp_path, mail(values)).metadata["published"] == "2026-03-13"


def test_html_and_rtf_bodies(tmp_path: Path) -> None:
    html = "<html><meta charset=utf-8><p>Ny kai på Øya.</p></html>".encode()
    assert outline(read(tmp_path, mail({SUBJECT: "Hei", HTML: html})))[1:] == ["p Ny kai på Øya."]
    rtf = packed(rb"{\rtf1\ansi\fromhtml1 {\*\htmltag <p>}Ny kai p\'e5 \'d8ya.\par}")
    assert outline(read(tmp_path, mail({SUBJECT: "Hei", RTF: rtf})))[1:] == ["p Ny kai på Øya."]


def test_packed_rtf() -> None:
    data = packed(rb"{\rtf1 Hei}")
    assert unpack(data) == rb"{\rtf1 Hei}"


def test_a_mail_in_a_mail_becomes_a_file_that_can_be_read(tmp_path: Path) -> None:
    inner = {
        **properties(24, {SUBJECT: "Første utkast", BODY: "Se på utkastet.", SENDER: "Ola Ås"}),
        **numbered({"attach_0": properties(8, {LONG_NAME: "utkast.pdf", DATA: b"%PDF"})}),
    }
    tree = mail(
        {SUBJECT: "Videre"},
        attach_0={**properties(8, {0x3705: 5}), "__substg1.0_3701000D": inner},
    )
    (attached,) = read(tmp_path, tree).attachments
    assert attached.name == "Første utkast.eml"
    path = tmp_path / "inni.eml"
    path.write_bytes(attached.content)
    file = eml.read(path)
    assert outline(file) == [
        "h1 Første utkast",
        "p Fra: Ola Ås",
        "- Vedlegg: utkast.pdf",
        "p Se på utkastet.",
    ]
    assert file.attachments[0].content == b"%PDF"
    # Another reading gives the same file: its content says whether it has changed.
    assert read(tmp_path, tree).attachments == (attached,)


def test_pictures_in_the_text_are_no_attachments(tmp_path: Path) -> None:
    picture = properties(8, {LONG_NAME: "logo.png", 0x3712: "image001", 0x370E: "image/png"})
    file = read(tmp_path, mail({SUBJECT: "Hei", BODY: "Hei på deg."}, attach_0=picture))
    assert file.attachments == ()


def fails(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "a.msg"
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        msg.read(path)
    return caught.value.code


def test_bad_files(tmp_path: Path) -> None:
    good = ole(mail({SUBJECT: "Hei", BODY: "Hei " * 3_000}))  # type: ignore[arg-type]
    assert fails(tmp_path, b"") == "read.empty"
    assert fails(tmp_path, b"From: a\n\nHei") == "read.not_this_format"
    assert fails(tmp_path, ole({"WordDocument": b"x" * 5_000})) == "read.not_this_format"
    assert fails(tmp_path, good[:700]) == "read.malformed"
    assert fails(tmp_path, ole(properties(32, {SENDER: "Kari"}))) == "read.no_text"
    locked = {KIND: "IPM.Note.SMIME", SUBJECT: "Hei"}
    assert fails(tmp_path, ole(properties(32, locked))) == "read.encrypted"


def test_too_many_attachments(tmp_path: Path) -> None:
    folders = {f"attach_{n}": properties(8, {}) for n in range(1_001)}
    data = ole(mail({SUBJECT: "Hei"}, **folders))  # type: ignore[arg-type]
    assert fails(tmp_path, data) == "read.too_many_parts"


GOOD = ole(
    mail(  # type: ignore[arg-type]
        {SUBJECT: "Hei", BODY: "Hei på deg. " * 400, RTF: packed(rb"{\rtf1 Hei}")},
        attach_0=properties(8, {LONG_NAME: "plan.pdf", DATA: b"x"}),
    )
)


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=8))
def test_damaged_bytes_give_text_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    data = bytearray(GOOD)
    for place, byte in changes:
        data[place] = byte
    path = tmp_path_factory.getbasetemp() / "damaged.msg"
    path.write_bytes(data)
    try:
        assert msg.read(path).blocks
    except ReadError as error:
        assert error.code.startswith("read.")


def test_the_sensitivity_that_the_sender_chose(tmp_path: Path) -> None:
    for number, word in ((0, None), (2, "Private"), (3, "Company-Confidential"), (99, None)):
        tree = mail({SUBJECT: "Lønn", BODY: "Lønn.", SENSITIVITY: number})
        assert read(tmp_path, tree).metadata.get("sensitivity") == word


def test_a_mail_in_a_mail_keeps_its_sensitivity(tmp_path: Path) -> None:
    inner = properties(24, {SUBJECT: "Lønn", BODY: "Lønn.", SENSITIVITY: 3})
    part = {**properties(8, {LONG_NAME: "a"}), "__substg1.0_3701000D": inner}
    file = read(tmp_path, mail({SUBJECT: "Vs", BODY: "Se her."}, attach_0=part))
    assert eml.parse(file.attachments[0].content).metadata["sensitivity"] == "Company-Confidential"
