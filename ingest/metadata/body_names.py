"""Names of bodies: councils, municipalities, ministries, firms and associations."""

from __future__ import annotations

import re

# Between the parts of a line: "Leder, Rådet for …", "Vesthav fylkeskommune / Lidheim skule".
PARTS = re.compile(r"\s*[,|·•]\s*|\s+[–-]\s+|\s+/\s+")

# Nouns that make a name the name of a body, as a word or as the last part of one: indefinite, and
# definite, which alone says too little ("rådet", "foreningen").
_NOUNS = """kommune fylkeskommune råd lag forening forbund foretak sykehus sjukehus universitet
høgskole høgskule høyskole stiftelse stifting selskap utvalg utval nettverk klynge klyngje
næringshage organisasjon fellesskap klinikk senter forum region parti museum etat tilsyn institutt
direktorat departement verk kollegium skole skule statsforvalter statsforvaltar bispedømme
helseforetak havnevesen council authority ministry directorate agency association university
hospital college foundation institute trust municipality federation"""
_DEFINITE = """departementet direktoratet tilsynet instituttet etaten verket rådet laget foreningen
foreininga forbundet foretaket føretaket sykehuset sjukehuset universitetet høgskolen høgskulen
høyskolen stiftelsen stiftinga selskapet utvalget utvalet utvala nettverket klyngen klynga klyngja
næringshagen organisasjonen fellesskapet klinikken senteret kollegiet forvalteren forvaltaren
forumet museet partiet kontoret"""
_LEGAL = re.compile(r"(?:HF|RHF|AS|ASA|SA|BA|IKS|KF|FKF|SF|IPR)")
_NOUN = re.compile(rf"[\w-]*(?:{'|'.join(_NOUNS.split())})", re.IGNORECASE)
_DEFINITE_NOUN = re.compile(rf"[\w-]*(?:{'|'.join(_DEFINITE.split())})", re.IGNORECASE)
# Words that end like one of these.
_NO_NOUN = re.compile(
    r"\w*(?:forslag|grunnlag|innslag|oppslag|anslag|vedlag|underlag|overslag|regelverk|rammeverk"
    r"|lovverk|planverk|bakverk|kunstverk|kraftverk|fremlag|framlag|forråd|slag)(?:et|a)?",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-ZÆØÅ]{2,5}(?: [A-ZÆØÅ]?[a-zæøå]\w+){0,2}")
_NO_ACRONYM = frozenset("SAK TIL FRA KOPI NOTAT CV PDF SWOT VEDL REF NB OBS OG FOR MÅL".split())
_OF = frozenset("for i av på ved & of and og".split())
# Words of sentences and headings; before the noun of a name there are none.
_PROSE = frozenset("mellom med uten utan hver kvar alle mot vår din blant om når hva kva".split())
_MOST_WORDS = 9
_LONGEST = 90
# A verb, a full stop or a number inside: a sentence and no name.
_NO_NAME = re.compile(
    r"[.!?;:]\s|[.!?;:]$|\d{2}|[()\[\]@]|\b(?:er|var|blir|ble|blei|vart|har|skal|vil|kan|må|som|at"
    r"|is|was|has|will|ikke|ikkje|[Tt]il|[Tt]o|Kjære|Dear)\b"
)
# A paper, not who wrote it.
_PAPER = re.compile(
    r"(?:notat|innsp(?:ill|el)|høring|høyring|brev|rapport|referat|protokoll|møte|sak|plan|strategi"
    r"|handlings|program|søknad|vedtak|utkast|forslag|vedlegg|nye?|jobbe|om)",
    re.IGNORECASE,
)
_MUNICIPALITY = re.compile(
    r"\b([A-ZÆØÅÁČĐŊŠ][\w-]*(?:(?: og| -| –)? [A-ZÆØÅÁČĐŊŠ][\w-]*)* (?:fylkes)?kommune)s?\b"
)
_COUNCIL = re.compile(
    r"\b([A-ZÆØÅÁČĐŊŠ][\w-]*?(?: (?:og )?[A-ZÆØÅÁČĐŊŠ][\w-]*?)*)s? "
    r"(?:(kommunestyre|bystyre|formannskap|heradsstyre)|(?:fylkesting|fylkesutvalg|fylkesutval"
    r"|fylkesråd))(?:et)?\b"
)
_ORGAN_OF = re.compile(
    r"^(?:\w*(?:styre|råd|utvalg|utval|møte|ting|skap)(?:et|a)?|styret|årsmøtet) (?:i|for|til|ved) "
    r"(?=[A-ZÆØÅ])"
)
_ENDS_NAME = re.compile(
    r"[,;(|·•]| [–-] |\s(?:til|to|om|vedr|den|sak|v/|ved|datert|vedtatt)\b|\s\d|\.(?:\s|$)"
    r"|\s(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|January|February|March|May|June|July|October|December)\b",
)


def name_at_start(text: str) -> str | None:
    """The body that a text begins with: up to what can't belong to a name any more."""
    text = text.strip()
    end = _ENDS_NAME.search(text)
    return body_name(text[: end.start()] if end else text, acronym=True)


def body_name(text: str, *, acronym: bool = False) -> str | None:
    """A text that is the name of a body; ``None`` for anything else.

    An organ gives the body that it belongs to: "styret i Brimfjord næringsråd", "Førde bystyre".
    With ``acronym`` "KS" and "NHO Innlandet" are names too.
    """
    text = text.strip(' .,:–-«»"“”')
    if not text or len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or _NO_NAME.search(text):
        return None
    if _PAPER.match(text):
        return None
    if match := _COUNCIL.search(text):
        return f"{match[1]} {'kommune' if match[2] else 'fylkeskommune'}"
    if names := municipalities_in(text):
        return names
    if organ := _ORGAN_OF.match(text):
        text = body_name(text[organ.end() :], acronym=True) or text
    words = text.split()
    if acronym and _ACRONYM.fullmatch(text) and words[0] not in _NO_ACRONYM:
        return text
    return text[0].upper() + text[1:] if _is_body(words) else None


def municipalities_in(text: str) -> str | None:
    """The municipality or county municipality that a text names; several with "og" between."""
    return " og ".join(dict.fromkeys(_MUNICIPALITY.findall(text))) or None


def _is_body(words: list[str]) -> bool:
    capitals = sum(word[0].isupper() for word in words)
    if not capitals or (len(words) > 4 and all(word.isupper() for word in words)):
        return False
    for number, word in enumerate(words):
        if _NO_NOUN.fullmatch(word):
            continue
        if _LEGAL.fullmatch(word):
            return number > 0
        following = words[number + 1] if number + 1 < len(words) else ""
        leads = following in _OF or following[:1].isupper()
        if _NOUN.fullmatch(word):
            # "Region Kristiansand", "Brimfjord næringsråd", but not "Råd", "Helse i hver kommune".
            last = not following and number > 0 and words[0][0].isupper()
            if (number == 0 and leads) or (last and not _PROSE & set(words)):
                return True
        elif _DEFINITE_NOUN.fullmatch(word):
            # "Luftfartstilsynet", "Rådet for …", "Helse- og omsorgsdepartementet", "brukarutvala i
            # Helse Vest"; "Vi i foreningen" is none.
            named = capitals > 1 or words[0].endswith("-")
            alone = number == 0 and (leads or not following)
            if alone or (named and not _PROSE & set(words)):
                return True
    return False
