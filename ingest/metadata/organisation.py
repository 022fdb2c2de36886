"""Which body issues a document: said on its title page, in its head, at its end, in its margins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.furniture import is_page_furniture
from ingest.metadata.body_names import PARTS, body_name, municipalities_in, name_at_start
from ingest.metadata.opening import SHORT_LINE, Opening
from plansvar.documents.types import BlockKind, DocumentType

_SENDER = re.compile(
    r"fra|frå|from|avsender|avsendar|søker|søkjar|(?:lead |main )?applicant|lead partner"
    r"|(?:ansvarlig |ansvarleg |hoved|hovud)(?:søker|søkjar)|søkerorganisasjon|søkjarorganisasjon"
    r"|navn på (?:søker|organisasjonen)|namn på (?:søkjar|organisasjonen)"
    r"|name of (?:the )?applicant"
    r"|applicant organi[sz]ation|prosjekteier|prosjekteigar|project owner"
    r"|utlyser|utlysar|utgiver|utgjevar|publisher|utgitt av"
    r"|utgjeven av|utarbeidet av|utarbeidd av|prepared by|published by|ansvarlig utgiver",
    re.IGNORECASE,
)
_ISSUED_BY = re.compile(
    r"\b(?:utgitt|utgjeve|utgjeven|utarbeidet|utarbeidd|prepared|published|issued|publisert) "
    r"(?:av|by) ",
    re.IGNORECASE,
)
_ADOPTED_BY = re.compile(
    r"\b(?:vedtatt|vedteke|vedteken|godkjent|godkjend|adopted|approved) (?:av|i|by) "
    r"(?:styret i |the board of )?",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:^|\s)(?:fra|frå|from) (?=\S)", re.IGNORECASE)
_MEETING_OF = re.compile(
    r"\b(?:\w*møte(?:t)?|styret|årsmøte(?:t)?|meeting) (?:i|for|of) (?=[A-ZÆØÅ])", re.IGNORECASE
)
_PAPER = re.compile(r"\W*(?:notat|innsp(?:ill|el)|brev|rapport|høring|høyring)", re.IGNORECASE)
_TO = re.compile(r"\W*(?:til|to|kopi|mottaker|mottakar)\W*", re.IGNORECASE)
# "Innspill sendes til Sund kommune, Rådhuset": whom and where one should write to.
_SEND_TO = re.compile(
    r"\b(?:send|sende|sendes|sendast|rettes|rettast|leveres|leverast|sent|submitted)\b.{0,40}"
    r"\b(?:til|to)\b",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\W*(?:med (?:vennlig )?hilsen|med (?:venleg )?helsing|vennlig hilsen|venleg helsing|mvh"
    r"|(?:kind|best) regards|hilsen|helsing)\b(?: for| fra| frå)?\W*",
    re.IGNORECASE,
)
_NEWS_FROM = re.compile(
    r"^\W*(?:nyhet|nyhende|pressemelding|news|press release)\s*[,|·–-]\s*", re.IGNORECASE
)
# The first words of a letter: "KS takker for …", "Luftfartstilsynet ønsker å gi et innspill".
_WRITES = re.compile(
    r"\s(?:ønsker|ønskjer|takker|takkar|viser|gir|gjev|har|vil|mener|meiner|følger|følgjer|støtter"
    r"|støttar|sender|inviterer|oversender|tilbyr|tilbyd|lyser|utlyser|deler|forvalter|forvaltar"
    r"|wishes|would|welcomes|thanks|gives|offers|awards|supports|invites|funds|makes)\b"
)
# "The Sund Foundation (Sundstiftelsen) gives …".
_OTHER_NAME = re.compile(r"\s*\([^()]{1,60}\)\s*$")
_ARTICLE = re.compile(r"^\W*The\s+")
# Below its name a sender has an address: "Sund havneråd / Postboks 4".
_ADDRESS = re.compile(r"\n|,?\s+(?=(?:Postboks|Postb\.|Pb\.?|Boks|P\.?\s?O\.? Box)\s+\d)")
_PARAGRAPHS = 3
_SUBJECT_WITHIN = 100
_SIGNATURE_LINES = 6

_Candidates = Iterator[tuple[str, str | None]]


def organisation_of(
    found: Opening, title: str, kind: DocumentType
) -> tuple[str | None, str | None]:
    """The body and where it was found: what says so outright first, the file's properties last."""
    for step in (_stated, _in_titles, _on_lines, _signed, _writing, _around):
        for where, name in step(found, title, kind):
            if name and not _is_addressee(name, found, title):
                return name, where
    return None, None


def _stated(found: Opening, _title: str, _kind: DocumentType) -> _Candidates:
    """Labelled as the sender, named as who adopted it, or as who made it."""
    for value in found.labelled(_SENDER):
        yield "label", name_at_start(value)
    lines = [line.text for line in found.own_head]
    end = [line.text for line in found.tail]
    for where, cue, texts in (
        ("adopted", _ADOPTED_BY, [*lines, *found.margins]),
        ("label", _ISSUED_BY, [*lines, *end]),
    ):
        for text in texts:
            if match := cue.search(text):
                yield where, name_at_start(text[match.end() :])


def _in_titles(found: Opening, title: str, _kind: DocumentType) -> _Candidates:
    """As in "Innspill fra KS", "Protokoll fra styremøte i Brimfjord næringsråd"."""
    yield "title", _sender_in(title, anywhere=True)
    yield "title", municipalities_in(title)
    lines = [line.text for line in found.own_head]
    for where, texts in (("head", lines), ("margin", found.margins)):
        for text in texts:
            if len(text) <= SHORT_LINE:
                yield where, _sender_in(text, anywhere=_PAPER.match(text) is not None)


def _on_lines(found: Opening, _title: str, _kind: DocumentType) -> _Candidates:
    """On a line of its own in the head, or at the beginning of one: "Ål kommune – vertskommune"."""
    for line in found.head:
        if len(line.text) > SHORT_LINE or line.block.kind is BlockKind.LIST_ITEM:
            continue
        if _SEND_TO.search(line.text):
            continue
        if is_page_furniture(line.text):
            # Where a web page stands among the others: "Vesthav fylkeskommune > Aktuelt".
            yield "head", body_name(line.text.split(">")[0]) if ">" in line.text else None
        elif match := _NEWS_FROM.match(line.text):
            yield "head", body_name(line.text[match.end() :], acronym=True)
        else:
            first = _ADDRESS.split(line.text, maxsplit=1)[0]
            parts = PARTS.split(first)
            yield "head", body_name(first) or body_name(parts[0])
            # "Område for helsetjenester, FHI"
            yield "head", body_name(parts[-1], acronym=True) if len(parts) > 1 else None


def _signed(found: Opening, _title: str, _kind: DocumentType) -> _Candidates:
    """Among the lines after the greeting; without one, on the last line."""
    lines = [line.text for line in found.tail]
    signed = [line for line in lines[-1:] if len(line) <= SHORT_LINE]
    for number, line in enumerate(lines):
        if match := _GREETING.match(line):
            signed = [line[match.end() :], *lines[number + 1 :][:_SIGNATURE_LINES]]
            break
    for text in signed:
        yield from (("signature", body_name(part)) for part in PARTS.split(text))


def _writing(found: Opening, _title: str, kind: DocumentType) -> _Candidates:
    """As who writes in the first sentences. News writes about others."""
    if kind is DocumentType.NEWS:
        return
    prose = [line.text for line in found.own_head if line.text.endswith((".", ":", "!"))]
    for text in prose[:_PARAGRAPHS]:
        if match := _WRITES.search(text[:_SUBJECT_WITHIN]):
            subject = _ARTICLE.sub("", _OTHER_NAME.sub("", text[: match.start()]))
            yield "text", body_name(subject, acronym=True)


def _around(found: Opening, _title: str, _kind: DocumentType) -> _Candidates:
    for text in found.margins:
        yield from (("margin", body_name(part)) for part in PARTS.split(text))
    for key in ("company", "author"):
        yield "metadata", body_name(found.properties.get(key, ""))


def _sender_in(text: str, *, anywhere: bool) -> str | None:
    for match in _MEETING_OF.finditer(text):
        if name := name_at_start(text[match.end() :]):
            return name
    for match in _FROM.finditer(text):
        if (anywhere or not match.start()) and (name := name_at_start(text[match.end() :])):
            return name
    return None


def _is_addressee(name: str, found: Opening, title: str) -> bool:
    """Whether the document goes to that body: "til …", or a line of its own after "Til"."""
    folded = name.casefold()
    said = [title, *(line.text for line in found.head if len(line.text) <= SHORT_LINE)]
    if any(f"til {folded}" in text.casefold() for text in said):
        return True
    return any(
        _TO.fullmatch(line.text) and following.text.casefold().startswith(folded)
        for line, following in pairwise(found.head)
    )
