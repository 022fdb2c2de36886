"""The words that marks are made of, in both forms of Norwegian and in English.

Each pattern is the mark itself, without what may stand before it (:data:`LABEL`) and after it
(:func:`is_law`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from plansvar.documents.about import MarkKind


@dataclass(frozen=True, slots=True)
class Words:
    """Words that mark.

    ``deep``: also far down in a document. ``opens``: also before a colon, a dash or a full stop
    with more behind it ("Fortrolig: skal ikke deles"); where not, only in a document's title, since
    the words begin other lines too ("Intern: Kari, ekstern: Ola"). ``sentence``: whether "dette
    notatet er …" may go on after it. ``name``: also in the middle of a file's name.
    """

    kind: MarkKind
    pattern: re.Pattern[str]
    deep: bool = False
    opens: bool = True
    sentence: bool = True
    name: bool = True


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{text})(?![\w/-])", re.IGNORECASE)


# "Untatt" and "unntat" are common slips.
_EXEMPT = (
    r"(?:(?:delvis|midlertidig|mellombels|helt|heilt) )?"
    r"(?:un+tat+e?|unntake|unnteke|un+atek(?:e|ne|en))"
)
_LAW_NAME = (
    r"off?\.?l|offentleglova|offentligl[oa]v(?:en|a)|offentlighetsloven|offentlegheitslova"
    r"|off?\.?lova|off?\.?loven|freedom of information act"
    r"|fvl|forvaltningsloven?|forvaltningslova|sikkerhetsloven|tryggingslova|helsepersonelloven"
    r"|kommunelov(?:en|a)|koml"
)
_BASED_ON = (
    r"(?:,? (?:etter|jfr?\.?|iht\.?|i (?:medhold|medhald|henhold|samsvar)|med (?:hjemmel|heimel)))"
)

WORDS: tuple[Words, ...] = (
    Words(
        MarkKind.EXEMPT,
        _words(
            rf"{_EXEMPT} (?:(?:fra|frå|for) )?"
            r"(?:offentlig(?:h?et(?:en)?)?(?: innsyn)?|offentleg(?:heit(?:a)?)?(?: innsyn)?"
            r"|(?:allmenn |ålmenn )?innsyn|off\.?)"
            rf"|{_EXEMPT}(?={_BASED_ON}(?: (?:av|til|med|i))? (?:{_LAW_NAME})\b)"
            rf"|uo(?=[\s,.(]+(?:jfr?\.? )?(?:{_LAW_NAME})\b)"
            r"|u\.? ?off\.?|ikke offentlig(?: dokument)?|ikkje offentleg(?: dokument)?"
            r"|(?:utsatt|utsett) (?:offentlighet|offentlegheit|innsyn)"
            r"|ikke (?:for|til) offentliggjøring|ikkje (?:for|til) offentleggjering"
            r"|exempt(?:ed)? from (?:public )?(?:disclosure|access)"
            r"|not for (?:public release|publication)"
        ),
        deep=True,
    ),
    Words(
        # In the minutes of an open meeting one case may have been behind closed doors: not deep.
        MarkKind.EXEMPT,
        _words(
            r"(?:(?:behandles|behandlast|behandlet|behandla) (?:i|for) )?"
            r"(?:lukket|lukka) møte|(?:for )?(?:lukkede|lukka|stengte) dører|closed meeting"
        ),
    ),
    Words(MarkKind.CLASSIFIED, _words(r"(?:strengt )?(?:hemmelig|hemmeleg)")),
    Words(
        MarkKind.CLASSIFIED,
        _words("(?<!er )(?:begrenset|avgrensa)|restricted"),  # not "tilbudet er begrenset"
        opens=False,
        sentence=False,
        name=False,
    ),
    Words(
        MarkKind.CONFIDENTIAL,
        _words(
            r"(?:strengt |strictly |company[- ])?"
            r"(?:fortrolig|fortruleg|konfidensielt?|confidential)"
            r"(?: (?:dokument|notat|rapport|brev|informasjon|document|report|memo|information))?"
            r"|taushetsbelagt|underlagt (?:taushetsplikt|teieplikt)|teiepliktig"
            r"|do not distribute|not for distribution|skal ikke deles|skal ikkje delast"
        ),
    ),
    Words(
        MarkKind.CONFIDENTIAL,
        _words(
            r"(?:skjermet|skjerma)(?: (?:dokument|notat|innhold|innhald|informasjon|for innsyn))?"
        ),
        sentence=False,
        name=False,
    ),
    Words(
        MarkKind.INTERNAL,
        _words(
            r"(?:kun |bare |berre )?(?:til|for) internt? bruk|(?:for )?internal use(?: only)?"
            r"|internt? (?:arbeids)?(?:dokument|notat|utkast|rapport|informasjon|bruk)"
            r"|internal (?:working )?(?:document|draft|memo|report|paper)"
            r"|organinternt(?: (?:arbeids)?(?:dokument|notat))?"
        ),
    ),
    Words(
        MarkKind.INTERNAL,
        _words("intern|internt|internal"),
        opens=False,
        sentence=False,
        name=False,
    ),
)
# "UO" says something only behind such a label; a mail's "private" only as its sensitivity.
CODES: tuple[Words, ...] = (Words(MarkKind.EXEMPT, _words("uo"), deep=True),)
SENSITIVITIES: tuple[Words, ...] = (Words(MarkKind.CONFIDENTIAL, _words("private|personal")),)
CODE_LABEL = re.compile(
    r"(?:sikkerhets)?gradering|tilgangs?(?:kode|nivå)?|skjerming|classification|access(?: code)?",
    re.IGNORECASE,
)

# What every mark has; most lines have none of it.
HINT = re.compile(
    r"un+[tae]|u\.? ?off|\buo\b|ffent|ffl|public|disclos|distrib|begrens|avgrens|hemm|restrict"
    r"|rtr[ou]|konfid|confid|intern|taus|teieplikt|skjerm|lukk|stengt|closed|uts[ae]tt|\bdel(?:es|ast)"
    r"|private|personal",
    re.IGNORECASE,
)
_PAPER = (
    r"(?:dokumentet|notatet|brevet|saken|saka|rapporten|saksframlegget|saksfremlegget|referatet"
    r"|protokollen|møteboken|møteboka|utkastet|vedlegget|vedtaket|avtalen|avtala|kontrakten|søknaden"
    r"|presentasjonen|planen|innstillingen|innstillinga|tilbudet|tilbodet|møtet|filen|fila)"
)
_MAIL = r"(?:e-?posten|meldingen|meldinga|korrespondansen)"
_PAPER_EN = r"(?:document|note|memo|letter|case|report|draft|file|paper|plan|agreement|contract)"
_IS = r"(?:er|skal (?:være|vere))(?: (?:merket|merka|gradert))?"
LABEL = re.compile(
    r"(?:sikkerhets)?gradering|følsomhet|følsemd|klassifisering|tilgangs?(?:kode|nivå|gruppe)?"
    r"|skjerming|konfidensialitet|sensitivity|classification|access(?: code)?|status"
    r"|emne|subject|merknad|merk|nb|obs|viktig"
    rf"|(?:(?:dette|denne|hele|heile) )?(?:{_PAPER}|{_MAIL}) {_IS}"
    rf"|(?:this|the) (?:{_PAPER_EN}|e-?mail|message) is"
    r"|dette er (?:et?|eit|ein)|this is an?",
    re.IGNORECASE,
)
# A document that speaks of itself: the sentence may go on. What mails say of themselves stands
# under every mail of some senders.
SENTENCE = re.compile(
    rf"(?:dette|denne|heile?|hele) {_PAPER} {_IS}|this {_PAPER_EN} is", re.IGNORECASE
)
CONDITION = re.compile(
    r"(?<!\w)(?:hvis|dersom|når|med mindre|så lenge|so lenge|if|when|unless)(?!\w)", re.IGNORECASE
)
# "Vår ref: 24/1 Unntatt offentlighet": the head of a letter, on one line.
REFERENCE = re.compile(
    r"\W*(?:(?:vår|deres|dykkar|our|your) )?(?:ref(?:eranse|erence)?|dato|date|saksnr|saksnummer"
    r"|saks?id|sak|arkiv\w*|journal\w*|jpid|dok(?:ument)?(?:nr|nummer|id)|løpenr|klassering"
    r"|saksbehandler|sakshandsamar|case(?: no)?)\.?\s?:\s*[^?!«»]{1,80}\s",
    re.IGNORECASE,
)
REPLY = re.compile(r"\W*(?:(?:sv|vs|re|fwd?|vb)\s?:\s*)+", re.IGNORECASE)
# What may follow a mark but the law: until when it holds.
UNTIL = re.compile(
    r"[\s,(]*(?:inntil|(?:frem |fram )?til(?: og med)?|til dess|until|pending)\s\S", re.IGNORECASE
)
# Behind "Unntatt offentlighet:" these say that it isn't, or that the line is about the words.
DENIED = re.compile(
    r"\W*(?:nei|no|ingen|inga|ingenting|ikke|ikkje|not|none|n/a|false|0|hva|kva|hvordan|korleis"
    r"|hvorfor|kvifor|når|what|how|why|when"
    r"|(?:en |ein |a )?(?:veileder|rettleiar|rettleiing|guide))"
    r"(?!\w)",
    re.IGNORECASE,
)
# In a file's name: what says that it is about the words.
SUBJECT_OF_NAME = re.compile(
    r"(?<!\w)(?:ikke|ikkje|not|non|veileder|rettleiar|veiledning|rettleiing|rutiner?|rutinar"
    r"|retningslinjer|retningsliner|regler|reglar|kurs|guide|guidelines|policy|om|about)(?!\w)",
    re.IGNORECASE,
)
# Colours and owners of levels: "Intern (gul)", "Intern (HOD)".
LEVEL = re.compile(r"\s*\((?:gul|rød|raud|grønn|grøn|oransje|svart|[A-ZÆØÅ]{2,6})\)")

_LAW = re.compile(_LAW_NAME, re.IGNORECASE)
_LAW_WORD = re.compile(
    r"jf|jfr|etter|i|henhold|til|iht|ihht|medhold|medhald|av|samsvar|med|hjemmel|heimel|lovhjemmel|lov"
    r"|ledd|første|fyrste|andre|annet|tredje|fjerde|nr|bokstav|punktum|setning|og|flg|ff"
    r"|[a-z]|\d+(?:-\d+)?[a-z]?|§+\d*[a-z]?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"§+|[\w]+(?:-\w+)*")


def is_law(rest: str) -> bool:
    """Whether nothing follows but the law that a mark rests on."""
    tokens = _tokens(rest)
    if not tokens:
        return "?" not in rest
    named = any(_LAW.fullmatch(token) or token.startswith("§") for token in tokens)
    return named and all(_LAW.fullmatch(token) or _LAW_WORD.fullmatch(token) for token in tokens)


def is_ground(line: str) -> bool:
    """The law alone on a line, with its paragraph: the ground for a mark that stood beside it."""
    law = any(
        _LAW.fullmatch(token) and not token.lower().startswith(("fvl", "kom"))
        for token in _tokens(line)
    )
    return law and "§" in line and is_law(line)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.replace("off.lova", "offlova").replace("off.loven", "offloven"))
