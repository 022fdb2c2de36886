"""Which documents a question is about, and what is to be found in each.

"Gå gjennom alle årsrapporter etter 2023 og list tiltak om havn": reports, dated after 2023; what is
looked for is "tiltak om havn".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.register.lexicon import lexicon
from assistant.register.naming import mentions
from assistant.register.timing import take_time
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DocumentType
from plansvar.drafts.overview_types import OverviewRequest
from plansvar.errors import DraftError
from plansvar.language.dates import find_dates
from plansvar.language.normalise import squeeze
from plansvar.register.timespan import is_date, newer

_ALL = r"(?:(?:alle|alt|samtlige|samtlege|all|every|each)(?:\s+(?:de|dei|the|of the|av))?\s+)?"
_FIND = (
    r"(?:list(?:e|a)?(?:\s+(?:opp|ut))?|finn|vis|nevn|nemn|saml(?:e)?|hent(?:e)?(?:\s+(?:ut|fram))?"
    r"|noter|notér|trekk\s+ut|lag\s+(?:en|ei|ein)\s+(?:liste|oversikt|tabell)\s+(?:over|med|av)"
    r"|si|sei|fortell|fortel|se|sjå|find|show|collect|extract|note|pick\s+out|tell\s+(?:me|us)"
    r"|make\s+a\s+(?:list|table)\s+of)"
)
_THROUGH = re.compile(
    r"(?:(?:kan|kunne|can|could)\s+(?:du|dere|de|you)\s+)?(?:please\s+)?"
    r"(?:gå|les|se|sjå|søk|let|leit|go|look|read|search)\s+(?:i)?(?:gjennom|through)\s+"
    rf"(?P<where>.+?)(?:,|\s+(?:og|and|for å|to))\s+{_FIND}\s+(?P<topic>.+)",
    re.IGNORECASE,
)
_IN_ALL = re.compile(
    r"(?P<topic>.+?)\s+(?:i|in|fra|frå|from)\s+(?=(?:alle|samtlige|samtlege|all|every)\b)(?P<where>.+)",
    re.IGNORECASE,
)
_ASKED_TO = re.compile(rf"^{_FIND}\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:mellom|between|fra|frå|from)\b", re.IGNORECASE)
_ADOPTED = re.compile(r"\b(?:vedtatte|vedtekne|gjeldende|gjeldande|adopted)\b\s*", re.IGNORECASE)
_DRAFTS = re.compile(r"\b(?:utkast(?:ene|a)?(?:\s+til)?|drafts?(?:\s+of)?)\b\s*", re.IGNORECASE)
_ISSUER = re.compile(r"^\s*(?:fra|frå|til|av|i|from|by|of)\s+(?P<issuer>\S.*)$", re.IGNORECASE)
_MORE_WORDS = (
    (
        DocumentType.REPORT,
        r"(?:års|status|halvårs|tertial)?rapport(?:er|ar|ene|ane)?|årsmelding(?:er|ar|ene|ane)?"
        r"|annual reports?",
    ),
    (DocumentType.APPLICATION, r"\w*søknad(?:er|ar|ene|ane)?|applications?"),
    (DocumentType.MINUTES, r"(?:møte|styre)?(?:protokoll|referat)\w*|møtebøker|møtebøkene"),
    (DocumentType.PLAN, r"\w*plan(?:er|ar|ene|ane)"),
    (DocumentType.NEWS, r"(?:nyhets|nyheits)?(?:saker|sakene|meldinger)|pressemelding\w*"),
)
_WHOLE_DAY = len("2024-05-01")


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that are gone through, and what is looked for.

    ``since`` and ``until`` are ISO dates, included; ``after`` and ``before`` the same as they were
    asked for, not included.
    """

    topic: str
    types: tuple[DocumentType, ...] = ()
    authorities: tuple[Authority, ...] = ()
    after: str | None = None
    before: str | None = None
    since: str | None = None
    until: str | None = None
    issuer: str | None = None

    @property
    def of_a_time(self) -> bool:
        """Whether a document without a date can't be told to belong to it."""
        return any((self.after, self.before, self.since, self.until))

    def has(self, document: DocumentInfo) -> bool:
        """Whether a document belongs to it, its date aside."""
        return (
            (not self.types or document.type in self.types)
            and (not self.authorities or document.authority in self.authorities)
            and (
                self.issuer is None
                or mentions(self.issuer, (document.about.organisation or "", document.title))
            )
        )

    def is_of_time(self, document: DocumentInfo) -> bool:
        """Whether a document is of the time that is asked for."""
        if not self.of_a_time:
            return True
        day = document.date
        return (
            day is not None
            and (self.after is None or newer(day, self.after))
            and (self.before is None or newer(self.before, day))
            and not newer(self.since, day)
            and not newer(day, self.until)
        )


def read_scope(request: OverviewRequest) -> Scope:
    """What the question and the options say together; options win over the question.

    Raises:
        DraftError: ``overview.bad_date``.
    """
    for value in (request.after, request.before):
        if value is not None and not is_date(value):
            raise DraftError("overview.bad_date", value=value)
    text = squeeze(request.question).rstrip(" .?!")
    match = _THROUGH.fullmatch(text) or _IN_ALL.fullmatch(text)
    scope = Scope(text)
    if match is not None:
        where = _where(match["where"])
        topic = _ASKED_TO.sub("", match["topic"].strip(), count=1)
        scope = replace(where, topic=topic) if where else scope
    if request.after or request.before:
        scope = replace(scope, after=request.after, before=request.before, since=None, until=None)
    return replace(
        scope,
        types=request.types or scope.types,
        authorities=request.authorities or scope.authorities,
    )


def chosen(scope: Scope, documents: Sequence[DocumentInfo]) -> tuple[list[DocumentInfo], int]:
    """The documents to go through, the oldest first; and how many have no date to judge by."""
    fitting = [one for one in documents if scope.has(one)]
    undated = sum(one.date is None for one in fitting) if scope.of_a_time else 0
    kept = [one for one in fitting if scope.is_of_time(one)]
    return sorted(kept, key=lambda one: (one.date or "", one.title, one.path)), undated


def _where(text: str) -> Scope | None:
    """The documents that some words name; ``None`` where they name none."""
    text = re.sub(rf"^\s*{_ALL}", "", text, flags=re.IGNORECASE)
    authorities: tuple[Authority, ...] = ()
    for pattern, authority in ((_ADOPTED, Authority.ADOPTED), (_DRAFTS, Authority.DRAFT)):
        if found := pattern.match(text):
            text, authorities = text[found.end() :], (authority,)
    types: list[DocumentType] = []
    known = False
    # "protokoller og årsmeldinger": several kinds, one after the other.
    while (kind := _kind(text)) is not None:
        known = True
        types += [kind[0]] if kind[0] else []
        rest = text[kind[1] :]
        more = re.match(r"\s*(?:,|\s(?:og|and|samt))\s+", rest)
        if more is None or _kind(rest[more.end() :]) is None:
            text = rest
            break
        text = rest[more.end() :]
    if not known and not authorities:
        return None
    scope = Scope("", tuple(dict.fromkeys(types)), authorities)
    return _with_rest(scope, text)


def _kind(text: str) -> tuple[DocumentType | None, int] | None:
    """The kind of documents that a text begins with, and how long its word is."""
    found: list[tuple[int, DocumentType | None]] = []
    for kind, pattern in lexicon().doctypes:
        if match := re.match(rf"(?:{pattern.pattern})\b", text, re.IGNORECASE):
            found.append((match.end(), kind))
    for kind, words in _MORE_WORDS:
        if match := re.match(rf"(?:{words})\b", text, re.IGNORECASE):
            found.append((match.end(), kind))
    if not found:
        return None
    length, best = max(found, key=lambda one: one[0])
    return best, length


def _with_rest(scope: Scope, text: str) -> Scope:
    """The time and the issuer after the kind of document."""
    dates = [one for one in find_dates(text) if one.year is not None]
    if len(dates) == 2 and _BETWEEN.search(text[: dates[0].start]):
        first, last = sorted(one.value for one in dates)
        before = _BETWEEN.split(text[: dates[0].start])[0]
        return _with_issuer(replace(scope, since=first, until=last), before)
    rest, when = take_time(text)
    if when.date is None:
        return _with_issuer(scope, rest)
    scope = {
        "after": replace(scope, after=when.date),
        "before": replace(scope, before=when.date),
        "since": replace(scope, since=when.date, until=_end_of(when.date)),
        "at": replace(scope, since=when.date, until=when.date),
    }[when.way]
    return _with_issuer(scope, rest)


def _with_issuer(scope: Scope, rest: str) -> Scope:
    match = _ISSUER.match(rest)
    return replace(scope, issuer=match["issuer"].strip()) if match else scope


def _end_of(date: str) -> str | None:
    """The end of "protokoller fra 2024", which are those of that year; "fra mai" is open."""
    return date if len(date) == 4 else None
