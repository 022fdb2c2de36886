"""Which fact a question is about, however it is worded: by the words that only its name has.

The patterns of the lexicon understand a question whole or not at all. This looks at its words
alone: what they name, and which fields of that they ask for. It is enough to tell what the register
knows beside the quotes that answer, and never enough to tell that something isn't known.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assistant.matching import COMPOUND_QUALITY, Bag, quality
from assistant.register.inquiry import names
from assistant.register.lexicon import lexicon
from assistant.register.naming import hits, words_of
from assistant.register.words import words
from assistant.understanding import LIGHT_WEIGHT, SYNONYM_QUALITY, Question, QuestionTerm
from plansvar.language.terms import stem
from plansvar.register.facts import Fact
from plansvar.register.kinds import FactKind
from plansvar.register.names import alike

# How much of what is asked, by weight, the thing must explain: its name, values and plan.
_EXPLAINED = 0.5
# How far behind the best another thing must lie, as a share of its score.
_AHEAD = 0.75
# How much of a name must be asked for, or how long a word must be that tells it alone.
_ENOUGH = 0.5
_TELLING = 9
# How far behind "hvem er" a role may stand that it asks for, in characters: "hvem er nå vår …".
_NEAR = 20
# A part of a compound, and the beginning that two of them share, in letters.
_SHORTEST_PART = 5
_SHARED = 7


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about. ``explained``: the share of its words that belong to it, 0 to 1."""

    name: str
    facts: tuple[Fact, ...]
    explained: float


def asked_fields(text: str) -> list[str]:
    """The fields that a question's words ask for, in its order.

    "history" is the whole story; "role" is who has a role that is named, such as a project manager,
    which is no question for who answers for the thing.
    """
    role = lexicon().roles.search(text)
    left = lexicon().roles.sub(lambda match: "-" * len(match.group()), text)
    found = [(role.start(), "role")] if role else []
    for field, pattern in lexicon().fields.items():
        for match in pattern.finditer(left):
            if role and field == "leads" and _only_who(match, role):
                continue
            found.append((match.start(), field))
            break
    return [field for _, field in sorted(found)]


def _only_who(match: re.Match[str], role: re.Match[str]) -> bool:
    """Whether nothing but "hvem er" asks for who leads: right before a role it asks for that."""
    return words().who.match(match.group()) is not None and 0 <= role.start() - match.end() <= _NEAR


def subject(question: Question, facts: Sequence[Fact]) -> Subject | None:
    """The thing that a question is about; ``None`` where none is named, or several may be meant.

    Args:
        question: what is asked.
        facts: those that it may be about. Facts of one name are one thing.
    """
    terms = [term for term in question.terms if _is_content(term)]
    by_name: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        by_name.setdefault(words_of(names(fact)[0]), []).append(fact)
    by_name.pop((), None)
    if not terms or not by_name:
        return None
    rarity = _rarity(by_name)
    touched = _most_like({name: [_touched(term, name) for term in terms] for name in by_name})
    scores = {
        name: sum(rarity[word] * worth for word, worth in _all(own).items())
        for name, own in touched.items()
    }
    best = max(scores, key=lambda name: (scores[name], -len(name)))
    if any(
        score > _AHEAD * scores[best] and name != best and not alike(name, best)
        for name, score in scores.items()
    ):
        return None
    # A place or an organisation alone names no measure, but it names who applies.
    is_party = by_name[best][0].kind is FactKind.APPLICATION
    share = scores[best] / sum(rarity[word] for word in set(best))
    if not _is_named(touched, best, terms, share, is_party=is_party):
        return None
    group = tuple(by_name[best])
    explained = _explained(terms, touched[best], group)
    return Subject(names(group[0])[0], group, explained) if explained >= _EXPLAINED else None


def _is_named(
    touched: dict[tuple[str, ...], list[dict[str, float]]],
    best: tuple[str, ...],
    terms: Sequence[QuestionTerm],
    share: float,
    *,
    is_party: bool,
) -> bool:
    """Whether a question has enough of a name, ``share`` of it by weight, to mean that thing.

    Parts of words alone tell nothing ("Grønt løft" is no "Kompetanseløftet"), and neither does a
    place, after which much is called.
    """
    worths = _all(touched[best])
    if max(worths.values(), default=0.0) < SYNONYM_QUALITY:
        return False
    of_its_own = any(
        own and not term.is_name for own, term in zip(touched[best], terms, strict=True)
    )
    several = len(worths) >= min(2, len(set(best)))
    enough = (is_party or of_its_own or several) and round(share, 3) >= _ENOUGH
    return enough or _is_told(touched, best, terms)


def _explained(
    terms: Sequence[QuestionTerm], touched: Sequence[dict[str, float]], group: Sequence[Fact]
) -> float:
    """The share of a question, by weight, that belongs to a thing; 0 where a name does not."""
    around = Bag.of(*(text for fact in group for text in all_texts(fact)))
    found = 0.0
    for term, own in zip(terms, touched, strict=True):
        if own or quality(term, around):
            found += term.weight
        elif term.is_name:
            return 0.0
    return found / sum(term.weight for term in terms)


def _rarity(names_: Collection[tuple[str, ...]]) -> dict[str, float]:
    """How well a word tells a name: the inverse document frequency of BM25, over the names."""
    holding = Counter(word for name in names_ for word in set(name))
    return {
        word: math.log(1 + (len(names_) - count + 0.5) / (count + 0.5))
        for word, count in holding.items()
    }


def _most_like(
    touched: dict[tuple[str, ...], list[dict[str, float]]],
) -> dict[tuple[str, ...], list[dict[str, float]]]:
    """Without the parts of words of a question that are whole in another name.

    Where there is a "klyngeprogram", that word means no other programme.
    """
    whole = [
        any(max(own.values(), default=0.0) >= SYNONYM_QUALITY for own in each)
        for each in zip(*touched.values(), strict=True)
    ]
    return {
        name: [
            {word: worth for word, worth in one.items() if not known or worth >= SYNONYM_QUALITY}
            for one, known in zip(each, whole, strict=True)
        ]
        for name, each in touched.items()
    }


def _touched(term: QuestionTerm, name: tuple[str, ...]) -> dict[str, float]:
    """The words of a name that a word of the question stands for, and how fully."""
    return _all(
        [
            {word: worth * own for word, own in _hits(asked, name).items()}
            for phrase, worth in term.variants
            for asked in phrase
        ]
    )


def _hits(word: str, name: tuple[str, ...]) -> dict[str, float]:
    if found := hits(word, name):
        return found
    # "traineeordningen" is the scheme called "Trainee …", where a word of its name is just that.
    head = lexicon().tails.sub("", word)
    same = {word, stem(head)} & set(name) if head != word else set()
    if same:
        return dict.fromkeys(same, SYNONYM_QUALITY)
    return _in_part(word, name)


def _in_part(asked: str, name: tuple[str, ...]) -> dict[str, float]:
    """Words that a compound is made of, or begins like: "biogassforstudie", "biogassanlegg"."""
    return {
        word: COMPOUND_QUALITY
        for word in name
        if len(word) >= _SHORTEST_PART
        and (
            (word != asked and (asked.startswith(word) or asked.endswith(word)))
            or (asked[:_SHARED] == word[:_SHARED] and len(asked) >= _SHARED)
        )
    }


def _all(found: Iterable[dict[str, float]]) -> dict[str, float]:
    best: dict[str, float] = {}
    for one in found:
        for word, worth in one.items():
            best[word] = max(worth, best.get(word, 0.0))
    return best


def _is_told(
    touched: dict[tuple[str, ...], list[dict[str, float]]],
    best: tuple[str, ...],
    terms: Sequence[QuestionTerm],
) -> bool:
    """Whether a single word tells the thing: a long one that stands in no other name."""
    return any(
        not term.is_name
        and len(term.text) >= _TELLING
        and max(touched[best][number].values(), default=0.0) >= SYNONYM_QUALITY
        and all(
            not own[number] or alike(name, best) for name, own in touched.items() if name != best
        )
        for number, term in enumerate(terms)
    )


def _is_content(term: QuestionTerm) -> bool:
    if term.weight <= LIGHT_WEIGHT or term.is_number:
        return False
    # "tiltaket", "ordningen" say what kind of thing it is.
    if any(pattern.fullmatch(f"{term.text} ") for pattern in lexicon().labels.values()):
        return False
    # "driver" asks for a field where somebody is asked for.
    forms = (term.text, f"who {term.text}")
    return not any(
        pattern.fullmatch(form) for pattern in lexicon().fields.values() for form in forms
    )


def all_texts(fact: Fact) -> list[str]:
    """All that is known of a fact, and the title of its plan."""
    texts = [entry.text for entries in fact.fields.values() for entry in entries]
    texts += [entry.text for entries in fact.history.values() for entry in entries]
    return [*texts, *(document.title for document in fact.documents)]
