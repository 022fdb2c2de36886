"""Begin with work before its result is asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_Item = TypeVar("_Item")
_Begun = TypeVar("_Begun")


def ahead(items: Iterable[_Item], begin: Callable[[_Item], _Begun], most: int) -> Iterator[_Begun]:
    """Begin with up to ``most`` items more than are asked for, so that work goes on; in order."""
    begun: deque[_Begun] = deque()
    for item in items:
        begun.append(begin(item))
        if len(begun) > most:
            yield begun.popleft()
    yield from begun
