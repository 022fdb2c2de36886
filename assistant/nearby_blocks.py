"""The blocks around a passage, in which its section and its lists stand."""

from __future__ import annotations

from plansvar.access import User
from plansvar.database import reads
from plansvar.documents.stored import StoredChunk
from plansvar.documents.types import Block, BlockKind
from plansvar.stores import Stores

# How far around a hit its section is looked for, in blocks.
_REACH = 60


class VersionBlocks:
    """The blocks of a version, each read once: its passages lie beside one another."""

    def __init__(self, version_id: str, user: User, stores: Stores) -> None:
        self._version_id = version_id
        self._user = user
        self._stores = stores
        self._read: dict[int, Block | None] = {}

    def around(self, chunk: StoredChunk) -> list[Block]:
        """The blocks near a chunk; further ones too, as long as a list may go on beyond them."""
        reach = _REACH
        while True:
            first, last = chunk.first_block - reach, chunk.last_block + reach
            blocks = self._between(first, last)
            goes_on = blocks and (
                (blocks[0].kind is BlockKind.LIST_ITEM and blocks[0].ordinal == first)
                or (blocks[-1].kind is BlockKind.LIST_ITEM and blocks[-1].ordinal == last)
            )
            if not goes_on:
                return blocks
            reach *= 4

    def _between(self, first: int, last: int) -> list[Block]:
        """Those from ``first`` to ``last``, inclusive, as far as there are any."""
        first = max(first, 0)
        missing = [number for number in range(first, last + 1) if number not in self._read]
        if missing:
            self._read.update(dict.fromkeys(missing))
            engine, user = self._stores.engine, self._user
            for one in reads.blocks(engine, user, self._version_id, missing[0], missing[-1]):
                self._read[one.ordinal] = one
        found = (self._read[number] for number in range(first, last + 1))
        return [one for one in found if one is not None]
