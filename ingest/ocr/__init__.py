"""Reads the scanned pages of a PDF with Tesseract, one at a time, each in processes of its own.

::

    pages.recognise -> render (a page as an image) -> tesseract -> hocr (words) + ink (lines, bold)
                    -> one file per page in a cache -> ingest.readers.pdf puts them on their pages

The cache is the interface: a run that was killed goes on at the page where it was, and the reader,
which may run in a process of its own, finds the words there. Why: docs/adr/0010-ocr.md.
"""
