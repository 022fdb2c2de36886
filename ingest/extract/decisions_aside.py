"""Decisions told aside: what fell, what was signed, what somebody knows from hearing only."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extract import decision_words as words
from ingest.extract.meeting_heads import any_date_in, body_in
from ingest.extract.meetings import case_number
from ingest.extract.outcomes import outcome_of, unanimous_of
from ingest.extract.spans import Span
from plansvar.register.claims import Claim, Value
from plansvar.register.kinds import FactKind

# Told by somebody else than who decided; what nobody can check is for review.
TOLD = 0.9
UNCHECKABLE = 0.5
_BETWEEN = re.compile(
    r"[\s,(]*(?:(?:i|den|på|on|in|dato|møte|møtet|sitt|the|mandag|måndag|tirsdag|tysdag|onsdag"
    r"|torsdag|fredag|laurdag|lørdag|søndag|sundag)\s+)*",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"\b(?:visstnok|angivelig|angiveleg|etter sigende|etter det (?:jeg|eg|vi) (?:vet|veit|hører"
    r"|høyrer)|(?:jeg|eg|vi) (?:hører|høyrer|hørte|høyrde) at|skal ha|ryktes|(?:han|hun|ho|de|dei)"
    r" (?:sier|seier|sa|fortalte|fortalde|mente) at|apparently|reportedly|i hear(?:d)? that"
    r"|(?:he|she|they) (?:says?|said|told))\b",
    re.IGNORECASE,
)
# An agreement that was signed binds who signed it.
_SIGNED = re.compile(
    r"\b\w*(?:avtalen?|avtala|agreement|kontrakten?|intensjonsavtalen?)\b[^.;:]{0,80}?\s(?:ble|blei"
    r"|vart|er|was|were|is)\s(?:\w+\s){0,2}?(?P<verb>underskreven|underskriven|underskrevet"
    r"|underteikna|undertegnet|signert|inngått|inngådd|signed|concluded)\b",
    re.IGNORECASE,
)
_MOVED_ONLY = re.compile(
    r"\b(?:foreslo|føreslo|fremmet forslag|fremja framlegg|proposed|moved)\b[^.;]{5,200}?"
    r",?\s(?:men|but)\s(?P<verb>[^.;]{0,60}?(?:flertall\w*|fleirtal\w*|falt|fall|nedstemt|nedstemd"
    r"|forkastet|forkasta|avvist|voted down|majority|rejected))\b",
    re.IGNORECASE,
)


def first_hand(claim: Claim, sentence: Span) -> Claim:
    """What the writer has from hearing only is for review."""
    if not _HEARSAY.search(sentence.text):
        return claim
    return replace(claim, confidence=min(claim.confidence, UNCHECKABLE))


def lost(sentence: Span) -> Claim | None:
    """A proposal that fell: "Framlegget frå X om … fekk ikkje fleirtal (sak 25/25)"."""
    fell = words.FELL.search(sentence.text)
    moved = words.PROPOSAL.match(sentence.text.lstrip())
    if not fell or not moved or words.HEDGED_VERB.search(sentence.text[: fell.start()]):
        return None
    said = sentence.part(*fell.span())
    values = [Value("what", " ".join(sentence.text.split()), sentence.start, sentence.end)]
    frame = (body_in(sentence.part(fell.start(), len(sentence))), any_date_in(sentence))
    values += [value for value in (*frame, case_number(sentence)) if value]
    values.append(outcome_of(said, said, "rejected"))
    if unanimous := unanimous_of((sentence,), lost=True):
        values.append(unanimous)
    return Claim(FactKind.DECISION, tuple(values), "decision-told", TOLD)


def signed(sentence: Span) -> Claim | None:
    """An agreement with the day on which it was signed."""
    match = _SIGNED.search(sentence.text)
    date = date_near(sentence.part(match.end(), len(sentence))) if match else None
    if not match or not date or words.UNDECIDED.search(sentence.text[: match.end()]):
        return None
    said = sentence.part(match.start("verb"), match.end("verb"))
    values = (
        Value("what", " ".join(sentence.text.split()), sentence.start, sentence.end),
        date,
        outcome_of(said, said, "approved"),
    )
    return Claim(FactKind.DECISION, values, "decision-told", TOLD)


def moved_in_vain(sentence: Span) -> Claim | None:
    """What somebody moved, and that it didn't get a majority, in one sentence."""
    match = _MOVED_ONLY.search(sentence.text)
    if not match or words.HEDGED_VERB.search(sentence.text):
        return None
    verb = sentence.part(match.start("verb"), match.end("verb"))
    won = re.search(r"flertall|fleirtal|majority", verb.text, re.IGNORECASE)
    if won and not re.search(r"\b(?:ikke|ikkje|not|no|without|uten|utan)\b", verb.text):
        return None
    values = [
        Value("what", " ".join(sentence.text.split()), sentence.start, sentence.end),
        outcome_of(verb, verb, "rejected"),
    ]
    values += [one for one in (any_date_in(sentence), case_number(sentence)) if one]
    if unanimous := unanimous_of((sentence,), lost=True):
        values.append(unanimous)
    return Claim(FactKind.DECISION, tuple(values), "decision-told", TOLD)


def date_near(span: Span) -> Value | None:
    """The date that a text begins with: a later one is what was decided, not when."""
    date = any_date_in(span)
    if date and _BETWEEN.fullmatch(span.text[: date.start - span.start]):
        return date
    return None
