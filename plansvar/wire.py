"""How calls of :class:`plansvar.service.Service` are written as JSON, for both ends of a wire.

The types that the protocol names say all; nothing is written down twice. Both ends must be of the
same version: this is no contract for others, who have the API.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from plansvar import errors
from plansvar.errors import PlansvarError
from plansvar.service import Progress, ProgressCallback, Service

READS = frozenset(
    "ask search documents status facts fact register review corrections document document_text "
    "document_blocks original conversations conversation feedback_export draft overviews".split()
)
LONG = frozenset({"ingest", "sync", "remove", "verify", "overview"})
METHODS = READS | LONG | {"correct", "feedback", "delete_conversation"}
PATH = "/v1/service"
PROGRESS: TypeAdapter[Progress] = TypeAdapter(Progress)

_PASSED_APART = {"user", "progress", "stop", "return"}


@dataclass(frozen=True, slots=True)
class Method:
    """The types of a method's result and of its arguments, but for who asks and callbacks."""

    arguments: Mapping[str, TypeAdapter[Any]]
    result: TypeAdapter[Any]
    takes_user: bool


@functools.cache
def method(name: str) -> Method:
    """The types of one of :data:`METHODS`."""
    hints = get_type_hints(getattr(Service, name), localns={"ProgressCallback": ProgressCallback})
    return Method(
        {key: TypeAdapter(hint) for key, hint in hints.items() if key not in _PASSED_APART},
        TypeAdapter(hints["return"]),
        "user" in hints,
    )


def encode(name: str, arguments: Mapping[str, object]) -> dict[str, Any]:
    """The arguments of a call as JSON values."""
    types = method(name).arguments
    return {key: types[key].dump_python(value, mode="json") for key, value in arguments.items()}


def decode(name: str, arguments: Mapping[str, object]) -> dict[str, Any]:
    """The inverse of :func:`encode`.

    Raises:
        ValidationError: they are of other types.
        KeyError: there is no such argument.
    """
    types = method(name).arguments
    return {key: types[key].validate_python(value) for key, value in arguments.items()}


def error_json(error: PlansvarError) -> dict[str, Any]:
    """An error, so that the other end can raise the same."""
    params = {
        key: value if isinstance(value, str | int | float | None) else str(value)
        for key, value in error.params.items()
    }
    return {"kind": type(error).__name__, "code": error.code, "params": params}


def error_of(content: Mapping[str, Any]) -> PlansvarError | None:
    """The inverse of :func:`error_json`; ``None`` for what is no error of ours."""
    kind = getattr(errors, str(content.get("kind")), None)
    if not isinstance(kind, type) or not issubclass(kind, PlansvarError):
        return None
    code, params = content.get("code"), content.get("params")
    return kind.of(code, params) if isinstance(code, str) and isinstance(params, dict) else None
