"""The units that compete for being the answer, with what they say read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.matching import Around, Bag, Text
from assistant.units import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Said:
    """What a unit says itself, what its headings say, both, and what its passage says.

    A list has so many words that it covers any question, so its heading speaks for it.
    """

    own: Text
    headings: Text
    within: Text
    passage: Text


@dataclass(frozen=True, slots=True)
class Competitors:
    """Units, and what each of them says, in the same order."""

    units: tuple[Unit, ...]
    said: tuple[Said, ...]

    @classmethod
    def of(cls, units: Sequence[Unit]) -> Competitors:
        """Read some units."""
        around = {
            unit.passage.chunk.id: Around(unit.document.title, unit.surroundings) for unit in units
        }
        passages = _passages(units, around)
        bags: dict[tuple[str, str], Bag] = {}
        above: dict[tuple[str, str], Text] = {}
        said = []
        for unit in units:
            chunk, under = unit.passage.chunk.id, (unit.document.title, unit.context)
            own = Bag.of(unit.text)
            if under not in bags:
                bags[under] = Bag.of(*under)
            headings = bags[under]
            text = above.setdefault((chunk, unit.context), Text(headings, around[chunk]))
            is_list = unit.kind is UnitKind.LIST
            said.append(
                Said(
                    own=Text(own, around[chunk]),
                    headings=text,
                    within=text if is_list else Text(headings | own, around[chunk]),
                    passage=passages[chunk],
                )
            )
        return cls(tuple(units), tuple(said))

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    def only(self, units: Iterable[Unit]) -> Competitors:
        """Those of some units, in the order in which they stand here."""
        wanted = {id(unit) for unit in units}
        kept = [number for number, unit in enumerate(self.units) if id(unit) in wanted]
        return Competitors(
            tuple(self.units[number] for number in kept),
            tuple(self.said[number] for number in kept),
        )


def _passages(units: Sequence[Unit], around: dict[str, Around]) -> dict[str, Text]:
    """What the passages say, by chunk id; to a table belong the names of its columns."""
    own: dict[str, Bag] = {}
    for unit in units:
        chunk = unit.passage.chunk
        if chunk.id not in own:
            own[chunk.id] = Bag.of(chunk.document.title, *chunk.heading_path, chunk.text)
        if unit.kind is UnitKind.ROW:
            own[chunk.id] |= Bag.of(unit.caption)
    return {key: Text(bag, around[key]) for key, bag in own.items()}
