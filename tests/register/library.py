"""A real database of small documents, whose lines say what they claim."""

import functools
import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine

from plansvar.database import writes
from plansvar.database.engine import open_database
from plansvar.documents.about import About
from plansvar.documents.stored import document_id, version_id
from plansvar.documents.types import (
    Authority,
    Block,
    BlockKind,
    DatePrecision,
    Document,
    DocumentDate,
    DocumentType,
)
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind
from plansvar.register.service import RegisterService

_DATED = frozenset({"deadline", "date"})


@dataclass(frozen=True)
class Library:
    """Documents are stored as a run of ingest would store them."""

    engine: Engine

    def add(
        self,
        path: str,
        *lines: str,
        groups: tuple[str, ...] = ("public",),
        date: str | None = "2023-01-01",
        authority: Authority = Authority.ADOPTED,
        organisation: str = "Fjellheim regionråd",
    ) -> str:
        """Store a document of lines such as ``measure title=Molo; leads=Vik kommune``."""
        text = "\n".join(lines)
        minutes = authority is Authority.MINUTES
        document = Document(
            text=text,
            blocks=tuple(_blocks(lines)),
            title=path,
            type=DocumentType.MINUTES if minutes else DocumentType.PLAN,
            authority=authority,
            date=DocumentDate(date, DatePrecision.DAY, "text", date) if date else None,
            language="nb",
            about=About(organisation=organisation),
        )
        own = document_id("test", path)
        content = hashlib.sha256(text.encode()).hexdigest()
        version = version_id(own, content, "1")
        writes.add_version(
            self.engine,
            document_id=own,
            source="test",
            path=path,
            version_id=version,
            content_hash=content,
            reading="1",
            document=document,
            chunks=(),
            terms=(),
            claims=[one for line in _starts(lines) for one in [_claim(*line)] if one],
        )
        writes.activate(self.engine, own, version, groups)
        return own

    def service(self) -> RegisterService:
        return RegisterService(lambda: self.engine)


def library(folder: Path) -> Library:
    file = folder / "a.db"
    file.write_bytes(_empty())
    return Library(open_database(f"sqlite:///{file}"))


@functools.cache
def _empty() -> bytes:
    """An empty database, so that the tables are made once and not for every library."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.db"
        engine = open_database(f"sqlite:///{file}")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return file.read_bytes()


def _starts(lines: tuple[str, ...]) -> list[tuple[str, int]]:
    starts, at = [], 0
    for line in lines:
        starts.append((line, at))
        at += len(line) + 1
    return starts


def _blocks(lines: tuple[str, ...]) -> list[Block]:
    return [
        Block(number, BlockKind.PARAGRAPH, start, start + len(line), page=1)
        for number, (line, start) in enumerate(_starts(lines))
    ]


def _claim(line: str, start: int) -> Claim | None:
    kind, _, rest = line.partition(" ")
    changes = kind.endswith("!")
    if kind.rstrip("!") not in set(FactKind):
        return None
    values = []
    for part in rest.split("; "):
        field, _, text = part.partition("=")
        at = start + line.index(text)
        value = Value(field, text, at, at + len(text))
        values.append(replace(value, normal=text) if field in _DATED else value)
    return Claim(FactKind(kind.rstrip("!")), tuple(values), "test", changes=changes)
