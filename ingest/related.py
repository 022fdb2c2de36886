"""Which documents are copies of each other, and which are editions of one plan.

*Copies* say the same: the same bytes, or nearly the same text with the same authority and date and
with no name or number in either that the other one lacks, as a plan that lies there as PDF and as
DOCX. A form that two have filled in isn't. *Editions* are drafts, adopted versions and revisions of
one plan. Both are found anew after every run, from all documents that are current, so that the
result doesn't depend on the order in which they came or on runs that were stopped; what is the
same as before is not written.

Who may read them plays no part here. Which pairs are alike by themselves is stored, too: the groups
that readers are told of are made of those pairs that they may read (plansvar.database.links).
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from sqlalchemy import Engine

from plansvar.database import relations
from plansvar.database.relations import Comparable, Link, Related
from plansvar.documents.groups import grouped
from plansvar.documents.sketch import Sketch, decode, similarity
from plansvar.documents.types import DocumentType
from plansvar.language.terms import tokens

# Shares of common text, as estimated from sketches. An edition of a plan that is so unlike the
# others that half of its five-word runs are new is known by its title only.
_COPY = 0.9
_EDITION = 0.5
# Numbers of a sketch that must be equal for two documents to be compared at all: with 32 such
# bands a pair that shares half of its text is seen with a probability of 0.87, one that shares
# nine tenths with 1 - 1e-14.
_BAND = 4
# Of more documents than this that have something in common, not all pairs are compared.
_MOST_ALIKE = 200

_PLANS = frozenset(
    {DocumentType.PLAN, DocumentType.ACTION_PROGRAMME, DocumentType.PROJECT_DESCRIPTION}
)
# What a title says of the edition rather than of the plan.
_STATUS = re.compile(
    r"\b(?:(?:første|andre|tredje|[123])\.?\s*gangs\s+(?:behandling|handsaming)"
    r"|(?:høring|høyring|arbeid|plan|første)s?(?:utkast|forslag|framlegg|versjon)"
    r"|(?:til|på|etter|before|after|for)\s+(?:høring|høyring|consultation)"
    r"|utkast(?:\s+til)?|forslag(?:\s+til)?|framlegg(?:\s+til)?|draft(?:\s+of)?"
    r"|(?:endelig|endeleg|vedtatt|vedteke|vedteken|politisk|godkjent|godkjend|gjeldende|gjeldande)"
    r"(?:\s+(?:versjon|utgave|utgåve|plan(?=\s)))?"
    r"|final|adopted|approved|revised|consolidated|version"
    r"|revider(?:t|te)|revidering|revisjon|rullering|rullert|oppdatert|ajourført|rev"
    r"|(?:versjon|utgave|utgåve|v)\s*\d+(?:[.,]\d+)*|kopi|copy|signert|ferdig)\b\.?"
)
_WHEN = re.compile(
    r"\b(?:\d{1,2}\.\s*)?(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)[a-zæøå]*"
    r"\b\.?(?=\s*(?:\d{4}|$))|\d+"
)
# A capital after the first word: "Næringsplan for Sund".
_NAME = re.compile(r"(?<=[a-zæøå\d,:–-]\s)[A-ZÆØÅ][a-zæøå]+")
_NO_WORD = re.compile(r"[\W_]+")


def relate(engine: Engine) -> None:
    """Bring what is stored of copies and editions in line with the current documents."""
    documents = relations.comparables(engine)

    def text(version: str) -> str:
        return relations.text(engine, version)

    found, stored = links(documents, text), relations.links(engine)
    changed = {
        one.id: now
        for one, now in zip(documents, _belonging(documents, found), strict=True)
        if now != one.related
    }
    if changed or found != stored:
        relations.relate(engine, changed, gone=stored - found, new=found - stored)


def related(documents: Sequence[Comparable], text: Callable[[str], str]) -> list[Related]:
    """What each of the documents belongs to, in their order. A group has the name of its first.

    ``text`` gives the text of a version by its id.
    """
    return _belonging(documents, links(documents, text))


def links(documents: Sequence[Comparable], text: Callable[[str], str]) -> frozenset[Link]:
    """The pairs of documents that are alike by themselves; ``text`` as in :func:`related`."""
    telling = functools.cache(lambda version: _telling(text(version)))
    sketches = [decode(one.sketch) if one.sketch else None for one in documents]
    copies = set(_same(documents, lambda document: document.content_hash))
    works: set[tuple[int, int]] = set()
    for one, other in _alike(sketches):
        first, second = documents[one], documents[other]
        share = _similarity(sketches[one], sketches[other])
        alike = share >= _COPY and _may_be_copies(first, second)
        if alike and _say_the_same(telling(first.version_id), telling(second.version_id)):
            copies.add((one, other))
        if share >= _EDITION and _may_be_editions(first, second):
            works.add((one, other))
    works.update(
        (one, other)
        for one, other in _same(documents, _title_key)
        if _have_one_title(documents[one], documents[other])
    )
    works.update(
        (one, other)
        for one, other in copies
        if documents[one].type in _PLANS or documents[other].type in _PLANS
    )
    return frozenset(
        _link(documents, pair, copies=pair in copies, editions=pair in works)
        for pair in copies | works
    )


def _link(
    documents: Sequence[Comparable], pair: tuple[int, int], *, copies: bool, editions: bool
) -> Link:
    one, other = sorted(documents[number].id for number in pair)
    return Link(one, other, copies=copies, editions=editions)


def _belonging(documents: Sequence[Comparable], found: frozenset[Link]) -> list[Related]:
    copies = grouped((link.one, link.other) for link in found if link.copies)
    works = grouped((link.one, link.other) for link in found if link.editions)
    return [Related(copies.get(one.id), works.get(one.id)) for one in documents]


def title_key(title: str) -> str:
    """A title without what it says of edition and time: the same for all editions of a plan."""
    lower = _NO_WORD.sub(" ", _STATUS.sub(" ", title.casefold().replace("_", " ")))
    return " ".join(_WHEN.sub(" ", lower).split())


def _title_key(document: Comparable) -> str:
    return title_key(document.title) if document.type in _PLANS else ""


def _may_be_copies(one: Comparable, other: Comparable) -> bool:
    # An undated copy could be one of either of two dated ones.
    same = one.authority == other.authority and one.date == other.date
    return same and one.language == other.language


def _say_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one of them has all names and numbers of the other: page numbers may come besides."""
    return one <= other or other <= one


def _telling(text: str) -> frozenset[str]:
    """The words that make a difference: names and numbers."""
    return frozenset(
        token.text for token in tokens(text) if token.text[0].isupper() or token.text[0].isdigit()
    )


def _may_be_editions(one: Comparable, other: Comparable) -> bool:
    issuers = {name.casefold() for name in (one.organisation, other.organisation) if name}
    return one.type in _PLANS and one.type == other.type and len(issuers) < 2


def _have_one_title(one: Comparable, other: Comparable) -> bool:
    """Whether the same title is no coincidence: it has a name in it, or both are of one place."""
    if one.type != other.type or (one.places and other.places and not one.places & other.places):
        return False
    if _NAME.search(one.title) and _NAME.search(other.title):
        return True
    issuers = {(name or "").casefold() for name in (one.organisation, other.organisation)}
    return (len(issuers) == 1 and "" not in issuers) or bool(one.places & other.places)


def _similarity(one: Sketch | None, other: Sketch | None) -> float:
    return similarity(one, other) if one is not None and other is not None else 0.0


def _same(
    documents: Sequence[Comparable], key: Callable[[Comparable], str]
) -> Iterator[tuple[int, int]]:
    """Pairs of documents that have a key in common, if it isn't empty."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        if found := key(document):
            by_key[found].append(number)
    for members in by_key.values():
        yield from _pairs(members)


def _alike(sketches: Sequence[Sketch | None]) -> set[tuple[int, int]]:
    """Pairs whose sketches have a band of numbers in common: those that are worth comparing."""
    found: set[tuple[int, int]] = set()
    length = max((len(one) for one in sketches if one is not None), default=0)
    # One band after the other, so that memory holds the groups of one only.
    for start in range(0, length, _BAND):
        band: dict[bytes, list[int]] = defaultdict(list)
        for number, one in enumerate(sketches):
            if one is not None:
                band[one[start : start + _BAND].tobytes()].append(number)
        found.update(pair for members in band.values() for pair in _pairs(members))
    return found


def _pairs(members: Sequence[int]) -> Iterable[tuple[int, int]]:
    """All pairs; of very many, each with its next: they are joined all the same."""
    if len(members) > _MOST_ALIKE:
        return pairwise(members)
    return combinations(members, 2)
