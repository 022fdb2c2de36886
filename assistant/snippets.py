"""Why a passage was found: the query's words in it, and the sentences that have most of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding import Question
from plansvar.answers import Snippet
from plansvar.index.analysis import Analyser
from plansvar.language.sentences import sentence_spans
from plansvar.language.terms import stem, tokens

# Characters that a snippet may have; its first sentence is shown whole up to the second figure.
_LENGTH, _LONGEST = 260, 500
_OWN_WORD, _SYNONYM = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class _Match:
    """A word of a text that the query looks for; ``asked`` is the stem that it answers."""

    start: int
    end: int
    asked: str
    worth: float


@dataclass(frozen=True, slots=True)
class Sought:
    """What a query looks for in texts, as the lexical side of search sees it.

    ``own``: stems of its words, with the word; ``more``: stems of what else means the same.
    """

    own: dict[str, str]
    more: frozenset[str]
    analyser: Analyser

    @classmethod
    def of(cls, question: Question, analyser: Analyser) -> Sought:
        """What a question looks for: its terms, without words that any question has."""
        own: dict[str, str] = {}
        for term in question.terms:
            for token in tokens(term.text):
                for one in analyser.stems(token.text):
                    own.setdefault(one, token.text)
        return cls(own, frozenset(question.search_terms()) - own.keys(), analyser)

    def matched(self, *texts: str) -> tuple[str, ...]:
        """The query's own words that stand in some texts, in its order."""
        there = {match.asked for text in texts for match in self._matches(text)}
        return tuple(dict.fromkeys(word for key, word in self.own.items() if key in there))

    def snippet(self, text: str) -> Snippet:
        """The neighbouring sentences that have most of the query, with its words marked."""
        spans = sentence_spans(text)
        if not spans:
            return Snippet("", ())
        matches = self._matches(text)
        telling = [
            number
            for number, (start, end) in enumerate(spans)
            if any(start <= match.start < end for match in matches)
        ]
        windows = [_window(spans, first) for first in telling or [0]]
        # Of equals the first: a text says what it is about at its beginning.
        start, end = max(windows, key=lambda window: _worth(matches, *window))
        end = min(end, start + _LONGEST)
        marks = tuple(
            (match.start - start, match.end - start)
            for match in matches
            if start <= match.start and match.end <= end
        )
        return Snippet(text[start:end], marks, cut=(start > spans[0][0], end < spans[-1][1]))

    def _matches(self, text: str) -> list[_Match]:
        found = []
        for token in tokens(text):
            stems = self.analyser.stems(token.text)
            asked = next((one for one in stems if one in self.own), None)
            if asked is None and stem(token.text) in self.more:
                found.append(_Match(token.start, token.end, stem(token.text), _SYNONYM))
            elif asked is not None:
                found.append(_Match(token.start, token.end, asked, _OWN_WORD))
        return found


def _window(spans: Sequence[tuple[int, int]], first: int) -> tuple[int, int]:
    """The sentences from ``first`` on that fit."""
    start, end = spans[first]
    for _, following in spans[first + 1 :]:
        if following - start > _LENGTH:
            break
        end = following
    return start, end


def _worth(matches: Sequence[_Match], start: int, end: int) -> float:
    """What different words a stretch has; a word that comes again adds little."""
    worth: dict[str, float] = {}
    again = 0
    for match in matches:
        if start <= match.start and match.end <= end:
            again += match.asked in worth
            worth[match.asked] = match.worth
    return sum(worth.values()) + 0.05 * min(again, 5)
