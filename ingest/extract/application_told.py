"""Applications told of by those who give: "Kystfondet har gitt tilsagn om …", and lists of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.extract.amounts import SPELLED, amounts_in
from ingest.extract.application_subjects import fund_noun, outcome_above
from ingest.extract.field_labels import Labels
from ingest.extract.names import WORD, bodies_in, kind_of, without_lead
from ingest.extract.spans import Span, span_of
from ingest.extract.stating import state
from ingest.extract.tables import tables
from ingest.extract.word_lists import any_of, lexicon
from plansvar.documents.types import Block, BlockKind, Document, DocumentType
from plansvar.language.dates import find_dates
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

_LISTED = 0.85
# Who applied is not in the sentence: it is whose plan, report or minutes this is.
_OWN = 0.65
_LONGEST = 600
_NAME = rf"{WORD}(?:\s(?:(?:i|for|of)\s)?[\wÆØÅæøå-]+){{0,4}}?"
_HINTS = (
    "tilsagn", "tilsegn", "innvilg", "bevilg", "løyv", "avsl", "sa nei", "sagt nei",
    "søk", "applied",
    "svar", "bedt om", "bede om", "bedd om", "vente", "granted", "awarded", "reject",
    "refus", "declin",
    "turned", "asked", "handsama", "behandle", "utsatt", "utsett", "defer", "consider", "applic",
    "tilskudd", "tilskot", "støtte", " ja", "lov", "answer", "reserve",
)  # fmt: skip


@functools.cache
def _words(name: str) -> str:
    return any_of(lexicon("applications")["words"][name])


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "yes": re.compile(
            rf"(?<![\w-])(?P<of>{_NAME})\s(?P<outcome>(?i:{_words('funder_yes')})\s"
            rf"(?:(?:inntil|up to|kr|NOK|EUR)\s)?(?:\d|{SPELLED})[^.;]*)"
        ),
        "no": re.compile(
            rf"(?<![\w-])(?P<of>{_NAME})\s(?P<outcome>(?i:{_words('funder_no')})[^.;]*)"
        ),
        "waits": re.compile(
            rf"(?<![\w-])(?P<of>{_NAME})\s(?P<outcome>(?i:{_words('funder_waits')}))(?!\w)"
        ),
        "asked": re.compile(
            rf"(?<![\w-])(?P<of>{_NAME})\s(?P<outcome>(?i:{_words('asked_of')})\s[^.]*)"
        ),
        "sent": re.compile(
            r"(?:(?i:søknaden|søknad|the application|an application)\s)(?:(?i:om"
            r"|for)\s[^.,;]{1,80}?\s)?"
            rf"(?:(?i:til|to)\s(?P<of>{_NAME})\s)?(?P<outcome>(?:(?:er|ble|vart|blei|is|was"
            rf"|has been)\s)?"
            rf"(?i:sendt|send|innsendt|levert|submitted|sent)(?:\s(?:til|to)\s(?P<to>{_NAME}))?"
            r"(?=[\s.,;)]|$)[^.;)]*)"
        ),
        "short": re.compile(
            rf"(?<!\w)(?P<outcome>(?i:søkt|applied to)\s(?:til\s)?(?P<of>{_NAME})\s(?:om|for)\s"
            r"(?:kr\s|NOK\s|EUR\s)?\d[^.;]*)"
        ),
        "waiting": re.compile(
            rf"^(?P<lead>[^.;]*?)\s(?P<outcome>(?:{_words('waiting')})(?!\w)[^.;]*)"
        ),
        "went": re.compile(
            rf"(?i:tilskudd\w*|tilskot\w*|tildeling\w*|støtte\w*|grant"
            rf"|award)\s(?P<outcome>(?:gikk|gjekk|går"
            rf"|goes|went)\s(?:til|to)\s(?P<who>{_NAME}))(?=[.,;]|\s(?:som|med|for|who)\b|$)"
        ),
    }


def told_of_funders(
    document: Document, block: Block, applicant: str | None = None
) -> Iterator[Claim]:
    """Applications in the sentences of a paragraph or point, told from the funder's side.

    ``applicant`` is who applies throughout the document, where that is known.
    """
    if block.kind in (BlockKind.TABLE, BlockKind.HEADING):
        return
    text = span_of(document, block)
    if text.text.casefold().startswith(("søk ", "apply ")):
        return
    for sentence in text.sentences():
        lowered = sentence.text.casefold()
        if len(sentence) <= _LONGEST and any(hint in lowered for hint in _HINTS):
            yield from _in_sentence(sentence, applicant or _own_applicant(document))


def _in_sentence(sentence: Span, applicant: str | None) -> Iterator[Claim]:
    patterns = _patterns()
    if match := patterns["waiting"].match(sentence.text):
        for who in list(bodies_in(sentence.part(*match.span("lead"))))[:1]:
            yield _claim(sentence, who.text, None, match["outcome"], _LISTED)
            return
    if (match := patterns["went"].search(sentence.text)) and _acts(match["who"]):
        yield _claim(sentence, match["who"], None, match["outcome"], _LISTED)
        return
    for name in ("yes", "no", "waits", "asked", "sent", "short"):
        for match in patterns[name].finditer(sentence.text):
            named = match["of"] or match.groupdict().get("to")
            giver = without_lead(Span(named, 0, len(named))).text if named else None
            if giver is None or not _gives(giver):
                continue
            # "Kystfondet har gitt Dal kystlag tilsagn" is told by the rules for who gets.
            if applicant is not None and applicant.casefold() != giver.casefold():
                yield _claim(sentence, applicant, giver, match["outcome"].strip(), _OWN)
            return


def _gives(name: str) -> bool:
    """Whether it is somebody who gives money: a body by its form, or a fund."""
    if not name[:1].isupper():
        return False
    if _FUND.search(name) or fund_noun().search(name):
        return True
    # "Styret", "Rådet": which one is not said, and they say no to much else.
    return kind_of(name) in ("county", "state") or (" " in name and kind_of(name) == "body")


_FUND = re.compile(
    r"\b(?:fund|programme|foundation)\b|\w(?:stiftels|stifting)\w*|\w(?:etaten|verket|banken)\b",
    re.IGNORECASE,
)


def _acts(name: str) -> bool:
    return name[:1].isupper() and kind_of(name) not in (None, "person")


def _own_applicant(document: Document) -> str | None:
    """Whose document it is, where it isn't somebody's news about others."""
    if document.type is DocumentType.NEWS or not document.about.organisation:
        return None
    return document.about.organisation


def _claim(said: Span, who: str, scheme: str | None, outcome: str | None, sure: float) -> Claim:
    values = [state("applicant", said, who)]
    if scheme is not None:
        values.append(state("scheme", said, scheme))
    if outcome:
        dates = [date for date in find_dates(outcome) if date.month is not None]
        if len(dates) == 1:
            date = dates[0]
            known = date.value if date.year is not None else None
            values.append(state("date", said, outcome[date.start : date.end], known))
        values.append(state("outcome", said, outcome.strip(" ,")))
        values.extend(_amounts(said, outcome))
    return Claim(FactKind.APPLICATION, tuple(values), "application told", sure)


_GAVE = re.compile(
    r"tilsagn|tilsegn|innvilg|bevilg|løyv|lov|tildel|grant|award|approv|får|fikk", re.I
)
_REFUSED = re.compile(r"avsl|nei|reject|refus|declin|turned", re.I)


def _amounts(said: Span, outcome: str) -> Iterator[Value]:
    """The first amount: granted where it was, else applied for. "4,8 av 5,5 mill." has both."""
    found = list(amounts_in(outcome))
    if not found:
        return
    both = re.search(r"(\d+(?:[.,]\d+)?)\s(?:av|of)\s(?=\d)", outcome[: found[0].start + 1])
    gave = _GAVE.search(outcome) and not _REFUSED.search(outcome)
    text = outcome[found[0].start : found[0].end]
    if both and gave:
        unit = outcome[found[0].start : found[0].end].lstrip("0123456789., ")
        part = next(iter(amounts_in(f"{both[1]} {unit}")), None)
        if part is not None:
            yield state("granted", said, f"{both[1]} {unit}", part.normal)
        yield state("amount", said, text, found[0].normal)
    else:
        yield state("granted" if gave else "amount", said, text, found[0].normal)


# Lists: "Disse fikk også ja: A (200 000 kroner) og B (…)", or a list below such words.

_LIST_LEAD = re.compile(
    r"(?:får|fikk|fekk|gis|gjevast|tildeles|tildelt|innvilget|innvilga|tilsagn"
    r"|tilsegn|tilskudd|tilskot"
    r"|støtte|avslag|avslått|awarded|granted|grants|refused|rejected)\b[^:]{0,80}:\s*",
    re.IGNORECASE,
)
_ONE = re.compile(rf"(?P<who>{_NAME})\s\((?P<what>[^()]*\d[^()]*)\)")
_ITEM = re.compile(
    rf"(?P<who>{_NAME})\s?(?:[:–—,-]|\()\s?(?P<what>[^\n]{{0,200}}\d[^\n]{{0,200}})$", re.DOTALL
)


def listed_awards(document: Document, block: Block) -> Iterator[Claim]:
    """Who got how much, in a sentence that lists them, or in the points below such words."""
    text = span_of(document, block)
    if block.kind is BlockKind.LIST_ITEM:
        lead = _lead_of(document, block)
        match = _ITEM.match(text.text[:_LONGEST]) if lead else None
        if lead and match and _is_award(match["who"], match["what"]):
            yield _award(text, match["who"], match["what"].rstrip(")"), lead)
        return
    if block.kind is not BlockKind.PARAGRAPH:
        return
    for sentence in text.sentences():
        lead_match = _LIST_LEAD.search(sentence.text[:_LONGEST])
        if lead_match is None:
            continue
        lead = sentence.text[: lead_match.end()].strip(" :")
        for match in _ONE.finditer(sentence.text, lead_match.end()):
            if _is_award(match["who"], match["what"]):
                yield _award(sentence, match["who"], match["what"], lead)


def _is_award(who: str, what: str) -> bool:
    return _acts(who) and next(iter(amounts_in(what)), None) is not None


def _award(said: Span, who: str, what: str, lead: str) -> Claim:
    amount = next(iter(amounts_in(what)))
    refused = _REFUSED.search(lead) is not None
    values = [
        state("applicant", said, who),
        state("outcome", said, f"{lead}: {what}"),
        state(
            "amount" if refused else "granted", said, what[amount.start : amount.end], amount.normal
        ),
    ]
    return Claim(FactKind.APPLICATION, tuple(values), "application list", _LISTED)


def _lead_of(document: Document, block: Block) -> str | None:
    """The words above the list that say what those in it got."""
    if above := outcome_above(document, block):
        return above.text
    for number in range(block.ordinal - 1, max(-1, block.ordinal - 40), -1):
        other = document.blocks[number]
        if other.kind is not BlockKind.LIST_ITEM:
            text = span_of(document, other).text[-160:]
            found = _LIST_LEAD.search(f"{text.rstrip(' :')}:")
            return text.strip(" :") if found else None
    return None


# A plan of who pays: "Kystfondet | 1,2 mill. kr | søkt 1. mars".


@functools.cache
def _columns() -> Labels:
    words = lexicon("applications")["words"]
    return Labels({"source": words["sources"], "sum": words["sums"], "status": words["statuses"]})


# "Granted" alone is what a partner pays; this tells that somebody applied.
_ASKED = re.compile(r"søk|appl|avsl|reject|refus", re.IGNORECASE)


def in_finances(document: Document, block: Block) -> Iterator[Claim]:
    """The applications that a table of who pays tells of by its status."""
    who = _own_applicant(document) or document.title
    for at, records in tables(document):
        if at.ordinal != block.ordinal:
            continue
        found = [_columns().field(cell.column) for cell in records[0].cells]
        names = [one[0] if one else None for one in found]
        if "source" not in names or not who:
            return
        for record in records:
            cells = {
                name: cell.span.strip()
                for name, cell in zip(names, record.cells, strict=False)
                if name
            }
            status = cells.get("status") or cells.get("sum")
            if status is None or not re.search(rf"(?i)\b{_words('applied')}", status.text):
                continue
            fund = _FUND.search(cells["source"].text) or fund_noun().search(cells["source"].text)
            if not (fund or _ASKED.search(status.text)):
                continue
            said = Span(status.source, cells["source"].start, max(status.end, cells["source"].end))
            scheme = re.sub(r"\s*\([^()]*\)$", "", cells["source"].text)
            claim = _claim(said, who, scheme, status.text, _LISTED)
            values = [value for value in claim.values if value.field not in ("amount", "granted")]
            amounts = amounts_in(cells["sum"].text) if "sum" in cells else iter(())
            if amount := next(amounts, None):
                values.append(state("amount", said, cells["sum"].text, amount.normal))
            yield Claim(FactKind.APPLICATION, tuple(values), "application finances", _LISTED)
