"""From somebody's letter to the draft of an answer.

::

    letter -> questions -> ask each -> lines with notes -> schemes -> missing -> what to check

Nothing is told but what the answers tell, which are verified, and values of facts that stand in
their quotes. Our own words around them come from the catalogue.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.cited_facts import told_in
from assistant.drafting.asking import MOST_QUESTIONS, Asked, pieces, read_letter
from assistant.drafting.checks import Ground, checks
from assistant.drafting.notebook import Notebook
from assistant.drafting.schemes import cited_schemes, is_about_funding, scheme
from assistant.register.answering import answer_from_register
from assistant.understanding import understand
from assistant.verification import UnverifiedError, verify
from assistant.wording import documents_searched
from plansvar.access import User
from plansvar.answers import Answer, AnswerSentence, Citation, Mode, SentenceKind
from plansvar.database import reads
from plansvar.drafts.types import Check, CheckKind, DraftRequest, Letter, Line, Part, Scheme
from plansvar.errors import QuestionError
from plansvar.language.detect import Language, detect
from plansvar.language.normalise import squeeze
from plansvar.messages.catalogue import message
from plansvar.register.facts import Register
from plansvar.register.service import RegisterService
from plansvar.stores import Stores

_log = logging.getLogger(__name__)
MAX_LETTER_CHARACTERS = 10_000
# A newer answer is asked for this often, where documents change while a draft is written.
_ATTEMPTS = 2

Ask = Callable[[str], Answer]


def draft(request: DraftRequest, user: User, stores: Stores, ask: Ask) -> Letter:
    """Draft an answer to a letter or a question.

    Args:
        request: what somebody asks.
        user: for whom it is drafted: only documents that he may read are used.
        stores: database and index.
        ask: answers one question for that user.

    Raises:
        QuestionError: an empty letter, or one that is too long.
    """
    text = request.question
    if len(text) > MAX_LETTER_CHARACTERS:
        raise QuestionError("question.too_long", length=len(text), limit=MAX_LETTER_CHARACTERS)
    if not squeeze(text):
        raise QuestionError("question.empty")
    asked = read_letter(text)
    language = request.language or detect(" ".join(asked.questions))
    desk = _Desk(user, stores, ask, language)
    for question in asked.questions[:MOST_QUESTIONS]:
        desk.answer(question)
    desk.missing += asked.questions[MOST_QUESTIONS:]
    return desk.letter(squeeze(text), asked)


@dataclass
class _Desk:
    """A draft in the making."""

    user: User
    stores: Stores
    ask: Ask
    language: Language
    missing: list[str] = field(default_factory=list)
    told: list[Check] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    in_table: list[Citation] = field(default_factory=list)
    texts: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.notebook = Notebook(self.language)

    def answer(self, question: str) -> None:
        """Answer a question, piece by piece where nobody answers it as a whole."""
        whole = self._asked(question)
        cut = pieces(question)
        if len(cut) < 2 or _is_whole(whole, cut):
            self._add(question, whole)
            return
        topic = _names(cut[0])
        answers: list[tuple[str, Answer]] = []
        for number, piece in enumerate(cut):
            found = self._asked(f"{piece}?")
            if found.abstained and number and topic and not _names(piece):
                found = self._asked(f"{piece} ({topic})?")
            answers.append((f"{piece[:1].upper()}{piece[1:]}?", found))
        if all(found.abstained for _, found in answers):
            answers = [(question, whole)]
        for asked, found in answers:
            self._add(asked, found)

    def letter(self, question: str, asked: Asked) -> Letter:
        """The finished draft."""
        register = self._register()
        schemes = self._schemes(asked.questions, register)
        found = checks(self._ground(register))
        if asked.background:
            words = message(
                "draft.check.not_judged", self.language, told=" ".join(asked.background)
            )
            self.told.append(Check(CheckKind.NOT_JUDGED, words))
        order = {kind: place for place, kind in enumerate(CheckKind)}
        together = sorted([*self.told, *found], key=lambda one: order[one.kind])
        coverage = reads.coverage(self.stores.engine, self.user)
        return Letter(
            question=question,
            language=self.language,
            made=dt.datetime.now(dt.UTC).date(),
            asked=asked.questions,
            parts=tuple(self.parts),
            schemes=schemes,
            missing=tuple(dict.fromkeys(self.missing)),
            checks=tuple(dict.fromkeys(together)),
            notes=self.notebook.notes(),
            coverage=coverage,
            searched=documents_searched(coverage, self.language),
        )

    def _asked(self, question: str) -> Answer:
        """The answer, in the draft's language where the register gives it; verified once more."""
        for _ in range(_ATTEMPTS):
            answer = self.ask(question)
            if answer.mode is Mode.REGISTER and answer.language != self.language:
                asked = replace(understand(question), language=self.language)
                answer = answer_from_register(asked, self.user, self.stores) or answer
            try:
                if verify(answer, self.user, self.stores):
                    return answer
            except UnverifiedError:
                # A fault of ours. Nothing unchecked is written.
                _log.exception("a draft's answer could not be verified")
        return replace(answer, abstained=True, sentences=(), citations=(), clarification=None)

    def _add(self, question: str, answer: Answer) -> None:
        if answer.clarification:
            self.missing.append(question)
            words = message("draft.check.clarify", self.language, question=answer.clarification)
            self.told.append(Check(CheckKind.CLARIFY, words))
            return
        if answer.abstained or not answer.sentences:
            self.missing.append(question)
            return
        lines = [self._line(one, answer) for one in self._shown(question, answer)]
        self.parts.append(Part(question, tuple(lines)))
        # Newer editions are among the checks of the sources, with their notes.
        editions = _ending("answer.newer_edition", answer.language)
        for notice in answer.notices:
            if not notice.endswith(editions):
                self.told.append(Check(CheckKind.NOTICE, notice))
        if answer.mode is Mode.GENERATED:
            words = message("draft.check.worded", self.language)
            self.told.append(Check(CheckKind.WORDED, words))

    def _shown(self, question: str, answer: Answer) -> Sequence[AnswerSentence]:
        """The answer's sentences; a list of schemes stands in the table, with all their terms."""
        first = message("answer.register.column.scheme", answer.language)
        listed = answer.table is not None and answer.table[0][:1] == [first]
        if not listed or not is_about_funding([question]):
            return self._kept(answer)
        self.in_table += answer.citations
        see = AnswerSentence(message("draft.see_table", self.language), SentenceKind.FRAMING)
        return [*(one for one in answer.sentences if one.kind is SentenceKind.FRAMING), see]

    def _kept(self, answer: Answer) -> Sequence[AnswerSentence]:
        """The answer's sentences without what its footnotes say anyway."""
        grounds = message("answer.register.grounds", answer.language, grounds="\0").split("\0")[0]
        return [
            one
            for one in answer.sentences
            if not (one.kind is SentenceKind.FRAMING and one.text.startswith(grounds))
        ]

    def _line(self, sentence: AnswerSentence, answer: Answer) -> Line:
        cited = [one for one in answer.citations if one.number in sentence.citations]
        return Line(
            squeeze(sentence.text),
            self.notebook.numbers(cited),
            sentence.bullet,
            sentence.kind is SentenceKind.QUOTE,
        )

    def _schemes(self, questions: Sequence[str], register: Register) -> tuple[Scheme, ...]:
        if not is_about_funding(questions):
            return ()
        facts = cited_schemes([*self.notebook.citations, *self.in_table], register)
        return tuple(scheme(one, self.notebook, self._text, self.language) for one in facts)

    def _register(self) -> Register:
        read = self.stores.register or RegisterService(lambda: self.stores.engine).register
        return read(self.user, None)

    def _text(self, version: str) -> str | None:
        if version not in self.texts:
            self.texts[version] = reads.text(self.stores.engine, self.user, version)
        return self.texts[version]

    def _ground(self, register: Register) -> Ground:
        cited: list[Citation] = self.notebook.citations
        documents = list(dict.fromkeys(one.document.id for one in cited))
        today = dt.datetime.now(dt.UTC).date()
        months = today.year * 12 + today.month - 1 - self.stores.settings.draft.old_months
        old = dt.date(months // 12, months % 12 + 1, min(today.day, 28))
        return Ground(
            notebook=self.notebook,
            told=told_in(cited, register),
            related=reads.related(self.stores.engine, self.user, documents),
            text_of=self._text,
            today=today.isoformat(),
            old=old.isoformat(),
            language=self.language,
        )


def _is_whole(answer: Answer, cut: Sequence[str]) -> bool:
    """Whether all pieces of a question are answered: by the register, and with none left out."""
    if answer.abstained or answer.mode is not Mode.REGISTER:
        return False
    told = " ".join(answer.notices)
    return not any(
        message("answer.register.not_found_part", answer.language, question=piece) in told
        for piece in cut
    )


def _ending(key: str, language: Language) -> str:
    """What a message about a newer edition ends in, whatever edition it is about."""
    return message(key, language, title="", newer="", date="\0").rpartition("\0")[2]


def _names(question: str) -> str:
    """The names in a question, which the next one may leave out."""
    return " ".join(one.text for one in understand(question).terms if one.is_name)
