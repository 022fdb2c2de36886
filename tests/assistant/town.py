"""The documents of a small town that does not exist: a plan, minutes, a leaflet and a note."""

PLAN = """# Havneplan for Storvåg 2023–2030

Vedtatt i kommunestyret 8. desember 2022.

## Mål

Storvåg kommune har tre mål for havna:

- trygg innseiling i all slags vær
- levende kai med torg og kafé
- utslippsfri havn innen 2030

## Molo

Moloen bygges av stein fra bruddet på Nes. Den skal stå ferdig 30. juni 2026. Moloen koster 45
millioner kroner, og Kystverket betaler det meste.

## Gjestehavn

I 2024 skal gjestehavna ha 40 båtplasser, og i 2025 skal den ha 60 båtplasser.

## Tiltak

| Tiltak | Ansvarlig | Frist |
|---|---|---|
| Ny molo | Kystverket | 30.06.2026 |
| Torg på kaia | Storvåg kommune | 01.05.2025 |
| Landstrøm | Storvåg havn KF | 31.12.2027 |
"""

MINUTES = """# Referat frå møte i hamneutvalet

Møtet vart halde 14. mars 2024.

## Sak 3/24 Torget på kaia

Utvalet flytta fristen for torget på kaia frå 1. mai 2025 til 1. september 2025, fordi kaia må
forsterkast før det kan byggjast noko på henne.

## Sak 4/24 Prosjektleiing

Ingrid Solvang tek over som prosjektleiar etter Eline Tarholt.
"""

LEAFLET = """# Welcome to the port of Storvåg

The harbour office is in the old cannery at Nesgata 4. The port has 120 berths for fishing boats.

Guest boats may stay for up to 14 days. The sauna on the quay is open on Friday and Saturday.
"""

NOTE = """# Notat om kafeen

Kafeen på kaia skal drives av Storvåg Kystlag, som leier lokalet av kommunen for ett år om gangen.
"""

DOCUMENTS = {
    "havneplan.md": PLAN,
    "referat.md": MINUTES,
    "leaflet.md": LEAFLET,
    "notat.md": NOTE,
}
