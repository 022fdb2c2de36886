"""An answer, put into words by a language model; without it, the answer as it was."""

from __future__ import annotations

import functools
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.gate.gate import Passed
from assistant.gate.markup import for_prompt
from assistant.gate.parsing import NonsenseError
from assistant.generation import prompts
from assistant.generation.sources import may_be_sent
from assistant.related import with_related
from assistant.verification import UnverifiedError, verify
from plansvar.access import User
from plansvar.answers import Answer, AnswerSentence, Citation, Mode, SentenceKind
from plansvar.errors import LlmError
from plansvar.language.detect import detect
from plansvar.llm import ChatModel
from plansvar.messages.catalogue import message
from plansvar.stores import Stores

if TYPE_CHECKING:
    from haystack import Pipeline

_log = logging.getLogger(__name__)
# Fewer words say too little of their language.
_TELLING_WORDS = 6


def word(answer: Answer, user: User, stores: Stores, model: ChatModel) -> Answer:
    """Let a model word an answer that rests on quotes.

    Whatever goes wrong, ``answer`` comes back, with a notice that says what. Answers of the
    register, lists, tables and abstentions stay as they are: they are complete or honest already,
    and a model could only leave something out.
    """
    if not _can_be_worded(answer, stores):
        return answer
    try:
        passed, sources = _run(answer, user, stores, model)
    except LlmError as error:
        _log.warning("an answer was not worded: %s", error.code)
        return _as_it_was(answer, "down" if error.code != "llm.cut_off" else "cut_off")
    except NonsenseError:
        return _as_it_was(answer, "nonsense")
    except _Unusable as problem:
        return _as_it_was(answer, problem.reason)
    generated = any(one.kind is SentenceKind.GENERATED for one in passed.sentences)
    if not generated:
        return _as_it_was(answer, "nothing_left")
    worded = _worded(answer, passed, sources, user, stores)
    try:
        return worded if verify(worded, user, stores) else answer
    except UnverifiedError:
        # A fault of ours; the answer without a model has been verified.
        _log.exception("a worded answer could not be verified")
        return _as_it_was(answer, "nothing_left")


class _Unusable(Exception):  # noqa: N818 - a turn of events, not an error
    """What a model said can't be used; ``reason`` is the end of a key of the messages."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _can_be_worded(answer: Answer, stores: Stores) -> bool:
    quotes = [one for one in answer.sentences if one.kind is SentenceKind.QUOTE]
    framed = any(one.kind is not SentenceKind.QUOTE for one in answer.sentences)
    sent = all(may_be_sent(one.document, stores.settings.llm) for one in answer.citations)
    return (
        answer.mode is Mode.EXTRACTIVE
        and not (answer.abstained or answer.table or answer.clarification or framed)
        and bool(quotes)
        and sent
    )


def _run(
    answer: Answer, user: User, stores: Stores, model: ChatModel
) -> tuple[Passed, list[Citation]]:
    """Raises LlmError, NonsenseError, _Unusable."""
    from haystack.core.errors import PipelineRuntimeError  # noqa: PLC0415 - seconds of imports

    from assistant.generation.components import citations  # noqa: PLC0415 - the same

    language = prompts.LANGUAGE_NAMES[answer.language]
    given: dict[str, Any] = {
        "retriever": {
            "question": answer.question,
            "user": user,
            # What the question was limited to holds for what the model gets to read, too.
            "stores": replace(stores, limit=answer.limit),
            "known": answer.citations,
        },
        "prompt": {"question": for_prompt(answer.question), "language_name": language},
        "llm": {"model": model},
        "gate": {"stores": stores, "known": answer.citations},
    }
    try:
        result = _pipeline().run(given, include_outputs_from={"retriever"})
    except PipelineRuntimeError as error:
        if isinstance(error.__cause__, LlmError | NonsenseError):
            raise error.__cause__ from error
        raise
    said, passed = result["gate"]["said"], result["gate"]["passed"]
    if reason := _fault(said, answer):
        raise _Unusable(reason)
    return passed, citations(result["retriever"]["documents"])


@functools.cache
def _pipeline() -> Pipeline:
    from assistant.generation.components import build_pipeline  # noqa: PLC0415 - as above

    return build_pipeline()


def _fault(said: str, answer: Answer) -> str | None:
    """Why nothing of what a model said can be used; ``None``: something may be."""
    if not said.strip():
        return "empty"
    if prompts.repeats_prompt(said):
        return "nonsense"
    if prompts.NO_ANSWER in said:
        return "no_answer"
    if len(said.split()) >= _TELLING_WORDS and detect(said, answer.language) != answer.language:
        return "language"
    return None


def _as_it_was(answer: Answer, reason: str) -> Answer:
    notice = message(f"answer.generated.{reason}", answer.language)
    return replace(answer, notices=(*answer.notices, notice))


def _worded(
    answer: Answer, passed: Passed, sources: Sequence[Citation], user: User, stores: Stores
) -> Answer:
    by_number = {one.number: one for one in sources}
    order = list(dict.fromkeys(n for one in passed.sentences for n in one.citations))
    new = {old: number for number, old in enumerate(order, start=1)}
    cited = [replace(by_number[old], number=new[old]) for old in order]
    sentences = tuple(
        AnswerSentence(one.text, one.kind, tuple(new[n] for n in one.citations), one.bullet)
        for one in passed.sentences
    )
    with_copies, notices = with_related(cited, answer.language, user, stores)
    if passed.removed:
        key = "replaced" if passed.replaced else "left_out"
        notices = (*notices, message(f"answer.generated.{key}", answer.language))
    short = answer.short_answer
    if short and not any(short in one.quote for one in with_copies):
        short = None
    return replace(
        answer,
        mode=Mode.GENERATED,
        sentences=sentences,
        citations=with_copies,
        short_answer=short,
        notices=notices,
    )
