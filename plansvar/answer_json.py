"""The JSON form of answers, a contract: docs/answer.md, plansvar/schemas/answer.schema.json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plansvar.answers import SCHEMA_VERSION, Answer, SearchHit, SearchResult
from plansvar.documents.stored import DocumentInfo, copies_among, editions_among
from plansvar.language.detect import Language


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer as JSON values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "question": answer.question,
        "asked": answer.asked,
        "conversation": answer.conversation,
        "turn": answer.turn,
        "language": answer.language,
        "mode": answer.mode.value,
        "abstained": answer.abstained,
        "answer": answer.text,
        "short_answer": answer.short_answer,
        "clarification": answer.clarification,
        "notices": list(answer.notices),
        "applied_filters": answer.applied_filters,
        "as_of": answer.as_of,
        "sentences": [
            {
                "text": sentence.text,
                "kind": sentence.kind.value,
                "citations": list(sentence.citations),
                "bullet": sentence.bullet,
            }
            for sentence in answer.sentences
        ],
        "citations": [
            {
                "number": citation.number,
                "document": document_json(citation.document),
                "page": citation.page,
                "heading": list(citation.heading),
                "quote": citation.quote,
                "start": citation.start,
                "end": citation.end,
                "also": [document_json(document) for document in citation.also],
            }
            for citation in answer.citations
        ],
        "table": answer.table,
        "coverage": {
            "documents": answer.coverage.documents,
            "undated": answer.coverage.undated,
            "latest": answer.coverage.latest,
        },
        "timings_ms": answer.timings_ms,
    }


def document_json(document: DocumentInfo) -> dict[str, Any]:
    """What is told of a document beside a citation."""
    return {
        "id": document.id,
        "title": document.title,
        "path": document.path,
        "date": document.date,
        "date_precision": document.date_precision.value if document.date_precision else None,
        "type": document.type.value,
        "authority": document.authority.value,
    }


def listed_json(document: DocumentInfo, others: Sequence[DocumentInfo]) -> dict[str, Any]:
    """All that is told of a document where documents are listed; ``others`` are listed with it."""
    about = document.about
    places = {"municipalities": 4, "counties": 2}  # digits of their numbers
    return {
        **document_json(document),
        "part_of": document.part_of,
        "groups": list(document.groups),
        "date_found_in": document.date_found_in,
        "valid_from": about.valid.start if about.valid else None,
        "valid_to": about.valid.end if about.valid else None,
        "type_reason": about.type_reason,
        "authority_reason": about.authority_reason,
        "organisation": about.organisation,
        "organisation_found_in": about.organisation_found_in,
        **{
            key: [
                {"number": place.number, "name": place.name}
                for place in about.places
                if len(place.number) == digits
            ]
            for key, digits in places.items()
        },
        "language": document.language,
        "languages": list(about.languages),
        "case_number": about.case_number,
        "marks": [
            {"kind": mark.kind.value, "quote": mark.quote, "found_in": mark.found_in}
            for mark in about.marks
        ],
        "hidden_characters": about.hidden_characters,
        "pages": document.page_count,
        "copies": [one.id for one in copies_among(document, others)],
        "editions": [one.id for one in editions_among(document, others)],
    }


def result_json(result: SearchResult, language: Language) -> dict[str, Any]:
    """What a search found as JSON values, with its notices in the reader's language."""
    return {
        "hits": [hit_json(hit) for hit in result.hits],
        "notices": [notice.text(language) for notice in result.notices],
    }


def hit_json(hit: SearchHit) -> dict[str, Any]:
    """A search hit as JSON values."""
    return {
        "document": document_json(hit.document),
        "page": hit.page,
        "heading": list(hit.heading),
        "text": hit.text,
        "start": hit.start,
        "end": hit.end,
        "score": round(hit.score, 4),
        "also": [document_json(document) for document in hit.also],
        "snippet": {
            "text": hit.snippet.text,
            "marks": [list(span) for span in hit.snippet.marks],
            "cut": list(hit.snippet.cut),
        },
        "matched": list(hit.matched),
        "found_by": [side.value for side in hit.found_by],
    }
