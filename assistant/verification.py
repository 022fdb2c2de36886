"""No citation leaves the house unchecked."""

from __future__ import annotations

from dataclasses import replace

from plansvar.access import User
from plansvar.answers import Answer, SentenceKind
from plansvar.database import reads
from plansvar.local import Stores


class UnverifiedError(AssertionError):
    """A quote does not stand where its citation says: a fault of ours, never shown as an answer."""


def verify(answer: Answer, user: User, stores: Stores) -> Answer:
    """Check every citation against the stored text as ``user`` may read it at this moment.

    Each quote must be verbatim ``text[start:end]`` of a current version that the user may read, and
    each quoted sentence must be the quote of one of its citations. A document that was changed or
    taken away since it was found takes its sentences with it; a quote that doesn't stand in an
    unchanged document is a fault.

    Raises:
        UnverifiedError: a citation is wrong.
    """
    texts = {
        version: reads.text(stores.engine, user, version)
        for version in {citation.document.version_id for citation in answer.citations}
    }
    quotes: dict[int, str] = {}
    for citation in answer.citations:
        text = texts[citation.document.version_id]
        if text is None:
            continue
        if not citation.quote or text[citation.start : citation.end] != citation.quote:
            raise UnverifiedError(f"{citation.document.id}[{citation.start}:{citation.end}]")
        quotes[citation.number] = citation.quote
    for sentence in answer.sentences:
        if sentence.kind is SentenceKind.QUOTE:
            rests_on = [quotes[number] for number in sentence.citations if number in quotes]
            gone = any(number not in quotes for number in sentence.citations)
            if not gone and sentence.text not in rests_on:
                raise UnverifiedError(sentence.text)
    if len(quotes) == len(answer.citations):
        return answer
    return replace(
        answer,
        sentences=tuple(
            sentence
            for sentence in answer.sentences
            if all(number in quotes for number in sentence.citations)
        ),
        citations=tuple(one for one in answer.citations if one.number in quotes),
    )
