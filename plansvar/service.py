"""The one interface that every door (CLI, API, Slack) uses, whoever holds the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from plansvar.access import User
from plansvar.answers import Answer, SearchResult
from plansvar.asking import PLAIN, AskOptions
from plansvar.conversations.reading import Conversations
from plansvar.documents.reading import DocumentReads
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DocumentType
from plansvar.drafts.reading import DraftReads
from plansvar.register.corrections import Correction, CorrectionRequest
from plansvar.register.facts import Fact, Register
from plansvar.register.queries import FactPage, FactQuery
from plansvar.register.review import ReviewItem


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """What to read in.

    ``groups`` is who may read it: empty means nobody. Without it, a document that is known keeps
    its groups, and a new one gets the configured default: leaving it out never widens access.
    A document with a mark such as "Unntatt offentlighet" doesn't become public, unless
    ``allow_marked``. ``type``, ``authority`` and ``organisation`` win over what is found.
    """

    paths: tuple[Path, ...]
    groups: tuple[str, ...] | None = None
    type: DocumentType | None = None
    authority: Authority | None = None
    organisation: str | None = None
    allow_marked: bool = False


@dataclass(frozen=True, slots=True)
class IngestFailure:
    """A file that could not be read: the error's code and parameters, for the catalogue."""

    path: str
    code: str
    params: dict[str, object]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A document that would be public but for its marks: what stands there, and who may read it."""

    path: str
    marks: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HiddenText:
    """A document with text that nobody sees, which was left out: how many letters and digits."""

    path: str
    characters: int


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What came of sending documents to a language model that looks for facts.

    ``documents`` were looked through, wholly or in part. ``claims`` are its suggestions that the
    rules hadn't; ``discarded`` those without a verbatim quote. ``unusable`` answers weren't what
    was asked for. ``missing`` are the documents of which facts are missing, and why; the next run
    tries again.
    """

    documents: int = 0
    claims: int = 0
    discarded: int = 0
    unusable: int = 0
    missing: tuple[IngestFailure, ...] = ()

    def __add__(self, other: ModelFacts) -> ModelFacts:
        """What came of both together."""
        return ModelFacts(
            self.documents + other.documents,
            self.claims + other.claims,
            self.discarded + other.discarded,
            self.unusable + other.unusable,
            (*self.missing, *other.missing),
        )


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a run did, in paths.

    ``incomplete`` are files read in without some of their pages; ``gone`` are attachments that a
    mail no longer has; ``hidden_text`` are files that the run has read and that hide more than a
    trifle. ``model_facts`` is there where a language model has looked for facts, or should have.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    regrouped: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple[IngestFailure, ...] = ()
    incomplete: tuple[IngestFailure, ...] = ()
    gone: tuple[str, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    hidden_text: tuple[HiddenText, ...] = ()
    model_facts: ModelFacts | None = None
    chunks: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """Which sources to bring in line; none named: all that are configured."""

    sources: tuple[str, ...] = ()
    allow_deletes: bool = False


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What a sync did for one source.

    ``moved``: old and new path of documents whose content lies elsewhere now. ``gone``: paths of
    documents that were taken out. ``kept``: addresses of documents that stay as they were read
    last, since their page could not be fetched or read. ``elsewhere``: how many pages the lists
    name on sites that the source doesn't. ``halted``: why nothing was done, but for who
    may read its documents; then all else is empty, but for what could not be fetched.
    """

    source: str
    ingest: IngestReport = IngestReport()
    moved: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    elsewhere: int = 0
    halted: IngestFailure | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a long run stands; ``item`` is what is in hand.

    ``stage`` is "fetch", "read", "ocr" (the scanned pages of one file, which other threads tell
    of, though never two at once), "facts" (the sections of one file, which a language model looks
    through), "embed", "ahead" (documents whose sentences are embedded before anybody asks),
    "index" or "overview".
    """

    stage: str
    done: int
    total: int
    item: str = ""


ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Status:
    """What is stored and whether database and index agree."""

    data: str
    documents: int
    undated: int
    latest: str | None
    chunks: int
    indexed: int
    model: str
    by_type: dict[str, int]
    by_language: dict[str, int]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared, and the ids of the chunks that differ.

    ``missing``: in the database, not in the index. ``orphaned``: the other way round.
    ``wrong_access``: the index has other groups or another version. ``without_vector``: the current
    model hasn't embedded them, so they can't be in the index. ``leftover``: of versions that a
    stopped run didn't finish or clear away; nobody sees them. ``miscounted`` are no chunks: the
    groups for which it is counted wrongly how many of their chunks hold a word.
    """

    documents: int
    chunks: int
    missing: tuple[str, ...] = ()
    orphaned: tuple[str, ...] = ()
    wrong_access: tuple[str, ...] = ()
    without_vector: tuple[str, ...] = ()
    leftover: tuple[str, ...] = ()
    miscounted: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether there is nothing to mend."""
        return not (
            self.missing
            or self.orphaned
            or self.wrong_access
            or self.without_vector
            or self.leftover
            or self.miscounted
        )


class Service(DocumentReads, Conversations, DraftReads, Protocol):
    """What Plansvar can do. Every read takes the user who asks."""

    def ask(self, question: str, user: User, options: AskOptions = PLAIN) -> Answer:
        """Answer a question from the documents that ``user`` may read.

        In a conversation, a follow-up is read as a full question, and the answer is kept.

        Raises:
            QuestionError: an empty question, one that is too long, ``scope.no_document`` or
                ``scope.bad_date``.
            NotFoundError: ``conversation.unknown``.
            AccessError: ``conversation.nobody``.
            IndexStateError: nothing has been read in yet, or the index is held by somebody else.
        """
        ...

    def search(self, query: str, user: User, limit: int = 10) -> SearchResult:
        """The best chunks for ``query``. Raises as :meth:`ask`."""
        ...

    def documents(self, user: User) -> list[DocumentInfo]:
        """The documents that ``user`` may read."""
        ...

    def status(self, user: User) -> Status:
        """Counts over what ``user`` may read, and the state of the index."""
        ...

    def ingest(
        self, request: IngestRequest, progress: ProgressCallback | None = None
    ) -> IngestReport:
        """Read files in; a bad file is reported and the run goes on.

        Raises:
            NotFoundError: a path that isn't there; nothing has been done then.
        """
        ...

    def sync(
        self, request: SyncRequest, progress: ProgressCallback | None = None
    ) -> list[SourceReport]:
        """Bring the documents of configured sources in line with what is there.

        A source that can't be reached, or of which suspiciously much is gone, is halted and
        reported; the others go on.

        Raises:
            SettingsError: a name that isn't configured, or no source at all.
        """
        ...

    def remove(self, targets: Sequence[str], user: User) -> list[DocumentInfo]:
        """Remove documents by path, folder or id; returns those removed.

        Raises:
            NotFoundError: a target that names no document that ``user`` may read.
        """
        ...

    def rebuild(self, progress: ProgressCallback | None = None) -> int:
        """Make the index anew from the database; returns the number of chunks in it."""
        ...

    def verify(
        self, progress: ProgressCallback | None = None, *, repair: bool = False
    ) -> tuple[Verification, Verification | None]:
        """Compare database and index; with ``repair`` mend the index and compare once more.

        Returns:
            What was found, and what is found after the repair (``None`` without one).
        """
        ...

    def facts(self, query: FactQuery, user: User) -> FactPage:
        """The facts that a query asks for, out of what ``user`` may read.

        Raises:
            CorrectionError: ``register.bad_date``.
            IndexStateError: nothing has been read in yet; so do all below.
        """
        ...

    def fact(self, id_: str, user: User, as_of: str | None = None) -> Fact:
        """One fact, by its id or that of one of its claims.

        Raises:
            NotFoundError: ``register.no_fact``: there is none, or ``user`` may not know of it.
            CorrectionError: ``register.bad_date``.
        """
        ...

    def register(self, user: User, as_of: str | None = None) -> Register:
        """All facts that ``user`` may know of. Raises as :meth:`facts`."""
        ...

    def review(self, user: User) -> tuple[ReviewItem, ...]:
        """What somebody should look at, the most important first."""
        ...

    def correct(self, request: CorrectionRequest, user: User) -> Fact | None:
        """Confirm, correct, reject or merge a fact, or withdraw an earlier correction.

        Returns:
            The fact as it is now; ``None`` for one that was rejected.

        Raises:
            NotFoundError: ``register.no_fact`` or ``register.no_correction``.
            CorrectionError: ``register.no_field``, ``register.bad_date``, ``register.one_value``,
                ``register.other_kind`` or ``register.same_fact``; nothing has been changed then.
        """
        ...

    def corrections(self, fact_id: str | None, user: User) -> tuple[Correction, ...]:
        """What people have said of a fact (``None``: of all), the oldest first, withdrawn ones too.

        Raises:
            NotFoundError: ``register.no_fact``.
        """
        ...

    def open(self, address: str | None = None) -> None:
        """Hold the data folder now, and open what questions need, instead of at the first use.

        For a program that answers many at once; ``address`` is where others reach it.

        Raises:
            IndexStateError: the folder is held by another program.
        """
        ...

    def close(self) -> None:
        """Let go of the index and the data folder."""
        ...
