"""How XML that nobody has looked at is parsed: no entities, no network, no document type."""

from __future__ import annotations

from typing import TypedDict


class _Options(TypedDict):
    resolve_entities: bool
    no_network: bool
    load_dtd: bool
    huge_tree: bool
    remove_comments: bool
    remove_pis: bool


# For lxml's XMLParser and iterparse.
SAFE = _Options(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)
