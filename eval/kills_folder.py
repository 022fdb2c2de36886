"""A folder of documents that changes all the time, for :mod:`eval.kills`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from random import Random

PARAGRAPHS = 12  # of each text
_SOURCE = "planer"


@dataclass
class Folder:
    """A source that is changed from round to round; the same seed changes it in the same way."""

    work: Path
    random: Random
    revision: int = 0
    names: list[str] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)  # not touched since a sync ran to its end

    @property
    def files(self) -> Path:
        """Where the documents lie."""
        return self.work / "filer"

    def begin(self, count: int) -> None:
        """Write the first documents."""
        self.files.mkdir(parents=True)
        self._may_read(("public",))
        for _ in range(count):
            self._add()

    def change(self) -> None:
        """Change some of it, as people do between two syncs."""
        for name in self.random.sample(self.names, len(self.names) // 2):
            self._write(name)
        self._add()
        gone = self.random.choice(self.names)
        self._path(gone).unlink()
        self.names.remove(gone)
        self.settled.discard(gone)
        moved = self.random.choice(self.names)
        self._path(moved).rename(self._path(f"m{self.revision}-{moved}"))
        self.names[self.names.index(moved)] = f"m{self.revision}-{moved}"
        self.settled.discard(moved)
        if self.random.random() < 0.2:
            self._may_read(self.random.choice((("public",), ("internal",), ("internal", "public"))))

    def _add(self) -> None:
        name = f"plan{self.revision + 1}.{self.random.choice(('md', 'txt', 'html', 'eml'))}"
        self.names.append(name)
        self._write(name)

    def _write(self, name: str) -> None:
        """A text whose every paragraph says which revision it is of, and how many there are.

        A mail has two such texts as attachments, one of which comes and goes.
        """
        self.settled.discard(name)
        paragraphs = self._paragraphs()
        if name.endswith(".eml"):
            mail = EmailMessage()
            mail["Subject"] = f"Plan {name}"
            mail.set_content("\n\n".join(paragraphs))
            for number in range(self.random.choice((1, 2))):
                text = "\n\n".join(self._paragraphs())
                mail.add_attachment(text, filename=f"{name}-{number}.txt")
            self._path(name).write_bytes(mail.as_bytes())
            return
        if name.endswith(".html"):
            body = "".join(f"<h2>Del {n}</h2><p>{text}</p>" for n, text in enumerate(paragraphs))
            text = f"<html><body><main><h1>Plan</h1>{body}</main></body></html>"
        else:
            text = "\n\n".join(paragraphs) + "\n"
        self._path(name).write_text(text, encoding="utf-8")

    def _paragraphs(self) -> list[str]:
        self.revision += 1
        tasks = ("bygge kai", "ruste opp moloen", "kartlegge areal", "opprette et nettverk")
        return [
            f"Tiltak {number}: kommunen skal {self.random.choice(tasks)} nummer"
            f" {self.random.randrange(10_000)} innen {2026 + number}, merket"
            f" av{self.revision}nr{number}."
            for number in range(PARAGRAPHS)
        ]

    def _may_read(self, groups: Sequence[str]) -> None:
        named = ", ".join(f'"{group}"' for group in groups)
        (self.work / "plansvar.toml").write_text(
            f'[sources.{_SOURCE}]\npath = "filer"\ngroups = [{named}]\n', encoding="utf-8"
        )

    def _path(self, name: str) -> Path:
        return self.files / name
