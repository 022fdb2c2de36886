"""A letter by hand."""

from __future__ import annotations

import datetime as dt

from plansvar.answers import Citation
from plansvar.documents.stored import Coverage
from plansvar.drafts.types import Check, CheckKind, Letter, Line, Note, Part, Scheme, Term
from plansvar.language.detect import Language
from tests.register.making import document

HOSTILE = (
    '{{ 7 * 7 }} {% for x in [1] %}x{% endfor %} <w:p/> & "a" {_{ b }_} [x](http://a.example) '
    "![y](//b.example) <script>alert(1)</script> \ue0001\ue001 \u202eflipp"
)
PLAN = document("plan.pdf", "2023-01-10", title="Havneplan 2023–2030")
MINUTES = document("referat.docx", "2024-05-03", title="Referat fra møte")


def note(number: int, text: str, quote: str = "Fristen er 1. juni.") -> Note:
    where = Citation(number, PLAN, number, (), quote, 0, len(quote))
    return Note(number, text, quote, (where,))


def letter(language: Language = "nb", hostile: str = "") -> Letter:
    """Two questions, one answered, with two notes of which one is used again."""
    return Letter(
        question="Når er fristen?",
        language=language,
        made=dt.date(2026, 3, 2),
        asked=("Når er fristen?", f"Hva koster det? {hostile}".strip()),
        parts=(
            Part(
                "Når er fristen?",
                (
                    Line("Fristen er 1. juni.", (1, 2), verbatim=True),
                    Line(f"Brimvik kommune har ansvaret. {hostile}".strip(), (2,), bullet=True),
                ),
            ),
        ),
        schemes=(Scheme("Grønt løft", (1,), (Term("Øvre grense", "=500 000 kroner", (2,)),)),),
        missing=("Hva koster det?",),
        checks=(Check(CheckKind.WINDOW, "Fristen 1. juni 2025 er passert.", (2,)),),
        notes=(
            note(1, f"Havneplan 2023–2030, 10. januar 2023, side 3 {hostile}".strip()),
            note(2, "Referat fra møte, 3. mai 2024, side 1"),
        ),
        coverage=Coverage(documents=7, undated=0, latest="2024-05-03"),
        searched="7 dokumenter",
    )
