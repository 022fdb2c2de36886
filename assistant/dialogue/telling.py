"""What an answer says of how its question was read, and of what was searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.scoping import Limited
from assistant.understanding import Question
from plansvar.answers import Answer, AnswerSentence, Mode, SentenceKind
from plansvar.documents.stored import Coverage
from plansvar.language.detect import Language
from plansvar.language.normalise import squeeze
from plansvar.messages.catalogue import date_text, message


def talk(text: str, reply: str, language: Language, coverage: Coverage) -> Answer:
    """A reply to small talk."""
    return Answer(
        question=squeeze(text),
        language=language,
        mode=Mode.TALK,
        abstained=False,
        sentences=(AnswerSentence(reply, SentenceKind.FRAMING),),
        citations=(),
        coverage=coverage,
    )


def ask_which(question: Question, options: Sequence[str], coverage: Coverage) -> Answer:
    """A question back: what a follow-up is about; without options somebody must name it."""
    key = "answer.register.which" if options else "answer.which_name"
    asked = message(key, question.language)
    sentences = [AnswerSentence(asked, SentenceKind.FRAMING)]
    sentences += [AnswerSentence(one, SentenceKind.FRAMING, bullet=True) for one in options]
    return Answer(
        question=question.text,
        language=question.language,
        mode=Mode.REGISTER,
        abstained=False,
        sentences=tuple(sentences),
        citations=(),
        coverage=coverage,
        clarification=f"{asked} {'; '.join(options)}".strip(),
    )


def framed(
    answer: Answer, limits: Limited, asked: str | None = None, as_of: str | None = None
) -> Answer:
    """An answer with what was searched for it, and what its question was read as."""
    notices: list[str] = []
    if asked is not None:
        notices.append(message("answer.understood_as", answer.language, question=answer.question))
    if limits.applied and answer.mode is not Mode.TALK:
        notices.append(limits.told)
        if limits.nothing_there:
            notices.append(message("answer.searched.nothing", answer.language))
    if as_of is not None and answer.as_of is None and answer.mode is Mode.REGISTER:
        day = date_text(as_of, answer.language)
        notices.append(message("answer.as_of", answer.language, date=day))
    return replace(
        answer,
        notices=tuple(dict.fromkeys((*notices, *answer.notices))),
        applied_filters={**limits.applied, **answer.applied_filters},
        as_of=answer.as_of or as_of,
        asked=asked,
        limit=answer.limit or limits.stores.limit,
    )


def not_in_source(answer: Answer, limits: Limited) -> Answer:
    """An answer from elsewhere: the sources that the question names don't have it."""
    key = "nothing" if limits.nothing_there else "not_there"
    notices = [limits.told, message(f"answer.searched.{key}", answer.language)]
    if not answer.abstained:
        notices.append(message("answer.searched.elsewhere", answer.language))
    return replace(answer, notices=(*notices, *answer.notices))
