"""Reads web pages saved as HTML: the content with its structure, without what surrounds it."""

from __future__ import annotations

import codecs
import re
from copy import deepcopy
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.readers.html_blocks import blocks_of
from ingest.readers.html_content import content_of, shown_of
from ingest.readers.html_meta import read_metadata
from ingest.readers.limits import DEFAULT, Limits
from plansvar.documents.types import ReadFile
from plansvar.errors import ReadError

# What the fork server loads with this module: half a second that pages would else each take.
PRELOAD = ("trafilatura",)

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
          (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DECLARED_WITHIN = 4096
_MARKUP = re.compile(
    r"<\s*/?(?:!doctype\s+html|html|head|body|title|div|p|h[1-6]|table|ul|ol|span|article|main|br|a)"
    r"(?=[\s>/])",
    re.I,
)
_EMBEDDED = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=\s]+")
# The parser's time grows with the square of a tag's attributes.
_ENDLESS_TAG = re.compile(r"<[a-zA-Z][^<>]{200000}")
_WRAPPER = re.compile(
    r"</?(?:div|span|section|center|font|b|i|u|em|strong|small|big|blockquote|a|ins|label)"
    r"(?:\s[^<>]*)?>",
    re.I,
)
# Names that mean Windows-1252 on the web, whatever they mean elsewhere.
_WESTERN = frozenset(("iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"))
# UTF-7 only ever served to smuggle markup past filters.
_REFUSED = frozenset(("utf-7", "utf7", "idna", "punycode", "unicode-escape", "raw-unicode-escape"))


def read(path: Path, _limits: Limits = DEFAULT) -> ReadFile:
    """Reads an HTML file.

    Raises:
        ReadError: ``read.empty``, ``read.not_this_format``,
            ``read.malformed`` or ``read.no_text``.
    """
    data = path.read_bytes()
    if not data:
        raise ReadError("read.empty")
    text = _prepared(decode(data))
    if not text.strip():
        raise ReadError("read.no_text")
    if not _MARKUP.search(text):
        raise ReadError("read.not_this_format")
    root = _tree(text)
    metadata = read_metadata(root)
    content, hidden = content_of(deepcopy(root), text)
    blocks = blocks_of(content)
    if not blocks:
        raise ReadError("read.no_text")
    return ReadFile(tuple(blocks), metadata, hidden=hidden)


def read_shown(text: str) -> ReadFile:
    """Reads all that is seen of a piece of HTML, such as a mail; there may be no blocks in it.

    Raises:
        ReadError: ``read.malformed``.
    """
    text = _prepared(text)
    if not text.strip():
        return ReadFile(())
    shown, hidden = shown_of(_tree(text))
    return ReadFile(tuple(blocks_of(shown)), hidden=hidden)


def decode(data: bytes) -> str:
    """Returns a page's text: by its byte order mark, its own word, UTF-8, else Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    start = data[:_DECLARED_WITHIN]
    declared = _CHARSET.search(start) or _XML_ENCODING.search(start)
    names = ["utf-8"]
    if declared:
        name = declared[1].decode("ascii", "replace").lower().strip()
        if name not in _REFUSED:
            names.insert(0, "cp1252" if name in _WESTERN else name)
    for name in names:
        try:
            return data.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    try:
        # A page that calls itself UTF-8 and has a few broken bytes is still UTF-8.
        text = data.decode("utf-8", errors="replace")
        if declared and text.count("\ufffd") <= len(text) // 500:
            return text
    except UnicodeError:
        pass
    return data.decode("cp1252", errors="replace")


def _prepared(text: str) -> str:
    """Returns HTML without what the parser can't take or would take long for.

    Raises:
        ReadError: ``read.malformed``.
    """
    text = _EMBEDDED.sub("", _DECLARATION.sub("", text).replace("\x00", ""))
    if _ENDLESS_TAG.search(text):
        raise ReadError("read.malformed")
    return text


class _TooDeepError(Exception):
    """Elements stand so deep in each other that the parser gave up, and lost what follows."""


def _tree(text: str) -> HtmlElement:
    """Parses a page; a deep one without what only wraps other elements, and may nest at will."""
    try:
        return _parse(text)
    except _TooDeepError:
        pass
    try:
        return _parse(_WRAPPER.sub(" ", text))
    except _TooDeepError as exc:
        raise ReadError("read.malformed") from exc


def _parse(text: str) -> HtmlElement:
    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as exc:
        raise ReadError("read.malformed") from exc
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise _TooDeepError
    if not isinstance(root, HtmlElement):
        raise ReadError("read.malformed")
    return root
