"""The kinds of sources that are kept in line: folders and web pages.

Each has a ``sync`` of its own, since a folder knows at once what is there, and the web only tells
page by page; what they have alike is in :mod:`ingest.sources.common`.
"""
