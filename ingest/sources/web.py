"""Web pages as a source.

::

    lists -> pages named now, and those that only a feed named before
          -> fetched in portions -> read in (new and changed)
    documents known -> no longer named, or "not found": out, unless suspiciously many

A page that can't be fetched stays as it was read last, and so do the pages of a list that can't be
fetched. Nothing is changed where nobody answers at all.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ingest.batch import Batch, RawFile, reading_of
from ingest.discover import Discovered
from ingest.model_facts import nothing_to_do
from ingest.pipeline import read_in, regroup
from ingest.sources.common import batch_of, given_by, take_out, too_many
from ingest.sources.pages import Page, Portion, Visit
from ingest.web.discover import Found, WebSource, belongs, discover
from ingest.web.fetch import Fetcher
from plansvar.database import fetches, parts, writes
from plansvar.database.fetches import Fetch
from plansvar.database.writes import Known
from plansvar.errors import WebError
from plansvar.scratch import scratch
from plansvar.service import (
    IngestFailure,
    IngestReport,
    ModelFacts,
    ProgressCallback,
    SourceReport,
    Withheld,
)
from plansvar.settings import LlmSettings
from plansvar.sources import WebPages
from plansvar.stores import Stores

_NOTHING_ELSE = Discovered((), ())


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done with a source's documents, before anything is.

    ``unlisted`` are documents whose page no list names any more, ``pages`` those to visit.
    """

    pages: tuple[Page, ...]
    moved: tuple[tuple[str, str], ...]
    unlisted: tuple[str, ...]


def sync(
    name: str,
    source: WebPages,
    stores: Stores,
    report: ProgressCallback,
    fetcher: Fetcher,
    *,
    allow_deletes: bool,
) -> SourceReport:
    """Bring the documents of a source in line with its pages."""
    started = time.perf_counter()
    wanted = WebSource(
        name,
        source.urls,
        source.sitemaps,
        source.feeds,
        source.include,
        source.exclude,
        source.max_pages,
    )
    found = discover(wanted, fetcher)
    known = writes.known(stores.engine, name)
    before = fetches.of_source(stores.engine, name)
    reusable = _reusable(before, known, reading_of(given_by(source)), stores.settings.llm)
    plan = _plan(found, known, before, reusable, wanted, fetcher)
    if too_many(len(plan.unlisted), len(known)) and not allow_deletes:
        failure = IngestFailure(
            name,
            "sync.too_many_gone",
            {"path": name, "gone": len(plan.unlisted), "known": len(known)},
        )
        return SourceReport(name, halted=failure)
    list_failures = [_list_failure(error, name) for error in found.failed]
    with scratch(stores.settings.data) as folder:
        visit = Visit(fetcher, folder, report)
        portions = visit.portions(plan.pages, heard=found.answered)
        first = next(portions, None)
        if first is None:
            failure = IngestFailure(name, "sync.web_unreachable", {"source": name})
            reasons = (*list_failures, *visit.unheard)
            return SourceReport(name, IngestReport(failed=reasons), halted=failure)
        run = _Run(name, source, stores, report, len(known))
        run.settle(plan)
        run.tally.failed += list_failures
        if found.over_limit:
            run.tally.failed.append(
                IngestFailure(
                    name,
                    "sync.too_many_pages",
                    {"source": name, "count": found.over_limit, "limit": source.max_pages},
                )
            )
        for portion in itertools.chain((first,), portions):
            run.take(portion)
    run.finish(allow_deletes=allow_deletes)
    return run.report(found.elsewhere, time.perf_counter() - started)


def _reusable(
    before: Mapping[str, Fetch], known: Mapping[str, Known], rules: str, llm: LlmSettings
) -> dict[str, Fetch]:
    """The fetches whose content is what is seen today, all of it, read by the rules of today."""
    return {
        url: fetch
        for url, fetch in before.items()
        if (one := known.get(url)) is not None
        and not one.parts_missing
        and nothing_to_do(llm, one, fetch.content_hash, rules, one.groups)
    }


def _plan(
    found: Found,
    known: Mapping[str, Known],
    before: Mapping[str, Fetch],
    reusable: Mapping[str, Fetch],
    wanted: WebSource,
    fetcher: Fetcher,
) -> _Plan:
    """Compare what is named with what is known. Changes nothing."""
    named = {item.url: item.feed_only for item in found.items}
    missing = dict.fromkeys(sorted(known.keys() - named.keys()))
    # A site that begins to use https has the same pages.
    by_rest = {_rest(url): url for url in named if url not in known}
    moved = tuple((old, by_rest[_rest(old)]) for old in missing if _rest(old) in by_rest)
    for old, _ in moved:
        del missing[old]
    # Feeds forget: only the page itself tells whether it is still there.
    for url in list(missing):
        fetch = before.get(url)
        if fetch and fetch.feed_only and wanted.feeds and belongs(url, wanted, fetcher):
            named[url] = True
            del missing[url]
    return _Plan(
        pages=tuple(
            Page(url, feed_only, reusable.get(url)) for url, feed_only in sorted(named.items())
        ),
        moved=moved,
        unlisted=tuple(missing) if found.complete else (),
    )


@dataclass(slots=True)
class _Tally:
    """What was done so far; dictionaries are in order and hold nothing twice."""

    moved: list[tuple[str, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    parts_gone: list[str] = field(default_factory=list)  # what came with pages, which isn't counted
    lost: dict[str, None] = field(default_factory=dict)  # gone too, when all is over
    seen: set[str] = field(default_factory=set)  # whose content is known to be what is there
    unchanged: list[str] = field(default_factory=list)
    failed: list[IngestFailure] = field(default_factory=list)
    reports: list[IngestReport] = field(default_factory=list)


class _Run:
    """A source's pages on their way through."""

    def __init__(
        self,
        name: str,
        source: WebPages,
        stores: Stores,
        report: ProgressCallback,
        known_before: int,
    ) -> None:
        self.tally = _Tally()
        self._name = name
        self._source = source
        self._stores = stores
        self._report = report
        self._known_before = known_before
        self._known: dict[str, Known] = {}

    def settle(self, plan: _Plan) -> None:
        """Do what needs no page: what is moved, gone, or for other readers."""
        engine = self._stores.engine
        known = writes.known(engine, self._name)
        # What is taken back goes before anything is read, as in folders.
        self._take_out(known, plan.unlisted)
        for old, new in plan.moved:
            parts.move(engine, known[old].document_id, new)
        self.tally.moved += plan.moved
        fetches.forget(engine, self._name, [old for old, _ in plan.moved])
        known = writes.known(engine, self._name)
        self.tally.reports.append(regroup(self._batch((), known), self._stores))
        self._known = writes.known(engine, self._name)

    def take(self, portion: Portion) -> None:
        """Read a portion in, and note what became of its other pages."""
        tally = self.tally
        documents = [self._known[url].document_id for url in portion.unchanged]
        tally.unchanged += portion.unchanged
        tally.unchanged += parts.below(self._stores.engine, documents).values()
        tally.seen.update(portion.unchanged)
        for failure in portion.gone:
            if failure.path in self._known:
                tally.lost[failure.path] = None
            else:
                tally.failed.append(failure)
        tally.failed += portion.failed
        for old, new in portion.moved:
            self._join(old, new, portion)
        tally.failed += [
            IngestFailure(old, "sync.sent_on", {"url": old, "to": new})
            for old, new in portion.sent_on
            if old in self._known
        ]
        if portion.files:
            batch = self._batch(tuple(portion.files), self._known)
            done = read_in(batch, _NOTHING_ELSE, self._stores, self._report)
            tally.reports.append(done)
            pages = {raw.path for raw in portion.files}
            tally.seen.update(pages.intersection((*done.added, *done.changed, *done.unchanged)))
            tally.parts_gone += done.gone
        if portion.fetches:
            fetches.save(self._stores.engine, self._name, portion.fetches)

    def finish(self, *, allow_deletes: bool) -> None:
        """Take out what is gone, unless it is too much; that is known only now."""
        tally = self.tally
        gone = len(tally.gone) + len(tally.lost)
        if tally.lost and too_many(gone, self._known_before) and not allow_deletes:
            tally.failed.append(
                IngestFailure(
                    self._name,
                    "sync.pages_gone",
                    {"source": self._name, "gone": gone, "known": self._known_before},
                )
            )
            return
        self._take_out(self._known, tally.lost)

    def report(self, elsewhere: int, seconds: float) -> SourceReport:
        """All that was done."""
        tally = self.tally
        added = [path for one in tally.reports for path in one.added]
        changed = [path for one in tally.reports for path in one.changed]
        regrouped = _without((path for one in tally.reports for path in one.regrouped), changed)
        unchanged = [path for one in tally.reports for path in one.unchanged]
        withheld: dict[str, Withheld] = {}
        for done in tally.reports:
            for path in done.changed:  # another version, whose marks count now
                withheld.pop(path, None)
            withheld.update((one.path, one) for one in done.withheld)
        kept = _without(self._known, {*tally.seen, *tally.gone})
        gone = (*tally.gone, *tally.parts_gone)
        return SourceReport(
            self._name,
            IngestReport(
                added=tuple(added),
                changed=tuple(changed),
                unchanged=_without((*tally.unchanged, *unchanged), regrouped),
                regrouped=regrouped,
                skipped=tuple(path for one in tally.reports for path in one.skipped),
                failed=(*tally.failed, *(fail for one in tally.reports for fail in one.failed)),
                incomplete=tuple(fail for one in tally.reports for fail in one.incomplete),
                withheld=tuple(one for path, one in withheld.items() if path not in gone),
                hidden_text=tuple(
                    hidden
                    for one in tally.reports
                    for hidden in one.hidden_text
                    if hidden.path not in gone
                ),
                model_facts=_all_facts(tally.reports),
                chunks=sum(one.chunks for one in tally.reports),
                seconds=seconds,
            ),
            moved=tuple(tally.moved),
            gone=gone,
            kept=kept,
            elsewhere=elsewhere,
        )

    def _join(self, old: str, new: str, portion: Portion) -> None:
        """Note that a page is another of the source now, which is visited for itself."""
        if old not in self._known:
            return
        # Pages are visited in order of their address.
        if new > old and new not in self._known:
            self._known[new] = self._known.pop(old)
            parts.move(self._stores.engine, self._known[new].document_id, new)
            fetches.forget(self._stores.engine, self._name, (old,))
            self.tally.moved.append((old, new))
        elif new in self._known or new in self.tally.seen or _has_file(portion, new):
            self.tally.lost[old] = None

    def _take_out(self, known: Mapping[str, Known], urls: Iterable[str]) -> None:
        chosen = list(urls)
        if not chosen:
            return
        below = take_out({known[url].document_id: url for url in chosen}, self._stores)
        fetches.forget(self._stores.engine, self._name, chosen)
        self.tally.gone += chosen
        self.tally.parts_gone += below.values()

    def _batch(self, files: tuple[RawFile, ...], known: Mapping[str, Known]) -> Batch:
        """Files of the source; what came with its pages is looked up each time, since it moves."""
        known_parts = parts.known_parts(self._stores.engine, self._name)
        return replace(batch_of(self._name, self._source, files, known), parts=known_parts)


def _has_file(portion: Portion, url: str) -> bool:
    return any(raw.path == url for raw in portion.files)


def _all_facts(reports: Iterable[IngestReport]) -> ModelFacts | None:
    found = [one.model_facts for one in reports if one.model_facts is not None]
    return sum(found, ModelFacts()) if found else None


def _without(paths: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    left_out = set(others)
    return tuple(dict.fromkeys(path for path in paths if path not in left_out))


def _rest(url: str) -> str:
    """An address without http or https."""
    return url.partition("://")[2]


def _list_failure(error: WebError, name: str) -> IngestFailure:
    where = error.params.get("url") or error.params.get("host") or name
    return IngestFailure(str(where), error.code, error.params)
