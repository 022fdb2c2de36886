import base64
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.assemble import assemble
from ingest.readers import eml
from ingest.readers.mail_quotes import sections_of_text
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError
from tests.ingest.readers.shapes import outline

HEAD = (
    "From: Kari Nordmann <kari@storvik.example>\n"
    "To: post@fylket.example\n"
    "Subject: Innspill til planen\n"
    "Date: Thu, 12 Mar 2026 23:15:00 +0100\n"
)
TOP = [
    "h1 Innspill til planen",
    "p Fra: Kari Nordmann <kari@storvik.example>",
    "p Til: post@fylket.example",
    "p Dato: 12.03.2026 kl. 23.15",
]


def read(tmp_path: Path, data: str | bytes) -> ReadFile:
    path = tmp_path / "a.eml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return eml.read(path)


def body(tmp_path: Path, text: str, head: str = HEAD) -> list[str]:
    """The lines of a mail's text, after what heads the mail."""
    lines = outline(read(tmp_path, f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}"))
    assert lines[:4] == TOP
    return lines[4:]


def test_subject_people_and_date(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Høringsinnspill fra Ålesund"
    mail["From"] = "Kåre Ås <kare@x.example>"
    mail["To"] = "Øystein <o@x.example>, b@x.example"
    mail["Cc"] = "Bjørg <c@x.example>"
    mail["Date"] = "Fri, 01 May 2026 09:05:00 +0200"
    mail.set_content("Vi støtter forslaget.\n")
    file = read(tmp_path, mail.as_bytes())
    assert outline(file) == [
        "h1 Høringsinnspill fra Ålesund",
        "p Fra: Kåre Ås <kare@x.example>",
        "p Til: Øystein <o@x.example>, b@x.example",
        "p Kopi: Bjørg <c@x.example>",
        "p Dato: 01.05.2026 kl. 09.05",
        "p Vi støtter forslaget.",
    ]
    assert file.metadata == {"title": "Høringsinnspill fra Ålesund", "published": "2026-05-01"}


def test_letters_that_the_headers_should_have_encoded(tmp_path: Path) -> None:
    for encoding in ("utf-8", "cp1252"):
        data = "From: Kåre\nSubject: Møte på Øya\n\nHei på deg.\n".encode(encoding)
        assert outline(read(tmp_path, data)) == ["h1 Møte på Øya", "p Fra: Kåre", "p Hei på deg."]


def test_plain_text_is_preferred_to_html(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Hei"
    mail.set_content("Havna skal bygges ut.")
    mail.add_alternative("<p>Havna skal <b>bygges</b> ut i HTML.</p>", subtype="html")
    assert outline(read(tmp_path, mail.as_bytes()))[1:] == ["p Havna skal bygges ut."]


def test_html_alone_is_read_with_its_structure_and_nothing_is_fetched(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Nytt om havna"
    mail.set_content(
        "<html><body><h2>Status</h2><p>Kaia er ferdig.</p><ul><li>Strøm</li></ul>"
        '<p style="display:none">forhåndsvisning</p><script>x</script>'
        '<img src="http://sporing.example/1.gif">'
        '<div class="footer">Hilsen Kari</div></body></html>',
        subtype="html",
    )
    mail.add_alternative("", subtype="plain")
    assert outline(read(tmp_path, mail.as_bytes())) == [
        "h1 Nytt om havna",
        "h3 Status",
        "p Kaia er ferdig.",
        "- Strøm",
        "p Hilsen Kari",
    ]


def test_attachments_are_named_and_kept(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Plan"
    mail.set_content("Se vedlegg.")
    add = {"maintype": "application", "subtype": "pdf"}
    mail.add_attachment(b"%PDF-1", filename="plan æøå.pdf", **add)
    mail.add_attachment(b"%PDF-2", filename="../../etc/pass:wd", **add)
    mail.add_attachment(b"%PDF-3", **add)
    mail.add_attachment("hei", filename="notat.txt")
    inner = EmailMessage()
    inner["Subject"] = "Første utkast"
    inner.set_content("Utkastet.")
    mail.add_attachment(inner)
    mail.add_attachment(b"GIF", maintype="image", subtype="gif", cid="<1>", disposition="inline")
    file = read(tmp_path, mail.as_bytes())
    names = ["plan æøå.pdf", "passwd", "vedlegg-3.pdf", "notat.txt", "Første utkast.eml"]
    assert [one.name for one in file.attachments] == names
    assert [one.content for one in file.attachments][:3] == [b"%PDF-1", b"%PDF-2", b"%PDF-3"]
    assert outline(file) == ["h1 Plan", *(f"- Vedlegg: {name}" for name in names), "p Se vedlegg."]
    inside = read(tmp_path, file.attachments[-1].content)
    assert outline(inside) == ["h1 Første utkast", "p Utkastet."]


def test_an_older_mail_below_is_a_section_of_its_own(tmp_path: Path) -> None:
    text = (
        "Hei!\n\nVi ønsker ny kai.\n\nMvh\nKari\n\n"
        "Fra: Ola Hansen <ola@fylket.example>\nSendt: 10. mars 2026 10:00\n"
        "Til: Kari; \n Per\nEmne: SV: Planen\n\nHva mener dere om planen?\n\n"
        "-----Opprinnelig melding-----\nFra: Kari\nSendt: 9. mars 2026\nTil: Ola\n\n"
        "Kan vi få planen?\n"
    )
    assert body(tmp_path, text) == [
        "p Hei!",
        "p Vi ønsker ny kai.",
        "p Mvh",
        "p Kari",
        "h2 Fra: Ola Hansen <ola@fylket.example>",
        "p Sendt: 10. mars 2026 10:00",
        "p Til: Kari; Per",
        "p Emne: SV: Planen",
        "p Hva mener dere om planen?",
        "h2 Opprinnelig melding",
        "p Fra: Kari",
        "p Sendt: 9. mars 2026",
        "p Til: Ola",
        "p Kan vi få planen?",
    ]


def test_marked_quotes_end_where_the_marks_end(tmp_path: Path) -> None:
    text = (
        "Vi ønsker ny kai.\n\nDen 10. mars 2026 kl. 09.00 skrev Ola\n<ola@fylket.example>:\n"
        "> Hva mener dere?\n>\n> > Kan vi få planen?\n\nDette er vårt svar på det.\n\n"
        "> Noe mer?\n"
    )
    assert body(tmp_path, text) == [
        "p Vi ønsker ny kai.",
        "h2 Den 10. mars 2026 kl. 09.00 skrev Ola <ola@fylket.example>",
        "p Hva mener dere?",
        "p Kan vi få planen?",
        "h2 ",
        "p Dette er vårt svar på det.",
        "h2 Sitert melding",
        "p Noe mer?",
    ]


def test_a_sentence_about_who_wrote_is_no_older_mail(tmp_path: Path) -> None:
    text = "I 2025 skrev kommunen i planen:\n\nHavna skal bygges ut innen fem år.\n"
    assert not any(line.startswith("h2") for line in body(tmp_path, text))


def test_quotes_in_html(tmp_path: Path) -> None:
    html = (
        "<p>Vi ønsker ny kai.</p><div><p><b>Fra:</b> Ola &lt;ola@x.example&gt;<br><b>Sendt:</b> 10."
        " mars 2026 10:00<br><b>Til:</b> Kari<br><b>Emne:</b> Planen</p></div>"
        "<p>Hva mener dere?</p>"
    )
    lines = outline(read(tmp_path, f"{HEAD}Content-Type: text/html; charset=utf-8\n\n{html}"))
    assert lines[4:] == [
        "p Vi ønsker ny kai.",
        "h2 Fra: Ola <ola@x.example>",
        "p Sendt: 10. mars 2026 10:00",
        "p Til: Kari",
        "p Emne: Planen",
        "p Hva mener dere?",
    ]


def test_flowed_text_and_leftovers_of_outlook(tmp_path: Path) -> None:
    head = f"{HEAD}Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
    text = "Kaia skal være \nferdig i 2030.\n\n> Når er \n> den ferdig?\n-- \nKari\n"
    assert outline(read(tmp_path, head + text))[4:] == [
        "p Kaia skal være ferdig i 2030.",
        "h2 Sitert melding",
        "p Når er den ferdig?",
        "h2 ",
        "p Kari",
    ]
    left = "[cid:image001.png@01] Se Storvik kommune<https://storvik.example/> for mer.\n"
    assert body(tmp_path, left) == ["p Se Storvik kommune for mer."]


@pytest.mark.parametrize("charset", ["utf-7", "rot13", "idna", "x-ukjent", "utf-16", "zip", '"'])
def test_odd_character_sets(tmp_path: Path, charset: str) -> None:
    data = f"{HEAD}Content-Type: text/plain; charset={charset}\n\nHavna på Øya.\n".encode()
    assert outline(read(tmp_path, data))[:4] == TOP


def fails(tmp_path: Path, data: str | bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, data)
    return caught.value.code


def test_bad_files(tmp_path: Path) -> None:
    assert fails(tmp_path, b"") == "read.empty"
    assert fails(tmp_path, "Dette er et brev.\n\nHei") == "read.not_this_format"
    assert fails(tmp_path, b"From: a\x00\n\n") == "read.not_this_format"
    assert fails(tmp_path, "From: a@x.example\n\n  \n") == "read.no_text"
    locked = "Content-Type: application/pkcs7-mime; name=smime.p7m\n\nAAAA"
    assert fails(tmp_path, f"{HEAD}{locked}") == "read.encrypted"
    pgp = "Content-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--"
    assert fails(tmp_path, f"{HEAD}{pgp}") == "read.encrypted"


def test_too_many_parts_and_too_deep_ones(tmp_path: Path) -> None:
    many = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nhei\n" * 1_001
    assert fails(tmp_path, HEAD + many) == "read.too_many_parts"
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(40))
    assert fails(tmp_path, HEAD + deep) == "read.too_many_parts"
    endless = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2_000)
    )
    assert fails(tmp_path, HEAD + endless) in {"read.malformed", "read.too_many_parts"}
    assert fails(tmp_path, f"{HEAD}\n" + "a\n" * 100_001) == "read.too_many_rows"


@given(st.binary(max_size=300), st.sampled_from(["", "base64", "quoted-printable", "x-uuencode"]))
def test_any_bytes_after_a_header(data: bytes, encoding: str) -> None:
    head = f"Subject: Hei\nContent-Transfer-Encoding: {encoding}\n\n"
    assert eml.parse(head.encode() + data).blocks[0].text


@given(st.text(alphabet="abc æøå>\n:-.0123456789@", max_size=200))
def test_no_word_of_a_mail_is_lost(text: str) -> None:
    blocks = sections_of_text(text)
    found = " ".join(f"{block.label} {block.text}" for block in blocks)
    letters = [char for char in text if char in "abcæøå"]
    assert [char for char in found.replace("Sitert melding", "") if char in "abcæøå"] == letters


def test_base64_that_is_cut(tmp_path: Path) -> None:
    coded = base64.b64encode(b"Havna skal bygges.").decode()[:-3]
    head = f"{HEAD}Content-Transfer-Encoding: base64\n\n"
    assert outline(read(tmp_path, head + coded))[:4] == TOP


def test_the_sensitivity_that_the_sender_chose(tmp_path: Path) -> None:
    file = read(tmp_path, f"{HEAD}Sensitivity: Company-Confidential\n\nLønn.\n")
    assert file.metadata["sensitivity"] == "Company-Confidential"
    assert "sensitivity" not in read(tmp_path, f"{HEAD}\nLønn.\n").metadata


def titled(subject: str, sender: str = "Kari Moe <kari@sund.example>", date: str = "") -> str:
    message = EmailMessage()
    for name, value in (("From", sender), ("Subject", subject), ("Date", date)):
        if value:
            message[name] = value
    message.set_content("Se på dette så snart du kan\n\nMvh Kari\n")
    message.add_attachment(b"x", maintype="text", subtype="x-file", filename="lønnsoversikt.md")
    return assemble(eml.parse(message.as_bytes()), Path("post-17.eml")).title


SENT = "Fri, 03 May 2024 10:00:00 +0200"


@pytest.mark.parametrize("subject", ["", "Re:", "SV: Re: ok", "Hei!", "VS: Vedlegg", "Fortrolig"])
def test_a_mail_without_a_subject_is_called_by_its_sender_and_date(subject: str) -> None:
    assert titled(subject, date=SENT) == "E-post fra Kari Moe, 3. mai 2024"
    assert titled(subject) == "E-post fra Kari Moe"
    assert titled(subject, "kari@sund.example") == "E-post fra kari@sund.example"
    assert titled(subject, "", SENT) == "post-17"


@pytest.mark.parametrize("subject", ["Molo", "Hei, innspill til planen", "SV: Ny kai"])
def test_a_mail_is_called_by_its_subject(subject: str) -> None:
    assert titled(subject, date=SENT) == subject
