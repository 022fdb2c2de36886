"""A page of a PDF as an image, with the quote that somebody wants to see marked on it.

::

    drawing.draw -> a process of its own -> child.main -> pdfium -> PNG
"""
