"""Takes documents out, with all that came with them and all that was kept of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from plansvar import originals, recognised
from plansvar.database import parts, writes
from plansvar.documents.stored import DocumentInfo, is_named
from plansvar.errors import NotFoundError
from plansvar.index import Index


def remove(
    targets: Sequence[str],
    documents: Sequence[DocumentInfo],
    engine: Engine,
    index: Index,
    data: Path,
) -> list[DocumentInfo]:
    """Take documents out; returns those that are gone.

    Args:
        targets: ids, paths or titles, see :func:`plansvar.documents.stored.is_named`.
        documents: those that the user may read: others aren't there for him.
        engine: the database.
        index: the search index.
        data: the data folder.

    Raises:
        NotFoundError: ``document.missing``: a target that names nothing; nothing is done then.
    """
    found: dict[str, DocumentInfo] = {}
    for target in targets:
        path = Path(target).expanduser().resolve()
        matches = [one for one in documents if is_named(one, target, path)]
        # An empty name is the working folder to the system, and a script's mistake to us.
        if not target.strip() or not matches:
            raise NotFoundError("document.missing", target=target)
        found.update({one.id: one for one in matches})
    before = writes.current_contents(engine)
    # What came with a mail goes with it, also what this user may not read.
    below = parts.below(engine, list(found))
    found.update({one.id: one for one in documents if one.id in below})
    parts.expect_again(engine, list(found))
    writes.hide(engine, [*found, *below])
    index.delete_points(writes.leftover_chunks(engine))
    writes.drop_leftovers(engine)
    contents = writes.current_contents(engine)
    originals.drop_others(data, contents)
    recognised.drop(data, before - contents)
    return list(found.values())
