"""No citation leaves the house unchecked."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.gate.checking import faults
from assistant.gate.gate import surroundings
from assistant.register.checking import unsupported
from plansvar.access import User
from plansvar.answers import Answer, AnswerSentence, Citation, SentenceKind
from plansvar.database import reads
from plansvar.stores import Stores


class UnverifiedError(AssertionError):
    """A quote does not stand where its citation says: a fault of ours, never shown as an answer."""


def verify(answer: Answer, user: User, stores: Stores) -> bool:
    """Check every citation against the stored text as ``user`` may read it at this moment.

    The short answer must stand in a quote or in the heading above one, or be the count of a list.
    Each quote must be verbatim ``text[start:end]`` of a current version that the user may read,
    each quoted sentence must be the quote of one of its citations, and each value, name, number and
    date that a sentence of the register tells must stand in one of them. A language model's
    sentence must stand the gate's exact checks once more.

    Returns:
        Whether all of it still stands; no, where a document was changed or taken away since it was
        found.

    Raises:
        UnverifiedError: a quote doesn't stand where its citation says, in an unchanged document.
    """
    quotes: dict[int, str] = {}
    texts: dict[str, str | None] = {}
    for citation in answer.citations:
        version = citation.document.version_id
        if version not in texts:
            texts[version] = reads.text(stores.engine, user, version)
        text = texts[version]
        if text is None:
            return False
        stands = text[citation.start : citation.end] == citation.quote
        # A slice forgives an end beyond the text; whoever marks the quote there doesn't.
        if not stands or not 0 < len(citation.quote) == citation.end - citation.start:
            raise UnverifiedError(f"{citation.document.id}[{citation.start}:{citation.end}]")
        quotes[citation.number] = citation.quote
    for sentence in answer.sentences:
        if sentence.kind is SentenceKind.QUOTE:
            rests_on = [quotes.get(number) for number in sentence.citations]
            if sentence.text not in rests_on:
                raise UnverifiedError(sentence.text)
        elif sentence.kind is SentenceKind.FACT:
            _verify_fact(sentence, quotes)
        elif sentence.kind is SentenceKind.GENERATED:
            _verify_generated(sentence, {one.number: one for one in answer.citations})
    if answer.short_answer and not answer.short_answer.isdigit():
        places = [*quotes.values(), *(" ".join(one.heading) for one in answer.citations)]
        if not any(answer.short_answer in place for place in places):
            raise UnverifiedError(answer.short_answer)
    return True


def _verify_fact(sentence: AnswerSentence, quotes: Mapping[int, str]) -> None:
    """What it tells stands in what it cites; it cites something that is there."""
    rests_on = [quotes[number] for number in sentence.citations if number in quotes]
    if not rests_on or len(rests_on) < len(sentence.citations):
        raise UnverifiedError(sentence.text)
    if missing := unsupported(sentence, rests_on):
        raise UnverifiedError(f"{missing}: {sentence.text}")


def _verify_generated(sentence: AnswerSentence, citations: Mapping[int, Citation]) -> None:
    """Its numbers, dates, names, modals, denials and relations stand in what it cites."""
    cited = [citations[number] for number in sentence.citations if number in citations]
    if not cited or len(cited) < len(sentence.citations):
        raise UnverifiedError(sentence.text)
    around = "\n".join(dict.fromkeys(text for one in cited for text in surroundings(one)))
    if found := faults(sentence.text, [one.quote for one in cited], around):
        raise UnverifiedError(f"{[one.value for one in found]}: {sentence.text}")
