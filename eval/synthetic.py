"""Plan documents that nobody wrote: for measurements that need more text than there is.

A small grammar with a seed: the same documents every time, no two paragraphs alike, sentences of
the length and with the kind of words that real plans have. They say nothing and answer nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

SECTIONS_PER_DOCUMENT = 25
_SEED = 20_260_101

_ACTORS = """
Kommunen|Fylkeskommunen|Næringsrådet|Klyngen|Havneselskapet|Næringshagen|
Styringsgruppa|Regionrådet|Høgskolen|Prosjektledelsen|Bedriftsnettverket|Sekretariatet""".replace(
    "\n", ""
)
_VERBS = """skal utarbeide|bør legge til rette for|har fått ansvar for|ønsker å styrke|viderefører|
skal koordinere|vil prioritere|har satt av midler til|skal rapportere om|starter""".replace(
    "\n", ""
)
_THINGS = """en felles kompetanseplan|grønn omstilling i havnene|et nettverk for gründere|
sirkulær bruk av byggematerialer|bedre mobildekning langs kysten|lærlingplasser i industrien|
en modell for tilflytting|landstrøm for fiskeflåten|tilskudd til forprosjekter|
en strategi for reiselivet|næringsareal ved hovedveien|testfasiliteter for havbruk""".replace(
    "\n", ""
)
_PLACES = """i Brimvik|i Skarlund|på Tarevær|i Osedal|i Lidheim|i hele regionen|langs fjorden|
sammen med nabofylkene|i de minste bygdene|ved hovedkaia""".replace("\n", "")
_REASONS = """fordi innspillene i høringen pekte på dette|slik at flere unge blir boende|
i tråd med fylkesplanen|etter vedtak i styret|så lenge budsjettet tillater det|
med årlig rullering av tiltakene|som del av handlingsprogrammet|
uten at det går ut over andre oppgaver""".replace("\n", "")
_HEADINGS = """Kompetanse|Grønn vekst|Havn og sjø|Tilflytting|Gründerskap|Reiseliv|Areal|
Samarbeid|Rapportering|Økonomi""".replace("\n", "")


def write_documents(folder: Path, documents: int, seed: int = _SEED) -> list[Path]:
    """Write Markdown documents into ``folder``; each becomes about 25 chunks of 700 characters."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(1, documents + 1):
        path = folder / f"plan-{number:03}.md"
        path.write_text(_document(rng, number), encoding="utf-8")
        paths.append(path)
    return paths


def _document(rng: np.random.Generator, number: int) -> str:
    lines = [f"# Handlingsplan {number} for regionen", "", f"Vedtatt {1 + number % 28}. mai 2024."]
    for section in range(1, SECTIONS_PER_DOCUMENT + 1):
        lines += ["", f"## {section} {_one_of(rng, _HEADINGS)}", ""]
        lines += [" ".join(_sentence(rng) for _ in range(4)), ""]
        lines += [f"- {_sentence(rng)}" for _ in range(2)]
    return "\n".join(lines) + "\n"


def _sentence(rng: np.random.Generator) -> str:
    words: Sequence[str] = (
        *(_one_of(rng, part) for part in (_ACTORS, _VERBS, _THINGS, _PLACES)),
        f"innen {rng.integers(2024, 2035)} for {rng.integers(1, 99)},{rng.integers(9)} millioner",
        _one_of(rng, _REASONS),
    )
    return " ".join(words) + "."


def _one_of(rng: np.random.Generator, choices: str) -> str:
    found = choices.split("|")
    return found[int(rng.integers(len(found)))]
