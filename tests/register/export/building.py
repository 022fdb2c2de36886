"""Facts built by hand: a small region with a plan, minutes and a news item."""

from __future__ import annotations

from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DatePrecision, DocumentType
from plansvar.register.facts import (
    Conflict,
    Entry,
    Evidence,
    Fact,
    Ground,
    GroundKind,
)
from plansvar.register.kinds import FactKind, key_field


def document(
    name: str,
    title: str,
    date: str | None,
    type_: DocumentType = DocumentType.PLAN,
    authority: Authority = Authority.ADOPTED,
) -> DocumentInfo:
    """A document of a folder that isn't there."""
    precisions = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}
    return DocumentInfo(
        id=f"id-{name}",
        version_id=f"version-{name}",
        source="files",
        path=f"/planer/{name}",
        groups=("public",),
        title=title,
        type=type_,
        authority=authority,
        date=date,
        date_precision=precisions[len(date)] if date else None,
        date_found_in="text" if date else None,
        language="nb",
        page_count=12,
    )


PLAN = document("plan.pdf", "Kystplan 2024–2030", "2024-02-15")
MINUTES = document(
    "protokoll.docx",
    "Protokoll fra havnestyret",
    "2025-03-20",
    DocumentType.MINUTES,
    Authority.MINUTES,
)
NEWS = document("nyhet.html", "Nye eiere på kaia", None, DocumentType.NEWS, Authority.NEWS)


def evidence(
    quote: str, source: DocumentInfo = PLAN, page: int | None = 3, start: int = 100, sure: float = 1
) -> Evidence:
    """Words of a document."""
    return Evidence("claim", source, quote, start, start + len(quote), page, "table", sure)


def entry(
    text: str,
    normal: str | None = None,
    source: DocumentInfo = PLAN,
    *,
    since: str | None = None,
    until: str | None = None,
    by: str | None = None,
    changed: bool = False,
    quote: str | None = None,
) -> Entry:
    """A value that a document states or changes, or that somebody has corrected."""
    if by is not None:
        ground = Ground(GroundKind.CORRECTED, date="2025-05-02", by=by)
        return Entry(text, normal, since, until, (ground,), ())
    kind = GroundKind.CHANGED if changed else GroundKind.STATED
    page = 3 if source is PLAN else None
    piece = evidence(quote or text, source, page, start=100 + len(text))
    ground = Ground(kind, document=source, date=source.date)
    return Entry(text, normal, since, until, (ground,), (piece,))


def fact(
    kind: FactKind,
    id_: str,
    name: str,
    *,
    fields: dict[str, tuple[Entry, ...]] | None = None,
    history: dict[str, tuple[Entry, ...]] | None = None,
    conflicts: tuple[Conflict, ...] = (),
    confidence: float = 1.0,
    confirmed: Ground | None = None,
    plan: DocumentInfo = PLAN,
) -> Fact:
    """A fact of a plan."""
    named = {key_field(kind): (entry(name, source=plan),)} if name else {}
    return Fact(
        id=id_,
        kind=kind,
        fields={**named, **(fields or {})},
        history=history or {},
        conflicts=conflicts,
        plan=plan,
        documents=(plan,),
        claim_ids=(f"claim-{id_}",),
        confidence=confidence,
        confirmed=confirmed,
    )


OLD_OWNER = entry("Vik kommune", since="2024-02-15", until="2025-06-01")
NEW_OWNER = entry(
    "Vik havn KF",
    source=MINUTES,
    since="2025-06-01",
    changed=True,
    quote="Vik havn KF overtar tiltaket fra 1. juni 2025.",
)
MEASURE = fact(
    FactKind.MEASURE,
    "m-1a2b3c4d5e6f",
    "Landstrøm på alle kaier",
    fields={
        "number": (entry("2.1"),),
        "leads": (NEW_OWNER,),
        "partners": (entry("Nett AS"), entry("Kystlaget")),
        "deadline": (entry("31. desember 2026", "2026-12-31"),),
        "period": (entry("2024–2026", "2024/2026"),),
        "funding": (entry("3,5 mill. kr", "3500000"),),
        "status": (entry("Påbegynt"),),
    },
    history={"leads": (OLD_OWNER, NEW_OWNER)},
    conflicts=(
        Conflict(
            "deadline",
            (
                entry("31. desember 2026", "2026-12-31"),
                entry("sommeren 2027", "2027", source=NEWS),
            ),
        ),
    ),
)
UNOWNED = fact(
    FactKind.MEASURE,
    "m-1a2b99999999",
    '=HYPERLINK("http://example.com") rydding av strender',
    fields={"deadline": (entry("2025", "2025"),), "status": (entry("-2 uker bak plan"),)},
)
UNSURE = fact(FactKind.MEASURE, "m-777700000000", "Kanskje et tiltak om tang", confidence=0.4)
DECISION = fact(
    FactKind.DECISION,
    "d-0123456789ab",
    "Vik havn KF overtar tiltaket om landstrøm",
    fields={
        "body": (entry("Havnestyret", source=MINUTES),),
        "date": (entry("20. mars 2025", "2025-03-20", source=MINUTES),),
        "case_number": (entry("7/25", source=MINUTES),),
        "outcome": (entry("Vedtatt", "adopted", source=MINUTES),),
        "unanimous": (entry("enstemmig", "true", source=MINUTES),),
    },
    plan=MINUTES,
)
PARTY = fact(
    FactKind.PARTY,
    "p-222222222222",
    "Vik havn KF",
    fields={"kind": (entry("foretak", "company"),), "aliases": (entry("VHKF"),)},
    confirmed=Ground(GroundKind.CONFIRMED, date="2025-04-01", by="kari"),
)


def goal(place: int, text: str, level: str, parent: str | None = None, **values: str) -> Fact:
    """A goal of the plan."""
    fields = {"level": (entry(level, level),)}
    if parent is not None:
        fields["parent"] = (entry(parent),)
    for name, value in values.items():
        fields[name] = (entry(value),)
    return fact(FactKind.GOAL, f"g-{place:012d}", text, fields=fields)


VISION = goal(1, "Vik skal være den reneste havna på kysten", "vision")
MAIN = goal(
    2, "Utslippene fra havna skal halveres innen 2030", "main_goal", VISION.name, number="1"
)
SUB = goal(3, "Alle faste skip bruker landstrøm", "sub_goal", MAIN.name, number="1.1")
INDICATOR = goal(4, "Andel anløp med landstrøm", "indicator", "1.1", target="90 %")
GOALS = (VISION, MAIN, SUB, INDICATOR)
FACTS = (*GOALS, MEASURE, UNOWNED, UNSURE, DECISION, PARTY)
