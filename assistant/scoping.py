"""Which documents an answer may come from: those that were chosen, or that the question names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.register.naming import mentions
from plansvar.access import User
from plansvar.answers import Limit
from plansvar.asking import Scope
from plansvar.database import reads
from plansvar.documents.stored import Coverage, DocumentInfo, is_named
from plansvar.errors import QuestionError
from plansvar.index.protocol import SearchFilter
from plansvar.language.dates import bounds
from plansvar.language.detect import Language
from plansvar.messages.catalogue import date_text, message
from plansvar.register.timespan import is_date
from plansvar.stores import Stores

# More titles than these are counted and not named.
_NAMED = 3
_FIRST_DAY, _LAST_DAY = 0, 99_999_999


@dataclass(frozen=True, slots=True)
class Limited:
    """Stores that give only what was chosen, and how that is told."""

    stores: Stores
    applied: dict[str, list[str]]
    told: str

    @property
    def nothing_there(self) -> bool:
        """Whether no document that the asker may read fits."""
        limit = self.stores.limit
        return limit is not None and not limit.documents


def limited(
    scope: Scope, as_of: str | None, user: User, stores: Stores, language: Language
) -> Limited:
    """The stores within a scope, and within what there was on a day.

    Raises:
        QuestionError: ``scope.no_document``: a document that isn't there, or that ``user`` may not
            read; ``scope.bad_date``.
    """
    for date in (scope.since, scope.until, as_of):
        if date is not None and not is_date(date):
            raise QuestionError("scope.bad_date", value=date)
    if as_of is not None and (scope.until is None or bounds(as_of)[1] < bounds(scope.until)[1]):
        scope = replace(scope, until=as_of)
    if not scope:
        return Limited(stores, {}, "")
    everything = reads.documents(stores.engine, user)
    named = _named(scope.documents, everything)
    found = [
        one for one in everything if (not scope.documents or one.id in named) and _fits(one, scope)
    ]
    limit = Limit(_search(scope, user, found), frozenset(one.id for one in found), _count(found))
    titles = [one.title for one in everything if one.id in named]
    return Limited(
        replace(stores, limit=limit), _applied(scope, titles), told(scope, titles, language)
    )


def told(scope: Scope, titles: Sequence[str], language: Language) -> str:
    """What was searched, in words: "Søkt i protokoller fra 2020."."""
    kinds = [message(f"answer.searched.type.{one.value}", language) for one in scope.types]
    titles = list(dict.fromkeys(titles))
    if titles:
        marks = "“{}”" if language == "en" else "«{}»"
        named = [marks.format(one) for one in titles[:_NAMED]]
        if len(titles) > _NAMED:
            more = message("answer.searched.more", language, count=len(titles) - _NAMED)
            named.append(more)
        kinds = named
    parts = [_listed(kinds, language) or message("answer.searched.documents", language)]
    if scope.authorities:
        words = [
            message(f"answer.searched.authority.{one.value}", language) for one in scope.authorities
        ]
        parts.append(f"({_listed(words, language)})")
    for field, values in (("organisations", scope.organisations), ("sources", scope.sources)):
        if values:
            names = _listed(list(values), language)
            parts.append(message(f"answer.searched.{field}", language, names=names))
    if scope.languages:
        tongues = [message(f"answer.searched.language.{one}", language) for one in scope.languages]
        names = _listed(tongues, language)
        parts.append(message("answer.searched.in_language", language, names=names))
    if time := _time(scope, language):
        parts.append(time)
    return message("answer.searched.in", language, what=" ".join(parts))


def _time(scope: Scope, language: Language) -> str:
    since, until = scope.since, scope.until
    if since and since == until:
        return message("answer.searched.at", language, date=date_text(since, language))
    if since and until:
        dates = {"since": date_text(since, language), "until": date_text(until, language)}
        return message("answer.searched.between", language, **dates)
    if since:
        return message("answer.searched.since", language, date=date_text(since, language))
    if until:
        return message("answer.searched.until", language, date=date_text(until, language))
    return ""


def _listed(words: Sequence[str], language: Language) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {message('answer.register.and', language)} {words[-1]}"


def _named(targets: Iterable[str], documents: Sequence[DocumentInfo]) -> set[str]:
    """The ids of the documents that are named by id, path, folder, file name or title."""
    found: set[str] = set()
    for target in targets:
        path = Path(target).expanduser().resolve()
        wanted = target.strip().casefold()
        matches = [
            one.id
            for one in documents
            if wanted
            and (
                is_named(one, target, path)
                or wanted in {one.title.casefold(), Path(one.path).name.casefold()}
            )
        ]
        if not matches:
            raise QuestionError("scope.no_document", name=target)
        found.update(matches)
    return found


def _fits(document: DocumentInfo, scope: Scope) -> bool:
    return (
        (not scope.types or document.type in scope.types)
        and (not scope.authorities or document.authority in scope.authorities)
        and (not scope.sources or document.source in scope.sources)
        and (not scope.languages or document.language in scope.languages)
        and (
            not scope.organisations
            or any(
                mentions(one, (document.about.organisation or "",)) for one in scope.organisations
            )
        )
        and _in_time(document, scope)
    )


def _in_time(document: DocumentInfo, scope: Scope) -> bool:
    """As the index has it: two spans of days overlap; what has no date is in none."""
    if scope.since is None and scope.until is None:
        return True
    if document.date is None:
        return False
    first, last = bounds(document.date)
    since, until = _days(scope)
    return first <= until and last >= since


def _days(scope: Scope) -> tuple[int, int]:
    since = bounds(scope.since)[0] if scope.since else _FIRST_DAY
    until = bounds(scope.until)[1] if scope.until else _LAST_DAY
    return since, until


def _search(scope: Scope, user: User, found: Sequence[DocumentInfo]) -> SearchFilter:
    """What the index can tell by itself it is told as such; else it gets the documents' ids."""
    by_id = bool(scope.documents or scope.organisations) or not found
    since, until = _days(scope)
    return SearchFilter(
        # Without a group nothing is found: there is nothing to be found.
        groups=user.groups if found else (),
        types=tuple(one.value for one in scope.types),
        authorities=tuple(one.value for one in scope.authorities),
        languages=scope.languages,
        sources=scope.sources,
        document_ids=tuple(sorted(one.id for one in found)) if by_id else (),
        date_from=since if scope.since else None,
        date_to=until if scope.until else None,
    )


def _count(found: Sequence[DocumentInfo]) -> Coverage:
    dates = [one.date for one in found if one.date]
    return Coverage(len(found), len(found) - len(dates), max(dates, default=None))


def _applied(scope: Scope, titles: Sequence[str]) -> dict[str, list[str]]:
    fields = {
        "document": list(dict.fromkeys(titles)),
        "type": [one.value for one in scope.types],
        "authority": [one.value for one in scope.authorities],
        "source": list(scope.sources),
        "organisation": list(scope.organisations),
        "language": list(scope.languages),
        "since": [scope.since] if scope.since else [],
        "until": [scope.until] if scope.until else [],
    }
    return {name: values for name, values in fields.items() if values}


def within(chosen: Limited, scope: Scope, user: User, language: Language) -> Limited:
    """A narrower choice inside one: what both leave."""
    narrower = limited(scope, None, user, replace(chosen.stores, limit=None), language)
    before, own = chosen.stores.limit, narrower.stores.limit
    if before is None or own is None:
        return narrower
    documents = [
        one
        for one in reads.documents(chosen.stores.engine, user)
        if one.id in before.documents & own.documents
    ]
    search = SearchFilter(
        groups=user.groups if documents else (),
        document_ids=tuple(sorted(one.id for one in documents)),
    )
    limit = Limit(search, frozenset(one.id for one in documents), _count(documents))
    return replace(narrower, stores=replace(narrower.stores, limit=limit))
