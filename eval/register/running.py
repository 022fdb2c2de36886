"""A folder of gold facts and a folder of documents to a score.

Of the blind half nothing but figures leaves this module: :func:`run` gives no facts of it, and an
error while it is scored tells its kind only.
"""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.register import covered, found, gold
from eval.register.counts import Score
from eval.register.reading import Read, milliseconds, read, today
from eval.register.scoring import Compared, compare
from eval.register.types import Fact
from plansvar.register.consolidate import consolidate

EXAMPLES = Path(__file__).parents[2] / "examples"
BLIND = EXAMPLES / "blind"


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


def run(half: Half, level: str | None = None, *, timed: bool = True) -> Run:
    """Read a folder in and score what is found in it.

    Args:
        half: what is scored.
        level: ``claims`` of the documents, or ``facts`` of the register; the register if it is
            there.
        timed: whether to time extraction, too.

    Raises:
        OSError: a folder can't be read, or holds no gold facts.
        ValueError: a line of the gold isn't in the format.
        BlindError: any error in the blind half.
    """
    if not half.blind:
        return _run(half, level, timed)
    logging.disable()  # a warning may name a file
    try:
        scored = _run(half, level, timed)
    except Exception as error:  # noqa: BLE001 - its message may tell a name or a text
        kind = type(error).__name__
    else:
        return Run(scored.score, None)
    finally:
        logging.disable(logging.NOTSET)
    raise BlindError(kind)


def _run(half: Half, level: str | None, timed: bool) -> Run:
    wanted = gold.load(half.gold)
    if not wanted:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(half.gold))
    pages = covered.load(half.gold)
    only = sorted(pages) if pages is not None else ()
    level = level or "facts"
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
        extraction=milliseconds(half.corpus.resolve(), only) if timed else {},
    )
    return Run(score, compared, documents.failed)


def claims_of(documents: Read) -> Sequence[Fact]:
    """The claims, each by itself."""
    return found.of_claims(documents.claims, documents.place)


def facts_of(documents: Read) -> Sequence[Fact]:
    """The register as it is today, without corrections."""
    register = consolidate(documents.claims, (), as_of=None, today=today())
    return found.of_register(register.facts, documents.place)


def _below(path: Path, folder: Path) -> bool:
    resolved, above = path.resolve(), folder.resolve()
    return resolved == above or above in resolved.parents
