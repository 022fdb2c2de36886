"""Facts by a language model, for documents that may be sent to one; rules have looked before it.

Nothing here stops a run: a document whose facts are missing is read in all the same, as a version
of its own (``_Readings``), so that the next run tries again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from ingest.extract import prompt
from ingest.extract.by_model import Found, add, read_answer
from ingest.extract.sections import Section, sections
from ingest.isolation.pool import Result
from ingest.parse import Parsed
from plansvar import recognised
from plansvar.access import PUBLIC
from plansvar.database.writes import Known
from plansvar.documents.about import Mark
from plansvar.documents.stored import version_id
from plansvar.documents.types import Document
from plansvar.errors import LlmError
from plansvar.llm import ChatModel, connect
from plansvar.service import IngestFailure, ModelFacts, Progress, ProgressCallback
from plansvar.settings import LlmSettings, Settings

_log = logging.getLogger(__name__)

_AT_ONCE = 4  # requests
# After so many requests in a row that came to nothing, the model is left alone for the run; at once
# where no other request would fare better.
_PATIENCE = 3
_HOPELESS = {"llm.unreachable", "llm.refused", "llm.no_model"}


def _may_be_sent(llm: LlmSettings, groups: Sequence[str], marks: Sequence[Mark]) -> bool:
    """Whether a document may be sent to the model.

    One of the allowed groups may read it, and if it bears a mark such as "Unntatt offentlighet",
    somebody has made it public all the same.
    """
    if not llm.extract or (marks and PUBLIC not in groups):
        return False
    return bool(set(groups) & set(llm.extract_groups))


@dataclass(frozen=True, slots=True)
class _Readings:
    """The three ways in which a document may have been read: part of its version's identity.

    ``plain``: not sent to the model. ``whole``: with its facts. ``lacking``: facts are missing.
    """

    plain: str
    whole: str
    lacking: str

    @classmethod
    def of(cls, llm: LlmSettings, plain: str) -> _Readings:
        """Those of a document that would be read as ``plain`` without a model."""
        if not llm.extract:
            return cls(plain, plain, plain)
        whole = f"{plain}:facts {prompt.VERSION} {llm.kind} {llm.model}"
        return cls(plain, whole, f"{whole} missing")


def nothing_to_do(
    llm: LlmSettings, known: Known | None, content: str, plain: str, groups: Sequence[str]
) -> bool:
    """Whether a document need not be read: its content and the way to read it are as they were.

    Facts that were found while it could be sent to the model stay when it no longer can.

    Args:
        llm: which model there is.
        known: what is stored of the document.
        content: SHA-256 of its file now, in hexadecimal.
        plain: how it would be read without a model.
        groups: who will read it.
    """
    if known is None:
        return False
    ways = _Readings.of(llm, plain)
    sent = _may_be_sent(llm, groups, known.marks)
    enough = {ways.whole} if sent else {ways.plain, ways.whole}
    return known.version_id in {version_id(known.document_id, content, way) for way in enough}


class FactsByModel:
    """Asks the configured model about the documents of a run, and counts what came of it.

    Without a model, or for a document that may not be sent to it, everything stays as it is.
    """

    def __init__(
        self, settings: Settings, report: ProgressCallback, model: ChatModel | None
    ) -> None:
        """``report`` is told of each document's sections, as stage "facts"."""
        self._llm = settings.llm
        self._folder = recognised.answers(settings.data)
        self._report = report
        self._model = model
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="llm")
        self._stopped: LlmError | None = None
        self._failures = 0
        self._facts = ModelFacts()

    def close(self) -> None:
        """Let go of the model; what is being asked just now is waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._model:
            self._model.close()
        self._threads.shutdown()

    def result(self) -> ModelFacts | None:
        """What came of it so far; ``None``: nothing was sent, and nothing is missing."""
        return self._facts if self._facts != ModelFacts() else None

    def nothing_to_do(
        self, known: Known | None, content: str, plain: str, groups: Sequence[str]
    ) -> bool:
        """See :func:`nothing_to_do`."""
        return nothing_to_do(self._llm, known, content, plain, groups)

    def before(self, known: Known | None, content: str, plain: str) -> str | None:
        """How a known document was read, if that was this content and anything but outdated."""
        if known is None:
            return None
        ways = _Readings.of(self._llm, plain)
        versions = {
            version_id(known.document_id, content, way): way
            for way in (ways.lacking, ways.whole, ways.plain)
        }
        return versions.get(known.version_id)

    def look(
        self, path: str, content: Result, groups: Sequence[str], plain: str, before: str | None
    ) -> tuple[Parsed, str]:
        """A document with the facts that the model adds, and how it has been read then.

        Args:
            path: what it is known by.
            content: what the rules have made of it.
            groups: who may read it.
            plain: how it has been read so far.
            before: what :meth:`before` says.
        """
        ways, parsed = _Readings.of(self._llm, plain), content.parsed
        if before == ways.whole:
            return parsed, ways.whole
        if not _may_be_sent(self._llm, groups, parsed.document.about.marks):
            return parsed, ways.plain
        parsed, whole = self._look(path, content.content_hash, parsed)
        return parsed, ways.whole if whole else ways.lacking

    def _look(self, path: str, content: str, parsed: Parsed) -> tuple[Parsed, bool]:
        document = parsed.document
        parts = tuple(sections(document))
        found: list[Found] = []
        missing: LlmError | None = None
        name = PurePath(path).name
        asked = [self._threads.submit(self._read, document, part, content) for part in parts]
        for done, one in enumerate(asked):
            self._report(Progress("facts", done, len(parts), name))
            try:
                found += one.result()
            except LlmError as error:
                missing = error
        claims = add(parsed.claims, (claim for one in found for claim in one.claims))
        self._count(path, found, len(claims) - len(parsed.claims), missing)
        return replace(parsed, claims=claims), missing is None

    def _read(self, document: Document, section: Section, content: str) -> list[Found]:
        """What the model finds in a section; one with too many facts for an answer is halved."""
        try:
            return [read_answer(self._ask(document, section, content), section)]
        except LlmError as error:
            if error.code != "llm.cut_off":
                raise
        half = len(section.pieces) // 2
        if not half:
            return [Found(usable=False)]
        halves = section.pieces[:half], section.pieces[half:]
        parts = (replace(section, pieces=pieces) for pieces in halves)
        return [found for part in parts for found in self._read(document, part, content)]

    def _ask(self, document: Document, section: Section, content: str) -> str:
        """The model's answer about a section, from what is kept if it was asked before."""
        assert self._model, "a document may be sent"
        question = prompt.messages(document, section)
        key = json.dumps([prompt.VERSION, self._model.key, [one.text for one in question]])
        kept = self._folder / content / f"{hashlib.sha256(key.encode()).hexdigest()}.txt"
        try:
            return kept.read_text(encoding="utf-8")
        except (OSError, ValueError):
            pass
        if self._stopped:
            raise self._stopped
        try:
            answer = self._model.complete(question, prompt.schema())
        except LlmError as error:
            self._note_failure(error)
            raise
        self._failures = 0
        _keep(kept, answer)
        return answer

    def _note_failure(self, error: LlmError) -> None:
        """Give up for this run where further requests would only cost time."""
        if error.code == "llm.cut_off":
            return
        self._failures += 1
        if error.code in _HOPELESS or self._failures >= _PATIENCE:
            self._stopped = error

    def _count(
        self, path: str, found: Sequence[Found], claims: int, missing: LlmError | None
    ) -> None:
        lacking = [IngestFailure(path, missing.code, missing.params)] if missing else []
        self._facts += ModelFacts(
            documents=int(bool(found)),
            claims=claims,
            discarded=sum(one.discarded for one in found),
            unusable=sum(not one.usable for one in found),
            missing=tuple(lacking),
        )


@contextmanager
def facts_by_model(
    settings: Settings,
    report: ProgressCallback,
) -> Iterator[FactsByModel]:
    """What asks the model, while a run lasts."""
    model = connect(settings.llm) if settings.llm.extract else None
    facts = FactsByModel(settings, report, model)
    try:
        yield facts
    finally:
        facts.close()


def _keep(path: Path, answer: str) -> None:
    """Keep an answer; where that can't be done, it is asked for again another time."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(answer, encoding="utf-8", errors="replace")
        draft.replace(path)
    except OSError as error:
        _log.warning("an answer of the language model was not kept: %s", error)
