"""The same bytes every time for the formats that are zip files."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

from examples.builder.blocks import Head

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
FIRST = "[Content_Types].xml"
CORE = "docProps/core.xml"


def moment(head: Head) -> dt.datetime:
    """Return the time that stands for the date of a document."""
    return dt.datetime.combine(head.date, dt.time(12))


def set_properties(properties: Any, head: Head) -> None:
    """Set the properties of a DOCX or PPTX, all times from the head."""
    properties.title = head.title
    properties.subject = head.subtitle
    properties.author = properties.last_modified_by = head.author
    properties.language = head.language
    properties.created = properties.modified = properties.last_printed = moment(head)
    properties.revision = 1
    properties.comments = properties.keywords = ""


def normalise_zip(path: Path, head: Head) -> None:
    """Rewrite a zip file with sorted entries of a fixed date."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    # openpyxl puts the clock's time there, whatever the properties say.
    stamp = f"{moment(head).isoformat()}Z".encode()
    entries[CORE] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, entries[CORE])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(entries, key=lambda name: (name != FIRST, name)):
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 0
            archive.writestr(info, entries[name], zipfile.ZIP_DEFLATED, compresslevel=9)
