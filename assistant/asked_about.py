"""Whether an answer speaks of the thing that a question names as its topic.

A question whose pattern is understood whole says what it is about: "hvem eier tiltaket om
innovative anskaffelser?". A row about other measures answers it for none of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.matching import Bag, quality
from assistant.register.reading import readings, without_label
from assistant.understanding import LIGHT_WEIGHT, Question, QuestionTerm, understand
from assistant.units import Unit, UnitKind
from plansvar.language.terms import tokens

_SLOTS = (("measure", "measure"), ("scheme", "scheme"))
# How much of the topic, by weight, must stand where the answer stands: half of a name, less of what
# is told in words of the asker's own ("gruppa som skrev strategien").
_ENOUGH, _ENOUGH_OF_WORDS = 0.5, 0.3
_LONGEST_NAME = 2


def topic_terms(question: Question) -> tuple[QuestionTerm, ...]:
    """The words of what a question is about, where its pattern says what that is."""
    for reading in readings(question):
        for slot, kind in _SLOTS:
            if text := reading.slots.get(slot):
                topic = without_label(text, kind)
                terms = understand(topic).terms if tokens(topic) else ()
                return tuple(term for term in terms if term.weight > LIGHT_WEIGHT)
    return ()


def speaks_of(terms: Sequence[QuestionTerm], question: Question, unit: Unit) -> bool:
    """Whether a unit, its headings or its document's title have enough of a topic.

    Of a text in another language that can't be told.
    """
    if not terms or (question.language == "en") != (unit.document.language == "en"):
        return True
    # A sentence leans on those around it; an item or a row stands for itself.
    around = unit.passage.chunk.text if unit.kind is UnitKind.SENTENCE else ""
    bag = Bag.of(unit.document.title, unit.context, unit.text, around)
    whole = sum(term.weight for term in terms)
    enough = _ENOUGH if len(terms) <= _LONGEST_NAME else _ENOUGH_OF_WORDS
    return sum(term.weight * quality(term, bag) for term in terms) >= enough * whole
