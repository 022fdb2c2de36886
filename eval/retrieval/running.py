"""A set is read in through the product's own pipeline and searched as a user would."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from assistant.pipeline import ask, search
from assistant.reading_ahead import read_ahead
from eval.retrieval.commits import commit
from eval.retrieval.measures import measured
from eval.retrieval.types import Query, QuerySet, Result, Run
from ingest.pipeline import ingest
from ingest.sync import sync
from plansvar.access import user
from plansvar.local import LocalService, Pipelines
from plansvar.service import IngestRequest, ProgressCallback
from plansvar.settings import Settings

_LIMIT = 50  # hits looked at; several may be of one item
_WARM_UP = 3  # queries that aren't timed: the model and the index are opened by them


def run(
    query_set: QuerySet,
    work: Path,
    settings: Settings,
    progress: ProgressCallback | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Run:
    """Read the set's documents in and search for each query.

    Args:
        query_set: what is asked, and of what.
        work: a folder to work in; what is there from an earlier run is used again.
        settings: how search is set up; its data folder is replaced by one below ``work``.
        progress: as for ingestion.
        told: called with how many queries are done, and how many there are.
    """
    chosen = settings.model_copy(update={"data": work / "data"})
    service = LocalService(chosen, Pipelines(ingest, sync, ask, search, read_ahead=read_ahead))
    try:
        started = time.perf_counter()
        for group, paths in query_set.write(work / "documents").items():
            service.ingest(IngestRequest(paths, (group,)), progress)
        seconds = time.perf_counter() - started
        for query in query_set.queries[:_WARM_UP]:
            _search(query, query_set, service)
        results = []
        for query in query_set.queries:
            results.append(_search(query, query_set, service))
            if told:
                told(len(results), len(query_set.queries))
    finally:
        service.close()
    return Run(
        set_name=query_set.name,
        system="plansvar",
        commit=commit(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        settings={
            "search": chosen.search.model_dump(mode="json"),
            "embedding": chosen.embedding.model_dump(mode="json", include={"model"}),
        },
        results=measured(results),
        costs={"ingest_s": round(seconds, 2)},
        blind=query_set.blind,
    )


def _search(query: Query, query_set: QuerySet, service: LocalService) -> Result:
    asker = user(query.id, query.groups)
    started = time.perf_counter()
    hits = service.search(query.text, asker, _LIMIT).hits
    milliseconds = (time.perf_counter() - started) * 1000
    found = dict.fromkeys(item for hit in hits for item in query_set.items(query, hit))
    return Result(query, tuple(found), milliseconds)
