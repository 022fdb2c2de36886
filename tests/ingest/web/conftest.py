from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.web.fetch import Fetcher
from tests.ingest.web.site import Site, fetcher_for, serve


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def fetcher(site: Site) -> Iterator[Fetcher]:
    with fetcher_for(site) as made:
        yield made
