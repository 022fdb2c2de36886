"""A letter as a Word file, through a template that the user can replace.

docxtpl fills the template, whose variables are those of :class:`plansvar.drafts.view.View`. Texts
are data: they are escaped, and never looked through for commands. Afterwards the marks in them
become real footnotes of Word.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import asdict
from importlib import resources
from pathlib import Path

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from plansvar.drafts.footnotes import add_footnotes
from plansvar.drafts.types import Letter
from plansvar.drafts.view import view
from plansvar.errors import DraftError, NotFoundError

# A template has a logo at most.
_LARGEST = 20_000_000
_LONGEST_REASON = 200
# docxtpl takes the file apart with regular expressions and private parts of python-docx; a damaged
# file shows itself as any of these.
_BROKEN = (
    PackageNotFoundError,
    TemplateError,
    etree.LxmlError,
    zipfile.BadZipFile,
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    TypeError,
    ValueError,
)


def docx(letter: Letter, template: Path | None = None) -> bytes:
    """The letter as a docx file.

    Args:
        letter: what to write.
        template: a docx file with places for the variables; without one, our own.

    Raises:
        NotFoundError: ``path.missing``: no such template.
        DraftError: ``draft.bad_template``: it is no Word file, or names what isn't there.
    """
    source = _template(template)
    shown = view(letter)
    try:
        filled = DocxTemplate(io.BytesIO(source))
        filled.render(asdict(shown), _environment(), autoescape=True)
        add_footnotes(filled.docx, shown.notes)
        out = io.BytesIO()
        filled.save(out)
    except _BROKEN as error:
        reason = " ".join(str(error).split())[:_LONGEST_REASON] or type(error).__name__
        raise DraftError(
            "draft.bad_template", path=template or "letter.docx", reason=reason
        ) from error
    return out.getvalue()


def default_template() -> bytes:
    """Our own template, for a user who wants to change it."""
    return resources.files("plansvar.drafts").joinpath("letter.docx").read_bytes()


def _template(path: Path | None) -> bytes:
    if path is None:
        return default_template()
    if not path.is_file():
        raise NotFoundError("path.missing", path=path)
    if path.stat().st_size > _LARGEST:
        raise DraftError("draft.large_template", path=path, megabytes=_LARGEST // 1_000_000)
    return path.read_bytes()


def _environment() -> SandboxedEnvironment:
    """Templates may loop and choose, and neither reach into the program nor switch escaping off."""
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    del environment.filters["safe"]
    return environment
