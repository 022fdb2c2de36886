"""Who does what to whom, and which value belongs to which item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.gate.names import is_party
from assistant.gate.statements import Part, Statement, Word
from assistant.gate.tables import COLUMN
from assistant.gate.values import Value

_PREPOSITIONS = {
    **dict.fromkeys("av by".split(), "by"),
    **dict.fromkeys("til to overfor enn than".split(), "to"),
    **dict.fromkeys("fra frå from".split(), "from"),
    **dict.fromkeys(
        """i på hos ved innen innan om for med mot under etter før mellom gjennom in on at about
        with against during after before between through within of as som""".split(),
        "aside",
    ),
}
_PASSIVE = re.compile(
    r"(?<!\w)(?:blir|ble|bli|blitt|vert|vart|vorte|er|var|være|vere|vært|vore"
    r"|is|are|was|were|be|been)(?!\w).*?\w(?:t|d|a|e|n)(?!\w)"
    r"|(?<!\w)\w{2,}(?:es|as|ast|est|ges|des|tes|eies|eigast)(?!\w)",
    re.IGNORECASE,
)
# What looks like a verb takes no part. Nouns in "-et" that may act are told from participles.
_VERB = re.compile(
    r"(?:[td]e|er|[ae]s|gis|tas|ed|[^aeiouyæøå]t|(?<!styr)(?<!ment)(?<!råd)(?<!valg)(?<!bund)"
    r"(?<!skap)(?<!fylk)(?<!verk)(?<!lag)(?<!ariat)(?<!orat)(?<!ting)(?<!kontor)(?<!sitet)"
    r"(?<!tilsyn)(?<!beid)(?<!sjekt)(?<!tiltak)(?<!gramm)(?<!fond)(?<!team)(?<!parti)(?<!firma)(?<!val)et)$"
)
# The subject of these gets what another gives.
_GETS = re.compile(
    r"(?<!\w)(?:får|fikk|fått|fekk|mottar|mottok|mottatt|mottek|tar imot|overtar|overtok"
    r"|kjøper|kjøpte|kjøpt|kjøper|leier|leide|låner|lånte|gets|got|receives|received|buys|bought"
    r"|takes over|took over)(?!\w)",
    re.IGNORECASE,
)


def swapped(told: Statement, written: Statement) -> bool:
    """Whether two of the same words have changed their places: "A pays B" where B pays A."""
    if _only_named(told.text) or _only_named(written.text) or COLUMN in written.text:
        return False
    here, there = _roles(told), _roles(written)
    able = {word.stem for word in told.words if word.is_name or is_party(word)}
    shared = [one for one in here if one in there and one in able]
    for number, one in enumerate(shared):
        for other in shared[number + 1 :]:
            crossed = here[one] == there[other] and here[other] == there[one]
            if crossed and here[one] != here[other]:
                return True
    return False


def _only_named(text: str) -> bool:
    """Whether a sentence only says what something is, which holds both ways round."""
    copula = re.search(r"(?<!\w)(?:er|var|is|was|are|were)(?!\w)", text, re.IGNORECASE)
    compared = re.search(r"(?<!\w)(?:enn|than|av|by)(?!\w)", text, re.IGNORECASE)
    return copula is not None and compared is None and not _GETS.search(text)


def _roles(statement: Statement) -> dict[str, str]:
    """By stem of each participant: "does", "takes", "from"; what only stands aside has none."""
    marked = list(_marked(statement))
    passive = (
        any(mark == "by" for _, mark in marked) and _PASSIVE.search(statement.text) is not None
    )
    gets = _GETS.search(statement.text) is not None
    roles: dict[str, str] = {}
    first = True
    for word, mark in marked:
        if mark == "aside" or (mark == "by" and not (passive or gets)):
            continue
        if mark == "":
            role = "does" if first else "takes"
            first = False
        else:
            role = {"by": "does" if passive else "from", "to": "takes", "from": "from"}[mark]
        if passive and mark == "":
            role = "takes"
        elif gets:
            # Whoever gets takes; whom it comes from does.
            role = {"does": "takes", "from": "does", "takes": "thing"}[role]
        elif role == "from":
            role = "from"
        roles.setdefault(word.stem, role)
    return roles


def _marked(statement: Statement) -> Iterator[tuple[Word, str]]:
    """The content words that may take part, and the preposition that each stands behind.

    A name of several words is one participant for each of its words. A participle or a verb has a
    role too, which does no harm: it is the same on both sides.
    """
    mark, last_end = "", -1
    previous: Word | None = None
    for word in statement.words:
        lower = word.text.lower()
        if lower in _PREPOSITIONS:
            mark = _PREPOSITIONS[lower]
        elif word.is_content and not word.is_name and _VERB.search(word.text):
            mark, previous = "", None
        elif word.is_content or word.is_name:
            adjacent = previous is not None and statement.text[last_end : word.start] in {" ", "-"}
            yield word, mark
            # What the preposition governs ends with its noun; adjectives and names lead on to it.
            follows = previous is not None and adjacent and previous.is_name and word.is_name
            if not follows and not word.is_name:
                mark = ""
            previous, last_end = word, word.end
        elif lower not in _DETERMINERS:
            mark, previous = "", None


# What stands between a number and its year: "medlemmer i".
_IN = re.compile(r"\s*(?:[^\W\d]+\s+){0,2}(?:i|in|ved utgangen av|by|per)?\s*", re.IGNORECASE)
_FROM_TO = re.compile(r"(?<!\w)(fra|frå|from|til|to)\s+(?:kr\.?\s*|NOK\s*)?$", re.IGNORECASE)
_DETERMINERS = frozenset(
    """en et ei ein eit den det de dei denne dette disse desse alle hele heile sin sitt sine the a
    an
    all its their""".split()
)


def moved(part: Part, statements: Sequence[Statement]) -> bool:
    """Whether a value or name has been moved to what the quotes tell of another one.

    Each part of the quotes that holds the value is compared with the parts that hold others of its
    kind: what else ``part`` says must not fit another one better.
    """
    if any(_counts_another(part, value, statements) for value in part.values):
        return True
    if any(_turned(part, value, statements) for value in part.values):
        return True
    if _at_another_time(part, statements):
        return True
    parts = [one for statement in statements for one in statement.parts]
    if len(parts) < 2:
        return False
    if any(_of_another(part, value, parts) for value in part.values):
        return True
    heads = [
        words | statement.context
        for statement in statements
        for words in _inherited(statement.parts)
    ]
    for value in part.values:
        homes = _holding(value, parts)
        alike = [one for one in part.values if (one.date is None) == (value.date is None)]
        rivals = [
            number
            for number, one in enumerate(parts)
            if any((other.date is None) == (value.date is None) for other in one.values)
            and number not in homes
            and (
                not any(mine.stands_for(other) for mine in alike for other in one.values)
                # "WP4: March 2026 to June 2028" where June 2028 is where WP3 ends.
                or (part.names & heads[number] and not any(part.names & heads[h] for h in homes))
            )
        ]
        others = [one for one in part.values if one not in alike]
        if _fits_better(part.terms | part.names, others, parts, heads, homes, rivals):
            return True
    for name in part.names:
        homes = [number for number, one in enumerate(parts) if name in one.names]
        rivals = [
            number
            for number, one in enumerate(parts)
            if one.names and not (one.names & part.names) and number not in homes
        ]
        if _fits_better(part.terms, part.values, parts, heads, homes, rivals):
            return True
    return False


def _of_another(part: Part, value: Value, parts: Sequence[Part]) -> bool:
    """Whether a value stands with a party that it isn't with there, where it has one of its own."""
    own = _parties(part)
    homes = [parts[number] for number in _holding(value, parts)]
    if not own or not homes or any(own & (_parties(one) | one.terms) for one in homes):
        return False
    elsewhere = frozenset().union(*(_parties(one) for one in parts if one not in homes))
    return bool(own & elsewhere) and all(_parties(one) for one in homes)


def _parties(part: Part) -> frozenset[str]:
    return frozenset(word.stem for word in part.words if is_party(word))


def _turned(part: Part, value: Value, statements: Sequence[Statement]) -> bool:
    """Whether "from" and "to" have changed their values."""
    mark = _FROM_TO.search(part.text[: max(0, value.start - part.start)])
    if mark is None:
        return False
    own = _PREPOSITIONS[mark.group(1).lower()]
    found = [
        _PREPOSITIONS[other.group(1).lower()]
        for one in statements
        for written in one.values
        if value.stands_for(written)
        and (other := _FROM_TO.search(one.text[: written.start])) is not None
    ]
    return bool(found) and own not in found


def _at_another_time(part: Part, statements: Sequence[Statement]) -> bool:
    """Whether a value is told of the year of another one ("640 i 2019")."""
    written = [pair for one in statements for pair in _dated(one.text, 0, one.values)]
    for value, year in _dated(part.text, part.start, part.values):
        times = [when for other, when in written if value.stands_for(other)]
        others = [when for other, when in written if not value.stands_for(other)]
        there = any(year.stands_for(when) for when in others)
        if times and there and not any(year.stands_for(when) for when in times):
            return True
    return False


def _dated(text: str, start: int, values: Sequence[Value]) -> Iterator[tuple[Value, Value]]:
    """Numbers with the year or day that stands right behind them."""
    for value, year in pairwise(values):
        between = text[value.end - start : year.start - start]
        if value.date is None and year.date is not None and _IN.fullmatch(between):
            yield value, year


def _holding(value: Value, parts: Sequence[Part]) -> list[int]:
    return [
        number
        for number, one in enumerate(parts)
        if any(value.stands_for(other) for other in one.values)
    ]


def _fits_better(
    terms: frozenset[str],
    others: Sequence[Value],
    parts: Sequence[Part],
    heads: Sequence[frozenset[str]],
    homes: Sequence[int],
    rivals: Sequence[int],
) -> bool:
    """Whether what tells the parts apart speaks for a rival rather than for where the thing is."""
    if not homes or not rivals:
        return False
    at_home = frozenset().union(*(heads[number] for number in homes))
    held = [set(_holding(one, parts)) for one in others]
    for rival in rivals:
        for_rival = len((terms & heads[rival]) - at_home)
        for_home = len((terms & at_home) - heads[rival])
        for_rival += sum(rival in one and not one & set(homes) for one in held)
        for_home += sum(bool(one & set(homes)) and rival not in one for one in held)
        if for_rival > for_home:
            return True
    return False


def _counts_another(part: Part, value: Value, statements: Sequence[Statement]) -> bool:
    """Whether what a number counts ("42 bedrifter") is counted by another number in the quotes."""
    counted = _counted(part.words, value)
    if counted is None:
        return False
    same = [
        value.stands_for(other)
        for one in statements
        for other in one.values
        if _counted(one.words, other) == counted
    ]
    # "1 stemme mot 6": what a number counts may be left out beside another one.
    left_out = any(
        value.stands_for(other) and _counted(one.words, other) is None
        for one in statements
        for other in one.values
    )
    return bool(same) and not any(same) and not left_out


def _counted(words: Sequence[Word], value: Value) -> str | None:
    """The stem of the noun right behind a number."""
    following = next((word for word in words if word.start >= value.end), None)
    if following is None or not following.is_content or following.is_name:
        return None
    return following.stem


def _inherited(parts: Sequence[Part]) -> list[frozenset[str]]:
    """The words of each part, with those that the first one leads in for all ("Fristen er …")."""
    found: list[frozenset[str]] = []
    lead: frozenset[str] = frozenset()
    for number, part in enumerate(parts):
        own = part.terms | part.names
        if number == 0:
            lead = frozenset(
                word.stem
                for word in part.words
                if word.is_content and not word.is_name and word.start < _lead_end(part, parts)
            )
        found.append(own if number == 0 else own | lead)
    return found


def _lead_end(first: Part, parts: Sequence[Part]) -> int:
    """Where the words end that hold for the later parts too.

    At a preposition that the later parts have as well ("for …, for …"), at the first value, or
    behind the first verb or noun after a name ("Kari eier kaia, Ola moloen").
    """
    later = {word.text.lower() for part in parts[1:] for word in part.words[:4]} & set(
        _PREPOSITIONS
    )
    ends = [one.start for one in first.values]
    ends += [word.start for word in first.words if word.text.lower() in later]
    if not ends and first.words and any(word.is_name for word in first.words[:2]):
        ends = [word.end for word in first.words if word.is_content and not word.is_name][:1]
    return min(ends, default=len(first.text) + first.words[0].start if first.words else 0)
