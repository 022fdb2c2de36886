"""Which kinds of content are taken, and what suffix a file of each would have."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

# To be extended with each reader: the suffix is that of ingest.readers.registry.
DOCUMENTS: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "message/rfc822": ".eml",
    "application/vnd.ms-outlook": ".msg",
}
LISTS: Mapping[str, str] = {
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/rdf+xml": ".xml",
    "application/gzip": ".gz",
    "application/x-gzip": ".gz",
    "text/plain": ".txt",
}
# Types that say nothing: the suffix in the address decides then.
_GENERIC = {
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/force-download",
    "application/download",
    "application/x-download",
}
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_SUFFIX_SPELLINGS = {".htm": ".html", ".markdown": ".md"}


def media_type(header: str) -> str:
    """The type in a ``Content-Type`` header, without its parameters."""
    return header.partition(";")[0].strip().lower()


def charset(header: str) -> str | None:
    """The charset in a ``Content-Type`` header."""
    found = _CHARSET.search(header.partition(";")[2])
    return found[1].lower() if found else None


def suffix(header: str, path: str, accepted: Mapping[str, str]) -> str | None:
    """The suffix for an answer with this ``Content-Type``; ``None`` if it is not accepted.

    Args:
        header: the ``Content-Type`` header; "" where there is none.
        path: path and query of the address, percent-encoded.
        accepted: suffixes by media type.
    """
    kind = media_type(header)
    if kind not in _GENERIC:
        return accepted.get(kind)
    ending = posixpath.splitext(unquote(path.partition("?")[0]))[1].lower()
    ending = _SUFFIX_SPELLINGS.get(ending, ending)
    return ending if ending in accepted.values() else None
