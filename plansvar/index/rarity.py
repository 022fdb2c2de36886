"""How rare the words of a question are, among what its asker may read."""

from __future__ import annotations

from sqlalchemy import Engine

from plansvar.access import User
from plansvar.database import term_counts
from plansvar.index.analysis import Analyser
from plansvar.index.bm25 import by_rarity
from plansvar.index.protocol import SparseVector

_BATCH = 100


def for_user(query: SparseVector, user: User, engine: Engine) -> SparseVector:
    """A question as the index is asked it by ``user``: rare words count for more."""
    if not query.indices:
        return query
    holding = term_counts.holding(engine, user, query.indices)
    return by_rarity(query, holding.chunks, holding.by_term)


def recount(engine: Engine, analyser: Analyser) -> None:
    """Take the terms of all that can be found from its texts again, and count them anew."""
    versions = term_counts.current_versions(engine)
    for start in range(0, len(versions), _BATCH):
        texts = term_counts.texts(engine, versions[start : start + _BATCH])
        term_counts.set_terms(
            engine, {version: map(analyser.passage, own) for version, own in texts.items()}
        )
    term_counts.recount(engine)
