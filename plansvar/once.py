"""A property that is worked out once, whichever thread needs it first."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Self, TypeVar, overload

_T = TypeVar("_T")


class once(cached_property[_T]):  # noqa: N801 - read as a decorator
    """As :func:`functools.cached_property`; other threads wait until the value is there."""

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> _T: ...
    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        """The value of an instance, which has a lock called ``opening``."""
        if instance is None:
            return self
        with instance.opening:
            return super().__get__(instance, owner)
