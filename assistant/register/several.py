"""Two questions in one: "Hvem eier 2.1, og når er fristen?", "Hvem eier A og B?"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.register.draft import Reply
from assistant.register.lexicon import lexicon
from assistant.register.reading import Reading, readings
from assistant.register.topics import TOPICS, with_topic
from assistant.register.words import words
from assistant.understanding import Question
from plansvar.answers import AnswerSentence, Citation
from plansvar.messages.catalogue import message

# More at once is no question that is surely understood.
_MOST = 3

Answer = Callable[[Reading], Reply | None]


def is_a_question(question: Question) -> bool:
    """Whether anything that is asked can be understood at all."""
    texts = (question.text, *split(question.text))
    return any(next(readings(replace(question, text=text)), None) for text in texts)


def several(question: Question, answer: Answer) -> Reply | None:
    """The replies to the questions that a question holds, one after the other.

    What isn't found is said, as long as the first one is. A question that is one is none of ours,
    and neither is one with a statement before it, which may limit what is asked.

    Args:
        question: what is asked, and not understood as a whole.
        answer: the reply to a reading of one question.
    """
    texts = split(question.text)
    if len(texts) < 2:
        return _of_several_things(question, answer)
    replies: list[Reply] = []
    missing: list[str] = []
    topic: str | None = None
    for text in texts:
        found = _first(question, _forms(text, topic), answer)
        if found is None:
            if not replies or not lexicon().question_start.match(text):
                return None
            missing.append(text)
            continue
        reading, reply = found
        topic = next((reading.slots[one] for one in TOPICS if one in reading.slots), topic)
        replies.append(reply)
    notices = [
        message("answer.register.not_found_part", question.language, question=text)
        for text in missing
    ]
    return joined(replies, notices)


def joined(replies: Sequence[Reply], notices: Sequence[str] = ()) -> Reply:
    """Several replies as one, their citations numbered anew."""
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for reply in replies:
        numbers: dict[int, int] = {}
        for one in reply.citations:
            same = next((two for two in citations if replace(two, number=one.number) == one), None)
            if same is None:
                same = replace(one, number=len(citations) + 1)
                citations.append(same)
            numbers[one.number] = same.number
        sentences += [
            replace(one, citations=tuple(sorted({numbers[number] for number in one.citations})))
            for one in reply.sentences
        ]
    told = [notice for reply in replies for notice in reply.notices]
    return Reply(
        tuple(sentences),
        tuple(citations),
        notices=tuple(dict.fromkeys((*notices, *told))),
        as_of=replies[0].as_of if len({one.as_of for one in replies}) == 1 else None,
    )


def _of_several_things(question: Question, answer: Answer) -> Reply | None:
    """One question about several things: each of them must be found."""
    for reading in readings(question):
        slot = next((one for one in TOPICS if one in reading.slots), None)
        names = [name for name in words().joins.split(reading.slots[slot]) if name] if slot else []
        if slot is None or not 1 < len(names) <= _MOST:
            continue
        replies = []
        for name in names:
            found = answer(replace(reading, slots={**reading.slots, slot: name}))
            if found is None or found.clarification:
                break
            replies.append(found)
        if len(replies) == len(names):
            return joined(replies)
    return None


def split(text: str) -> list[str]:
    """A question cut where another one begins: at "og når", "and who", or after a question mark."""
    pieces = [piece.strip(" ,?.!") for piece in lexicon().next_question.split(text)]
    pieces = [piece for piece in pieces if piece]
    return pieces if len(pieces) <= _MOST else []


def _forms(text: str, topic: str | None) -> Iterator[str]:
    """A later question as it stands, and with what the one before was about put in."""
    yield text
    if topic is not None:
        yield from with_topic(text, topic)


def _first(
    question: Question, forms: Iterator[str], answer: Answer
) -> tuple[Reading, Reply] | None:
    for form in forms:
        for reading in readings(replace(question, text=form)):
            reply = answer(reading)
            if reply is not None:
                return reading, reply
    return None
