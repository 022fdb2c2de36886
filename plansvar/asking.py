"""How a question is asked: of which documents, as of which day, in which conversation."""

from __future__ import annotations

from dataclasses import dataclass, fields

from plansvar.documents.types import Authority, DocumentType

# In place of a conversation's id: a new one.
NEW = "new"


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that an answer may come from. What is empty limits nothing; all else must hold.

    ``documents`` are ids, paths, folders or titles, ``sources`` are names of sources,
    ``organisations`` words of who issued a document. ``since`` and ``until`` are ISO dates as exact
    as they are known, both included; a document without a date is in no span of time.
    """

    documents: tuple[str, ...] = ()
    types: tuple[DocumentType, ...] = ()
    authorities: tuple[Authority, ...] = ()
    sources: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    def __or__(self, other: Scope) -> Scope:
        """Both: each field of this scope, and of ``other`` where this one leaves it open."""
        return Scope(
            **{
                one.name: getattr(self, one.name) or getattr(other, one.name)
                for one in fields(self)
            }
        )


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A question before this one in a conversation, as far as a follow-up may refer to it.

    ``question`` is the full one; ``lines`` the sentences of its answer that the asker may still
    read, ``options`` what a question back offered. ``about`` is what the question leaned on, where
    it couldn't be made full.
    """

    question: str
    lines: tuple[str, ...] = ()
    short_answer: str | None = None
    options: tuple[str, ...] = ()
    about: str | None = None


@dataclass(frozen=True, slots=True)
class AskOptions:
    """What goes with a question.

    ``as_of`` is an ISO date: what held on that day, by documents up to it; ``None``: today.
    ``conversation`` is the id of one of the asker's own, or :data:`NEW`; ``None``: the question
    stands alone and nothing is stored. ``earlier``, the newest first, is what a program that keeps
    conversations itself says was asked before, each as it was written; it doesn't count where
    there is a ``conversation``.
    """

    scope: Scope = EVERYTHING
    as_of: str | None = None
    conversation: str | None = None
    earlier: tuple[Earlier, ...] = ()


PLAIN = AskOptions()
