"""Who has applied for what: applications themselves, tables of grants, minutes and news."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.amounts import amounts_in
from ingest.extract.application_cases import application_cases
from ingest.extract.application_sentences import Applied, applied_in
from ingest.extract.application_tables import SAID, UNSURE, in_table, section_scheme
from ingest.extract.field_labels import Labelled, Labels
from ingest.extract.names import kind_of
from ingest.extract.scheme_draft import read_name
from ingest.extract.scheme_sentences import introduced
from ingest.extract.spans import Span, span_of
from ingest.extract.stating import state
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.language.dates import find_dates
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

_HEAD = 30
_LONGEST_SENTENCE = 1_500


@functools.cache
def _labels() -> Labels:
    return Labels(lexicon("applications")["labels"])


def applications(document: Document) -> Iterator[Claim]:
    """The application that a document is, and those that it tells of."""
    own = _own(document)
    if own is not None:
        yield own
        return
    in_cases = list(application_cases(document))
    yield from in_cases
    known = {claim.values[0].text for claim in in_cases}
    told = (claim for block in document.blocks for claim in _told(document, block))
    # What was said in the case adds nothing to what was decided.
    found = [claim for claim in told if claim.values[0].text not in known]
    for claim in found:
        if not any(_says_more(other, claim) for other in found):
            yield claim


def _told(document: Document, block: Block) -> Iterator[Claim]:
    if block.furniture:
        return
    if block.kind is BlockKind.TABLE:
        yield from in_table(document, block)
    elif block.kind is not BlockKind.HEADING or len(span_of(document, block)) > _HEAD:
        yield from _in_text(document, block)


def _says_more(other: Claim, claim: Claim) -> bool:
    """Whether another sentence tells the same application with its scheme, and this one nothing."""
    if claim.first("scheme") or len(claim.values) > 1 or not other.first("scheme"):
        return False
    first, second = claim.first("applicant"), other.first("applicant")
    return first is not None and second is not None and first.text == second.text


def _own(document: Document) -> Claim | None:
    """The claim of a document that is an application, from its head."""
    scheme = title_scheme(document)
    fields: dict[str, list[Value]] = {}
    for one in _head(document):
        for value in _value(one):
            fields.setdefault(value.field, []).append(value)
    if scheme is not None:
        fields.setdefault("scheme", []).insert(0, state("scheme", scheme[1], scheme[0].text))
    is_one = document.type is DocumentType.APPLICATION or scheme is not None
    if not is_one or "applicant" not in fields or "scheme" not in fields:
        return None
    if "amount" not in fields and (amount := _asked(document)):
        fields["amount"] = [amount]
    if "date" not in fields and (date := _dated(document)):
        fields["date"] = [date]
    order = ("applicant", "scheme", "level", "date", "outcome", "amount")
    values = tuple(fields[name][0] for name in order if name in fields)
    return Claim(FactKind.APPLICATION, values, "application", SAID)


def _head(document: Document) -> Iterator[Labelled]:
    """Labels with values on the first pages: rows of a table and lines."""
    for block in document.blocks[:_HEAD]:
        if block.furniture:
            continue
        if block.kind is not BlockKind.TABLE:
            yield from _labels().inside(span_of(document, block))
            continue
        for row in block.rows:
            cells = [Span(document.text, start, end) for start, end in row.cells]
            if len(cells) == 2 and (known := _labels().field(cells[0].text)) and cells[1].text:
                yield Labelled(known[0], cells[0], cells[1], known[1])


def _value(one: Labelled) -> Iterator[Value]:
    if one.field == "applicant":
        yield state("applicant", one.said, re.split(r",\s|\s\(", one.value.text)[0])
    elif one.field == "amount":
        if amount := next(iter(amounts_in(one.value.text)), None):
            text = one.value.text[amount.start : amount.end]
            yield state("amount", one.said, text, amount.normal)
    elif one.field == "date":
        if date := next(iter(find_dates(one.value.text)), None):
            text = one.value.text[date.start : date.end]
            yield state("date", one.said, text, date.value if date.year is not None else None)
    elif one.field == "scheme":
        name, _ = read_name(one.value.part(0, len(one.value.text.split(",")[0])))
        yield state("scheme", one.said, name.text)
    elif one.field in ("level", "outcome"):
        yield state(one.field, one.said, one.value.text)


def applicant_of(document: Document) -> Span | None:
    """Who applies, where the document is an application: the name in its head."""
    if _own(document) is None:
        return None
    for one in _head(document):
        if one.field == "applicant":
            return one.value.part(0, len(re.split(r",\s|\s\(", one.value.text)[0]))
    return None


@functools.cache
def _title() -> re.Pattern[str]:
    words = any_of(lexicon("applications")["words"]["title"])
    return re.compile(rf"(?<!\w){words}\s*(?=[A-ZÆØÅ])", re.IGNORECASE)


def title_scheme(document: Document) -> tuple[Span, Span] | None:
    """The scheme in "Søknad til Nordmidler 2025", and the line that says it."""
    for block in document.blocks[:6]:
        if block.kind is BlockKind.TABLE or block.furniture:
            continue
        text = span_of(document, block)
        match = _title().search(text.text)
        if match and len(text) < 140:
            rest = text.part(match.end(), len(text))
            # "Søknad til Lidvik kommune, Nordmidler 2025": to whom comes first.
            for part in rest.split(re.compile(r",\s")):
                name, _ = read_name(part)
                if name.text[:1].isupper() and kind_of(name.text) in (None, "person"):
                    return name, text
    return None


_ASK = re.compile(
    r"\b(?:søker|søkjer|søknaden er på|søknadssummen er|apply for|applies for)\s(?:om\s|totalt\s)*",
    re.IGNORECASE,
)


def _asked(document: Document) -> Value | None:
    for block in document.blocks[: 2 * _HEAD]:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        for sentence in span_of(document, block).sentences():
            if match := _ASK.search(sentence.text):
                for amount in amounts_in(sentence.text):
                    if 0 <= amount.start - match.end() <= 3:
                        text = sentence.text[amount.start : amount.end]
                        return state("amount", sentence, text, amount.normal)
    return None


_PLACE_AND_DAY = re.compile(r"\D{0,40}\d{1,2}\.?\s\w+\s(?:19|20)\d{2}\.?$")


def _dated(document: Document) -> Value | None:
    """The day in a line such as "Lidvik, 3. mars 2025"."""
    for block in (*document.blocks[:8], *document.blocks[-8:]):
        text = span_of(document, block)
        if len(text) < 60 and _PLACE_AND_DAY.match(text.text):
            for date in find_dates(text.text):
                return state("date", text, text.text[date.start : date.end], date.value)
    return None


def _in_text(document: Document, block: Block) -> Iterator[Claim]:
    near: Span | None = None
    for sentence in span_of(document, block).sentences():
        if len(sentence) > _LONGEST_SENTENCE:
            continue
        if found := introduced(sentence):
            near = found[0]
        for applied in applied_in(sentence):
            yield _claim(document, block, applied, near)


def _claim(document: Document, block: Block, found: Applied, near: Span | None) -> Claim:
    scheme = found.scheme
    # "Nordklynger er et program … Nå søker tre miljøer om status: …"
    section = near if found.sure else None
    if scheme is None and found.about_call and document.type is not DocumentType.NEWS:
        section = section_scheme(document, block)
    values = [state("applicant", found.said, found.applicant.text)]
    if scheme is not None:
        values.append(state("scheme", found.said, scheme.text))
    elif section is not None:
        values.append(state("scheme", section))
    if found.level is not None:
        values.append(state("level", found.said, found.level.text))
    if found.outcome is not None:
        values.append(state("outcome", found.said, found.outcome.text))
    if found.amount is not None:
        text, normal = found.amount
        values.append(state("amount", found.said, text.text, normal))
    named = scheme is not None or section is not None
    # Who got what, or nothing, is a fact even where nobody says out of which scheme.
    sure = SAID if named or found.sure or (found.about_call and found.outcome) else UNSURE
    return Claim(FactKind.APPLICATION, tuple(values), "application sentence", sure)
