"""What kind of document it is and how much it binds, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.metadata.opening import HEAD_BLOCKS, Opening
from plansvar.documents.types import Authority, Block, BlockKind, DocumentType

CONFIGURED = "configured"
NO_REASON = "none"
# What the types are called. First match wins; the places are searched in the order title, file
# name, first lines. "Samhandlingsplan" and "behandlingsplan" are no "handlingsplan".
_TYPE_WORDS: tuple[tuple[DocumentType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile("|".join(words), re.IGNORECASE))
    for kind, words in (
        (
            DocumentType.MINUTES,
            (
                r"(?:\b|møte|saks|styre|vedtaks|utvalgs|utvals)(?:referat|protokoll|møtebok)\b",
                r"\bmøte(?:notat|utskrift)\b",
                r"\b(?:notat|notater|oppsummering|utskrift) (?:fra|frå|av|etter) "
                r"(?:[\w-]+ ){0,2}[\w-]*møtet?\b",
                r"\bminutes\b|\bmeeting notes\b|\brecord of decisions\b",
                r"\b(?:notes|summary) (?:from|of) (?:the |a )?(?:[\w-]+ ){0,3}meeting\b",
            ),
        ),
        (
            DocumentType.CONSULTATION_INPUT,
            (
                r"h[øo]rings(?:innspill|svar|uttalelse)",
                r"høyrings(?:innspel|svar|fråsegn)",
                r"\binnsp(?:ill|el)s?(?:notat|brev)? til\b",
                r"\binnsp(?:ill|el) fr[aå]\b",
                r"consultation (?:input|response)|response to (?:the )?consultation",
            ),
        ),
        (
            DocumentType.APPLICATION,
            (
                r"(?<!på )(?<!av )(?<!til )\bsøknad (?:om|til)\b",
                r"(?:klynge|klyngje|prosjekt|tilskudds|tilskots|støtte|stipend|hoved|hovud)søknad\b",
                r"\bsøknadsskjema\b",
                r"\bapplication (?:for (?!funding\b)|to\b|form\b)|\bapplication for funding\b",
                r"\b(?:grant|project|funding|full|main) application\b",
            ),
        ),
        (
            DocumentType.CALL,
            (
                r"\butlysn?ing",
                r"(?:tilskudds|tilskots|støtte)ordning",
                r"\bcall for\b|funding scheme|\bapply for (?:funding|support|a grant|grants)\b",
                r"^\W*søk (?:om )?(?:støtte|tilskudd|tilskot|midler|midlar|stipend)\b",
                r"^\W*(?:tilskudd|tilskot)(?:s?ordninger|s?ordningar)?\W*$",
            ),
        ),
        # What reports on a programme or plan isn't one.
        (
            DocumentType.REPORT,
            (
                r"(?:status|fremdrifts|framdrifts|slutt|evaluerings|halvårs|tertial|kvartals|års"
                r"|oppfølgings)rapport\w*",
                r"^\W*(?:rapport(?:ering)?|årsmelding|årsberetning|evaluering|status|oppfølging)"
                r"(?:\w* )(?:for|om|på|av|frå|fra|til)\b",
                r"\b(?:status|progress|final|annual|evaluation) report\b",
            ),
        ),
        (
            DocumentType.ACTION_PROGRAMME,
            (
                r"(?<!sam)(?<!be)(?<!for)handlings(?:program|plan|del(?!ing))",
                r"tiltaks(?:plan|del(?:en)?\b)",
                r"action (?:programme|plan)",
            ),
        ),
        (
            DocumentType.PROJECT_DESCRIPTION,
            (
                r"prosjekt(?:beskrivelse|plan|skildring|skisse|omtale|mandat|direktiv)",
                r"project (?:description|plan|outline|proposal)",
            ),
        ),
        (
            DocumentType.REPORT,
            (r"års(?:rapport|melding|beretning)|\brapport\b", r"annual report|\breport\b"),
        ),
        (DocumentType.PLAN, (r"plan(?:en)?\b|\bstrategi(?:en|dokument)?\b|\bstrategy\b",)),
    )
)
_NEWS = re.compile(
    r"^\W*nyhet(?:er)?\b|^\W*nyhende\b|pressemelding|\bpress release\b|^\W*news\b", re.I
)
_MAIL_SUBJECT = re.compile(r"\W*(?:sv|vs|re|fw|fwd)\s*:", re.IGNORECASE)
# What answers an application names it: "Svar på søknad om tilskudd", "Tilsagn – søknad om …".
_ANSWER = re.compile(
    r"^\W*(?:svar på (?:[\w-]+ ){0,2}søknad|tilsagn|tilsegn|avslag|vedtaksbrev|innvilg"
    r"|vedtak om (?:tilskudd|tilskot|støtte|tildeling)|tildeling av"
    r"|(?:tilsagns|tilsegns|tildelings|avslags)brev|grant (?:letter|award)|award letter"
    r"|letter of award|offer of)",
    re.IGNORECASE,
)
# What a page that offers money tells under its headings and labels; one alone says too little.
_OFFERS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"^\W*(?:hvem kan (?:søke|få)|kven kan (?:søkje|søke|få)|who can (?:apply|get)|målgruppe"
        r"|eligib)",
        r"^\W*(?:hva|kva) kan (?:du|dere|de|det) (?:få|søke|søkje|gis|gjevast)\b|^\W*(?:what can"
        r"|what (?:we|it) (?:fund|cover)|what (?:do )?we fund)",
        r"^\W*(?:søknadsfrist|frist(?:er|ar)? og ramme|deadlines?\b|when to apply)",
        r"^\W*(?:hvordan|korleis|slik) søk|^\W*how to apply",
        r"^\W*(?:hvor mye|kor mykje) kan|^\W*how much",
        r"^\W*(?:vilkår|krav til søk|conditions)",
    )
)
_LONGEST_OFFER = 120
_FEWEST_OFFERS = 2
_SPEECH = re.compile(r"[,»”\"]\s*(?:sier|seier|fortsetter|avslutter|forteller|fortel|says)\s+\w")
_SLIDES = re.compile(r"presentasjon|lysark|slides", re.IGNORECASE)
# A plan has goals; a heading that asks for those of the project makes it a project's.
_PROJECT_HEADING = re.compile(
    r"\b(?:prosjektets mål|mål for prosjektet|prosjektmål|måla? (?:til|for|i) prosjektet"
    r"|project (?:goals?|objectives?))\b",
    re.IGNORECASE,
)
_DRAFT_WORD = (
    r"\b(?:høringsutkast|høyringsutkast|høringsforslag|høyringsframlegg|arbeidsutkast"
    r"|førsteutkast|utkast|forslag til"
    r"|framlegg til|draft)\b"
)
_DRAFT = re.compile(_DRAFT_WORD, re.IGNORECASE)
# In running prose "forslag til" and "utkast" are said of anything.
_DRAFT_IN_PROSE = re.compile(
    rf"^\W*{_DRAFT_WORD}|\b(?:høringsutkast|høyringsutkast|høringsforslag|høyringsframlegg"
    r"|dette (?:utkastet|forslaget|framlegget)|this draft)\b",
    re.IGNORECASE,
)
_LONGEST_DRAFT_LINE = 80
_ADOPTED = re.compile(
    r"\b(?:vedtatt|vedteke|vedteken|vedtatte|adopted|godkjent|godkjend)"
    r"(?:(?: av| i| by| in| den| on)(?: [\w.-]+){1,2})?",
    re.IGNORECASE,
)
# At the beginning of a line, after a short label, or said of the document by its own name.
_ADOPTED_LINE = re.compile(
    r"^(?:\W*|[\w ]{1,20}: |.{0,60}[·|•,–(.] ?)(?:vedtatt|vedteke|vedteken|adopted)\b"
    r"|\b(?:planen|programmet|strategien|handlingsprogrammet|handlingsplanen|næringsplanen|it"
    r"|plan|programme|strategy) (?:er|ble|blei|vart|was|has been) (?:vedtatt|vedteke|vedteken"
    r"|adopted) (?:av|i|by|in|on|den|\d)",
    re.IGNORECASE,
)
_PLANS = frozenset({DocumentType.PLAN, DocumentType.ACTION_PROGRAMME})
_AUTHORITY = {
    DocumentType.CALL: Authority.ADOPTED,
    DocumentType.MINUTES: Authority.MINUTES,
    DocumentType.APPLICATION: Authority.APPLICATION,
    DocumentType.NEWS: Authority.NEWS,
}


def authority_of(kind: DocumentType, title: str, found: Opening) -> tuple[Authority, str]:
    """A plan binds when it says that it was adopted; one that says nothing isn't taken to."""
    if kind not in _PLANS:
        authority = _AUTHORITY.get(kind)
        if authority is None:
            return Authority.OTHER, NO_REASON
        return authority, f"type:{kind.value}"
    if word := _DRAFT.search(title):
        return Authority.DRAFT, _reason("title", word)
    for where, lines in (
        ("text", [line.text for line in found.head]),
        ("text", [cell for row in found.rows for cell in row]),
        ("margin", found.margins),
    ):
        for line in lines:
            pattern = _DRAFT if len(line) <= _LONGEST_DRAFT_LINE else _DRAFT_IN_PROSE
            if word := pattern.search(line):
                return Authority.DRAFT, _reason(where, word)
    for where, lines in (
        ("title", [title]),
        ("text", [line.text for line in found.head]),
        ("text", [cell for row in found.rows for cell in row]),
        ("margin", found.margins),
    ):
        for line in lines:
            if (said := _ADOPTED_LINE.search(line)) and (
                word := _ADOPTED.search(line, said.start())
            ):
                return Authority.ADOPTED, _reason(where, word)
    return Authority.OTHER, NO_REASON


def type_of(
    title: str, found: Opening, blocks: Sequence[Block], text: str
) -> tuple[DocumentType, str]:
    """News shows itself by its form; the other types by what they are called."""
    name = re.sub(r"[-_.]+", " ", found.path.stem)
    head = [text[block.start : block.end] for block in blocks[:HEAD_BLOCKS]]
    # What a mail is about isn't what it is.
    named = None if _MAIL_SUBJECT.match(title) else _named("title", title) or _named("path", name)
    if named and named[0] is DocumentType.MINUTES:
        return named
    if word := _ANSWER.search(title):
        return DocumentType.OTHER, _reason("title", word)
    speech = _SPEECH.findall(text[:20_000])
    for where, line in (("title", title), ("path", name), *(("text", line) for line in head[:5])):
        if word := _NEWS.search(line):
            return DocumentType.NEWS, _reason(where, word)
    if len(speech) > 1 or (speech and named is None):
        return DocumentType.NEWS, "text:quoted speech"
    if found.path.suffix.lower() in {".pptx", ".ppt", ".odp"}:
        return DocumentType.PRESENTATION, f"path:{found.path.suffix.lower()}"
    if word := _SLIDES.search(name):
        return DocumentType.PRESENTATION, _reason("path", word)
    # Plans and reports are spoken of everywhere; only a title makes a document one.
    opened = _named("text", "\n".join(head))
    spoken_of = opened and opened[0] in {DocumentType.PLAN, DocumentType.REPORT}
    best = named or (None if spoken_of else opened)
    if best is None:
        return _offer(blocks, text) or (DocumentType.OTHER, NO_REASON)
    if best[0] is DocumentType.PLAN and (heading := _project_heading(blocks, text)):
        return DocumentType.PROJECT_DESCRIPTION, f"text:{heading}"
    return best


def named_type(words: str) -> DocumentType | None:
    """The type that some words name, if any."""
    found = _named("", words)
    return found[0] if found else None


def _named(where: str, words: str) -> tuple[DocumentType, str] | None:
    for kind, pattern in _TYPE_WORDS:
        if word := pattern.search(words):
            return kind, _reason(where, word)
    return None


def _offer(blocks: Sequence[Block], text: str) -> tuple[DocumentType, str] | None:
    """Whether a page says who may apply for something and how, in headings and labels."""
    said: dict[re.Pattern[str], re.Match[str]] = {}
    for block in blocks[: 4 * HEAD_BLOCKS]:
        if block.kind is BlockKind.TABLE:
            continue
        line = text[block.start : min(block.end, block.start + _LONGEST_OFFER)]
        for pattern in _OFFERS:
            if word := pattern.search(line):
                said.setdefault(pattern, word)
    if len(said) < _FEWEST_OFFERS:
        return None
    return DocumentType.CALL, _reason("text", next(iter(said.values())))


def _project_heading(blocks: Sequence[Block], text: str) -> str | None:
    for block in blocks[: 2 * HEAD_BLOCKS]:
        if block.kind is BlockKind.HEADING and (
            word := _PROJECT_HEADING.search(text[block.start : block.end])
        ):
            return word[0].lower()
    return None


def _reason(where: str, found: re.Match[str]) -> str:
    """Where, and the words that said it, whole: "samhandlingsplan" where "plan" was looked for."""
    start, end = found.span()
    text = found.string
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return f"{where}:{' '.join(text[start:end].lower().split()).strip(' .,:;–-')}"
