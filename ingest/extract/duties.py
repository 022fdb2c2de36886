"""What a party answers for without its being a measure: sentences, tables, lists under its name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.about import first_heading
from ingest.extract.bodies import body_at_start
from ingest.extract.duty_areas import heading_above, meant
from ingest.extract.duty_contacts import contact_in
from ingest.extract.duty_lists import under_parties
from ingest.extract.duty_sentences import answers_in, area_of
from ingest.extract.duty_told import Place, standing_in, told_once, where_in
from ingest.extract.field_labels import Labels
from ingest.extract.hedges import is_hedged
from ingest.extract.names import PERSON, WORD, bodies_in, is_lead, is_person, kind_of, without_lead
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
_LONGEST_ROW = 400
_LONGEST_SENTENCE = 1_500
_PERIOD = r"(?:\s(?:fra|frå|sidan|siden|from|since)\s[^:]{4,24})?"


def duties(document: Document) -> Iterator[Claim]:
    """What parties and persons answer for, in the document's order, each once."""
    yield from told_once(list(_duties(document)))


def _duties(document: Document) -> Iterator[Claim]:
    title = call_title(document)
    scheme = read_name(title)[0] if title is not None else None
    about = first_heading(document)
    for block in document.blocks:
        if block.furniture:
            continue
        if block.kind is BlockKind.TABLE:
            yield from _table(document, block, scheme)
        elif block.kind is not BlockKind.HEADING or block.end - block.start > 60:
            place = where_in(document, block)
            heading = heading_above(document, block)
            for sentence in span_of(document, block).sentences():
                if len(sentence) <= _LONGEST_SENTENCE:
                    yield from _told(sentence, place, about, heading)
                    yield from _role_with_areas(sentence)
            if scheme is not None and (contact := contact_in(document, block)):
                person, said, role = contact
                yield claim(person, said, said, role, scheme.text)
    yield from under_parties(document)


def _told(
    sentence: Span, place: Place, about: Span | None, heading: Span | None
) -> Iterator[Claim]:
    """What one sentence says; the first rule that finds something knows best."""
    found = list(_answers(sentence, heading))
    told = {_party_of(one) for one in found}
    found += [one for one in answers_in(sentence) if _party_of(one) not in told]
    yield from found or standing_in(sentence, place, about)


def _party_of(one: Claim) -> str:
    party = one.first("party")
    return party.text.casefold() if party else ""


# "regionrådets sekretariat", "kommunen sitt næringskontor"
_OWN_UNIT = re.compile(
    r"(?<![\w-])(?P<who>\w{4,}(?:s|\s(?:sitt|sin|si))\s\w*(?:sekretariat|administrasjon|styre|kontor|avdeling))$"
)
_TO_DO = re.compile(r"(?:å|to)\s")
_THAT = re.compile(r"(?:at|that)\s(?=\w{3})")
_AND_ALSO = re.compile(r"\s(?:og|and)$")
# "dette innsatsområdet", "den": what is meant stands elsewhere.
_POINTS = re.compile(r"(?:(?:dette|denne|this)\s[\wæøå-]+|den|it)(?=\s*(?:[.,;]|$))", re.IGNORECASE)


def claim(
    party: Span | str, area: Span, said: Span, role: str | None = None, text: str = ""
) -> Claim:
    """One thing that a party answers for."""
    name = party if isinstance(party, str) else party.text
    inside = said.start <= area.start and area.end <= said.end
    values = [
        state("area", said if inside or text else area, text or area.text),
        state("party", said, name),
    ]
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


@functools.cache
def _unit_before() -> re.Pattern[str]:
    """A unit at the end: "Teknisk etat", ", mens Avdeling for oppvekst"."""
    units = any_of([*lexicon("roles")["standing"]["unit"], "etat", "etaten", "sektor", "stab"])
    return re.compile(
        rf"(?:^|[,:]\s(?:(?:og|mens|medan|and|while)\s)?)(?P<who>[A-ZÆØÅ][\w-]+\s{units})$"
    )


# One of these stands in every phrase of the lexicon.
_HINTS = (
    *("ansvar", "eier for", "eigar for", "forvalt", "admin", "koordin", "samordn"),
    *("arbeidet med", "arbeidet for", "responsib", "owner of", "manages", "coordinates"),
    *("leads the", "hånd om", "hand om", "seg av", "står for", "ivareta", "ivarete", "fasilit"),
    *("facilit", "takes care", "looks after", "drift", "in charge"),
)

# A measure is told of elsewhere; "det" and "eitt av dei" say nothing, nor does a share.
_NO_AREA = re.compile(
    r"(?:det|dette|den|de|dem|dei|eitt|ett|ein|en|alt|alle|it|this|them|tur\b|seg\b|om\slag|rundt|over|nesten"
    r"|størst\w*|meste|mesteparten|mye|mykje|halvparten|rest|resten|the\srest)\b|\w*tiltak(?:et|a|ene|ane)?\b|measures?\b|\d",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|they|he|she|we|han|hun|ho|de|dei|det|den|vi|dette|this)", re.I)


def _answers(sentence: Span, heading: Span | None) -> Iterator[Claim]:
    """As in "Lidvik kommune har ansvaret for havna"."""
    lower = sentence.text.casefold()
    if not any(word in lower for word in _HINTS) or is_hedged(sentence.text):
        return
    for match in _verbs().finditer(sentence.text):
        party = _subject(sentence.part(0, match.start()))
        rest = sentence.part(match.start("area"), len(sentence))
        pointed = _POINTS.match(rest.text)
        area = rest.part(*pointed.span()) if pointed else area_of(rest)
        if party is None or area is None:
            continue
        area = meant(area, sentence, heading)
        if clause := _THAT.match(area.text):
            area = area.part(clause.end(), len(area))
        also = _AND_ALSO.search(sentence.text[: match.start()]) is not None
        if _NO_AREA.match(area.text) or (also and _TO_DO.match(area.text)):
            continue
        role = _role_of(match["verb"])
        first, *others = _shared(area)
        yield claim(party, first[1], sentence, role)
        for other, their in others:
            if other is not None:
                yield claim(other, their, sentence, role)


@functools.cache
def _cares() -> frozenset[str]:
    answers = lexicon("roles")["answers"]
    return frozenset(
        word for word in (*answers["cares"], *answers["leads"]) if not word.startswith("le")
    )


@functools.cache
def _and_another() -> re.Pattern[str]:
    return re.compile(rf",\s(?:(?:og|mens|medan|and|while)\s)?(?P<who>{PERSON}|{WORD})\sfor\s")


def _shared(area: Span) -> Iterator[tuple[Span | None, Span]]:
    """As in "… ansvar for havna, N N for kaiene": who else, and for what."""
    who: Span | None = None
    position = 0
    for match in _and_another().finditer(area.text):
        yield who, area.part(position, match.start())
        who, position = area.part(*match.span("who")), match.end()
    yield who, area.part(position, len(area))


def _role_of(verb: str) -> str:
    """The word for the role: what is said, without "har" and "er"; a verb may mean it."""
    if " ".join(verb.casefold().split()) in _cares():
        return "responsible" if verb.casefold().endswith((" of", " after")) else "ansvarlig"
    return re.sub(r"^(?:har|er|is|has)\s(?:the\s)?|\s(?:for|of|med)$", "", " ".join(verb.split()))


def _subject(before: Span) -> Span | None:
    if both := _AND_ALSO.search(before.text):
        # "Smia AS er et reisemålsselskap og har ansvaret for …": who the sentence begins with
        first = body_at_start(before)
        return first if first and first.end <= before.start + both.start() else None
    before = before.part(0, len(before.text.rstrip(" ,")))
    bodies = list(bodies_in(before))
    if bodies and bodies[-1].end == before.end:
        return bodies[-1]
    if unit := _unit_before().search(before.text):
        return before.part(*unit.span("who"))
    match = _party_before().search(before.text)
    if match is None:
        own = _OWN_UNIT.search(before.text)
        return before.part(*own.span("who")) if own else None
    found = before.part(*match.span())
    if match["name"]:
        found = _without_title(without_lead(found))
        if kind_of(found.text) is None and not re.fullmatch(
            rf"{WORD}(?:\s{WORD}){{0,3}}", found.text
        ):
            return None
    # "It", "Dette": a pronoun is nobody until somebody has looked up whom it means.
    alone = " " not in found.text and (is_lead(found.text) or _PRONOUN.fullmatch(found.text))
    return found if match["common"] or (found.text[:1].isupper() and not alone) else None


def _without_title(name: Span) -> Span:
    """A person without the title before: "Kulturleder N N"."""
    title, space, rest = name.text.partition(" ")
    if space and is_person(rest) and read_role(name.part(0, len(title))):
        return name.part(len(title) + 1, len(name))
    return name


@functools.cache
def _areas() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<who>{PERSON})\s+(?P<role>{role_pattern()}){_PERIOD}:\s(?P<areas>[^.;:]+?)"
        rf"(?=\s{PERSON}\s+{role_pattern()}|[.;]|$)"
    )


def _role_with_areas(sentence: Span) -> Iterator[Claim]:
    """A line of a list of roles: "N N   rådgiver: tilskudd, nettsider"."""
    for match in _areas().finditer(sentence.text):
        role = read_role(sentence.part(*match.span("role")))
        if role is None or not is_person(match["who"]):
            continue
        areas = sentence.part(*match.span("areas"))
        said = sentence.part(match.start(), match.end())
        yield claim(sentence.part(*match.span("who")), areas, said, role[0].text)


# What somebody is in a project ("Partner, leads WP2") is no area.
_PARTNER = re.compile(r"(?:\w+[ -])?(?:partner|samarbeidspart\w*)\b", re.IGNORECASE)
_OF_MEASURES = re.compile(r"^(?:\w+\s){0,2}for\s(?:tiltak\w*|measures?)\s(?:nr\.?\s)?\d", re.I)
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
                yield from _row(_name(party, grid[0][names.index("party")]), area, said)
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


def _name(party: Span, header: Span) -> str:
    """Who is meant: below "Kommune" the name of the municipality is often cut."""
    name = party.text.strip()
    of_place = header.text.strip().casefold() in {"kommune", "kommuner", "kommunar"}
    plain = re.fullmatch(WORD, name) and not name.casefold().endswith("kommune")
    return f"{name} kommune" if of_place and plain else name


def _row(party: str, area: Span, said: Span) -> Iterator[Claim]:
    """What a cell says of a party: one duty, without who sits in it and its measures."""
    items = [
        item.text.strip(" .")
        for item in area.sentences()
        if not (item.text[:1].isdigit() or _PARTNER.match(item.text))
        and not _OF_MEASURES.search(item.text)
    ]
    whole = ". ".join(items)
    if whole and len(whole) <= _LONGEST_ROW:
        yield claim(party, area, said, text=whole)
    else:
        for item in items:
            if len(item) <= _LONGEST:
                yield claim(party, area, said, text=item)
