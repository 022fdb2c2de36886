"""Changes Office files in ways that no library offers."""

import zipfile
from collections.abc import Mapping
from pathlib import Path


def rezip(
    path: Path,
    parts: Mapping[str, bytes | None],
    replaced: Mapping[str, tuple[bytes, bytes]] | None = None,
) -> Path:
    """Copies a zip with other ``parts`` (None drops one), and bytes ``replaced`` in some."""
    changed = path.with_stem(path.stem + "-x")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                before, after = (replaced or {}).get(name, (b"", b""))
                data = old.read(name)
                new.writestr(name, data.replace(before, after) if before else data)
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return changed
