"""The configured places to read from: ``[sources.NAME]`` in plansvar.toml."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from plansvar.documents.types import Authority, DocumentType


class SourceSettings(BaseModel):
    """A folder. What is said here wins over what is guessed from the documents."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path = Field(description="the folder; relative to the working folder")
    include: tuple[str, ...] = Field((), description="patterns of files to read; none: all")
    exclude: tuple[str, ...] = Field((), description="patterns of files to leave out")
    groups: tuple[str, ...] | None = Field(
        None, description="who may read them; unset: default_groups"
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
    keep_originals: bool = Field(True, description="keep a copy of each file for showing quotes")

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


def _matches(path: PurePath, pattern: str) -> bool:
    whole = path.as_posix().casefold()
    wanted = pattern.rstrip("/").removeprefix("./").casefold()
    if fnmatchcase(whole, wanted) or fnmatchcase(whole, f"{wanted}/*"):
        return True
    return "/" not in wanted and any(fnmatchcase(part.casefold(), wanted) for part in path.parts)
