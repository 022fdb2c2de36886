"""What a reply is made from: a reading of the question, and what the asker may know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.register.draft import Draft, Reply
from assistant.register.lexicon import lexicon
from assistant.register.naming import Fit, best, mentions, numbered
from assistant.register.reading import Reading, without_label
from assistant.register.words import words
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DocumentType
from plansvar.language.detect import Language
from plansvar.register.facts import Fact, Register
from plansvar.register.kinds import FactKind
from plansvar.register.names import lexicon as registered
from plansvar.register.names import party_words, stems
from plansvar.register.names import without_label as unlabelled
from plansvar.register.queries import Names
from plansvar.register.standing import WISHES, Standing
from plansvar.register.timespan import reached

# More names than these are no question back, but a sign that too little was said.
_MOST_MEANT = 6


@dataclass(frozen=True)
class Inquiry:
    """A question's reading with the facts and documents of the asker.

    ``register`` is as of ``as_of`` (ISO, ``None``: today); ``today`` is an ISO date.
    """

    reading: Reading
    register: Register
    documents: Sequence[DocumentInfo]
    today: str
    text_of: Callable[[str], str | None]
    as_of: str | None = None

    @cached_property
    def _book(self) -> Names:
        return Names(self.register)

    @cached_property
    def _standing(self) -> Standing:
        return Standing(self.documents, self.day)

    @property
    def language(self) -> Language:
        """The question's language."""
        return self.reading.language

    @property
    def day(self) -> str:
        """The day that is asked about."""
        return self.as_of or self.today

    def draft(self) -> Draft:
        """An empty answer."""
        return Draft(self.language, self.text_of)

    def slot(self, name: str, kind: str | None = None) -> str | None:
        """The words of a slot, without the label that goes before names of a kind."""
        text = self.reading.slots.get(name)
        return without_label(text, kind) if text and kind else text

    @property
    def plan_asked(self) -> str | None:
        """The plan that is named; "planen" alone names none."""
        asked = self.reading.slots.get("plan")
        return None if asked and lexicon().bare_plan.fullmatch(asked) else asked

    def known(self, *kinds: FactKind) -> list[Fact]:
        """Facts that may be presented as known, and have a name."""
        return [fact for fact in self.register.of(*kinds) if fact.known and fact.name.strip()]

    def unsure(self, *kinds: FactKind) -> list[Fact]:
        """Facts that somebody should look at first."""
        return [fact for fact in self.register.of(*kinds) if not fact.known]

    def replaced(self, document: DocumentInfo) -> bool:
        """Whether an adopted edition of the same plan has come after a document."""
        return self._standing.replaced(document)

    def standing(self, fact: Fact) -> bool:
        """Whether a fact belongs to what applies; see :meth:`Standing.holds`."""
        return self._standing.holds(fact)

    def ours(self, fact: Fact) -> bool:
        """Whether a fact stands anywhere but in applications, which are for somebody to grant."""
        return any(one.type is not DocumentType.APPLICATION for one in fact.documents)

    def party(self, asked: str) -> tuple[tuple[str, ...], ...]:
        """The parties that a name may mean, each under all its names."""
        for name in dict.fromkeys((asked, _norwegian(asked))):
            if found := self._book.find(name):
                return _whole(tuple(found))
        return ()

    def surely(self, asked: str, names: Sequence[str]) -> bool:
        """Whether a party was named in full: that it has nothing is not told of a likely one.

        A municipality is named by its name alone, a company without its form.
        """
        wanted = [_whole_words(one) for one in (asked, _norwegian(asked))]
        return any(_whole_words(name) in wanted for name in names)

    def tell_reading(self, asked: str, names: Sequence[str], draft: Draft) -> None:
        """Tell that a name was read as another one, where a letter was wrong."""
        if not any(mentions(one, names) for one in (asked, _norwegian(asked))):
            draft.notices.append(draft.words("read_as", asked=asked, name=names[0]))

    def plans(self, asked: str) -> list[DocumentInfo]:
        """The documents that a name of a plan means: the one that applies before older editions."""
        name = without_label(asked, "plan")
        candidates = [one for one in self.documents if one.type not in WISHES]
        found = [one for one, fit in best(name, candidates, lambda one: (one.title,)) if fit]
        if not found and words().planlike.search(name):
            # "næringsplanen for Osedal": words of the title and of who issues it.
            found = [
                one
                for one in candidates
                if one.type is not DocumentType.MINUTES
                and mentions(name, (one.title, one.about.organisation or "", one.date or ""))
            ]
        found = [one for one in found if reached(one.since, self.day)]
        current = [one for one in found if not self.replaced(one)]
        adopted = [one for one in current if one.authority is Authority.ADOPTED]
        return adopted or current or found

    def find(self, asked: str, facts: Iterable[Fact]) -> list[tuple[Fact, Fit]]:
        """The facts that a name means; several where it is open which.

        What stands in plans is meant rather than what somebody applied for or wished.
        """
        facts = list(facts)
        first = [fact for fact in facts if self.standing(fact) and self.ours(fact)]
        return self._find(asked, first) or self._find(asked, facts)

    def _find(self, asked: str, facts: list[Fact]) -> list[tuple[Fact, Fit]]:
        if (number := numbered(asked)) is not None:
            digits, rest = number
            having = [
                fact
                for fact in facts
                if (fact.text("number") or "").casefold() == digits.casefold()
            ]
            fits = [(fact, Fit(1.0)) for fact in having if not rest or _named(rest, fact)]
            return self._preferred(fits)
        return self._preferred(best(asked, facts, names))

    def ask_which(self, options: Sequence[str]) -> Reply | None:
        """A question back, where a name fits several things."""
        options = list(dict.fromkeys(options))
        if not 1 < len(options) <= _MOST_MEANT:
            return None
        draft = self.draft()
        question = draft.words("which")
        draft.frame(question)
        for option in options:
            draft.frame(option, bullet=True)
        reply = draft.reply()
        return Reply(reply.sentences, (), clarification=f"{question} {'; '.join(options)}")

    def _preferred(self, found: Sequence[tuple[Fact, Fit]]) -> list[tuple[Fact, Fit]]:
        """Of things of one name those that apply; what only a draft or an input has comes last."""
        standing = [one for one in found if self.standing(one[0])]
        kept = standing or list(found)
        if len(kept) > 1 and len({stems(fact.name) for fact, _ in kept}) == 1:
            adopted = [
                one
                for one in kept
                if any(doc.authority is Authority.ADOPTED for doc in one[0].documents)
            ]
            return adopted or kept
        return kept


def _whole_words(name: str) -> frozenset[str]:
    forms = registered().company_forms | {"kommun"}
    words = (word for word in party_words(name) if word not in forms)
    return frozenset(word.removesuffix("s") if len(word) > 3 else word for word in words)


def _whole(found: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Of an organisation and its own bodies the organisation: "rådet" is not its board."""
    words = [set(party_words(group[0])) for group in found]
    for group, own in zip(found, words, strict=True):
        if len(found) > 1 and all(own <= other for other in words):
            return (group,)
    return found


def names(fact: Fact) -> tuple[str, ...]:
    """The names that a fact has and had; a remark in brackets at the end is no part of one."""
    key = "title" if fact.kind is FactKind.MEASURE else ""
    earlier = [entry.text for entry in fact.history.get(key, ())]
    return tuple(dict.fromkeys(_plain(name) for name in (fact.name, *earlier)))


def _norwegian(name: str) -> str:
    """A name such as "Osedal municipality" as the documents have it."""
    for pattern, norwegian in words().in_norwegian:
        name = pattern.sub(norwegian, name)
    return name


def _named(asked: str, fact: Fact) -> bool:
    return mentions(asked, names(fact))


def _plain(name: str) -> str:
    """A name without label, and without a remark in brackets at its end."""
    head, bracket, _ = name.rpartition(" (")
    return unlabelled(head if bracket and name.endswith(")") else name)
