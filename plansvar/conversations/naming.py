"""What an answer names beside its citations, so that it can be withdrawn with its sources."""

from __future__ import annotations

from collections.abc import Sequence

from plansvar.answers import Answer
from plansvar.documents.stored import DocumentInfo
from plansvar.register.facts import Register

# Shorter names stand in too many texts by chance.
_SHORTEST = 4


def named_beside(
    answer: Answer, asked: str, documents: Sequence[DocumentInfo], register: Register
) -> list[list[str]]:
    """The documents of each title and each fact that the words of our own name.

    What the asker wrote himself tells him nothing.

    Args:
        answer: the answer, with all its words.
        asked: what was written.
        documents: those that the asker may read.
        register: the facts that he may know of.
    """
    texts = [one.text for one in answer.sentences if not one.citations]
    texts += [answer.question, answer.clarification or "", *answer.notices]
    told = "\n".join(texts).casefold()
    own = asked.casefold()
    found: dict[str, set[str]] = {}
    for document in documents:
        _note(document.title, (document.id,), told, own, found)
    for fact in register.facts:
        _note(fact.name, tuple(one.id for one in fact.documents), told, own, found)
    return [sorted(ids) for ids in found.values()]


def _note(
    name: str, documents: Sequence[str], told: str, own: str, found: dict[str, set[str]]
) -> None:
    name = name.strip().casefold()
    if len(name) >= _SHORTEST and name in told and name not in own:
        found.setdefault(name, set()).update(documents)
