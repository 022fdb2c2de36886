"""Questions and queries for a load test: no two alike, of words that stand in the documents."""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_SEED = 20_260_101
_WORD = re.compile(r"[a-zæøå]{5,}")
_QUERIES = ("{a} {b}", "{a} og {b} {c}", "{a} i {c}", "vedtak om {a} {b}")
_QUESTIONS = (
    "Hva står det om {a} og {b}?",
    "Hvem skal følge opp {a} {c}?",
    "Hvor mye er satt av til {a} og {b} innen {year}?",
    "Når skal {a} være ferdig i {c}?",
    "Hva er vedtatt om {a} etter {year}?",
    "Which measures are about {a} and {b}?",
)


@dataclass(frozen=True, slots=True)
class Words:
    """What questions are made of: words of the documents, and names of places in them."""

    common: tuple[str, ...]
    names: tuple[str, ...]


def words_of(paths: Sequence[Path]) -> Words:
    """The words that stand in text files, the frequent ones first."""
    common: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for path in paths:
        text = path.read_text(encoding="utf-8")
        common.update(_WORD.findall(text))
        names.update(re.findall(r"(?<=[a-zæøå] )[A-ZÆØÅ][a-zæøå]{4,}", text))
    return Words(
        tuple(word for word, _ in common.most_common(400)),
        tuple(name for name, _ in names.most_common(60)) or ("regionen",),
    )


def queries(words: Words, most: int) -> list[str]:
    """Distinct queries for search."""
    return list(itertools.islice(_distinct(_QUERIES, words, _SEED), most))


def questions(words: Words, most: int) -> list[str]:
    """Distinct questions, in Norwegian and English."""
    return list(itertools.islice(_distinct(_QUESTIONS, words, _SEED + 1), most))


def _distinct(templates: Sequence[str], words: Words, seed: int) -> Iterator[str]:
    """Endless where there are words enough: each is told once."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    told: set[str] = set()
    while True:
        a, b = chance.sample(words.common, 2)
        made = chance.choice(templates).format(
            a=a, b=b, c=chance.choice(words.names), year=chance.randint(2020, 2035)
        )
        if made not in told:
            told.add(made)
            yield made
