"""The few files that pages load: our own, and those that npm has put into ``node_modules``.

They are read once, packed once, and served under an address that changes with their content, so
that a browser asks for each of them only once.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

_OWN = Path(__file__).parent / "static"
# Where npm puts things: beside package.json, at the top of the repository.
NODE_MODULES = Path(__file__).parents[2] / "node_modules"

_FROM_NPM: Mapping[str, str] = MappingProxyType(
    {
        "theme.css": "@digdir/designsystemet-theme/src/themes/designsystemet.css",
        "designsystemet.css": "@digdir/designsystemet-css/dist/src/index.css",
        "htmx.js": "htmx.org/dist/htmx.min.js",
        "hx-sse.js": "htmx.org/dist/ext/hx-sse.min.js",
    }
)
_TYPES = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to serve. ``packed`` is ``content`` with gzip; ``address`` changes with both."""

    name: str
    content: bytes
    packed: bytes
    media_type: str
    address: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All files by their name, and those that npm hasn't installed."""

    by_name: Mapping[str, Asset]
    missing: tuple[str, ...]

    def address(self, name: str) -> str:
        """Where a page finds a file."""
        return self.by_name[name].address


def load_assets(node_modules: Path = NODE_MODULES) -> Assets:
    """Read all files. What isn't installed is named, and nothing else fails for it."""
    paths = {path.name: path for path in sorted(_OWN.iterdir())}
    paths |= {name: node_modules / place for name, place in _FROM_NPM.items()}
    found: dict[str, Asset] = {}
    missing: list[str] = []
    for name, path in paths.items():
        try:
            content = path.read_bytes()
        except OSError:
            missing.append(name)
            continue
        mark = hashlib.sha256(content).hexdigest()[:12]
        packed = gzip.compress(content, 9, mtime=0)
        kind = _TYPES[path.suffix]
        found[name] = Asset(name, content, packed, kind, f"/static/{mark}/{name}")
    return Assets(MappingProxyType(found), tuple(missing))
