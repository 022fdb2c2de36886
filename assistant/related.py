"""Copies of a document are shown once, and an answer says where a newer edition exists.

Which documents belong together is found out when they are read in (:mod:`ingest.related`). Here
only those count that the asking user may read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.retrieval import Passage
from plansvar.access import User
from plansvar.answers import Citation
from plansvar.database import reads
from plansvar.documents.stored import DocumentInfo, copies_among
from plansvar.language.detect import Language
from plansvar.messages.catalogue import date_text, message
from plansvar.register.standing import supersedes
from plansvar.stores import Stores

_NO_WORD = re.compile(r"\W+")


def fold(passages: Iterable[Passage], most: int) -> list[Passage]:
    """The first passages, ``most`` of them, but none that a copy of its document has word for word.

    Of two that say the same, the first stays. Copies may be cut differently, so a passage goes too
    when its words are part of another one's.
    """
    kept: list[Passage] = []
    for passage in passages:
        twin = next((number for number, one in enumerate(kept) if _twins(one, passage)), None)
        if twin is None:
            kept.append(passage)
        elif len(passage.chunk.text) > len(kept[twin].chunk.text):
            kept[twin] = replace(passage, score=kept[twin].score)
        if len(kept) == most:
            break
    return kept


class Copies:
    """Copies of documents that were found for a question, as far as the user may read them."""

    def __init__(self, related: Sequence[DocumentInfo], user: User, stores: Stores) -> None:
        self._related = related
        self._user = user
        self._stores = stores
        self._texts: dict[str, str] = {}

    def of(self, document: DocumentInfo, quote: str) -> tuple[DocumentInfo, ...]:
        """Those copies of the document in which the words of the quote stand too."""
        words = _words(quote)
        return tuple(
            other for other in copies_among(document, self._related) if words in self._text(other)
        )

    def _text(self, document: DocumentInfo) -> str:
        version = document.version_id
        if version not in self._texts:
            text = reads.text(self._stores.engine, self._user, version)
            self._texts[version] = _words(text or "")
        return self._texts[version]


def with_related(
    citations: Sequence[Citation], language: Language, user: User, stores: Stores
) -> tuple[tuple[Citation, ...], tuple[str, ...]]:
    """Citations with the copies that ``user`` may read, and what to tell of newer editions."""
    cited = {one.document.id: one.document for one in citations}
    related = reads.related(stores.engine, user, list(cited))
    copies = Copies(related, user, stores)
    found = tuple(replace(one, also=copies.of(one.document, one.quote)) for one in citations)
    return found, notices(list(cited.values()), related, language)


def notices(
    cited: Sequence[DocumentInfo], related: Sequence[DocumentInfo], language: Language
) -> tuple[str, ...]:
    """What to tell where a cited document is a draft or an older edition of an adopted one."""
    told: dict[str, str] = {}
    for document in cited:
        newer = [one for one in related if supersedes(one, document)]
        if not newer:
            continue
        newest = max(newer, key=lambda one: (one.since or "", one.path))
        if newest.id in {one.id for one in cited} or any(
            one.since == newest.since for one in copies_among(newest, cited)
        ):
            continue
        told.setdefault(
            document.title,
            message(
                "answer.newer_edition",
                language,
                title=document.title,
                newer=newest.title,
                date=date_text(newest.since or "", language),
            ),
        )
    return tuple(told.values())


def _twins(one: Passage, other: Passage) -> bool:
    if not copies_among(one.chunk.document, [other.chunk.document]):
        return False
    first, second = _words(one.chunk.text), _words(other.chunk.text)
    return first in second or second in first


def _words(text: str) -> str:
    """Words with one space around each, so that whole words are found in them only."""
    return f" {_NO_WORD.sub(' ', text.casefold()).strip()} "
