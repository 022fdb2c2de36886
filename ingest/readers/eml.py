"""Reads mails as mail programs save them (EML, MIME)."""

from __future__ import annotations

import datetime as dt
import email.policy
import mimetypes
import re
from collections.abc import Iterator, Sequence
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from ingest.readers import html, text
from ingest.readers.limits import DEFAULT, Limits
from ingest.readers.mail import MOST_PARTS, Mail, file_of, html_body, safe_name
from ingest.readers.mail_quotes import unflowed
from ingest.readers.rtf import read_rtf
from plansvar.documents.types import Attachment, RawBlock, ReadFile
from plansvar.errors import ReadError

_MARK = b"\xef\xbb\xbf"
_HEADER = re.compile(
    rb"^(?:from|to|subject|date|received|message-id|mime-version|content-type|return-path|"
    rb"delivered-to|reply-to|sender|x-[\w-]+|dkim-signature|arc-seal|cc|bcc)[ \t]*:",
    re.I | re.M,
)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_HEADERS_WITHIN = 20_000  # bytes
_DEEPEST = 30  # parts in parts
_LONGEST_CONTENT_HEADER = 3_000  # characters
_LONGEST_HEADER = 20_000  # characters; parsing takes the square of it
# The parser holds every line against every boundary that is open, so their product is its time.
_MOST_COMPARISONS = 50_000_000
_MOST_LINES = 2_000_000  # 100 MB of attachments
_REFUSED = frozenset(("utf-7", "utf7", "idna", "punycode", "unicode-escape", "raw-unicode-escape"))
_BAD = (ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError)


class _Policy(email.policy.EmailPolicy):
    """The default policy, for headers that anybody may have written."""

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ANN401 - as its parent
        """Returns a header's value; as it stands, where its parsing fails."""
        short = value[: _LONGEST_CONTENT_HEADER if name.lower().startswith("content-") else None]
        try:
            return super().header_fetch_parse(name, short[:_LONGEST_HEADER])
        except (*_BAD, RecursionError):
            return short


_POLICY = _Policy()


def read(path: Path, _limits: Limits = DEFAULT) -> ReadFile:
    """Reads a mail (.eml).

    Raises:
        ReadError: ``read.empty``, ``read.not_this_format``, ``read.encrypted``,
            ``read.too_many_parts``, ``read.too_many_rows``, ``read.too_much_text``,
            ``read.malformed`` or ``read.no_text``.
    """
    return parse(path.read_bytes())


def parse(data: bytes) -> ReadFile:
    """Reads a mail from its bytes; see :func:`read`."""
    data = data.removeprefix(_MARK)
    if not data:
        raise ReadError("read.empty")
    head = _BLANK_LINE.split(data[:_HEADERS_WITHIN].lstrip(), maxsplit=1)[0]
    if b"\x00" in head or not _HEADER.search(head):
        raise ReadError("read.not_this_format")
    lines, boundaries = data.count(b"\n"), len(re.findall(rb"boundary\s*\*?\d?\*?=", data, re.I))
    if lines > _MOST_LINES or lines * boundaries > _MOST_COMPARISONS:
        raise ReadError("read.too_many_parts", limit=MOST_PARTS)
    try:
        message = BytesParser(policy=_POLICY).parsebytes(data.lstrip())
    except (*_BAD, RecursionError) as exc:
        raise ReadError("read.malformed") from exc
    parts = _Parts()
    parts.walk(message, 0)
    if parts.encrypted and not parts.bodies:
        raise ReadError("read.encrypted")
    return file_of(
        Mail(
            subject=header(message, "subject"),
            sender=header(message, "from"),
            to=header(message, "to"),
            copy=header(message, "cc"),
            date=_date(message),
            bodies=parts.bodies,
            attachments=tuple(parts.attachments),
            hidden=parts.hidden,
            sensitivity=header(message, "sensitivity"),
        )
    )


def header(message: Message, name: str) -> str:
    """Returns a header's text, decoded as far as it can be."""
    raw = next((str(v) for k, v in message.raw_items() if k.lower() == name), "")
    raw = re.sub(r"[\r\n]+[ \t]*", " ", raw[:_LONGEST_HEADER])
    if any("\udc80" <= char <= "\udcff" for char in raw):  # letters that aren't encoded
        raw = _decoded(raw.encode("utf-8", "surrogateescape"), "")
    try:
        return str(_POLICY.header_factory(name, raw))
    except (*_BAD, RecursionError):
        pass
    try:
        return str(make_header(decode_header(raw)))
    except (*_BAD, RecursionError):
        return raw


def _date(message: Message) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(header(message, "date"))
    except (*_BAD, RecursionError):
        return None


class _Parts:
    """Collects a mail's texts and attachments while it walks through its parts."""

    def __init__(self) -> None:
        self.bodies: list[str | Sequence[RawBlock]] = []
        self.attachments: list[Attachment] = []
        self.encrypted = False
        self.hidden = 0  # letters and digits that nobody sees
        self._count = 0

    def walk(self, part: Message, depth: int) -> None:
        """Reads a part and those in it.

        Raises:
            ReadError: ``read.too_many_parts``.
        """
        self._count += 1
        if self._count > MOST_PARTS or depth > _DEEPEST:
            raise ReadError("read.too_many_parts", limit=MOST_PARTS)
        kind = _type(part)
        if kind == "message/rfc822":
            self._enclosed_mail(part)
        elif kind == "multipart/encrypted":
            self.encrypted = True
        elif kind == "multipart/alternative":
            self._alternative(part, depth)
        elif part.is_multipart():
            for child in _children(part):
                self.walk(child, depth + 1)
        else:
            self._leaf(part, kind)

    def _alternative(self, part: Message, depth: int) -> None:
        """Reads the plain one of several forms of a text, another one where it is empty."""
        children = list(_children(part))
        children.sort(key=lambda child: _type(child) != "text/plain")
        before = len(self.bodies)
        for child in children:
            if len(self.bodies) == before or not _is_text(child):
                self.walk(child, depth + 1)

    def _leaf(self, part: Message, kind: str) -> None:
        name = _file_name(part)
        attached = _disposition(part) == "attachment"
        if kind in {"application/pkcs7-mime", "application/x-pkcs7-mime"}:
            self.encrypted = True
        if kind in {"text/plain", "text/html", "text/rtf"} and not attached and not name:
            flowed = str(_param(part, "format")).lower() == "flowed"
            self._body(_content(part), kind, _charset(part), flowed=flowed)
        elif kind.startswith("image/") and part.get("content-id") and not attached:
            return  # a picture in the text
        elif name or attached:
            suffix = mimetypes.guess_extension(kind) or ""
            safe = safe_name(name, len(self.attachments) + 1, suffix)
            self.attachments.append(Attachment(safe, _content(part)))

    def _body(self, data: bytes, kind: str, charset: str, *, flowed: bool) -> None:
        body: str | Sequence[RawBlock]
        if kind == "text/plain":
            body = unflowed(_decoded(data, charset)) if flowed else _decoded(data, charset)
            if not body.strip():
                return
        elif kind == "text/html":
            file = html_body(_decoded(data, charset) if charset else html.decode(data))
            body = file.blocks
            self.hidden += file.hidden
        else:
            try:
                file = read_rtf(data)
            except ReadError:
                return
            body = file.blocks
            self.hidden += file.hidden
        if body:
            self.bodies.append(body)

    def _enclosed_mail(self, part: Message) -> None:
        """Adds a mail that came with this one as an attachment of its own."""
        inner = next(_children(part), None)
        number = len(self.attachments) + 1
        name = _file_name(part) or (header(inner, "subject") if inner is not None else "")
        try:
            content = inner.as_bytes() if inner is not None else b""
        except (*_BAD, RecursionError):
            content = b""  # what can't be written again is named all the same
        safe = safe_name(name, number, ".eml")
        if not safe.lower().endswith(".eml"):
            safe += ".eml"
        self.attachments.append(Attachment(safe, content))


def _children(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    for child in payload if isinstance(payload, list) else ():
        if isinstance(child, Message):
            yield child


def _type(part: Message) -> str:
    try:
        return part.get_content_type()
    except (*_BAD, RecursionError):
        return "application/octet-stream"


def _is_text(part: Message) -> bool:
    return _type(part).startswith(("text/", "multipart/"))


def _disposition(part: Message) -> str:
    try:
        return part.get_content_disposition() or ""
    except (*_BAD, RecursionError):
        return ""


def _file_name(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except (*_BAD, RecursionError):
        return ""


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except (*_BAD, RecursionError):
        return ""


def _param(part: Message, name: str) -> object:
    try:
        return part.get_param(name) or ""
    except (*_BAD, RecursionError):
        return ""


def _content(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (*_BAD, RecursionError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _decoded(data: bytes, charset: str) -> str:
    """Returns a text body by the mail's own word, else by what its bytes look like."""
    # What calls itself ASCII and isn't may be anything.
    if charset not in _REFUSED | {"", "us-ascii", "ascii"}:
        try:
            return data.decode("cp1252" if charset == "iso-8859-1" else charset)
        except (LookupError, ValueError):
            pass
    try:
        return text.decode(data)
    except ReadError:
        return ""
