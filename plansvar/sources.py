"""The configured places to read from: ``[sources.NAME]`` in plansvar.toml."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from plansvar.documents.types import Authority, DocumentType

# The type of the error for a source that is neither a folder nor web pages, or both.
WRONG_KIND = "source_kind"
_WRONG_KIND_TEXT = "a source is a folder (path) or web pages (urls, sitemaps, feeds)"
_LISTS = ("urls", "sitemaps", "feeds")


class SourceSettings(BaseModel):
    """What every source has. What is said here wins over what is guessed from the documents."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    include: tuple[str, ...] = Field((), description="patterns of what to read; none: all")
    exclude: tuple[str, ...] = Field((), description="patterns of what to leave out")
    groups: tuple[str, ...] | None = Field(
        None, description="who may read its documents; unset: default_groups"
    )
    type: DocumentType | None = Field(None, description="type of all its documents; unset: guessed")
    authority: Authority | None = Field(
        None, description="how binding all its documents are; unset: guessed"
    )
    organisation: str | None = Field(
        None, min_length=1, description="who issues its documents; unset: guessed"
    )
    allow_marked: bool = Field(
        False, description="let documents marked as internal and the like become public"
    )
    keep_originals: bool = Field(
        True, description="keep a copy of each file or page for showing quotes"
    )


class FolderSource(SourceSettings):
    """A folder, with patterns of its files."""

    path: Path = Field(description="the folder; relative to the working folder")

    @model_validator(mode="after")
    def _patterns_are_relative(self) -> Self:
        for pattern in (*self.include, *self.exclude):
            if not pattern or PurePath(pattern).is_absolute():
                raise ValueError(f"{pattern!r} is no pattern below the folder")
        return self

    @property
    def folder(self) -> Path:
        """The folder, absolute, ``~`` and links followed; it need not be there."""
        return self.path.expanduser().resolve()

    def takes(self, path: PurePath) -> bool:
        """Whether a file, relative to the folder, is one of the source's.

        A pattern stands for a file's whole relative path, in which ``*`` matches any characters
        and ``/`` too, or for its name or that of a folder above it.
        """
        if any(_matches(path, pattern) for pattern in self.exclude):
            return False
        return not self.include or any(_matches(path, pattern) for pattern in self.include)


class WebPages(SourceSettings):
    """Web pages, named one by one or by lists, with patterns of their addresses.

    :class:`ingest.web.discover.WebSource` says what the patterns stand for.
    """

    urls: tuple[str, ...] = Field((), description="addresses of pages")
    sitemaps: tuple[str, ...] = Field((), description="addresses of sitemaps")
    feeds: tuple[str, ...] = Field((), description="addresses of feeds (RSS, Atom)")
    max_pages: int = Field(1_000, ge=1, description="the most pages that are read")

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.urls or self.sitemaps or self.feeds):
            raise PydanticCustomError(WRONG_KIND, _WRONG_KIND_TEXT)
        if not all((*self.include, *self.exclude)):
            raise ValueError("an empty pattern stands for no address")
        return self


def _kind(value: object) -> str | None:
    """The tag of the model that a source's settings are for; ``None``: none, or both."""
    if isinstance(value, SourceSettings):
        return "folder" if isinstance(value, FolderSource) else "web"
    if not isinstance(value, Mapping):
        return None
    folder, web = "path" in value, any(name in value for name in _LISTS)
    if folder == web:
        return None
    return "folder" if folder else "web"


def unknown_key(value: object) -> str | None:
    """The first key of a source's settings that no kind of source has, if there is one."""
    known = FolderSource.model_fields.keys() | WebPages.model_fields.keys()
    keys = value if isinstance(value, Mapping) else ()
    return next((str(key) for key in keys if key not in known), None)


AnySource = Annotated[
    Annotated[FolderSource, Tag("folder")] | Annotated[WebPages, Tag("web")],
    Discriminator(_kind, custom_error_type=WRONG_KIND, custom_error_message=_WRONG_KIND_TEXT),
]


def _matches(path: PurePath, pattern: str) -> bool:
    whole = path.as_posix().casefold()
    wanted = pattern.rstrip("/").removeprefix("./").casefold()
    if fnmatchcase(whole, wanted) or fnmatchcase(whole, f"{wanted}/*"):
        return True
    return "/" not in wanted and any(fnmatchcase(part.casefold(), wanted) for part in path.parts)
