"""What a party answers for without its being a measure: sentences, tables, lists under its name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.duty_lists import under_parties
from ingest.extract.duty_sentences import answers_in, area_of
from ingest.extract.field_labels import Labels
from ingest.extract.hedges import is_hedged
from ingest.extract.names import PERSON, WORD, bodies_in, is_lead, is_person, kind_of, without_lead
from ingest.extract.role_rules import leading_person
from ingest.extract.role_words import read_role, role_pattern
from ingest.extract.scheme_draft import read_name
from ingest.extract.schemes import call_title
from ingest.extract.spans import Span, span_of
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind, Document
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind

_SAID = 0.9
_LONGEST = 160
_LONGEST_SENTENCE = 1_500
_PERIOD = r"(?:\s(?:fra|frå|sidan|siden|from|since)\s[^:]{4,24})?"


def duties(document: Document) -> Iterator[Claim]:
    """What parties and persons answer for, in the document's order."""
    title = call_title(document)
    scheme = read_name(title)[0] if title is not None else None
    for block in document.blocks:
        if block.furniture:
            continue
        if block.kind is BlockKind.TABLE:
            yield from _table(document, block, scheme)
        elif block.kind is not BlockKind.HEADING or block.end - block.start > 60:
            for sentence in span_of(document, block).sentences():
                if len(sentence) > _LONGEST_SENTENCE:
                    continue
                told = list(_answers(sentence))
                yield from told
                # The first rule knows names better, this one bodies named by what they are.
                yield from answers_in(sentence) if not told else ()
                yield from _role_with_areas(sentence)
            if scheme is not None:
                yield from _contact(document, block, scheme)
    yield from under_parties(document)


def claim(party: Span, area: Span, said: Span, role: str | None = None, text: str = "") -> Claim:
    """One thing that a party answers for."""
    values = [state("area", said, text or area.text), state("party", said, party.text)]
    if role:
        values.append(state("role", said, role))
    return Claim(FactKind.RESPONSIBILITY, tuple(values), "duty", _SAID)


@functools.cache
def _verbs() -> re.Pattern[str]:
    answers = lexicon("roles")["answers"]
    return re.compile(
        rf"\s(?P<verb>{any_of(word for words in answers.values() for word in words)})\s"
        r"(?P<area>[^.;:]{3,160})",
        re.IGNORECASE,
    )


@functools.cache
def _party_before() -> re.Pattern[str]:
    common = any_of(lexicon("roles")["tables"]["common"])
    return re.compile(
        rf"(?:(?P<common>(?<!\w)(?i:{common}))|(?P<name>{WORD}(?:\s(?:(?:i|for|og)\s)?[\wÆØÅæøå-]+){{0,4}}))$"
    )


# One of these stands in every phrase of the lexicon.
_HINTS = (
    *("ansvar", "eier for", "eigar for", "forvalt", "admin", "koordin", "samordn"),
    *("arbeidet med", "arbeidet for", "responsib", "owner of", "manages", "coordinates"),
    "leads the",
)

# A measure is told of elsewhere; "det" and "eitt av dei" say nothing.
_NO_AREA = re.compile(
    r"(?:det|dette|den|de|dem|dei|eitt|ett|ein|en|at|alt|alle|tiltak|measure|it|this|them)\b", re.I
)


def _answers(sentence: Span) -> Iterator[Claim]:
    """As in "Lidvik kommune har ansvaret for havna"."""
    lower = sentence.text.casefold()
    if not any(word in lower for word in _HINTS) or is_hedged(sentence.text):
        return
    for match in _verbs().finditer(sentence.text):
        party = _subject(sentence.part(0, match.start()))
        area = area_of(sentence.part(match.start("area"), len(sentence)))
        if party is None or area is None or _NO_AREA.match(area.text):
            continue
        yield claim(party, area, sentence, _role_of(match["verb"]))


def _role_of(verb: str) -> str:
    """The word for the role: what is said, without "har" and "er"."""
    return re.sub(r"^(?:har|er|is|has)\s(?:the\s)?|\s(?:for|of|med)$", "", " ".join(verb.split()))


def _subject(before: Span) -> Span | None:
    bodies = list(bodies_in(before))
    if bodies and bodies[-1].end == before.end:
        return bodies[-1]
    match = _party_before().search(before.text)
    if match is None:
        return None
    found = before.part(*match.span())
    if match["name"]:
        found = without_lead(found)
        if kind_of(found.text) is None and not re.fullmatch(
            rf"{WORD}(?:\s{WORD}){{0,3}}", found.text
        ):
            return None
    # "It", "Dette": a pronoun is nobody until somebody has looked up whom it means.
    alone = " " not in found.text and is_lead(found.text)
    return found if match["common"] or (found.text[:1].isupper() and not alone) else None


@functools.cache
def _areas() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<who>{PERSON})\s+(?P<role>{role_pattern()}){_PERIOD}:\s(?P<areas>[^.;:]+?)"
        rf"(?=\s{PERSON}\s+{role_pattern()}|[.;]|$)"
    )


_ITEM = re.compile(r",\s")


def _role_with_areas(sentence: Span) -> Iterator[Claim]:
    """A line of a list of roles: "N N   rådgiver: tilskudd, nettsider"."""
    for match in _areas().finditer(sentence.text):
        role = read_role(sentence.part(*match.span("role")))
        if role is None or not is_person(match["who"]):
            continue
        said = sentence.part(match.start(), match.end())
        for area in sentence.part(*match.span("areas")).split(_ITEM):
            yield claim(sentence.part(*match.span("who")), area, said, role[0].text)


# What somebody is in a project ("Partner, leads WP2") is no area.
_PARTNER = re.compile(r"(?:\w+[ -])?(?:partner|samarbeidspart\w*)\b", re.IGNORECASE)
_OWNER = re.compile(r"ansvarl|tiltakseie|responsible|.{90}", re.IGNORECASE | re.DOTALL)


@functools.cache
def _columns() -> Labels:
    return Labels({name: lexicon("roles")["tables"][name] for name in ("party", "area")})


def _table(document: Document, block: Block, scheme: Span | None) -> Iterator[Claim]:
    """A column of parties and one of what they answer for; "Hvem avgjør" in a call."""
    grid = [[Span(document.text, start, end) for start, end in row.cells] for row in block.rows]
    names = [field[0] if (field := _columns().field(cell.text)) else None for cell in grid[0]]
    if block.header_rows and "party" in names and "area" in names:
        for row in grid[1:]:
            if len(row) != len(names):
                continue
            party, area = row[names.index("party")], row[names.index("area")]
            if party.text.strip() and area.text.strip() and not _OWNER.match(party.text):
                said = Span(document.text, min(party.start, area.start), max(party.end, area.end))
                for item in area.sentences():
                    if item.text[:1].isdigit() or len(item) > _LONGEST or _PARTNER.match(item.text):
                        continue
                    yield claim(party, item, said, text=item.text.strip(" ."))
        return
    if scheme is None:
        return
    decides = lexicon("schemes")["labels"]["decides"]
    for row in grid:
        filled = [cell for cell in row if cell.text.strip()]
        if len(filled) == 2 and Labels({"decides": decides}).field(filled[0].text):
            party = filled[1].part(0, len(filled[1].text.split(",")[0]))
            said = Span(document.text, filled[0].start, filled[1].end)
            yield claim(party, filled[1], said, filled[0].text.strip(" :?"), scheme.text)


@functools.cache
def _contact_label() -> re.Pattern[str]:
    words = any_of(lexicon("roles")["contact"])
    return re.compile(rf"\W*(?:\d+\.?\s)?{words}\W*", re.IGNORECASE)


def _contact(document: Document, block: Block, scheme: Span) -> Iterator[Claim]:
    """Whom to ask about a scheme: under "Kontakt", or behind it."""
    text = span_of(document, block)
    label = _contact_label().match(text.text)
    headed = block.heading_path and _contact_label().fullmatch(block.heading_path[-1])
    if not headed and not (label and ":" in label.group()):
        return
    start = label.end() if label and not headed else 0
    person = leading_person(text.part(start, len(text)))
    if person is None:
        return
    rest = text.part(person.end - text.start, len(text)).strip(" ,")
    first = rest.part(
        0, min(len(rest), len(re.split(r"[,.;]\s|\s(?=E-?post|E-?mail)", rest.text)[0]))
    )
    role = read_role(first) if first.text else None
    word = role[0].text if role else "kontakt"
    yield claim(person, text, text, word, scheme.text)
