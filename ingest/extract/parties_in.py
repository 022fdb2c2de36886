"""Who is named in a cell or a phrase: "Brimvik kommune, NiB og klyngen" names three parties.

The words that separate, that begin a role or that name nobody are in ``lexicon/parties_in.toml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.extract import word_lists
from ingest.extract.spans import Span

# A longer piece tells a story; it names nobody.
_LONGEST_NAME = 90
_MOST_WORDS = 10
# Runs of white space are bounded in all patterns below, so that each stays linear in the text.
# Longer cells are prose; whoever looks there uses sentences first.
_LONGEST_CELL = 1_000

_FOOTNOTE = re.compile(
    r"(?:\s{1,3}\d{1,2}\)|\s{0,3}[*†‡¹²³⁴⁵⁶⁷⁸⁹⁰]{1,4}|\s{0,3}\[\d{1,2}\]|(?<=[a-zæøå]{3})[1-9])$"
)
# "Vegvesenet 1", where the mark was raised; "Bydel 1" is a name.
_SPACED_FOOTNOTE = re.compile(
    r"(?:kommune|\bAS|\bIKS|\bSA|\bKF|\bHF|[a-zæøå]{4}(?:et|en))(?P<mark>\s[1-9])$"
)
_ONE_NOUN = re.compile(r"[A-ZÆØÅ][a-zæøå-]+")
_DEFINITE = re.compile(r"(?:et|en|a|ene|ane|rne|er|ar)$")
_NOTE = re.compile(r"\(([^()]*)\)?")
_PLURAL = re.compile(r"(?P<one>kommun)(?:er|ar|ene|ane)$|(?P<english>municipalit|count)ies$", re.I)
_NAME = re.compile(r"[A-ZÆØÅÀ-Þ][\w.’'-]*(?:\s+[A-ZÆØÅÀ-Þ][\w.’'-]*)?$")
_LETTERS = re.compile(r"[^\W\d_]{2}|^[^\W\d_]$")
_DATE_LIKE = re.compile(r"^(?:fra|from|til|innen|by|per|i)?\s*[\d./–-]{4,}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Party:
    """A party as it is named in one place.

    ``name`` is the name as a reader should see it: without footnote marks, roles ("v/ daglig
    leder") and notes in brackets, and whole where two share a word ("Osedal og Lidheim kommunar"
    gives "Osedal kommune"). ``span`` is where it stands. ``partner`` is true for those who come
    after "i samarbeid med" and the like, or whom a label or a note calls partners. ``note`` is what
    stood in brackets ("A (B)" gives B: an abbreviation, a country, a reservation). ``unsure`` are
    those that are only thought of: "A?", "A (foreslått)", "A eller B".
    """

    name: str
    span: Span
    partner: bool = False
    note: str = ""
    unsure: bool = False


def parties_in(span: Span) -> tuple[Party, ...]:
    """The parties that a cell or phrase names, in order, each once; nobody for "ikke avklart".

    Give it what names parties and nothing else: a cell of the column "Ansvarlig", what follows
    "Partnere:", the words between "ansvaret for X ligger hos" and the full stop.
    """
    if len(span) > _LONGEST_CELL:
        return ()
    found: dict[str, Party] = {}
    partner = False
    for piece in _groups(span):
        partner = partner or piece.partners
        for party in _group(piece.span, partner):
            found.setdefault(party.name.casefold(), party)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Group:
    span: Span
    partners: bool


def _groups(span: Span) -> Iterator[_Group]:
    """What stands before, and after, "i samarbeid med" or a label inside the cell."""
    position, partners = 0, False
    for match in _words().turn.finditer(span.text):
        yield _Group(span.part(position, match.start()), partners)
        position, partners = match.end(), match.lastgroup == "partner"
    yield _Group(span.part(position, len(span)), partners)


def _group(span: Span, partner: bool) -> Iterator[Party]:
    words = _words()
    # "Finansiering: Lidvik kommune. Drift: Smia AS", "Lidvik kommune – areal"
    plain = words.struck.sub(_blank, span.text)
    plain = words.labels.sub(lambda match: " " * (len(match[0]) - 1) + ";", plain)
    plain = words.dashed.sub(_without_part, plain)
    masked, notes = _without_notes(plain)
    pieces = list(_pieces(masked))
    shared_words = _shared_words(masked, pieces)
    nobody_yet = words.nobody_yet.search(span.text) is not None
    before = ""
    for (start, end), shared in zip(pieces, shared_words, strict=True):
        around = masked[max(0, start - 14) : start], masked[end : end + 14]
        thought = words.unsure.search(masked, start, end) is not None or "?" in masked[start:end]
        thought |= bool(words.either_end.search(around[0]) or words.either.match(around[1]))
        piece = _clean(span.part(start, end), masked[start:end])
        text = masked[piece.start - span.start : piece.end - span.start]
        comma = masked[:start].rstrip().endswith(",")
        if comma and before[:1].isupper() and words.unit.match(text):
            continue  # "Brimvik kommune, næringsavdelingen" is one party
        if not _is_party(text):
            continue
        before = text
        note = next((note for place, note in notes if start <= place <= end + 1), "")
        name = _whole(" ".join(text.split()))
        if shared and _NAME.fullmatch(name):
            name = f"{name} {shared}"
        elif shared:
            name = _singular(name)
        by_note = bool(note and words.partner_note.search(note))
        thought |= nobody_yet or "?" in note or words.unsure.search(note) is not None
        yield Party(name, piece, partner or by_note, note, thought)


def _without_part(match: re.Match[str]) -> str:
    """Blanks for the part that somebody plays, behind a dash; no part is named like a body."""
    return match[0] if _words().collective.match(match[0].lstrip(" –—")) else _blank(match)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _whole(name: str) -> str:
    """A name without the abbreviations that everybody writes: "Lidvik k." is a municipality."""
    name = re.sub(r"(?<=[a-zæøå]\s)(?:f\.?k|fylkesk|fylkeskomm)$", "fylkeskommune", name)
    return re.sub(r"(?<=[a-zæøå]\s)(?:k|komm)$", "kommune", name)


def _without_notes(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text with blanks for what stands in brackets, and the notes with their places."""
    notes = [(match.start(), match[1].strip()) for match in _NOTE.finditer(text)]
    return _NOTE.sub(lambda match: " " * len(match[0]), text), notes


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where each piece between commas, slashes, "og" and the like stands."""
    position = 0
    for match in _words().between.finditer(text):
        if match["and"] and not _splits(text, match):
            continue
        if match["slash"] and not _slash_splits(text, match):
            continue
        yield position, match.start()
        position = match.end()
    yield position, len(text)


def _splits(text: str, match: re.Match[str]) -> bool:
    """Whether "og" stands between two names: not in "Møre og Romsdal" and "bonde- og grunnlag"."""
    around = text[max(0, match.start() - 20) : match.end() + 20]
    if text[: match.start()].endswith("-") or _words().joined.search(around):
        return False
    after = text[match.end() :].lstrip()
    if after[:1].isupper() or after[:1] in '«"' or _words().known.match(after):
        return True
    # "Landbruk og miljøkontoret" is one unit, "idrettslaget og skolen" are two bodies.
    before = re.split(r"[,;/\n]", text[: match.start()])[-1].strip()
    unit = _ONE_NOUN.fullmatch(before) and not _DEFINITE.search(before)
    return not unit and bool(_words().collective.match(after))


def _slash_splits(text: str, match: re.Match[str]) -> bool:
    """Whether a slash stands between two names: not in "A/S", "v/" and "c/o"."""
    before = re.search(r"\w+(?=\??$)", text[max(0, match.start() - 20) : match.start()].rstrip())
    after = re.match(r"\s*(\w+)", text[match.end() : match.end() + 20])
    return bool(before and after and len(before[0]) > 1 and len(after[1]) > 1)


def _clean(span: Span, text: str) -> Span:
    """Without roles, footnote marks, fillers, and marks around it."""
    if role := _words().role.search(text):
        span, text = span.part(0, role.start()), text[: role.start()]
    stripped = text.strip(" \t\n\r•·●▪–—-:;,.\u00a0")
    start = text.find(stripped) if stripped else 0
    span, text = span.part(start, start + len(stripped)), stripped
    match = _words().unsure.match(text.lstrip())
    if match and not _words().nobody.match(text.lstrip()):
        lead = len(text) - len(text.lstrip()) + match.end()
        span, text = span.part(lead, len(span)), text[lead:]
    if (match := _words().unsure.search(text)) and match.start() > 2:
        span, text = span.part(0, match.start()), text[: match.start()]
    stripped = text.strip(" .,?~")
    start = text.find(stripped) if stripped else 0
    span, text = span.part(start, start + len(stripped)), stripped
    while match := _words().filler_start.match(text):
        span, text = span.part(match.end(), len(span)), text[match.end() :]
    while match := _words().filler_end.search(text) or _FOOTNOTE.search(text):
        if match.start() == match.end():
            break
        span, text = span.part(0, match.start()), text[: match.start()]
    if match := _SPACED_FOOTNOTE.search(text):
        span, text = span.part(0, match.start("mark")), text[: match.start("mark")]
    quoted = text.strip().strip('«»"“”*_ ')
    start = text.find(quoted) if quoted else 0
    return span.part(start, start + len(quoted))


def _is_party(text: str) -> bool:
    text = text.strip()
    return (
        0 < len(text) <= _LONGEST_NAME
        and len(text.split()) <= _MOST_WORDS
        and bool(_LETTERS.search(text))
        and not _DATE_LIKE.match(text)
        and not _words().nobody.match(text)
        and not _words().negated.match(text)
    )


def _shared_words(text: str, pieces: Sequence[tuple[int, int]]) -> list[str]:
    """For each piece the word that "Osedal og Lidheim kommunar" share, in the singular."""
    shared: list[str] = []
    following = ""
    for start, end in reversed(pieces):
        own = text[start:end].strip()
        words = own.split()
        if len(words) > 1 and words[0][:1].isupper() and _PLURAL.search(words[-1]):
            following = _singular(words[-1])
            shared.append(following if len(pieces) > 1 else "")
            continue
        following = following if _NAME.fullmatch(own) else ""
        shared.append(following)
    return shared[::-1]


def _singular(name: str) -> str:
    def one(match: re.Match[str]) -> str:
        return match["one"] + "e" if match["one"] else match["english"] + "y"

    return _PLURAL.sub(one, name)


@dataclass(frozen=True, slots=True)
class _Words:
    turn: re.Pattern[str]
    between: re.Pattern[str]
    role: re.Pattern[str]
    unit: re.Pattern[str]
    known: re.Pattern[str]
    collective: re.Pattern[str]
    joined: re.Pattern[str]
    nobody: re.Pattern[str]
    filler_start: re.Pattern[str]
    filler_end: re.Pattern[str]
    partner_note: re.Pattern[str]
    unsure: re.Pattern[str]
    either: re.Pattern[str]
    either_end: re.Pattern[str]
    negated: re.Pattern[str]
    nobody_yet: re.Pattern[str]
    struck: re.Pattern[str]
    dashed: re.Pattern[str]
    labels: re.Pattern[str]


@functools.cache
def _words() -> _Words:
    lists: dict[str, list[str]] = word_lists.lexicon("parties_in")

    def any_of(name: str) -> str:
        return word_lists.any_of(lists[name])

    ignore = re.IGNORECASE
    label = r"(?:(?<=[.;,\n(|])\s{0,3}|^\s{0,3})"
    return _Words(
        turn=re.compile(
            rf"(?P<partner>,?\s{{0,3}}\b{any_of('together')}\b:?|{label}{any_of('partner_labels')}\s{{0,3}}:)"
            rf"|(?P<lead>{label}{any_of('lead_labels')}\s{{0,3}}:)",
            ignore,
        ),
        between=re.compile(
            rf"(?P<and>\s{{1,3}}{any_of('and')}\s)|(?P<slash>/)|[;,\n•·●|+]|\s[–—]\s", ignore
        ),
        # "Smia AS (leder)": the form of a company is no "as".
        role=re.compile(rf"(?:\bv/|(?:^|[\s,])(?!(?-i:AS)\s){any_of('role')}\s)", ignore),
        unit=re.compile(rf"\w*{any_of('unit')}\w*(?:\s|$)"),
        known=re.compile(rf"{any_of('collective')}\b"),
        collective=re.compile(rf"(?:{any_of('collective')}|\w*{any_of('ends')})\b"),
        dashed=re.compile(r"\s[–—]\s(?=[a-zæøå])[^;,\n/|]{2,60}"),
        labels=re.compile(r"(?:^|(?<=[.;\n]))\s{0,3}[A-ZÆØÅ][\wæøå-]{2,24}(?:\s[a-zæøå]+)?:\s"),
        joined=re.compile(rf"\b{any_of('joined')}\b"),
        nobody=re.compile(rf"{any_of('nobody')}(?:\W|$)", ignore),
        filler_start=re.compile(rf"\s*{any_of('filler_start')}\s+", ignore),
        filler_end=re.compile(rf"[\s,]{{0,3}}\b{any_of('filler_end')}[.\s]{{0,4}}$", ignore),
        partner_note=re.compile(rf"\b{any_of('partner_note')}\b", ignore),
        unsure=re.compile(rf"(?<!\w){any_of('unsure')}(?!\w)", ignore),
        either=re.compile(rf"\s{{0,3}}(?:,\s)?{any_of('either')}\s", ignore),
        either_end=re.compile(rf"\s{any_of('either')}\s{{1,3}}$|^\s{{0,3}}enten\s", ignore),
        negated=re.compile(rf"{any_of('negated')}\s", ignore),
        nobody_yet=re.compile(
            rf"\b{any_of('negated')}\s(?:\w+\s){{0,2}}(?:ansvarl|eier|eigar|owner|responsible)",
            ignore,
        ),
        struck=re.compile(r"~~[^~]{1,100}~~"),
    )
