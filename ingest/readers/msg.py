"""Reads mails as Outlook saves them (MSG, [MS-OXMSG]): properties in an OLE file.

olefile opens the file and the properties are read here, since python-oxmsg, which is made for it,
loads whatever the file claims to hold, and gives up on a mail for one unknown character set.
"""

from __future__ import annotations

import datetime as dt
import email.policy
import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import HeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ingest.readers import html
from ingest.readers.clean import clean
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.mail import MOST_PARTS, Mail, file_of, html_body, safe_name
from ingest.readers.msg_properties import BAD, Folder, Source
from ingest.readers.msg_rtf import unpack
from ingest.readers.rtf import read_rtf
from plansvar.documents.types import Attachment, RawBlock, ReadFile
from plansvar.errors import ReadError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DEEPEST = 10  # mails in mails
_MESSAGE_CLASS, _SUBJECT, _HEADERS = 0x001A, 0x0037, 0x007D
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP, _SENT_FOR = 0x0C1A, 0x0C1F, 0x5D01, 0x0042
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_TO, _COPY = 0x0E04, 0x0E03
_BODY, _BODY_RTF, _BODY_HTML = 0x1000, 0x1009, 0x1013
_NAME, _ADDRESS, _SMTP, _RECIPIENT_TYPE = 0x3001, 0x3003, 0x39FE, 0x0C15
_LONG_NAME, _SHORT_NAME, _DATA, _CONTENT_ID = 0x3707, 0x3704, 0x3701, 0x3712
_MIME, _IS_HIDDEN = 0x370E, 0x7FFE
_SENSITIVITY = 0x0036
_TYPES = {1: "to", 2: "copy"}
_SENSITIVITIES = {1: "Personal", 2: "Private", 3: "Company-Confidential"}


def read(path: Path, _limits: Limits = DEFAULT) -> ReadFile:
    """Reads a mail (.msg).

    Raises:
        ReadError: ``read.empty``, ``read.not_this_format``, ``read.encrypted``,
            ``read.too_many_parts``, ``read.too_many_rows``, ``read.too_much_text``,
            ``read.malformed`` or ``read.no_text``.
    """
    size = path.stat().st_size
    if size == 0:
        raise ReadError("read.empty")
    with path.open("rb") as file:
        if file.read(8) != _OLE:
            raise ReadError("read.not_this_format")
        file.seek(0)
        try:
            source = Source(file, size)
            root = Folder(source, source.root, [], header=32)
        except BAD as exc:
            raise ReadError("read.malformed") from exc
        if not root.is_mail:
            raise ReadError("read.not_this_format")
        try:
            message = _read_message(root, 0)
        except BAD as exc:
            raise ReadError("read.malformed") from exc
    if message.encrypted and not message.plain and not message.html:
        raise ReadError("read.encrypted")
    bodies, hidden = _bodies(message)
    return file_of(
        Mail(
            subject=message.subject,
            sender=message.sender,
            to=message.to,
            copy=message.copy,
            date=message.date,
            bodies=bodies,
            attachments=message.attachments,
            hidden=hidden,
            sensitivity=message.sensitivity,
        )
    )


@dataclass(frozen=True, slots=True)
class _Message:
    """A mail's properties; at most one of ``plain``, ``html`` and ``rtf`` is needed."""

    subject: str
    sender: str
    to: str
    copy: str
    date: dt.datetime | None
    plain: str
    html: str
    rtf: bytes
    attachments: tuple[Attachment, ...]
    encrypted: bool
    sensitivity: str


def _read_message(folder: Folder, depth: int) -> _Message:
    kind = folder.text(_MESSAGE_CLASS).lower()
    people = _people(folder)
    attachments = _attachments(folder, depth)
    locked = kind.startswith("ipm.note.smime") and "multipartsigned" not in kind
    return _Message(
        subject=folder.text(_SUBJECT),
        sender=_sender(folder),
        to=people["to"] or folder.text(_TO),
        copy=people["copy"] or folder.text(_COPY),
        date=_date(folder),
        plain=folder.text(_BODY),
        html=_html(folder),
        rtf=_rtf(folder),
        attachments=attachments,
        encrypted=locked or any(one.name == "message.rpmsg" for one in attachments),
        sensitivity=_SENSITIVITIES.get(folder.integer(_SENSITIVITY) or 0, ""),
    )


def _bodies(message: _Message) -> tuple[Sequence[str | Sequence[RawBlock]], int]:
    """Returns the mail's text, and how many letters and digits of it nobody sees."""
    if message.plain.strip():
        return [message.plain], 0
    if message.html.strip() and (file := html_body(message.html)).blocks:
        return [file.blocks], file.hidden
    if message.rtf:
        try:
            file = read_rtf(message.rtf)
        except ReadError:
            return [], 0
        return [file.blocks], file.hidden
    return [], 0


def _html(folder: Folder) -> str:
    data = folder.binary(_BODY_HTML)
    return html.decode(data) if data else folder.text(_BODY_HTML)


def _rtf(folder: Folder) -> bytes:
    try:
        return unpack(folder.binary(_BODY_RTF))
    except ValueError:
        return b""


def _person(name: str, address: str) -> str:
    """Returns name and address as mails show them; Exchange's own addresses say nothing."""
    name, address = clean(name).strip("'\""), clean(address)
    if "@" not in address or address == name:
        return name or address
    return f"{name} <{address}>" if name else address


def _sender(folder: Folder) -> str:
    name = folder.text(_SENDER_NAME) or folder.text(_SENT_FOR)
    address = folder.text(_SENDER_SMTP) or folder.text(_SENDER_ADDRESS)
    return _person(name, address)


def _people(folder: Folder) -> dict[str, str]:
    """Returns who gets the mail, by "to" and "copy"."""
    found: dict[str, list[str]] = {"to": [], "copy": []}
    for recipient in folder.folders("__recip_version1.0_", MOST_PARTS):
        kind = _TYPES.get(recipient.integer(_RECIPIENT_TYPE) or 0)
        address = recipient.text(_SMTP) or recipient.text(_ADDRESS)
        person = _person(recipient.text(_NAME), address)
        if kind and person:
            found[kind].append(person)
    return {kind: "; ".join(people) for kind, people in found.items()}


def _date(folder: Folder) -> dt.datetime | None:
    """Returns when the mail was sent: as its headers say, else in Norway's time."""
    headers = folder.text(_HEADERS)
    if headers:
        try:
            return parsedate_to_datetime(str(HeaderParser().parsestr(headers)["date"]))
        except (*BAD, RecursionError):
            pass
    moment = folder.time(_SUBMITTED) or folder.time(_DELIVERED)
    if moment is None:
        return None
    try:
        return moment.astimezone(ZoneInfo("Europe/Oslo"))
    except (ZoneInfoNotFoundError, OverflowError):
        return moment


def _attachments(folder: Folder, depth: int) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    for part in folder.folders("__attach_version1.0_", MOST_PARTS):
        name = part.text(_LONG_NAME) or part.text(_SHORT_NAME) or part.text(_NAME)
        inner = part.folder(f"__substg1.0_{_DATA:04X}000D", header=24)
        if inner is not None and inner.is_mail:
            if depth >= _DEEPEST:
                raise ReadError("read.too_many_parts", limit=_DEEPEST)
            message = _read_message(inner, depth + 1)
            safe = safe_name(message.subject or name, len(found) + 1)
            found.append(Attachment(f"{safe.removesuffix('.msg')}.eml", _as_eml(message)))
            continue
        in_text = part.integer(_IS_HIDDEN) or part.text(_CONTENT_ID)
        if in_text and part.text(_MIME).startswith("image/"):
            continue  # a picture in the text
        found.append(Attachment(safe_name(name, len(found) + 1), part.binary(_DATA)))
    return tuple(found)


def _as_eml(message: _Message) -> bytes:
    """Returns a mail that stood in another one as a file of its own."""
    mail = EmailMessage(email.policy.SMTPUTF8)
    try:
        mail["Subject"] = clean(message.subject)
        for name, value in (("From", message.sender), ("To", message.to), ("Cc", message.copy)):
            if value:
                mail[name] = clean(value).replace("; ", ", ")
        if message.date is not None:
            mail["Date"] = message.date
        if message.sensitivity:
            mail["Sensitivity"] = message.sensitivity
        if message.plain.strip() or not (message.html or message.rtf):
            mail.set_content(message.plain)
        elif message.html:
            mail.set_content(message.html, subtype="html")
        else:
            mail.set_content(message.rtf, maintype="text", subtype="rtf")
        for one in message.attachments:
            mail.add_attachment(
                one.content, maintype="application", subtype="octet-stream", filename=one.name
            )
        if mail.is_multipart():  # else by chance, and the same mail would be another one each time
            mail.set_boundary(f"plansvar-{_digest(message)}")
        return mail.as_bytes()
    except (*BAD, RecursionError, struct.error):
        return b""  # what can't be written is named all the same


def _digest(message: _Message) -> str:
    """Returns what stands in no text by chance: the SHA-256 of the whole mail."""
    digest = hashlib.sha256(f"{message.plain}\0{message.html}\0".encode("utf-8", "replace"))
    for one in message.attachments:
        digest.update(one.name.encode("utf-8", "replace") + b"\0" + one.content + b"\0")
    return digest.hexdigest()
