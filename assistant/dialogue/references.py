"""What a question refers to, and whether it says itself what it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.dialogue.things import Things
from assistant.dialogue.words import words
from assistant.register.lexicon import lexicon
from assistant.register.reading import Reading, readings
from assistant.register.topics import TOPICS
from assistant.understanding import Question, understand
from plansvar.asking import Earlier
from plansvar.language.dates import find_dates
from plansvar.language.terms import tokens

# Slots of a register question, what it is about first.
SLOTS = (*TOPICS, "plan", "topic", "goal", "body", "party", "applicant", "area", "case")
PEOPLE_SLOTS = ("party", "body", "applicant")


def topics_of(before: Sequence[Earlier], things: Things) -> list[str]:
    """What was spoken of last: what the question names, else what its answer does."""
    for turn in before:
        texts = _asked(turn)
        for text in texts:
            if found := _named(text.strip(" ?.!"), things):
                return found
        if found := things.in_texts(turn.lines):
            return found
        for text in texts:
            if found := _spoken_of(text.strip(" ?.!")):
                return found
    return []


def _asked(turn: Earlier) -> list[str]:
    """The questions of a turn, the last one first, and then those that it leaned on."""
    told = (text for text in (turn.about, turn.question) if text)
    texts = [text for one in told for text in re.split(r"(?<=[?!])\s+", one) if tokens(text)]
    return texts[::-1]


def _named(question: str, things: Things) -> list[str]:
    """What a question is about by its pattern or by a name."""
    slots = _slots(question)
    for slot in TOPICS:
        value = slots.get(slot)
        if value and not only_facets(value) and not lexicon().pronouns.fullmatch(value):
            return [value]
    return things.in_texts([question]) or things.begun_in([question])


def _spoken_of(question: str) -> list[str]:
    """What a question is about by another slot of its pattern, or by its words."""
    slots = _slots(question)
    if slotted := [slots[one] for one in SLOTS if one in slots]:
        return slotted[:1]
    phrase = _phrase(understand(question))
    return [phrase] if phrase is not None else []


def _slots(question: str) -> Mapping[str, str]:
    """The slots of a question's pattern that hold names, and no question of their own."""
    reading = read_as_register(question)
    slots = reading.slots if reading else {}
    return {name: value for name, value in slots.items() if not words().verb.match(value)}


def _phrase(question: Question) -> str | None:
    """The name in a question, with the word that it tells the place or owner of; else a word.

    "materialsentralen på Tollbukaia" of "Kva er materialsentralen på Tollbukaia for noko?". Of
    words that are no names the longest is taken, in Norwegian a compound that says what is meant.
    """
    if found := names_in(question):
        before = rf"(\w+)\s+{words().belonging}\s+{re.escape(found[0])}"
        match = re.search(before, question.text)
        whole = match is not None and not only_facets(match[1])
        return match.group() if match and whole else found[0]
    if (match := words().belongs.search(question.text.strip(" ?.!"))) is not None:
        return match.group()
    own = [one.text for one in question.terms if not one.is_number and not only_facets(one.text)]
    return max(own, key=len, default=None)


def people_of(before: Sequence[Earlier], things: Things) -> list[str]:
    """Who was spoken of last."""
    for turn in before:
        if turn.short_answer and things.is_party(turn.short_answer):
            return [turn.short_answer]
        asked = [text for text in (turn.question, turn.about) if text]
        for text in asked:
            if named := things.people_in([text]):
                return named
        for reading in map(read_as_register, asked):
            slots = reading.slots if reading else {}
            if found := [slots[one] for one in PEOPLE_SLOTS if one in slots]:
                return found[:1]
        if found := things.people_in(turn.lines[:1]):
            return found
    return []


def read_as_register(question: str) -> Reading | None:
    """The likeliest reading of a question that the register's patterns know."""
    return next(iter(readings(understand(question))), None) if tokens(question) else None


def person_in(question: str) -> re.Match[str] | None:
    """Who is spoken of: "de" in "hva har de ansvar for", not in "de viktigste målene"."""
    for match in words().person.finditer(question):
        before = question[: match.start()].split()[-1:]
        after = question[match.end() :].strip(" ?.!").split()[:1]
        if match.group().lower() not in {"de", "dei"}:
            return match
        verb = bool(before) and words().verb.fullmatch(before[0])
        if not after or (verb and _somebody_does(after[0])):
            return match
    return None


def _somebody_does(word: str) -> bool:
    """Whether "de" before a word is somebody, and no article."""
    return only_facets(word) or words().after_they.fullmatch(word) is not None


def pronoun_in(question: str) -> re.Match[str] | None:
    """The last word that stands for a thing."""
    left = question
    for match in words().empty.finditer(question):
        left = left[: match.start()] + "\0" * len(match.group()) + left[match.end() :]
    found = list(words().thing.finditer(left))
    if not found:
        return None
    last = found[-1]
    # What was asked in the same breath ("… Hvor lenge?") stands for itself.
    after = re.split(r"[?.!]", words().again.sub(" ", left[last.end() :]))[0].strip(" ,")
    # "den nye planen", "this year": before a noun of its own it points to that.
    on = words().verb.match(after) or words().goes_on.match(after)
    if after and not only_facets(after) and not on:
        return None
    return last


def own_topic(question: str, things: Things, *, named: bool = False) -> bool:
    """Whether a question itself says what it is about; ``named``: by a name, other words don't."""
    question = words().again.sub(" ", question)
    if not tokens(question):
        return False
    asked = understand(question)
    if any(term.is_name or (term.is_number and not term.is_year) for term in asked.terms):
        return True
    if things.in_texts([question]) or things.people_in([question]):
        return True
    return not named and not only_facets(without_verb(question))


def without_verb(question: str) -> str:
    """A question without the word that it begins with, where that is an interrogative or verb."""
    match = words().verb.match(question)
    return question[match.end() :] if match else question


def only_facets(text: str) -> bool:
    """Whether a text has no words but aspects of a thing, and words that say nothing."""
    terms = understand(text).terms if tokens(text) else ()
    said = [word.text for term in terms for word in tokens(term.text)]
    return all(words().facet.fullmatch(word) or find_dates(word) for word in said)


def names_in(question: Question) -> list[str]:
    """Names in a question, those that stand side by side as one."""
    spots = [
        (match.start(), match.end())
        for term in question.terms
        if term.is_name
        for match in [re.search(rf"(?<!\w){re.escape(term.text)}(?!\w)", question.text)]
        if match
    ]
    runs: list[tuple[int, int]] = []
    for start, end in sorted(spots):
        if runs and not question.text[runs[-1][1] : start].strip():
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return [question.text[start:end] for start, end in runs]
