"""Errors that a user can do something about.

Every error is a code and parameters; its words stand in ``plansvar/messages``, once per language.

    PlansvarError
    ├── SettingsError          a setting is wrong
    ├── ReadError              one file can't be read; the run goes on
    ├── ModelError             the embedding model is missing or damaged
    ├── IndexStateError        no index yet, held by somebody else, or of another model
    ├── DatabaseError          the database can't be opened, or is of another version
    ├── QuestionError          a question that can't be answered as it stands
    ├── AccessError            the named user is unknown
    └── NotFoundError          a path or document that isn't there
"""

from __future__ import annotations


class PlansvarError(Exception):
    """Base of all errors shown to users: ``code`` keys the catalogue, ``params`` fill its text."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code}({details})"


class SettingsError(PlansvarError):
    """A setting is wrong."""


class ReadError(PlansvarError):
    """One file can't be read. The run goes on without it.

    Codes (``read.`` in the catalogue): ``empty, no_text, not_this_format, encrypted, too_large,
    too_many_pages, too_many_cells, too_many_parts, archive_bomb, malformed, timeout,
    out_of_memory, parser_crash, unsupported``.
    """


class ModelError(PlansvarError):
    """The embedding model is missing, damaged or not what the index was made with."""


class IndexStateError(PlansvarError):
    """There is no index yet, or somebody else holds it, or it needs a rebuild."""


class DatabaseError(PlansvarError):
    """The database can't be opened or was made by a newer version."""


class QuestionError(PlansvarError):
    """A question that can't be answered as it stands: empty or too long."""


class AccessError(PlansvarError):
    """The user is unknown."""


class NotFoundError(PlansvarError):
    """A path or document that isn't there, or that the user may not see: the two look alike."""
