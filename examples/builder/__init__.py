"""Builds the PDF, DOCX, PPTX and XLSX files of a corpus from readable sources."""
