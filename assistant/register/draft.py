"""An answer in the making: sentences about facts, each with the words that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from assistant.register.checking import stands_in
from plansvar.answers import AnswerSentence, Citation, SentenceKind
from plansvar.documents.types import Authority
from plansvar.language.detect import Language
from plansvar.language.normalise import squeeze
from plansvar.messages.catalogue import message
from plansvar.register.facts import Entry, Evidence, Ground, GroundKind

# Quotes of one row or paragraph that lie this near to each other are shown as one.
_LONGEST_JOINED = 400
_LONGEST_SHOWN = 160
_CUT = " …"
_AUTHORITIES = tuple(Authority)
_GROUNDS = (GroundKind.CORRECTED, GroundKind.CONFIRMED, GroundKind.CHANGED, GroundKind.STATED)
# A change and what it changed; more sources of the same value are in the register.
_GROUNDS_CITED = 2


@dataclass(frozen=True, slots=True)
class Reply:
    """What the register says to a question.

    ``clarification`` is a question back: nothing is answered then.
    """

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    short_answer: str | None = None
    clarification: str | None = None
    notices: tuple[str, ...] = ()
    table: list[list[str]] | None = None
    as_of: str | None = None


def shown(entry: Entry) -> str:
    """A value as it may be told: as it was read where its evidence says so, else its quote.

    What a person has corrected is told as that person has it.
    """
    if by_hand(entry) or any(stands_in(entry.text, one.quote) for one in entry.evidence):
        return entry.text
    quotes = sorted((squeeze(one.quote) for one in entry.evidence), key=len)
    return quotes[0] if quotes else entry.text


def by_hand(entry: Entry) -> bool:
    """Whether a value is what a person said, and no document."""
    return any(ground.kind is GroundKind.CORRECTED for ground in entry.grounds)


def ranked_grounds(entry: Entry) -> list[Ground]:
    """What a value rests on: people, changes, what states it; drafts last, the newest first."""
    newest_first = sorted(entry.grounds, key=lambda one: one.date or "", reverse=True)
    return sorted(
        newest_first,
        key=lambda one: (
            one.document is not None and one.document.authority is Authority.DRAFT,
            _GROUNDS.index(one.kind),
            _AUTHORITIES.index(one.document.authority) if one.document else 0,
        ),
    )


def shortened(text: str) -> str:
    """A text that has room in a list; what is cut off is marked."""
    text = squeeze(text)
    if len(text) <= _LONGEST_SHOWN:
        return text
    return text[:_LONGEST_SHOWN].rsplit(" ", 1)[0] + _CUT


@dataclass(slots=True)
class Draft:
    """Sentences and citations; a quote that is used twice has one citation.

    ``text_of`` gives a version's stored text, ``None`` where the asker may not read it.
    """

    language: Language
    text_of: Callable[[str], str | None]
    sentences: list[AnswerSentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    own: dict[str, None] = field(default_factory=dict)

    def words(self, key: str, /, **params: object) -> str:
        """A text of the catalogue, in the question's language."""
        return message(f"answer.register.{key}", self.language, **params)

    def ours(self, phrase: str) -> str:
        """Remember a phrase that comes from no quote, and give it back.

        Such are what a document is called, what a person has said, and what was asked.
        """
        self.own[phrase] = None
        return phrase

    def frame(self, text: str, *, bullet: bool = False) -> None:
        """Add words of our own: a count, a heading."""
        self.sentences.append(AnswerSentence(text, SentenceKind.FRAMING, bullet=bullet))

    def state(
        self, text: str, entries: Sequence[Entry], *, bullet: bool = False, fully: bool = False
    ) -> None:
        """Add a sentence that names the values of entries, with what they rest on.

        One place for each value, or with ``fully`` the two that it rests on most. What no document
        says (a person's correction) is given as such by the caller.
        """
        numbers = self.cite(_chosen(entries, _GROUNDS_CITED if fully else 1))
        if not numbers:
            self.frame(text, bullet=bullet)
            return
        told = [value for entry in entries for value in _as_told(entry) if value in text]
        given = [entry.text for entry in entries if by_hand(entry) and entry.text in text]
        own = (*given, *(phrase for phrase in self.own if phrase in text))
        self.sentences.append(
            AnswerSentence(text, SentenceKind.FACT, numbers, bullet, tuple(told), own)
        )

    def cite(self, evidence: Iterable[Evidence]) -> tuple[int, ...]:
        """The numbers of citations for some evidence, in the order of the documents."""
        pieces: dict[tuple[str, int, int], Evidence] = {}
        for piece in evidence:
            pieces.setdefault((piece.document.version_id, piece.start, piece.end), piece)
        numbers = [self._number(group) for group in _joined(list(pieces.values()))]
        return tuple(sorted(dict.fromkeys(number for number in numbers if number is not None)))

    def reply(
        self,
        short_answer: str | None = None,
        table: list[list[str]] | None = None,
        as_of: str | None = None,
    ) -> Reply:
        """The finished answer."""
        return Reply(
            tuple(self.sentences),
            tuple(self.citations),
            short_answer=short_answer,
            notices=tuple(self.notices),
            table=table,
            as_of=as_of,
        )

    def _number(self, group: Sequence[Evidence]) -> int | None:
        first = group[0]
        start, end = min(one.start for one in group), max(one.end for one in group)
        for citation in self.citations:
            same = citation.document.version_id == first.document.version_id
            if same and citation.start <= start and end <= citation.end:
                return citation.number
        text = self.text_of(first.document.version_id)
        if text is None:
            return None
        number = len(self.citations) + 1
        self.citations.append(
            Citation(number, first.document, first.page, (), text[start:end], start, end)
        )
        return number


def _chosen(entries: Iterable[Entry], most: int) -> list[Evidence]:
    """What is cited of all that says so: for each value what it rests on first.

    Of several places in a document one that has the value as it is told; and rather a document
    that is cited anyway.
    """
    chosen: list[Evidence] = []
    for entry in entries:
        cited = {one.document.id for one in chosen}
        grounds = [one.document.id for one in ranked_grounds(entry) if one.document]
        grounds = grounds[:_GROUNDS_CITED]
        best_first = partial(_place, text=entry.text, cited=cited, grounds=grounds)
        ranked = sorted(entry.evidence, key=best_first)
        chosen += ranked[:1]
        other = [
            one
            for one in ranked[1:]
            if one.document.id in grounds and one.document.id != ranked[0].document.id
        ]
        chosen += other[: most - 1]
    return chosen


def _place(
    one: Evidence, *, text: str, cited: Container[str], grounds: Container[str]
) -> tuple[bool, bool, bool]:
    """What has the value as it is told comes first, then what is cited anyway, then a ground."""
    document = one.document.id
    return not stands_in(text, one.quote), document not in cited, document not in grounds


def _as_told(entry: Entry) -> list[str]:
    """What a sentence may have of a value: all of it, or as much as there is room for."""
    if by_hand(entry):
        return []
    value = shown(entry)
    return [value, shortened(value).removesuffix(_CUT), value.rstrip(".")]


def _joined(pieces: Sequence[Evidence]) -> list[list[Evidence]]:
    """Evidence of one place together, so that a table's row is one quote."""
    groups: list[list[Evidence]] = []
    for piece in sorted(pieces, key=lambda one: (one.document.version_id, one.start, one.end)):
        last = groups[-1] if groups else []
        near = (
            last
            and last[0].document.version_id == piece.document.version_id
            and last[0].page == piece.page
            and max(piece.end, *(one.end for one in last)) - last[0].start <= _LONGEST_JOINED
        )
        if near:
            last.append(piece)
        else:
            groups.append([piece])
    order = {id(piece): place for place, piece in enumerate(pieces)}
    return sorted(groups, key=lambda group: min(order[id(piece)] for piece in group))
