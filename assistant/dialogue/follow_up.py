"""Follow-ups as full questions: "og hvem eier det?", "and in 2021?", "hva med Grønt løft?".

By rules alone, from the questions before and what they were answered with. What can't be told is
asked back or left as it stands; the answer says how a question was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.dialogue.references import (
    PEOPLE_SLOTS,
    SLOTS,
    names_in,
    only_facets,
    own_topic,
    people_of,
    person_in,
    pronoun_in,
    read_as_register,
    topics_of,
    without_verb,
)
from assistant.dialogue.sources import as_source, is_a_source, named_sources
from assistant.dialogue.talk import small_talk
from assistant.dialogue.things import Things
from assistant.dialogue.words import words
from assistant.register.reading import readings
from assistant.register.timing import take_time
from assistant.register.topics import with_topic
from assistant.understanding import MAX_QUESTION_CHARACTERS, understand
from plansvar.asking import Earlier
from plansvar.language.dates import find_dates
from plansvar.language.normalise import squeeze
from plansvar.language.terms import tokens

# More things than these are no question back: too little was said.
_MOST_MEANT = 6
# Questions of a conversation that a follow-up may go back to.
_LOOKED_BACK = 8


@dataclass(frozen=True, slots=True)
class Meant:
    """A question as it is meant.

    ``asked`` is what was written, where that was read as something else. ``options`` are what it
    may be about, where that is open: somebody must be asked. ``about`` is the question before, in
    full, where a question leans on it that couldn't be made full.
    """

    question: str
    asked: str | None = None
    options: tuple[str, ...] = ()
    open: bool = False
    about: str | None = None


def full_question(text: str, before: Sequence[Earlier], things: Things) -> Meant:
    """A question in full.

    Args:
        text: what was written.
        before: the questions of the conversation, the newest first.
        things: what the asker's register names.
    """
    written = squeeze(text)
    if not before:
        return Meant(written)
    meant = _in_words(written, before, things)
    if meant.asked is None and not meant.open and _leans(written):
        return replace(meant, question=written, about=_said(before[0]))
    return meant


def _leans(written: str) -> bool:
    """Whether a question goes on from what was said: by "og", or by "der", "av dem"."""
    bare, linked = _unlinked(written)
    return bool(bare) and (linked or words().leaning.search(bare) is not None)


def _in_words(written: str, before: Sequence[Earlier], things: Things) -> Meant:
    last = before[0]
    if last.options and (choice := _choice(written, last.options)) is not None:
        return _read_as(_with_choice(last.question, choice), written)
    bare, linked = _unlinked(written)
    if not bare:
        return Meant(written)
    if (again := _same_again(bare, last, linked=linked)) is not None:
        return replace(_read_as(again, written), about=last.about)
    if not words().verb.match(bare):
        return (
            _elliptic(bare, written, before, things) if linked or _short(bare) else Meant(written)
        )
    return _referring(bare, written, before, things)


def in_full(before: Sequence[Earlier], things: Things) -> list[Earlier]:
    """Questions, each made full by those before it; the newest first.

    One that leans on others keeps the first of them: what comes next may be about what that named.
    """
    full: list[Earlier] = []
    for one in reversed(before[:_LOOKED_BACK]):
        if not tokens(one.question) or len(one.question) > MAX_QUESTION_CHARACTERS:
            continue
        if small_talk(one.question) is not None:  # who says thank you asks nothing
            continue
        meant = full_question(one.question, full, things)
        about = meant.about
        if about is not None and about == _said(full[0]):
            about = full[0].about or full[0].question
        options = meant.options or one.options
        full.insert(0, replace(one, question=meant.question, options=options, about=about))
    return full


def _said(turn: Earlier) -> str:
    """A question after the one that it leaned on, as far as there is room for both."""
    both = f"{turn.about} {turn.question}" if turn.about else turn.question
    return both if len(both) <= MAX_QUESTION_CHARACTERS else turn.question


def _read_as(question: str, written: str) -> Meant:
    question = _sentence(question)
    same = question.casefold().rstrip("?. ") == written.casefold().rstrip("?. ")
    return Meant(question, None if same else written)


def _unlinked(written: str) -> tuple[str, bool]:
    """A question without "og" or "hva med" before it, and whether there was such a word."""
    bare = written.strip()
    linked = False
    for pattern in (words().link, words().what_about):
        if (match := pattern.match(bare)) and match.end() < len(bare):
            bare, linked = bare[match.end() :], True
    return bare.strip(" ,"), linked


def _same_again(bare: str, last: Earlier, *, linked: bool) -> str | None:
    """The question before, at another time or from other sources."""
    plain = bare.strip(" ?.!,")
    if words().first.fullmatch(plain) or words().earlier.fullmatch(plain):
        return f"{_without_time(last.question)} {_no_before(plain)}?"
    if linked and words().now.fullmatch(plain):
        return f"{_without_time(last.question)}?"
    dates = find_dates(plain)
    if len(dates) == 1 and dates[0].year is not None and dates[0].end == len(plain):
        lead = plain[: dates[0].start]
        if words().date_lead.fullmatch(lead):
            date = plain[dates[0].start :]
            english = understand(last.question).language == "en"
            lead = lead.strip() or _lead(dates[0].day, english=english)
            return f"{_without_time(last.question)} {lead} {date}?"
    if is_a_source(plain):
        return f"{_without_sources(last.question)} {as_source(plain)}?"
    return None


def _lead(day: int | None, *, english: bool) -> str:
    if day is None:
        return "in" if english else "i"
    return "on" if english else "den"


def _no_before(plain: str) -> str:
    """The words "før det" as the register's questions have them."""
    if words().first.fullmatch(plain):
        return plain
    return "previously" if plain.lower().startswith(("before", "prev", "earl")) else "tidligere"


def _without_time(question: str) -> str:
    text = take_time(question.strip(" ?.!"))[0].strip(" ?.!,")
    return words().now_at_end.sub("", text)


def _without_sources(question: str) -> str:
    found = named_sources(question, ())
    return (found.question if found else question).strip(" ?.!")


def _short(bare: str) -> bool:
    return len(tokens(bare)) <= 3


def _elliptic(bare: str, written: str, before: Sequence[Earlier], things: Things) -> Meant:
    """A follow-up without a verb: another aspect of the same thing, or the same of another."""
    plain = bare.strip(" ?.!,")
    if only_facets(plain):
        asked = plain
        if (match := words().joint.match(plain)) is not None:
            asked = match["rest"]
        return _about(f"{_what_is(before[0].question)} {asked}", written, before, things)
    if len(tokens(plain)) > 8:
        return Meant(written)
    return _of_another(before[0], plain, written, things)


def _what_is(question: str) -> str:
    language = understand(question).language
    return {"nb": "Hva er", "nn": "Kva er", "en": "What is"}[language]


def _of_another(last: Earlier, plain: str, written: str, things: Things) -> Meant:
    """The question before, of another thing; that may be named where it leaned on."""
    match = words().joint.match(plain)
    joint, new = (match["joint"], match["rest"]) if match else ("", plain)
    question = last.question.strip(" ?.!")
    if (own := _put_for_another(question, new, things)) is not None:
        return replace(_read_as(own, written), about=last.about)
    if last.about and (led := _put_for_another(last.about, new, things)) is not None:
        return replace(_read_as(question, written), about=led)
    if joint and (place := re.search(rf"\b{joint}\s+[^,]+$", question, re.IGNORECASE)):
        return _read_as(f"{question[: place.start()]}{plain}", written)
    return _read_as(f"{question} {joint or 'for'} {new}", written)


def _put_for_another(question: str, new: str, things: Things) -> str | None:
    """A question with a thing or party in place of the one that it names; ``None``: it names none.

    What it is about by its pattern goes before names that stand in it.
    """
    party = things.is_party(new) and not things.is_thing(new)
    reading = read_as_register(question)
    if reading is not None:
        order = (*PEOPLE_SLOTS, *SLOTS) if party else SLOTS
        for slot in order:
            value = reading.slots.get(slot)
            if value and not only_facets(value) and value in question:
                return question.replace(value, new)
    found = things.people_in([question]) if party else things.in_texts([question])
    old = found or names_in(understand(question))
    for name in reversed(old):
        place = re.search(re.escape(name), question, re.IGNORECASE)
        if place:
            return f"{question[: place.start()]}{new}{question[place.end() :]}"
    return None


def _referring(bare: str, written: str, before: Sequence[Earlier], things: Things) -> Meant:
    """A whole question, which may speak of something or somebody by a pronoun, or leave it out."""
    question = bare.strip()
    if (match := person_in(question)) is not None:
        who = people_of(before, things)
        # In nynorsk "han" and "ho" are things as well.
        thing = match.group().lower() in {"han", "ho"} and understand(question).language == "nn"
        if thing and len(found := topics_of(before, things)) == 1:
            who = found
        return _put_in(question, match, who, written)
    its = words().its.search(question)
    pronoun = its or pronoun_in(question)
    if pronoun is not None and not own_topic(
        _cut(question, pronoun), things, named=question != written
    ):
        return _put_in(
            question, pronoun, topics_of(before, things), written, possessive=its is not None
        )
    if only_facets(without_verb(question)) and not own_topic(question, things):
        return _about(question, written, before, things)
    return Meant(_sentence(question) if question != written else written)


def _put_in(
    question: str,
    place: re.Match[str],
    topics: Sequence[str],
    written: str,
    *,
    possessive: bool = False,
) -> Meant:
    """A question with its pronoun replaced; several that it may stand for are asked back."""
    if len(topics) != 1:
        return _unclear(question, topics, written)
    topic = topics[0]
    if possessive:
        topic += "'s" if place.group().lower() == "its" else ""
    return _read_as(f"{question[: place.start()]}{topic}{question[place.end() :]}", written)


def _about(question: str, written: str, before: Sequence[Earlier], things: Things) -> Meant:
    """A question that leaves out what it is about."""
    topics = topics_of(before, things)
    if len(topics) != 1:
        return _unclear(question, topics, written)
    return _read_as(_joined(question, topics[0]), written)


def _unclear(question: str, topics: Sequence[str], written: str) -> Meant:
    """What is open is asked; of too many things they aren't listed, and of none it is searched."""
    if not topics:
        return Meant(written)
    listed = tuple(topics) if len(topics) <= _MOST_MEANT else ()
    return Meant(_sentence(question), None, listed, open=True)


def _joined(question: str, topic: str) -> str:
    """The first way of putting it that the register's patterns know; "for" where they know none."""
    bare = question.strip(" ?.!")
    for form in with_topic(bare, topic):
        if any(topic in one.slots.values() for one in readings(understand(form))):
            return form
    return f"{bare} for {topic}"


def _choice(written: str, options: Sequence[str]) -> str | None:
    """Which of the things offered somebody chose: by its place, or by words of its name."""
    plain = written.strip(" ?.!,").casefold()
    for place, pattern in enumerate(words().ordinals):
        if pattern.fullmatch(plain) and place < len(options):
            return options[place]
    own = {one.text.casefold() for one in tokens(plain)}
    fits = [one for one in options if own and own <= {w.text.casefold() for w in tokens(one)}]
    return fits[0] if len(fits) == 1 else None


def _with_choice(question: str, choice: str) -> str:
    """The question that was open, with what was chosen."""
    place = person_in(question) or words().its.search(question) or pronoun_in(question)
    if place is not None:
        return f"{question[: place.start()]}{choice}{question[place.end() :]}"
    reading = read_as_register(question)
    for slot in SLOTS if reading else ():
        value = reading.slots.get(slot) if reading else None
        if value and value in question and not only_facets(value):
            return question.replace(value, choice)
    return _joined(question, choice)


def _cut(question: str, place: re.Match[str]) -> str:
    return f"{question[: place.start()]} {question[place.end() :]}"


def _sentence(question: str) -> str:
    question = " ".join(question.split()).strip(" ,")
    question = question if question.endswith(("?", ".", "!")) else f"{question}?"
    return question[0].upper() + question[1:]
