"""How web pages were fetched: what to tell their servers, so that what is unchanged isn't sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from plansvar.database.models import FetchRow

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Fetch:
    """A page as it was fetched last.

    ``url`` is the address that the source names, ``final_url`` where it led; ``etag`` and
    ``last_modified`` belong to the latter. ``content_hash`` is of the bytes that came.
    ``feed_only``: nothing but a feed named it, and feeds forget their older pages.
    """

    url: str
    final_url: str
    etag: str | None
    last_modified: str | None
    content_hash: str
    feed_only: bool


def of_source(engine: Engine, source: str) -> dict[str, Fetch]:
    """How the pages of a source were fetched, by address."""
    with Session(engine) as session:
        rows = session.execute(
            select(
                FetchRow.url,
                FetchRow.final_url,
                FetchRow.etag,
                FetchRow.last_modified,
                FetchRow.content_hash,
                FetchRow.feed_only,
            ).where(FetchRow.source == source)
        )
        return {row.url: Fetch(*row) for row in rows}


def save(engine: Engine, source: str, fetches: Iterable[Fetch]) -> None:
    """Note how pages were fetched just now."""
    now = dt.datetime.now(dt.UTC)
    with Session(engine) as session, session.begin():
        for one in fetches:
            session.merge(FetchRow(source=source, fetched_at=now, **asdict(one)))


def forget(engine: Engine, source: str, urls: Sequence[str]) -> None:
    """Drop what is noted of pages."""
    with Session(engine) as session, session.begin():
        for start in range(0, len(urls), _BATCH):
            session.execute(
                delete(FetchRow).where(
                    FetchRow.source == source, FetchRow.url.in_(urls[start : start + _BATCH])
                )
            )
