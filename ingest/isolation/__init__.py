"""Reads each file in a process of its own, which may hang, crash or run out of memory.

::

    pool.Readers -> launch (one process per file) -> child.run -> ingest.parse -> answer.decode
                    (one per scanned page)        -> child.run -> ingest.ocr.page -> decode_scan

The reasons for each step: docs/adr/0008-isolation.md.
"""
