"""What held before, as the words beside the value have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansvar.documents.types import Authority
from plansvar.register.claims import Operation
from plansvar.register.evidence import StatedValue, StoredClaim
from plansvar.register.facts import Fact
from plansvar.register.former import former_of
from plansvar.register.kinds import FactKind
from tests.register.making import claim, document, measure, only, register

PLAN = document("plan.pdf", "2022-05-01")
REPORT = document("status.docx", "2024-09-30", Authority.OTHER)
LIST = document("hvem.txt", None, Authority.OTHER)


def value(field: str, text: str, quote: str, normal: str | None = None) -> StatedValue:
    return StatedValue(field, text, normal, Operation.SET, quote, 0, len(quote), 1)


def said(of: object, kind: FactKind, field: str, text: str, quote: str, **more: str) -> StoredClaim:
    normal = more.pop("normal", None)
    base = claim(of, kind, **more)  # type: ignore[arg-type]
    values = (*base.values, value(field, text, quote, normal))
    return StoredClaim(base.id, base.document, kind, values, "test", 1.0, False, None, None)


@pytest.mark.parametrize(
    "quote",
    [
        "30.06.2026 (før 31.12.2025)",
        "30.06.2026 (opprinnelig: 31.12.2025)",
        "30. juni 2026 (tidlegare frist 31.12.2025)",
        "Fristen blir flytta frå 31. desember 2025 til 30. juni 2026.",
        "Frist utsatt fra 31.12.2025 til 30.06.2026",
        "Prosjektet er forlenget fra 31.12.2025 til 30.06.2026.",
        "Ny frist er 30. juni 2026 i stedet for 31. desember 2025.",
        "30 June 2026, previously 31 December 2025",
        "The deadline was moved from 31 December 2025 to 30 June 2026.",
        "30.06.2026, hittil 31.12.2025",
    ],
)
def test_a_deadline_before(quote: str) -> None:
    found = former_of(FactKind.MEASURE, value("deadline", "x", quote, "2026-06-30"))
    assert found is not None
    assert found.normal == "2025-12-31"


@pytest.mark.parametrize(
    "quote",
    [
        "Fra 31.12.2025 til 30.06.2026",
        "30.06.2026, rapport 31.12.2025",
        "Første del 31.12.2025, resten 30.06.2026",
        "30.06.2026",
        "før 30.06.2026",
    ],
)
def test_no_deadline_before(quote: str) -> None:
    assert former_of(FactKind.MEASURE, value("deadline", "x", quote, "2026-06-30")) is None


@pytest.mark.parametrize(
    ("quote", "name", "changed"),
    [
        ("Vik kommune (tidligere Nes Utvikling AS)", "Nes Utvikling AS", None),
        ("Vik kommune (fra 1.1.2025; til da Nes Havnevesen)", "Nes Havnevesen", "2025-01-01"),
        ("Leiar er Vik kommune, vald 2. mai 2024 etter Kari Nes.", "Kari Nes", "2024-05-02"),
        ("Vik kommune avløser Kari Nes", "Kari Nes", None),
        ("Vik kommune (2024–2027), før han Kari Nes (2020–2023)", "Kari Nes", "2024"),
        ("Vik kommune, frå næringslivet, etter Kari Nes", "Kari Nes", None),
        ("Ansvaret overføres fra Nes kommune til Vik kommune", "Nes kommune", None),
        ("Vik kommune took over from Kari Nes", "Kari Nes", None),
        ("Vik kommune succeeded Kari Nes in May", "Kari Nes", None),
        ("Vik kommune i staden for Nes", "Nes", None),
    ],
)
def test_a_holder_before(quote: str, name: str, changed: str | None) -> None:
    found = former_of(FactKind.MEASURE, value("leads", "Vik kommune", quote))
    assert found is not None
    assert (found.text, found.changed) == (name, changed)


@pytest.mark.parametrize(
    "quote",
    [
        "Vik kommune behandler saken etter Plan- og bygningsloven",
        "Vik kommune etter vedtak i Nes",
        "Vik kommune. Etter Kari Nes kom det mange.",
        "Vik kommune, Nes kommune og Kari Nes",
        "Vik kommune etter Pinse",
        "Fra administrasjonen: Kari Nes, Vik kommune",
        "Reisa frå Nes kommune til Vik kommune",
    ],
)
def test_nobody_before(quote: str) -> None:
    assert former_of(FactKind.MEASURE, value("leads", "Vik kommune", quote)) is None


def test_a_report_that_tells_what_was_moves_the_deadline() -> None:
    quote = "30.06.2026 (før 31.12.2025)"
    fact = only(
        register(
            measure(PLAN, "Molo", deadline="2025-12-31"),
            said(
                REPORT,
                FactKind.MEASURE,
                "deadline",
                quote,
                quote,
                title="Molo",
                normal="2026-06-30",
            ),
        )
    )
    assert fact.normal("deadline") == "2026-06-30"
    assert [(one.normal, one.since, one.until) for one in fact.history["deadline"]] == [
        ("2025-12-31", "2022-05-01", "2024-09-30"),
        ("2026-06-30", "2024-09-30", None),
    ]
    assert not fact.conflicts


def test_news_that_tells_what_was_contradicts_the_plan() -> None:
    news = document("nytt.html", "2024-09-30", Authority.NEWS)
    quote = "30.06.2026 (før 31.12.2025)"
    fact = only(
        register(
            measure(PLAN, "Molo", deadline="2025-12-31"),
            said(
                news, FactKind.MEASURE, "deadline", quote, quote, title="Molo", normal="2026-06-30"
            ),
        )
    )
    assert fact.normal("deadline") == "2025-12-31"
    assert [one.field for one in fact.conflicts] == ["deadline"]


def holders(fact: Fact) -> list[tuple[str, str | None, str | None]]:
    return [(one.text, one.since, one.until) for one in fact.history["party"]]


def test_a_former_holder_is_kept_with_the_day_on_which_he_left() -> None:
    quote = "Styreleder er Hedda Vik (fra 1. januar 2025, etter Torolf Nes)."
    new = said(
        LIST,
        FactKind.RESPONSIBILITY,
        "party",
        "Hedda Vik",
        quote,
        area="Fjellheim regionråd",
        role="styreleder",
    )
    assert holders(only(register(new))) == [
        ("Torolf Nes", None, "2025-01-01"),
        ("Hedda Vik", "2025-01-01", None),
    ]
    old = claim(
        document("soknad.md", None, Authority.APPLICATION),
        FactKind.RESPONSIBILITY,
        area="Fjellheim regionråd",
        role="styreleder",
        party="Torolf Nes",
    )
    assert holders(only(register(new, old))) == holders(only(register(old, new)))
    fact = only(register(new, old))
    assert fact.texts("party") == ("Hedda Vik",)
    assert not fact.conflicts
    before = only(register(new, old, as_of="2024-12-01"))
    assert before.texts("party") == ("Torolf Nes",)


@given(text=st.text(max_size=40), quote=st.text(max_size=120))
def test_any_text_can_be_read(text: str, quote: str) -> None:
    former = former_of(FactKind.MEASURE, value("leads", text, quote))
    assert former is None or former.text in " ".join(quote.split())
    former_of(FactKind.MEASURE, value("deadline", text, quote, "2026-06-30"))
