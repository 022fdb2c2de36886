"""Mails for tests, as mail programs write them."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

PLAN = "Kaiplan for Sund\n\nKaia i Sund skal bygges av tre innen 2030.\n"
NOTE = "Notat om moloen\n\nMoloen i Nes skal bygges av stein fra bruddet.\n"
BROKEN = b"\x00\x01\x02"  # as a .txt: no text
PDF = Path(__file__).parents[1] / "files" / "corpus" / "naeringsplan-2023-2030.pdf"
DOCX = Path(__file__).parents[1] / "files" / "corpus" / "protokoll-2023-11-16.docx"


def mail(
    *attachments: tuple[str | None, bytes | str | EmailMessage],
    subject: str = "Innspill til planen",
    text: str = "Vedlagt følger innspill fra laget.",
) -> EmailMessage:
    """A mail with attachments: names, and bytes, text or mails."""
    message = EmailMessage()
    message["From"] = "Kari Nordmann <kari@sund.example>"
    message["To"] = "post@sund.example"
    message["Subject"] = subject
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 +0100"
    message.set_content(text)
    for name, content in attachments:
        if isinstance(content, EmailMessage):
            message.add_attachment(content)
            continue
        data = content.encode() if isinstance(content, str) else content
        message.add_attachment(data, maintype="text", subtype="x-file", filename=name)
    return message


def save(path: Path, message: EmailMessage) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(message.as_bytes())
    return path
