"""A folder of gold facts and a folder of documents to a score.

Of the blind half nothing but figures leaves this module: :func:`run` gives no facts of it, and an
error while it is scored tells its kind only.
"""

from __future__ import annotations

import errno
import importlib
import importlib.util
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from eval.register import covered, found, gold
from eval.register.counts import Score
from eval.register.reading import Read, milliseconds, read, today
from eval.register.scoring import Compared, compare
from eval.register.types import Fact
from plansvar.register.facts import Register

EXAMPLES = Path(__file__).parents[2] / "examples"
BLIND = EXAMPLES / "blind"
_CONSOLIDATE = "plansvar.register.consolidate"


@dataclass(frozen=True, slots=True)
class Half:
    """What is scored: a name for the report, the gold facts, the documents."""

    name: str
    gold: Path
    corpus: Path

    @property
    def blind(self) -> bool:
        """Whether only figures may be told of it, however the folders were named."""
        return any(_below(path, BLIND) for path in (self.gold, self.corpus))


HALVES = {
    "open": Half("open", EXAMPLES / "register", EXAMPLES / "corpus"),
    "blind": Half("blind", BLIND / "register", BLIND / "corpus"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """A score; ``facts`` are those behind it, ``None`` of the blind half. ``unread`` likewise."""

    score: Score
    facts: Compared | None
    unread: tuple[tuple[str, str], ...] = ()


class BlindError(Exception):
    """Something went wrong with the blind half; what, isn't told."""


def run(half: Half, level: str | None = None) -> Run:
    """Read a folder in and score what is found in it.

    Args:
        half: what is scored.
        level: ``claims`` of the documents, or ``facts`` of the register; the register if it is
            there.

    Raises:
        OSError: a folder can't be read, or holds no gold facts.
        ValueError: a line of the gold isn't in the format.
        BlindError: any error in the blind half.
    """
    if not half.blind:
        return _run(half, level)
    logging.disable()  # a warning may name a file
    try:
        scored = _run(half, level)
    except Exception as error:  # noqa: BLE001 - its message may tell a name or a text
        kind = type(error).__name__
    else:
        return Run(scored.score, None)
    finally:
        logging.disable(logging.NOTSET)
    raise BlindError(kind)


def _run(half: Half, level: str | None) -> Run:
    wanted = gold.load(half.gold)
    if not wanted:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(half.gold))
    pages = covered.load(half.gold)
    only = sorted(pages) if pages is not None else ()
    level = level or ("facts" if can_consolidate() else "claims")
    documents = read(half.corpus.resolve(), only)
    everything = facts_of(documents) if level == "facts" else claims_of(documents)
    compared = compare(
        wanted,
        [fact for fact in everything if covered.is_covered(fact, pages)],
        once=level == "facts",
    )
    score = Score(
        level=level,
        documents=len(documents.documents),
        unread=len(documents.failed),
        kinds=compared.kinds,
        ownership=compared.ownership,
        extraction=milliseconds(half.corpus.resolve(), only),
    )
    return Run(score, compared, documents.failed)


def can_consolidate() -> bool:
    """Whether this program has a register that puts claims together."""
    return importlib.util.find_spec(_CONSOLIDATE) is not None


def claims_of(documents: Read) -> Sequence[Fact]:
    """The claims, each by itself."""
    return found.of_claims(documents.claims, documents.place)


def facts_of(documents: Read) -> Sequence[Fact]:
    """The register as it is today, without corrections."""
    consolidate = importlib.import_module(_CONSOLIDATE).consolidate
    register = consolidate(documents.claims, (), as_of=None, today=today().isoformat())
    return found.of_register(cast("Register", register).facts, documents.place)


def _below(path: Path, folder: Path) -> bool:
    resolved, above = path.resolve(), folder.resolve()
    return resolved == above or above in resolved.parents
