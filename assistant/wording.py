"""The words around the quotes, in the language of the question."""

from __future__ import annotations

from collections.abc import Sequence

from plansvar.documents.stored import Coverage
from plansvar.language.detect import Language
from plansvar.messages.catalogue import date_text, message


def documents_searched(coverage: Coverage, language: Language) -> str:
    """How much was searched: "5 dokumenter (det nyeste er datert …, 4 er uten dato)"."""
    if coverage.documents == 1:
        count = message("answer.documents_one", language)
    else:
        count = message("answer.documents_many", language, count=coverage.documents)
    if coverage.latest is None:
        return count + (message("answer.all_undated", language) if coverage.documents else "")
    date = date_text(coverage.latest, language)
    if coverage.undated:
        return count + message(
            "answer.latest_undated", language, date=date, undated=coverage.undated
        )
    return count + message("answer.latest", language, date=date)


def not_found(coverage: Coverage, nearest: Sequence[str], language: Language) -> list[str]:
    """The sentences of an abstention: what was searched, and what comes nearest."""
    searched = documents_searched(coverage, language)
    sentences = [message("answer.not_found", language, documents=searched)]
    if nearest:
        titles = "; ".join(f"«{title}»" if language != "en" else f"“{title}”" for title in nearest)
        sentences.append(message("answer.nearest", language, titles=titles))
    return sentences
