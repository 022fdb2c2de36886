"""Who does a thing: a sentence must not let somebody else do it than its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.gate.lexicon import same
from assistant.gate.names import is_party
from assistant.gate.statements import Statement, Word
from assistant.gate.tables import COLUMN
from assistant.gate.values import Value, is_english

_CUT = re.compile(
    r"[;:,.()|\n]|\s[–-]\s|(?<!\w)(?P<joint>og|and|men|but|samt|eller|or)(?!\w)"
    r"|(?<!\w)(?P<relative>som|that|which|who)(?!\w)"
    r"|(?<!\w)(?:mens|medan|while|whereas|da|då|at|fordi|når|hvis|dersom|if|because|when|siden|sidan"
    r"|slik|etter at|før|before|after)(?!\w)",
    re.IGNORECASE,
)
_BY = frozenset({"av", "by"})
_ASIDE = frozenset(
    """i på hos ved innen innan om for med mot under etter før mellom gjennom in on at about with
    against during after before between through within of som as fra frå from enn
    than utenom uten utan blant via""".split()
)
_HELPERS = re.compile(
    r"^(?:blir|ble|bli|blitt|blei|vert|vart|vorte|er|var|vært|vore|is|are|was|were|be|been)$", re.I
)
_PASSIVE_FORM = re.compile(r"(?:[^s]es|as|ast|ges|tes|des)$", re.IGNORECASE)
# What may be a verb; a noun of this form does no harm, as long as it has no agent.
_VERBAL = re.compile(r"(?:[tdr]|[td]e|[ae]s|ast|ed|e|a|s|k|g|l|p|m)$", re.IGNORECASE)
_HAVING = frozenset("får fikk fått fekk har hadde ha hatt er var gets has have had".split())
_PARTICIPLE = re.compile(r"(?:t|d|ed|en|a|e?ne)$", re.IGNORECASE)
# No verb ends so, in whatever form of the noun.
_NOUN = re.compile(
    r"(?:nad|dom|het|heit|skap|sjon|else|tet|ment)(?:en|a|et|er|ar|ene|ane)?s?$|(?:tion|ness|ship)s?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Act:
    """A verb with who does it and who or what it is done to, as stems.

    ``named``: names and years; the others are bodies without a name ("styret").
    """

    stem: str
    agents: frozenset[str]
    objects: frozenset[str]
    named: frozenset[str]
    recipients: frozenset[str] = frozenset()
    passive: bool = False


def done_by_another(told: Statement, statements: Sequence[Statement]) -> bool:
    """Whether the sentence has somebody do what the quotes have another one do."""
    written = [act for one in statements for act in acts(one)]
    for act in acts(told):
        alike = [one for one in written if same(one.stem, act.stem)]
        if alike and _contradicts(act, alike):
            return True
    return False


def _contradicts(act: Act, alike: Sequence[Act]) -> bool:
    agents = frozenset().union(*(one.agents for one in alike))
    objects = frozenset().union(*(one.objects for one in alike))
    # Whoever a thing is handed to may be told to take it: only the very same verb turns round.
    objects |= frozenset().union(*(one.recipients for one in alike if one.stem == act.stem))
    named = frozenset().union(*(one.named for one in alike))
    own = act.agents
    if not own and not act.passive and agents and act.objects:
        return _meet(act.objects, agents) and not _meet(act.objects, objects)
    if not own or _meet(own, agents):
        return False
    if _meet(own, objects):
        return True
    # "Havneselskapet" may be "Brimfjord havn IKS": a body and a name can't be told apart.
    agents = frozenset().union(*(one.agents for one in alike if one.stem == act.stem))
    comparable = bool(own & act.named) == bool(agents & named)
    return bool(agents) and comparable


def _meet(some: frozenset[str], others: frozenset[str]) -> bool:
    return any(same(one, other) or _part(one, other) for one in some for other in others)


def _part(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 3 and (longer.endswith(shorter) or longer.startswith(shorter))


def acts(statement: Statement) -> Iterator[Act]:
    """The acts of a sentence that have an agent or an object that can be told."""
    if COLUMN in statement.text:
        return
    carried: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    years = {statement.text[one.start : one.end] for one in _years(statement)}
    # "Fiskarlaget" is a name in the middle of a sentence only by its capital.
    names = {word.stem for word in statement.words if word.is_name and not is_party(word)}
    named = frozenset(names | years)
    for words, mark in _clauses(statement):
        found, subject = _acts(words, carried, named, english=is_english(statement.text))
        yield from found
        # After a relative clause the first subject goes on: "A, som leder B, har overtatt".
        if mark == "relative" and first:
            carried = first
        elif found:
            carried = subject or carried
        first = first or subject


def _clauses(statement: Statement) -> Iterator[tuple[list[Word], str]]:
    text = statement.text
    cuts = [
        (match.start(), match.end(), match.lastgroup or "")
        for match in _CUT.finditer(text)
        if not any(one.start <= match.start() < one.end for one in statement.values)
    ]
    starts = [(0, ""), *((end, mark) for _, end, mark in cuts)]
    ends = [*(start for start, _, _ in cuts), len(text)]
    for (start, mark), end in zip(starts, ends, strict=True):
        words = [word for word in statement.words if start <= word.start < end]
        if words:
            yield words, mark


def _acts(
    words: Sequence[Word], carried: frozenset[str], named: frozenset[str], *, english: bool
) -> tuple[list[Act], frozenset[str]]:
    """The acts of one clause, and who stands first in it."""
    marks = _marks(words)
    found = []
    subject: frozenset[str] = frozenset()
    told = False
    for at, word in enumerate(words):
        if word.is_name or not word.is_content or is_party(word) or not _is_verbal(word):
            continue
        before = _takers(words[:at], marks[:at], "", named)
        behind = _takers(words[at + 1 :], marks[at + 1 :], "", named)
        to = _takers(words[at + 1 :], marks[at + 1 :], "to")
        by = _takers(words[at + 1 :], marks[at + 1 :], "by")
        subject = subject or before
        helped = any(_HELPERS.match(one.text) for one in words[max(0, at - 3) : at])
        passive = helped or (not english and bool(_PASSIVE_FORM.search(word.text)))
        if passive:
            found.append(Act(word.stem, by, before | behind, named, to, passive=True))
        elif (before or carried or behind) and not told and _is_verb(words, at):
            # What follows the first verb ("gir støtte") is a noun, whatever it looks like.
            found.append(Act(word.stem, before or carried, behind, named, to))
            told = bool(before or carried)
    return found, subject or _takers(words, marks, "", named)


def _years(statement: Statement) -> list[Value]:
    """Years that stand by themselves, as in "planen for 2023–2030"."""
    return [one for one in statement.values if one.date and one.date.month is None]


def _is_verbal(word: Word) -> bool:
    return _VERBAL.search(word.text) is not None and _NOUN.search(word.text) is None


def _is_verb(words: Sequence[Word], at: int) -> bool:
    """Whether a word may be a verb where it stands: after "får" and "har" only as a participle."""
    before = words[at - 1].text.lower() if at else ""
    return before not in _HAVING or _PARTICIPLE.search(words[at].text) is not None


def _takers(
    words: Sequence[Word], marks: Sequence[str], wanted: str, years: frozenset[str] = frozenset()
) -> frozenset[str]:
    return frozenset(
        word.stem
        for word, mark in zip(words, marks, strict=True)
        if mark == wanted and (word.is_name or is_party(word) or word.stem in years)
    )


def _marks(words: Sequence[Word]) -> list[str]:
    """By what preposition each word is governed: "", "by", "to" or "aside".

    Its government ends with the noun: behind a name, with the next word that is none.
    """
    marks: list[str] = []
    mark = ""
    for word, following in pairwise([*words, None]):
        assert word is not None
        lower = word.text.lower()
        if lower in _BY:
            mark = "by"
        elif lower in _ASIDE:
            # "Planen for 2023–2030" is one thing, and so is "Port of Ellerhaven".
            one = following is not None and (_YEAR.match(following.text) or following.is_name)
            mark = mark if one and lower in {"for", "of"} else "aside"
        elif lower in {"til", "to", "overfor"}:
            mark = "to"
        marks.append(mark)
        named = (
            word.is_name and following is not None and (following.is_name or is_party(following))
        )
        if word.is_content and not named and not _leads_on(word, following):
            mark = ""
    return marks


def _leads_on(word: Word, following: Word | None) -> bool:
    """Whether an adjective or a title leads on to the name that is meant."""
    return following is not None and following.is_name and not word.is_name
