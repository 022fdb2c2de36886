"""Reads web pages, of which neither the address nor the answer is trusted.

::

    WebSource -> discover() -> Found(items) -> Fetcher.get(item.url) -> Fetched | NotModified

:mod:`ingest.web.fetch` is the only place that opens a connection. What it may connect to is decided
in :mod:`ingest.web.network`, where the socket is opened, so that nothing can go around it.
"""
