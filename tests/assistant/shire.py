"""A region that does not exist, for drafts and overviews: plans, minutes, calls, a report."""

PLAN = """# Næringsplan for Fjellheim 2023–2030

Vedtatt i regionrådet 10. januar 2023.

## Tiltak

| Nr. | Tiltak | Ansvarlig | Frist |
|---|---|---|---|
| 1.1 | Felles molo | Vik kommune | 1. juni 2025 |
| 1.2 | Ny kai på Nes | Nes kommune | 31. desember 2030 |

Fristen for tiltak 1.1 Felles molo er 1. juni 2025.
"""

MINUTES = """# Protokoll fra møte i Fjellheim regionråd

Møtedato: 3. mai 2024

## Sak 7/24 Felles molo

Vedtak: Fristen for tiltak 1.1 Felles molo flyttes til 1. oktober 2025.

## Sak 8/24 Kulturhus

Vedtak: Kulturhuset bygges ikke.
"""

LATER = """# Protokoll fra møte i Fjellheim regionråd

Møtedato: 12. februar 2025

## Sak 2/25 Molo

Vedtak: Regionrådet bevilger 300 000 kroner til prosjektering av molo.
"""

CALL = """# Utlysning: Kystfondet 2025

Publisert 20. januar 2025

Kystfondet forvaltes av Fjellheim regionråd.

Støttesats: inntil 50 prosent. Øvre grense: 400 000 kroner.

Søknadsfrist: 1. mars 2025.

Små og mellomstore bedrifter i Fjellheim kan søke.
"""

REPORT = """# Årsmelding 2024

Dato: 1. februar 2025

Moloen på Vik er prosjektert, og arbeidet med steinbruddet er i gang.

=HYPERLINK("http://a.example";"Moloen koster 45 millioner kroner")

Kulturskolen har fått 40 nye elever.
"""

UNDATED = """# Notat om molo

Moloen på Vik skal bygges av stein fra bruddet på Nes.
"""

SECRET = """# Protokoll fra lukket møte i styringsgruppa

Møtedato: 6. juni 2024

## Sak 1/24 Molo

Vedtak: Prisen på moloen holdes hemmelig til 2026.
"""

DOCUMENTS = {
    "plan.md": PLAN,
    "protokoll-2024.md": MINUTES,
    "protokoll-2025.md": LATER,
    "utlysning.md": CALL,
    "arsmelding.md": REPORT,
    "notat.md": UNDATED,
}
