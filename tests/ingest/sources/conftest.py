from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler

import pytest

from ingest.sync import sync
from plansvar.service import Progress, SourceReport, SyncRequest
from plansvar.sources import WebPages
from plansvar.verify import verify
from tests.conftest import Desk
from tests.ingest.web.site import HTML, LOOPBACK, XML, Site, fetcher_for, serve


def page(number: int | str, what: str = "kai") -> str:
    """A page with a content of its own."""
    return (
        f"<html lang=nb><head><title>Tiltak {number}</title></head><body><main>"
        f"<h1>Tiltak {number}</h1><p>Kommunen skal bygge {what} nummer {number} innen 2030, og "
        f"havnestyret i Sund har ansvaret for at arbeidet blir gjort.</p></main></body></html>"
    )


@dataclass
class Town:
    """A web site, and a source of its pages."""

    site: Site
    desk: Desk

    def put(self, path: str, body: str, etag: str | None = None) -> None:
        """A page; with a validator, the server knows when it has not been modified."""
        self.site.put(path, body, {**HTML, **({"ETag": etag} if etag else {})})
        whole = self.site.answers[path]

        def answer(request: BaseHTTPRequestHandler) -> None:
            if etag and request.headers["If-None-Match"] == etag:
                request.send_response(304)
                request.end_headers()
            else:
                whole(request)

        self.site.answers[path] = answer

    def list(self, *paths: str) -> None:
        """What the sitemap names."""
        urls = "".join(f"<url><loc>{self.site.url(path)}</loc></url>" for path in paths)
        self.site.put("/sitemap.xml", f"<urlset>{urls}</urlset>", XML)

    def source(self, **options: object) -> Town:
        """The same site with these settings for its source."""
        given = options or {"sitemaps": (self.site.url("/sitemap.xml"),)}
        chosen = WebPages.model_validate({"groups": ("public",), **given})
        settings = self.desk.stores.settings.model_copy(update={"sources": {"web": chosen}})
        stores = replace(self.desk.stores, settings=settings)
        return Town(self.site, replace(self.desk, stores=stores))

    def sync(
        self,
        *,
        allow_deletes: bool = False,
        progress: list[Progress] | None = None,
        address: str = LOOPBACK,
    ) -> SourceReport:
        """Read it in; afterwards all is in order, and nothing is left lying about."""
        self.site.asked.clear()
        self.desk.embedder.embedded.clear()
        [report] = sync(
            SyncRequest(allow_deletes=allow_deletes),
            self.desk.stores,
            None if progress is None else progress.append,
            make_fetcher=lambda _: fetcher_for(self.site, resolve=lambda _: [address]),
        )
        stores = self.desk.stores
        assert verify(stores.engine, stores.index, "hashing-1").agrees
        assert not list(stores.settings.data.glob("scratch/*"))
        return report

    def paths(self) -> list[str]:
        """The paths of all documents' addresses."""
        return [info.path.removeprefix(self.site.url("")) for info in self.desk.documents()]

    def short(self, urls: tuple[str, ...]) -> list[str]:
        """Addresses without the site."""
        return [url.removeprefix(self.site.url("")) for url in urls]


@pytest.fixture
def town(desk: Desk) -> Iterator[Town]:
    """A sitemap of ten pages, not read in yet."""
    with serve() as site:
        made = Town(site, desk)
        for number in range(10):
            made.put(f"/{number}", page(number), f'"{number}"')
        made.list(*(f"/{number}" for number in range(10)))
        yield made.source()
