"""From a question's words to what is wanted of the register."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.register.lexicon import Intent, lexicon
from assistant.register.timing import When, take_time
from assistant.understanding import Question
from plansvar.language.detect import Language

# Who asks in more characters says more than a pattern understands; it also bounds the time taken.
_LONGEST = 240
_QUOTES = re.compile('["«»“”„‟]')
_LEFT_ALONE = re.compile(r"\s+([,?.!])")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a question: ``slots`` are the words that stand for names, as they were asked.

    ``fixed`` is what the wording itself says, such as the level of a goal.
    """

    intent: Intent
    language: Language
    slots: Mapping[str, str]
    fixed: Mapping[str, str]
    when: When


def readings(question: Question) -> Iterator[Reading]:
    """All readings of a question, the most specific first; none, where nothing fits it whole."""
    if len(question.text) > _LONGEST:
        return
    text, when = take_time(_bare(question.text))
    plain = _without_fillers(text, question.language)
    seen: set[tuple[object, ...]] = set()
    for pattern in lexicon().patterns:
        for form in dict.fromkeys((plain, text)):
            match = pattern.regex.fullmatch(form)
            if match is None:
                continue
            slots = {name: value for name, value in match.groupdict().items() if value}
            key = (pattern.intent, *sorted(slots.items()), *sorted(pattern.fixed.items()))
            if key not in seen:
                seen.add(key)
                yield Reading(pattern.intent, question.language, slots, pattern.fixed, when)


def without_label(text: str, kind: str) -> str:
    """A name without the words before it: "tiltaket Sirkulær havn" is "Sirkulær havn"."""
    pattern = lexicon().labels[kind]
    while (match := pattern.match(text)) and match.end() < len(text):
        text = text[match.end() :]
    return text


def _bare(text: str) -> str:
    """A question without quotation marks, greeting, thanks and the sign at its end."""
    text = " ".join(_QUOTES.sub("", text).split()).strip(" ?.!,")
    while (match := lexicon().start.match(text)) and match.end() < len(text):
        text = text[match.end() :]
    while match := lexicon().end.search(text):
        text = text[: match.start()].strip(" ?.!,")
    return text


def _without_fillers(text: str, language: Language) -> str:
    text = " ".join(lexicon().fillers[language].sub(" ", text).split())
    return _LEFT_ALONE.sub(r"\1", text).strip(" ,")
