"""From a language model's answer to claims: nothing is kept that doesn't stand in the document.

The model only points at places. Every value needs a quote that stands letter by letter in the
section that the model was shown; the value's own text is a part of that quote as the document has
it, never the model's wording. A fact without its name, or with nothing but a name where that says
nothing, is thrown away.

What is left is a suggestion: :data:`CONFIDENCE` is below what counts as sure, so a person looks at
it first. Where a rule has found the same fact, the rule's word stands and the model only adds
fields that the rule hasn't got.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.extract.sections import Section
from ingest.extract.spans import Span
from ingest.extract.verbatim import Copy, shown
from plansvar.language.dates import find_dates
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import CODES, FactKind, Field, FieldType, field_of, key_field

EXTRACTOR = "model"
# Below plansvar.register.claims.SURE, whatever the model says of itself.
CONFIDENCE = 0.5

_LONGEST_ANSWER = 400_000  # characters
_LONGEST_QUOTE = 600  # characters
_MOST_FACTS = 80  # of one section, which has 6,000 characters
_MOST_VALUES = 40  # of one fact
# Their names alone say nothing: who answers for it, what was applied for, what it is.
_NEED_MORE = frozenset({FactKind.RESPONSIBILITY, FactKind.APPLICATION, FactKind.PARTY})
# Words in which a part of the quote can't stand for the whole without its "not".
_WORDS = frozenset({FieldType.TEXT, FieldType.FACT})
_NOT = re.compile(
    r"\b(?:ikke|ikkje|ei|aldri|ingen|inga|inkje|intet|verken|hverken|uten|utan|unntatt|unnateke"
    r"|not|no|never|none|neither|nor|without|except)\b|n['’]t\b",
    re.IGNORECASE,
)
# What the prompt puts before headings and list items, which the model may copy with them.
_MARK = re.compile(r"^(?:[-*•]|#{1,6}|\w{1,4}[.)])\s+")
_THOUGHT = "</think>"  # what some models write between their thoughts and their answer


@dataclass(frozen=True, slots=True)
class Found:
    """What came of an answer.

    ``discarded``: suggested facts that were thrown away. ``usable``: it was JSON of the right form.
    """

    claims: tuple[Claim, ...] = ()
    discarded: int = 0
    usable: bool = True


def read_answer(answer: str, section: Section) -> Found:
    """The claims in an answer about a section; whatever the answer is, nothing is raised."""
    facts = _facts(answer)
    if facts is None:
        return Found(usable=False)
    lines = [Copy.of(piece.span) for piece in section.pieces]
    read = [_claim(fact, lines) for fact in facts[:_MOST_FACTS]]
    claims = tuple(dict.fromkeys(claim for claim in read if claim is not None))
    return Found(claims, len(facts) - sum(claim is not None for claim in read))


def add(rules: Sequence[Claim], model: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims of rules, followed by what the model adds to them.

    The rules' claims come first: a claim's id counts those of the same name before it, and must not
    change because a model was asked.
    """
    added = (_rest(claim, [rule for rule in rules if _same(rule, claim)]) for claim in model)
    return (*rules, *dict.fromkeys(claim for claim in added if claim is not None))


def _facts(answer: str) -> list[object] | None:
    """The list of facts; ``None``: there is none."""
    text = answer[:_LONGEST_ANSWER].rpartition(_THOUGHT)[2]
    start, end = text.find("{"), text.rfind("}")
    try:
        whole = json.loads(text[start : end + 1]) if 0 <= start < end else None
    except (ValueError, RecursionError):
        return None
    facts = whole.get("facts") if isinstance(whole, dict) else None
    return facts if isinstance(facts, list) else None


def _claim(fact: object, lines: Sequence[Copy]) -> Claim | None:
    if not isinstance(fact, Mapping) or not isinstance(fact.get("values"), list):
        return None
    try:
        kind = FactKind(str(fact.get("kind")))
    except ValueError:
        return None
    name: Value | None = None
    values: list[Value] = []
    # The name first: the other values are looked for near it.
    stated = sorted(
        _stated(kind, fact["values"]), key=lambda one: one.field.name != key_field(kind)
    )
    for one in stated:
        is_name = one.field.name == key_field(kind)
        if any(value.field == one.field.name for value in values) and not one.field.many:
            continue
        value = _value(kind, one, lines, name.start if name else 0)
        if value is not None and value not in values:
            values.append(value)
            name = value if is_name else name
        if name is None:
            return None
    if name is None or (kind in _NEED_MORE and len(values) == 1):
        return None
    return Claim(kind, tuple(values), EXTRACTOR, CONFIDENCE)


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the model says of a field."""

    field: Field
    text: str
    quote: str


def _stated(kind: FactKind, values: Sequence[object]) -> Iterator[_Stated]:
    for value in values[:_MOST_VALUES]:
        if not isinstance(value, Mapping):
            continue
        field, text, quote = (value.get(key) for key in ("field", "text", "quote"))
        if not (isinstance(field, str) and isinstance(text, str) and isinstance(quote, str)):
            continue
        try:
            known = field_of(kind, field)
        except KeyError:
            continue
        if text.strip() and quote.strip() and len(quote) <= _LONGEST_QUOTE:
            yield _Stated(known, text, quote)


def _value(kind: FactKind, stated: _Stated, lines: Sequence[Copy], near: int) -> Value | None:
    """The value where it stands: of several places, the one that is nearest to the fact's name."""
    wanted = shown(stated.quote)
    places = _places(wanted, lines) or _places(_MARK.sub("", wanted), lines)
    if not places:
        return None
    quote = min(places, key=lambda place: abs(place.start - near))
    if stated.field.type is FieldType.CODE:
        code = stated.text.strip().lower()
        if code not in CODES[kind, stated.field.name]:
            return None
        return _at(quote, stated.field, quote, code)
    said = next(Copy.of(quote).find(shown(stated.text)), None)
    if stated.field.type in _WORDS:
        # Words that the model has put in its own way, or that lost their "not", are the quote's.
        whole = said is None or len(_NOT.findall(said.text)) < len(_NOT.findall(quote.text))
        said = quote if whole else said
    if said is None:
        return None
    return _at(quote, stated.field, said, _normal(said.text, stated.field.type))


def _places(words: str, lines: Sequence[Copy]) -> list[Span]:
    return [place for line in lines for place in line.find(words)]


def _at(quote: Span, field: Field, said: Span, normal: str | None) -> Value:
    return Value(field.name, shown(said.text), quote.start, quote.end, normal)


def _normal(text: str, type_: FieldType) -> str | None:
    """A date or a period as it is compared, where the text has all of it."""
    if type_ not in {FieldType.DATE, FieldType.PERIOD}:
        return None
    found = find_dates(text)
    if any(date.year is None for date in found):
        return None
    if type_ is FieldType.DATE:
        return found[0].value if len(found) == 1 else None
    return f"{found[0].value}/{found[1].value}" if len(found) == 2 else None


def _same(rule: Claim, claim: Claim) -> bool:
    """Whether both are of one fact: of the same name, or of one name cut in two ways."""
    first, second = rule.name, claim.name
    if rule.kind is not claim.kind or first is None or second is None:
        return False
    one, other = _folded(first.text), _folded(second.text)
    overlap = first.start < second.end and second.start < first.end
    return one == other or (overlap and (one in other or other in one))


def _folded(text: str) -> str:
    return shown(text).strip(" .:;–-").casefold()


def _rest(claim: Claim, rules: Sequence[Claim]) -> Claim | None:
    """What a claim says beyond those of the rules, under the name that they have for the fact."""
    if not rules:
        return claim
    known = {value.field for rule in rules for value in rule.values}
    more = tuple(value for value in claim.values if value.field not in known)
    name = rules[0].name
    return replace(claim, values=(name, *more), scope=rules[0].scope) if name and more else None
