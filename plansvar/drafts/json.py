"""Drafts and overviews as JSON; docs/drafts.md describes the fields."""

from __future__ import annotations

from plansvar.documents.stored import DocumentInfo
from plansvar.drafts.overview_types import Finding, Overview
from plansvar.drafts.types import Letter, Line


def letter_json(letter: Letter) -> dict[str, object]:
    """A draft with the quotes behind its notes."""
    return {
        "question": letter.question,
        "language": letter.language,
        "made": letter.made.isoformat(),
        "asked": list(letter.asked),
        "parts": [
            {"question": part.question, "lines": [_line(one) for one in part.lines]}
            for part in letter.parts
        ],
        "schemes": [
            {
                "name": one.name,
                "notes": list(one.notes),
                "terms": [
                    {"name": term.name, "value": term.value, "notes": list(term.notes)}
                    for term in one.terms
                ],
            }
            for one in letter.schemes
        ],
        "missing": list(letter.missing),
        "checks": [
            {"kind": one.kind.value, "text": one.text, "notes": list(one.notes)}
            for one in letter.checks
        ],
        "notes": [
            {
                "number": note.number,
                "text": note.text,
                "document": _document(note.citations[0].document),
                "quotes": [
                    {"page": one.page, "quote": one.quote, "start": one.start, "end": one.end}
                    for one in note.citations
                ],
            }
            for note in letter.notes
        ],
        "documents": letter.coverage.documents,
    }


def overview_json(overview: Overview) -> dict[str, object]:
    """An overview with all its findings."""
    return {
        "id": overview.id,
        "question": overview.question,
        "topic": overview.topic,
        "language": overview.language,
        "types": [one.value for one in overview.types],
        "authorities": [one.value for one in overview.authorities],
        "after": overview.after,
        "before": overview.before,
        "since": overview.since,
        "until": overview.until,
        "issuer": overview.issuer,
        "finished": overview.finished,
        "documents": overview.documents,
        "remaining": overview.remaining,
        "undated": overview.undated,
        "findings": [_finding(one) for one in overview.findings],
        "without": [_document(one) for one in overview.without],
        "unread": [_document(one) for one in overview.unread],
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "text": line.text,
        "verbatim": line.verbatim,
        "bullet": line.bullet,
        "notes": list(line.notes),
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "document": _document(finding.document),
        "page": finding.page,
        "heading": list(finding.heading),
        "kind": finding.kind.value,
        "text": finding.text,
        "start": finding.start,
        "end": finding.end,
        "fact": finding.fact,
    }


def _document(document: DocumentInfo) -> dict[str, object]:
    return {
        "id": document.id,
        "title": document.title,
        "type": document.type.value,
        "authority": document.authority.value,
        "date": document.date,
        "path": document.path,
    }
