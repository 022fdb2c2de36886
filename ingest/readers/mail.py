"""A mail as blocks: its subject, who wrote it to whom and when, its text, and older mails in it.

Mails come as EML and as MSG; both readers make a :class:`Mail`, which becomes blocks here. Nothing
that a mail points to is ever fetched.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.readers.clean import clean
from ingest.readers.html import read_shown
from ingest.readers.mail_quotes import sections_of_blocks, sections_of_text
from plansvar.documents.types import Attachment, BlockKind, RawBlock, ReadFile
from plansvar.errors import ReadError

MOST_PARTS = 1_000
_LONGEST_NAME = 150  # characters of an attachment's name
_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says. ``bodies`` are its texts in order, those of HTML as blocks already.

    ``date`` has the sender's own time zone, where it is known. ``hidden`` is how many letters and
    digits of the bodies nobody sees. ``sensitivity`` is the sender's own word ([RFC 4021]:
    "Company-Confidential", "Private", "Personal"), if there is one.
    """

    subject: str
    sender: str
    to: str
    copy: str
    date: dt.datetime | None
    bodies: Sequence[str | Sequence[RawBlock]]
    attachments: tuple[Attachment, ...] = ()
    hidden: int = 0
    sensitivity: str = ""


def file_of(mail: Mail) -> ReadFile:
    """Returns a mail as blocks, with subject, date and sensitivity as properties.

    Raises:
        ReadError: ``read.no_text``.
    """
    blocks: list[RawBlock] = []
    metadata: dict[str, str] = {}
    if subject := clean(mail.subject):
        blocks.append(RawBlock(BlockKind.HEADING, subject, level=1))
        metadata["title"] = subject
    for name, value in (("Fra", mail.sender), ("Til", mail.to), ("Kopi", mail.copy)):
        if text := _unquoted(clean(value)):
            blocks.append(RawBlock(BlockKind.PARAGRAPH, f"{name}: {text}"))
    if mail.date is not None:
        day = f"{mail.date.day:02}.{mail.date.month:02}.{mail.date.year:04}"
        text = f"Dato: {day} kl. {mail.date:%H.%M}"
        blocks.append(RawBlock(BlockKind.PARAGRAPH, text))
        metadata["published"] = mail.date.date().isoformat()
    if sensitivity := clean(mail.sensitivity):
        metadata["sensitivity"] = sensitivity
    for attachment in mail.attachments:
        blocks.append(RawBlock(BlockKind.LIST_ITEM, f"Vedlegg: {attachment.name}"))
    has_text = bool(mail.attachments or mail.subject.strip())
    for body in mail.bodies:
        found = sections_of_text(body) if isinstance(body, str) else sections_of_blocks(body)
        has_text = has_text or bool(found)
        blocks += found
    if not has_text:
        raise ReadError("read.no_text")
    return ReadFile(tuple(blocks), metadata, attachments=mail.attachments, hidden=mail.hidden)


def _unquoted(text: str) -> str:
    """Returns a single name without the quotation marks that headers put it in."""
    return text.strip('"') if text.count('"') == 2 and text[-1] == '"' else text


def html_body(text: str) -> ReadFile:
    """Reads a body in HTML; there is nothing in it if it can't be read."""
    try:
        return read_shown(text)
    except ReadError:
        return ReadFile(())  # subject and attachments are worth having all the same


def safe_name(name: str, number: int, suffix: str = "") -> str:
    """Returns a name for an attachment that holds no folder and nothing a system refuses.

    Args:
        name: The name that the mail gives, which may be anything.
        number: Which attachment it is, for one without a name.
        suffix: What its type says, for one without a name.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = _UNSAFE.sub("", clean(last)).strip(" .")
    if not plain:
        return f"vedlegg-{number}{suffix}"
    if len(plain) <= _LONGEST_NAME:
        return plain
    kept = PurePosixPath(plain).suffix[:20]
    return plain[: _LONGEST_NAME - len(kept)] + kept
