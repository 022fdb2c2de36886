"""Reads the scanned pages of a PDF with Tesseract, one at a time, each in a process of its own.

::

    files.ScanReader -> pages.recognise -> one file per page in the data folder
                                 |              -> ingest.readers.pdf puts them on their pages
                                 |
                  in a child:  page.recognise: render (a page as an image) -> Tesseract
                                               -> hocr (words) + image (ruled lines, bold)

The files are the interface: a run that was killed goes on at the page where it was, and the reader,
in a process of its own, finds the words there. The processes are those of :mod:`ingest.isolation`:
nothing of a scan is looked at in the process that holds the index. Why: docs/adr/0010-ocr.md.
"""
